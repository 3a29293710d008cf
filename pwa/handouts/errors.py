"""What can go wrong between a wish for a sheet of paper and the sheet: one small family.

`BadRequest` is the asker's to mend, `Busy` passes by itself, `PrintError` is ours.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pwa.i18n.formats import put

Value = str | date | tuple[str, ...]
"""As it was entered, a day, or what may be entered instead."""


class HandoutError(Exception):
    """Base of all."""


@dataclass(frozen=True)
class BadField:
    """One field that can't be used: a sentence to translate, and what fills its holes."""

    field: str
    text: str
    values: dict[str, Value] = dataclasses.field(default_factory=dict)
    on_a_form: str = ""
    """What somebody is told instead who sees the field: its ``{label}`` is beside it."""

    @property
    def message(self) -> str:
        """In the source language, for the command line."""
        return put(self.text, **self._with(str, date.isoformat))

    def told(
        self, say: Callable[..., Any], label: str, names: Mapping[str, str], day: Callable[..., str]
    ) -> Any:
        """In the reader's language, with the names and the days that the form shows."""
        values = self._with(lambda known: str(names.get(known, known)), day)
        return say(self.on_a_form or self.text, label=label, **values)

    def _with(self, name: Callable[[str], str], day: Callable[[date], str]) -> dict[str, str]:
        def words(value: Value) -> str:
            if isinstance(value, date):
                return day(value)
            return value if isinstance(value, str) else ", ".join(map(name, value))

        return {key: words(value) for key, value in self.values.items()}

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class BadRequest(HandoutError):  # noqa: N818 - named for what it says over HTTP
    """Every field that can't be used, all at once."""

    def __init__(self, fields: tuple[BadField, ...]) -> None:
        self.fields = fields
        super().__init__("; ".join(map(str, fields)))


class Busy(HandoutError):  # noqa: N818 - a state that passes, not a fault
    """All workers are taken and the queue is full; worth another try after ``retry_after``."""

    _text = "found every worker taken, expected a free one in {} seconds"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(self._text.format(retry_after))

    def __reduce__(self) -> tuple[type["Busy"], tuple[int]]:
        return type(self), (self.retry_after,)  # it crosses over from a worker


class Unfinished(Busy):
    """A long sheet that is still being made when its asker is told to come back for it."""

    _text = "found a long sheet still being made, expected another look in {} seconds"


class PrintError(HandoutError):
    """A sheet that could not be laid out whole."""


class NoRoom(PrintError):  # noqa: N818 - says what there is not
    """An entry that a form's blank can't take: the sheet has to be laid out for it alone."""


class TooSlow(PrintError):  # noqa: N818 - says what it was
    """A sheet that took too long; its worker was stopped."""

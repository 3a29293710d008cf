"""What a patient enters, kept apart from the sheet: a template writes a blank, the entry goes here.

A sheet has the same HTML for every day, so that it need not be laid out again for the next patient.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from pwa.handouts import drawn
from pwa.handouts.sheet import BLANK, CODE, END, LINK, Entries
from pwa.i18n.localise import Localised

_NOBODYS: Final = "0000-00-00"
"""Stands for the day in an address while a sheet is laid out."""
_DIGITS: Final = "0123456789"
_LINK: Final = Markup('<a href="{}" lang="en" dir="ltr">{}</a>')


class Blanks:
    """Collects the entries of one sheet while its templates are rendered."""

    def __init__(self, day: date | None, address: str) -> None:
        self._day = day.isoformat() if day else ""
        self._address = address
        self._is_linked = bool(day) and self._day in address
        self._texts: list[tuple[str, str, tuple[str, ...]]] = []
        """For each blank the entry, the model's, and words with every letter that it may have."""
        self._codes = (Markup(), Markup())
        self._days: dict[str, list[str]] = {}

    def text(self, localised: Localised, day: str, label: object = "") -> Markup:
        """A day with the word before it, on a line that ends with it."""
        before, digits = f"{label} " if label else "", localised.formats.digits(_DIGITS)
        days = self._every_word(localised)
        return self._blank(before + day, before + max(days, key=len), (before + digits, *days))

    def link(self) -> Markup:
        """Where the same can be read on a phone."""
        if not self._is_linked:
            return _LINK.format(self._address, self._address)
        day = self._blank(self._day, _NOBODYS, (_DIGITS,))
        return _LINK.format(LINK, self._leading_to(day))

    def code(self, title: object) -> Markup:
        """A code for a camera, which opens that address."""
        if not self._is_linked:
            return drawn.code(self._address, str(title))
        addresses = (self._leading_to(day) for day in (self._day, _NOBODYS))
        ours, models = (drawn.code(one, str(title), blank=True) for one in addresses)
        self._codes = ours, models
        return Markup(CODE)

    def entered(self) -> tuple[Entries, tuple[tuple[str, ...], ...], Entries] | tuple[()]:
        """The model's entries, the letters that others may need, and the entries; or nothing."""
        if not self._texts:
            return ()
        ours, models, letters = zip(*self._texts, strict=True)
        days = (self._day, _NOBODYS) if self._is_linked else ("", "")
        link, its_model = (self._leading_to(day) if day else "" for day in days)
        code, code_model = self._codes
        return Entries(models, its_model, code_model), letters, Entries(ours, link, code)

    def _leading_to(self, day: str) -> str:
        before, _, after = self._address.rpartition(self._day)
        return before + day + after

    def _blank(self, entry: str, model: str, letters: tuple[str, ...]) -> Markup:
        self._texts.append((entry, model, letters))
        number = len(self._texts) - 1
        return Markup(f'<span class="blank" data-blank="{number}">{BLANK}{number}{END}</span>')

    def _every_word(self, localised: Localised) -> list[str]:
        code = localised.locale.code
        if code not in self._days:
            self._days[code] = list(_days(localised))
        return self._days[code]


def _days(localised: Localised) -> Iterator[str]:
    """Days with every month and every day of the week."""
    for month in range(1, 13):
        day = date(2028, month, 10)
        yield localised.formats.day(day + timedelta(days=(month - day.weekday()) % 7))

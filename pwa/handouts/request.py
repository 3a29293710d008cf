"""A wish for a sheet of paper, and how it is read from a form or a command line.

Everything is checked before anything is laid out, and every fault is told at once, each with its
field, what was found and what was expected. A field left empty counts as not given. A field that
the kind has no use for is still checked, then left alone: one form serves all kinds.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final, Literal

from pwa.catalog.model import Catalog
from pwa.handouts.errors import BadField, BadRequest, Value
from pwa.i18n.locales import Registry
from pwa.plan import FIRST_DAY, LAST_DAY

KINDS: Final = (
    "option",
    "compare",
    "checklist",
    "questions",
    "recovery",
    "warning-signs",
    "booklet",
)
NEEDS_OPTION: Final = frozenset({"option"})
TAKES_ONE: Final = frozenset({"option", "checklist", "recovery"})
TAKES_MANY: Final = frozenset({"compare", "booklet"})
"""The kinds for which several options may be named, with commas between them; none means all."""
TAKES_DAY: Final = frozenset({"checklist", "recovery", "booklet"})
LONGEST = 600
"""More characters than any honest value has, a list of options too."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES, _NO = ("1", "on", "true", "yes"), ("0", "off", "false", "no")
_ = str
"""Marks a sentence for the extractor; it is translated where it is shown."""
_NOTHING: Final = _("found nothing, expected one of: {names}")
_ONE: Final = _("This sheet is about one option. Choose one under “{label}”.")

Paper = Literal["a4", "letter"]
PAPERS: Final[tuple[Paper, ...]] = ("a4", "letter")


@dataclass(frozen=True)
class Request:
    """One sheet, fully decided."""

    kind: str
    locale: str
    second_locale: str | None = None
    options: tuple[str, ...] = ()
    day: date | None = None
    paper: Paper = "a4"
    large_print: bool = False

    @property
    def option(self) -> str | None:
        """The option the sheet is about, where it is about one."""
        return self.options[0] if self.options else None


def file_name(request: Request) -> str:
    """A name that says what the sheet is, the same for the same request."""
    languages = "-".join(filter(None, (request.locale, request.second_locale)))
    day = request.day.isoformat() if request.day else None
    size = "large" if request.large_print else None
    words = (request.kind, *request.options, day, languages, request.paper, size)
    return "-".join(word for word in words if word) + ".pdf"


def parse(fields: Mapping[str, str], catalog: Catalog, registry: Registry) -> Request:
    """The request that the fields make. Raises `BadRequest` with every fault."""
    return _Reader(fields, catalog, registry).request()


class _Reader:
    """Reads one field after another, and keeps the faults until all are read."""

    def __init__(self, fields: Mapping[str, str], catalog: Catalog, registry: Registry) -> None:
        self.fields = fields
        self.catalog = catalog
        self.registry = registry
        self.faults: list[BadField] = []

    def request(self) -> Request:
        kind = self.kind()
        locale = self.locale("locale") or next(iter(self.registry))
        second, options, day = self.second_locale(locale), self.options(kind), self.day()
        read = Request(
            kind,
            locale,
            second,
            options if kind in TAKES_ONE | TAKES_MANY else (),
            day if kind in TAKES_DAY else None,
            self.paper(locale),
            self.large_print(),
        )
        if self.faults:
            raise BadRequest(tuple(self.faults))
        return read

    def fault(self, field: str, text: str, on_a_form: str = "", **values: Value) -> None:
        shown = {
            name: _shown(value) if isinstance(value, str) else value
            for name, value in values.items()
        }
        self.faults.append(BadField(field, text, shown, on_a_form))

    def value(self, field: str) -> str:
        """What was given, or an empty string. What can't be a value at all is a fault."""
        found = self.fields.get(field, "").strip()
        if len(found) > LONGEST:
            length, most = str(len(found)), str(LONGEST)
            self.fault(
                field,
                _("found {length} letters, expected at most {most}"),
                length=length,
                most=most,
            )
            return ""
        return found

    def known(self, field: str, found: str, names: Collection[str]) -> bool:
        """Whether ``found`` is one of ``names``; if not, the fault tells the nearest."""
        if found in names:
            return True
        near = get_close_matches(found, names, n=1)
        if near:
            text = _("found “{found}”, did you mean “{near}”?")
            self.fault(field, text, found=found, near=(near[0],))
        else:
            text = _("found “{found}”, expected one of: {names}")
            self.fault(field, text, found=found, names=tuple(names))
        return False

    def kind(self) -> str:
        found = self.value("kind")
        if found:
            self.known("kind", found, KINDS)
        elif not self._at_fault("kind"):
            self.fault("kind", _NOTHING, _("Choose one under “{label}”."), names=KINDS)
        return found

    def locale(self, field: str) -> str | None:
        found = self.value(field)
        return found if found and self.known(field, found, list(self.registry)) else None

    def second_locale(self, first: str) -> str | None:
        found = self.locale("second_locale")
        if found == first and not self._at_fault("locale"):
            text = _("found “{found}”, expected another language than the first")
            self.fault("second_locale", text, found=found)
        return found

    def options(self, kind: str) -> tuple[str, ...]:
        found = self.value("option")
        given = dict.fromkeys(name for part in found.split(",") if (name := part.strip()))
        known = list(self.catalog.options)
        names = tuple(name for name in given if self.known("option", name, known))
        if kind in NEEDS_OPTION and not names and not self._at_fault("option"):
            self.fault("option", _NOTHING, _ONE, names=tuple(known))
        if kind in TAKES_ONE and len(names) > 1:
            text = _("found several options, expected one: this sheet is about one")
            self.fault("option", text, _ONE)
        return names

    def day(self) -> date | None:
        found = self.value("surgery_date")
        if not found:
            return None
        try:
            day = date.fromisoformat(found) if _ISO_DAY.fullmatch(found) else None
        except ValueError:
            day = None
        if day is None:
            text = _("found “{found}”, expected a day of the calendar, such as {example}")
            self.fault("surgery_date", text, found=found, example=date(2027, 1, 31))
        elif not FIRST_DAY <= day <= LAST_DAY:
            text = _("found “{found}”, expected a day from {first} to {last}")
            self.fault("surgery_date", text, found=day, first=FIRST_DAY, last=LAST_DAY)
        return day

    def paper(self, locale: str) -> Paper:
        found = self.value("paper")
        if found:
            self.known("paper", found, PAPERS)
            return "letter" if found == "letter" else "a4"
        return self.registry[locale].data.paper

    def large_print(self) -> bool:
        found = self.value("large_print").lower()
        if found and self.known("large_print", found, (*_YES, *_NO)):
            return found in _YES
        return False

    def _at_fault(self, field: str) -> bool:
        return any(fault.field == field for fault in self.faults)


def _shown(value: str) -> str:
    """A value fit to be repeated: short, and without anything that can't be seen."""
    short = value if len(value) <= 60 else value[:60] + "…"
    return "".join(
        "�" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in short
    )

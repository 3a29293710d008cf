"""Numbers, ranges, units and days as a language writes them. CLDR does the work, through Babel.

A figure becomes one whole phrase ("about 2 to 5 in 100 people"), so that no sentence is built
around a bare number. Ranges take the plural of their upper end, as CLDR's plural ranges do in all
of our languages.
"""

from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Literal

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from pwa.catalog.model import Catalog, Figure, Unit
from pwa.catalog.prose import TOKEN
from pwa.i18n.locales import SOURCE, Locale

Length = Literal["long", "short"]
SOURCE_CLDR = "en_GB"
"""Whose days and units stand in for what a language lacks."""


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for "mark, and translate later")
    return message


# Whole phrases for a translator; chosen by a figure's ``qualifier``.
QUALIFIED = {
    "about": N_("about {amount}"),
    "less-than": N_("less than {amount}"),
    "more-than": N_("more than {amount}"),
    "at-least": N_("at least {amount}"),
    "up-to": N_("up to {amount}"),
}
# The digit zero of each CLDR numbering system; the other nine follow it in Unicode. Babel's own
# ``numbering_system`` changes the separators and leaves the digits.
ZEROS = {
    "latn": 0x0030,
    "arab": 0x0660,
    "arabext": 0x06F0,
    "deva": 0x0966,
    "beng": 0x09E6,
    "guru": 0x0A66,
    "gujr": 0x0AE6,
    "tamldec": 0x0BE6,
    "telu": 0x0C66,
    "thai": 0x0E50,
}

RANGE = N_("{low} to {high}")
BRACKETS = N_("{amount} ({other_unit})")


def put(pattern: str, **values: str) -> str:
    """Fill the holes of a message. Unlike ``str.format`` it can't be made to look into objects."""
    return TOKEN.sub(lambda m: values.get(m["hole"] or "", m[0]), pattern)


def messages_of(figure: Figure, units: Mapping[str, Unit]) -> Iterator[str]:
    """The messages that the phrase of a figure is made of."""
    unit = units[figure.unit]
    for one in (unit, units[unit.also.unit]) if unit.also else (unit,):
        if one.forms:
            yield str(one.forms.one)
    if figure.low is not None:
        yield RANGE
    if figure.qualifier:
        yield QUALIFIED[figure.qualifier]
    if unit.also:
        yield BRACKETS


class Formats:
    """How one language writes the figures of one catalog."""

    def __init__(self, catalog: Catalog, locale: Locale) -> None:
        self.units = catalog.units
        self.locale = locale

    def number(self, value: Decimal | int) -> str:
        """A number with the language's digits and separators."""
        said = format_decimal(
            value,
            locale=self.locale.cldr,
            numbering_system=self.locale.data.numbering,
            # "1.200 mg" is one thousand two hundred in Madrid and little more than one in Mexico.
            group_separator=value >= 10_000,
        )
        return self.digits(said)

    def digits(self, text: str) -> str:
        """Latin digits in ``text`` (a formatted date, say) as the language's own."""
        zero = ZEROS[self.locale.data.numbering]
        return text.translate({ord("0") + n: zero + n for n in range(10)})

    def day(self, value: date) -> str:
        """Such as ``Thu 15 Oct 2026``."""
        return self.digits(format_skeleton("yMMMEd", value, locale=self.locale.cldr)).replace(
            ",", ""
        )

    def long_day(self, value: date) -> str:
        """Such as ``15 October 2026``."""
        return self.digits(format_date(value, "long", locale=self.locale.cldr))

    def has_words_for(self, figure: Figure) -> bool:
        """Whether the language has every message of a figure's phrase."""
        said = self.locale.messages
        wanted = messages_of(figure, self.units)
        return self.locale.is_source or all(m in said.singular or m in said.plural for m in wanted)

    def figure(self, figure: Figure) -> str:
        """The whole phrase of a figure: in one language, so in English if any word is lacking."""
        speaker = self if self.has_words_for(figure) else self._in_source
        return speaker._phrase(figure)

    @cached_property
    def _in_source(self) -> "Formats":
        data = self.locale.data.model_copy(update={"cldr": SOURCE_CLDR, "numbering": "latn"})
        made = copy(self)
        made.locale = Locale(SOURCE, data)
        return made

    def _phrase(self, figure: Figure) -> str:
        """Qualifier, range, unit, and the second unit in brackets."""
        unit = self.units[figure.unit]
        low, high = figure.ends
        phrase = self.amount(low, high, unit)
        if figure.qualifier:
            phrase = put(self._say(QUALIFIED[figure.qualifier]), amount=phrase)
        if unit.also:
            other = self.units[unit.also.unit]
            low, high = (_converted(end, unit.also.factor, unit.also.step) for end in (low, high))
            converted = self.amount(low, high, other, "short")
            phrase = put(self._say(BRACKETS), amount=phrase, other_unit=converted)
        return phrase

    def amount(self, low: Decimal, high: Decimal, unit: Unit, length: Length = "long") -> str:
        """A number or a range with its unit."""
        number = (
            self.number(high) if low == high else self.span(self.number(low), self.number(high))
        )
        pattern = self._pattern(high, unit, length)
        if low != high and "{n}" not in pattern:
            # Arabic says "two days" in one word: a range up to two needs the form with a number.
            pattern = self._pattern(Decimal(3), unit, length)
        return put(pattern, n=number)

    def span(self, low: str, high: str) -> str:
        """From one to another, both already written out."""
        return put(self._say(RANGE), low=low, high=high)

    def _pattern(self, value: Decimal, unit: Unit, length: Length) -> str:
        if unit.cldr:
            return self._cldr(value, unit.cldr, length)
        assert unit.forms is not None
        return self._plural(unit.forms.one, unit.forms.other, value)

    def _cldr(self, value: Decimal, unit: str, length: Length) -> str:
        # CLDR leaves out what equals something else: the long form where it is the short one
        # (Arabic days), the form for one where it is the other. Babel's ``format_unit`` doesn't
        # look there and writes "1 weeks", so the patterns are read here.
        patterns = self.locale.cldr._data["unit_patterns"][unit]
        form = self.locale.cldr.plural_form(value)
        for forms in (patterns.get(length, {}), patterns.get("short", {})):
            if pattern := forms.get(form) or forms.get("other"):
                return str(pattern).replace("{0}", "{n}")
        raise ValueError(
            f"found the unit '{unit}', expected one that CLDR has in {self.locale.code}"
        )

    def _plural(self, one: str, other: str, value: Decimal) -> str:
        messages = self.locale.messages
        forms = messages.plural.get(one) or (one, other)
        whole = int(value) if value == value.to_integral_value() else 1_000_001
        form = messages.form(whole) if messages.plural.get(one) else (0 if whole == 1 else 1)
        return forms[min(form, len(forms) - 1)]

    def _say(self, message: str) -> str:
        return self.locale.messages.singular.get(message, message)


def _converted(value: Decimal, factor: Decimal, step: Decimal) -> Decimal:
    return (value * factor / step).quantize(Decimal(1), ROUND_HALF_UP) * step

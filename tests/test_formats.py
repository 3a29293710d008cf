"""Figures, numbers and days as each language writes them."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from guides import CATALOG, REGISTRY
from hypothesis import given
from hypothesis import strategies as st

from pwa.catalog.model import Conversion, Figure, Plural, Unit
from pwa.i18n import Locale
from pwa.i18n.formats import ZEROS, Formats, messages_of, put
from pwa.i18n.locales import LocaleData

FORMATS = {code: Formats(CATALOG, locale) for code, locale in REGISTRY.items()}
CODES = tuple(REGISTRY)
DAY = date(2027, 3, 1)


def figure(low, high, unit: str, qualifier: str | None = None) -> Figure:
    """A figure with nothing but its numbers."""
    ends = {"low": None if low is None else Decimal(low), "high": Decimal(high)}
    return Figure.model_construct(**ends, unit=unit, qualifier=qualifier)


def numbers(text: str) -> list[Decimal]:
    """The numbers of a phrase, whatever script they are written in."""
    latin = "".join(
        str(unicodedata.digit(char)) if char.isdigit() else char for char in text
    ).replace("٫", ".")
    latin = re.sub(r"(?<=\d)[٬.,\s](?=\d{3}(?!\d))", "", latin)
    return [Decimal(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", latin)]


PHRASES = {
    "en": {
        (None, 1, "weeks"): "1 week",
        (6, 12, "weeks"): "6 to 12 weeks",
        (1, 2, "days"): "1 to 2 days",
        (None, "1.5", "hours"): "1.5 hours",
        (2, 5, "people-in-100"): "2 to 5 in 100 people",
        (70, 80, "people-in-100", "about"): "about 70 to 80 in 100 people",
        (None, 1, "people-in-100", "less-than"): "less than 1 in 100 people",
        (None, 1, "inches", "about"): "about 1 inch (2.5 cm)",
        (5, 6, "inches"): "5 to 6 inches (12.5 to 15 cm)",
        (None, 10, "pounds"): "10 pounds (4.5 kg)",
    },
    "es": {
        (None, 1, "weeks"): "1 semana",
        (6, 12, "weeks"): "6 a 12 semanas",
        (1, 2, "days"): "1 a 2 días",
        (None, "1.5", "hours"): "1,5 horas",
        (2, 5, "people-in-100"): "2 a 5 de cada 100 personas",
        (5, 6, "inches"): "5 a 6 pulgadas (12,5 a 15 cm)",
    },
    "ar": {
        (None, 1, "weeks"): "أسبوع",
        (None, 2, "weeks"): "أسبوعان",
        (None, 2, "nights"): "ليلتين",
        (1, 2, "weeks"): "١ إلى ٢ أسابيع",
        (6, 12, "weeks"): "٦ إلى ١٢ أسبوعًا",
        (None, 3, "days"): "٣ أيام",
        (None, 11, "days"): "١١ يومًا",
        (None, "1.5", "hours"): "١٫٥ ساعة",
        (2, 5, "people-in-100"): "٢ إلى ٥ من كل ١٠٠ شخص",
        (5, 6, "inches"): "٥ إلى ٦ بوصات (١٢٫٥ إلى ١٥ سم)",
    },
}


@pytest.mark.parametrize(
    ("code", "given"), [(code, given) for code, said in PHRASES.items() for given in said]
)
def test_a_figure_is_one_phrase_in_the_words_of_the_language(code, given):
    assert FORMATS[code].figure(figure(*given)) == PHRASES[code][given]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", CATALOG.figures)
def test_every_figure_tells_its_numbers_in_every_language(code, name):
    one = CATALOG.figures[name]
    unit = CATALOG.units[one.unit]
    wanted = [*dict.fromkeys(one.ends)]
    found = numbers(FORMATS[code].figure(one))
    told_by_word = len(wanted) == 1 and wanted[0] in (1, 2)
    assert [n for n in found if n in wanted][: len(wanted)] == wanted or told_by_word
    if unit.of:
        assert unit.of in found
    if unit.also:
        ends = [end * unit.also.factor for end in wanted]
        assert [n for n in found for end in ends if abs(n - end) <= unit.also.step / 2]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", CATALOG.figures)
def test_a_figure_is_written_in_the_digits_of_the_language_alone(code, name):
    formats, figure = FORMATS[code], CATALOG.figures[name]
    # A phrase that is not translated yet is English, digits and all.
    speaker = REGISTRY[code if formats.has_words_for(figure) else "en"]
    zero = ZEROS[speaker.data.numbering]
    digits = [char for char in formats.figure(figure) if char.isdigit()]
    assert all(zero <= ord(char) < zero + 10 for char in digits)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", CATALOG.figures)
def test_no_hole_is_left_open_in_a_figure(code, name):
    assert not re.search(r"[{}]", FORMATS[code].figure(CATALOG.figures[name]))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("name", [n for n, u in CATALOG.units.items() if u.cldr])
@pytest.mark.parametrize("length", ["long", "short"])
def test_every_unit_of_cldr_has_words_in_every_language(code, name, length):
    unit = CATALOG.units[name]
    for n in (0, 1, 2, 3, 11, 100):
        said = FORMATS[code].amount(Decimal(n), Decimal(n), unit, length)
        assert numbers(said) == [n] or n in (1, 2)
        assert re.search(r"[^\W\d_]|°", said), said


@pytest.mark.parametrize("code", CODES)
@given(low=st.integers(0, 300), more=st.integers(1, 300))
def test_a_range_goes_from_its_low_to_its_high_end(code, low, more):
    for unit in ("weeks", "nights", "people-in-100"):
        said = numbers(FORMATS[code].figure(figure(low, low + more, unit)))
        assert said[:2] == [low, low + more]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 10, 11, 21, 99, 100, 101, 102, 103, 111])
def test_a_counted_phrase_takes_the_plural_form_of_its_number(code, n):
    locale = REGISTRY[code]
    forms = CATALOG.units["nights"].forms
    translated = locale.messages.plural.get(forms.one)
    said = FORMATS[code].amount(Decimal(n), Decimal(n), CATALOG.units["nights"])
    expected = (
        translated[locale.messages.form(n)] if translated else (forms.one, forms.other)[n != 1]
    )
    assert said == expected.replace("{n}", FORMATS[code].number(n))


@pytest.mark.parametrize("code", CODES)
def test_half_of_something_takes_the_form_for_broken_numbers(code):
    nights = CATALOG.units["nights"]
    half = FORMATS[code].amount(Decimal("1.5"), Decimal("1.5"), nights)
    assert numbers(half) == [Decimal("1.5")]
    hundred = FORMATS[code].amount(Decimal(100), Decimal(100), nights)
    assert re.sub(r"[\d.,٫]", "", half) == re.sub(r"\d", "", hundred)


def test_a_language_without_the_words_for_a_unit_says_it_in_english():
    data = LocaleData(
        name="x", english_name="x", cldr="de", direction="ltr", fonts=("x",), emergency="x"
    )
    formats = Formats(CATALOG, Locale("de", data))
    assert formats.figure(figure(2, 5, "people-in-100")) == "2 to 5 in 100 people"
    assert formats.figure(figure(None, 6, "weeks")) == "6 Wochen"


@pytest.mark.parametrize(
    ("qualifier", "says"),
    [
        ("about", "about 3 days"),
        ("less-than", "less than 3 days"),
        ("more-than", "more than 3 days"),
        ("at-least", "at least 3 days"),
        ("up-to", "up to 3 days"),
    ],
)
def test_a_qualifier_is_said_before_the_number(qualifier, says):
    assert FORMATS["en"].figure(figure(None, 3, "days", qualifier)) == says


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("day", [DAY, date(2028, 2, 29), date(2026, 12, 31), date(2026, 1, 1)])
def test_a_day_names_its_number_and_year_in_the_digits_of_the_language(code, day):
    for said in (FORMATS[code].day(day), FORMATS[code].long_day(day)):
        assert numbers(said) == [day.day, day.year]
        assert "," not in said


@pytest.mark.parametrize(
    ("code", "says"), [("en", "1 March 2027"), ("es", "1 de marzo de 2027"), ("ar", "١ مارس ٢٠٢٧")]
)
def test_a_long_day_has_its_month_in_full(code, says):
    assert FORMATS[code].long_day(DAY) == says


@pytest.mark.parametrize("numbering", ZEROS)
def test_every_numbering_system_writes_its_own_ten_digits(numbering):
    data = REGISTRY["en"].data.model_copy(update={"numbering": numbering})
    said = Formats(CATALOG, Locale("en", data)).digits("0123456789")
    assert [unicodedata.digit(char) for char in said] == list(range(10))
    assert len({unicodedata.name(char).rsplit(" ", 1)[0] for char in said}) == 1


def test_a_conversion_is_rounded_to_its_step():
    unit = Unit(
        cldr="length-inch",
        also=Conversion(unit="centimeters", factor=Decimal("2.54"), step=Decimal("0.5")),
    )
    units = {**CATALOG.units, "inches": unit}
    formats = Formats(CATALOG.model_copy(update={"units": units}), REGISTRY["en"])
    assert formats.figure(figure(None, 3, "inches")) == "3 inches (7.5 cm)"
    whole = unit.also.model_copy(update={"step": Decimal(1)})
    units["inches"] = unit.model_copy(update={"also": whole})
    formats = Formats(CATALOG.model_copy(update={"units": units}), REGISTRY["en"])
    assert formats.figure(figure(None, 3, "inches")) == "3 inches (8 cm)"


def test_a_value_is_put_into_its_hole_and_looks_into_nothing():
    assert put("{a} and {b}", a="x") == "x and {b}"
    assert put("{a.__class__} {a[0]} {0}", a="x") == "{a.__class__} {a[0]} {0}"
    assert put("{a}", a="{b}", b="y") == "{b}"


def test_a_phrase_names_all_the_messages_it_is_made_of():
    units = {
        "nights": Unit(
            forms=Plural(one="{n} night", other="{n} nights"),
            also=Conversion(unit="days", factor=Decimal(1)),
        ),
        "days": Unit(cldr="duration-day"),
    }
    found = set(messages_of(figure(1, 2, "nights", "about"), units))
    expected = {"{n} night", "{low} to {high}", "about {amount}", "{amount} ({other_unit})"}
    assert found == expected
    assert set(messages_of(figure(None, 2, "days"), units)) == set()

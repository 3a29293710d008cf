"""Whom to call: no number unless a country is chosen, then its own on every warning sign."""

import pytest
from guides import REGISTRY
from lxml import html
from planting import CONTENT, KNEE, append, copied
from pydantic import TypeAdapter, ValidationError

import pwa
from pwa.catalog import ContentError, in_country, load
from pwa.catalog.emergency import CallNumber, Emergency
from pwa.cli import main
from pwa.handouts import Wish, draft, parse
from pwa.i18n import locales
from pwa.i18n.emergency import call_for_help
from pwa.i18n.locales import LocaleData
from pwa.web.site import Site, read_icons

ICONS = read_icons(CONTENT)
GB = Emergency(numbers=("999", "112"))


@pytest.fixture
def knee(tmp_path):
    folder = copied(KNEE / "content", tmp_path / "content")
    (folder / "emergency.yaml").write_text("FR: {numbers: ['112', '15']}\n")
    return folder


# --- the sentence ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", REGISTRY)
def test_without_a_country_no_number_is_shown_and_the_reader_is_told_whose_to_call(code):
    said = call_for_help(REGISTRY[code], None)
    assert said == REGISTRY[code].data.emergency
    assert not any(char.isdigit() for char in said)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "Call 999 or 112 now, or have someone take you to an emergency department."),
        ("es", "Llame ahora al 999 o 112, o pida que le lleven a un servicio de urgencias."),
        ("ar", "اتصل الآن بالرقم 999 أو 112، أو اطلب من أحد أن ينقلك إلى قسم الطوارئ."),
    ],
)
def test_every_language_names_the_number_in_the_digits_of_a_keypad(code, said):
    assert call_for_help(REGISTRY[code], GB) == said


def test_a_country_may_have_its_own_words():
    own = Emergency(numbers=("999",), says={"en": "Dial {number} at once."})
    assert call_for_help(REGISTRY["en"], own) == "Dial 999 at once."
    assert "999" in call_for_help(REGISTRY["es"], own)


def test_a_language_without_a_sentence_for_a_number_keeps_the_safe_one():
    plain = locales.load(KNEE / "translations")["en"]
    assert plain.data.emergency_number is None
    assert call_for_help(plain, GB) == plain.data.emergency


@pytest.mark.parametrize(
    "text",
    ["Call now.", "Call {number} or {number}.", "Call {n}.", "**Call {number}.**", "<b>{number}"],
)
def test_a_sentence_with_a_number_has_one_place_for_it_and_plain_words(text):
    with pytest.raises(ValidationError):
        TypeAdapter(CallNumber).validate_python(text)


@pytest.mark.parametrize("numbers", [[], ["9"], ["call"], ["1234567"], ["+44"], ["1"] * 4])
def test_a_number_is_a_few_digits(numbers):
    with pytest.raises(ValidationError):
        Emergency(numbers=numbers)


# --- choosing a country ------------------------------------------------------------------------


def test_the_shipped_guide_names_no_country(catalog):
    assert catalog.guide.country is None
    assert catalog.here is None
    assert {"GB", "US", "ES", "SA"} <= catalog.emergency.keys()


def test_a_guide_names_its_country_in_its_own_file(knee):
    path = knee / "guide.yaml"
    path.write_text(append("country: FR")(path.read_text()))
    assert load(knee).here.numbers == ("112", "15")


@pytest.mark.parametrize("country", ["fr", "FRA", "F1"])
def test_a_country_is_two_capital_letters(knee, country):
    path = knee / "guide.yaml"
    path.write_text(append(f"country: {country}")(path.read_text()))
    expected = f"country: found '{country}', expected two capital letters such as GB"
    with pytest.raises(ContentError, match=expected):
        load(knee)


def test_a_country_chosen_for_one_run_takes_the_place_of_the_guides_own(catalog):
    assert in_country(in_country(catalog, "US"), "GB").here.numbers == ("999", "112")
    with pytest.raises(ValueError, match="knows no country 'UK'"):
        in_country(catalog, "UK")


def test_the_command_refuses_a_country_it_does_not_know_in_one_line(knee, capsys):
    with pytest.raises(SystemExit) as end:
        main(["--content", str(knee), "--country", "XX", "check"])
    assert end.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "emergency.yaml knows no country 'XX' (expected one of: FR)" in line


@pytest.fixture(scope="module")
def british(catalog, registry):
    return Site(in_country(catalog, "GB"), registry, ICONS)


# --- page and paper ----------------------------------------------------------------------------


def test_the_server_takes_the_country_from_its_settings(knee, monkeypatch):
    folders = {"CONTENT": knee, "TRANSLATIONS": KNEE / "translations"}
    monkeypatch.setenv("GUIDE_COUNTRY", "FR")
    page = pwa.create_app({"TESTING": True, **folders}).test_client().get("/fr/warning-signs/").text
    assert "Appelez le <bdi>112 ou 15</bdi> maintenant." in page
    assert 'href="tel:112"' in page


def test_the_page_of_warning_signs_has_a_button_for_each_number(british):
    page = html.fromstring(british.page("en/warning-signs/").body.decode())
    assert page.xpath("//a[starts-with(@href, 'tel:')]/@href") == ["tel:999", "tel:112"]
    (said,) = page.xpath("//*[@class='emergency']")
    assert said.text_content().startswith("Call 999 or 112 now")


def test_the_page_without_a_country_has_no_button(site):
    page = site.page("en/warning-signs/").body.decode()
    assert "Call your local emergency number now" in page
    assert "tel:" not in page


@pytest.mark.parametrize("kind", ["warning-signs", "checklist", "option"])
def test_every_sheet_with_warning_signs_has_the_number(british, catalog, kind):
    fields = {"kind": kind, "locale": "en", "option": "alif" if kind == "option" else ""}
    request = parse(fields, british.catalog, british.locales)
    wish = Wish(request, (british.localised["en"],), catalog.guide.updated)
    words = " ".join(html.fromstring(part.html).text_content() for part in draft(wish).segments)
    assert "999 or 112" in words
    assert "local emergency number" not in words


def test_a_number_in_a_locale_file_that_is_wrong_is_told_with_its_line(tmp_path):
    folder = copied(KNEE / "translations", tmp_path / "translations")
    path = folder / "fr/locale.yaml"
    path.write_text(path.read_text().replace("le {number}", "vite"))
    with pytest.raises(ContentError, match="emergency_number: found 'Appelez vite") as caught:
        locales.load(folder)
    assert caught.value.problems[0].line == 7
    assert LocaleData.model_fields["emergency_number"].default is None

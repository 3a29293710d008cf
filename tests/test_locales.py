"""The languages: each with its own data, and every fault of it told with its place."""

import re
import shutil
import unicodedata

import babel
import pytest
from guides import REGISTRY
from planting import KNEE, append, copied, swap, whole

from pwa.catalog import ContentError
from pwa.i18n import locales
from pwa.i18n.formats import ZEROS

PO = "fr/LC_MESSAGES/messages.po"


@pytest.fixture
def folder(tmp_path):
    return copied(KNEE / "translations", tmp_path / "translations")


def faults(folder) -> list[str]:
    with pytest.raises(ContentError) as caught:
        locales.load(folder)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.problems]


def test_the_source_language_comes_first_and_the_others_in_order():
    first, *others = REGISTRY
    assert first == locales.SOURCE
    assert others == sorted(others)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_language_runs_in_the_direction_that_cldr_gives_it(code):
    known = babel.Locale.parse(REGISTRY[code].data.cldr)
    assert REGISTRY[code].direction == known.text_direction


@pytest.mark.parametrize("code", REGISTRY)
def test_a_language_is_called_by_its_own_name(code):
    data = REGISTRY[code].data
    language = babel.Locale.parse(data.cldr).language
    own = babel.Locale(language).get_language_name(language)
    assert data.name.casefold() == own.casefold()
    assert data.english_name == babel.Locale(language).get_language_name("en")


@pytest.mark.parametrize("code", REGISTRY)
def test_a_language_says_how_to_get_help_at_once_in_its_own_script(code):
    emergency = REGISTRY[code].data.emergency
    assert len(emergency.split()) > 3
    scripts = {unicodedata.name(char).split()[0] for char in emergency if char.isalpha()}
    name = {unicodedata.name(char).split()[0] for char in REGISTRY[code].data.name}
    assert scripts == name


@pytest.mark.parametrize("code", REGISTRY)
def test_the_tag_for_the_browser_names_the_digits(code):
    locale = REGISTRY[code]
    assert locale.bcp47.startswith(locale.data.cldr.replace("_", "-"))
    assert locale.bcp47.endswith(f"-u-nu-{locale.data.numbering}")
    assert locale.data.numbering in ZEROS


@pytest.mark.parametrize("code", [code for code in REGISTRY if code != "en"])
def test_a_translation_that_no_one_has_reviewed_says_that_a_machine_made_it(code):
    locale = REGISTRY[code]
    texts = locale.messages.singular.keys() | locale.messages.plural.keys()
    assert locale.data.machine_made or locale.messages.reviewed == texts


LOCALE_FAULTS = {
    "an unknown key": (append("colour: red"), "colour", "unknown key 'colour'"),
    "a missing field": (swap(r"^name: .*\n", ""), "", "the field 'name' is missing"),
    "a direction that is none": (
        swap(r"^direction: .*$", "direction: up"),
        "direction",
        "direction: found 'up', expected 'ltr' or 'rtl'",
    ),
    "a locale that CLDR does not know": (
        swap(r"^cldr: .*$", "cldr: xx_YY"),
        "cldr",
        "cldr: found 'xx_YY', expected a locale that CLDR knows",
    ),
    "digits that are none": (
        append("numbering: roman"),
        "numbering",
        "numbering: found 'roman', expected",
    ),
    "no font": (
        swap(r"^fonts: .*$", "fonts: []"),
        "fonts",
        "fonts: found an empty list, expected at least one entry",
    ),
    "no call for help": (
        swap(r"^emergency: .*$", 'emergency: ""'),
        "emergency",
        "emergency: found nothing, expected some text",
    ),
    "a call for help with a tag in it": (
        swap(r"^emergency: .*$", 'emergency: "Appelez <b>vite</b>."'),
        "emergency",
        "emergency: found '<b>vite</b>.', expected plain words",
    ),
    "a call for help with a hole in it": (
        swap(r"^emergency: .*$", 'emergency: "Appelez le {number}."'),
        "emergency",
        "emergency: found 'Appelez le {number}.', expected plain words, without holes or markup",
    ),
    "a call for help with strong words": (
        swap(r"^emergency: .*$", 'emergency: "**Appelez.**"'),
        "emergency",
        "emergency: found '**Appelez.**', expected plain words",
    ),
    "a call for help with markup left over": (
        swap(r"^emergency: .*$", 'emergency: "Appelez **vite."'),
        "emergency",
        "emergency: found a stray '**'",
    ),
    "a call for help that is turned round": (
        swap(r"^emergency: .*$", 'emergency: "Appelez \\u202evite."'),
        "emergency",
        "emergency: found the bidi control U+202E",
    ),
    "a call for help that can't be seen": (
        swap(r"^emergency: .*$", 'emergency: "\\u200b\\u2060"'),
        "emergency",
        "emergency: found nothing that can be seen",
    ),
    "an empty name": (swap(r"^name: .*$", 'name: ""'), "name", "name: found nothing"),
    "an empty full stop": (append('full_stop: ""'), "full_stop", "full_stop: found nothing"),
    "a font without a name": (
        swap(r"^fonts: .*$", 'fonts: [""]'),
        "fonts",
        "fonts.0: found '', expected the name of a font",
    ),
    "a font that ends its rule": (
        swap(r"^fonts: .*$", 'fonts: [Noto Sans, "x; } p { color: red"]'),
        "fonts",
        "fonts.1: found 'x; } p { color: red', expected the name of a font",
    ),
    "the CLDR locale of another language": (
        swap(r"^cldr: .*$", "cldr: es"),
        "cldr",
        "cldr: found 'es', expected the folder's language, such as 'fr'",
    ),
    "a direction that is not the language's": (
        swap(r"^direction: .*$", "direction: rtl"),
        "direction",
        "direction: found 'rtl', expected 'ltr' as in CLDR",
    ),
    "an empty file": (whole(""), "", "found an empty file, expected keys and values"),
    "an empty mapping": (whole("{}"), "", "the field 'name' is missing"),
    "an alias": (append("paper: *p"), "paper", "found an alias or anchor"),
}


@pytest.mark.parametrize("name", LOCALE_FAULTS)
def test_a_fault_of_a_locale_is_told_with_its_line(folder, name):
    edit, at, says = LOCALE_FAULTS[name]
    path = folder / "fr/locale.yaml"
    text = edit(path.read_text())
    path.write_text(text)
    line = text[: text.index(at)].count("\n") + 1 if at else 1
    found = faults(folder)
    assert any(fault.startswith(f"fr/locale.yaml:{line}: ") and says in fault for fault in found)


@pytest.mark.parametrize(
    ("code", "cldr", "direction"),
    [
        ("zh-Hant", "zh_Hant_TW", "ltr"),
        ("zh-Hant", "zh_TW", "ltr"),
        ("zh-Hans", "zh", "ltr"),
        ("sr-Latn", "sr_Latn", "ltr"),
        ("sr-Cyrl", "sr", "ltr"),
        ("ar-Arab", "ar", "rtl"),
        ("pa-Arab", "pa_Arab", "rtl"),
        ("he", "he", "rtl"),
        ("iw", "he", "rtl"),
        ("pt-BR", "pt", "ltr"),
        ("hmn", "en", "ltr"),  # which CLDR does not know
        ("qps", "en", "rtl"),
    ],
)
def test_a_language_may_go_with_any_locale_of_its_own_and_an_unknown_one_with_all(
    folder, code, cldr, direction
):
    (folder / "fr").rename(folder / code)
    (folder / PO.replace("fr", code)).unlink()
    path = folder / code / "locale.yaml"
    text = swap(r"^cldr: .*$", f"cldr: {cldr}")(path.read_text())
    path.write_text(swap(r"^direction: .*$", f"direction: {direction}")(text))
    assert locales.load(folder).keys() == {"en", code}


@pytest.mark.parametrize("cldr", ["zh", "zh_Hans", "zh_CN"])
def test_a_script_copied_from_another_language_is_told(folder, cldr):
    (folder / "fr").rename(folder / "zh-Hant")
    path = folder / "zh-Hant/locale.yaml"
    path.write_text(swap(r"^cldr: .*$", f"cldr: {cldr}")(path.read_text()))
    told = f"zh-Hant/locale.yaml:3: cldr: found '{cldr}', expected the folder's script, such as "
    assert f"{told}'zh_Hant'" in faults(folder)


def test_hebrew_does_not_run_from_the_left(folder):
    (folder / "fr").rename(folder / "he")
    path = folder / "he/locale.yaml"
    path.write_text(swap(r"^cldr: .*$", "cldr: he")(path.read_text()))
    assert "he/locale.yaml:4: direction: found 'ltr', expected 'rtl' as in CLDR" in faults(folder)


def test_the_faults_of_all_languages_are_told_together(folder):
    for code in ("en", "fr"):
        path = folder / code / "locale.yaml"
        path.write_text(append("colour: red")(path.read_text()))
    assert [fault.partition("/")[0] for fault in faults(folder)] == ["en", "fr"]


def test_a_language_without_a_locale_file_is_told(folder):
    (folder / "fr/locale.yaml").unlink()
    assert faults(folder) == ["fr/locale.yaml:1: the file is missing"]


def test_a_guide_without_its_source_language_is_told(folder):
    shutil.rmtree(folder / "en")
    assert faults(folder) == ["en/locale.yaml:1: the file is missing"]


def test_a_folder_whose_name_cannot_stand_in_an_address_is_told(folder):
    (folder / "fr").rename(folder / "Français!")
    (fault,) = faults(folder)
    assert "found the folder 'Français!', expected a language such as" in fault


def test_other_files_beside_the_languages_are_left_alone(folder):
    (folder / "messages.pot").write_text("")
    (folder / "notes").mkdir()
    assert locales.load(folder).keys() == {"en", "fr"}


PO_FAULTS = {
    "a byte that is no UTF-8": (append('msgid "x"\nmsgstr "caf\udce9"'), "caf", "the byte 0xe9"),
    "an entry that is cut off": (append('\nmsgid "x'), 'msgid "x', "found a broken entry"),
    "a string without its end": (
        append('\nmsgid "x\nmsgstr "y"'),
        'msgid "x',
        "found a broken entry",
    ),
    "the marks of a merge": (append("<<<<<<< HEAD"), "<<<<<<<", "found a broken entry"),
    "a message that is there twice": (
        append('\nmsgid "thigh"\nmsgstr "jambe"'),
        'msgid "thigh"\nmsgstr "jambe"',
        "found 'thigh' a second time, expected it once",
    ),
    "a translation without its source": (
        append('\n# its msgid was deleted\nmsgstr "jambe"'),
        'msgstr "jambe"',
        "found a broken entry (a msgstr without its msgid)",
    ),
    "a second translation": (
        append('\nmsgid "x"\nmsgstr "un"\nmsgstr "deux"'),
        'msgstr "deux"',
        "found a broken entry (a msgstr without its msgid)",
    ),
    "a plural rule of another language": (
        swap(r"plural=\(n > 1\)", "plural=(n <= 1)"),
        "Plural-Forms",
        "plural=(n <= 1), expected plural=(n > 1)",
    ),
    "a header with other plural forms": (
        swap("nplurals=2", "nplurals=5"),
        "Plural-Forms",
        "found 5 plural forms in the header, expected 2",
    ),
    "a plural rule that is code": (
        swap(r"plural=\(n > 1\)", "plural=__import__(os)"),
        "Plural-Forms",
        "found a header that can't be read",
    ),
    "a plural rule that divides by zero": (
        swap(r"plural=\(n > 1\)", "plural=(n % 0)"),
        "Plural-Forms",
        "found a header that can't be read (plural=(n % 0): ",
    ),
}


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_any_ends_of_lines_are_read(folder, end):
    before = locales.load(folder)["fr"].messages
    (folder / PO).write_bytes((folder / PO).read_bytes().replace(b"\n", end.encode()))
    assert locales.load(folder)["fr"].messages.singular == before.singular


@pytest.mark.parametrize("name", PO_FAULTS)
def test_a_broken_catalogue_is_told_with_its_line(folder, name):
    edit, at, says = PO_FAULTS[name]
    text = edit((folder / PO).read_text())
    (folder / PO).write_bytes(text.encode("utf-8", "surrogateescape"))
    line = text[: text.rindex(at)].count("\n") + 1 if at else 1
    (fault,) = faults(folder)
    assert fault.startswith(f"{PO}:{line}: ")
    assert says in fault


def test_a_language_without_a_catalogue_says_nothing_yet(folder):
    (folder / PO).unlink()
    assert locales.load(folder)["fr"].messages.singular == {}


def test_a_fuzzy_message_and_an_unfinished_plural_are_not_said(folder):
    before = locales.load(folder)["fr"].messages
    text = (folder / PO).read_text()
    text = re.sub(r'(?=msgid "thigh")', "#, fuzzy\n", text)
    text = text.replace('msgstr[1] "{n} séances"', 'msgstr[1] ""')
    (folder / PO).write_text(text)
    after = locales.load(folder)["fr"].messages
    assert before.singular.keys() - after.singular.keys() == {"thigh"}
    assert before.plural.keys() - after.plural.keys() == {"{n} session"}

"""Hindi and Chinese on paper, translated just far enough for two sheets of the small guide.

Everything is read from the finished PDF: the fonts in it, the text that a search would find, the
glyphs that were drawn, where the lines end.
"""

import io
import re
import unicodedata
from datetime import date
from functools import cache

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from guides import KNEE_CATALOG as CATALOG
from planting import ROOT
from printed import codes_drawn, fonts_in, text_of

from pwa.handouts import Wish, parse, printer, sheets
from pwa.handouts.sheet import Foot, Segment, Sheet
from pwa.handouts.style import Script, Style
from pwa.i18n import locales, localise
from pwa.i18n.check import message_faults
from pwa.i18n.localise import is_published
from pwa.i18n.messages import read_strictly

SAMPLES = ROOT / "tests" / "samples"
REGISTRY = locales.load(SAMPLES)
SPOKEN = {code: localise(CATALOG, locale) for code, locale in REGISTRY.items()}
TODAY = date(2026, 11, 21)
ADDRESS = "https://guide.example/"
CODES = ("hi", "zh")
KINDS = ("warning-signs", "checklist")
LATIN = {"Noto-Sans", "Noto-Sans-Bold"}
FONTS = {
    "hi": {"Noto-Sans-Devanagari", "Noto-Sans-Devanagari-Bold"},
    "zh": {"Noto-Sans-CJK-SC-Subset", "Noto-Sans-CJK-SC-Subset-Bold"},
}
DEVANAGARI_DIGITS = "०१२३४५६७८९"
BEGINS_NO_LINE = "，。、；：？！）》”"
ENDS_NO_LINE = "（《“"


@cache
def made(kind, code, second=""):
    fields = {"kind": kind, "locale": code, "second_locale": second, "option": "new-knee"}
    fields |= {"surgery_date": "2027-03-01"} if kind == "checklist" else {}
    codes = (code, second) if second else (code,)
    request = parse(fields, CATALOG, REGISTRY)
    return sheets.sheet(Wish(request, tuple(map(SPOKEN.get, codes)), TODAY, ADDRESS))


@cache
def printed(kind, code, second=""):
    return printer.pdf(made(kind, code, second))


def bare(text):
    """Without spaces and line breaks, and what has no width."""
    return re.sub(r"[\s\u2066-\u2069]", "", unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("code", CODES)
def test_the_sample_is_a_translation_without_faults(code):
    path = SAMPLES / code / "LC_MESSAGES" / "messages.po"
    po = read_strictly(path, REGISTRY[code].data.cldr)
    messages = [message for message in po if message.id]
    assert len(messages) > 40
    assert [fault for message in messages for fault in message_faults(message, po)] == []
    assert REGISTRY[code].data.machine_made
    assert is_published(CATALOG, REGISTRY[code])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_no_line_of_a_sheet_is_left_in_english(code, kind):
    sheet = made(kind, code)
    assert not any('class="fallback"' in segment.html for segment in sheet.segments)
    text = text_of(printed(kind, code))
    source = CATALOG.sources["knee-leaflet"]
    for known in (CATALOG.guide.name, source.title, source.publisher, ADDRESS):
        assert str(known) in text
        text = text.replace(str(known), "")
    assert re.findall(r"[A-Za-z]+", text) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_each_script_is_set_in_the_font_that_its_language_names(code, kind):
    found = fonts_in(printed(kind, code)).keys()
    assert found - LATIN == FONTS[code]
    assert code == "hi" or not found & LATIN, "a Chinese font has letters for English too"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_no_letter_is_an_empty_box(code, kind):
    drawn = codes_drawn(printed(kind, code))
    files = fonts_in(printed(kind, code))
    assert drawn.keys() == files.keys()
    for name, codes in drawn.items():
        glyphs = TTFont(io.BytesIO(files[name]))["maxp"].numGlyphs
        assert 0 < min(codes) <= max(codes) < glyphs, name


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", CODES)
def test_whole_sentences_can_be_copied_and_searched(code, kind):
    html = bare(re.sub(r"<[^>]+>", "", "".join(s.html for s in made(kind, code).segments)))
    text = bare(text_of(printed(kind, code)))
    said = REGISTRY[code].messages.singular.values()
    sentences = [bare(one.replace("**", "")) for one in said if "{" not in one]
    shown = [one for one in sentences if one in html]
    assert len(shown) > {"warning-signs": 8, "checklist": 25}[kind]
    # The text of a picture is read aloud, not drawn.
    shown.remove(bare(str(SPOKEN[code].translator.text("A code that opens this page on a phone"))))
    assert [one for one in shown if one not in text] == []


def test_the_joined_letters_of_hindi_come_back_as_they_were_written():
    text = text_of(printed("checklist", "hi"))
    for word in ("क्लिनिक", "डिब्बा", "संख्या", "सीढ़ियाँ", "ज़्यादा", "मुड़ता", "बिल्कुल", "मार्च", "क्रमांक"):
        assert unicodedata.normalize("NFC", word) in text, word
    assert "ऑपरेशन से २ सप्ताह पहले से लेकर उस दिन तक।" in text


@pytest.mark.parametrize(
    ("code", "foot"),
    [
        ("hi", ("संस्करण 1", "२१ नवंबर २०२६ को छपा", "पृष्ठ १ / २", "पृष्ठ २ / २")),
        ("zh", ("第 1 版", "2026年11月21日打印", "第 1 页，共 2 页", "第 2 页，共 2 页")),
    ],
)
def test_the_foot_of_a_page_can_be_copied_too(code, foot):
    text = bare(text_of(printed("checklist", code)))
    assert [one for one in foot if bare(one) not in text] == []


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("hi", ("१ मार्च २०२७", "८ फ़र॰ २०२७", "२१ नवंबर २०२६")),
        ("zh", ("2027年3月1日周一", "2027年2月8日周一", "2026年11月21日")),
    ],
)
def test_days_and_numbers_stand_in_the_digits_of_the_language(code, days):
    text = text_of(printed("checklist", code))
    for day in days:
        assert unicodedata.normalize("NFC", day) in text
    own = set(DEVANAGARI_DIGITS) if code == "hi" else set("0123456789")
    lengths = str(SPOKEN[code].figure("sessions-a-week"))
    assert bare(lengths) in bare(text)
    for known in (CATALOG.guide.version, CATALOG.sources["knee-leaflet"].year):
        text = text.replace(str(known), "", 3) if code == "hi" else text
    assert {letter for letter in text if letter.isdecimal()} <= own


@pytest.mark.parametrize("second", CODES)
def test_it_stands_beside_english_item_by_item(second):
    pdf = printed("warning-signs", "en", second)
    assert fonts_in(pdf).keys() == LATIN | FONTS[second]
    text = bare(text_of(pdf))
    for code in ("en", second):
        for sign in SPOKEN[code].catalog.warning_signs["call-now"].signs:
            assert bare(str(sign.text)) in text
    one, two = (SPOKEN[second].formats.digits(n) for n in "12")
    assert text.index("1Your") < text.index(one, text.index("breathinghurts"))
    assert text.index("2You") < text.index(two, text.index("anymore"))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        elements = [o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        assert {str(one.Lang) for one in elements if "/Lang" in one} >= {"en", second}


# --- lines of Chinese -------------------------------------------------------------------------

LONG = "".join(
    text
    for text in REGISTRY["zh"].messages.singular.values()
    if "{" not in text and "*" not in text
)


def test_chinese_breaks_between_letters_and_never_before_a_stop():
    paragraphs = "".join(f'<p style="width: {mm}mm">{LONG}</p>' for mm in range(41, 53, 2))
    html = f'<html lang="zh"><head><title>x</title></head><body>{paragraphs}</body></html>'
    style = Style((Script.of(REGISTRY["zh"]),))
    pdf = printer.pdf(Sheet((Segment(html, style),), (Foot("zh", "–"),)))
    lines = [line for line in text_of(pdf).splitlines() if len(line) > 2]
    assert len(lines) > 150
    assert [line for line in lines if line[0] in BEGINS_NO_LINE or line[-1] in ENDS_NO_LINE] == []
    full = [line for line in lines if len(line) > 9]
    assert len(full) > 0.8 * len(lines), "a line is filled, though no space says where to break it"


def test_a_stop_as_wide_as_a_letter_needs_no_space_after_it():
    text = text_of(printed("checklist", "zh")).replace("\n", "")
    assert "请立即打电话。您的小腿发热，而且呼吸时疼痛。您的腿" in text
    assert "手术前3周到1周。" in text

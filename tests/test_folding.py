"""What counts as the same word: folded alike in Python and in JavaScript."""

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

import pwa
from pwa.web.folding import words

JS = Path(pwa.__file__).parent / "web" / "static" / "js"
ORIGIN = "http://search.test"

# What is typed → its words. The same for both languages that the folding is written in.
CASES = {
    "": [],
    " – … ? ☐ ": [],
    "Follow-up SCAN": ["followup", "follow", "up", "scan"],
    "L4–L5, MIS-TLIF": ["l4", "l5", "mistlif", "mis", "tlif"],
    "columna cirugía Año": ["columna", "cirugia", "ano"],
    "Straße Œdème Łódź İstanbul ılık": ["strasse", "oedeme", "lodz", "istanbul", "ilik"],
    "ΣΊΣΥΦΟΣ ς": ["σισυφοσ", "σ"],
    "ﬁne ① ½ ｆｕｌｌ": ["fine", "1", "1⁄2", "full"],
    "don't soft\u00adhyphen zero\u200bwidth": ["don", "t", "softhyphen", "zerowidth"],
    "أسئلة إلى آخر ٱلجراحة": ["اسيله", "الي", "اخر", "جراحه"],
    "مُسْتَشْفَى مستشفي": ["مستشفي", "مستشفي"],
    "الـعـدوى مسؤول هيئة": ["عدوي", "مسوول", "هييه"],
    "٢٠٢٧ ۲۰۲۷ २०२७ ২০২৭ ２０２７ ๒": ["2027"] * 5 + ["2"],
    "شماره‌ی کتاب": ["شمارهي", "كتاب"],
    "हड्डी कि": ["हड्डी", "कि"],
    "한국어 수술": ["한국어", "수술"],
    "脊柱手术 3 天": ["脊柱", "柱手", "手术", "术", "3", "天"],
    "腰椎，MRI检查": ["腰椎", "椎", "mri", "检查", "查"],
    "手術ガイド": ["手術", "術ガ", "ガイ", "イド", "ド"],
    "𠮷野": ["𠮷野", "野"],
    "ผ่าตัด": ["ผ่", "่า", "าต", "ตั", "ัด", "ด"],
    "e\u0301te\u0301 \U0001f600 naïve": ["ete", "naive"],
    "والعدوى وللعدوى بالعدوى للجراح": ["عدوي"] * 3 + ["جراح"],
    "ألم الألم والألم للألم": ["الم"] * 4,
    "آلام الآلام إلى الآن": ["الام", "الام", "الي", "الان"],
    "التهاب الالتهاب للالتهاب": ["تهاب"] * 3,
    "دم الدم بالدم للدم": ["دم"] * 4,
}


@pytest.mark.parametrize(("text", "found"), CASES.items())
def test_python_folds_a_text_to_these_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page that can import our modules; nothing leaves the machine."""
    page = browser.new_context().new_page()

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        script = name.endswith(".js")
        kind = "text/javascript" if script else "text/html"
        route.fulfill(content_type=kind, body=(JS / name).read_text() if script else "<title>x")

    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/")
    yield page
    page.context.close()


BY_JAVASCRIPT = """async (texts) => {
  const { words } = await import("/search.js");
  return texts.map((text) => words(text));
}"""


@pytest.mark.browser
def test_javascript_folds_alike_and_knows_where_each_word_stands(blank: Page) -> None:
    found = blank.evaluate(BY_JAVASCRIPT, list(CASES))
    assert [[word for word, *_ in each] for each in found] == list(CASES.values())
    for text, each in zip(CASES, found, strict=True):
        units = text.encode("utf-16-le")
        for word, start, end in each:
            part = units[2 * start : 2 * end].decode("utf-16-le")
            assert word in words(part)


@pytest.mark.browser
def test_every_letter_sign_and_digit_folds_alike_in_both(blank: Page) -> None:
    """All characters that this Python knows; a browser may know newer ones, but none otherwise."""
    known = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char)[0] in "LMN" and not "\uac01" <= char <= "\ud7a3"
    ]
    every = [char for char in known if not 0x20000 <= ord(char) < 0x3FFFF]
    ask = """async (texts) => { const { words } = await import("/search.js");
        return texts.map((text) => words(text).map(([word]) => word).join("|")); }"""
    found = blank.evaluate(ask, [f"a{char}" for char in every])
    mine = ["|".join(words(f"a{char}")) for char in every]
    wrong = [hex(ord(c)) for c, one, other in zip(every, mine, found, strict=True) if one != other]
    assert len(wrong) < 10, wrong[:20]
    assert not [code for code in wrong if int(code, 16) < 0x1000], wrong

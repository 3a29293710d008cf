"""Inline markup, and what prose may not hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.catalog import prose
from pwa.catalog.prose import Hole, Strong, TermLink
from pwa.catalog.typed import Text
from pwa.catalog.walk import find

PARSED = {
    "": (),
    "plain words": ("plain words",),
    "**bold** words": (Strong(("bold",)), " words"),
    "a [[rod]]": ("a ", TermLink("rod", None)),
    "a [[rod|long bar]].": ("a ", TermLink("rod", "long bar"), "."),
    "wait {so-long}": ("wait ", Hole("so-long")),
    "**{n} [[rod]]s**": (Strong((Hole("n"), " ", TermLink("rod", None), "s")),),
    "**a** and **b**": (Strong(("a",)), " and ", Strong(("b",))),
}
STRAY = [
    "**a",
    "a**",
    "** **b**",
    "[[rod",
    "rod]]",
    "[[Rod]]",
    "[[rod|]]",
    "{",
    "}",
    "{A}",
    "{a b}",
]
HTML = ["<b>", "a < b", "a > b", "&amp;", "&#60;", "&#x3c;", "<!-- -->", "&nbsp;"]
PLAIN = ["bread & butter", "a & b; c", "AT&T", "2 ≤ 3", "it’s “so”", "a — b", "a/b", "50 %"]
DIGITS = [
    "6 weeks",
    "٦ weeks",
    "६ weeks",
    "m²",
    "½",
    "Ⅳ",
    "①",
    "**6**",
    "[[rod|6]]",
    "**[[rod|6]]**",
]


@pytest.mark.parametrize("text", PARSED)
def test_markup_is_parsed_into_parts(text):
    assert prose.parse(text) == PARSED[text]


@pytest.mark.parametrize("text", STRAY)
def test_stray_markup_is_found(text):
    assert "found a stray" in (prose.markup_fault(text) or "")


@pytest.mark.parametrize("text", PARSED)
def test_whole_markup_is_no_fault(text):
    assert prose.markup_fault(text) is None


@pytest.mark.parametrize("text", HTML)
def test_what_looks_like_html_is_found(text):
    assert "HTML is not allowed" in (prose.html_fault(text) or "")


@pytest.mark.parametrize("text", PLAIN)
def test_an_ampersand_or_a_sign_in_plain_words_is_no_html(text):
    assert prose.html_fault(text) is None


@pytest.mark.parametrize("text", DIGITS)
def test_a_digit_of_any_script_is_found_inside_markup_too(text):
    assert "found a digit typed in prose" in (prose.digit_fault(text, ()) or "")


@pytest.mark.parametrize("text", ["{in-100}", "[[l4-l5]]", "[[l4-l5|low]]", "wait {stage-2}"])
def test_a_digit_in_the_name_of_a_figure_or_term_is_none_in_prose(text):
    assert prose.digit_fault(text, ()) is None


def test_a_name_with_a_digit_may_be_allowed_and_allows_nothing_else():
    assert prose.digit_fault("the level L5–S1", ("L5–S1",)) is None
    assert prose.digit_fault("the level L5", ("L5–S1",)) is not None


@pytest.mark.parametrize(
    "control",
    [*prose.BIDI_OVERRIDES, *prose.BIDI_ISOLATES, prose.POP_ISOLATE, "\0", "\x08", "\x1b", "\x85"],
)
def test_what_turns_the_direction_or_cannot_be_seen_is_found(control):
    fault = prose.control_fault(f"up{control}down")
    assert fault is not None
    assert f"U+{ord(control):04X}" in fault


@pytest.mark.parametrize("char", ["\n", "\t", "\u2066a\u2069", "\u200f", "\u00a0", "\u00ad"])
def test_line_breaks_isolates_and_marks_are_harmless(char):
    assert prose.control_fault(f"up{char}down") is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200b", "\u2060\u00ad", "\u3164", "\u2800", "**\u200b**", "[[rod|\u200b]]"],
)
def test_a_text_of_which_nothing_can_be_seen_is_found(text):
    assert "found nothing that can be seen" in (prose.blank_fault(text) or "")
    assert not prose.has_words(text)


@pytest.mark.parametrize("text", ["a", "上", "…", "5", "{so-long}", "[[rod]]", "**a**", "\u200ba"])
def test_a_text_of_which_something_can_be_seen_is_not_blank(text):
    assert prose.blank_fault(text) is None


def rebuilt(parts: tuple[prose.Part, ...]) -> str:
    """The source text, written anew from its parts."""
    written = []
    for part in parts:
        if isinstance(part, Strong):
            written.append(f"**{rebuilt(part.parts)}**")
        elif isinstance(part, TermLink):
            words = f"|{part.words}" if part.words is not None else ""
            written.append(f"[[{part.term}{words}]]")
        elif isinstance(part, Hole):
            written.append("{" + part.name + "}")
        else:
            written.append(part)
    return "".join(written)


@given(st.text(alphabet="ab*[]|{}- \n", max_size=30))
def test_parsing_loses_nothing_whatever_is_written(text):
    assert rebuilt(prose.parse(text)) == text


@given(st.text(max_size=30))
def test_a_text_that_is_free_of_faults_holds_no_markup_sign_and_no_digit(text):
    checks = (prose.markup_fault(text), prose.html_fault(text), prose.digit_fault(text, ()))
    left = "".join(part for part in prose.flatten(prose.parse(text)) if isinstance(part, str))
    if not any(checks):
        assert not any(sign in left for sign in ("**", "[[", "]]", "{", "}", "<", ">"))
        assert not any(unicodedata.category(char).startswith("N") for char in left)


def test_parts_inside_strong_are_found_too(catalog):
    texts = [text for _, text in find(catalog, Text) if "**" in text]
    assert texts
    for text in texts:
        parts = list(prose.flatten(prose.parse(text)))
        inside = [inner for part in parts if isinstance(part, Strong) for inner in part.parts]
        assert inside
        assert all(inner in parts for inner in inside)

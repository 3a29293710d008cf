"""Terms of art: linked to the glossary where a page's running prose first has them."""

import re

import pages
import pytest
from lxml.html import HtmlElement

from pwa.web.folding import place

PROSE = "//main//*[self::p or self::li or self::dd][not({}) and not(.//p or .//li)]".format(
    "ancestor-or-self::*[self::nav or self::form or self::template or self::svg or @hidden"
    " or self::h1 or self::h2 or self::h3 or self::dt or contains(@class, 'src')]"
)
SPOKEN = ("level", "rod")
"""Words of every day too: of sugar in the blood, of a tool. Their other sense has no link."""
NAMED = "Doctors call it:"
"""What follows is the full name of an option, as a letter would have it."""
NAMES = {str(term.name).lower(): name for name, term in pages.CATALOG.glossary.items()}
TERM = re.compile(
    rf"\b({'|'.join(map(re.escape, sorted(NAMES, key=len, reverse=True)))})(?:e?s)?\b",
    re.IGNORECASE,
)
READ = [path for path in pages.READ_PAGES if path.startswith("/en/") and "glossary" not in path]


def pieces(block: HtmlElement) -> list[tuple[str, HtmlElement]]:
    """Each text of a block with the element that it stands in."""
    return [
        (text, text.getparent().getparent() if text.is_tail else text.getparent())
        for text in block.xpath(".//text()")
    ]


def first_met(path: str) -> dict[str, str]:
    """Each term of a page: empty where the first text with it links it, else that text."""
    met: dict[str, str] = {}
    for block in pages.tree(path).xpath(PROSE):
        said = pages.words(block)
        if said[-1:] not in (".", "?", ":"):
            continue
        for link in block.xpath(".//a[@class='term']/@href"):
            met.setdefault(link.split("#")[1], "")
        for text, element in pieces(block):
            for found in () if element.xpath("ancestor-or-self::a") else TERM.finditer(text):
                met.setdefault(NAMES[found[1].lower()], said)
    return met


def bare(path: str) -> dict[str, str]:
    """The terms that are first met without a link, as a sentence that a translator would change."""
    return {
        name: said
        for name, said in first_met(path).items()
        if said and name not in SPOKEN and not said.startswith(NAMED)
    }


@pytest.mark.parametrize("path", READ)
def test_a_term_is_linked_where_it_is_first_met(path: str) -> None:
    assert bare(path) == {}


def test_a_card_that_is_a_link_has_no_link_inside() -> None:
    """Asked of the text as sent: a parser would have mended a link in a link."""
    assert 'A worn <a class="term"' in pages.text("/en/options/alif/")
    cards = [
        card
        for path in pages.PAGES
        if path.endswith(("/options/", "/search/"))
        for card in re.findall('<a class="row.*?</a>', pages.text(path), re.DOTALL)
    ]
    assert len(cards) > 30
    assert [card for card in cards if card.count("<a ") > 1] == []


def test_a_link_to_the_glossary_leads_to_a_term_that_is_there() -> None:
    there = {*pages.tree("/en/glossary/").xpath("//@id")}
    led = [
        link.split("#")[1]
        for path in READ
        for link in pages.tree(path).xpath("//main//a[@class='term']/@href")
    ]
    assert len(led) > 300
    assert {*led} <= there


@pytest.mark.parametrize(
    ("code", "order"),
    [
        ("en", ["disc", "disc herniation", "discogenic pain", "epidural steroid injection"]),
        ("es", ["acupuntura", "ALIF", "índice de masa corporal (IMC)", "vértebra"]),
        ("ar", ["إشعاع", "باراسيتامول", "تخدير عام", "وخز بالإبر"]),
    ],
)
def test_the_glossary_stands_in_the_order_of_the_names_that_are_shown(code, order) -> None:
    shown = [pages.words(name) for name in pages.tree(f"/{code}/glossary/").xpath("//main//dt")]
    assert len(shown) == len(NAMES)
    assert [name for name in shown if name in order] == order
    assert shown == sorted(shown, key=place)

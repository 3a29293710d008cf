"""The HTML of every page in every language."""

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from urllib.parse import urljoin

import pages
import pytest
from babel.numbers import get_decimal_symbol, get_group_symbol
from flask.testing import FlaskClient
from pages import code_of, local, one, said
from tinyhtml5.parser import HTMLParser

from pwa.catalog.model import Figure

CATALOG = pages.CATALOG
ENGLISH = [page for page in pages.PAGES if page.startswith("/en/")]
TRANSLATED = [page for page in pages.READ_PAGES if not page.startswith("/en/")]


# --- the shape of a page


@pytest.mark.parametrize("path", ["/", "/nothing/", *pages.PAGES])
def test_the_html_has_no_faults(client: FlaskClient, path: str) -> None:
    parser = HTMLParser()
    parser.parse(client.get(path).data, transport_encoding="utf-8")
    assert parser.errors == []


@pytest.mark.parametrize("path", pages.PAGES)
def test_a_page_says_its_language_and_direction(path: str) -> None:
    root = pages.tree(path)
    locale = pages.REGISTRY[code_of(path)]
    assert (root.get("lang"), root.get("dir")) == (locale.code, locale.direction)


@pytest.mark.parametrize("path", pages.PAGES)
def test_a_page_has_a_title_of_its_own_and_a_description(path: str) -> None:
    title = one(pages.tree(path), "//head/title").text
    assert title.endswith(f" – {CATALOG.guide.name}")
    same = [other for other in pages.PAGES if one(pages.tree(other), "//head/title").text == title]
    assert [code_of(other) for other in same].count(code_of(path)) == 1
    assert one(pages.tree(path), "//head/meta[@name='description']/@content").strip()


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_headings_are_in_order_below_one_main_heading(path: str) -> None:
    levels = [int(h.tag[1]) for h in pages.tree(path).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = [after - before for before, after in pairwise(levels)]
    assert max(steps, default=0) <= 1


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_no_heading_and_no_link_is_empty(path: str) -> None:
    tree = pages.tree(path)
    for element in tree.xpath("//main//h2|//h3|//h4|//a|//button|//summary|//legend|//th"):
        by_script = element.xpath("ancestor::template")  # filled once something is found
        assert by_script or pages.words(element), element.attrib


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_every_id_is_used_once_and_every_reference_is_to_one(path: str) -> None:
    tree = pages.tree(path)
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, times in ids.items() if times > 1] == []
    pointers = tree.xpath("//@for|//@aria-labelledby|//@aria-describedby|//@aria-controls|//@list")
    assert {name for pointer in pointers for name in pointer.split()} <= ids.keys()


@cache
def addresses() -> frozenset[str]:
    """Every address of the site; the sheets by name, so that none has to be printed."""
    published = pages.app().extensions["published"]
    return frozenset({f"/{file.path}" for file in published.files()} | pages.sheets(published.site))


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_every_link_leads_somewhere(path: str) -> None:
    tree = pages.tree(path)
    for href in {*tree.xpath("//@href|//@src|//form[@method!='dialog']/@action")}:
        where, _, fragment = urljoin(path, href).partition("#")
        where = where.partition("?")[0]
        assert where in addresses(), href
        if fragment:
            assert pages.tree(where).xpath("//*[@id=$id]", id=fragment), href


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_every_picture_has_words_or_is_left_out_of_the_reading(path: str) -> None:
    tree = pages.tree(path)
    assert tree.xpath("//img[not(@alt)]") == []
    for drawing in tree.xpath("//svg"):
        assert drawing.get("aria-hidden") == "true" or drawing.get("aria-label"), drawing.attrib


@pytest.mark.parametrize("path", pages.PAGES)
def test_every_control_of_a_form_has_a_label(path: str) -> None:
    tree = pages.tree(path)
    for control in tree.xpath("//input[not(@hidden)]|//select|//textarea"):
        labels = tree.xpath("//label[@for=$id]", id=control.get("id", ""))
        labels += control.xpath("ancestor::label")
        assert any(pages.words(label) for label in labels), control.attrib


@pytest.mark.parametrize("code", pages.LOCALES)
def test_what_is_not_stored_leads_to_the_start_in_every_language(code: str) -> None:
    menu = pages.tree(f"/{code}/not-stored/").xpath("//header//a[@hreflang]")
    assert [link.get("href") for link in menu] == [f"/{code}/" for code in pages.LOCALES]


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_the_same_page_in_every_language_is_one_link_away(path: str) -> None:
    menu = pages.tree(path).xpath("//header//a[@hreflang]")
    slug = path.split("/", 2)[2]
    assert [link.get("href") for link in menu] == [f"/{code}/{slug}" for code in pages.LOCALES]
    current = one(pages.tree(path), "//header//a[@hreflang][@aria-current]")
    assert current.get("href") == path


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_the_navigation_says_where_one_is(path: str) -> None:
    marked = {*pages.tree(path).xpath("//nav//a[@aria-current='page']/@href")}
    assert marked == (set() if path in pages.OPTION_PAGES else {path})


# --- what a page tells


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_a_page_opens_with_its_message(path: str) -> None:
    catalog, slug = local(path).catalog, path.split("/", 2)[2].strip("/")
    main = one(pages.tree(path), "//main")
    if path in pages.OPTION_PAGES:
        message = str(catalog.choices[slug.removeprefix("options/")].summary)
        opening = one(main, "section[@class='sum']")
        assert main.index(opening) <= 2
    else:
        message = str(catalog.pages[slug or "home"].message)
        opening = main[1]
    assert message in pages.words(opening)


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_a_page_ends_with_what_to_do_next(path: str) -> None:
    last = one(pages.tree(path), "//main")[-1]
    assert (last.tag, last.get("class")) == ("nav", "next")
    assert last.xpath(".//h2")
    assert last.xpath(".//li/a[@href]")


@pytest.mark.parametrize("path", pages.PAGES)
def test_the_warning_signs_are_one_tap_away(path: str) -> None:
    bar = one(pages.tree(path), "//body/nav")
    assert bar.xpath(".//a[@href=$href]", href=f"/{code_of(path)}/warning-signs/")


@pytest.mark.parametrize("path", pages.PAGES)
def test_a_translation_made_by_a_machine_says_so(path: str) -> None:
    told = said(path, CATALOG.guide.translated_by_machine)
    footer = pages.words(one(pages.tree(path), "//footer"))
    assert (told in footer) == (code_of(path) in pages.MADE_BY_MACHINE)


@pytest.mark.parametrize("path", pages.PAGES)
def test_a_page_says_that_it_gives_no_advice_of_its_own(path: str) -> None:
    footer = pages.words(one(pages.tree(path), "//footer"))
    assert said(path, CATALOG.guide.disclaimer) in footer


@pytest.mark.parametrize("path", pages.PAGES)
def test_nothing_is_left_to_fill_in(path: str) -> None:
    tree = pages.tree(path)
    for_script = "ancestor::script or ancestor::*[@data-text]"
    body = " ".join(tree.xpath(f"//body//text()[not({for_script})]|//@aria-label|//@alt"))
    assert not re.search(r"(?i:coming soon|lorem ipsum)|\b(TODO|TBD|XXX)\b", body)
    assert not re.search(r"\{\w|\}\}|\[\[|\]\]|\*\*|Undefined|\bNone\b", body)


@pytest.mark.parametrize("path", ENGLISH)
def test_a_page_has_enough_to_read(path: str) -> None:
    assert len(pages.words(one(pages.tree(path), "//main")).split()) > 50


# --- figures


def numbers(text: str, path: str) -> Counter[Decimal]:
    """The numbers in a text, whatever digits and separators its language writes them with."""
    data = pages.REGISTRY[code_of(path)].data
    how = {"locale": data.cldr, "numbering_system": data.numbering}
    text = text.replace(get_group_symbol(**how), "").replace(get_decimal_symbol(**how), ".")
    plain = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)
    return Counter(Decimal(found) for found in re.findall(r"\d+(?:\.\d+)?", plain))


def expected(figure: Figure) -> Counter[Decimal]:
    """The numbers that a figure's phrase has: its ends, converted too, and what it is out of."""
    unit = CATALOG.units[figure.unit]
    ends = {*figure.ends}
    found = Counter(ends)
    if unit.forms:
        found += Counter(Decimal(n) for n in re.findall(r"\d+", unit.forms.other))
    if also := unit.also:
        steps = {(end * also.factor / also.step + Decimal("0.5")) // 1 * also.step for end in ends}
        found += Counter(steps)
    return found


@pytest.mark.parametrize("path", pages.READ_PAGES)
def test_a_figure_shows_its_own_numbers(path: str) -> None:
    for shown in pages.tree(path).xpath("//*[@data-figure]"):
        figure = CATALOG.figures[shown.get("data-figure")]
        found = numbers(pages.words(shown), path)
        missing = expected(figure) - found
        assert not found - expected(figure), pages.words(shown)
        # Arabic has words for one and for two of a thing, without a number.
        wordless = code_of(path) == "ar" and figure.low is None and figure.high in (1, 2)
        assert not missing or (wordless and missing == Counter([figure.high])), pages.words(shown)


@pytest.mark.parametrize("path", TRANSLATED)
def test_a_translation_shows_the_figures_that_the_source_shows(path: str) -> None:
    figures = "//main//@data-figure"
    source = pages.tree(f"/en/{path.split('/', 2)[2]}").xpath(figures)
    assert Counter(pages.tree(path).xpath(figures)) == Counter(source)


@pytest.mark.parametrize("code", pages.LOCALES)
def test_every_figure_stands_on_the_page_about_the_guide(code: str) -> None:
    tree = pages.tree(f"/{code}/about/")
    for name in CATALOG.figures:
        row = one(tree, f"//tr[@id='figure-{name}']")
        assert row.xpath("td/span/@data-figure") == [name]
        assert row.xpath(".//a[starts-with(@href, '#source-')]")

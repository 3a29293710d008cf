"""The HTML of every page in every language."""

import dataclasses
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
from lxml.html import HtmlElement
from tinyhtml5.parser import HTMLParser

import pwa
from pwa.catalog.model import Figure, RiskRate
from pwa.i18n import Localised
from pwa.i18n.messages import Messages
from pwa.web.site import Site

CATALOG = pages.CATALOG
FIELDS = [field.id for group in CATALOG.fields for field in group.fields]
ENGLISH = [page for page in pages.PAGES if page.startswith("/en/")]
TRANSLATED = [page for page in pages.READ_PAGES if not page.startswith("/en/")]


def code_of(path: str) -> str:
    return path.split("/")[1]


def local(path: str) -> Localised:
    localised: Localised = pages.app().extensions["published"].site.localised[code_of(path)]
    return localised


def said(path: str, message: str) -> str:
    return str(local(path).translator.text(message))


def one(tree: HtmlElement, path: str) -> HtmlElement:
    found = tree.xpath(path)
    assert len(found) == 1, f"{path}: {len(found)}"
    return found[0]


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
    return frozenset({f"/{file.path}" for file in published.files()} | pages.sheets())


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


@pytest.mark.parametrize("path", pages.PAGES)
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


# --- options


def rates(path: str) -> list[tuple[RiskRate, HtmlElement]]:
    option = CATALOG.choices[path.rstrip("/").rpartition("/")[2]]
    found = [rate for answer in option.answers.values() for rate in answer.risks]
    tree = pages.tree(path)
    return [(rate, one(tree, f"//main//*[@data-risk='{rate.risk}']")) for rate in found]


@pytest.mark.parametrize("path", pages.OPTION_PAGES)
def test_an_option_answers_every_field_in_the_same_order(path: str) -> None:
    answered = pages.tree(path).xpath("//main//section[@data-field]")
    assert [section.get("data-field") for section in answered] == FIELDS
    for section in answered:
        assert len(pages.words(section).split()) > len(pages.words(section[0]).split())


@pytest.mark.parametrize("path", pages.OPTION_PAGES)
def test_an_option_shows_every_statement_with_a_source(path: str) -> None:
    option = local(path).catalog.choices[path.rstrip("/").rpartition("/")[2]]
    for field, answer in option.answers.items():
        section = one(pages.tree(path), f"//main//section[@data-field='{field}']")
        for statement in answer.statements:
            assert str(statement.text) in pages.words(section)
        if answer.statements or answer.risks:
            assert section.xpath(".//p[contains(@class, 'src')]/a")


@pytest.mark.parametrize("path", pages.OPTION_PAGES)
def test_a_risk_shows_its_figure_or_says_that_it_is_not_known(path: str) -> None:
    for rate, shown in rates(path):
        told = one(shown, "p[@class='rate']")
        if rate.figure:
            assert told.xpath(".//@data-figure") == [rate.figure]
            assert (
                shown.xpath(".//svg") != []
                or CATALOG.units[CATALOG.figures[rate.figure].unit].of is None
            )
        else:
            assert pages.words(told) == said(path, "How often: not known.")
            assert shown.xpath(".//svg") == []


@pytest.mark.parametrize("code", pages.LOCALES)
@pytest.mark.parametrize("chosen", [(), ("alif", "mis-tlif"), ("open-fusion",)])
def test_a_comparison_has_every_field_of_every_option(
    client: FlaskClient, code: str, chosen: tuple[str, ...]
) -> None:
    query = f"?options={','.join(chosen)}" if chosen else ""
    body = client.get(f"/{code}/compare/{query}").data
    tree = pages.html.document_fromstring(body, parser=pages.html.HTMLParser(encoding="utf-8"))
    options = chosen or tuple(CATALOG.options)
    cells = [
        (cell.get("data-option"), cell.get("data-field"))
        for cell in tree.xpath("//main//*[@data-option][@data-field]")
    ]
    assert cells == [(option, field) for field in FIELDS for option in options]
    for cell in tree.xpath("//main//*[@data-option][@data-field]"):
        name = pages.words(one(cell, "span[@class='o']"))
        assert len(pages.words(cell)) > len(name)
    for head in tree.xpath("//main//table//thead"):
        assert head.xpath(".//th/@data-option") == list(options)
    ticked = tree.xpath("//main//input[@name='options'][@checked]/@value")
    assert ticked == list(options)


def test_a_risk_without_a_figure_is_not_known_in_the_comparison_too() -> None:
    for option in CATALOG.options.values():
        for rate, _ in rates(f"/en/options/{option.id}/"):
            cell = f"//td[@data-option='{option.id}']//*[@data-risk='{rate.risk}']"
            shown = one(pages.tree("/en/compare/"), cell)
            assert shown.xpath(".//@data-figure") == ([rate.figure] if rate.figure else [])
            assert ("Not known" in pages.words(shown)) == (rate.figure is None)


# --- the plan


@pytest.mark.parametrize("code", pages.LOCALES)
def test_the_plan_asks_everything_on_one_page(code: str) -> None:
    tree = pages.tree(f"/{code}/plan/")
    form = one(tree, "//form[@id='profile']")
    kinds = {f.get("name"): f.get("type", f.tag) for f in form.inputs if f.get("name")}
    boxes = ("smoker", "diabetes", "blood_thinners", "anti_inflammatories")
    boxes += ("supplements", "weak_bones", "lives_alone")
    boxes += ("other_medicines", "recent_injection", "home_stairs")
    assert kinds == {
        "surgery_date": "date",
        "option": "select",
        "work": "select",
        "weight_kg": "number",
        **dict.fromkeys(boxes, "checkbox"),
    }
    assert set(form.fields["option"] or "") == set()
    assert one(form, ".//select[@name='option']/option[1]").get("value") == ""
    assert form.xpath(".//select[@name='option']/option/@value")[1:] == list(CATALOG.options)
    assert all(group.xpath("legend") for group in form.xpath(".//fieldset"))


@pytest.mark.parametrize("code", pages.LOCALES)
def test_the_plan_has_every_task_with_a_box_to_tick(code: str) -> None:
    tasks = pages.tree(f"/{code}/plan/").xpath("//*[@data-task]")
    assert Counter(task.get("data-task") for task in tasks) == Counter([*CATALOG.tasks])
    assert all(task.xpath(".//input[@type='checkbox']") for task in tasks)


@pytest.mark.parametrize("code", pages.LOCALES)
def test_the_plan_can_be_kept_brought_back_deleted_and_put_in_a_calendar(code: str) -> None:
    tree = pages.tree(f"/{code}/plan/")
    for action in ("export-plan", "import-plan", "delete-plan", "calendar"):
        assert one(tree, f"//button[@data-action='{action}']").get("type") == "button"


# --- what is not translated


@cache
def untranslated() -> Site:
    """The guide in an Arabic that has not one sentence yet."""
    empty = dataclasses.replace(pages.REGISTRY["ar"], messages=Messages())
    registry = {"en": pages.REGISTRY["en"], "ar": empty}
    site = Site(CATALOG, registry, {})
    site.icons = pwa.web.site.read_icons(pwa.CONTENT)
    site.locales = registry
    return site


@pytest.mark.parametrize("slug", pages.SLUGS)
def test_what_is_not_translated_is_marked_as_english(slug: str) -> None:
    page = untranslated().page(f"ar/{slug}").body
    tree = pages.html.document_fromstring(page, parser=pages.html.HTMLParser(encoding="utf-8"))
    names = {
        "Letter",
        CATALOG.guide.name,
        *(locale.data.name for locale in pages.REGISTRY.values()),
    }
    for text in tree.xpath("//body//text()[not(ancestor::script)]"):
        where = text.getparent().getparent() if text.is_tail else text.getparent()
        if not re.search(r"[A-Za-z]{3}", text) or text.strip(" ()") in names or exempt(where):
            continue
        assert where.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["en"], text.strip()


def exempt(element: HtmlElement) -> bool:
    """Names of people, documents, instruments and formulas; codes; the words for scripts."""
    ways = (
        "select[ancestor::form/@id='profile']",
        "dt[@dir='auto']",
        "p[@dir='auto']",
        "a[@dir='auto']",
        "h3[@dir='auto']",
        "bdi[@translate='no']",
        "code",
        "*[@data-text]",
    )
    return any(element.xpath(f"ancestor-or-self::{way}") for way in ways)


def test_what_is_not_translated_carries_a_label_that_can_be_seen() -> None:
    page = untranslated().page("ar/").body.decode()
    message = CATALOG.pages["home"].message
    marked = f'<span class="other" lang="en" dir="ltr">{message} <small>(English)</small></span>'
    assert marked in page

"""Pages that are made of entries: options, the comparison, the plan; and what is not translated."""

import dataclasses
import re
from collections import Counter
from functools import cache

import pages
import pytest
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from pages import local, one, said

import pwa
from pwa.catalog.model import RiskRate
from pwa.i18n.messages import Messages
from pwa.web.site import Site

CATALOG = pages.CATALOG
FIELDS = [field.id for group in CATALOG.fields for field in group.fields]


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
def test_a_short_name_in_brackets_is_kept_from_being_torn_by_a_lines_end(path: str) -> None:
    short = re.compile(r"\([A-Z]+-[A-Z]+\)")
    for text in pages.tree(path).xpath("//main//text()"):
        assert not short.search(text), text


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


def test_a_field_of_risks_may_stand_in_the_summary_of_an_option() -> None:
    groups = tuple(
        group.model_copy(
            update={
                "fields": tuple(one.model_copy(update={"in_summary": True}) for one in group.fields)
            }
        )
        for group in CATALOG.fields
    )
    icons = pages.app().extensions["published"].site.icons
    site = Site(CATALOG.model_copy(update={"fields": groups}), pages.REGISTRY, icons)
    option = next(iter(CATALOG.options.values()))
    summary = site.page(f"en/options/{option.id}/").body.decode().partition("</dl>")[0]
    named = [
        CATALOG.risks[rate.risk].name for answer in option.answers.values() for rate in answer.risks
    ]
    assert named
    assert all(name in summary for name in named)
    assert "None" not in summary


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
        # A browser's own field for numbers drops the digits of other scripts in silence.
        "weight_kg": "number" if pages.REGISTRY[code].data.numbering == "latn" else "text",
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

"""The comparison: what is always beside the options, and what matters to the reader, on a phone."""

from collections.abc import Iterator
from io import BytesIO

import pages
import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

CATALOG = pages.CATALOG
FIELDS = list(CATALOG.field_defs)
CARES = {care.id: [str(field) for field in care.fields] for care in CATALOG.cares}
GROUPS = [group.id for group in CATALOG.fields]
PHONE = {"width": 360, "height": 740}
browser_test = pytest.mark.browser


# --- what the content says


def test_doing_nothing_is_no_option_and_has_no_plan() -> None:
    assert list(CATALOG.alternatives) == ["doing-nothing"]
    assert len(CATALOG.options) >= 10
    assert "doing-nothing" not in CATALOG.options
    assert not CATALOG.choices["doing-nothing"].operation


def test_every_field_is_something_a_reader_may_care_about() -> None:
    assert {field for fields in CARES.values() for field in fields} == set(FIELDS)


def test_what_matters_is_asked_in_the_order_of_the_questions() -> None:
    firsts = [min(FIELDS.index(field) for field in fields) for fields in CARES.values()]
    groups = {
        field.id: place for place, group in enumerate(CATALOG.fields) for field in group.fields
    }
    asked = [groups[FIELDS[first]] for first in firsts]
    assert asked == sorted(asked)


# --- the page as it is sent


@pytest.mark.parametrize("code", pages.LOCALES)
@pytest.mark.parametrize("query", ["", "?options=alif,mis-tlif", "?options=alif", "?options=x"])
def test_doing_nothing_stands_beside_whatever_is_chosen(code: str, query: str) -> None:
    tree = pages.html.document_fromstring(
        pages.client().get(f"/{code}/compare/{query}").data,
        parser=pages.html.HTMLParser(encoding="utf-8"),
    )
    cells = tree.xpath("//main//td[@data-alternative='doing-nothing']")
    assert [cell.get("data-field") for cell in cells] == FIELDS
    assert all(cell.get("data-option") is None for cell in cells)
    assert not tree.xpath("//input[@value='doing-nothing']")


@pytest.mark.parametrize("choice", CATALOG.choices)
def test_the_comparison_tells_what_the_choices_own_page_tells(choice: str) -> None:
    slug = f"options/{choice}/" if choice in CATALOG.options else f"{choice}/"
    for field in FIELDS:
        cell = pages.tree("/en/compare/").xpath(
            f"//td[@data-option='{choice}' or @data-alternative='{choice}'][@data-field='{field}']"
        )[0]
        full = pages.tree(f"/en/{slug}").xpath(f"//section[@data-field='{field}']")[0]
        answer = CATALOG.choices[choice].answers[field]
        for part in cell.xpath(".//p[not(@class)] | .//li | .//dt"):
            assert pages.words(part) in pages.words(full)
        figures = {risk.figure for risk in answer.risks if risk.figure}
        assert figures <= set(cell.xpath(".//@data-figure"))
        sources = set(cell.xpath(".//p[contains(@class, 'src')]/a/@href"))
        assert sources <= set(full.xpath(".//p[contains(@class, 'src')]/a/@href"))


def test_the_list_of_options_ends_with_a_way_to_doing_nothing() -> None:
    links = pages.tree("/en/options/").xpath("//main//ul/li/a/@href")
    options = [link for link in links if "/options/" in link]
    assert len(options) == len(CATALOG.options)
    assert links.index("/en/doing-nothing/") > links.index(options[-1])


# --- in a browser


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE, service_workers="block")
    yield context
    context.close()


def kept(page: Page) -> list[object]:
    """What the phone has of what matters."""
    page.wait_for_timeout(300)
    found: list[object] = page.evaluate(
        """async () => {
          const from = document.querySelector("script[type=module]").src;
          const { readAll } = await import(new URL("store.js", from));
          return [...(await readAll()).visit];
        }"""
    )
    return found


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    page = context.new_page()
    page.goto(f"{server}/en/compare/")
    page.wait_for_selector("[data-cares]:not([hidden])")
    yield page
    page.evaluate(
        """async () => {
          localStorage.clear();
          const from = document.querySelector("script[type=module]").src;
          await (await import(new URL("store.js", from))).destroy(0);
        }"""
    )
    page.close()


def rows(page: Page, where: str = "section:not([hidden])") -> list[str]:
    return page.locator(f"{where} tr[data-row]").evaluate_all("all => all.map(r => r.dataset.row)")


def tick(page: Page, *cares: str) -> None:
    for care in cares:
        page.check(f"[name=care][value={care}]")


@browser_test
def test_what_matters_to_the_reader_comes_first_and_is_marked(page: Page) -> None:
    assert rows(page) == FIELDS
    tick(page, "work", "go-wrong")
    mine = [field for field in FIELDS if field in CARES["work"] + CARES["go-wrong"]]
    assert rows(page, "[data-mine]") == mine
    assert rows(page) == [*mine, *(field for field in FIELDS if field not in mine)]
    marked = page.locator("[data-mark]:visible").evaluate_all(
        "all => all.map(one => one.closest('tr').dataset.row)"
    )
    assert marked == mine
    assert page.locator("[data-moved]").is_visible()
    first, group = page.locator("#mine"), page.locator(f"#{GROUPS[0]}")
    assert first.evaluate("(one, other) => one.compareDocumentPosition(other)",
                          group.element_handle()) == 4  # fmt: skip
    page.click("[data-cares] [type=reset]")
    page.wait_for_selector("[data-mine]", state="hidden")
    assert rows(page) == FIELDS
    assert page.evaluate("document.activeElement.name") == "care"


@browser_test
def test_a_group_whose_every_row_came_first_is_not_left_empty(page: Page) -> None:
    tick(page, "done-to-me", "suits-me")
    assert not page.locator(f"#{GROUPS[0]}").is_visible()
    page.uncheck("[value=suits-me]")
    assert page.locator(f"#{GROUPS[0]}").is_visible()


@browser_test
def test_what_matters_is_remembered_on_the_phone_and_sent_to_no_one(page: Page) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    tick(page, "driving")
    assert asked == []
    assert "driving" not in page.url
    page.reload()
    page.wait_for_selector("[data-mine]:not([hidden])")
    assert rows(page, "[data-mine]") == CARES["driving"]
    assert page.is_checked("[value=driving]")
    assert kept(page) == [["cares", ["driving"]]]
    page.uncheck("[value=driving]")
    assert kept(page) == [["cares", []]]


@browser_test
@pytest.mark.parametrize("value", ["no list", ["no-such-care"], ["driving", 7, None]])
def test_a_damaged_memory_costs_nothing_but_the_ticks(page: Page, value: object) -> None:
    page.evaluate(
        """async value => {
          const from = document.querySelector("script[type=module]").src;
          const { write } = await import(new URL("store.js", from));
          await write([["visit", "cares", value]]);
        }""",
        value,
    )
    page.reload()
    page.wait_for_selector("[data-cares]:not([hidden])")
    assert rows(page) == FIELDS
    tick(page, "driving")
    assert rows(page, "[data-mine]") == CARES["driving"]


@browser_test
def test_without_storage_the_ticks_still_bring_rows_first(
    context: BrowserContext, server: str
) -> None:
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }});"
        "IDBFactory.prototype.open = () => { throw new DOMException('no'); }"
    )
    page.goto(f"{server}/en/compare/")
    page.wait_for_selector("[data-cares]:not([hidden])")
    tick(page, "driving")
    assert rows(page, "[data-mine]") == CARES["driving"]
    page.close()


@browser_test
def test_options_of_the_address_that_do_not_exist_are_passed_over(page: Page, server: str) -> None:
    page.goto(f"{server}/en/compare/?options=alif,nothing,%3Cb%3E,mis-tlif")
    page.wait_for_selector("[data-cares]:not([hidden])")
    shown = page.locator("td[data-option]:visible").evaluate_all(
        "all => [...new Set(all.map(one => one.dataset.option))]"
    )
    assert sorted(shown) == ["alif", "mis-tlif"]
    assert page.locator("td[data-alternative]:visible").count() == len(FIELDS)


@browser_test
@pytest.mark.parametrize("code", [code for code in ("en", "ar") if code in pages.LOCALES])
def test_the_name_of_an_option_stays_in_view_while_its_answer_is_read(
    page: Page, server: str, code: str
) -> None:
    page.goto(f"{server}/{code}/compare/?options=alif,open-fusion")
    tick(page, "go-wrong")
    cell = page.locator("[data-mine] td[data-option=alif]").first
    cell.evaluate("one => scrollTo(0, one.getBoundingClientRect().bottom + scrollY - 300)")
    name = cell.locator(".o").bounding_box()
    assert name is not None
    assert 0 <= name["y"] < 4
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


@browser_test
def test_on_paper_the_rows_that_matter_come_first_without_the_forms(page: Page) -> None:
    tick(page, "driving")
    page.emulate_media(media="print")
    assert page.locator("[data-mine] [data-mark]").first.is_visible()
    assert page.locator("form:visible").count() == 0
    page.emulate_media(media="null")


@browser_test
def test_on_paper_three_options_take_a_handful_of_pages(page: Page, server: str) -> None:
    page.goto(f"{server}/en/compare/?options=alif,llif,mis-tlif")
    page.wait_for_selector("[data-cares]:not([hidden])")
    with pikepdf.open(BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
        assert 2 <= len(paper.pages) <= 7
    page.emulate_media(media="print")
    assert page.locator(".cmp summary:visible").count() == 0
    page.emulate_media(media="null")


@browser_test
def test_the_names_that_stay_in_view_leave_room_for_the_answers(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(f"{server}/en/compare/?options=alif,llif,mis-tlif")
    head = page.locator(".cmp thead:visible").first.bounding_box()
    page.set_viewport_size(PHONE)
    assert head is not None
    assert head["height"] < 1024 / 7

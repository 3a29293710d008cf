"""The form for sheets of paper as a clinic uses it: the patient's language apart from the page's, a
preview, a file to save, and the last choices at hand for whoever comes back.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pages
import pytest
from flask.testing import FlaskClient
from lxml import html
from plan_page import FAR, MakeContext
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from pwa.handouts import Desk, Sheet
from pwa.web.headers import security_headers
from pwa.web.sheets import ready_sheets

FORM = "form[method=post]"
ALONE = {"kind": "warning-signs", "paper": "a4"}
FEW_KEYS = 24
"""From the top of the page to the next patient's sheet, the eight digits of the day among them."""


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[Sheet]:
    """The sheets that were to be laid out; no paper is made."""
    asked: list[Sheet] = []
    monkeypatch.setattr(Desk, "sheet", lambda _, sheet: asked.append(sheet) or b"%PDF-")
    return asked


def form_of(page: str) -> html.FormElement:
    return next(form for form in html.document_fromstring(page).forms if form.method == "POST")


# --- the language of the sheet is not that of the page


@pytest.mark.parametrize("second", ["", "en"])
def test_staff_who_read_english_print_for_someone_who_reads_arabic(
    client: FlaskClient, drafted: list[Sheet], second: str
) -> None:
    answer = client.post("/en/handouts/", data=ALONE | {"locale": "ar", "second_locale": second})
    assert answer.status_code == 200
    name = f"warning-signs-ar-{second}-a4.pdf".replace("--", "-")
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    (sheet,) = drafted
    first = html.document_fromstring(sheet.segments[0].html)
    assert first.get("lang") == "ar"
    title = pages.local("/ar/").catalog.pages["warning-signs"].title
    assert str(title) in first.xpath("string(//title)")
    assert [foot.lang for foot in sheet.feet] == ["ar", *([second] if second else [])]


@pytest.mark.parametrize("code", pages.LOCALES)
def test_the_page_s_own_language_may_be_named_or_not(
    client: FlaskClient, drafted: list[Sheet], code: str
) -> None:
    for named in ({}, {"locale": ""}, {"locale": code}):
        client.post(f"/{code}/handouts/", data={"kind": "recovery", "surgery_date": FAR, **named})
    assert len(drafted) == 3
    assert len({sheet.key for sheet in drafted}) == 1


def test_faults_are_told_in_the_page_s_language_whatever_the_sheet_s(client: FlaskClient) -> None:
    answer = client.post("/en/handouts/", data=ALONE | {"locale": "ar", "surgery_date": "soon"})
    assert answer.status_code == 400
    assert '<html lang="en"' in answer.text
    alert = pages.one(html.document_fromstring(answer.text), "//section[@role='alert']")
    assert "expected a day of the calendar" in pages.words(alert)
    assert form_of(answer.text).fields["locale"] == "ar"


@pytest.mark.browser
def test_without_javascript_a_field_shows_with_its_kind_or_its_fault(
    client: FlaskClient, browser_context: MakeContext
) -> None:
    page = browser_context(java_script_enabled=False).new_page()
    wrong = client.post("/en/handouts/", data=ALONE | {"surgery_date": "soon"}).text
    asked = {"form": client.get("/en/handouts/").text, "fault": wrong}

    def answer(route: Route) -> None:
        body = asked.get(route.request.url.rpartition("/")[2], "")
        route.fulfill(body=body, content_type="text/html")

    page.route("**/*", answer)
    page.goto("http://paper.test/form")
    expect(page.locator("#surgery_date")).to_be_hidden()
    page.select_option("#kind", "checklist")
    expect(page.locator("#surgery_date")).to_be_visible()
    page.goto("http://paper.test/fault")
    expect(page.locator("#surgery_date")).to_be_visible()


def test_a_language_that_is_not_there_is_named_and_the_rest_is_kept(client: FlaskClient) -> None:
    sent = {"kind": "checklist", "option": "alif", "surgery_date": FAR, "paper": "letter"}
    sent |= {"second_locale": "en", "large_print": "1"}
    answer = client.post("/en/handouts/", data=sent | {"locale": "xx"})
    assert answer.status_code == 400
    tree = html.document_fromstring(answer.text)
    assert tree.xpath("//section[@role='alert']//li/a/@href") == ["#locale"]
    assert tree.xpath("//*[@aria-invalid]/@name") == ["locale"]
    fault = pages.one(tree, "//*[@id='fault-locale']/*[not(self::svg)]")  # one box, so one column
    assert "expected one of: English, " in pages.words(fault)
    fields = form_of(answer.text).fields
    assert {name: fields[name] for name in sent} == sent


def test_one_language_twice_is_refused_as_before(client: FlaskClient) -> None:
    for named in ({"second_locale": "en"}, {"locale": "ar", "second_locale": "ar"}):
        answer = client.post("/en/handouts/", data=ALONE | named)
        assert answer.status_code == 400
        tree = html.document_fromstring(answer.text)
        assert tree.xpath("//section[@role='alert']//li/a/@href") == ["#second_locale"]


@pytest.mark.parametrize("code", pages.LOCALES)
def test_each_language_is_named_in_its_own_script(code: str) -> None:
    for field in ("locale", "second_locale"):
        offered = pages.tree(f"/{code}/handouts/").xpath(f"//select[@name='{field}']/option")
        named = {one.get("lang"): one.text for one in offered if one.get("lang") in pages.LOCALES}
        names = {each: pages.REGISTRY[each].data.name for each in pages.LOCALES}
        assert named == names


def test_a_single_box_that_was_ticked_stays_ticked(client: FlaskClient) -> None:
    sent = {"kind": "compare", "option": "alif", "paper": "a0"}
    form = form_of(client.post("/en/handouts/", data=sent).text)
    assert form.xpath(".//input[@name='option'][@checked]/@value") == ["alif"]


# --- to look at, or to save


@pytest.mark.parametrize(("more", "how"), [({}, "inline"), ({"save": "1"}, "attachment")])
@pytest.mark.usefixtures("drafted")
def test_a_sheet_is_shown_or_saved_and_all_headers_hold(
    client: FlaskClient, more: dict[str, str], how: str
) -> None:
    answer = client.post("/en/handouts/", data=ALONE | more)
    assert answer.headers["Content-Disposition"] == f'{how}; filename="warning-signs-en-a4.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    for name, value in security_headers().items():
        assert answer.headers[name] == value


# --- the sheets that are ready


@pytest.mark.parametrize("static", [False, True], ids=["with a server", "without"])
def test_the_ready_sheets_of_every_language_are_at_hand(static: bool) -> None:
    renderer = pages.app().extensions["published"].site.renderers["en"]
    tree = html.document_fromstring(renderer.page("handouts/", static=static))
    for code in pages.LOCALES:
        known = ready_sheets(pages.CATALOG, pages.REGISTRY[code])
        addresses = [f"/{code}/handouts/{sheet.name}" for sheet in known]
        assert tree.xpath(f"//*[@hreflang='{code}'][@type]/@href") == addresses
        assert tree.xpath(f"//a[@download][contains(@href, '/{code}/')]/@href") == addresses
    assert bool(tree.xpath("//form[@method='post']")) is not static
    names = [pages.words(link) for link in tree.xpath("//*[@hreflang][@type]")]
    assert len(names) == len(set(names)), "two links with one name"


# --- at a clinic's desk


@pytest.fixture
def desk(browser_context: MakeContext, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the form on a device that is used again and again. No script may fail in it."""
    faults: list[str] = []
    device: list[BrowserContext] = []

    def make(path: str = "/en/handouts/") -> Page:
        if not device:
            device.append(browser_context(service_workers="block", locale="en-GB"))
        page = device[0].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(server + path)
        expect(page.locator("#in-tab")).to_be_visible()
        return page

    yield make
    assert faults == []


def entered(page: Page) -> dict[str, Any]:
    """What the form would send."""
    return dict(
        page.evaluate(f"Object.fromEntries(new FormData(document.querySelector('{FORM}')))")
    )


def chosen(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.select_option(f"#{name}", value)


def test_all_choices_but_the_day_are_found_again(desk: Callable[..., Page]) -> None:
    page = desk()
    chosen(page, kind="compare")
    page.check("[type=checkbox][value=alif]")
    page.check("[type=checkbox][value=llif]")
    chosen(page, kind="checklist", option="mis-tlif", locale="ar", second_locale="en")
    chosen(page, paper="letter")
    page.fill("#surgery_date", FAR)
    page.check("[name=large_print]")
    before = entered(page)
    page.close()
    page = desk()
    assert entered(page) == before | {"surgery_date": ""}
    chosen(page, kind="compare")
    ticked = page.locator("[type=checkbox][name=option]:checked")
    assert ticked.evaluate_all("found => found.map((one) => one.value)") == ["alif", "llif"]
    assert FAR not in page.evaluate("JSON.stringify(localStorage)")


def test_a_link_to_an_option_wins_over_the_last_choice(desk: Callable[..., Page]) -> None:
    chosen(desk(), kind="checklist", option="mis-tlif", locale="ar")
    again = entered(desk("/en/handouts/?option=alif"))
    assert (again["kind"], again["option"], again["locale"]) == ("option", "alif", "ar")


def test_what_was_kept_and_is_no_choice_any_more_changes_nothing(desk: Callable[..., Page]) -> None:
    page = desk()
    fresh = entered(page)
    for kept in ('{"kind":"\\"]","locale":"xx","paper":[],"second_locale":null}', "[7]", "null"):
        page.evaluate("kept => localStorage.setItem('plainspine handouts', kept)", kept)
        page.reload()
        expect(page.locator("#in-tab")).to_be_visible()
        assert entered(page) == fresh


def test_the_page_s_language_goes_with_the_page_until_another_is_chosen(
    desk: Callable[..., Page],
) -> None:
    chosen(desk(), kind="warning-signs")
    page = desk("/ar/handouts/")
    shown = page.locator("#locale option:checked")
    assert (entered(page)["locale"], shown.get_attribute("lang")) == ("", "ar")
    chosen(page, locale="es")
    assert entered(desk())["locale"] == "es"


def test_the_first_language_cannot_be_the_second_too(desk: Callable[..., Page]) -> None:
    page = desk()
    expect(page.locator("#second_locale option[value=en]")).to_be_disabled()
    chosen(page, second_locale="ar")
    chosen(page, locale="ar")
    assert entered(page)["second_locale"] == ""
    expect(page.locator("#second_locale option[value=ar]")).to_be_disabled()
    expect(page.locator("#second_locale option[value=en]")).to_be_enabled()


def test_whoever_comes_back_reaches_the_sheet_by_a_few_keys(desk: Callable[..., Page]) -> None:
    chosen(desk(), kind="recovery", option="alif", locale="ar", second_locale="en")
    page = desk()
    keys: list[str] = []

    def press(*pressed: str) -> None:
        for key in pressed:
            page.keyboard.press(key)
            keys.append(key)

    def go_to(field: Locator) -> None:
        while not field.evaluate("field => field === document.activeElement"):
            press("Tab")
            assert len(keys) < FEW_KEYS

    press("Tab", "Enter")  # past the head of the page
    go_to(page.locator("#surgery_date"))
    press(*"03032027")  # the same day wherever the month comes first
    go_to(page.get_by_role("button", name="Preview"))
    posted = lambda answer: answer.request.method == "POST"  # noqa: E731
    with page.context.expect_event("response", posted) as found, page.context.expect_page():
        press("Enter")
    name = "recovery-alif-2027-03-03-ar-en-a4.pdf"
    assert found.value.headers["content-type"] == "application/pdf"
    assert found.value.headers["content-disposition"] == f'inline; filename="{name}"'
    # The form is there for the next patient; the next button saves the same as a file.
    press("Tab")
    with page.expect_download() as saved:
        press("Enter")
    assert saved.value.suggested_filename == name
    assert len(page.context.pages) == 2 + 1
    assert entered(page)["locale"] == "ar"


def test_what_is_missing_is_told_in_place(desk: Callable[..., Page]) -> None:
    page = desk()
    chosen(page, kind="option", locale="ar", paper="letter")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#option[aria-invalid]")).to_be_visible()
    assert len(page.context.pages) == 1
    assert (entered(page)["locale"], entered(page)["paper"]) == ("ar", "letter")

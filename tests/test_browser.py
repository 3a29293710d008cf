"""Pages in real Chromium: on narrow phones, with large letters, by keyboard, mirrored, on paper."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import pages
import pytest
from looking import PHONE, survey, twice_as_large
from playwright.sync_api import Browser, BrowserContext, Page
from pypdf import PdfReader

pytestmark = pytest.mark.browser

CATALOG = pages.CATALOG
ONE_OF_EACH = [path for path in pages.SEEN if "/options/" not in path or "/alif/" in path]
"""Without the other options, whose pages are made in the same way."""
MIRRORED = ("/ar/", "/ar/options/", "/ar/warning-signs/")


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page for each set of options, made once."""
    made: dict[str, tuple[BrowserContext, Page]] = {}

    def page(**options: Any) -> Page:
        options = {"viewport": PHONE, "service_workers": "block", **options}
        key = repr(sorted(options.items()))
        if key not in made:
            context = browser.new_context(**options)
            made[key] = context, context.new_page()
        return made[key][1]

    yield page
    for context, _ in made.values():
        context.close()


@pytest.fixture
def page(contexts: Callable[..., Page]) -> Page:
    page = contexts()
    page.emulate_media(media="null", forced_colors="none", reduced_motion="no-preference")
    page.set_viewport_size(PHONE)
    return page


def opened(page: Page, address: str) -> None:
    page.goto(address)
    if address.endswith("/plan/"):
        page.wait_for_selector("[data-component=plan][data-ready]")
    if "/compare/" in address:  # its second form comes with the script, and moves the tables
        page.wait_for_selector("[data-cares]:not([hidden])")


# --- with large letters


def test_large_letters_leave_room_to_read(page: Page, server: str) -> None:
    opened(page, f"{server}/en/")
    twice_as_large(page)
    bar = page.locator(".nav").bounding_box()
    assert bar is not None
    assert bar["height"] < PHONE["height"] / 3


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_bar_leaves_the_end_of_the_page_in_view(
    page: Page, server: str, code: str, width: int
) -> None:
    page.set_viewport_size({**PHONE, "width": width})
    opened(page, f"{server}/{code}/warning-signs/")
    for size in ("100%", "125%", "150%", "200%", "250%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        end = page.locator(".foot > :last-child").bounding_box()
        bar = page.locator(".nav").bounding_box()
        assert end
        assert bar
        assert end["y"] + end["height"] <= bar["y"], size
        assert bar["y"] + bar["height"] == pytest.approx(PHONE["height"], abs=1)


# --- by keyboard

FOCUS = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    return {what: one.outerHTML.slice(0, 80), body: one === document.body,
            ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            shown: one.getBoundingClientRect().height > 1};
}"""


@pytest.mark.parametrize("slug", ["", "options/alif/", "compare/", "plan/", "handouts/"])
def test_the_keyboard_shows_where_it_is(page: Page, server: str, slug: str) -> None:
    opened(page, f"{server}/en/{slug}")
    for _ in range(14):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert not focus["body"]
        assert focus["ring"], focus
        assert focus["shown"], focus


def test_the_first_tab_offers_to_skip_to_the_content(page: Page, server: str) -> None:
    opened(page, f"{server}/en/about/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


@pytest.mark.parametrize(("slug", "size"), [("options/", "100%"), ("questions/", "200%")])
def test_what_has_the_focus_is_not_under_the_bar(
    page: Page, server: str, slug: str, size: str
) -> None:
    opened(page, f"{server}/en/{slug}")
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
    for _ in range(12):
        page.keyboard.press("Tab")
        edges = page.evaluate(
            "() => [document.activeElement, document.querySelector('.nav')]"
            ".map(one => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
        )
        inside = page.evaluate("document.activeElement.closest('.nav') !== null")
        assert inside or edges[0][1] <= edges[1][0] + 1


# --- without JavaScript


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_page_is_complete_without_javascript(
    contexts: Callable[..., Page], server: str, path: str
) -> None:
    page = contexts(java_script_enabled=False)
    page.goto(server + path)
    text = page.locator("main").inner_text()
    assert len(text.split()) > 30
    assert page.locator(".net [data-state]:visible").count() == 0
    if not path.endswith("/plan/"):
        hidden = page.locator("main [hidden]:not([data-too-few], [data-live], [data-live] *)")
        hidden = hidden.locator(":scope:not([data-failed], [data-saved], div:has(> [data-text]))")
        assert hidden.count() == 0  # but for what only lives with JavaScript


@pytest.mark.parametrize("code", ["en", "ar"])
def test_without_javascript_the_plan_is_a_form_for_paper(
    contexts: Callable[..., Page], server: str, code: str
) -> None:
    page = contexts(java_script_enabled=False)
    page.goto(f"{server}/{code}/plan/")
    for name in CATALOG.profile_questions:
        assert page.locator(f"#profile [name={name}]").first.is_visible()
    assert page.locator("[data-task]:visible").count() == len(CATALOG.tasks)
    if code == "en":
        printed = paper(page)
        for task in CATALOG.tasks.values():
            assert str(task.title) in printed
        for question in CATALOG.profile_questions.values():
            assert str(question.label) in printed


def test_without_javascript_the_comparison_is_asked_of_the_server(
    contexts: Callable[..., Page], server: str
) -> None:
    page = contexts(java_script_enabled=False)
    page.goto(f"{server}/en/compare/")
    choose(page, "alif", "mis-tlif")
    assert page.url.endswith("?options=alif&options=mis-tlif")
    assert page.locator("td[data-option=open-fusion]").count() == 0
    assert page.locator("td[data-option=alif]").count() > 0


# --- mirrored


@pytest.mark.parametrize("path", MIRRORED)
def test_arabic_is_the_mirror_image(page: Page, server: str, path: str) -> None:
    """What stands at one edge in English stands as far from the other in Arabic."""

    def places(address: str) -> list[list[float]]:
        opened(page, server + address)
        found: list[list[float]] = page.evaluate(
            "() => [...document.querySelectorAll('.brand img, .lang, .nav a, .row > svg, "
            ".call > header > svg')].map(one => one.getBoundingClientRect())"
            ".map(({left, right}) => [left, innerWidth - right])"
        )
        return found

    english, arabic = places(path.replace("/ar/", "/en/")), places(path)
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    pairs = zip(english, arabic, strict=True)
    leans = [(one[0] - one[1], other[0] - other[1]) for one, other in pairs]
    clear = [(one, other) for one, other in leans if min(abs(one), abs(other)) > 40]
    assert len(clear) > 4
    assert [(one, other) for one, other in clear if one * other > 0] == []


def test_arrows_are_mirrored_and_the_body_is_not(page: Page, server: str) -> None:
    matrix = "one => getComputedStyle(one).transform"
    opened(page, f"{server}/ar/options/alif/")
    assert page.locator("svg.flip").first.evaluate(matrix).startswith("matrix(-1")
    drawings = page.locator("[data-drawing] > svg")
    assert drawings.count() > 0
    for drawing in drawings.all():
        assert drawing.evaluate(matrix) == "none"
    labels = "all => all.map(one => one.getBoundingClientRect().x)"
    arabic = page.locator("[data-drawing] text").evaluate_all(labels)
    opened(page, f"{server}/en/options/alif/")
    english = page.locator("[data-drawing] text").evaluate_all(labels)
    assert arabic == pytest.approx(english, abs=8)


def test_the_digits_of_a_drawing_are_those_of_its_legend(page: Page, server: str) -> None:
    opened(page, f"{server}/ar/options/alif/")
    for figure in page.locator("[data-drawing]").all():
        drawn = {text.strip() for text in figure.locator("svg text").all_text_contents()}
        assert drawn <= {*figure.locator(".legend i").all_text_contents()}


# --- the comparison


def choose(page: Page, *options: str) -> None:
    for option in CATALOG.options:
        page.set_checked(f"input[value={option}]", option in options)
    page.click("form.choose button")


def test_on_a_phone_every_answer_stands_below_its_options_name(page: Page, server: str) -> None:
    opened(page, f"{server}/en/compare/?options=alif,open-fusion")
    for cell in page.locator("td[data-field]:visible").all()[:12]:
        name = cell.locator(".o")
        assert name.is_visible()
        kind = "option" if cell.get_attribute("data-option") else "alternative"
        option = CATALOG.choices[cell.get_attribute(f"data-{kind}") or ""]
        assert str(option.name) in name.inner_text()
        top, answer = name.bounding_box(), cell.locator(".o + *").bounding_box()
        assert top is not None
        assert answer is not None
        assert 0 <= answer["y"] - top["y"] - top["height"] < 20


def test_on_a_wide_screen_the_names_of_the_options_stay_in_view(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    opened(page, f"{server}/en/compare/")
    table = page.locator("table.cmp").nth(1)
    table.locator("tbody tr").nth(2).evaluate("row => row.scrollIntoView()")
    head = table.locator("thead th[data-option=alif]").bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 40
    cell = table.locator("tbody tr").nth(2).locator("td[data-option=alif]").bounding_box()
    assert cell is not None
    assert cell["x"] == pytest.approx(head["x"], abs=2)


def test_a_choice_of_options_is_kept_in_the_address(page: Page, server: str) -> None:
    opened(page, f"{server}/en/compare/")
    choose(page, "alif", "non-surgical")
    page.wait_for_url("**/compare/?options=alif,non-surgical")
    shown = page.locator("td[data-option]:visible").evaluate_all(
        "all => [...new Set(all.map(one => one.dataset.option))]"
    )
    assert shown == ["alif", "non-surgical"]


def test_nothing_is_not_compared_with_nothing(page: Page, server: str) -> None:
    opened(page, f"{server}/en/compare/")
    choose(page)
    assert page.locator("[data-too-few]").is_visible()
    assert page.url.endswith("/compare/")


# --- as the reader has set up the device


def test_forced_colours_leave_edges_and_icons(page: Page, server: str) -> None:
    page.emulate_media(forced_colors="active")
    opened(page, f"{server}/en/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert survey(page) == {}
    for what in (".rows", ".lang", ".call"):
        width = page.locator(what).first.evaluate("one => getComputedStyle(one).borderTopWidth")
        assert float(width.removesuffix("px")) >= 1, what
    assert page.locator(".row svg").first.evaluate("one => getComputedStyle(one).stroke") != "none"


def test_nothing_moves_and_nothing_has_to_be_hovered(page: Page, server: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    opened(page, f"{server}/en/")
    moving = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(one => { const style ="
        " getComputedStyle(one); return style.animationName !== 'none' ||"
        " parseFloat(style.transitionDuration) > 0; }).length"
    )
    assert moving == 0
    assert ":hover" not in page.locator("style").first.inner_text()


# --- on paper


def paper(page: Page) -> str:
    """The words of the page as it is printed."""
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    words = " ".join(sheet.extract_text() for sheet in pdf.pages)
    return " ".join(unicodedata.normalize("NFKC", words).split())  # ligatures apart


def letters(text: str) -> str:
    """Without spaces and signs, which paper breaks, nor capitals, which the stylesheet sets."""
    return re.sub(r"\W", "", text).casefold()


@pytest.mark.parametrize("option", ["alif", "non-surgical"])
def test_an_option_is_printed_whole_with_what_is_folded(
    page: Page, server: str, option: str
) -> None:
    opened(page, f"{server}/en/options/{option}/")
    assert page.locator("main details[open]").count() == 0
    printed = letters(paper(page))
    blocks = page.locator("main :is(p, li:not(:has(p)), dt, dd, h1, h2, h3, h4)").evaluate_all(
        "all => all.filter(one => !one.closest('nav')).map(one => one.textContent)"
    )
    assert len(blocks) > 50
    for words in blocks:
        assert letters(words) in printed, words


def test_on_paper_there_are_no_bars(page: Page, server: str) -> None:
    opened(page, f"{server}/en/warning-signs/")
    page.emulate_media(media="print")
    for bar in (".top", ".nav", ".foot nav", "main nav.next"):
        assert not page.locator(bar).is_visible(), bar
    assert page.locator(".foot").is_visible()

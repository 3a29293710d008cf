"""What a narrow screen or large letters must not cut, split or make look the same."""

from collections import Counter

import pages
import pytest
from looking import PHONE
from plan_page import MakeContext
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
LANGUAGES = [code for code in ("es", "ar") if code in pages.LOCALES]


@pytest.fixture
def phone(browser_context: MakeContext) -> Page:
    return browser_context(viewport=PHONE, service_workers="block").new_page()


SPLIT = """all => all.filter(one => {
  const range = document.createRange();
  const rows = (node, from, to) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
  };
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); )
    for (const word of node.data.matchAll(/[^\\s-]+/g))
      if (rows(node, word.index, word.index + word[0].length) > 1) return true;
}).map(one => one.textContent)"""
"""Which of these elements have a word that goes on in the next line."""


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("letters", ["100%", "200%"])
def test_the_name_of_a_sheet_is_not_split_by_the_button_beside_it(
    phone: Page, server: str, code: str, letters: str
) -> None:
    phone.goto(f"{server}/{code}/handouts/")
    phone.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
    rows = phone.locator(".ready:visible li")
    assert rows.count() > 5
    if letters == "100%":
        assert phone.locator(".ready:visible a:not(.btn)").evaluate_all(SPLIT) == []
    card = phone.locator(".ready:visible").bounding_box()
    for button in phone.locator(".ready:visible .btn").all():
        box = button.bounding_box()
        assert card
        assert box
        assert card["x"] <= box["x"] <= box["x"] + box["width"] <= card["x"] + card["width"]


@pytest.mark.parametrize("path", ["plan/", "questions/"])
def test_a_tab_is_not_split_in_the_middle_of_a_word(phone: Page, server: str, path: str) -> None:
    phone.goto(f"{server}/en/{path}")
    phone.wait_for_selector("[data-component][data-ready]")
    phone.evaluate("document.documentElement.style.fontSize = '200%'")
    assert phone.locator(".tabs:visible a:visible").count() > 1
    assert phone.locator(".tabs a:visible").evaluate_all(SPLIT) == []


@pytest.mark.parametrize("path", ["plan/", "handouts/"])
def test_the_chosen_option_can_be_read_to_its_end(phone: Page, server: str, path: str) -> None:
    phone.goto(f"{server}/en/{path}")
    field = phone.locator("select[name=option]")
    field.select_option("mis-plif")
    short = field.bounding_box()
    field.select_option("")
    empty = field.bounding_box()
    assert short
    assert empty
    assert short["height"] > empty["height"] + 15  # a second line
    assert field.evaluate("one => one.scrollWidth <= one.clientWidth")


@pytest.mark.parametrize("code", [*LANGUAGES, "en"])
def test_a_machines_translation_says_so_before_the_page_begins(
    phone: Page, server: str, code: str
) -> None:
    phone.goto(f"{server}/{code}/plan/")
    told = phone.locator("header .by-machine")
    expect(told).to_have_count(int(code in pages.MADE_BY_MACHINE))
    for line in told.all():
        box = line.bounding_box()
        assert box
        assert box["height"] < 40


@pytest.mark.parametrize("slug", ["options/alif/", "recovery/"])
def test_each_picture_to_unfold_has_a_name_of_its_own(slug: str) -> None:
    for code in pages.LOCALES:
        tree = pages.tree(f"/{code}/{slug}")
        for part in tree.xpath("//main//section[@data-field or starts-with(@id, 'part-')]"):
            names = Counter(pages.words(one) for one in part.xpath(".//details/summary"))
            pictures = part.xpath(".//details[@class='fold']/summary")
            assert all(names[pages.words(one)] == 1 for one in pictures)


@pytest.mark.parametrize("code", pages.LOCALES)
def test_a_page_that_could_not_start_has_the_words_for_it(code: str) -> None:
    for path in pages.READ_PAGES:
        if path.startswith(f"/{code}/"):
            tree = pages.tree(path)
            told = tree.xpath("//body/header/*[@data-unstarted][@role='alert'][@hidden]")
            assert len(told) == bool(tree.xpath("//main//*[@data-component]")), path


def test_the_list_of_languages_says_what_to_do_in_each_of_them(phone: Page, server: str) -> None:
    phone.goto(f"{server}/")
    asked = phone.locator(".tongues [lang]")
    assert asked.evaluate_all("all => all.map(one => one.lang)") == list(pages.LOCALES)
    assert len(set(asked.all_inner_texts())) == len(pages.LOCALES)

"""How sheets fill their pages: nothing stranded, nothing split, no page for a few lines, in two
languages and in large print too. Asked of the laid-out boxes, which know no language.
"""

import io
import re
from datetime import date
from functools import cache
from html import unescape

import pikepdf
import pytest
from pages import CATALOG, REGISTRY

from pwa.handouts import Wish, parse, printer, sheets
from pwa.i18n import localise

TODAY = date(2026, 11, 21)
SPOKEN = {code: localise(CATALOG, REGISTRY[code]) for code in ("en", "es", "ar")}
LONGEST = "alif"
"""The option with the most risks."""
FUSIONS = "alif,mis-tlif,open-fusion"
MILLIMETRE = 96 / 25.4
HEADINGS = ("h1", "h2", "h3", "h4")
HEADING_ROWS = ("head", "sub", "group")

SHEETS = {
    "compared": ("compare", "en", "", FUSIONS, ""),
    "compared in Arabic": ("compare", "ar", "", FUSIONS, ""),
    "compared large": ("compare", "es", "", FUSIONS, "1"),
    "both": ("option", "en", "ar", LONGEST, ""),
    "large": ("checklist", "es", "ar", LONGEST, "1"),
    "large asked": ("questions", "es", "", LONGEST, "1"),
    "large found": ("recovery", "es", "", LONGEST, "1"),
    "both found large": ("recovery", "es", "en", LONGEST, "1"),
    "door": ("warning-signs", "es", "", LONGEST, "1"),
}


def wish(kind, first="en", second="", option=LONGEST, large="", paper="letter"):
    fields = {"kind": kind, "locale": first, "second_locale": second, "option": option}
    request = parse({**fields, "large_print": large, "paper": paper}, CATALOG, REGISTRY)
    speakers = tuple(SPOKEN[code] for code in (first, second) if code)
    return Wish(request, speakers, TODAY, "https://guide.example/en/")


@cache
def laid(name):
    """The pages of a sheet's last part, which holds the most."""
    made = sheets.sheet(wish(*SHEETS[name]))
    return printer._kept(made.segments[-1]).pages


def words_on(page):
    """Each piece of text with the tags and classes that it stands in."""

    def within(box, around):
        if box.element is not None:
            around = (*around, box.element)
        if hasattr(box, "text"):
            yield box, around
        for child in getattr(box, "children", ()):
            yield from within(getattr(child, "_box", child), around)

    return list(within(page._page_box, ()))


def is_heading(around):
    rows = (e for e in around if e.tag == "tr")
    return any(e.tag in HEADINGS for e in around) or any(
        row.get("class") in HEADING_ROWS for row in rows
    )


def homes(pages, css):
    """On which pages each element of a class stands."""
    found = {}
    for number, page in enumerate(pages):
        for _, around in words_on(page):
            for element in around:
                if element.get("class") == css:
                    found.setdefault(element, set()).add(number)
    return found


@pytest.mark.parametrize("name", SHEETS)
def test_no_page_ends_in_a_heading(name):
    for page in laid(name):
        lowest, around = max(words_on(page), key=lambda one: one[0].position_y)
        assert not is_heading(around), lowest.text


@pytest.mark.parametrize("first", ["en", "ar"])
def test_the_list_of_contents_stands_with_its_heading(first):
    second = "ar" if first == "en" else "en"
    made = sheets.sheet(wish("booklet", first, second, FUSIONS, "1"))
    pages = printer._kept(made.segments[0]).pages
    for page in pages:
        found = words_on(page)
        assert not is_heading(max(found, key=lambda one: one[0].position_y)[1])
        assert min(words.position_x for words, _ in found) > page._page_box.margin_left - 0.1


def test_a_booklet_has_what_calls_for_help_at_its_beginning_alone():
    made = sheets.sheet(wish("booklet", option=FUSIONS))
    assert ['class="stop' in segment.html for segment in made.segments] == [
        at == 1 for at, _ in enumerate(made.segments)
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_printed_below_the_margin(name):
    for page in laid(name):
        box = page._page_box
        edge = box.position_y + box.margin_top + box.height
        assert max(w.position_y + w.baseline for w, _ in words_on(page)) < edge


@pytest.mark.parametrize(("name", "css"), [("large", "unit item"), ("both", "more")])
def test_no_row_is_split_between_pages(name, css):
    found = homes(laid(name), css)
    assert len(found) > 20
    assert all(len(pages) == 1 for pages in found.values())


def test_a_task_in_large_letters_is_whole_in_both_languages_on_one_page():
    """Down to its last step: a reader turns no page in the middle of a task."""
    pages = [letters("".join(box.text for box, _ in words_on(page))) for page in laid("large")]
    seen = 0
    for task in CATALOG.tasks.values():
        told = [SPOKEN[code].catalog.tasks[task.id] for code in SHEETS["large"][1:3]]
        titles, ends = zip(
            *((letters(str(one.title)), letters(str(one.how[-1].text))) for one in told),
            strict=True,
        )
        for page in (page for page in pages if any(title in page for title in titles)):
            seen += 1
            assert all(words in page for words in (*titles, *ends)), task.id
    assert seen > 20


def letters(text):
    return re.sub(r"\W", "", text)


def test_two_languages_need_three_leaves_for_an_option_at_most():
    assert len(laid("both")) <= 6
    look = sheets.sheet(wish(*SHEETS["both"])).segments[0].style
    assert min(look.sizes) >= 9


@pytest.mark.parametrize("name", SHEETS)
def test_the_sources_have_no_page_of_their_own(name):
    last = [e.get("class") for _, around in words_on(laid(name)[-1]) for e in around]
    assert "closing" in last
    assert {"more", "item", "unit item", "others", "stop", "bi stop", "cmp"} & set(last)


# --- options side by side ---------------------------------------------------------------------


def test_each_risk_has_a_row_with_an_answer_for_every_option():
    options = [CATALOG.options[name] for name in ("alif", "open-fusion", "injections")]
    named = {
        rate.risk for one in options for answer in one.answers.values() for rate in answer.risks
    }
    html = sheets.html(wish("compare", option=",".join(one.id for one in options)))
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", html, re.DOTALL)
    cells = {title: re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for title, row in rows}
    for risk in named:
        answers = cells[str(SPOKEN["en"].catalog.risks[risk].name)]
        assert len(answers) == len(options) + len(CATALOG.alternatives)
        assert all(re.sub("<[^>]+>", "", answer).strip() for answer in answers)


def test_of_whom_a_risk_is_known_is_told_once_where_all_options_share_it():
    html = sheets.html(wish("compare", option=FUSIONS))
    shared = re.findall(r'<tr>(?:(?!</tr>).)*</tr>\s*<tr class="whom">.*?</tr>', html, re.DOTALL)
    assert len(shared) > 2
    for row in shared:
        assert row.count("Over what time:") == 1
        assert row.count("data-figure") == len(FUSIONS.split(","))


def test_an_option_whose_risks_nobody_counted_says_so_in_full():
    html = sheets.html(wish("compare", option="alif,injections"))
    said = str(SPOKEN["en"].catalog.options["injections"].answers["risks"].not_known)
    assert html.count(said[:60]) == 1


def test_a_harm_that_a_choice_can_not_do_is_not_called_unknown():
    html = sheets.html(wish("compare", option="alif,microdiscectomy,injections"))
    shown = [*map(CATALOG.options.get, ("alif", "injections", "microdiscectomy"))]
    shown += CATALOG.alternatives.values()
    for risk in SPOKEN["en"].catalog.risks.values():
        (row,) = re.findall(
            rf'<tr><th scope="row">{re.escape(risk.name)}</th>(.*?)</tr>', html, re.S
        )
        for one, cell in zip(shown, re.findall("<td>(.*?)</td>", row, re.S), strict=True):
            named = any(rate.risk == risk.id for rate in one.answers["risks"].risks)
            needed = risk.needs and one.answers[risk.needs].does_not_apply
            assert ("Not known" in cell) <= named, (risk.id, one.id)
            assert ("Does not apply." in cell) is bool(needed and not named), (risk.id, one.id)


@pytest.mark.parametrize("second", ["", "es"])
def test_what_may_be_done_instead_answers_each_question_that_an_option_answers(second):
    """In every table, also where the options need more than one."""
    many = ",".join(list(CATALOG.options)[:5])
    html = sheets.html(wish("compare", "en", second, many))
    (other,) = SPOKEN["en"].catalog.alternatives.values()
    tables = html.count("<thead>") if not second else 1
    for field, answer in other.answers.items():
        said = answer.statements[0].text if answer.statements else None
        told = letters(str(said or answer.not_known or answer.does_not_apply))
        assert letters(re.sub("<[^>]+>", "", unescape(html))).count(told) >= tables, field
    assert f"{other.name}</th>" in html or second


def test_a_risk_that_one_option_does_not_have_is_not_left_empty():
    for second in ("", "es"):
        html = sheets.html(wish("compare", "en", second, "alif,llif"))
        assert "Our sources do not name it." in html


# --- what is found at a glance ------------------------------------------------------------------


@pytest.mark.parametrize("large", ["", "1"])
@pytest.mark.parametrize("kind", ["checklist", "warning-signs"])
def test_in_two_languages_a_phone_number_has_one_line_with_room_below_its_labels(kind, large):
    pages = printer._kept(sheets.sheet(wish(kind, "es", "ar", large=large)).segments[0]).pages
    cells = [
        b for page in pages for b in boxes(page) if b.element.find("p[@class='number']") is not None
    ]
    assert len(cells) == 2
    for cell in cells:
        assert cell.padding_bottom > MILLIMETRE * 11.9
        assert cell.border_bottom_width > 0


def test_the_bar_of_what_calls_for_help_is_as_high_in_both_languages():
    (page, *_) = printer._kept(sheets.sheet(wish("warning-signs", "es", "ar")).segments[0]).pages
    bars = [b for b in boxes(page) if [one.tag for one in b.element] == ["h2"]]
    assert len(bars) == 2
    assert len({(bar.position_y, round(bar.border_height(), 3)) for bar in bars}) == 1
    assert all(bar.style["background_color"].coordinates == (0, 0, 0) for bar in bars)


@pytest.mark.parametrize("code", ["en", "es", "ar"])
def test_a_list_of_tasks_that_goes_on_over_a_page_has_its_name_there_too(code):
    pages = printer._kept(sheets.sheet(wish("checklist", code)).segments[0]).pages
    tasks = [page for page in pages[1:] if homes([page], "tasks")]
    assert tasks
    for page in tasks:
        _, around = min(words_on(page), key=lambda one: one[0].position_y)
        assert any(element.get("class") == "group" for element in around)


@pytest.mark.parametrize("pair", [("es", "en"), ("en", "ar")])
def test_in_two_languages_it_has_its_name_there_in_both(pair):
    pages = printer._kept(sheets.sheet(wish("checklist", *pair)).segments[0]).pages
    tasks = [page for page in pages[1:] if homes([page], "item")]
    assert len(tasks) > 1
    for page in tasks:
        words = [around for _, around in sorted(words_on(page), key=lambda one: one[0].position_y)]
        (name,) = (one for one in words[0] if one.get("class") == "group")
        assert name.tag == "tr"
        halves = {one.get("lang") for around in words if name in around for one in around}
        assert halves >= set(pair)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_a_short_name_is_not_torn_by_a_lines_end(code):
    pages = printer._kept(
        sheets.sheet(wish("compare", code, option="mis-plif,mis-tlif")).segments[0]
    )
    heads = [
        box.text
        for page in pages.pages
        for box, around in words_on(page)
        if {"thead", "th"} <= {element.tag for element in around}
    ]
    # In one piece too: those of a line from right to left would change places.
    assert "MIS-TLIF" in heads
    assert not [text for text in heads if "MIS" in text and "MIS-" not in text]
    assert not [text for text in heads if text.endswith("-")]


def boxes(page):
    """Each cell of a table."""
    found = (getattr(box, "_box", box) for box in page._page_box.descendants())
    return [box for box in found if box.element is not None and box.element_tag in ("td", "th")]


# --- feet --------------------------------------------------------------------------------------


@pytest.mark.parametrize("large", ["", "1"])
@pytest.mark.parametrize("second", ["", "ar"])
def test_every_foot_has_page_version_and_date_in_each_language(second, large):
    made = sheets.sheet(wish("questions", "es", second, large=large))
    for foot, code in zip(made.feet, filter(None, ("es", second)), strict=True):
        words = foot.start + foot.end
        assert "\ue000" in words
        assert "\ue001" in words
        assert CATALOG.guide.version in words
        assert SPOKEN[code].formats.long_day(TODAY) in words


def test_the_foot_of_a_single_page_is_read_out():
    data = printer.pdf(sheets.sheet(wish("warning-signs", "es")))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        assert b"/Pagination" not in pdf.pages[0].Contents.read_bytes()

"""The sheets of paper: their words are asserted on the HTML, their pages on the PDF."""

import dataclasses
import functools
import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pikepdf
import pypdf
import pytest

from pwa import plan
from pwa.catalog import load
from pwa.catalog.typed import Text
from pwa.handouts import BadRequest, Wish, Workers, file_name, handout, parse, sheets
from pwa.handouts.foot import css_string
from pwa.handouts.parts import cited
from pwa.handouts.request import KINDS, PAPERS
from pwa.handouts.style import Style
from pwa.handouts.words import finalize
from pwa.i18n import localise
from pwa.i18n.locales import load as load_locales
from pwa.i18n.messages import Messages

CATALOG = load("content")
REGISTRY = load_locales("translations")
LOCALISED = {code: localise(CATALOG, locale) for code, locale in REGISTRY.items()}
TODAY = date(2026, 11, 21)
DAY = date(2027, 1, 14)
OPTION, OTHER = list(CATALOG.options)[:2]
EVERY = [
    (kind, code, paper)
    for kind in KINDS
    for code in REGISTRY
    for paper in PAPERS
    # One more language on one more paper tells no more.
    if code == "en" or (paper == "a4" and (code == "ar" or kind in ("option", "warning-signs")))
]
LARGE = [(kind, code) for kind in KINDS if kind != "booklet" for code in ("en", "ar")]


def wish(kind, code="en", paper="a4", **more):
    fields = {"kind": kind, "locale": code, "paper": paper, "option": OPTION, **more}
    return parse(fields, CATALOG, REGISTRY)


def html_of(localised, request, today=TODAY, second=None):
    return sheets.html(Wish(request, (localised, second) if second else (localised,), today))


def words_of(kind, code="en", localised=None, today=TODAY, **more):
    """The words of a sheet, tags and isolates taken out."""
    html = html_of(localised or LOCALISED[code], wish(kind, code, **more), today)
    text = re.sub(r"<style>.*?</style>|<title>.*?</title>", " ", html, flags=re.DOTALL)
    return plain(unescape(re.sub(r"</?(?:span|b|strong|small|q)\b[^>]*>", "", text)))


def plain(text):
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", re.sub(r"<[^>]+>", " ", text))).strip()


# --- what may be asked for ------------------------------------------------------------------

BAD = [
    ({"kind": ""}, "kind", "found nothing, expected one of"),
    ({"kind": "checklst"}, "kind", "did you mean “checklist”"),
    ({"kind": "xyz"}, "kind", "found “xyz”, expected one of"),
    ({"locale": "tlh"}, "locale", "expected one of: en"),
    ({"kind": "option", "option": ""}, "option", "found nothing"),
    ({"option": OPTION + "x"}, "option", f"did you mean “{OPTION}”"),
    ({"paper": "a5"}, "paper", "found “a5”, expected one of: a4, letter"),
    ({"large_print": "maybe"}, "large_print", "found “maybe”"),
    ({"second_locale": "en"}, "second_locale", "expected another language than the first"),
    ({"option": f"{OPTION},{OTHER}"}, "option", "found several options, expected one"),
    ({"kind": "compare", "option": f"{OPTION},x"}, "option", "found “x”"),
    ({"second_locale": "xx"}, "second_locale", "expected one of"),
    *(
        ({"surgery_date": day}, "surgery_date", "expected a day")
        for day in (
            "2027-02-30",
            "0000-00-00",
            "2027-13-01",
            "27-01-01",
            "2027-1-1",
            "20270101",
            "2027-W05-1",
            "0000002027-01-01",
            "2027-01-01T00:00",
            "٢٠٢٧-٠١-٠١",
            "2027-01-01\x00",
            "tomorrow",
            "1899-12-31",
            "2201-01-01",
            "9999-12-31",
            "<b>2027</b>",
        )
    ),
]


@pytest.mark.parametrize(("changed", "field", "message"), BAD)
def test_a_bad_field_is_named_with_what_was_found_and_expected(changed, field, message):
    fields = {"kind": "checklist", "locale": "en", **changed}
    with pytest.raises(BadRequest) as told:
        parse(fields, CATALOG, REGISTRY)
    assert [fault.field for fault in told.value.fields] == [field]
    assert message in told.value.fields[0].message


def test_every_fault_is_told_at_once():
    fields = {"kind": "x", "locale": "x", "option": "x", "surgery_date": "x", "paper": "x"}
    with pytest.raises(BadRequest) as told:
        parse(fields | {"second_locale": "x", "large_print": "x"}, CATALOG, REGISTRY)
    assert len({fault.field for fault in told.value.fields}) == 7


@pytest.mark.parametrize("value", ["x" * 10_000, "\x00\x1b[31m", "\u202egnp", "<script>"])
def test_what_is_repeated_to_the_asker_is_short_and_visible(value):
    for field in ("kind", "locale", "option", "surgery_date", "paper", "large_print"):
        with pytest.raises(BadRequest) as told:
            parse({"kind": "checklist", field: value}, CATALOG, REGISTRY)
        message = str(told.value)
        assert len(message) < 400
        assert not set(message) & set("\x00\x1b\u202e")


def test_empty_fields_count_as_not_given():
    fields = dict.fromkeys(("option", "surgery_date", "paper", "large_print", "second_locale"), "")
    request = parse({"kind": "checklist", "locale": "ar", **fields}, CATALOG, REGISTRY)
    assert (request.options, request.day, request.large_print) == ((), None, False)
    assert request.paper == REGISTRY["ar"].data.paper


def test_a_file_s_name_says_what_the_sheet_is():
    name = file_name(wish("checklist", "ar", surgery_date="2027-01-14", large_print="on"))
    assert name == f"checklist-{OPTION}-2027-01-14-ar-a4-large.pdf"
    assert file_name(wish("option", "es", "letter")) == f"option-{OPTION}-es-letter.pdf"


# --- what the sheets say --------------------------------------------------------------------


@pytest.mark.parametrize("code", REGISTRY)
@pytest.mark.parametrize("name", CATALOG.options)
def test_an_option_answers_every_field(code, name):
    words = words_of("option", code, option=name)
    option = LOCALISED[code].catalog.options[name]
    for field in LOCALISED[code].catalog.field_defs.values():
        assert field.title in words
        answer = option.answers[field.id]
        said = [s.text for s in answer.statements] or [answer.not_known or answer.does_not_apply]
        for text in filter(None, said):
            assert plain(text) in words


@pytest.mark.parametrize("code", REGISTRY)
def test_each_risk_has_a_number_or_is_said_to_be_not_known(code):
    localised = LOCALISED[code]
    html = html_of(localised, wish("option", code))
    rows = re.findall(r"<tr>\s*<td class=\"name\"><b>.*?</tr>", html, re.DOTALL)
    rates = [r for a in localised.catalog.options[OPTION].answers.values() for r in a.risks]
    assert len(rows) == len(rates) > 0
    for row, rate in zip(rows, rates, strict=True):
        if rate.figure:
            assert str(localised.figure(rate.figure)) in plain(row)
        else:
            assert str(localised.translator.text("Not known")) in plain(row)
            assert "<svg" not in row, "a risk without a number has no picture"


def test_a_number_on_paper_is_the_number_of_the_content():
    html = html_of(LOCALISED["en"], wish("option"))
    found = re.findall(r'data-figure="([^"]+)">([^<]+)<', html)
    assert len(found) > 5
    for name, words in found:
        assert plain(words) == str(LOCALISED["en"].figure(name))


def test_the_sources_at_the_end_are_those_cited_and_no_others():
    option = CATALOG.options[OPTION]
    html = html_of(LOCALISED["en"], wish("option"))
    listed = [name for name, source in CATALOG.sources.items() if source.title in unescape(html)]
    assert set(cited(CATALOG, option)) <= set(listed)
    numbers = {int(n) for cite in re.findall(r"\[([\d,\xa0]+)\]", html) for n in cite.split(",")}
    assert numbers == set(range(1, len(listed) + 1))


def test_a_checklist_holds_every_task_that_somebody_with_the_option_may_have():
    words = words_of("checklist")
    flags = [q.id for q in CATALOG.profile_questions.values() if q.type == "flag"]
    everyone = plan.Profile(None, OPTION, frozenset(flags), {"weight_kg": Decimal(70)})
    tasks = [CATALOG.tasks[i.id] for i in plan.schedule(CATALOG, everyone) if i.kind == "task"]
    listed = LOCALISED["en"].catalog.tasks
    assert len(tasks) > 20
    for number, task in enumerate(sorted(tasks, key=_in_groups), start=1):
        assert words.count(str(listed[task.id].title)) >= 2, "in the list and in the details"
        assert f"{number}." in words
        for label in task.when.any_of:
            assert f"“{CATALOG.profile_questions[label].label}”" in words or "<q>" not in words


def _in_groups(task):
    return list(CATALOG.task_groups).index(task.group)


@pytest.mark.parametrize("day", [DAY, date(2028, 2, 29), date(2199, 12, 31), date(1900, 1, 1)])
def test_a_dated_checklist_gives_the_days_of_the_schedule(day):
    words = words_of("checklist", surgery_date=day.isoformat())
    flags = frozenset(q.id for q in CATALOG.profile_questions.values() if q.type == "flag")
    show = LOCALISED["en"].formats.day
    for item in plan.schedule(CATALOG, plan.Profile(day, OPTION, flags, {})):
        if item.kind == "task":
            title = LOCALISED["en"].catalog.tasks[item.id].title
            assert re.search(
                rf"{re.escape(title)}.{{0,400}}?{show(item.start)} {show(item.until)}", words
            )


def test_a_checklist_without_a_day_gives_lengths_of_time():
    words = words_of("checklist")
    assert "before the operation" in words
    assert "after the operation" in words
    assert not re.search(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d", words)


def test_care_without_an_operation_is_counted_from_its_start():
    options = [name for name, option in CATALOG.options.items() if not option.operation]
    for name in options:
        words = words_of("checklist", option=name)
        assert "From the day you start until" in words
        assert "of the operation" not in words


def test_a_task_whose_time_has_passed_says_whom_to_ask():
    task = next(t for t in CATALOG.tasks.values() if not t.when.options and not t.when.any_of)
    soon = words_of("checklist", surgery_date=(TODAY + timedelta(days=1)).isoformat())
    assert LOCALISED["en"].catalog.tasks[task.id].late not in words_of("checklist")
    assert soon.count("Call your surgical team") > 3


@pytest.mark.parametrize("code", REGISTRY)
def test_a_medicine_task_leaves_room_for_who_decides_what_and_from_when(code):
    said = LOCALISED[code].translator.text
    words = words_of("checklist", code)
    medicines = [t for t in CATALOG.tasks.values() if t.medicine and not t.when.options]
    for label in ("Who decides", "What they said", "From when"):
        assert words.count(str(said(label))) >= len(medicines) > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", REGISTRY)
def test_each_sheet_tells_how_to_get_help_and_where_it_comes_from(kind, code):
    localised = LOCALISED[code]
    words = words_of(kind, code)
    guide = localised.catalog.guide
    assert localised.locale.data.emergency in words
    assert plain(guide.disclaimer) in words
    assert guide.version in words
    assert (plain(guide.translated_by_machine) in words) is localised.locale.data.machine_made


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("large", ["", "1"])
def test_headings_are_in_order_and_tables_have_heads(kind, large):
    html = html_of(LOCALISED["en"], wish(kind, large_print=large))
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels[0] == 1
    assert levels.count(1) == 1 or kind == "booklet"
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert "<th>" not in html, "every table head has a scope"
    assert html.count("<svg") == html.count("<title>") - html.count("<html"), (
        "every drawing has a title"
    )


def test_what_is_not_translated_is_marked_for_the_reader_and_the_layout():
    bare = dataclasses.replace(REGISTRY["ar"], messages=Messages({"Risks": "مخاطر"}))
    html = html_of(localise(CATALOG, bare), wish("warning-signs", "ar"))
    assert '<span class="fallback" lang="en" dir="ltr">You cannot pass urine.</span>' in html
    assert ">EN</small>" in html
    assert "It is not translated yet." in html
    assert "not translated yet" not in words_of("warning-signs", "en")


def test_nothing_from_content_or_a_translation_becomes_markup():
    evil = '<img src="http://x/y.png" onerror="alert(1)">{{ 7*7 }}</style>'
    locale = REGISTRY["es"]
    messages = {text: evil for text in locale.messages.singular}
    twisted = dataclasses.replace(
        locale, messages=dataclasses.replace(locale.messages, singular=messages)
    )
    for kind in KINDS:
        html = html_of(localise(CATALOG, twisted), wish(kind, "es"))
        assert "<img" not in html
        assert "{{ 7*7 }}" in html
        assert "</style>" not in html


def test_a_css_string_can_not_be_left():
    assert css_string('a"}</style>\\') == '"a\\22 \\7d \\3c \\2f style\\3e \\5c "'


def test_a_text_that_was_not_localised_is_refused():
    with pytest.raises(TypeError, match="expected a text of a localised catalogue"):
        finalize(Text("Wait"))


# --- the pages ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed():
    """Prints a sheet, each once; all that the tests want are begun at the start."""
    pool = Workers(processes=2, waiting=100, seconds=60)

    @functools.cache
    def begun(kind, code, paper, large, day):
        request = wish(kind, code, paper, large_print=large, surgery_date=day)
        return threads.submit(handout, LOCALISED[code], request, TODAY, pool)

    def sheet(kind, code="en", paper="a4", large="", day=""):
        return begun(kind, code, paper, large, day).result()

    with ThreadPoolExecutor(2) as threads:
        for kind, code, paper in EVERY:
            begun(kind, code, paper, "", "")
        for kind, code in LARGE:
            begun(kind, code, "a4", "1", "")
        yield sheet
    pool.close()


def pages_of(pdf):
    """The words of each page, without its foot."""
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return [plain(page) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_a_sheet_is_tagged_and_names_its_language_and_title(printed, kind, code, paper):
    with pikepdf.open(io.BytesIO(printed(kind, code, paper))) as pdf:
        assert str(pdf.Root.Lang) == code
        assert str(pdf.docinfo["/Title"])
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        size = [round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]]
        assert sorted(size) == {"a4": [595, 842], "letter": [612, 792]}[paper]
        assert (size[0] > size[1]) is (kind == "compare")


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_every_font_is_embedded_and_is_one_the_language_names(printed, kind, code, paper):
    told = subprocess.run(
        ["pdffonts", "-"], input=printed(kind, code, paper), capture_output=True, check=True
    ).stdout.decode()
    rows = told.splitlines()[2:]
    assert rows
    named = {font.replace(" ", "-") for font in REGISTRY[code].data.fonts}
    for row in rows:
        assert re.search(r"\byes yes yes\b", row), f"not embedded: {row}"
        font = row.split()[0].partition("+")[2]
        assert re.sub(r"-(Bold|Italic)", "", font) in named
    script = {"ar": "Arabic"}.get(code, "")
    assert script in told


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_a_sheet_is_sound_and_says_on_each_page_which_it_is(printed, tmp_path, kind, code, paper):
    pdf = printed(kind, code, paper)
    (tmp_path / "x.pdf").write_bytes(pdf)
    subprocess.run(["qpdf", "--check", "x.pdf"], cwd=tmp_path, check=True, capture_output=True)
    if code == "en":
        pages = pages_of(pdf)
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in page
            assert "Printed 21 November 2026" in page


@pytest.mark.parametrize(("kind", "most"), [("warning-signs", 1), ("option", 4), ("checklist", 12)])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", REGISTRY)
def test_a_sheet_has_no_more_pages_than_it_should(printed, kind, most, code, paper):
    assert len(pypdf.PdfReader(io.BytesIO(printed(kind, code, paper))).pages) <= most


@pytest.mark.parametrize(("kind", "code"), LARGE)
def test_in_large_print_no_letter_is_smaller_than_sixteen_points(printed, kind, code):
    with pikepdf.open(io.BytesIO(printed(kind, code, large="1"))) as pdf:
        sizes = {size for page in pdf.pages for size in sizes_on(page)}
    assert sizes
    assert min(sizes) >= 15.99


def sizes_on(page):
    """The sizes of letters in points. WeasyPrint's unit is the CSS pixel."""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            yield float(operands[1]) * 0.75


@pytest.mark.parametrize("large", ["", "1"])
def test_no_task_is_split_between_pages(printed, large):
    pages = pages_of(printed("checklist", large=large))
    catalog = LOCALISED["en"].catalog
    seen = 0
    for task in catalog.tasks.values():
        title, last = plain(task.title), plain(task.how[-1].text)
        homes = [p for p in pages if re.search(rf"\d+\. {re.escape(title)}", p)]
        for page in homes:
            seen += 1
            assert last in page, title
    assert seen > 20


@pytest.mark.parametrize(("kind", "large"), [(k, size) for k in KINDS for size in ("", "1")])
def test_no_heading_is_stranded_at_the_foot_of_a_page(printed, kind, large):
    html = html_of(LOCALISED["en"], wish(kind))
    headings = {plain(h) for h in re.findall(r"<h[1-6]>(.*?)</h[1-6]>", html, re.DOTALL)}
    for page in pages_of(printed(kind, large=large)):
        if "What is inside" in page:  # where headings are all there is
            continue
        body = re.split(
            r" (?:[A-Z][^.]{5,60} · )?Plainspine(?: version [\d.]+)?(?: ·| Page)", page
        )[0]
        assert not any(body.endswith(heading) for heading in headings)


def test_the_heads_of_a_long_table_are_repeated_on_each_page(printed):
    risks = [r for a in CATALOG.options[OPTION].answers.values() for r in a.risks]
    names = [plain(LOCALISED["en"].catalog.risks[rate.risk].meaning)[:30] for rate in risks]
    pages = [p for p in pages_of(printed("option")) if any(name in p for name in names)]
    assert len(pages) > 1
    assert all("What could happen" in page for page in pages)


def test_a_sheet_from_right_to_left_begins_at_the_right(printed):
    pdf = printed("warning-signs", "ar")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-f", "1", "-l", "1", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    width = float(re.search(r'<page width="([\d.]+)"', boxes)[1])
    ends = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
    margin = 14 / 25.4 * 72
    assert max(ends) == pytest.approx(width - margin, abs=12)
    title = LOCALISED["ar"].catalog.guide.name
    at = re.findall(rf'xMin="([\d.]+)"[^>]*>[^<]*{title}', boxes)[-1]
    assert float(at) > width / 2, "the foot begins at the right too"


def test_a_range_keeps_its_order_inside_a_line_of_the_other_direction(printed):
    html = html_of(LOCALISED["ar"], wish("option", "ar"))
    assert re.search('data-figure="[^"]+"> ?\u2068[^<]+\u2069</span>', html)


def test_every_language_has_the_same_rows_under_the_same_numbers():
    def rows(code):
        html = html_of(LOCALISED[code], wish("checklist", code))
        return len(re.findall(r'<td class="n">', html))

    assert len({rows(code) for code in REGISTRY}) == 1


def test_a_style_depends_on_nothing_but_language_paper_and_size():
    one, other = wish("option", surgery_date="2027-01-14"), wish("option")
    locales = (REGISTRY["en"],)
    assert Style.of(locales, one) == Style.of(locales, other)

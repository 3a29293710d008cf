"""What the sheets of paper say, asserted on their HTML."""

import dataclasses
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pytest
from handouts import LOCALISED, OPTION, TODAY, html_of, plain, wish, words_of
from pages import CATALOG, REGISTRY

from pwa import plan
from pwa.catalog.typed import Text
from pwa.handouts.foot import css_string
from pwa.handouts.parts import cited
from pwa.handouts.request import KINDS
from pwa.handouts.words import finalize
from pwa.handouts.workers import LARGEST
from pwa.i18n import localise
from pwa.i18n.messages import Messages

DAY = date(2027, 1, 14)


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


@pytest.mark.parametrize("large", ["", "1"])
def test_what_a_person_in_a_picture_stands_for_is_told_once_before_the_first(large):
    for option in CATALOG.options.values():
        html = html_of(LOCALISED["en"], wish("option", option=str(option.id), large_print=large))
        pictures = [found.start() for found in re.finditer(r'class="(?:people|drawn)"', html)]
        told = [found.start() for found in re.finditer(r'class="key"', html)]
        assert len(told) == bool(pictures)
        assert not pictures or told[0] < pictures[0]


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
        title = str(listed[task.id].title)
        assert words.count(title) >= 2, "in the list and in the details"
        assert f"{number}." in words
        for label in task.when.any_of:
            asked = str(LOCALISED["en"].catalog.profile_questions[label].label)
            assert re.search(rf"{re.escape(title)} If this is true:[^.]*?{re.escape(asked)}", words)


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
    for group in localised.catalog.warning_signs.values():
        for sign in group.signs if group.urgency == "emergency" else ():
            assert plain(sign.text) in words
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


def test_the_longest_booklet_leaves_room_for_as_many_options_again():
    every = wish("booklet", option=",".join(CATALOG.options), second_locale="es")
    assert len(html_of(LOCALISED["en"], every, second=LOCALISED["es"])) < 0.6 * LARGEST


def test_what_is_not_translated_is_marked_for_the_reader_and_the_layout():
    bare = dataclasses.replace(REGISTRY["ar"], messages=Messages({"Risks": "مخاطر"}))
    html = html_of(localise(CATALOG, bare), wish("warning-signs", "ar"))
    assert '<span class="fallback" lang="en" dir="ltr">You cannot pass urine.</span>' in html
    assert ">EN</small>" in html
    assert "It is not translated yet." in html
    assert "not translated yet" not in words_of("warning-signs", "en")


def test_a_sheet_of_a_partly_translated_language_begins_with_whole_html():
    bare = dataclasses.replace(REGISTRY["ar"], messages=Messages({"Risks": "مخاطر"}))
    html = html_of(localise(CATALOG, bare), wish("warning-signs", "ar"))
    head = html.partition("</head>")[0]
    assert f'<meta name="description" content="{CATALOG.guide.tagline}">' in head
    assert "<span" not in head


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

"""The real content: every file has its shape, every claim its source, every link its end."""

import re
from datetime import date
from pathlib import Path

import pytest
from planting import CONTENT
from pydantic import TypeAdapter

from pwa.catalog.document import read
from pwa.catalog.loader import FOLDERS, schema_of
from pwa.catalog.model import Option, Task
from pwa.catalog.typed import SourceId, Text
from pwa.catalog.walk import find
from pwa.plan import Profile, moved, schedule, step

DAY = date(2026, 11, 1)
REAL = sorted(CONTENT.rglob("*.yaml"))


def name_of(path: Path) -> str:
    return str(path.relative_to(CONTENT))


def entry_of(path: Path):
    """The file by itself, checked for its shape."""
    data = read(path).data
    named = {**data, "id": path.stem} if path.parent.name in FOLDERS else data
    return TypeAdapter(schema_of(path)).validate_python(named)


@pytest.mark.parametrize("path", REAL, ids=name_of)
def test_a_content_file_has_its_shape_and_no_digit_in_its_prose(path, catalog):
    texts = [str(text) for _, text in find(entry_of(path), Text) if not text.digits]
    for text in texts:
        bare = re.sub(r"\{[^}]*\}|\[\[[^|\]]*\|?", "", text)
        for name in catalog.guide.allowed_digits:
            bare = bare.replace(name, "")
        assert not [char for char in bare if char.isnumeric()], text


@pytest.mark.parametrize("path", REAL, ids=name_of)
def test_every_term_that_a_content_file_links_to_is_in_the_glossary(path, catalog):
    for _, text in find(entry_of(path), Text):
        for term in re.findall(r"\[\[([^|\]]+)", text):
            assert term in catalog.glossary, text


def test_every_figure_has_a_source_and_says_of_whom_and_over_what_time(catalog):
    for name, one in catalog.figures.items():
        assert one.sources, name
        assert set(one.sources) <= catalog.sources.keys(), name
        assert one.population, name
        assert one.time, name


def test_every_claim_has_a_source_that_exists(catalog):
    names = [source for _, source in find(catalog, SourceId)]
    assert len(names) > len(catalog.figures)
    assert set(names) <= catalog.sources.keys()


def test_every_option_answers_the_same_fields_in_some_words(catalog):
    for option in catalog.options.values():
        assert option.answers.keys() == catalog.field_defs.keys(), option.id
        assert all(any(find(answer, Text)) or answer.risks for answer in option.answers.values())


def test_there_are_warning_signs_of_every_urgency(catalog):
    urgencies = {group.urgency for group in catalog.warning_signs.values()}
    assert urgencies == {"emergency", "same-day", "expected"}
    assert all(group.signs for group in catalog.warning_signs.values())


def test_the_emergency_signs_of_the_nerves_are_told_whole_wherever_they_stand(catalog):
    told = [str(text) for _, text in find(catalog, Text) if "emergency help now**" in text]
    nerves = [text for text in told if re.search(r"\bleg\b", text)]
    assert len(nerves) > len(catalog.options)
    assert len(set(nerves)) == 2  # the shorter one stands below the list of all signs
    for text in set(nerves):
        assert "numb between the legs" in text
        assert re.search(r"bladder\s+or\s+bowel", text)


def test_what_to_ask_before_an_injection_comes_before_its_day(catalog):
    task = catalog.tasks["before-an-injection"]
    assert moved(DAY, step(catalog, task.window.start)) < DAY


def test_the_limits_of_a_fusion_are_for_a_fusion_alone(catalog):
    for name in ("laminectomy", "microdiscectomy"):
        shown = {one.id for one in schedule(catalog, Profile(option=name))}
        entries = [{**catalog.tasks, **catalog.phases}[one] for one in shown]
        words = " ".join(str(text) for one in entries for _, text in find(one, Text))
        assert "no-bones-joined" in shown
        assert "limits-without-fusion" in shown
        assert not re.findall(r"\{(?:bending-limit|bone-healing|nsaid-avoid-after)\}", words)


def test_every_medicine_task_leaves_the_change_to_the_team(catalog):
    tasks = [task for task in catalog.tasks.values() if task.medicine]
    assert tasks
    for task in tasks:
        words = " ".join(text for _, text in find(task, Text)).lower()
        assert re.search(r"\bask\b|\btell\b|\bshow\b|\bcall\b|\bteam\b", words), task.id


def test_every_figure_is_used_somewhere(catalog):
    words = " ".join(text for _, text in find(catalog, Text))
    holes = set(re.findall(r"\{([^}]+)\}", words))
    windows = {
        edge.figure
        for entry in (*catalog.tasks.values(), *catalog.phases.values())
        for edge in (entry.window.start, entry.window.until)
    }
    rates = {
        rate.figure
        for option in catalog.options.values()
        for answer in option.answers.values()
        for rate in answer.risks
    }
    amounts = {task.amount.figure for task in catalog.tasks.values() if task.amount}
    assert not catalog.figures.keys() - holes - windows - rates - amounts


def test_the_order_of_the_entries_is_the_one_they_ask_for(catalog):
    for entries in (catalog.options, catalog.tasks, catalog.pages, catalog.glossary):
        keys = [(entry.order, entry.id) for entry in entries.values()]
        assert keys == sorted(keys)


def test_a_loaded_entry_cannot_be_changed(catalog):
    for kind, entries in ((Option, catalog.options), (Task, catalog.tasks)):
        entry = next(iter(entries.values()))
        assert isinstance(entry, kind)
        with pytest.raises(ValueError, match="frozen"):
            entry.order = 1

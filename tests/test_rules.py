"""The rules that look at several files: one passing and one failing example of each."""

import pytest
from planting import KNEE, Edit, append, copied, swap, whole

from pwa.catalog import ContentError, load, rules

OPTION = "options/exercise.yaml"
RULES = [*rules.RAW, *rules.WHOLE]

# Each breaks one rule of the tiny guide, which by itself breaks none.
BROKEN: dict[str, tuple[str, Edit, str]] = {
    "equal_fields": (
        OPTION,
        swap(r"^  bad:\n    not_known: .*\n", ""),
        "answers: the answer to 'bad' is missing",
    ),
    "answers_fit_their_field": (
        "fields.yaml",
        swap(r"(?<=id: bad\n        title: What speaks against it\?\n)        answer: points",
             "        answer: risks"),
        "answers.bad: found the wrong kind of answer, expected risks",
    ),
    "windows_in_order": (
        "tasks/keep-training.yaml",
        swap(r"^  from: .*$", "  from: {months: 12}"),
        "window: found an end before the start, expected it after",
    ),
    "rates_fit_their_group": (
        "figures.yaml",
        swap(r"^  high: 8$", "  high: 108"),
        "stiff-knee.high: found 108 of 100, expected at most 100",
    ),
    "drawn_parts_exist": (
        OPTION,
        append("drawings:\n  - {drawing: knee, part: 3}"),
        "drawings.0.part: found part 3, expected one of: 1, 2",
    ),
    "one_day_asked": (
        "profile.yaml",
        swap(r"type: flag", "type: date"),
        "found 2 questions of type date, expected one",
    ),
    "questions_have_their_own_id": (
        "profile.yaml",
        swap(r"id: stairs", "id: start_day"),
        "found the id 'start_day' a second time",
    ),
}  # fmt: skip


@pytest.fixture
def knee(tmp_path):
    """The tiny guide, with a drawing."""
    folder = copied(KNEE / "content", tmp_path / "content")
    (folder / "drawings").mkdir()
    parts = "parts: [{number: 1, label: One}, {number: 2, label: Two}]"
    words = f"title: Knee\ncaption: A knee.\n{parts}\nsources: [knee-leaflet]\n"
    (folder / "drawings/knee.yaml").write_text(words)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
    (folder / "drawings/knee.svg").write_text(svg)
    return folder


def faults(folder) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_every_rule_says_in_one_sentence_what_it_asks():
    for rule in RULES:
        assert rule.__doc__, rule
        assert rule.__doc__.strip().endswith("."), rule.__name__
        assert "\n" not in rule.__doc__.strip(), rule.__name__


def test_every_rule_has_a_failing_example_here():
    assert BROKEN.keys() == {rule.__name__ for rule in RULES}


def test_a_guide_that_keeps_every_rule_is_loaded(knee):
    assert load(knee).drawings.keys() == {"knee"}


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_told_with_its_place(knee, rule):
    file, edit, says = BROKEN[rule]
    path = knee / file
    path.write_text(edit(path.read_text()))
    found = faults(knee)
    assert any(says in fault for fault in found), found
    assert all(fault.startswith(str(knee)) for fault in found)


def test_rules_that_look_at_the_whole_still_speak_beside_a_fault_in_a_file(knee):
    for name in ("windows_in_order", "rates_fit_their_group", "drawn_parts_exist"):
        file, edit, _ = BROKEN[name]
        (knee / file).write_text(edit((knee / file).read_text()))
    path = knee / "glossary/thigh.yaml"
    path.write_text(append("colour: red")(path.read_text()))
    found = "\n".join(faults(knee))
    assert "unknown key 'colour'" in found
    for name in ("windows_in_order", "rates_fit_their_group", "drawn_parts_exist"):
        assert BROKEN[name][2] in found


def test_a_window_that_leans_on_a_broken_figure_is_not_accused(knee):
    path = knee / "figures.yaml"
    path.write_text(swap(r"^  low: 6$", "  low: 60")(path.read_text()))
    (fault,) = faults(knee)
    assert "training-time: expected low below high" in fault


@pytest.mark.parametrize(
    ("start", "until", "fits"),
    [
        ("{days: 0}", "{days: 0}", True),
        ("{days: -1}", "{days: 0}", True),
        ("{days: 8}", "{weeks: 1}", False),
        ("{weeks: -1}", "{days: -7}", True),
        ("{months: 1}", "{days: 30}", False),
        ("{figure: training-time, end: low}", "{figure: training-time, end: high}", True),
        ("{figure: training-time, end: high}", "{figure: training-time, end: low}", False),
        (
            "{figure: training-time, end: high, side: before}",
            "{figure: training-time, end: low, side: before}",
            True,
        ),
        ("{days: 1}", "{figure: training-time, side: before}", False),
    ],
)
def test_a_window_may_not_end_before_it_starts_whatever_it_is_counted_in(knee, start, until, fits):
    path = knee / "tasks/keep-training.yaml"
    path.write_text(
        swap(r"^  from: .*\n  until: .*$", f"  from: {start}\n  until: {until}")(path.read_text())
    )
    if fits:
        assert "keep-training" in load(knee).tasks
    else:
        (fault,) = faults(knee)
        assert "found an end before the start" in fault


@pytest.mark.parametrize("edge", ["{}", "{days: 1, weeks: 1}", "{days: 1, figure: training-time}"])
def test_an_edge_of_a_window_is_one_length_of_time(knee, edge):
    path = knee / "tasks/keep-training.yaml"
    path.write_text(swap(r"^  until: .*$", f"  until: {edge}")(path.read_text()))
    (fault,) = faults(knee)
    assert "window.until: expected exactly one of days, weeks, months, figure" in fault


@pytest.mark.parametrize("edge", ["until: {figure: stiff-knee}", "from: {figure: stiff-knee}"])
def test_only_a_length_of_time_can_date_a_task(knee, edge):
    path = knee / "tasks/keep-training.yaml"
    name = edge.partition(":")[0]
    path.write_text(swap(rf"^  {name}: .*$", f"  {edge}")(path.read_text()))
    (fault,) = faults(knee)
    assert f"window.{name}: found the figure 'stiff-knee'" in fault


def test_an_answer_is_one_thing(knee):
    path = knee / OPTION
    path.write_text(append("    does_not_apply: No one.")(path.read_text()))
    (fault,) = faults(knee)
    assert "answers.bad: expected exactly one of" in fault
    assert "found not_known and does_not_apply" in fault


def test_a_field_that_no_option_answers_yet_is_asked_of_every_option(knee):
    path = knee / "fields.yaml"
    path.write_text(
        append("      - {id: cost, title: What is it?, answer: text}")(path.read_text())
    )
    found = faults(knee)
    options = sorted(load(KNEE / "content").options)
    assert [fault.split("options/")[1].split(".")[0] for fault in found] == options
    assert all("the answer to 'cost' is missing" in fault for fault in found)


@pytest.mark.parametrize("text", ["groups: no\n", "groups: [a]\n", "groups: [{fields: [[]]}]\n"])
def test_fields_of_the_wrong_shape_are_one_fault_of_their_own_file(knee, text):
    (knee / "fields.yaml").write_text(whole(text)(""))
    assert {fault.partition(".yaml:")[0].rpartition("/")[2] for fault in faults(knee)} == {"fields"}

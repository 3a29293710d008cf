"""The schedule in Python: `pwa.plan`."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa import plan
from pwa.catalog import Catalog
from pwa.catalog.model import Edge

DAYS = st.dates(plan.FIRST_DAY, plan.LAST_DAY)
STEPS = st.one_of(
    st.builds(lambda n: plan.Step(unit="days", n=n), st.integers(-400, 400)),
    st.builds(lambda n: plan.Step(unit="weeks", n=n), st.integers(-60, 60)),
    st.builds(lambda n: plan.Step(unit="months", n=n), st.integers(-25, 25)),
)
OPTIONS = {"cut": True, "wait": False}
QUESTIONS: dict[str, plan.Asked] = {
    "day": {"type": "date", "min": None, "max": None, "choices": []},
    "choice": {"type": "option", "min": None, "max": None, "choices": []},
    "a": {"type": "flag", "min": None, "max": None, "choices": []},
    "b": {"type": "flag", "min": None, "max": None, "choices": []},
    "size": {"type": "number", "min": "1", "max": "9", "choices": []},
    "kind": {"type": "choice", "min": None, "max": None, "choices": ["kind-x", "kind-y"]},
}
PROFILES = st.builds(
    plan.Profile,
    day=st.none() | DAYS,
    option=st.none() | st.sampled_from(["cut", "wait", "forgotten"]),
    flags=st.frozensets(st.sampled_from(["a", "b"])),
    numbers=st.dictionaries(st.just("size"), st.just(Decimal(5))),
    choices=st.dictionaries(st.just("kind"), st.sampled_from(["kind-x", "kind-y"])),
)


def item(name: str = "x", **changes: object) -> plan.Item:
    """An item for everybody, on the day, except as told."""
    on_the_day = plan.Step(unit="days", n=0)
    whom = plan.Whom(any_of=[], options=[])
    plain = {"id": name, "kind": "task", "group": "g", "start": on_the_day, "until": on_the_day}
    return plan.Item(**{**plain, "when": whom, **changes})  # type: ignore[typeddict-item]


def rules_of(*items: plan.Item) -> plan.Rules:
    return plan.Rules(questions=QUESTIONS, options=OPTIONS, items=list(items))


def whom(any_of: tuple[str, ...] = (), options: tuple[str, ...] = ()) -> plan.Whom:
    return plan.Whom(any_of=list(any_of), options=list(options))


WHOMS = st.builds(
    whom,
    st.lists(st.sampled_from([*QUESTIONS]), max_size=2).map(tuple),
    st.lists(st.sampled_from([*OPTIONS]), max_size=2).map(tuple),
)
ITEMS = st.builds(
    item,
    st.sampled_from(["k", "l", "m"]),
    kind=st.sampled_from(["task", "phase"]),
    start=STEPS,
    until=STEPS,
    when=WHOMS,
)


def names(rules: plan.Rules, **profile: object) -> list[str]:
    return [found.id for found in plan.schedule(rules, plan.Profile(**profile))]  # type: ignore[arg-type]


# --- counting days ---


@pytest.mark.parametrize(
    ("day", "unit", "n", "expected"),
    [
        ("2028-02-29", "months", 12, "2029-02-28"),
        ("2028-02-29", "months", -12, "2027-02-28"),
        ("2027-01-31", "months", 1, "2027-02-28"),
        ("2028-01-31", "months", 1, "2028-02-29"),
        ("2027-03-31", "months", -1, "2027-02-28"),
        ("2026-12-31", "days", 1, "2027-01-01"),
        ("2027-01-01", "weeks", -1, "2026-12-25"),
        ("2028-03-01", "days", -1, "2028-02-29"),
        ("1900-03-01", "days", -1, "1900-02-28"),
        ("2026-10-25", "days", 1, "2026-10-26"),
    ],
)
def test_leap_days_and_year_ends_are_counted_as_on_a_calendar(
    day: str, unit: plan.CountUnit, n: int, expected: str
) -> None:
    step = plan.Step(unit=unit, n=n)
    assert plan.moved(date.fromisoformat(day), step) == date.fromisoformat(expected)


@given(DAYS, st.integers(-25, 25))
def test_a_month_later_is_in_the_next_month_and_never_skips_one(day: date, n: int) -> None:
    later = plan.moved(day, plan.Step(unit="months", n=n))
    assert (later.year - day.year) * 12 + later.month - day.month == n
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


def test_a_day_that_is_a_slip_of_the_keyboard_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a day from 1900-01-01 to 2199-12-31"):
        plan.Profile(day=date(202, 3, 1))


# --- order and deadlines ---


@given(st.lists(ITEMS, max_size=6), PROFILES)
def test_nothing_is_dated_after_its_own_deadline(
    items: list[plan.Item], profile: plan.Profile
) -> None:
    for found in plan.schedule(rules_of(*items), profile):
        if profile.day is None:
            assert (found.start, found.until) == (None, None)
        else:
            assert found.start
            assert found.until
            assert found.start <= found.until


@given(st.lists(ITEMS, max_size=6), PROFILES)
def test_items_come_in_the_order_of_time(items: list[plan.Item], profile: plan.Profile) -> None:
    found = plan.schedule(rules_of(*items), profile)
    if profile.day:
        keys = [(one.start, one.until, one.id) for one in found]
        assert keys == sorted(keys)  # type: ignore[type-var]


def test_the_start_gives_way_when_a_short_month_crosses_the_window() -> None:
    # 31 days before the end of March is 28 February, and so is one month before it, cut.
    crossing = item(start=plan.Step(unit="days", n=-30), until=plan.Step(unit="months", n=-1))
    (found,) = plan.schedule(rules_of(crossing), plan.Profile(day=date(2027, 3, 31)))
    assert found.start == found.until == date(2027, 2, 28)


def test_without_a_day_the_order_is_still_that_of_time() -> None:
    late = item("a", start=plan.Step(unit="weeks", n=2), until=plan.Step(unit="weeks", n=2))
    early = item("z", start=plan.Step(unit="months", n=-1), until=plan.Step(unit="weeks", n=2))
    assert names(rules_of(late, early)) == ["z", "a"]


# --- whom it is for ---


def test_undecided_counts_as_an_operation() -> None:
    rules = rules_of(item())
    assert names(rules) == names(rules, option="cut") == ["x"]
    assert names(rules, option="wait") == []


def test_an_option_that_the_guide_has_dropped_counts_as_undecided() -> None:
    assert names(rules_of(item()), option="forgotten") == ["x"]


def test_an_item_for_some_options_is_for_those_alone() -> None:
    rules = rules_of(item(when=whom(options=("wait",))))
    assert names(rules, option="wait") == ["x"]
    assert names(rules) == names(rules, option="cut") == []


def test_who_has_not_decided_gets_what_is_for_any_of_the_operations() -> None:
    rules = rules_of(item(when=whom(options=("cut",))))
    assert names(rules) == names(rules, option="cut") == ["x"]
    assert names(rules, option="wait") == []


def test_one_tick_of_several_is_enough_and_a_number_counts_when_given() -> None:
    rules = rules_of(item(when=whom(any_of=("a", "size"))))
    assert names(rules, flags=frozenset({"b"})) == []
    assert names(rules, flags=frozenset({"a"})) == ["x"]
    assert names(rules, numbers={"size": Decimal(3)}) == ["x"]


def test_a_choice_counts_by_itself_and_so_does_its_question() -> None:
    one, any_kind = item("one", when=whom(any_of=("kind-x",))), item(when=whom(any_of=("kind",)))
    rules = rules_of(one, any_kind)
    assert names(rules) == []
    assert names(rules, choices={"kind": "kind-y"}) == ["x"]
    assert names(rules, choices={"kind": "kind-x"}) == ["one", "x"]


# --- the rules of a catalog ---


def test_the_rules_survive_json(catalog: Catalog) -> None:
    rules = plan.rules(catalog)
    assert json.loads(json.dumps(rules)) == rules
    assert len(rules["items"]) == len(catalog.tasks) + len(catalog.phases)


def test_an_end_of_a_figure_is_resolved_with_its_side_and_unit(catalog: Catalog) -> None:
    name = next(n for n, f in catalog.figures.items() if catalog.units[f.unit].offset == "weeks")
    low, high = (int(end) for end in catalog.figures[name].ends)
    before = Edge.model_validate({"figure": name, "end": "low", "side": "before"})
    after = Edge.model_validate({"figure": name})
    assert plan.step(catalog, before) == {"unit": "weeks", "n": -low}
    assert plan.step(catalog, after) == {"unit": "weeks", "n": high}


def test_half_a_week_is_counted_in_days(catalog: Catalog) -> None:
    name = next(n for n, f in catalog.figures.items() if catalog.units[f.unit].offset == "weeks")
    half = catalog.figures[name].model_copy(update={"low": None, "high": Decimal("1.5")})
    changed = catalog.model_copy(update={"figures": {**catalog.figures, name: half}})
    edge = Edge.model_validate({"figure": name, "side": "before"})
    assert plan.step(changed, edge) == {"unit": "days", "n": -11}


def test_a_catalog_is_scheduled_as_its_rules_are(catalog: Catalog) -> None:
    profile = plan.Profile(day=date(2028, 2, 29))
    assert plan.schedule(catalog, profile) == plan.schedule(plan.rules(catalog), profile)
    assert plan.schedule(catalog, profile)

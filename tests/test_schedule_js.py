"""`schedule.js` against `pwa.plan`: the same answers, the same dates, in a real browser."""

import hashlib
import json
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from pwa import plan
from pwa.catalog import Catalog

pytestmark = pytest.mark.browser

JS = Path(plan.__file__).parent / "web" / "static" / "js"
ORIGIN = "https://plan.test"  # routed, never asked for; digests need https
ZONES = [
    "Pacific/Apia",  # had no 30 December 2011
    "America/Sao_Paulo",  # once began summer time at midnight
    "Asia/Katmandu",  # 5:45 ahead
    "Europe/London",
    "America/St_Johns",  # changed its clocks at one minute past midnight
    "Pacific/Kiritimati",  # 14 hours ahead, and had no 31 December 1994
    "Africa/Cairo",  # summer time came and went and came back
    "UTC",
]
ODD_DAYS = [
    *(date(year, 2, 28) for year in (1900, 2000, 2027, 2028, 2100)),
    *(date(year, 2, 29) for year in (2000, 2028, 2032)),
    *(date(2027, month, 31) for month in (1, 3, 5, 7, 8, 10, 12)),
    *(date(2026, 12, 31), date(2027, 1, 1), date(2011, 12, 30), date(2026, 3, 29)),
    *(plan.FIRST_DAY, plan.LAST_DAY),
]


def open_page(browser: Browser, zone: str) -> Page:
    """A blank page that can import our modules; nothing leaves the machine."""
    page = browser.new_context(timezone_id=zone).new_page()

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(f"{ORIGIN}/")
        if name.endswith(".js"):
            body = (JS / name).read_text()
            route.fulfill(content_type="text/javascript", body=body)
        else:
            route.fulfill(content_type="text/html", body="<!doctype html><title>x</title>")

    page.route("**/*", answer)
    page.goto(f"{ORIGIN}/")
    return page


# --- what is asked of both ---


def some_profile(rng: random.Random, rules: plan.Rules) -> plan.Profile:
    flags = [name for name, asked in rules["questions"].items() if asked["type"] == "flag"]
    numbers = [name for name, asked in rules["questions"].items() if asked["type"] == "number"]
    day = plan.FIRST_DAY + timedelta(rng.randrange((plan.LAST_DAY - plan.FIRST_DAY).days + 1))
    return plan.Profile(
        day=rng.choice([None, day, day, day, rng.choice(ODD_DAYS)]),
        option=rng.choice([None, "forgotten", *rules["options"], *rules["options"]]),
        flags=frozenset(name for name in flags if rng.random() < 0.5),
        numbers={name: Decimal(70) for name in numbers if rng.random() < 0.5},
        choices={
            name: rng.choice(asked["choices"])
            for name, asked in rules["questions"].items()
            if asked["choices"] and rng.random() < 0.7
        },
    )


def some_rules(rng: random.Random, real: plan.Rules) -> plan.Rules:
    """The guide's questions and options, with windows no guide would dare."""

    def some_step() -> plan.Step:
        unit = rng.choice(["days", "weeks", "months", "months"])
        return plan.Step(unit=unit, n=rng.randint(-30, 30))  # type: ignore[typeddict-item]

    def some_of(names: Any) -> list[str]:
        return rng.sample(sorted(names), rng.choice([0, 0, 1, 2]))

    choices = {one for asked in real["questions"].values() for one in asked["choices"]}
    answers = {*real["questions"], *choices}
    items = [
        plan.Item(
            id=rng.choice(["a", "b", "a-b", "a_b", f"t{index}"]),
            kind=rng.choice(["task", "phase"]),  # type: ignore[typeddict-item]
            group=None,
            start=some_step(),
            until=some_step(),
            when=plan.Whom(any_of=some_of(answers), options=some_of(real["options"])),
        )
        for index in range(8)
    ]
    return plan.Rules(questions=real["questions"], options=real["options"], items=items)


def as_json(profile: plan.Profile) -> dict[str, Any]:
    return {
        "day": profile.day and profile.day.isoformat(),
        "option": profile.option,
        "flags": sorted(profile.flags),
        "numbers": {name: str(value) for name, value in profile.numbers.items()},
        "choices": dict(profile.choices),
    }


def by_python(rules: plan.Rules, profile: plan.Profile) -> list[list[str | None]]:
    return [
        [one.id, one.kind, *(end and end.isoformat() for end in (one.start, one.until))]
        for one in plan.schedule(rules, profile)
    ]


PROFILES = 10_000
# One digest for each ten profiles: enough to find a difference, and little to carry.
TEN = 10
BY_JAVASCRIPT = """async (batches) => {
  const { schedule } = await import("/schedule.js");
  const found = JSON.parse(batches).flatMap(({ rules, profiles }) => profiles.map((profile) =>
    schedule(rules, profile).map((one) => [one.id, one.kind, one.start, one.until])));
  const tens = found.filter((_, n) => n % 10 === 0).map((_, n) => found.slice(n * 10, n * 10 + 10));
  return Promise.all(tens.map(async (ten) => {
    const bytes = new TextEncoder().encode(JSON.stringify(ten));
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return Array.from(hash.slice(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }));
}"""
Cases = list[tuple[plan.Rules, list[plan.Profile]]]


@pytest.fixture(scope="module")
def cases(catalog: Catalog) -> Cases:
    """10,000 profiles: a third against the guide's own rules, the others against wild ones."""
    rng = random.Random(20261121)
    real = plan.rules(catalog)
    batches = [(real, PROFILES - 6600), *((some_rules(rng, real), 100) for _ in range(66))]
    return [(rules, [some_profile(rng, rules) for _ in range(n)]) for rules, n in batches]


@pytest.fixture(scope="module")
def expected(cases: Cases) -> list[str]:
    found = [by_python(rules, one) for rules, profiles in cases for one in profiles]
    assert len(found) == PROFILES
    tens = [found[n : n + TEN] for n in range(0, PROFILES, TEN)]
    return [digest(ten) for ten in tens]


def digest(ten: Any) -> str:
    text = json.dumps(ten, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.fixture(scope="module")
def asked(cases: Cases) -> str:
    batches = [
        {"rules": rules, "profiles": [as_json(one) for one in profiles]}
        for rules, profiles in cases
    ]
    return json.dumps(batches)


@pytest.mark.parametrize("zone", ZONES)
def test_python_and_javascript_give_the_same_dates(
    browser: Browser, asked: str, expected: list[str], zone: str
) -> None:
    page = open_page(browser, zone)
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == zone
    assert page.evaluate(BY_JAVASCRIPT, asked) == expected
    page.context.close()


DAYS_JS = "async (values) => { const d = await import('/days.js'); return values.map(d.isDay); }"


def test_only_days_that_a_calendar_has_are_days(browser: Browser) -> None:
    page = open_page(browser, "Pacific/Apia")
    good = ["2028-02-29", "2011-12-30", "1900-01-01", "2199-12-31"]
    bad = ["2027-02-29", "2027-13-01", "0027-03-01", "2027-3-1", "2027-03-01T00:00", "", None, 7]
    assert page.evaluate(DAYS_JS, [*good, *bad]) == [True] * len(good) + [False] * len(bad)
    page.context.close()


def test_today_is_the_day_on_the_readers_own_clock(browser: Browser) -> None:
    page = open_page(browser, "Pacific/Apia")
    ask = "async () => (await import('/days.js')).today(new Date('2026-11-21T12:00:00Z'))"
    assert page.evaluate(ask) == "2026-11-22"
    page.context.close()

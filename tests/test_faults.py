"""A short part of ``make faults``: one case of each kind."""

import pytest
from faults import (
    CHANGED,
    DAMAGES,
    Case,
    damage,
    first_visit,
    full_at_an_update,
    killed_at_an_update,
    run,
    update,
)
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

SCRIPT, BUNDLE = 5, 6
"""Which requests of a first visit these are."""
CASES: dict[str, Case] = {
    "the worker's script is cut off unseen": first_visit(SCRIPT, "truncate"),
    "a portal answers for the bundle": first_visit(BUNDLE, "portal"),
    "an update's step is truncated": update(1, "truncate", CHANGED, with_steps=True),
    "a changed page hangs": update(2, "stall", CHANGED, with_steps=False),
    "entries are damaged": damage(f"(async () => {{{DAMAGES['every entry damaged']}}})()"),
    "the storage is full at an update": full_at_an_update,
    "the server is killed at an update": killed_at_an_update,
}


@pytest.mark.parametrize("name", CASES)
def test_a_disturbed_phone_ends_whole(browser: Browser, name: str) -> None:
    assert run(browser, name, CASES[name]) is None

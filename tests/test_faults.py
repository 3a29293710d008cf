"""A short part of ``make faults``: first visit, update, storage and server, one case of each."""

import pytest
from disturbances import CHANGED, DAMAGES, damage, first_visit, killed_at_an_update, update
from disturbed import Case
from faults import run
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BUNDLE = 6
"""Which request of a first visit it is."""
CASES: dict[str, Case] = {
    "a portal answers for the bundle": first_visit(BUNDLE, "portal"),
    "an update's step is truncated": update(1, "truncate", CHANGED, with_steps=True),
    "entries are damaged": damage(f"(async () => {{{DAMAGES['every entry damaged']}}})()"),
    "the server is killed at an update": killed_at_an_update,
}


@pytest.mark.parametrize("name", CASES)
def test_a_disturbed_phone_ends_whole(browser: Browser, name: str) -> None:
    assert run(browser, name, CASES[name]) is None

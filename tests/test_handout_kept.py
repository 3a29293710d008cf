"""What a worker keeps: so many tags, and those that are asked for."""

import pytest
from handouts import LOCALISED, TODAY, wish
from pages import CATALOG

from pwa.handouts import Wish, draft, printer
from pwa.handouts.kept import Kept
from pwa.handouts.sheet import Sheet


def tags(sheet):
    return sum(map(printer._tags, sheet.segments))


@pytest.fixture
def asked():
    """Asks for a thing of three tags, of six there is room for; tells whether it was made."""
    kept, made = Kept(6), []

    def ask(name, tags=3):
        made.clear()
        assert kept.get(name, tags, lambda: made.append(name) or name) == name
        return made == [name]

    return ask


def test_what_is_kept_is_not_made_again(asked):
    assert [asked(name) for name in "abab"] == [True, True, False, False]


def test_what_was_not_asked_for_longest_goes_first(asked):
    assert [asked(name) for name in "abac"] == [True, True, False, True]
    assert not asked("a")
    assert asked("b")


def test_a_long_one_takes_the_room_of_several(asked):
    assert [asked(name) for name in "ab"] == [True, True]
    assert asked("long", 6)
    assert asked("a")


def test_what_has_no_room_at_all_is_made_each_time_and_takes_none(asked):
    assert asked("a")
    assert [asked("longer", 7) for _ in range(2)] == [True, True]
    assert not asked("a")


@pytest.mark.parametrize("large", ["", "1"])
def test_there_is_room_for_the_longest_booklet(large):
    every = ",".join(CATALOG.options)
    asked = wish("booklet", option=every, second_locale="es", large_print=large)
    sheet = draft(Wish(asked, (LOCALISED["en"], LOCALISED["es"]), TODAY))
    assert tags(sheet) < printer.TAGS


def test_pages_and_forms_share_the_room(monkeypatch):
    made = [
        draft(Wish(wish("recovery", surgery_date=day), (LOCALISED["en"],), TODAY))
        for day in ("", "2027-03-01")
    ]
    for room, kept in ((sum(map(tags, made)), 2), (tags(made[1]), 1)):
        monkeypatch.setattr(printer, "_KEPT", Kept(room))
        for sheet in made:
            printer.pdf(sheet)
        assert len(printer._KEPT.names()) == kept
    assert isinstance(printer._KEPT.names()[0], Sheet)
    printer.forget()
    assert printer._KEPT.names() == []

"""What a worker keeps: so many letters, and those that are asked for."""

import pytest
from handouts import LOCALISED, TODAY, wish

from pwa.handouts import Wish, draft, printer
from pwa.handouts.kept import Kept
from pwa.handouts.sheet import Sheet


@pytest.fixture
def asked():
    """Asks for a thing of three letters, of six there is room for; tells whether it was made."""
    kept, made = Kept(6), []

    def ask(name, letters=3):
        made.clear()
        assert kept.get(name, letters, lambda: made.append(name) or name) == name
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


def test_what_has_no_room_at_all_is_made_each_time(asked):
    assert asked("longer", 7)
    assert asked("longer", 7)


def test_pages_and_forms_share_the_room(monkeypatch):
    made = [
        draft(Wish(wish("recovery", surgery_date=day), (LOCALISED["en"],), TODAY))
        for day in ("", "2027-03-01")
    ]
    for room, kept in ((sum(one.length for one in made), 2), (made[1].length, 1)):
        monkeypatch.setattr(printer, "_KEPT", Kept(room))
        for sheet in made:
            printer.pdf(sheet)
        assert len(printer._KEPT.names()) == kept
    assert isinstance(printer._KEPT.names()[0], Sheet)
    printer.forget()
    assert printer._KEPT.names() == []

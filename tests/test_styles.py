"""The stylesheet, read as text."""

import re

from pwa.handouts.style import _COUNTERS
from pwa.i18n.formats import ZEROS
from pwa.web import styles


def test_a_list_on_the_screen_has_the_digits_that_it_has_on_paper() -> None:
    found = re.findall(r"\[data-intl\$=nu-(\w+)\]\{--digits:([\w-]+)\}", styles.packed("tokens"))
    assert dict(found) == _COUNTERS
    assert {name for name, _ in found} == ZEROS.keys() - {"latn"}


def test_no_list_names_the_digits_of_one_language() -> None:
    for name in set(styles.NAMES) - {"tokens"}:
        assert not re.search(r"arabic-indic|nu-arab", styles.packed(name)), name


def test_what_goes_with_a_direction_names_no_language() -> None:
    for name in set(styles.NAMES) - {"tokens"}:
        assert ":lang(" not in styles.packed(name), name

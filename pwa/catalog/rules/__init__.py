"""Rules that look at more than one file. Each is one function with one sentence.

`RAW` rules read the files as written, so that they still speak when another fault keeps a file from
becoming a model. `WORDS` rules read every text, also of an entry that names what is not there.
`WHOLE` rules read the finished catalog, which may lack what is at fault.
`COMPARING` rules hold its entries against each other, and so need them all.
"""

from pwa.catalog.errors import Problem
from pwa.catalog.model import Catalog
from pwa.catalog.rules import (
    answers,
    audit,
    balance,
    lists,
    numbers,
    spoken,
    windows,
    wording,
)
from pwa.catalog.rules.base import Documents

RAW = (answers.equal_fields, numbers.low_is_below_high, lists.an_emergency_has_its_signs)
WORDS = (
    wording.neutral_words,
    spoken.rates_are_figures,
    spoken.medicines_are_left_to_doctors,
)
WHOLE = (
    answers.answers_fit_their_field,
    answers.good_and_bad_in_the_same_place,
    answers.good_and_bad_in_the_same_type,
    windows.windows_in_order,
    lists.drawn_parts_exist,
    numbers.rates_fit_their_group,
    numbers.risks_are_counted_in_people,
    numbers.what_is_not_known_says_so,
    lists.country_is_known,
    lists.one_day_asked,
    lists.questions_have_their_own_id,
    lists.questions_to_ask_have_their_own_id,
    lists.cares_have_their_own_id,
    lists.alternatives_have_an_address,
    wording.options_in_a_neutral_order,
    audit.audit_is_whole,
    audit.audit_points_to_pages,
    lists.names_are_plain,
    lists.pages_have_the_names_that_links_use,
)
COMPARING = (
    answers.options_of_like_length,
    balance.fields_of_like_length,
    balance.risks_of_like_number,
    balance.nothing_left_out_alone,
    balance.gaps_are_needed,
    wording.exceptions_are_needed,
)


def raw(documents: Documents) -> list[Problem]:
    """Run the rules that read files as written."""
    return [problem for rule in RAW for problem in rule(documents)]


def words(catalog: Catalog, documents: Documents) -> list[Problem]:
    """Run the rules that read texts."""
    return [problem for rule in WORDS for problem in rule(catalog, documents)]


def whole(catalog: Catalog, documents: Documents) -> list[Problem]:
    """Run the rules that read the catalog."""
    return [problem for rule in WHOLE for problem in rule(catalog, documents)]


def comparing(catalog: Catalog, documents: Documents) -> list[Problem]:
    """Run the rules that hold entries against each other."""
    return [problem for rule in COMPARING for problem in rule(catalog, documents)]

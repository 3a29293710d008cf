"""Every option says about as much as its peers in each field, and names as many risks.

An option's peers are those that are operations too, or those that are none. What an option says is
not known, or does not apply, while all its peers answer it, needs its reason in ``gaps``.
"""

from collections.abc import Iterator
from statistics import median

from pwa.catalog.errors import Problem, did_you_mean
from pwa.catalog.model import Answer, Catalog, Option
from pwa.catalog.rules.base import Documents, choices, problem, word_count

SHARE = 3
"""The part of its peers' middle length that a field must have: a third."""
RISKS = 2
"""The part of its peers' middle number of risks that an option must name: a half."""


def fields_of_like_length(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """An answer has at least a third of the words that the other options have in the middle."""
    lengths = {
        (option.id, name): word_count(answer)
        for option, _ in choices(catalog, documents)
        for name, answer in option.answers.items()
        if answer.statements
    }
    for option, document in choices(catalog, documents):
        for name in option.answers:
            others = [n for (who, what), n in lengths.items() if what == name and who != option.id]
            found = lengths.get((option.id, name))
            if found is not None and others and SHARE * found < median(others):
                least = -(-median(others) // SHARE)
                message = f"found {found} words, expected at least {least:.0f}: {_middle(others)}"
                yield problem(document, ("answers", name), message)


def _middle(others: list[int]) -> str:
    return f"the others have {median(others):g} in the middle"


def risks_of_like_number(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """An option names at least half as many risks as its peers do in the middle."""
    for option, document in choices(catalog, documents):
        for name, answer in option.answers.items():
            others = [
                len(peer.answers[name].risks)
                for peer in _peers(catalog, option)
                if name in peer.answers
            ]
            found = len(answer.risks)
            if others and RISKS * found < median(others):
                least = -(-median(others) // RISKS)
                message = (
                    f"found {found} risks, expected at least {least:.0f}, if need be without a"
                    f" figure (then 'not known' is shown): {_middle(others)}"
                )
                yield problem(document, ("answers", name), message)


def nothing_left_out_alone(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """What all its peers answer an option answers too, unless ``gaps`` says why it can't."""
    excused = {(gap.field, gap.option) for gap in catalog.gaps}
    for option, document in choices(catalog, documents):
        for name in _left_out_alone(catalog, option):
            if (name, option.id) not in excused:
                kind = "not_known" if option.answers[name].not_known else "does_not_apply"
                message = (
                    f"found {kind}, expected an answer: all its peers give one"
                    " (or the reason under 'gaps' in fields.yaml)"
                )
                yield problem(document, ("answers", name, kind), message)


def gaps_are_needed(catalog: Catalog, documents: Documents) -> Iterator[Problem]:
    """Each gap names a choice, and is one: the option says nothing where all its peers do."""
    for index, gap in enumerate(catalog.gaps):
        option = (catalog.options.get(gap.option)) or catalog.alternatives.get(gap.option)
        loc = ("gaps", index, "option")
        if ("options", gap.option) not in documents and (
            "alternatives",
            gap.option,
        ) not in documents:
            known = [name for kind, name in documents if kind in ("options", "alternatives")]
            message = f"no option is called '{gap.option}'{did_you_mean(gap.option, known)}"
            yield problem(documents["", "fields"], loc, message)
        elif option and gap.field not in _left_out_alone(catalog, option):
            message = f"found a gap that is none: '{gap.option}' answers, or a peer doesn't either"
            yield problem(documents["", "fields"], loc, message)


def _left_out_alone(catalog: Catalog, option: Option) -> list[str]:
    peers = list(_peers(catalog, option))
    return [
        name
        for name, answer in option.answers.items()
        if not _answered(answer)
        and len(peers) > 1
        and all(name in peer.answers and _answered(peer.answers[name]) for peer in peers)
    ]


def _answered(answer: Answer) -> bool:
    return bool(answer.statements or answer.risks)


def _others(catalog: Catalog, option: Option) -> Iterator[Option]:
    every = (*catalog.options.values(), *catalog.alternatives.values())
    return (other for other in every if other.id != option.id)


def _peers(catalog: Catalog, option: Option) -> Iterator[Option]:
    return (peer for peer in _others(catalog, option) if peer.operation == option.operation)

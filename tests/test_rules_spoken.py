"""What the real guide may not say: rates in words, boasts, what to do with a medicine, less of one
option than of its peers. Each is planted in a copy and must be told with its line.
"""

import pytest
from planting import CONTENT, Fault, copied, extracted, swap

from pwa.catalog import ContentError, load
from pwa.catalog.rules import spoken, wording

HELD = "options/mis-tlif.yaml"
RISKS = r"^  risks:\n(?:    .*\n|\n)+"
BENEFITS = r"^  benefits:\n(?:    .*\n|\n)+"


# One in the summary of each option, so that one load finds them all.
SPOKEN = {
    "alif": ("Five percent of people have trouble.", "percent"),
    "injections": ("About one in twenty people have trouble.", "one in twenty"),
    "laminectomy": ("Half of all people have trouble.", "Half of"),
    "llif": ("A third of patients have trouble.", "third of"),
    "microdiscectomy": ("It is much better than open surgery.", "much better"),
    "mis-plif": ("It is better than open surgery.", "better than"),
    "mis-tlif": ("A cutting edge way.", "cutting edge"),
    "non-surgical": ("Highly accurate screws.", "Highly"),
    "olif": ("An effective way.", "effective"),
    "open-fusion": ("Stop your blood thinner a week before.", "Stop your blood thinner"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What is said of a guide in which each of them is planted."""
    folder = copied(CONTENT, tmp_path_factory.mktemp("spoken") / "content")
    for option, (words, _) in SPOKEN.items():
        path = folder / f"options/{option}.yaml"
        edit = swap(r"^summary: >-\n(?:  .*\n)+", f"summary: {words}\n")
        path.write_text(edit(path.read_text()))
    with pytest.raises(ContentError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems], folder


@pytest.mark.parametrize("option", SPOKEN)
def test_what_leans_boasts_or_tells_what_to_take_is_told_with_its_line(told, option):
    found, folder = told
    path = folder / f"options/{option}.yaml"
    line = path.read_text().split("summary:")[0].count("\n") + 1
    says = f"{path}:{line}: summary: found '{SPOKEN[option][1]}', expected "
    assert [fault for fault in found if fault.startswith(says)], found


PLANTS = (
    Fault(
        "risks that are not known, where its peers list them",
        HELD,
        swap(RISKS, "  risks:\n    not_known: Nobody knows what can go wrong here.\n"),
        "risks:\n    not_known",
        ("answers.risks: found 0 risks, expected at least 6",),
    ),
    Fault(
        "most risks left out",
        HELD,
        swap(RISKS, "  risks:\n    risks: [{risk: infection, sources: [garg]}]\n"),
        "risks:\n    risks: [{",
        ("answers.risks: found 1 risks, expected at least 6",),
    ),
    Fault(
        "a good side in two words",
        HELD,
        swap(BENEFITS, "  benefits:\n    statements: [{text: It helps., sources: [garg]}]\n"),
        "benefits:\n",
        ("answers.benefits: found 2 words, expected at least 31",),
    ),
    Fault(
        "a good side that is not known, where all peers tell theirs",
        HELD,
        swap(BENEFITS, "  benefits:\n    not_known: Nobody knows.\n"),
        "not_known: Nobody",
        ("found not_known, expected an answer: all its peers give one",),
    ),
)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.name)
def test_an_option_of_which_less_is_said_than_of_its_peers_is_told_with_its_line(tmp_path, plant):
    folder = copied(CONTENT, tmp_path / "content")
    line = plant.plant(folder)
    with pytest.raises(ContentError) as caught:
        load(folder)
    found = [str(problem) for problem in caught.value.problems]
    for says in plant.says:
        at = f"{folder / plant.file}:{line}: "
        assert any(told.startswith(at) and says in told for told in found), found


def test_a_gap_of_an_option_that_is_none_is_told(tmp_path):
    folder = copied(CONTENT, tmp_path / "content")
    path = folder / "fields.yaml"
    path.write_text(swap("option: open-fusion", "option: open-fusin")(path.read_text()))
    with pytest.raises(ContentError, match=r"no option is called 'open-fusin' \(did you mean"):
        load(folder)


@pytest.mark.parametrize(
    "words",
    [
        "Most people notice little.",
        "What can I expect after half a year?",
        "In the third step the gap is as wide as the last tube.",
        "Tubes slide in one over the other.",
        "One of the two screws",
        "It happens to {wound-infection}.",
    ],
)
def test_a_count_of_things_or_a_figure_is_no_rate_in_words(catalog, words):
    assert spoken.rate_in_words(words, catalog.wording.rates) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Do not stop or change a blood thinner by yourself.", None),
        ("Never stop a [[blood-thinner]] on your own.", None),
        ("Ask when to stop your blood thinner.", None),
        ("Ask whether you may take ibuprofen again.", None),
        ("Stop smoking. Bring your medicines.", None),
        ("Do not take your aspirin that day.", "take your aspirin"),
        (
            "A week before, stop taking your [[opioid|strong pills]].",
            "stop taking your strong pills",
        ),
        ("You may skip the morning tablets.", "skip the morning tablets"),
        ("Your blood thinner is stopped a week before.", "blood thinner is stopped"),
    ],
)
def test_whom_to_ask_may_be_told_and_what_to_do_with_a_medicine_may_not(catalog, words, found):
    names = {name: str(term.name) for name, term in catalog.glossary.items()}
    assert spoken.tells(words, catalog.wording.medicines, names) == found


def test_the_words_of_templates_and_programs_hold_no_rate_and_no_order(catalog):
    forms = [
        message.id if isinstance(message.id, tuple) else (message.id,) for message in extracted()
    ]
    for words in [wording.bare(form) for group in forms for form in group if "{n}" not in form]:
        assert not spoken.rate_in_words(words, catalog.wording.rates), words
        assert not spoken.tells(words, catalog.wording.medicines, {}), words

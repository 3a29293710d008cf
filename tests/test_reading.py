"""How hard the pages are to read: what is counted, which terms are excepted, what is reported."""

from decimal import Decimal

import pytest
from planting import KNEE, copied

from pwa import reading
from pwa.catalog import load
from pwa.catalog.reading import FORMULAS, NAMES, Limit, Measured, Reading
from pwa.cli import main
from pwa.reading import PageReading, Terms, faults, score, sentences, summary, write

GRADE = NAMES["flesch-kincaid"]


def read(inside: str, lang: str = "en") -> list[str]:
    return sentences(f"<nav>Chrome</nav><main>{inside}</main><footer>Chrome</footer>", lang)


# --- what is counted ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<h1>What is it?</h1><p>A thing. It helps.</p>", ["What is it?", "A thing.", "It helps."]),
        ("<ul><li>Rest</li><li>Walk</li></ul>", ["Rest.", "Walk."]),
        ("<tr><th>Stay</th><td>One night</td></tr>", ["Stay.", "One night."]),
        ('<p>A <a href="#x">linked</a> and <strong>strong</strong> word</p>',
         ["A linked and strong word."]),
        ("<p>One<br>two</p>", ["One.", "two."]),
        ("<p>About 1.2 to 1,200 grams.</p>", ["About 12 to 1200 grams."]),
        ("<p>&amp; so on</p><p> – </p>", ["& so on."]),
        ("<b>Name</b><small>About it</small>", ["Name.", "About it."]),
    ],
)  # fmt: skip
def test_headings_items_and_cells_are_sentences_of_their_own(html, found):
    assert read(html) == found


@pytest.mark.parametrize(
    "html",
    [
        "<nav><p>Next</p></nav>",
        "<svg><text>1</text><path/></svg>",
        "<script>a < b</script>",
        '<p class="small src">Source: <a>A book</a></p>',
        '<dt translate="no">The Title of a Document</dt>',
        '<span aria-hidden="true">A</span>',
        '<span lang="es">No está traducido</span>',
    ],
)
def test_what_is_no_text_of_the_guide_is_left_out(html):
    assert read(f"<p>Before.</p>{html}<p>After</p>") == ["Before.", "After."]


def test_a_text_in_the_language_of_the_page_counts():
    assert read('<p lang="es">Sí</p>', "es") == ["Sí."]


def test_what_stands_outside_of_main_is_left_out():
    assert sentences("<p>Chrome.</p>", "en") == []


# --- terms of art ------------------------------------------------------------------------------

TERMS = Terms.of(["fusion", "small-cut surgery", "disc"])


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("A fusion joins bones.", "A x joins bones."),
        ("Fusions of Discs", "x of x"),
        ("Small-cut surgery helps.", "x x helps."),
        ("Surgery and confusion", "Surgery and confusion"),
    ],
)
def test_a_term_keeps_its_place_with_one_syllable_a_word_and_nothing_else_is_excepted(said, bare):
    assert TERMS.excepted(said) == bare
    assert len(bare.split()) == len(said.split())


def test_the_excepted_terms_are_counted_by_name():
    assert TERMS.met("A Fusion of discs. Fusion!") == {"fusion": 2, "discs": 1}


def test_without_a_glossary_nothing_is_excepted():
    assert Terms.of([]).excepted("fusion") == "fusion"


def test_only_names_of_the_glossary_are_excepted(catalog, site):
    names = {str(term.name).lower() for term in catalog.glossary.values()}
    terms = reading.terms_of(site, "en")
    met = terms.met(" ".join(names) + " operation surgeon infection")
    assert met.keys() <= names


# --- the formulas ------------------------------------------------------------------------------


def test_a_hard_sentence_has_a_higher_grade_and_fewer_points():
    easy = "You can walk. You can rest."
    hard = "Perioperative anticoagulation necessitates individualised multidisciplinary planning."
    assert score(GRADE, easy, "en") < 2 < 12 < score(GRADE, hard, "en")
    points = NAMES["fernandez-huerta"]
    facil, dificil = (
        "Usted ya anda. Usted ya come.",
        "La anticoagulación perioperatoria individualizada.",
    )
    assert score(points, facil, "es") > 75 > 50 > score(points, dificil, "es")


def page(path: str, grade: float, counted: float) -> PageReading:
    smog = FORMULAS["en"][1]
    scores = {(GRADE, True): grade, (smog, True): grade + 3, (GRADE, False): counted}
    return PageReading(path, grade, (), scores)


def test_the_summary_has_the_middle_and_the_hardest_page_with_and_without_terms():
    first, second, third = summary([page("a", 2, 3), page("b", 4.04, 9), page("c", 3.46, 4)])
    assert (first.formula, first.terms, first.pages) == ("flesch-kincaid", "excepted", 3)
    assert (first.middle, first.hardest) == (Decimal("3.5"), Decimal("4.0"))
    assert second.formula == "smog"
    assert (third.terms, third.middle, third.hardest) == ("counted", 4, 9)
    assert summary([]) == ()


def test_with_points_the_hardest_page_is_the_lowest():
    assert NAMES["fernandez-huerta"].hardest([80.0, 95.0]) == 80
    assert GRADE.hardest([2.0, 5.0]) == 5


# --- limits and the figures that are shown -----------------------------------------------------


def measured(middle: str, hardest: str, terms: str = "excepted") -> Measured:
    given = {"formula": "flesch-kincaid", "terms": terms, "pages": 3}
    return Measured(**given, middle=middle, hardest=hardest)


def shown(*found: Measured) -> Reading:
    limit = Limit(middle=6, hardest=8)
    return Reading(limits={"flesch-kincaid": limit}, languages={"en": found})


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (measured("6", "8"), []),
        (measured("6.1", "8"), ["found 6.1 for the middle page, expected 6"]),
        (measured("6", "8.1"), ["found 8.1 for the hardest page, expected 8"]),
        (measured("9", "9", "counted"), []),
    ],
)
def test_a_page_that_is_too_hard_is_told(found, says):
    told = list(faults(shown(found), "en", [found]))
    assert [fault.partition(": ")[2].partition(": ")[2] for fault in told] == says


@pytest.mark.parametrize(("old", "is_old"), [("3.0", False), ("3.1", False), ("3.2", True)])
def test_figures_that_are_no_longer_true_are_told(old, is_old):
    found = list(faults(shown(measured(old, "5")), "en", [measured("3.0", "5")]))
    assert bool(found) == is_old
    assert all("the figures shown are old: run 'reading --write'" in fault for fault in found)


def test_figures_that_are_not_shown_yet_are_told_and_a_guide_may_show_none():
    assert list(faults(shown(), "en", [measured("3", "5")]))
    assert not list(faults(None, "en", [measured("3", "5")]))


def test_what_is_written_is_what_a_guide_loads(tmp_path):
    folder = copied(KNEE / "content", tmp_path / "content")
    one = measured("2.5", "4.0")
    limits = {"flesch-kincaid": Limit(middle=6, hardest=8)}
    write(folder / "reading.yaml", limits, {"en": (one,), "fr": ()})
    loaded = load(folder).reading
    assert loaded == Reading(limits=limits, languages={"en": (one,), "fr": ()})


def test_an_unknown_formula_is_refused_with_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'flesch-kincaid'"):
        Reading(limits={"flesch-kinkaid": Limit(middle=6, hardest=8)})


# --- the command -------------------------------------------------------------------------------


def run(capsys, *args: str) -> tuple[int, str, str]:
    knee = ["--content", str(KNEE / "content"), "--translations", str(KNEE / "translations")]
    with pytest.raises(SystemExit) as end:
        main([*knee, "reading", *args])
    said = capsys.readouterr()
    return end.value.code, said.out, said.err


def test_the_command_lists_the_pages_hardest_first_and_a_language_without_a_formula(capsys):
    code, out, err = run(capsys)
    grades = [float(line.split()[0]) for line in out.splitlines() if " en/" in line]
    assert code == 0
    assert err == ""
    assert len(grades) > 5
    assert grades == sorted(grades, reverse=True)
    assert "en: Flesch–Kincaid, terms excepted: median " in out
    assert "fr: not known" in out


def test_the_command_lists_the_excepted_terms_and_the_worst_sentences(capsys):
    _, out, _ = run(capsys, "--locale", "en", "--terms", "--worst", "1")
    assert any(line.split()[1:] == ["thigh"] for line in out.splitlines())
    assert any(line.startswith("        ") for line in out.splitlines())
    assert "fr" not in out


# --- the real guide ----------------------------------------------------------------------------


def test_the_english_pages_keep_to_the_limits_and_the_figures_shown_are_current(site, catalog):
    limit = catalog.reading.limits["flesch-kincaid"]
    assert (limit.middle, limit.hardest) == (6, 8)
    found = list(reading.pages(site, "en"))
    assert len(found) > 20
    assert not list(faults(catalog.reading, "en", summary(found)))


@pytest.mark.parametrize("code", [code for code in FORMULAS if code != "en"])
def test_the_figures_shown_for_a_translation_are_current(site, catalog, code):
    assert code in site.locales
    assert not list(faults(catalog.reading, code, summary(reading.pages(site, code))))


def test_a_figure_that_is_edited_by_hand_is_told(catalog):
    kept = catalog.reading.languages["en"]
    moved = kept[0].model_copy(update={"middle": kept[0].middle + Decimal("0.2")})
    (told,) = faults(catalog.reading, "en", [moved, *kept[1:]])
    assert "run 'reading --write'" in told


def test_the_figures_stand_on_the_page_about_the_guide(site, catalog):
    words = " ".join(sentences(site.page("en/about/").body.decode(), "en"))
    middle, hardest = (
        getattr(catalog.reading.languages["en"][0], n) for n in ("middle", "hardest")
    )
    html = site.page("en/about/").body.decode()
    assert "How hard is this guide to read?" in words
    assert f"<bdi>{middle}</bdi>" in html
    assert f"<bdi>{hardest}</bdi>" in html

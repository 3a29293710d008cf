"""A translation keeps to its list of terms; endings, articles and vowel marks are no faults."""

import re

import pytest
from babel.messages import Message
from planting import KNEE, TRANSLATIONS, append, copied

from pwa.catalog import ContentError
from pwa.i18n.check import check, term_faults
from pwa.i18n.extract import template
from pwa.i18n.terms import Rendering, Terms, load


def terms(**renderings) -> Terms:
    named = {name.replace("_", " "): value for name, value in renderings.items()}
    return Terms({name: Rendering.model_validate(value) for name, value in named.items()})


SPANISH = terms(
    open_surgery="cirugía abierta (cirugía con corte largo)",
    disc="disco",
    slipped_disc="hernia de disco",
    rod={"say": "barra", "also": ["barrote"], "unless": ["thin rod"]},
)
ARABIC = terms(open_surgery="جراحة مفتوحة", disc={"say": "قُرص", "also": ["أقراص"]})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("After open surgery.", "Después de la cirugía abierta."),
        ("Open surgery", "CIRUGIAS ABIERTAS"),
        ("Open surgery", "Una cirugía con un corte muy largo"),
        ("Two discs", "Dos discos"),
        ("A slipped disc", "Una hernia del disco"),
        ("A rod, a thin rod", "Una barra, una varilla fina"),
        ("A thin rod", "Una varilla fina"),
        ("Two rods", "Dos barrotes"),
        ("A discussion", "Un debate"),
        ("A disc-like thing", "Algo redondo"),
        ("See [[disc]].", "Vea [[disc]]."),
        ("See the [[slipped-disc|slipped disc]].", "Vea [[slipped-disc]]."),
        ("See [[disc|the **disc**]].", "Vea [[disc|los discos]]."),
    ],
)
def test_a_term_called_by_its_name_in_any_form_is_no_fault(source, said):
    assert not list(SPANISH.faults(source, said))


@pytest.mark.parametrize(
    ("source", "said", "term"),
    [
        ("After open surgery.", "Después de la cirugía grande.", "open surgery"),
        ("Two discs", "Dos platos", "disc"),
        ("A slipped disc", "Un disco salido", "slipped disc"),
        ("A rod", "Una varilla", "rod"),
        ("A rod, a thin rod", "Una varilla, una varilla fina", "rod"),
        ("See [[disc|the disc]].", "Vea [[disc|el plato]].", "disc"),
        ("The disc ([[disc]])", "El plato ([[disc]])", "disc"),
        ("**Disc**", "**Plato**", "disc"),
        ("See the [[disc|disc]].", "Vea [[slipped-disc]].", "disc"),
    ],
)
def test_a_term_called_otherwise_is_told_once_with_its_name(source, said, term):
    (fault,) = SPANISH.faults(source, said)
    assert fault == f"'{term}' is not called '{SPANISH.renderings[term].say}' (terms.yaml)"


@pytest.mark.parametrize(
    ("source", "said", "is_met"),
    [
        ("open surgery", "بعد الجراحة المفتوحة", True),
        ("a disc", "القرص", True),
        ("discs", "الأَقْراص", True),
        ("a disc", "قـــرص", True),
        ("open surgery", "جراحة كبيرة", False),
    ],
)
def test_articles_vowel_marks_and_stretched_letters_do_not_count(source, said, is_met):
    assert (not list(ARABIC.faults(source, said))) == is_met


def test_a_long_term_is_not_judged_by_the_short_one_inside_it():
    assert not list(terms(disc="plato", slipped_disc="hernia").faults("Slipped disc", "Hernia"))


def test_a_plural_message_is_judged_by_all_its_forms_together():
    message = Message(("{n} disc", "{n} discs"), ("un disco", "{n} discos"))
    assert not list(term_faults(message, SPANISH))
    message.string = ("un plato", "{n} platos")
    assert len(list(term_faults(message, SPANISH))) == 1


# --- the file ----------------------------------------------------------------------------------


def test_a_term_may_have_several_english_names_and_notes_in_brackets(tmp_path):
    path = tmp_path / "terms.yaml"
    path.write_text("cut (noun), Incision: corte\nrod: {say: barra, unless: [thin rod]}\n")
    assert load(path).renderings.keys() == {"cut", "incision", "rod"}


def test_a_language_without_a_list_keeps_to_none(tmp_path):
    assert load(tmp_path / "terms.yaml") == Terms({})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("disc: ''\n", "disc"),
        ("disc: '( )'\n", "found a rendering without words"),
        ("disc: {also: [disco]}\n", "the field 'say' is missing"),
        ("disc: {say: disco, els: [x]}\n", "unknown key 'els'"),
        ("disc, Disc: disco\n", "found the term 'disc' a second time"),
        ("disc: [disco]\n", "expected"),
        ("- disc\n", "found a list"),
    ],
)
def test_a_fault_in_the_list_is_told_with_its_line(tmp_path, text, says):
    path = tmp_path / "terms.yaml"
    path.write_text(text)
    with pytest.raises(ContentError, match=re.escape(says)) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:1: ")


def test_the_check_tells_the_line_of_the_message_and_of_a_broken_list(tmp_path):
    folder = copied(KNEE / "translations", tmp_path / "translations")
    source, po = template(KNEE / "content"), folder / "fr/LC_MESSAGES/messages.po"
    before = check(po, "fr", source)
    (folder / "fr/terms.yaml").write_text("thigh: jambe\n")
    added = [fault for fault in check(po, "fr", source) if fault not in before]
    line = po.read_text().split('msgid "thigh"')[0].count("\n") + 1
    assert [str(fault) for fault in added] == [
        f"{po}:{line}: 'thigh': 'thigh' is not called 'jambe' (terms.yaml)"
    ]
    (folder / "fr/terms.yaml").write_text(append("thigh: cuisse")("thigh: jambe"))
    (fault,) = check(po, "fr", source)
    assert fault.file.endswith("terms.yaml")
    assert fault.line == 2


# --- the real lists ----------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["es", "ar"])
def test_each_language_has_a_list_that_names_what_the_glossary_is_about(code, catalog):
    listed = load(TRANSLATIONS / code / "terms.yaml").renderings
    names = {str(term.name).lower() for term in catalog.glossary.values()}
    assert len(listed) > 80
    assert len(names & listed.keys()) > 50

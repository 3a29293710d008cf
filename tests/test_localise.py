"""The catalog in one language: what is translated is said, what is not says that it is not."""

import pickle
from dataclasses import replace

import pytest
from guides import CATALOG, KNEE_CATALOG, KNEE_REGISTRY, REGISTRY
from lxml import html
from planting import CONTENT, KNEE

import pwa
from pwa.catalog.typed import Text
from pwa.catalog.walk import find, replace_texts
from pwa.handouts import words
from pwa.i18n import Locale, Registry, localise
from pwa.i18n.localise import Localised, Translator, is_published, must_be_complete
from pwa.i18n.messages import Messages
from pwa.i18n.text import Filled, Link, LocalText, Strong, unlinked
from pwa.web import markup
from pwa.web.site import Site


def with_messages(locale: Locale, singular=None, plural=None) -> Locale:
    """The language, saying only this."""
    return replace(locale, messages=Messages(singular or {}, plural or {}))


def without(locale: Locale, *texts: str) -> Locale:
    """The language, lacking these messages."""
    known = locale.messages
    singular = {text: said for text, said in known.singular.items() if text not in texts}
    plural = {text: said for text, said in known.plural.items() if text not in texts}
    return replace(locale, messages=replace(known, singular=singular, plural=plural))


def translator(**said: str) -> Translator:
    messages = {text.replace("_", " "): words for text, words in said.items()}
    return Translator(KNEE_CATALOG, with_messages(KNEE_REGISTRY["fr"], messages))


@pytest.mark.parametrize("code", REGISTRY)
def test_every_text_of_the_catalog_becomes_one_of_the_language(code):
    localised = localise(CATALOG, REGISTRY[code])
    before, after = list(find(CATALOG, Text)), list(find(localised.catalog, Text))
    assert [place for place, _ in before] == [place for place, _ in after]
    assert all(isinstance(text, LocalText) for _, text in after)
    assert not any(isinstance(text, LocalText) for _, text in before)


@pytest.mark.parametrize("code", REGISTRY)
def test_a_text_is_marked_as_english_exactly_where_it_is_not_translated(code):
    locale = REGISTRY[code]
    localised = localise(CATALOG, locale)
    for (place, source), (_, text) in zip(
        find(CATALOG, Text), find(localised.catalog, Text), strict=True
    ):
        if "forms" in place:
            continue
        translated = locale.is_source or str(source) in locale.messages.singular
        assert (text.lang is None) == translated, source


@pytest.mark.parametrize("code", REGISTRY)
def test_no_hole_and_no_markup_is_left_in_the_plain_words(code):
    localised = localise(CATALOG, REGISTRY[code])
    texts = [
        text
        for place, text in find(localised.catalog, Text)
        if "forms" not in place and "amount" not in place
    ]
    assert texts
    for text in texts:
        assert not any(sign in text for sign in ("{", "}", "[[", "]]", "**")), text


def test_a_hole_is_filled_by_a_value_first_and_then_by_a_figure():
    said = translator().text("{a} {training-time} {b}", a="x")
    assert [part.words for part in said.parts if isinstance(part, Filled)] == [
        "x",
        translator().figure("training-time"),
        "{b}",
    ]
    assert translator().text("{training-time}", **{"training-time": "soon"}) == "soon"


def test_a_value_with_braces_or_markup_in_it_stays_as_it_is():
    said = translator().text("{a}", a="**{training-time}** [[thigh]]")
    assert said == "**{training-time}** [[thigh]]"
    assert len(said.parts) == 1


def test_a_link_shows_its_own_words_or_the_name_of_the_term_in_the_language():
    said = translator(thigh="cuisse").text("[[thigh]], [[thigh|leg]], [[nothing]]")
    links = [part for part in said.parts if isinstance(part, Link)]
    assert [(link.term, link.words) for link in links] == [
        ("thigh", "cuisse"),
        ("thigh", "leg"),
        ("nothing", "nothing"),
    ]


# --- English inside a translated sentence ------------------------------------------------------

SENTENCE = "[[thigh]], [[thigh|leg]], {sessions-a-week}, {training-time}, {a}"
HALF = {SENTENCE: SENTENCE.replace("leg", "jambe"), "at least {amount}": "au moins {amount}"}


def half_translated(**values: object) -> LocalText:
    """A sentence in French whose term and figures have no French words, but for a qualifier."""
    speaker = Translator(KNEE_CATALOG, with_messages(KNEE_REGISTRY["fr"], HALF))
    return speaker.text(SENTENCE, a=speaker.text("knee"), **values)


def test_a_figure_that_is_half_translated_is_wholly_in_english():
    speaker = Translator(KNEE_CATALOG, with_messages(KNEE_REGISTRY["fr"], HALF))
    said = {name: speaker.figure(name) for name in ("sessions-a-week", "training-time")}
    assert said == {"sessions-a-week": "at least 2 sessions", "training-time": "6 to 12 weeks"}
    assert {text.lang for text in said.values()} == {"en"}


def test_a_figure_in_english_has_the_digits_of_english():
    arabic = Translator(CATALOG, with_messages(REGISTRY["ar"], {"{low} to {high}": "{low}–{high}"}))
    assert arabic.figure("wound-infection") == "about 2 to 5 in 100 people"


def test_english_inside_a_translated_sentence_names_its_language():
    said = half_translated()
    found = [(part.words, part.lang) for part in said.parts if isinstance(part, Filled | Link)]
    assert said.lang is None
    assert found == [
        ("thigh", "en"),
        ("jambe", None),
        ("at least 2 sessions", "en"),
        ("6 to 12 weeks", "en"),
        ("knee", "en"),
    ]


def test_english_inside_an_english_sentence_is_not_marked_again():
    said = translator().text(SENTENCE, a="x")
    assert said.lang == "en"
    assert {part.lang for part in said.parts if isinstance(part, Filled | Link)} == {None}


def test_a_term_that_leads_nowhere_keeps_its_language():
    assert Filled("thigh", lang="en") in unlinked(half_translated()).parts
    assert "jambe" in unlinked(half_translated()).parts


def test_english_inside_a_sentence_is_marked_on_a_page_and_on_paper():
    said = half_translated()
    page, sheet = markup.html(said, lambda term: f"#{term}", "English"), words.html(said)
    assert '<a class="term" href="#thigh" lang="en" dir="ltr">thigh</a>' in page
    assert '<a class="term" href="#thigh">jambe</a>' in page
    assert '<span data-figure="training-time" lang="en" dir="ltr">6 to 12 weeks</span>' in page
    assert '<bdi lang="en" dir="ltr">knee</bdi>' in page
    assert '<span lang="en" dir="ltr">thigh</span>, jambe' in sheet
    assert 'data-figure="training-time" lang="en" dir="ltr">' in sheet


def test_the_phrase_of_a_figure_is_marked_on_paper_without_a_label():
    speaker = Translator(KNEE_CATALOG, with_messages(KNEE_REGISTRY["fr"], HALF))
    phrase = words.figure(speaker.figure("training-time"))
    assert phrase.startswith('<span lang="en" dir="ltr"><span class="figure"')
    assert not words.has_fallback(phrase)


def test_strong_words_keep_what_is_inside_them():
    (part,) = translator().text("**about [[thigh|legs]]**").parts
    assert part == Strong(("about ", Link("legs", "thigh")))


def test_a_text_of_the_language_crosses_to_another_process_whole():
    text = localise(KNEE_CATALOG, KNEE_REGISTRY["fr"]).catalog.warning_signs["call-now"].action
    again = pickle.loads(pickle.dumps(text))
    assert (again, again.parts, again.lang) == (text, text.parts, text.lang)


def test_what_holds_no_text_is_shared_between_languages():
    french = localise(KNEE_CATALOG, KNEE_REGISTRY["fr"]).catalog
    window = KNEE_CATALOG.tasks["keep-training"].window
    assert french.tasks["keep-training"].window is window
    assert replace_texts(window, str.upper) is window


# --- what must be complete before a patient sees the language ----------------------------------


@pytest.mark.parametrize("code", [code for code in REGISTRY if code != "en"])
def test_a_shipped_language_is_complete_where_it_must_be(code):
    assert is_published(CATALOG, REGISTRY[code])


def test_the_source_language_is_always_published():
    assert is_published(CATALOG, with_messages(REGISTRY["en"]))


@pytest.mark.parametrize("text", sorted(must_be_complete(KNEE_CATALOG)))
def test_a_language_that_lacks_one_vital_text_is_not_published(text):
    french = KNEE_REGISTRY["fr"]
    assert is_published(KNEE_CATALOG, french)
    assert not is_published(KNEE_CATALOG, without(french, text))


def test_warning_signs_and_medicine_tasks_are_vital_and_other_tasks_are_not():
    vital = must_be_complete(KNEE_CATALOG)
    signs = {str(text) for _, text in find(KNEE_CATALOG.warning_signs, Text)}
    tablets = {str(text) for _, text in find(KNEE_CATALOG.tasks["ask-about-tablets"], Text)}
    assert vital == signs | tablets


def test_the_terms_and_figures_of_a_vital_text_are_vital_too():
    task = KNEE_CATALOG.tasks["keep-training"].model_copy(
        update={"medicine": True, "why": Text("The [[thigh]] needs {sessions-a-week}.")}
    )
    catalog = KNEE_CATALOG.model_copy(update={"tasks": {"keep-training": task}})
    assert {"thigh", "{n} session", "at least {amount}"} <= must_be_complete(catalog)


@pytest.mark.parametrize("code", [code for code in REGISTRY if code != "en"])
def test_a_language_that_is_not_published_has_no_page_and_no_link_to_one(code):
    missing = next(iter(must_be_complete(CATALOG)))
    registry: Registry = {**REGISTRY, code: without(REGISTRY[code], missing)}
    site = Site(CATALOG, registry, pwa.read_icons(CONTENT))
    assert code not in site.locales
    assert f'hreflang="{code}"' not in site.page("en/").body.decode()
    with pytest.raises(KeyError):
        site.page(f"{code}/")


# --- as a reader sees it -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def french() -> html.HtmlElement:
    site = pwa.open_site(KNEE / "content", KNEE / "translations")
    return html.document_fromstring(site.page("fr/options/exercise/").body)


def test_what_is_not_translated_stands_in_english_and_says_so(french):
    summary = str(KNEE_CATALOG.options["exercise"].summary)
    assert summary not in KNEE_REGISTRY["fr"].messages.singular
    marked = [e for e in french.xpath("//main//*[@lang='en']") if summary in e.text_content()]
    assert marked
    for element in marked:
        assert element.get("dir") == "ltr"
        (label,) = element.xpath("./small")
        assert "English" in label.text_content()


def test_what_is_translated_is_not_marked(french):
    said = KNEE_REGISTRY["fr"].messages.singular[
        "You train the [[thigh]] until it carries more of your weight."
    ]
    words = said.replace("[[thigh]]", "cuisse")
    (paragraph,) = [
        p for p in french.xpath("//section[@data-field]/p") if p.text_content().strip() == words
    ]
    assert not paragraph.xpath(".//*[@lang]")


def test_a_figure_inside_a_sentence_is_marked_with_its_id(french):
    found = french.xpath("//*[@data-field='course']//*[@data-figure='sessions-a-week']")
    assert [element.text_content() for element in found] == ["au moins 2 séances"]


def test_the_localised_value_is_plain_and_holds_its_parts():
    localised: Localised = localise(KNEE_CATALOG, KNEE_REGISTRY["fr"])
    action = localised.catalog.warning_signs["call-now"].action
    assert action == "Appelez maintenant si vous voyez un de ces signes."
    assert isinstance(action.parts[0], Strong)

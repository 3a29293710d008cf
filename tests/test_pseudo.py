"""The language that nobody speaks: what stands in plain letters there escaped translation."""

import re
from collections.abc import Iterator
from datetime import date

import babel
import flask
import pytest
from babel.messages.catalog import Catalog as Po
from guides import CATALOG, REGISTRY
from lxml import html
from planting import CONTENT, extracted
from werkzeug.test import EnvironBuilder

import pwa
from pwa.catalog import prose
from pwa.handouts import BadRequest, Request, Wish, parse, sheets
from pwa.handouts.request import KINDS, NEEDS_OPTION
from pwa.i18n import Registry, localise
from pwa.i18n.pseudo import CODE, accented, pseudo
from pwa.web.addresses import slugs
from pwa.web.answers import ERRORS, UNFINISHED, explained
from pwa.web.site import Site

SLUGS = tuple(slugs(CATALOG))
ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "data-pattern", "label")
# What CLDR says, what a source is called, and what is not read: none of it is ours to translate.
NOT_OURS = (
    "self::script or self::style or self::svg or self::bdi or self::code or @data-figure"
    " or @dir='auto' or @lang"
)
NAMES = ("A4", "Letter", "CC BY", "CC BY 4.0", "PDF", "JavaScript")


@pytest.fixture(scope="module")
def messages() -> Po:
    return extracted()


@pytest.fixture(scope="module")
def site(messages) -> Site:
    source = REGISTRY["en"]
    registry: Registry = {"en": source, CODE: pseudo(messages)}
    return Site(CATALOG, registry, pwa.read_icons(CONTENT))


def texts(root: html.HtmlElement) -> Iterator[str]:
    """Every string that is read, or read out, and is ours."""
    if root.xpath(f"boolean({NOT_OURS})") and root.tag != "html":
        return
    if root.text and isinstance(root.tag, str):
        yield root.text
    for name in ATTRIBUTES:
        yield root.get(name) or ""
    if root.tag == "meta" and root.get("name") == "description":
        yield root.get("content")
    for child in root:
        yield from texts(child)
        yield child.tail or ""


NUMBER = r"\d[\d.,]*"


def from_cldr() -> re.Pattern[str]:
    """Amounts and days, whose words CLDR has and no translator sees."""
    cldr = babel.Locale("en")
    counted = {unit.cldr for unit in CATALOG.units.values() if unit.cldr}
    patterns = [
        str(pattern)
        for unit in (*counted, "duration-day", "duration-week", "duration-month")
        for forms in cldr._data["unit_patterns"][unit].values()
        for pattern in forms.values()
    ]
    amounts = {re.escape(p).replace(r"\{0\}", NUMBER) for p in patterns if p.startswith("{0}")}
    names = [
        *cldr.months["format"]["wide"].values(),
        *cldr.months["format"]["abbreviated"].values(),
    ]
    weekdays = "|".join(cldr.days["format"]["abbreviated"].values())
    days = rf"(?:(?:{weekdays}) )?(?:{'|'.join(names)}) \d+,? \d{{4}}"
    return re.compile("|".join([days, *sorted(amounts, key=len, reverse=True)]))


CLDR = from_cldr()


def plain_words(text: str) -> list[str]:
    """What is left in unaccented letters."""
    text = re.sub(r"\{\w+\}", "", CLDR.sub("", text))
    for name in (CATALOG.guide.name, *NAMES):
        text = text.replace(name, "")
    return re.findall(r"\b[A-Za-z]{2,}\b", text)


def escaped(body: bytes | str) -> list[str]:
    body = body if isinstance(body, str) else body.decode()
    root = html.document_fromstring(body)
    return [text.strip() for text in texts(root) if plain_words(text)]


@pytest.mark.parametrize("slug", SLUGS)
def test_no_word_of_a_page_escapes_translation(site, slug):
    assert escaped(site.page(f"{CODE}/{slug}").body) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_is_set_from_the_right(site, slug):
    root = html.document_fromstring(site.page(f"{CODE}/{slug}").body)
    assert (root.get("lang"), root.get("dir")) == (CODE, "rtl")


def test_the_handout_form_and_its_faults_are_translated(site):
    with pytest.raises(BadRequest) as told:
        parse({"kind": "option", "surgery_date": "1800-01-01"}, CATALOG, site.locales)
    errors = {fault.field: fault for fault in told.value.fields}
    assert len(errors) == 2
    page = site.page(f"{CODE}/handouts/", errors=errors, values={"kind": "option"})
    assert escaped(page.body) == []


@pytest.mark.parametrize("words", [*ERRORS.values(), UNFINISHED])
def test_an_error_page_is_translated(site, words):
    again = EnvironBuilder("/").get_request(flask.Request)
    page = explained(site, words, CODE, again).decode()
    assert escaped(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_a_sheet_escapes_translation(site, kind):
    options = tuple(CATALOG.options)[:1] if kind in NEEDS_OPTION else ()
    request = Request(kind, CODE, options=options, day=date(2027, 3, 1))
    body = sheets.html(Wish(request, (site.localised[CODE],), date(2026, 11, 21)))
    assert escaped(body) == []


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "Wait {so-long} with **your [[rod|bar]]** or [[rod]]",
        "{n} of {of}",
        "**{amount}** a day",
    ],
)
def test_markup_holes_and_terms_are_kept(text):
    def skeleton(said: str) -> list[object]:
        parts = prose.flatten(prose.parse(said))
        return [getattr(p, "name", None) or getattr(p, "term", None) or type(p) for p in parts]

    assert skeleton(accented(text)) == skeleton(text)
    assert not re.findall(r"[A-Za-z]", re.sub(r"\{.*?\}|\[\[[^|\]]*", "", accented(text)))


def test_texts_are_about_two_fifths_longer(messages):
    texts = [m.id for m in messages if isinstance(m.id, str) and len(m.id) > 20]
    longer = sum(len(accented(text)) for text in texts) / sum(map(len, texts))
    assert 1.25 < longer < 1.5


def test_every_message_of_the_guide_has_its_pseudo_translation(site, messages):
    known = site.all_locales[CODE].messages
    said = known.singular.keys() | known.plural.keys()
    for message in messages:
        if message.id:
            assert (message.id if isinstance(message.id, str) else message.id[0]) in said
    assert localise(CATALOG, site.all_locales[CODE]).catalog.guide.tagline.lang is None

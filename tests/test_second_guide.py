"""A guide to something else, from content and translations alone: pages, plan, phone and paper.

Not a line of the code was changed for it, and it lacks much of what the first guide has: it has no
drawings, risks or conditions, names its questions otherwise, and does without half of the pages.
"""

import io
import json
import re
from datetime import date, timedelta

import pytest
from guides import CATALOG as FIRST
from guides import KNEE_CATALOG as CATALOG
from guides import KNEE_REGISTRY as LOCALES
from lxml import html
from planting import KNEE
from pypdf import PdfReader

import pwa
from pwa.catalog.typed import Text
from pwa.catalog.walk import find
from pwa.export import export
from pwa.i18n.extract import template
from pwa.plan import Profile, schedule
from pwa.web import paper
from pwa.web.addresses import slugs
from pwa.web.publish import Published
from pwa.web.sheets import ready_sheets

CODES = ("en", "fr")
PAGES = [f"{code}/{slug}" for code in CODES for slug in slugs(CATALOG)]
SHEETS = {sheet.name for code in CODES for sheet in ready_sheets(CATALOG, LOCALES[code])}
DAY = date(2027, 3, 1)
SUBJECT = (
    "spine spinal lumbar vertebra vertebrae disc discs fusion laminectomy scoliosis stenosis "
    "nerve nerves belly rod rods screw screws"
)


@pytest.fixture(scope="module")
def published() -> Published:
    return Published(pwa.open_site(KNEE / "content", KNEE / "translations"))


@pytest.fixture(scope="module")
def app():
    folders = {"CONTENT": KNEE / "content", "TRANSLATIONS": KNEE / "translations"}
    return pwa.create_app({"TESTING": True, **folders})


@pytest.fixture
def client(app):
    return app.test_client()


def of_the_first_guide() -> re.Pattern[str]:
    """The names of what the first guide is about, but for those that this one uses itself."""
    entries = (FIRST.options, FIRST.glossary, FIRST.conditions, FIRST.risks, FIRST.sources)
    names = {name for kind in entries for name in kind} | {FIRST.guide.name, *SUBJECT.split()}
    own = " ".join(text for _, text in find(CATALOG, Text)).lower()
    words = {name.replace("-", "[- ]") for name in names if name.replace("-", " ") not in own}
    return re.compile(r"\b(?:" + "|".join(sorted(words)) + r")\b", re.IGNORECASE)


FOREIGN = of_the_first_guide()


def test_it_lacks_what_the_first_guide_has():
    assert not any((CATALOG.drawings, CATALOG.risks, CATALOG.conditions, CATALOG.faq))
    assert FIRST.pages.keys() - CATALOG.pages.keys()
    assert not CATALOG.profile_questions.keys() & FIRST.profile_questions.keys()
    assert not CATALOG.field_defs.keys() & FIRST.field_defs.keys()
    assert len(CATALOG.options) == 2


def test_a_word_of_the_first_guide_would_be_found():
    for words in ("Spine", "wound-infection", "MIS TLIF", FIRST.guide.name):
        assert FOREIGN.search(words), words


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_and_says_nothing_of_the_first_guide(client, path):
    answer = client.get(f"/{path}")
    assert answer.status_code == 200
    page = html.document_fromstring(answer.text)
    for element in page.xpath("//style|//svg"):  # a stroke of the pen is no word of the guide
        element.drop_tree()
    assert FOREIGN.findall(html.tostring(page, encoding="unicode")) == []
    assert page.xpath("string(//h1)").strip()
    assert CATALOG.guide.name in page.xpath("string(//title)")


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client, path):
    page = html.document_fromstring(client.get(f"/{path}").text)
    for href in page.xpath("//a/@href"):
        target, _, anchor = href.partition("#")
        target = target.partition("?")[0]
        if target.endswith(".pdf"):
            assert target.rpartition("/")[2] in SHEETS
            continue
        answer = client.get(target or f"/{path}")
        assert answer.status_code == 200, href
        if anchor:
            there = html.document_fromstring(answer.text)
            assert there.xpath("//*[@id=$name]", name=anchor), href


def test_the_home_page_leads_to_every_page(client):
    page = html.document_fromstring(client.get("/en/").text)
    assert {f"/en/{name}/" for name in CATALOG.pages if name != "home"} <= set(
        page.xpath("//main//a/@href")
    )


@pytest.mark.parametrize("path", ["en/compare/", "en/recovery/", "en/options/alif/", "xx/"])
def test_a_page_that_only_the_first_guide_has_is_not_found(client, path):
    answer = client.get(f"/{path}")
    assert answer.status_code == 404
    assert FOREIGN.findall(re.sub(r"<style>.*?</style>", "", answer.text, flags=re.DOTALL)) == []


def test_an_option_answers_its_own_fields(client):
    page = html.document_fromstring(client.get("/en/options/new-knee/").text)
    assert page.xpath("//@data-field") == list(CATALOG.field_defs)


def test_a_figure_of_its_own_is_shown_with_its_source(client):
    page = html.document_fromstring(client.get("/en/options/new-knee/").text)
    figures = page.xpath("//main//*[@data-figure]")
    assert {figure.text_content() for figure in figures} == {"about 3 to 8 in 100 knees"}
    assert CATALOG.sources["knee-leaflet"].title in page.xpath("string(//main)")


# --- the plan ----------------------------------------------------------------------------------


def test_the_plan_dates_its_tasks():
    found = {item.id: item for item in schedule(CATALOG, Profile(day=DAY))}
    assert found["ask-about-tablets"].start == DAY - timedelta(weeks=3)
    assert found["ask-about-tablets"].until == DAY - timedelta(weeks=1)
    assert found["keep-training"].until == DAY + timedelta(weeks=12)
    assert found["first-steps"].until == DAY + timedelta(weeks=6)
    assert "clear-the-stairs" not in found


def test_the_plan_listens_to_its_own_questions():
    answers = Profile(day=DAY, option="exercise", flags=frozenset({"stairs"}))
    assert {item.id for item in schedule(CATALOG, answers)} >= {"clear-the-stairs"}


def test_the_plan_asks_its_own_questions(client):
    page = html.document_fromstring(client.get("/en/plan/").text)
    assert page.xpath("//form[@id='profile']//*[@name]/@name") == list(CATALOG.profile_questions)
    assert set(page.xpath("//@data-task")) == set(CATALOG.tasks)
    assert page.get("data-guide") == CATALOG.guide.id
    assert FIRST.guide.id != CATALOG.guide.id
    rules = json.loads(page.xpath("string(//script[@data-rules])"))
    assert rules["questions"].keys() == CATALOG.profile_questions.keys()


# --- the phone ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_the_offline_bundle_holds_every_page_and_nothing_of_the_first_guide(published, code):
    bundle = published.bundles[code]
    pages = {path for path in PAGES if path.startswith(f"{code}/")}
    assert pages <= bundle.entries.keys()
    assert {f"{other}/warning-signs/" for other in CODES} <= bundle.entries.keys()
    texts = json.loads(bundle.body)["files"]
    for path, file in texts.items():
        body = re.sub(r"<(style|svg)\b.*?</\1>", "", file.get("body", ""), flags=re.DOTALL)
        if file["type"].startswith(("text/html", "application/")):
            assert FOREIGN.findall(body) == [], path


@pytest.mark.parametrize("code", CODES)
def test_the_installed_app_bears_its_name(published, code):
    manifest = json.loads(published.find(f"{code}/app.webmanifest").body)
    assert manifest["short_name"] == CATALOG.guide.name
    assert FOREIGN.findall(json.dumps(manifest)) == []
    for shortcut in manifest["shortcuts"]:
        assert published.find(shortcut["url"].lstrip("/")), shortcut


def test_the_neutral_icons_stand_in_where_a_guide_has_none(published):
    assert not (KNEE / "content/icons").exists()
    assert any(path.endswith("icons/icon.svg") for path in published.bundles["en"].entries)


# --- paper -------------------------------------------------------------------------------------


def words_of(body: bytes) -> str:
    pages = PdfReader(io.BytesIO(body)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_a_sheet_of_an_option_is_printed(published):
    name, body = paper.sheet(published, {"kind": "option", "option": "new-knee"})
    said = words_of(body)
    assert name.startswith("option-new-knee-en")
    for text in (CATALOG.options["new-knee"].name, "about 3 to 8 in 100 knees"):
        assert str(text) in said
    assert FOREIGN.findall(said) == []


def test_a_dated_checklist_is_printed_from_the_form(client):
    given = {"kind": "checklist", "surgery_date": DAY.isoformat(), "paper": "letter"}
    answer = client.post("/en/handouts/", data=given)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    said = words_of(answer.data)
    for task in CATALOG.tasks.values():
        assert str(task.title) in said
    assert "2027" in said
    assert FOREIGN.findall(said) == []


def test_the_warning_signs_are_printed_in_its_second_language(published):
    _, body = paper.sheet(published, {"kind": "warning-signs", "locale": "fr"})
    said = words_of(body)
    assert "Appelez à l’aide maintenant" in said
    assert PdfReader(io.BytesIO(body)).trailer["/Root"]["/Lang"] == "fr"
    assert FOREIGN.findall(said) == []


# --- the rest ----------------------------------------------------------------------------------


def test_it_is_exported_as_files(tmp_path, monkeypatch):
    monkeypatch.setattr(paper, "drafts", lambda published: {})  # paper is tested above
    site = pwa.open_site(KNEE / "content", KNEE / "translations", base="/knee/", static=True)
    export(Published(site), tmp_path / "out")
    for path in PAGES:
        assert (tmp_path / "out" / path / "index.html").is_file()
    page = (tmp_path / "out/en/index.html").read_text()
    assert 'href="/knee/en/options/"' in page


def test_its_texts_are_found_for_translation():
    known = {message.id for message in template(KNEE / "content") if message.id}
    for place, text in find(CATALOG, Text):
        assert "forms" in place or str(text) in known

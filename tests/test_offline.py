"""The whole guide on a phone: real pages, real server, and both switched off and on again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import guides
import pytest
import yaml
from conftest import CHROMIUM, ROOT, SHELL, free_port, phone, serving
from playwright.sync_api import Page, Playwright, expect

pytestmark = pytest.mark.browser

PHONES = {"offline": CHROMIUM, "accepting": SHELL}
TERM, OLD = next(
    (name, str(term.meaning))
    for name, term in guides.CATALOG.glossary.items()
    if not set("[{*") & set(str(term.meaning))
)
NEW = "What this word means is said in other words now."


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content, which a new version changes. The phones lie beside it."""
    return Path(shutil.copytree(ROOT / "content", tmp_path_factory.mktemp("guide") / "content"))


@pytest.fixture(scope="module")
def address(playwright: Playwright, guide: Path) -> str:
    """Where every phone once opened the English glossary; by now the server is dead."""
    with serving(free_port(), "--content", str(guide)) as address:
        for name, browser in PHONES.items():
            with phone(playwright, guide.parent / name, browser) as context:
                page = ready(context.new_page(), f"{address}/en/glossary/")
                expect(page.locator("[data-state=ready]")).to_be_visible()
    # The same phone twice: one reader will take the new version, the other leave it unanswered.
    shutil.copytree(guide.parent / "accepting", guide.parent / "waiting", symlinks=True)
    return address


def ready(page: Page, address: str) -> Page:
    """Opens a page and waits until its language is on the phone."""
    page.goto(address)
    page.locator("html[data-offline=ready]").wait_for(state="attached")
    return page


@pytest.fixture(scope="module")
def page(playwright: Playwright, guide: Path, address: str) -> Iterator[Page]:
    """A phone that is switched on again without a network."""
    with phone(playwright, guide.parent / "offline") as context:
        yield context.new_page()


def test_every_page_of_the_language_opens_offline(page: Page, address: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    ready(page, f"{address}/en/")
    links = page.locator("a").evaluate_all("all => all.map(one => one.pathname)")
    paths = {*links, "/en/options/alif/", "/"}
    for path in sorted(path for path in paths if path.startswith("/en/") or path == "/"):
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.from_service_worker, path
        assert answer.headers["content-security-policy"], path
        expect(page.locator("h1")).to_be_visible()
    # The browser notes that its own offer to install was put off: ours comes later.
    assert [said for said in complaints if "beforeinstallprompt" not in said] == []


def test_a_comparison_of_chosen_options_opens_offline(page: Page, address: str) -> None:
    page.goto(f"{address}/en/compare/?options=alif,open-fusion")
    expect(page.locator("[data-option=alif][data-field]").first).to_be_visible()


def test_the_warning_signs_of_every_language_open_offline(page: Page, address: str) -> None:
    for code in ("ar", "es"):
        page.goto(f"{address}/{code}/warning-signs/")
        expect(page.locator(f"html[lang={code}] h1")).to_be_visible()


def test_a_language_not_on_the_phone_is_said_to_be_missing(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/plan/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("h1")).to_contain_text("not on your phone")
    page.locator("main a[href$='/en/warning-signs/']").first.click()
    expect(page).to_have_url(f"{address}/en/warning-signs/")
    expect(page.locator("h1")).not_to_contain_text("not on your phone")


# --- a new version: from here on there is a server again


@pytest.fixture(scope="module")
def renewed(guide: Path, address: str) -> Iterator[str]:
    """The same address with one sentence changed."""
    file = guide / "glossary" / f"{TERM}.yaml"
    entry = yaml.load(file.read_text(), yaml.BaseLoader)
    file.write_text(yaml.safe_dump({**entry, "meaning": NEW}))
    with serving(int(address.rpartition(":")[2]), "--content", str(guide)):
        yield address


def offered(page: Page, address: str) -> None:
    page.goto(f"{address}/en/glossary/")
    page.locator("[data-update]").wait_for(state="visible")
    page.reload()
    expect(page.get_by_text(OLD)).to_be_visible()


def test_the_old_version_stays_until_the_new_one_is_accepted(
    playwright: Playwright, guide: Path, renewed: str
) -> None:
    with phone(playwright, guide.parent / "accepting", SHELL) as context:
        page = context.new_page()
        offered(page, renewed)
        with page.expect_navigation():
            page.locator("[data-accept-update]").click()
        expect(page.get_by_text(NEW)).to_be_visible()
        expect(page.locator("[data-update]")).to_be_hidden()


def test_a_new_version_left_unanswered_is_there_at_the_next_start(
    playwright: Playwright, guide: Path, renewed: str
) -> None:
    with phone(playwright, guide.parent / "waiting", SHELL) as context:
        offered(context.new_page(), renewed)
    with phone(playwright, guide.parent / "waiting", SHELL) as context:
        page = context.new_page()
        page.goto(f"{renewed}/en/glossary/")
        expect(page.get_by_text(NEW)).to_be_visible()

"""The web app manifest: one app a language, which Chromium is willing to install."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import phone
from playwright.sync_api import BrowserContext, Playwright

from pwa.catalog import ContentError
from pwa.web.manifest import ICONS, Shortcut, webmanifest
from pwa.web.site import STATIC, read_icons

CONTENT = Path(__file__).parents[1] / "content"
PATHS = {name: f"static/1/icons/{name}" for name, _, _ in ICONS}
TEXTS = {"name": "دليل: بكلمات بسيطة", "short_name": "دليل", "description": "بلا شبكة"}


@pytest.fixture
def manifest() -> dict[str, object]:
    shortcuts = [Shortcut("خطتي", "plan/")]
    file = webmanifest(
        "ar", base="/spine/", direction="rtl", icons=PATHS, shortcuts=shortcuts, **TEXTS
    )
    assert (file.path, file.media_type) == ("ar/app.webmanifest", "application/manifest+json")
    return json.loads(file.body)


def test_it_speaks_the_language_of_its_page(manifest: dict[str, object]) -> None:
    assert {name: manifest[name] for name in TEXTS} == TEXTS
    assert (manifest["lang"], manifest["dir"]) == ("ar", "rtl")
    assert manifest["shortcuts"][0]["name"] == "خطتي"


def test_it_starts_in_its_language_and_may_leave_it(manifest: dict[str, object]) -> None:
    assert manifest["start_url"] == manifest["id"] == "/spine/ar/"
    assert manifest["scope"] == "/spine/"
    assert manifest["shortcuts"][0]["url"] == "/spine/ar/plan/"
    assert manifest["display"] == "standalone"


def test_its_icons_lie_below_the_base_and_can_be_masked(manifest: dict[str, object]) -> None:
    icons = manifest["icons"]
    assert all(icon["src"].startswith("/spine/static/1/icons/") for icon in icons)
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}


@pytest.mark.parametrize("folder", [CONTENT / "icons", STATIC / "icons"], ids=["guide", "neutral"])
def test_each_icon_has_the_size_its_name_says(folder: Path) -> None:
    expected = {"icon.svg", "apple-touch-icon.png", *PATHS}
    assert {path.name for path in folder.iterdir()} == expected
    for path in folder.glob("*.png"):
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        size = int(path.stem.rsplit("-", 1)[-1]) if path.stem[-1].isdigit() else 180
        assert (width, height) == (size, size), path
        assert path.stat().st_size < 5000, path


def test_a_guide_without_icons_gets_neutral_ones(tmp_path: Path) -> None:
    assert read_icons(tmp_path)["icon.svg"] == (STATIC / "icons" / "icon.svg").read_bytes()
    assert read_icons(CONTENT)["icon.svg"] == (CONTENT / "icons" / "icon.svg").read_bytes()


def test_a_drawing_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    drawing = tmp_path / "icons" / "icon.svg"
    drawing.parent.mkdir()
    drawing.write_bytes(b"<svg>\n<title>\xe9</title></svg>")
    with pytest.raises(ContentError) as told:
        read_icons(tmp_path)
    assert str(told.value) == f"{drawing}:2: found the byte 0xe9, expected UTF-8"


@pytest.fixture(scope="module")
def context(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    with phone(playwright, tmp_path_factory.mktemp("phone")) as context:
        yield context


@pytest.mark.browser
@pytest.mark.parametrize("code", ["en", "ar"])
def test_chromium_is_willing_to_install_it(context: BrowserContext, server: str, code: str) -> None:
    with context.new_page() as page:
        page.goto(f"{server}/{code}/")
        page.locator("html[data-offline=ready]").wait_for(state="attached")
        devtools = context.new_cdp_session(page)
        assert devtools.send("Page.getInstallabilityErrors") == {"installabilityErrors": []}
        found = devtools.send("Page.getAppManifest")
        assert not found["errors"]
        assert json.loads(found["data"])["lang"] == code

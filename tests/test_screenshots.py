"""A picture of every page in build/screenshots, for a person to look at."""

import io
from collections.abc import Iterator

import pages
import pytest
from conftest import ROOT
from PIL import Image
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

OUT = ROOT / "build" / "screenshots"
PHONE, DESKTOP = (360, 740), (1280, 800)
# In one tall picture the bar would lie across the middle.
STILL = "document.styleSheets[0].insertRule('.nav { position: static !important }')"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(service_workers="block")
    yield context.new_page()
    context.close()


def pictured(page: Page, path: str, suffix: str = "") -> Image.Image:
    """The picture, kept as a file too. Writing a long page as PNG takes three times as long."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    file = OUT / path.split("/")[1] / f"{pages.name(path)}-{width}{suffix}.jpeg"
    file.parent.mkdir(parents=True, exist_ok=True)
    return Image.open(io.BytesIO(page.screenshot(path=file, type="jpeg", quality=80)))


def is_blank(picture: Image.Image) -> bool:
    """Whether the first screen shows nothing; an eighth of its pixels tells."""
    width = picture.width
    picture.draft("RGB", (width // 8, picture.height // 8))
    top = picture.crop((0, 0, picture.width, 740 * picture.width // width)).convert("RGB")
    colours = top.getcolors(top.width * top.height)
    assert colours is not None
    return len(colours) < 20


@pytest.mark.parametrize("path", pages.SEEN)
def test_a_page_can_be_seen_on_a_phone_and_on_a_desk(page: Page, server: str, path: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.goto(server + path)
    if path.endswith("/plan/"):
        page.wait_for_selector("[data-component=plan][data-ready]")
    page.evaluate(STILL)
    # A screen as tall as the page: twice as fast as a picture of what is beyond the screen.
    tall = page.evaluate("document.documentElement.scrollHeight")
    assert tall >= PHONE[1]
    page.set_viewport_size({"width": PHONE[0], "height": tall})
    assert not is_blank(pictured(page, path))
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert not is_blank(pictured(page, path))


@pytest.mark.parametrize(
    "path",
    [
        f"/{code}/{slug}"
        for code in ("en", "ar")
        for slug in ("", "compare/", "plan/", "options/alif/")
    ],
)
def test_the_dark_is_dark(page: Page, server: str, path: str) -> None:
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.emulate_media(color_scheme="dark")
    page.goto(server + path)
    dark = pictured(page, path, "-dark")
    page.emulate_media(color_scheme="light")
    light = Image.open(io.BytesIO(page.screenshot(type="jpeg")))
    assert not is_blank(dark)
    assert brightness(dark) < 80 < 180 < brightness(light)


def brightness(picture: Image.Image) -> float:
    """From 0 to 255."""
    histogram = picture.convert("L").histogram()
    return sum(level * times for level, times in enumerate(histogram)) / sum(histogram)

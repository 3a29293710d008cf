"""Looking at a page in Chromium: whether it fits, whether axe finds a barrier, a picture of it."""

import base64
import io
import re
from typing import Any

import pages
from conftest import ROOT
from PIL import Image
from playwright.sync_api import Error, Page

from pwa.web import styles

PHONE, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
PICTURES = ROOT / "build" / "screenshots"


def unfold(page: Page) -> None:
    """Open whatever is folded, so that nothing is kept from those who look."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def twice_as_large(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '200%'")


# --- whether it fits

SURVEY = """() => {
    const root = document.documentElement, wide = root.clientWidth + 1;
    const name = one => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)}`;
    const shown = one => one.checkVisibility() && one.getClientRects().length > 0;
    const clips = one => ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
    const hidden = one => one.closest(".vh, thead, svg");
    const all = [...document.querySelectorAll("body *")].filter(one => shown(one) && !hidden(one));
    const past = all.filter(one => {
        const {left, right} = one.getBoundingClientRect();
        return left < -1 || right > wide;
    });
    const cut = all.filter(one => clips(one) &&
        (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1));
    const targets = all.filter(one => one.matches(
        ".nav a, button, .btn, .row, label.check, select, summary, .tabs a, .brand, .contents a, " +
        ".ready a, .foot nav a, .langs a, input:not([type=checkbox], [type=radio]), .tick"));
    const small = targets.filter(one => {
        const {width, height} = one.getBoundingClientRect();
        return height < 43.5 || width < 43.5;
    });
    return {scrolls: root.scrollWidth - root.clientWidth, past: past.slice(0, 5).map(name),
            cut: cut.slice(0, 5).map(name), small: small.map(name)};
}"""


def survey(page: Page) -> dict[str, Any]:
    """What sticks out, is cut off, or is too small for a thumb."""
    found: dict[str, Any] = page.evaluate(SURVEY)
    return {what: seen for what, seen in found.items() if seen}


# --- whether it has its styles

LEFT_OUT = r"""texts => {
    const trees = [document, ...[...document.querySelectorAll("template")].map(one => one.content)];
    const bare = selector => selector.replace(/::[\w-]+(\([^)]*\))?/g, "");
    const applies = selector => trees.some(one => one.querySelector(bare(selector)));
    const selectors = rules => [...rules].flatMap(rule =>
        rule.selectorText ? [rule.selectorText] : selectors(rule.cssRules ?? []));
    return texts.flatMap(text => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        return selectors(sheet.cssRules).filter(applies);
    });
}"""


def missed_rules(page: Page) -> list[str]:
    """The rules of our stylesheets that mean something on this page and are not in it."""
    inlined = page.locator("style").first.text_content() or ""
    texts = {name: styles.packed(name) for name in styles.NAMES}
    absent = [text for text in texts.values() if text not in inlined]
    assert 0 < len(absent) < len(texts)
    found: list[str] = page.evaluate(LEFT_OUT, absent)
    return found


# --- whether axe finds a barrier

RUN_AXE = """rules => axe.run(document, {resultTypes: ["violations"], ...rules})
    .then(({violations}) => violations.flatMap(({id, nodes}) =>
        nodes.map(({html}) => `${id}: ${html.slice(0, 200)}`)))"""
KEEP_TWO_OF_A_KIND = """() => {
    const own = one => one.tagName + one.getAttribute("class") + one.getAttributeNames();
    const kind = one => (one.parentElement ? kind(one.parentElement) : "") + own(one);
    const seen = {};
    for (const one of document.querySelectorAll("body *")) {
        const name = kind(one);
        seen[name] = (seen[name] ?? 0) + 1;
        if (seen[name] > 2 && !one.matches("[role=cell], [role=rowheader]")) one.remove();
    }
}"""
"""To axe, what has the same tags, classes and attributes around it is the same. Looking at a long
page's every item takes seconds; ids, labels and headings are looked at one by one in test_pages."""


def barriers(page: Page, *, dark: bool) -> list[str]:
    """What axe finds. The page is not the same afterwards."""
    unfold(page)
    page.evaluate(KEEP_TWO_OF_A_KIND)
    page.emulate_media(color_scheme="light")
    found: list[str] = page.evaluate(RUN_AXE, {})
    if dark:  # where colours alone are different
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(RUN_AXE, {"runOnly": ["color-contrast"]})
    return found


# --- a picture


TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def captured(page: Page, tries: int = 5) -> bytes:
    """The screen as JPEG. Of a page just opened, Chromium on a busy machine refuses one picture in
    some hundreds; when it has drawn again it takes the same one."""
    devtools = page.context.new_cdp_session(page)
    try:
        answer = devtools.send("Page.captureScreenshot", {"format": "jpeg", "quality": 80})
    except Error as error:
        if tries == 1 or "Unable to capture screenshot" not in str(error):
            raise
        page.evaluate(TWO_FRAMES)
        return captured(page, tries - 1)
    finally:
        devtools.detach()
    return base64.b64decode(answer["data"])


def pictured(page: Page, path: str, suffix: str = "") -> Image.Image:
    """The picture of what is on the screen, kept as a file too.

    Asked of the browser itself: Playwright first waits for two frames, which takes as long again.
    """
    width = page.viewport_size["width"] if page.viewport_size else 0
    name = re.sub(r"[^\w-]+", "-", pages.name(path))
    file = PICTURES / path.split("/")[1] / f"{name}-{width}{suffix}.jpeg"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(captured(page))
    return Image.open(io.BytesIO(file.read_bytes()))


def is_blank(picture: Image.Image) -> bool:
    """Whether the first screen shows nothing; an eighth of its pixels tells."""
    width = picture.width
    picture.draft("RGB", (width // 8, picture.height // 8))
    top = picture.crop((0, 0, picture.width, 740 * picture.width // width)).convert("RGB")
    colours = top.getcolors(top.width * top.height)
    assert colours is not None
    return len(colours) < 20


def brightness(picture: Image.Image) -> float:
    """From 0 to 255."""
    histogram = picture.convert("L").histogram()
    return sum(level * times for level, times in enumerate(histogram)) / sum(histogram)

"""`qr.js`: module by module what an independent encoder draws for the same size and mask."""

from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page
from test_schedule_js import open_page

import pwa

pytestmark = pytest.mark.browser

# Byte counts at the edges of sizes, up to the fullest code that is drawn.
LENGTHS = [1, 14, 15, 26, 27, 42, 62, 84, 106, 122, 152, 180, 181, 213, 412, 700, 911, 912, 997]
DRAW = """async (texts) => {
  const { qr } = await import("/qr.js");
  return texts.map((text) => qr(text)?.map((row) => row.map(Number)) ?? null);
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return open_page(browser, "Europe/London")


def mask_of(rows: list[list[int]]) -> int:
    """The mask, as a reader's phone finds it: in the three bits beside the first corner."""
    return int("".join(map(str, rows[8][2:5])), 2) ^ 0b101


def letters(count: int) -> str:
    return ("https://guide.example/en/plan/#p=option:alif;surgery_date:2027-03-01;" * 40)[:count]


def test_each_code_is_what_another_encoder_draws(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Bytes always end at a boundary, where segno 1.6 fills up by eight bits too many. The standard
    # (7.4.10) adds none there; phones read both.
    monkeypatch.setattr(segno.encoder, "write_padding_bits", lambda *bits: None)
    texts = [*(letters(count) for count in LENGTHS), "ملاحظة ✓"]
    for text, rows in zip(texts, page.evaluate(DRAW, texts), strict=True):
        size = (len(rows) - 17) // 4
        expected = segno.make(
            text.encode(), error="m", mode="byte", version=size, mask=mask_of(rows), micro=False,
            boost_error=False,
        )  # fmt: skip
        assert rows == [[*row] for row in expected.matrix], f"{len(text)} letters"
        smallest = segno.make(text.encode(), error="m", mode="byte", micro=False, boost_error=False)
        assert smallest.version == size


def test_the_mask_is_one_that_a_camera_reads_well(page: Page) -> None:
    texts = [letters(count) for count in range(20, 140, 8)]
    for text, rows in zip(texts, page.evaluate(DRAW, texts), strict=True):
        best = segno.make(text.encode(), error="m", mode="byte", micro=False, boost_error=False)
        dark = sum(map(sum, rows)) / len(rows) ** 2
        assert 0.4 < dark < 0.6
        assert len(rows) == len(best.matrix)


def test_what_is_too_long_for_any_code_is_none(page: Page) -> None:
    assert page.evaluate(DRAW, ["x" * 998]) == [None]


def test_no_library_draws_the_code_in_the_page() -> None:
    script = Path(pwa.__file__).parent / "web" / "static" / "js" / "qr.js"
    assert "import " not in script.read_text()

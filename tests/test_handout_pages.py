"""The pages of the sheets, asserted on the PDF: tags, fonts, breaks, directions."""

import functools
import io
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pikepdf
import pypdf
import pytest
from handouts import LOCALISED, OPTION, OTHER, TODAY, html_of, plain, wish
from pages import CATALOG, REGISTRY

from pwa.handouts import Wish, Workers, handout, sheets
from pwa.handouts.request import KINDS, PAPERS
from pwa.handouts.sheet import AT, END, ZERO
from pwa.handouts.style import Style

EVERY = [
    (kind, code, paper)
    for kind in KINDS
    for code in REGISTRY
    for paper in PAPERS
    # One more language or paper tells more only of the sheets that have to fit.
    if (code in ("en", "ar") and paper == "a4") or kind in ("option", "warning-signs")
]
INSIDE = {"booklet": {"option": f"{OPTION},{OTHER}"}}
MOST = {"warning-signs": 1, "option": 4, "checklist": 12}
BOUNDED = [(*sheet, MOST[sheet[0]]) for sheet in EVERY if sheet[0] in MOST]
LARGE = [(kind, code) for kind in KINDS if kind != "booklet" for code in ("en", "ar")]


@pytest.fixture(scope="module")
def printed():
    """Prints a sheet, each once; all that the tests want are begun at the start."""
    pool = Workers(processes=2, waiting=100, seconds=60)

    @functools.cache
    def begun(kind, code, paper, large, day):
        request = wish(
            kind, code, paper, large_print=large, surgery_date=day, **INSIDE.get(kind, {})
        )
        return threads.submit(handout, LOCALISED[code], request, TODAY, pool)

    def sheet(kind, code="en", paper="a4", large="", day=""):
        return begun(kind, code, paper, large, day).result()

    with ThreadPoolExecutor(2) as threads:
        for kind, code, paper in EVERY:
            begun(kind, code, paper, "", "")
        for kind, code in LARGE:
            begun(kind, code, "a4", "1", "")
        yield sheet
    pool.close()


def pages_of(pdf):
    """The words of each page, without its foot."""
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    return [plain(page) for page in text.split("\f")[:-1]]


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_a_sheet_is_tagged_and_names_its_language_and_title(printed, kind, code, paper):
    with pikepdf.open(io.BytesIO(printed(kind, code, paper))) as pdf:
        assert str(pdf.Root.Lang) == code
        assert str(pdf.docinfo["/Title"])
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        size = [round(float(edge)) for edge in pdf.pages[0].MediaBox[2:]]
        assert sorted(size) == {"a4": [595, 842], "letter": [612, 792]}[paper]
        assert (size[0] > size[1]) is (kind == "compare")


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_every_font_is_embedded_and_is_one_the_language_names(printed, kind, code, paper):
    told = subprocess.run(
        ["pdffonts", "-"], input=printed(kind, code, paper), capture_output=True, check=True
    ).stdout.decode()
    rows = told.splitlines()[2:]
    assert rows
    named = {font.replace(" ", "-") for font in REGISTRY[code].data.fonts}
    for row in rows:
        assert re.search(r"\byes yes yes\b", row), f"not embedded: {row}"
        font = row.split()[0].partition("+")[2]
        assert re.sub(r"-(Bold|Italic)", "", font) in named
    script = {"ar": "Arabic"}.get(code, "")
    assert script in told


@pytest.mark.parametrize(("kind", "code", "paper"), EVERY)
def test_a_sheet_is_sound_and_says_on_each_page_which_it_is(printed, tmp_path, kind, code, paper):
    pdf = printed(kind, code, paper)
    (tmp_path / "x.pdf").write_bytes(pdf)
    subprocess.run(["qpdf", "--check", "x.pdf"], cwd=tmp_path, check=True, capture_output=True)
    if code == "en":
        pages = pages_of(pdf)
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in page
            assert "Printed 21 November 2026" in page


@pytest.mark.parametrize(("kind", "code", "paper", "most"), BOUNDED)
def test_a_sheet_has_no_more_pages_than_it_should(printed, kind, code, paper, most):
    assert len(pypdf.PdfReader(io.BytesIO(printed(kind, code, paper))).pages) <= most


def test_contents_name_the_page_on_which_each_part_begins(printed):
    pages = pages_of(printed("booklet"))
    asked = Wish(wish("booklet", **INSIDE["booklet"]), (LOCALISED["en"],), TODAY)
    entries = re.findall(
        rf'<span class="page">{AT}(\d+){ZERO}.{END}</span> <a[^>]*>([^<]+)</a>',
        sheets.sheet(asked).segments[0].html,
    )
    assert len(entries) > 5
    for _, title in entries:
        listed = re.search(rf"(\d+)\s+{re.escape(plain(unescape(title)))}", pages[0])
        assert listed, title
        assert plain(unescape(title)) in pages[int(listed[1]) - 1]


@pytest.mark.parametrize(("kind", "code"), LARGE)
def test_in_large_print_no_letter_is_smaller_than_sixteen_points(printed, kind, code):
    with pikepdf.open(io.BytesIO(printed(kind, code, large="1"))) as pdf:
        sizes = {size for page in pdf.pages for size in sizes_on(page)}
    assert sizes
    assert min(sizes) >= 15.99


def sizes_on(page):
    """The sizes of letters in points. WeasyPrint's unit is the CSS pixel."""
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            yield float(operands[1]) * 0.75


@pytest.mark.parametrize("large", ["", "1"])
def test_no_task_is_split_between_pages(printed, large):
    pages = pages_of(printed("checklist", large=large))
    catalog = LOCALISED["en"].catalog
    seen = 0
    for task in catalog.tasks.values():
        title, last = plain(task.title), plain(task.how[-1].text)
        homes = [p for p in pages if re.search(rf"\d+\. {re.escape(title)}", p)]
        for page in homes:
            seen += 1
            assert last in page, title
    assert seen > 20


@pytest.mark.parametrize(
    ("kind", "large"), [("booklet", ""), *((k, size) for k, _ in LARGE[::2] for size in ("", "1"))]
)
def test_no_heading_is_stranded_at_the_foot_of_a_page(printed, kind, large):
    html = html_of(LOCALISED["en"], wish(kind))
    headings = {plain(h) for h in re.findall(r"<h[1-6]>(.*?)</h[1-6]>", html, re.DOTALL)}
    for page in pages_of(printed(kind, large=large)):
        if "What is inside" in page:  # where headings are all there is
            continue
        body = re.split(
            r" (?:[A-Z][^.]{5,60} · )?Plainspine(?: version [\d.]+)?(?: ·| Page)", page
        )[0]
        assert not any(body.endswith(heading) for heading in headings)


def test_the_heads_of_a_long_table_are_repeated_on_each_page(printed):
    risks = [r for a in CATALOG.options[OPTION].answers.values() for r in a.risks]
    names = [plain(LOCALISED["en"].catalog.risks[rate.risk].meaning)[:30] for rate in risks]
    pages = [p for p in pages_of(printed("option")) if any(name in p for name in names)]
    assert len(pages) > 1
    assert all("What could happen" in page for page in pages)


def test_a_sheet_from_right_to_left_begins_at_the_right(printed):
    pdf = printed("warning-signs", "ar")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-f", "1", "-l", "1", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout.decode()
    width = float(re.search(r'<page width="([\d.]+)"', boxes)[1])
    ends = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
    margin = 14 / 25.4 * 72
    assert max(ends) == pytest.approx(width - margin, abs=12)
    title = LOCALISED["ar"].catalog.guide.name
    at = re.findall(rf'xMin="([\d.]+)"[^>]*>[^<]*{title}', boxes)[-1]
    assert float(at) > width / 2, "the foot begins at the right too"


def test_a_range_keeps_its_order_inside_a_line_of_the_other_direction(printed):
    html = html_of(LOCALISED["ar"], wish("option", "ar"))
    assert re.search('data-figure="[^"]+"> ?\u2068[^<]+\u2069</span>', html)


def test_every_language_has_the_same_rows_under_the_same_numbers():
    def rows(code):
        html = html_of(LOCALISED[code], wish("checklist", code))
        return len(re.findall(r'<td class="n">', html))

    assert len({rows(code) for code in REGISTRY}) == 1


def test_a_style_depends_on_nothing_but_language_paper_and_size():
    one, other = wish("option", surgery_date="2027-01-14"), wish("option")
    locales = (REGISTRY["en"],)
    assert Style.of(locales, one) == Style.of(locales, other)

"""Two languages on one sheet: what stands where."""

import io
import re
import subprocess
from datetime import date
from html import unescape

import pikepdf
import pytest
from handouts import plain
from pages import CATALOG, REGISTRY

from pwa.handouts import Wish, parse, printer, sheets
from pwa.handouts.request import KINDS
from pwa.i18n import localise

TODAY = date(2026, 11, 21)
SPOKEN = {code: localise(CATALOG, REGISTRY[code]) for code in ("en", "ar")}
ONE, OTHER = list(CATALOG.options)[:2]


def wish(kind, first="en", second="ar", **more):
    fields = {"kind": kind, "locale": first, "second_locale": second, "option": ONE, **more}
    request = parse(fields, CATALOG, REGISTRY)
    return Wish(request, (SPOKEN[first], SPOKEN[second]), TODAY, "https://guide.example/en/")


@pytest.fixture(scope="module")
def printed():
    return printer.pdf(sheets.sheet(wish("recovery", surgery_date="2027-03-01")))


def words(pdf):
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_number_stands_at_both_ends_in_the_digits_of_its_language(kind):
    html = sheets.html(wish(kind))
    ends = re.findall(r'<t[dh][^>]*class="end" lang="(\w+)"[^>]*>(?:<b>([^<]+)</b>)?', html)
    left = [n for lang, n in ends if lang == "en" and n]
    right = [n for lang, n in ends if lang == "ar" and n]
    assert len(left) > 4
    assert [SPOKEN["ar"].formats.digits(n) for n in left] == right


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("first", "second"), [("en", "ar"), ("ar", "en")])
def test_each_half_names_its_language_and_its_direction(kind, first, second):
    html = sheets.html(wish(kind, first, second))
    halves = re.findall(r'<td[^>]* lang="(\w+)" dir="(\w+)" class="half( first)?">', html)
    assert len(halves) > 10
    assert halves[::2] == [(first, REGISTRY[first].direction, " first")] * (len(halves) // 2)
    assert halves[1::2] == [(second, REGISTRY[second].direction, "")] * (len(halves) // 2)


def test_both_halves_hold_the_same_figures():
    html = sheets.html(wish("option"))
    found = {
        lang: re.findall(
            r'data-figure="([^"]+)"',
            "".join(
                re.findall(rf'<td[^>]* lang="{lang}"[^>]*class="half[^"]*">(.*?)</td>', html, re.S)
            ),
        )
        for lang in SPOKEN
    }
    assert len(found["en"]) > 5
    assert sorted(set(found["en"])) == sorted(set(found["ar"]))


def bare(text):
    return plain(text).replace(" ", "")


def test_each_point_of_recovery_stands_beside_its_translation():
    html = re.sub(r"<small.*?</small>", "", sheets.html(wish("recovery")))
    rows = [re.findall(r'<p class="point">• (.*?)</p>', row) for row in html.split("<tr")]
    phases = zip(*(SPOKEN[code].catalog.phases.values() for code in SPOKEN), strict=True)
    points = [
        [bare(one.text), bare(other.text)]
        for first, second in phases
        for kind in ("milestones", "restrictions")
        for one, other in zip(getattr(first, kind), getattr(second, kind), strict=True)
    ]
    shown = [[bare(unescape(point)) for point in row] for row in rows if row]
    assert len(shown) > 10
    assert all(row in points for row in shown)


def test_a_dated_sheet_has_the_day_in_both_languages(printed):
    text = words(printed)
    assert "Mon 1 Mar 2027" in text
    assert "٢٠٢٧" in text


def test_the_tags_say_where_another_language_begins(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o]
        spoken = {str(o.Lang) for o in found if "/Lang" in o}
        heads = [o for o in found if o.S == "/TH"]
        assert spoken >= {"en", "ar"}
        assert heads
        assert all(str(head.A.Scope) in ("/Column", "/Row") for head in heads)


def test_the_foot_of_a_page_is_no_content(printed):
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for page in pdf.pages:
            assert b"/Pagination" in page.Contents.read_bytes()


def test_pages_are_numbered_through_in_both_languages(printed):
    text = words(printed)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        last = len(pdf.pages)
    assert last > 4
    assert f"Page 1 of {last}" in text
    assert f"Page {last} of {last}" in text
    assert SPOKEN["ar"].formats.digits(str(last)) in text


def test_the_code_stands_beside_its_address():
    html = sheets.html(wish("option"))
    assert html.count(">https://guide.example/en/</a>") == 1
    assert "qrline" in html
    unknown = Wish(wish("option").request, (SPOKEN["en"],), TODAY)
    assert "qrline" not in sheets.html(unknown)

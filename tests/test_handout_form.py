"""Dated sheets: drawn once for nobody, then filled in for each reader."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
import test_handout_scripts as scripts
from handouts import LOCALISED, TODAY, wish
from PIL import ImageChops
from printed import pictures_of, text_of

from pwa.handouts import Wish, draft, printer
from pwa.handouts.errors import NoRoom
from pwa.handouts.kept import Kept
from pwa.handouts.request import KINDS
from pwa.handouts.sheet import BLANK, END, Entries, Segment, Sheet
from pwa.handouts.style import Script, Style

DAYS = ("2027-03-01", "2027-11-24", "2028-02-29", "2029-09-30")
"""Of different weekdays and months; from all of them each task is still to come."""
DATED = ("checklist", "recovery", "booklet")
SHEETS = {
    "English": ("checklist", "en", {}),
    "Arabic in large print": ("recovery", "ar", {"large_print": "1"}),
    "Spanish beside Arabic": ("recovery", "es", {"second_locale": "ar", "paper": "letter"}),
}
STYLE = Style((Script("en", ("Noto Sans",)),))


def dated(kind, code, day, **more):
    request = wish(kind, code, surgery_date=day, **more)
    codes = filter(None, (code, more.get("second_locale")))
    place = f"plan/#p=option:alif;date:{day}" if request.day else ""
    address = f"https://guide.example/{code}/{place}"
    return draft(Wish(request, tuple(LOCALISED[one] for one in codes), TODAY, address))


def small(*entries, letters="0123456789"):
    """A sheet with a narrow blank, and something entered in it."""
    blank = f'<p style="width: 20mm"><span data-blank="0">{BLANK}0{END}</span></p>'
    html = f'<html lang="en"><head><title>x</title></head><body>{blank}</body></html>'
    model, letters = Entries(("00",)), ((letters,),)
    return [Sheet((Segment(html, STYLE),), (), model, letters, Entries((e,))) for e in entries]


@pytest.fixture
def forms(monkeypatch):
    """A list of the forms that are kept, at any time: none at the beginning."""
    kept = Kept(printer.TAGS)
    monkeypatch.setattr(printer, "_KEPT", kept)
    return lambda: [kept.get(name, 0, None) for name in kept.names() if isinstance(name, Sheet)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("code", "second"), [("en", ""), ("ar", ""), ("es", ""), ("en", "ar")])
def test_what_is_kept_is_the_same_for_every_day(kind, code, second):
    sheets = [dated(kind, code, day, second_locale=second) for day in DAYS[:2]]
    assert sheets[0].nobodys == sheets[1].nobodys
    assert sheets[0].personal == (kind in DATED)
    entries = sheets[0].entries or Entries()
    assert len(entries.texts) > 2 or kind not in DATED
    for entry in (*entries.texts, "2027"):
        assert not any(entry in segment.html for segment in sheets[0].segments)


@pytest.mark.parametrize("name", SHEETS)
def test_a_form_filled_in_is_the_sheet_laid_out_for_that_day_alone(name, forms, monkeypatch):
    kind, code, more = SHEETS[name]
    printer.pdf(dated(kind, code, DAYS[0], **more))
    for day in DAYS[1:]:
        sheet = dated(kind, code, day, **more)
        with monkeypatch.context() as now:
            now.setattr(printer, "_written", None)  # nothing is laid out any more
            filled = printer.pdf(sheet)
    alone = printer.pdf(sheet.plain)
    assert text_of(filled) == text_of(alone)
    for ours, other in zip(pictures_of(filled, 3), pictures_of(alone, 3), strict=True):
        assert ImageChops.difference(ours, other).getbbox() is None
    assert len(forms()) == 1


def test_the_words_of_hindi_days_go_with_their_glyphs(forms):
    first, second = (scripts.made("checklist", "hi"), scripts.made("checklist", "hi", "en"))
    for sheet in (first, second):
        filled = printer.pdf(sheet)
        assert len(sheet.entries.texts) > 2
        for entry in sheet.entries.texts:
            assert scripts.bare(entry) in scripts.bare(text_of(filled))


def test_a_link_and_its_code_lead_to_the_day(forms):
    for day in DAYS[:2]:
        with pikepdf.open(io.BytesIO(printer.pdf(dated("recovery", "en", day)))) as pdf:
            dictionaries = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
            addresses = {str(one.A.URI) for one in dictionaries if one.get("/Subtype") == "/Link"}
        assert addresses == {f"https://guide.example/en/plan/#p=option:alif;date:{day}"}


def test_nothing_of_a_reader_stays_in_a_form(forms):
    """Also not after one whose entry did not fit."""
    for sheet in small("17", "1" * 20):
        printer.pdf(sheet)
    (form,) = forms()
    assert b"TJ" not in form._blanks[0].data
    assert text_of(form._written()).strip() == ""


def test_an_entry_without_room_is_laid_out_for_itself(forms):
    first, long = small("17", "no day is as long as this one is")
    assert text_of(printer.pdf(first)).strip() == "17"
    with pytest.raises(NoRoom):
        forms()[0].filled(long.entries)
    assert text_of(printer.pdf(long)).split() == long.entries.texts[0].split()


def test_a_letter_that_a_form_lacks_is_never_left_out(forms):
    first, other, again = small("17", "Ж8", "Ж9")
    assert text_of(printer.pdf(first)).strip() == "17"
    for sheet in (other, again):
        with pytest.raises(NoRoom):
            forms()[0].filled(sheet.entries)
        assert text_of(printer.pdf(sheet)).strip() == sheet.entries.texts[0]


def test_every_day_of_a_year_has_its_letters_in_a_form(forms):
    sheet = dated("recovery", "ar", DAYS[0])
    printer.pdf(sheet)
    (form,) = forms()
    words = [LOCALISED["ar"].formats.day(date(2027, 1, 1) + timedelta(days=n)) for n in range(365)]
    (blank,) = (one for one in form._blanks if one.name == "0")
    for word in words:
        form._entered(blank, Entries((word,)))
    assert form._letters() == form._known

"""What the tests of paper share: asking for a sheet, its HTML, and its bare words."""

import re
from datetime import date
from html import unescape

from pages import CATALOG, REGISTRY

from pwa.handouts import Wish, parse, sheets
from pwa.i18n import localise

LOCALISED = {code: localise(CATALOG, locale) for code, locale in REGISTRY.items()}
TODAY = date(2026, 11, 21)
OPTION, OTHER = list(CATALOG.options)[:2]


def wish(kind, code="en", paper="a4", **more):
    fields = {"kind": kind, "locale": code, "paper": paper, "option": OPTION, **more}
    return parse(fields, CATALOG, REGISTRY)


def html_of(localised, request, today=TODAY, second=None):
    return sheets.html(Wish(request, (localised, second) if second else (localised,), today))


def words_of(kind, code="en", localised=None, today=TODAY, **more):
    """The words of a sheet, tags and isolates taken out."""
    html = html_of(localised or LOCALISED[code], wish(kind, code, **more), today)
    text = re.sub(r"<style>.*?</style>|<title>.*?</title>", " ", html, flags=re.DOTALL)
    return plain(unescape(re.sub(r"</?(?:span|b|strong|small|q)\b[^>]*>", "", text)))


def plain(text):
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069]", "", re.sub(r"<[^>]+>", " ", text))).strip()

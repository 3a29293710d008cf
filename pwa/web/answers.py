"""How a file travels: compressed where the browser takes it, revalidated by its hash."""

import gzip
from functools import lru_cache

import brotli
from flask import Request, Response, request

from pwa.i18n.formats import N_
from pwa.web.files import HTML, File
from pwa.web.headers import cache_control
from pwa.web.site import Site

PACKED = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
QUALITY = 5
"""brotli's: 0.2 ms a page. 11 takes 7.8 and is for a release, and for what is small."""
SMALL = 16 * 1024
LARGE = 1024 * 1024
"""Bytes from which a file is a language's bundle. Packed once in 0.7 s with 10, it is a seventh
smaller for every phone."""

ERRORS = {
    400: (
        N_("We could not read this request"),
        N_("Something in the address or the form is not as expected."),
    ),
    404: (
        N_("We could not find this page"),
        N_("The address may be mistyped, or the page has moved. Start again from the first page."),
    ),
    405: (N_("This cannot be done here"), N_("Go back to the page and use its buttons.")),
    413: (N_("This is too much to send"), N_("The form takes a few short answers.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing you entered on your phone is lost. Please try again later."),
    ),
    503: (
        N_("Many people are printing right now"),
        N_("Please wait a few seconds and try again."),
    ),
}
UNFINISHED = (
    N_("Your sheet is still being made"),
    N_("It is a long one, and may take a minute or two. Please wait a little, then try again."),
)


def send(file: File, *, keep: bool = True) -> Response:
    """A file of the site. One that is not to be kept was made for this request alone."""
    body, encoding = _encoded(file, keep=keep)
    response = Response(body, content_type=file.media_type)
    response.headers["Cache-Control"] = cache_control(file)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.set_etag(f"{file.hash}-{encoding or 'plain'}")
    response.make_conditional(request)
    return response


def once(body: bytes, status: int = 200) -> Response:
    """A page made for this one request."""
    response = Response(body, status, content_type=HTML)
    response.headers["Cache-Control"] = "no-store"
    return response


def explained(
    site: Site, words: tuple[str, str], locale: str, again: Request | None = None
) -> bytes:
    """The page that says in plain words what went wrong, with a way home.

    What was asked for may be asked ``again`` from it. What was entered then is in this page, which
    nobody keeps, and nowhere else.
    """
    title, message = map(site.localised[locale].translator.text, words)
    shown = {"title": title, "message": message, "again": again}
    return site.renderers[locale].template("error.html", **shown).encode()


def pdf(name: str, body: bytes, *, save: bool = False) -> Response:
    """A sheet of paper, shown in the browser or saved as a file, and never kept on the way."""
    response = Response(body, content_type="application/pdf")
    response.headers["Cache-Control"] = "no-store"
    how = "attachment" if save else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return response


def _encoded(file: File, *, keep: bool) -> tuple[bytes, str | None]:
    if not file.media_type.startswith(PACKED):
        return file.body, None
    accepted = request.accept_encodings
    if accepted["br"]:
        return (_kept_brotli if keep else _brotli)(file.body), "br"
    if accepted["gzip"]:
        return (_kept_gzip if keep else _gzip)(file.body), "gzip"
    return file.body, None


def _brotli(body: bytes) -> bytes:
    quality = 11 if len(body) < SMALL else 10 if len(body) > LARGE else QUALITY
    return bytes(brotli.compress(body, quality=quality))


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


_kept_brotli = lru_cache(maxsize=2048)(_brotli)
_kept_gzip = lru_cache(maxsize=512)(_gzip)

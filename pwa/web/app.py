"""The Flask views: look a file up and send it, print a sheet, say what is wrong in plain words.

Nothing a reader enters is kept or logged: the only form that is posted makes a sheet of paper, and
an error is logged by its kind and place alone.
"""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, current_app, redirect, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound

from pwa.handouts.errors import BadRequest, Busy, HandoutError, Unfinished
from pwa.web import answers, paper
from pwa.web.files import File
from pwa.web.headers import ASK_AGAIN, security_headers
from pwa.web.offline import WORKER
from pwa.web.publish import Published
from pwa.web.remembered import Remembered

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_BODY = 16 * 1024
"""Bytes of a posted form. The longest honest one has a few hundred."""

views = Blueprint("guide", __name__)


def published() -> Published:
    """The site that this app serves."""
    found: Published = current_app.extensions["published"]
    return found


@views.get("/healthz")
def health() -> Response:
    """For a load balancer: the process answers."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@views.get("/", defaults={"path": ""})
@views.get("/<path:path>")
def show(path: str) -> Any:
    """Any file of the site."""
    if made := _made_for_one(path):
        return answers.send(made, keep=False)
    file = paper.ready(published(), path) if path.endswith(".pdf") else published().find(path)
    if file is None:
        if published().find(f"{path}/") is not None:
            query = request.query_string.decode("latin-1")
            asked = f"{path}/?{query}" if query else f"{path}/"
            return redirect(f"{request.script_root}/{asked}", code=308)
        raise NotFound
    return answers.send(file)


def _made_for_one(path: str) -> File | None:
    """The page that answers a question in the address."""
    if path.endswith("/compare/") and (chosen := _chosen()):
        return published().find(path, chosen=chosen)
    if path.endswith("/handouts/") and "option" in request.args:
        given = {name: ",".join(request.args.getlist(name)) for name in request.args}
        return published().find(path, values=given)
    return None


def _chosen() -> tuple[str, ...]:
    asked = {name for given in request.args.getlist("options") for name in given.split(",")}
    return tuple(name for name in published().site.catalog.options if name in asked)


@views.post("/<locale>/handouts/")
def print_sheet(locale: str) -> Response:
    """A sheet of paper from the form's fields; in the page's language, unless they name another."""
    if locale not in published().site.locales:
        raise NotFound
    # A form may tick several options; the reader of the fields takes a list with commas.
    fields = {name: ",".join(request.form.getlist(name)) for name in request.form}
    fields["locale"] = fields.get("locale", "").strip() or locale
    try:
        name, pdf = paper.sheet(published(), fields, origin=request.host_url.rstrip("/"))
    except BadRequest as faults:
        return _form_again(locale, fields, faults)
    return answers.pdf(name, pdf, save=bool(fields.get("save")))


def _form_again(locale: str, fields: Mapping[str, str], faults: BadRequest) -> Response:
    errors = {fault.field: fault for fault in faults.fields}
    file = published().find(f"{locale}/handouts/", errors=errors, values=fields)
    assert file is not None
    return answers.once(file.body, 400)


# --- errors


def _error_page(code: int) -> Response:
    code = code if code in answers.ERRORS else (400 if 400 <= code < 500 else 500)
    page = answers.explained(published().site, answers.ERRORS[code], _readers_language())
    return answers.once(page, code)


def _readers_language() -> str:
    """From the address, else from what the browser asks for, else the source language."""
    codes = list(published().site.locales)
    first = request.path.strip("/").split("/")[0]
    if first in codes:
        return first
    for wished in request.accept_languages.values():
        # The very one; else another variety of the language: most of it is understood.
        for same in (str.lower, _language):
            if found := next((code for code in codes if same(code) == same(wished)), None):
                return found
    return codes[0]


def _language(code: str) -> str:
    return re.split("[-_]", code.lower())[0]


def _http_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    page = _error_page(error.code)
    page.headers.extend(
        (name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")
    )
    return page


def _busy(error: Busy) -> Response:
    words = answers.UNFINISHED if isinstance(error, Unfinished) else answers.ERRORS[503]
    body = answers.explained(published().site, words, _readers_language(), again=request)
    page = answers.once(body, 503)
    page.headers["Retry-After"] = str(error.retry_after)
    return page


def _own_fault(error: Exception) -> Response:
    # Neither the message nor the values: they might hold what a patient entered.
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    line = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    current_app.logger.error("%s at %s", type(error).__name__, line)
    return _error_page(InternalServerError.code)


def _secure(response: Response) -> Response:
    # Behind a proxy that ends TLS only the address that readers know tells of it.
    https = request.is_secure or current_app.config["BASE_URL"].startswith("https:")
    response.headers.update(security_headers(https=https))
    _stay_here(response)
    response.headers["Vary"] = "Accept-Encoding"
    response.headers.setdefault("Cache-Control", ASK_AGAIN)
    if request.path.endswith(f"/{WORKER}"):
        response.headers["Service-Worker-Allowed"] = published().site.base
    return response


def _stay_here(response: Response) -> None:
    # Werkzeug's own redirect, to the slash that is missing, names a scheme and a host; behind a
    # proxy they are not those of the reader. Every redirect leads to this site.
    asked = urlsplit(response.headers.get("Location", ""))
    if asked.netloc:
        response.location = asked._replace(
            scheme="", netloc="", path=f"/{asked.path.lstrip('/')}"
        ).geturl()


def _tidied(app: "WSGIApplication") -> "WSGIApplication":
    """What granian leaves to the app: a host in capitals is the same host, and a body in chunks has
    a length, which may be too great. Werkzeug trusts no host with a colon in its name, so that this
    machine's own has to go by another."""

    def tidy(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        host = environ.get("HTTP_HOST", "").lower()
        environ["HTTP_HOST"] = re.sub(r"^\[::1\](?=:|$)", "localhost", host)
        if environ.pop("HTTP_TRANSFER_ENCODING", ""):
            body = environ["wsgi.input"].read(MAX_BODY + 1)
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return app(environ, start_response)

    return tidy


def configure(app: Flask) -> None:
    """Register the views, the error pages and the headers."""
    app.register_blueprint(views)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Busy, _busy)
    app.register_error_handler(HandoutError, _own_fault)
    app.register_error_handler(Exception, _own_fault)
    app.after_request(_secure)
    app.wsgi_app = Remembered(_tidied(app.wsgi_app))  # type: ignore[method-assign]

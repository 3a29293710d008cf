"""What the server answers: to every address of the design, and to every way of asking badly."""

import gzip
import http.client
import io
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pages
import pytest
from conftest import ROOT, free_port, serving
from flask import Flask
from flask.testing import FlaskClient

from pwa import create_app
from pwa.handouts import Workers
from pwa.handouts.errors import Busy, PrintError
from pwa.web import paper
from pwa.web.app import MAX_BODY

SECRET = "canary-7391"
GOOD = {"kind": "warning-signs", "paper": "a4"}
SAID_404 = {"en": "could not find this page", "es": "encontr", "ar": "الصفحة"}


@pytest.fixture(scope="module")
def app() -> Flask:
    return pages.app()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What was asked to be printed; no paper is made."""
    asked: list[dict[str, str]] = []

    def sheet(published: object, fields: dict[str, str], **how: object) -> tuple[str, bytes]:
        asked.append(dict(fields))
        return "sheet.pdf", b"%PDF-1.7"

    monkeypatch.setattr(paper, "sheet", sheet)
    return asked


def linked(path: str) -> set[str]:
    """Where a page's links lead, on this site."""
    found = pages.tree(path).xpath("//a/@href")
    return {urljoin(path, href).partition("#")[0].partition("?")[0] for href in found}


# --- what there is


def test_all_scripts_together_travel_in_30_kilobytes(app: Flask) -> None:
    files = app.extensions["published"].files()
    scripts = [file.body for file in files if file.media_type.startswith("text/javascript")]
    assert len(scripts) > 20
    assert sum(len(brotli.compress(script, quality=11)) for script in scripts) <= 30_000
    assert not [script for script in scripts if b"/*" in script]


@pytest.mark.parametrize("path", pages.PAGES)
def test_every_page_answers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("code", pages.LOCALES)
def test_every_page_of_a_language_is_reached_by_links_from_its_home(code: str) -> None:
    seen: set[str] = set()
    ahead = {f"/{code}/"}
    while ahead:
        seen |= ahead
        ahead = {to for path in ahead for to in linked(path)} - seen
        ahead = {to for to in ahead if to.startswith(f"/{code}/") and to.endswith("/")}
    assert seen == {path for path in pages.READ_PAGES if path.startswith(f"/{code}/")}


def test_the_first_address_offers_every_language_in_its_own_words() -> None:
    links = pages.tree("/").xpath("//main//a")
    assert [link.get("href") for link in links] == [f"/{code}/" for code in pages.LOCALES]
    for link, code in zip(links, pages.LOCALES, strict=True):
        assert (link.get("lang"), link.get("dir")) == (code, pages.REGISTRY[code].direction)
        assert pages.REGISTRY[code].data.name in pages.words(link)


def test_the_worker_stands_at_the_top_so_that_it_covers_all(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("code", pages.LOCALES)
def test_every_language_is_an_app_of_its_own(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/{code}/app.webmanifest")
    assert answer.content_type.startswith("application/manifest+json")
    manifest = json.loads(answer.data)
    assert (manifest["start_url"], manifest["lang"]) == (f"/{code}/", code)
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 200
    for shortcut in manifest["shortcuts"]:
        assert client.get(shortcut["url"]).status_code == 200


def test_a_load_balancer_is_told_that_the_server_lives(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert (answer.text, answer.headers["Cache-Control"]) == ("ok\n", "no-store")


@pytest.mark.parametrize("path", ["/", "/en/", "/ar/plan/", "/sw.js", "/healthz", "/nothing/"])
def test_a_head_request_gets_the_headers_alone(client: FlaskClient, path: str) -> None:
    get, head = client.get(path), client.head(path)
    assert (head.status_code, head.data) == (get.status_code, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_the_comparison_shows_the_options_of_the_address(client: FlaskClient) -> None:
    for query in ("options=alif,mis-tlif", "options=alif&options=mis-tlif"):
        body = client.get(f"/en/compare/?{query}").text
        assert 'data-option="alif"' in body
        assert 'data-option="mis-tlif"' in body
        assert 'data-option="open-fusion"' not in body


def test_the_print_form_opens_with_the_option_of_the_link(client: FlaskClient) -> None:
    assert '<option value="alif" selected>' in client.get("/en/handouts/?option=alif").text


# --- what there is not


@pytest.mark.parametrize(
    ("path", "accept", "code"),
    [
        ("/en/nothing/", "ar", "en"),
        ("/es/nothing/", "en", "es"),
        ("/ar/options/nothing/", "en", "ar"),
        ("/xx/", "ar,en;q=0.5", "ar"),
        ("/xx/plan/", "es-MX", "es"),
        ("/nothing", "tlh", "en"),
        ("/nothing", "", "en"),
        ("/nothing", ";q=x,\x01", "en"),
    ],
)
def test_a_page_that_is_not_there_says_so_in_the_readers_language(
    client: FlaskClient, path: str, accept: str, code: str
) -> None:
    answer = client.get(path, headers={"Accept-Language": accept})
    assert answer.status_code == 404
    assert f'<html lang="{code}" dir="{pages.REGISTRY[code].direction}"' in answer.text
    assert SAID_404[code] in answer.text
    assert f'href="/{code}/"' in answer.text
    assert f'href="/{code}/warning-signs/"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [page for page in pages.READ_PAGES if page.startswith("/en/")])
def test_a_missing_slash_is_put_right_and_the_query_kept(client: FlaskClient, path: str) -> None:
    answer = client.get(f"{path.rstrip('/')}?options=alif")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{path}?options=alif")


@pytest.mark.parametrize("path", ["/en/home/", "/en//plan/", "/en/options/alif/x/", "/en/plan//"])
def test_a_page_has_one_address_alone(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/en/plan/", "/sw.js", "/healthz"])
def test_pages_are_only_read(client: FlaskClient, path: str, method: str) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "<h1>This cannot be done here</h1>" in answer.text


WEIRD_PATHS = [
    "/%00",
    "/en/%00/",
    "/../../etc/passwd",
    "/en/../ar/",
    "/en/%2e%2e/%2e%2e/etc/passwd",
    "/en/handouts/../../x.pdf",
    "/en/handouts/%2e%2e%2fx.pdf",
    "/%ff%fe/",
    "/en/%c3%28/",
    "/en/\N{RIGHT-TO-LEFT OVERRIDE}/",
    "//",
    "//evil.example/en/plan",
    "/en\\plan",
    "/en/%0d%0aSet-Cookie: a=b/",
    "/" + "a" * 10_000,
    "/en/" + "x/" * 3000,
    "/static/../sw.js",
    "/en/bundle.000000000000.json",
    "/{{7*7}}/",
    "/en/options/__class__/",
]
WEIRD_QUERIES = [
    "options=<script>alert(1)</script>",
    "options=" + "alif," * 2000,
    "options=%00",
    "options=%ff%fe",
    "options[]=alif",
    "options=" + "&options=" * 900,
    "option=%22%3E%3Cscript%3E",
    "option=" + "a" * 10_000,
    "&&&===",
    "{{7*7}}=%s%n",
]


@pytest.mark.parametrize("path", WEIRD_PATHS)
def test_no_address_breaks_the_server(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (308, 400, 404)
    assert "Traceback" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.parametrize("query", WEIRD_QUERIES, ids=lambda query: query[:20])
@pytest.mark.parametrize("path", ["/en/compare/", "/en/handouts/", "/ar/plan/", "/en/x/", "/"])
def test_no_query_breaks_the_server(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == (404 if path == "/en/x/" else 200)
    assert "<script>alert" not in answer.text
    assert '"><script>' not in answer.text


def test_a_query_that_is_no_text_is_handed_on_as_it_came(client: FlaskClient) -> None:
    answer = client.get("/en/plan", environ_overrides={"QUERY_STRING": "x=\xff"})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/en/plan/?x=%C3%BF")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[", "a b"])
def test_a_host_that_is_not_ours_is_turned_away(client: FlaskClient, host: str) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_a_clinics_own_host_can_be_named() -> None:
    client = create_app({"HOSTS": ["guide.example"]}).test_client()
    assert client.get("/en/", headers={"Host": "guide.example"}).status_code == 200
    assert client.get("/en/", headers={"Host": "other.example"}).status_code == 400


# --- the form for a sheet of paper


def test_a_sheet_is_printed_from_the_forms_fields(
    client: FlaskClient, printed: list[dict[str, str]]
) -> None:
    answer = client.post("/ar/handouts/", data={**GOOD, "surgery_date": "2027-03-01"})
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert printed == [{**GOOD, "surgery_date": "2027-03-01", "locale": "ar"}]


def test_the_address_alone_decides_the_language(
    client: FlaskClient, printed: list[dict[str, str]]
) -> None:
    client.post("/ar/handouts/", data={**GOOD, "locale": "en"})
    assert printed[0]["locale"] == "ar"


BAD_FIELDS = [
    ("kind", ""),
    ("kind", "nothing"),
    ("kind", "<script>alert(1)</script>"),
    ("option", "alfi"),
    ("option", "../../etc/passwd"),
    ("surgery_date", "2027-02-30"),
    ("surgery_date", "tomorrow"),
    ("surgery_date", "0001-01-01"),
    ("surgery_date", "٢٠٢٧-٠١-٠١"),
    ("surgery_date", '"><script>alert(1)</script>'),
    ("second_locale", "xx"),
    ("paper", "a0"),
    ("large_print", "perhaps"),
    ("kind", "option"),
]


@pytest.mark.parametrize(("field", "value"), BAD_FIELDS)
def test_a_field_that_is_wrong_is_named_with_the_reason(
    client: FlaskClient, field: str, value: str
) -> None:
    answer = client.post("/en/handouts/", data={**GOOD, field: value})
    assert answer.status_code == 400
    named = "option" if (field, value) == ("kind", "option") else field
    alert = pages.html.document_fromstring(answer.text).xpath("//section[@role='alert']")[0]
    faults = [pages.words(item) for item in alert.xpath(".//li")]
    assert len(faults) == 1
    assert f"({named})" in faults[0]
    assert "found" in faults[0]
    assert "<script>alert" not in answer.text


def test_all_faults_are_told_at_once_in_the_readers_language(client: FlaskClient) -> None:
    bad = {"kind": "x", "option": "x", "surgery_date": "x", "paper": "x", "large_print": "x"}
    answer = client.post("/es/handouts/", data=bad)
    assert '<html lang="es"' in answer.text
    alert = pages.html.document_fromstring(answer.text).xpath("//section[@role='alert']")[0]
    assert {item.text for item in alert.xpath(".//code")} == set(bad)


def test_what_was_entered_well_is_kept_when_something_else_is_wrong(client: FlaskClient) -> None:
    sent = {
        "kind": "option",
        "option": "alif",
        "surgery_date": "2027-03-01",
        "paper": "letter",
        "large_print": "yes",
        "second_locale": "xx",
    }
    form = pages.html.document_fromstring(client.post("/en/handouts/", data=sent).text)
    fields = next(f for f in form.forms if f.method == "POST").fields
    assert {name: fields[name] for name in ("kind", "option", "surgery_date", "paper")} == {
        name: sent[name] for name in ("kind", "option", "surgery_date", "paper")
    }
    assert fields["large_print"] == "1"


def test_a_box_that_was_not_ticked_stays_so(client: FlaskClient) -> None:
    sent = {**GOOD, "paper": "a0", "large_print": "0"}
    assert 'name="large_print" value="1">' in client.post("/en/handouts/", data=sent).text


def test_a_wrong_value_is_shown_again_as_text(client: FlaskClient) -> None:
    sent = {**GOOD, "surgery_date": '"><b>&'}
    body = client.post("/en/handouts/", data=sent).text
    assert 'value="&#34;&gt;&lt;b&gt;&amp;"' in body


@pytest.mark.parametrize(
    "body",
    [b"kind=%ff%fe", b"kind=\x00", b"\xff\xfe", b"kind" * 500, b"&=&=;", b"kind=a&kind=b"],
    ids=["not UTF-8", "a null", "bytes", "no value", "no name", "twice"],
)
@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "\x01"],
)
def test_no_body_breaks_the_form(client: FlaskClient, body: bytes, kind: str) -> None:
    answer = client.post("/en/handouts/", data=body, content_type=kind)
    assert answer.status_code == 400
    assert "<html" in answer.text


def test_a_body_that_is_too_big_is_refused(client: FlaskClient) -> None:
    answer = client.post("/ar/handouts/", data={**GOOD, "note": "x" * MAX_BODY})
    assert answer.status_code == 413
    assert '<html lang="ar"' in answer.text


def test_a_body_in_chunks_that_is_too_big_is_refused_as_such(client: FlaskClient) -> None:
    answer = client.post(
        "/en/handouts/",
        input_stream=io.BytesIO(b"kind=" + b"x" * MAX_BODY),
        headers={"Transfer-Encoding": "chunked"},
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 413


def test_a_host_in_capitals_is_the_same_host(client: FlaskClient) -> None:
    assert client.get("/en/", headers={"Host": "LocalHost:8000"}).status_code == 200


def test_an_unknown_language_prints_nothing(client: FlaskClient) -> None:
    assert client.post("/xx/handouts/", data=GOOD).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_busy_printer_says_when_to_come_back(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise Busy(7)

    monkeypatch.setattr(Workers, "render", busy)
    path = "/es/handouts/" if method == "post" else "/es/handouts/warning-signs-a4.pdf"
    answer = client.open(path, method=method, data=GOOD if method == "post" else None)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert '<html lang="es"' in answer.text


# --- faults of ours, and what is kept of them


@pytest.mark.parametrize("fault", [RuntimeError(SECRET), PrintError(SECRET), KeyError(SECRET)])
def test_a_fault_of_ours_tells_the_log_its_kind_and_place_alone(
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    fault: Exception,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(paper, "sheet", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/es/handouts/", data={**GOOD, "surgery_date": SECRET})
    assert answer.status_code == 500
    assert '<html lang="es"' in answer.text
    assert 'href="/es/"' in answer.text
    assert f"{type(fault).__name__} at {__file__}:" in caplog.text
    told = caplog.text + "".join(capfd.readouterr()) + answer.text
    assert SECRET not in told
    assert "Traceback" not in told


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The real server, and the file that everything it says goes to."""
    port, log = free_port(), tmp_path_factory.mktemp("server") / "log"
    with serving(port, log=log):
        yield port, log


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with suppress(BrokenPipeError, ConnectionResetError):  # it may answer before all is sent
        connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_nothing_that_a_reader_sends_is_in_the_servers_log(logged: tuple[int, Path]) -> None:
    port, log = logged
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    secret = SECRET.encode()
    sent = [
        ("POST", "/en/handouts/", b"kind=checklist&surgery_date=" + secret, 400),
        ("POST", "/en/handouts/", b"kind=warning-signs&note=" + secret, 200),
        ("POST", "/en/handouts/", secret * MAX_BODY, 413),
        ("GET", f"/en/compare/?options={SECRET}", b"", 200),
        ("GET", f"/{SECRET}/", b"", 404),
    ]
    for method, path, body, status in sent:
        assert ask(port, method, path, body, **form)[0] == status
    assert ask(port, "GET", "/en/", Host=f"{SECRET}.example")[0] == 400
    assert SECRET not in log.read_text()


@pytest.mark.parametrize("path", ["/%00", "/en/%ff", "/en/../x", "/" + "a" * 5000, "/en/?a=\x7f"])
def test_the_real_server_answers_weird_requests_with_a_page(
    logged: tuple[int, Path], path: str
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", logged[0], timeout=20)
    connection._validate_path = lambda _: None  # type: ignore[method-assign]
    connection.request("GET", path)
    assert connection.getresponse().status in (200, 400, 404)
    assert "Traceback" not in logged[1].read_text()


# --- how it travels


@pytest.mark.parametrize("path", ["/", "/en/", "/sw.js", "/en/offline.json", "/en/app.webmanifest"])
@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("br, gzip", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_text_is_compressed_as_the_browser_wishes(
    client: FlaskClient, path: str, accepted: str, encoding: str | None, unpack: object
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert unpack(answer.data) == client.get(path).data


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_what_has_not_changed_is_not_sent_again(client: FlaskClient, accepted: str) -> None:
    headers = {"Accept-Encoding": accepted}
    first = client.get("/en/", headers=headers)
    again = client.get("/en/", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"
    other = client.get("/en/", headers={**headers, "If-None-Match": '"other"'})
    assert other.status_code == 200


def test_each_encoding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get("/en/", headers={"Accept-Encoding": accepted}).headers["ETag"]
        for accepted in ("br", "gzip", "")
    }
    assert len(tags) == 3


def test_what_is_named_by_its_content_is_kept_for_ever(client: FlaskClient) -> None:
    published = pages.app().extensions["published"]
    kept = [file for file in published.files() if file.is_immutable]
    assert {file.path.split("/")[0] for file in kept} == {"static"}
    for file in kept:
        answer = client.get(f"/{file.path}")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", file.path


def test_a_second_app_reads_other_folders(tmp_path: Path) -> None:
    environment = {**os.environ, "GUIDE_CONTENT": str(tmp_path)}
    code = "import pwa; pwa.create_app()"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert run.returncode != 0
    assert "ContentError" in run.stderr

"""What the server answers: to every address of the design, and to every way of asking badly."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pages
import pytest
from conftest import ROOT
from flask import Flask
from flask.testing import FlaskClient

from pwa import create_app
from pwa.web import answers

SAID_404 = {"en": "could not find this page", "es": "encontr", "ar": "الصفحة"}


def linked(path: str) -> set[str]:
    """Where a page's links lead, on this site."""
    found = pages.tree(path).xpath("//a/@href")
    return {urljoin(path, href).partition("#")[0].partition("?")[0] for href in found}


# --- what there is


def test_all_scripts_together_travel_in_30_kilobytes(app: Flask) -> None:
    files = app.extensions["published"].files()
    scripts = [file.body for file in files if file.media_type.startswith("text/javascript")]
    assert len(scripts) > 20
    # The worker begins with what is published: 105 bytes for three languages, which no change of
    # the content and no fourth language is to fail at.
    (told,) = (script.split(b"\n")[0] for script in scripts if script.startswith(b"const RELEASE"))
    code = [script.removeprefix(told) for script in scripts]
    assert sum(len(brotli.compress(script, quality=11)) for script in code) <= 30_000 - 130
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
        ("/nothing", "fr-CA,ar-EG,en;q=0.5", "ar"),
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


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/en/handouts", "/en/handouts/"),
        ("/en/handouts?a=1", "/en/handouts/?a=1"),
        ("/en//handouts/", "/en/handouts/"),
    ],
)
def test_a_form_that_is_sent_without_the_slash_stays_with_the_readers_host(
    client: FlaskClient, asked: str, leads: str
) -> None:
    sent = {"X-Forwarded-Proto": "https"}
    answer = client.post(f"http://localhost{asked}", data={"kind": "option"}, headers=sent)
    assert (answer.status_code, answer.headers["Location"]) == (308, leads)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[", "a b"])
def test_a_host_that_is_not_ours_is_turned_away(client: FlaskClient, host: str) -> None:
    answer = client.get("/en/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_a_clinics_own_host_can_be_named() -> None:
    client = create_app({"HOSTS": ["guide.example"]}).test_client()
    assert client.get("/en/", headers={"Host": "guide.example"}).status_code == 200
    assert client.get("/en/", headers={"Host": "other.example"}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]", "[::1]:8000"])
def test_this_machine_is_known_by_each_of_its_names(client: FlaskClient, host: str) -> None:
    assert client.get("/en/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("address", "secure"), [("https://guide.example", True), ("http://guide.example", False)]
)
def test_behind_a_proxy_the_readers_address_tells_of_tls(address: str, secure: bool) -> None:
    answer = create_app({"BASE_URL": address}).test_client().get("/en/")
    assert ("Strict-Transport-Security" in answer.headers) is secure


def test_where_no_version_can_be_noted_everything_is_served_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    client = create_app({"VERSIONS": str(tmp_path / "file" / "below")}).test_client()
    for path in ("/sw.js", "/en/offline.json", "/en/app.webmanifest"):
        assert client.get(path).status_code == 200, path


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


def test_a_page_made_for_one_reader_is_not_kept(client: FlaskClient) -> None:
    kept = (answers._kept_brotli, answers._kept_gzip)
    before = [one.cache_info().currsize for one in kept]
    for accepted in ("br", "gzip"):
        for asked in ("compare/?options=alif", "handouts/?option=alif&surgery_date=2027-01-31"):
            answer = client.get(f"/en/{asked}", headers={"Accept-Encoding": accepted})
            assert answer.headers["Content-Encoding"] == accepted
    assert [one.cache_info().currsize for one in kept] == before


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

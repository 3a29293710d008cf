"""The security headers of every kind of answer, and pages that keep to them."""

import base64
import hashlib
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pages
import pytest
from conftest import free_port, wait_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import pwa
from pwa.handouts.errors import Busy
from pwa.i18n.files import write_if_changed
from pwa.web import paper
from pwa.web.app import MAX_BODY
from pwa.web.headers import (
    ASK_AGAIN,
    FOR_EVER,
    content_policy,
    for_netlify,
    for_nginx,
    security_headers,
)
from pwa.web.publish import Published

EXPECTED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
FORM = {"kind": "warning-signs"}
ANSWERS: dict[str, tuple[int, Callable[[FlaskClient], TestResponse]]] = {
    "the languages": (200, lambda client: client.get("/")),
    "a page": (200, lambda client: client.get("/en/")),
    "the same page again": (304, lambda client: again(client, "/en/")),
    "the worker": (200, lambda client: client.get("/sw.js")),
    "a manifest": (200, lambda client: client.get("/en/app.webmanifest")),
    "health": (200, lambda client: client.get("/healthz")),
    "a missing slash": (308, lambda client: client.get("/en")),
    "a bad form": (400, lambda client: client.post("/en/handouts/")),
    "a strange host": (400, lambda client: client.get("/en/", headers={"Host": "x.example"})),
    "nothing there": (404, lambda client: client.get("/nothing/")),
    "a wrong method": (405, lambda client: client.post("/en/")),
    "too much": (413, lambda client: client.post("/en/handouts/", data=b"x" * (MAX_BODY + 1))),
    "a sheet": (200, lambda client: client.post("/en/handouts/", data=FORM)),
    "a fault of ours": (500, lambda client: client.post("/ar/handouts/", data=FORM)),
    "a busy printer": (503, lambda client: client.post("/es/handouts/", data=FORM)),
}


def again(client: FlaskClient, path: str) -> TestResponse:
    return client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]})


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing English works, Arabic is broken, Spanish busy."""

    def sheet(published: object, fields: dict[str, str], **how: Any) -> tuple[str, bytes]:
        if fields["locale"] == "ar":
            raise RuntimeError
        if fields["locale"] == "es":
            raise Busy(3)
        if "kind" not in fields:
            return real(published, fields, **how)
        return "sheet.pdf", b"%PDF-1.7"

    real = paper.sheet
    monkeypatch.setattr(paper, "sheet", sheet)


@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_has_every_security_header(client: FlaskClient, kind: str) -> None:
    status, ask = ANSWERS[kind]
    answer = ask(client)
    assert answer.status_code == status
    assert EXPECTED.items() <= dict(answer.headers).items()
    assert answer.headers["Content-Security-Policy"] == content_policy()
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Server" not in answer.headers


@pytest.mark.parametrize("kind", ANSWERS)
def test_nothing_made_for_one_reader_is_kept_on_the_way(client: FlaskClient, kind: str) -> None:
    status, ask = ANSWERS[kind]
    answer = ask(client)
    if answer.mimetype == "application/pdf" or status >= 400 or kind == "health":
        assert answer.headers["Cache-Control"] == "no-store"
    else:
        assert "no-store" not in answer.headers.get("Cache-Control", "")


def test_over_https_browsers_are_told_to_stay_there(client: FlaskClient) -> None:
    secure = client.get("/en/", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in client.get("/en/").headers


def test_the_policy_allows_nothing_but_our_own() -> None:
    rules = dict(rule.split(" ", 1) for rule in content_policy().split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in content_policy()
    assert "http" not in content_policy()


@pytest.mark.parametrize("path", ["/", "/nothing/", *pages.PAGES])
def test_the_stylesheet_in_the_page_is_the_one_that_the_policy_allows(
    client: FlaskClient, path: str
) -> None:
    styles = re.findall(r"<style>(.*?)</style>", client.get(path).text, re.DOTALL)
    assert len(styles) == 1
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in content_policy().split("; "))
    assert f"'sha256-{digest}'" in rules["style-src"].split()


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_the_policy_stands_in_the_page_too_for_hosts_that_set_no_headers(path: str) -> None:
    meta = pages.tree(path).xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
    assert meta == [content_policy(in_page=True)]
    before = pages.text(path).partition("http-equiv")[0]
    assert not re.search("<(script|style|link)", before)


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_no_page_has_script_or_style_of_its_own(path: str) -> None:
    tree = pages.tree(path)
    assert tree.xpath("//script[not(@src) and not(@type='application/json')]") == []
    assert tree.xpath("//*[@style]") == []
    named = {name for element in tree.iter() for name in element.attrib}
    assert [name for name in named if name.startswith("on")] == []
    assert "javascript:" not in pages.text(path)


@pytest.mark.parametrize("path", ["/", *pages.PAGES])
def test_no_page_asks_anyone_else_for_anything(path: str) -> None:
    tree = pages.tree(path)
    loads = tree.xpath("//@src | //@srcset | //@poster | //@action | //@formaction | //link/@href")
    assert loads
    assert [where for where in loads if not re.match(r"/(?!/)", where)] == []
    assert not re.search(r"url\(|@import", pages.text(path))
    for href in tree.xpath("//@href"):
        assert re.match(r"/(?!/)|#", href), href


# --- other hosts


NGINX = """daemon off; user root; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
 include /etc/nginx/mime.types; access_log off; client_body_temp_path {folder}/body;
 proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;
 scgi_temp_path {folder}/s;
 server {{ listen 127.0.0.1:{port}; root {root}; include {root}{base}nginx-headers.conf; }}
}}"""


@contextmanager
def nginx(root: Path, folder: Path, base: str) -> Iterator[str]:
    """Debian's nginx with the snippet of an export."""
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port, root=root, base=base))
    process = subprocess.Popen(["nginx", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}{base}en/", process)
        yield f"http://127.0.0.1:{port}{base}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_gives_all_nine_headers_with_the_snippet_of_the_export(tmp_path: Path) -> None:
    base = "/spine/"
    published = Published(pwa.open_site(pwa.CONTENT, pwa.TRANSLATIONS, base=base, static=True))
    root = tmp_path / "site"
    bodies = {file.stored_as: file.body for file in published.files()}
    bodies |= {"nginx-headers.conf": for_nginx(base).encode(), "404.html": b"<h1>none</h1>"}
    for name, body in bodies.items():
        write_if_changed(root / base.strip("/") / name, body)
    bundle = next(path for path in bodies if re.fullmatch(r"static/en\..*\.json", path))
    expected = {"": 200, "en/": 200, "sw.js": 200, bundle: 200, "en/nowhere/": 404, "static/": 403}
    (tmp_path / "run").mkdir()
    with nginx(root, tmp_path / "run", base) as address:
        for path, status in expected.items():
            found, headers = ask(address + path)
            assert found == status, path
            kept = FOR_EVER if path == bundle else ASK_AGAIN
            assert headers["Cache-Control"] == kept, path
            for name, value in security_headers(https=True).items():
                assert headers.get_all(name) == [value], (path, name)
        answer = raw(address, b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert f"Cache-Control: {ASK_AGAIN}".encode() in answer
        status, headers = ask(address + "en/app.webmanifest")
        assert headers["Content-Type"].startswith("application/manifest+json")


def raw(address: str, request: bytes) -> bytes:
    """What the server says to bytes that no library would send."""
    where = urlsplit(address)
    with socket.create_connection((where.hostname or "", where.port or 80), 5) as connection:
        connection.sendall(request)
        return connection.recv(65536)


def ask(address: str) -> tuple[int, Message]:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def test_hosts_that_read_a_file_of_headers_are_told_each_header_once() -> None:
    rules: dict[str, list[str]] = {}
    for line in for_netlify("/spine/", ["en", "ar"]).splitlines():
        if line.startswith("/"):
            rules[line] = where = []
        else:
            where.append(line.strip().partition(":")[0])
    assert {*rules["/spine/*"]} == {*security_headers(https=True)}
    assert len(rules["/spine/*"]) == 8
    kept = {path: names for path, names in rules.items() if path != "/spine/*"}
    assert set(map(tuple, kept.values())) == {("Cache-Control",)}
    asked_again = {"", "404.html", "sw.js", "en/*", "ar/*"}
    assert {f"/spine/{path}" for path in (*asked_again, "static/*")} == {*kept}

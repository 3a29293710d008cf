"""The guide as plain files: all of it, on any static host, below any path."""

import gzip
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pages
import pytest
from lxml import html
from planting import KNEE
from playwright.sync_api import Browser, ConsoleMessage, Page

import pwa
from pwa import cli, create_app
from pwa.handouts import Workers
from pwa.i18n.files import write_if_changed
from pwa.web.addresses import slugs
from pwa.web.headers import FOR_EVER, security_headers
from pwa.web.publish import Published

SMALL = ("--content", KNEE / "content", "--translations", KNEE / "translations")
"""Which guide to export, where only how it is written counts: one of few pages."""


@pytest.fixture(scope="module", autouse=True)
def _quick_paper() -> Iterator[None]:
    """Sheets with nothing on them: their printing has tests of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workers, "render", lambda *_: b"%PDF-1.7")
        yield


def run(*args: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(arg) for arg in args])
    return int(left.value.code or 0)


Site = tuple[Path, str, Published]
"""The folder of an export, the path below which it stands, and what should be in it."""


def exported(out: Path, base: str, *guide: Path) -> Site:
    given = zip(("--content", "--translations"), guide, strict=False)
    assert run(*(part for pair in given for part in pair), "export", out, "--base-url", base) == 0
    where = dict(zip(("CONTENT", "TRANSLATIONS"), guide, strict=False))
    published: Published = create_app(where).extensions["published"]
    return out, urlsplit(base).path, published


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return exported(tmp_path_factory.mktemp("host") / "spine", "https://host/spine/")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return exported(tmp_path_factory.mktemp("host"), "/", *(Path(part) for part in SMALL[1::2]))


@pytest.fixture(params=["small", "whole"], ids=["a small guide at the top", "below a path"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def html_files(out: Path) -> list[Path]:
    return sorted(out.rglob("*.html"))


def stands(out: Path, base: str, address: str) -> bool:
    """Whether a dumb host has a file for the address."""
    assert address.startswith(base), address
    file = out / address.removeprefix(base)
    return (file / "index.html" if address.endswith("/") else file).is_file()


def test_every_address_of_the_server_is_a_file(site: Site) -> None:
    out, base, published = site
    wanted = {file.path for file in published.files() if "static/" not in file.path}
    wanted |= {path.lstrip("/") for path in pages.sheets(published.site)}
    assert len(wanted) > len(published.site.locales) * len([*slugs(published.site.catalog)])
    assert [path for path in wanted if not stands(out, base, base + path)] == []


def test_every_link_leads_to_a_file_and_every_fragment_to_a_place(site: Site) -> None:
    out, base, _ = site
    trees = {file: html.document_fromstring(file.read_bytes()) for file in html_files(out)}
    for file, tree in trees.items():
        here = base + str(file.relative_to(out)).removesuffix("index.html")
        for href in {*tree.xpath("//@href|//@src|//form[@method!='dialog']/@action")}:
            where, _, fragment = urljoin(here, href).partition("#")
            where = where.partition("?")[0]
            assert stands(out, base, where), (here, href)
            target = trees.get(out / where.removeprefix(base) / "index.html")
            if fragment and target is not None:
                assert target.xpath("//*[@id=$id]", id=fragment), (here, href)


def test_the_manifest_of_each_language_leads_to_files(site: Site) -> None:
    out, base, published = site
    for code in published.site.locales:
        manifest = json.loads((out / code / "app.webmanifest").read_text())
        assert manifest["scope"] == base
        addresses = [manifest["start_url"]]
        addresses += [icon["src"] for icon in manifest["icons"]]
        addresses += [shortcut["url"] for shortcut in manifest["shortcuts"]]
        assert [address for address in addresses if not stands(out, base, address)] == []


def test_no_form_needs_a_server(site: Site) -> None:
    for file in html_files(site[0]):
        forms = html.document_fromstring(file.read_bytes()).forms
        assert [form for form in forms if form.method == "POST"] == [], file


def test_a_page_that_is_not_there_has_a_page(site: Site) -> None:
    out, base, _ = site
    tree = html.document_fromstring((out / "404.html").read_bytes())
    assert pages.words(tree.xpath("//h1")[0]) == "We could not find this page"
    assert tree.xpath("//main//a/@href")[0] == f"{base}en/"


def test_the_headers_are_written_for_hosts_that_read_them(site: Site) -> None:
    out, base, _ = site
    netlify = (out / "_headers").read_text().splitlines()
    nginx = (out / "nginx-headers.conf").read_text().splitlines()
    assert netlify[0] == f"{base}*"
    for name, value in security_headers(https=True).items():
        assert f"  {name}: {value}" in netlify
        assert f'add_header {name} "{value}" always;' in nginx
    assert netlify[netlify.index(f"{base}static/*") + 1] == f"  Cache-Control: {FOR_EVER}"
    assert f'  add_header Cache-Control "{FOR_EVER}" always;' in nginx
    assert f"error_page 403 404 {base}404.html;" in nginx


def test_an_export_over_the_last_one_leads_phones_from_one_to_the_other(tmp_path: Path) -> None:
    guide, out = Path(shutil.copytree(KNEE, tmp_path / "knee")), tmp_path / "out"
    given = ("--content", guide / "content", "--translations", guide / "translations")
    assert run(*given, "export", out, "--locale", "en") == 0
    assert list(out.glob("*/changes.*")) == []
    first = next(out.glob("static/en.*.json")).name.split(".")[1]
    file = guide / "content" / "guide.yaml"
    file.write_text(file.read_text().replace("version: ", "version: 9", 1))
    assert run(*given, "export", out, "--locale", "en") == 0
    bundles = [path.name.split(".")[1] for path in out.glob("static/en.*.json")]
    assert len(bundles) == 1
    step = json.loads((out / "en" / f"changes.{first}.json").read_text())
    assert [step["to"]] == bundles != [first]


def test_an_export_can_take_the_guide_back_from_the_phones(tmp_path: Path) -> None:
    assert run(*SMALL, "export", tmp_path, "--no-offline") == 0
    assert "unregister" in (tmp_path / "sw.js").read_text()
    assert list(tmp_path.glob("*/offline.json")) == list(tmp_path.glob("static/*.json")) == []
    page = (tmp_path / "en" / "index.html").read_text()
    assert 'data-component="offline"' not in page
    assert "sw.js" not in page


# --- on a host


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def on_a_host(site: Site, browser: Browser) -> Iterator[tuple[Page, str]]:
    """A browser and where the site is hosted. Nothing may fail in it."""
    out, base, _ = site
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    host = out if base == "/" else out.parent
    with hosted(host) as address, browser.new_context() as context:
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("requestfailed", lambda request: faults.append(request.url))
        yield page, f"{address}{base}"
    assert faults == []


@pytest.mark.browser
def test_it_works_and_is_stored_on_a_host_that_only_sends_files(
    on_a_host: tuple[Page, str], site: Site
) -> None:
    page, address = on_a_host
    page.goto(address)
    page.click("a[hreflang=en]")
    page.wait_for_selector("html[data-offline=ready]", state="attached")
    if "compare" in site[2].site.catalog.pages:
        page.goto(f"{address}en/compare/?options=alif,mis-tlif")
        page.locator("td[data-option=injections]").first.wait_for(state="hidden")
        shown = page.locator("td[data-option]:visible").evaluate_all(
            "all => [...new Set(all.map(one => one.dataset.option))]"
        )
        assert shown == ["alif", "mis-tlif"]
    page.goto(f"{address}en/plan/")
    page.wait_for_selector("[data-component=plan][data-ready]")
    worker = page.evaluate("navigator.serviceWorker.controller.scriptURL")
    assert worker == f"{address}sw.js"


# --- once more, and otherwise


def test_a_second_export_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(*SMALL, "export", tmp_path / "out")
    first = {file: file.stat().st_mtime_ns for file in (tmp_path / "out").rglob("*")}
    capsys.readouterr()
    assert run(*SMALL, "export", tmp_path / "out") == 0
    assert " 0 written, " in capsys.readouterr().out
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "out").rglob("*")} == first


def test_a_first_export_that_was_cut_off_can_be_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(range(4))

    def write(path: Path, body: bytes) -> bool:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return write_if_changed(path, body)

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr(pwa.export, "write_if_changed", write)
        assert run(*SMALL, "export", out) == 130
    assert len([path for path in out.rglob("*") if path.is_file()]) == 4
    assert run(*SMALL, "export", out) == 0


def test_one_language_alone_can_be_exported(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(*SMALL, "export", out)
    assert run(*SMALL, "export", out, "--locale", "fr") == 0
    assert {file.name for file in out.iterdir() if file.is_dir()} == {"fr", "static"}
    text = (out / "fr" / "index.html").read_text()
    assert 'href="/en/' not in text
    assert '<html lang="fr"' in (out / "404.html").read_text()
    assert {path.split("/")[0] for path in stored(out)} <= {"", "fr", "static"}


def stored(out: Path) -> list[str]:
    """What a phone would store."""
    bundle = next(out.glob("static/*.json"))
    return [*json.loads(bundle.read_text())["files"]]


def test_a_release_has_each_text_compressed_beside_it(tmp_path: Path) -> None:
    assert run(*SMALL, "export", tmp_path, "--release") == 0
    texts = [
        file
        for file in tmp_path.rglob("*")
        if file.suffix in (".html", ".js", ".json", ".svg", ".webmanifest")
    ]
    assert len(texts) > 20
    for file in texts:
        body = file.read_bytes()
        assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == body
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == body


def test_a_folder_with_other_files_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")
    assert run(*SMALL, "export", tmp_path) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(tmp_path) in told
    assert [*tmp_path.iterdir()] == [thesis]


BAD_COMMANDS = {
    "ftp": ("--base-url", "ftp://host/"),
    "script": ("--base-url", "javascript:alert(1)"),
    "query": ("--base-url", "https://host/?a"),
    "fragment": ("--base-url", "https://host/#a"),
    "quote": ("--base-url", 'https://host/"'),
    "space": ("--base-url", "https://host/a b/"),
    "upwards": ("--base-url", "https://host/../"),
    "two slashes": ("--base-url", "https://host//evil.example/"),
    "no scheme": ("--base-url", "host/guide/"),
    "a port that is a word": ("--base-url", "https://host:abc/guide/"),
    "no host": ("--base-url", "https://"),
    "line break": ("--base-url", "/a\nb/"),
    "semicolon": ("--base-url", "/a;b/"),
    "language": ("--locale", "tlh"),
    "option": ("--no-such-option",),
}


@pytest.mark.parametrize("args", BAD_COMMANDS.values(), ids=BAD_COMMANDS)
def test_a_bad_command_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], args: tuple[str, ...]
) -> None:
    assert run(*SMALL, "export", tmp_path / "out", *args) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_file_where_the_folder_should_be_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("")
    assert run(*SMALL, "export", tmp_path / "out") == 2
    assert capsys.readouterr().err.count("\n") == 1

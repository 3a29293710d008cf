"""A tiny guide behind a server that follows a script: which request fails, how, and how often.

A fault is what phones meet: a connection cut half way, reset or left hanging, a server that answers
500, a hotel's portal that answers 200 with its own page, or sends the browser elsewhere.
"""

import json
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pwa.web
from pwa.web.changes import step
from pwa.web.files import HTML, JSON, File
from pwa.web.offline import (
    Bundle,
    bundle_file,
    manifest_file,
    short_hash,
    worker,
    worker_off,
)
from pwa.web.scripts import script

BASE = "/guide/"
LANGUAGES = ("en", "es")
JS = Path(pwa.web.__file__).parent / "static" / "js"
PAGE = """<!doctype html><html lang="{code}" data-base="{base}" data-guide="g"><title>{path}</title>
<link rel="preload" href="{base}sw.js" as="fetch" crossorigin>
<script type="module" src="{base}static/1/js/offline.js"></script>
<script type="module" src="{base}static/1/js/app.js"></script>
<div data-component="offline">
<span data-state="unsupported" hidden>unsupported</span><span data-state="storing" hidden>storing
</span><span data-state="ready" hidden>ready</span><span data-state="failed" hidden>failed</span>
<p data-update hidden>new <b data-changed="signs" hidden>signs</b>
<button data-accept-update>use it</button></p></div>
<h1>{code} {slug}</h1><main>{text}</main>
<form id="f"><input name="word"><input name="day" type="date"><input name="yes" type="checkbox">
<textarea name="note"></textarea></form>"""
POLICY = "default-src 'self'; require-trusted-types-for 'script'; trusted-types app"
SLUGS = ("", "compare/", "plan/", "warning-signs/", "not-stored/", *(f"p/{n}/" for n in range(12)))
FAULTS = ("cut", "reset", "500", "portal", "redirect", "hang")


def guide(
    changed: tuple[str, ...] = (),
    text: str = "old",
    patience: float = 1.5,
    languages: tuple[str, ...] = LANGUAGES,
) -> dict[str, File]:
    """Every file of the site by path; the pages in ``changed`` say ``text``."""
    pages = {code: [_page(code, slug, changed, text) for slug in SLUGS] for code in languages}
    warnings = [page for files in pages.values() for page in files if "warning" in page.path]
    vital = {"signs": short_hash(b"".join(page.body for page in warnings))}
    bundles = {
        code: Bundle.build([*files, *warnings, *_scripts()], {"X-Policy": "kept"}, vital)
        for code, files in pages.items()
    }
    files = [*_scripts(), worker(bundles, BASE, patience=patience)]
    files += [page for language in pages.values() for page in language]
    files += [make(*item) for item in bundles.items() for make in (bundle_file, manifest_file)]
    return {file.path: file for file in files}


def _page(code: str, slug: str, changed: tuple[str, ...], text: str) -> File:
    path = f"{code}/{slug}"
    said = text if path in changed else "old"
    html = PAGE.format(code=code, base=BASE, path=path, slug=slug, text=said)
    return File(path, HTML, html.encode())


def _scripts() -> list[File]:
    names = ("app.js", "offline.js", "typed.js")
    return [File(f"static/1/js/{name}", "text/javascript", script(JS / name)) for name in names]


def steps(old: Mapping[str, File], new: Mapping[str, File]) -> dict[str, File]:
    """What leads from one guide to another, as a host that kept the last one would serve it."""
    found = {}
    for code in (code for code in LANGUAGES if f"{code}/" in new):
        before, after = _bundle(old, code), _bundle(new, code)
        if before.version != after.version:
            path = f"{code}/changes.{before.version}.json"
            found[path] = File(path, JSON, step(json.loads(before.body), after))
    return found


def _bundle(files: Mapping[str, File], code: str) -> Bundle:
    path = next(path for path in files if path.startswith(f"static/{code}."))
    told = json.loads(files[path].body)
    return Bundle.build([files[inside] for inside in told["files"]], told["headers"], told["vital"])


class Scripted:
    """The server. ``faults`` maps the end of a path to the faults of its next requests."""

    def __init__(self) -> None:
        self.files = guide()
        self.faults: dict[str, list[str]] = {}
        self.asked: list[str] = []
        self.nth: tuple[int, str] | None = None
        """Instead of a path: how many requests from now on go well, and how the next one fails."""
        self._server: ThreadingHTTPServer | None = None
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE}"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """As when the network goes: nobody listens, and open connections are cut."""
        if self._server:
            self._server.shutdown()
            self._server.cut_all()
            self._server.server_close()
            self._server = None

    def deploy(
        self,
        changed: tuple[str, ...],
        text: str,
        *,
        with_steps: bool = True,
        languages: tuple[str, ...] = LANGUAGES,
    ) -> None:
        """Put another guide in the place of this one."""
        new = guide(changed, text, languages=languages)
        kept = {path: file for path, file in self.files.items() if "/changes." in path}
        self.files = {**kept, **new, **(steps(self.files, new) if with_steps else {})}

    def withdraw_worker(self) -> None:
        """Serve the worker that takes everything back."""
        self.files |= {"sw.js": worker_off(BASE)}

    def cut(self) -> None:
        """Close every open connection."""
        if self._server:
            self._server.cut_all()

    def fault(self, path: str) -> str | None:
        """The fault that is due for a request, if any."""
        if self.nth and path != "/favicon.ico":
            count, kind = self.nth
            self.nth = (count - 1, kind) if count else None
            return None if count else kind
        for end, due in self.faults.items():
            if end in path and due:
                return due.pop(0)
        return None


@contextmanager
def scripted() -> Iterator[Scripted]:
    server = Scripted()
    server.start()
    yield server
    server.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self.open.add(connection)
        return connection, address

    def shutdown_request(self, request: object) -> None:
        self.open.discard(request)  # type: ignore[arg-type]
        super().shutdown_request(request)  # type: ignore[arg-type]

    def cut_all(self) -> None:
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: object, client_address: object) -> None:
        """Cut connections are what this server is for."""


def _handler(script: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0].removeprefix(BASE)
            script.asked.append(path)
            fault = script.fault(path)
            file = script.files.get(path)
            if fault:
                _fail(self, fault, file)
            elif file:
                _send(self, 200, file.media_type, file.body)
            else:
                _send(self, 404, HTML, b"no such page")

        def log_message(self, *args: object) -> None:
            pass

    return Handler


def _send(
    handler: BaseHTTPRequestHandler,
    status: int,
    kind: str,
    body: bytes,
    piece: int = 0,
    pause: float = 0.001,  # without one the network would put the pieces together again
) -> None:
    """The answer, whole or in pieces of so many bytes."""
    handler.send_response(status)
    headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-cache"}
    for name, value in (headers | {"Content-Security-Policy": POLICY}).items():
        handler.send_header(name, value)
    handler.end_headers()
    if not piece:
        handler.wfile.write(body)
        return
    for start in range(0, len(body), piece):
        handler.wfile.write(body[start : start + piece])
        time.sleep(pause)


def _fail(handler: BaseHTTPRequestHandler, fault: str, file: File | None) -> None:
    body = file.body if file else b""
    handler.close_connection = True
    if fault == "500":
        _send(handler, 500, HTML, b"no")
    elif fault == "portal":
        _send(handler, 200, HTML, b"<h1>Welcome to the hotel</h1>")
    elif fault == "redirect":
        handler.send_response(302)
        handler.send_header("Location", f"{BASE}en/")
        handler.send_header("Content-Length", "0")
        handler.end_headers()
    elif fault == "cut":
        handler.send_response(200)
        handler.send_header("Content-Type", file.media_type if file else HTML)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
    elif fault == "hang":
        time.sleep(4)
    elif fault == "stall":
        _wait_to_be_cut(handler.connection)
    elif fault == "truncate":
        # No length is promised, so nothing but the content tells that its end is missing.
        handler.send_response(200)
        handler.send_header("Content-Type", file.media_type if file else HTML)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(body[: len(body) // 2])
    elif fault in ("drip", "slow"):
        # Slow: longer than a phone's patience in all, though not from one part to the next.
        piece, pause = (97, 0.001) if fault == "drip" else (len(body) // 4, 0.5)
        _send(handler, 200, file.media_type if file else HTML, body, piece, pause)
    elif fault == "reset":
        _reset(handler.connection)
    else:
        raise ValueError(fault)


def _wait_to_be_cut(connection: socket.socket) -> None:
    """Says nothing until one side closes, or for longer than any test runs."""
    connection.settimeout(120)
    with suppress(OSError):
        connection.recv(1)


def _reset(connection: socket.socket) -> None:
    # Closed below Python, which would wait for the files it made of the connection.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())

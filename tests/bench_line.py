"""A static host with brotli, and a telephone line to it that is as slow as we say.

The browser's own throttling misses its service worker. So the line is a TCP proxy: all connections
share one bottleneck in each direction, and every byte arrives half a round trip later. A new
connection costs one round trip, as it would.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class Speed:
    """Round trip in seconds; bytes a second down and up."""

    round_trip: float
    down: float
    up: float


SLOW_4G = Speed(0.150, 1_600_000 / 8, 750_000 / 8)
THREE_G = Speed(0.400, 400_000 / 8, 400_000 / 8)


@cache
def _packed(body: bytes) -> bytes:
    return brotli.compress(body, quality=11)  # as a release lies on a static host


@contextmanager
def host(root: Path) -> Iterator[int]:
    """Serves a folder's files, each compressed once, and told by its bytes when asked again."""
    files = {f"/{path.relative_to(root)}": path for path in root.rglob("*") if path.is_file()}
    answers: dict[str, tuple[str, bytes]] = {}
    for name, path in files.items():
        if path.suffix in TYPES:
            body = _packed(path.read_bytes())
            # Workbox asks for index.html by name, Astro's plugin for the folder without its slash.
            for end in ("", "index.html", "/index.html"):
                answers[name.removesuffix(end)] = (TYPES[path.suffix], body)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            kind, body = answers.get(self.path.split("?")[0], ("text/plain", b""))
            tag = f'"{hash(body):x}"'
            same = body and self.headers["If-None-Match"] == tag
            self.send_response(304 if same else 200 if body else 404)
            for header in (("ETag", tag), ("Cache-Control", "no-cache")):
                self.send_header(*header)
            if not same:
                self.send_header("Content-Type", kind)
                self.send_header("Content-Encoding", "br" if body else "identity")
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Line:
    """What went over the line so far, and where it begins."""

    port: int = 0
    down: int = 0
    requests: int = 0
    _free: dict[str, float] = field(default_factory=dict)


@contextmanager
def line(target: int, speed: Speed) -> Iterator[Line]:
    """A slow way to the port ``target`` on this machine."""
    found, loop, started = Line(), asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(speed.round_trip)
            there, back = await asyncio.open_connection("127.0.0.1", target)
            await asyncio.gather(
                _carry(found, "up", reader, back, speed, speed.up),
                _carry(found, "down", there, writer, speed, speed.down),
            )

        server = await asyncio.start_server(connected, "127.0.0.1", found.port)
        found.port = server.sockets[0].getsockname()[1]
        started.set()

    loop.create_task(serve())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


async def _carry(
    found: Line,
    way: str,
    source: asyncio.StreamReader,
    sink: asyncio.StreamWriter,
    speed: Speed,
    rate: float,
) -> None:
    loop = asyncio.get_running_loop()
    arriving: set[asyncio.Task[None]] = set()
    last: asyncio.Task[None] | None = None

    async def arrive(chunk: bytes, at: float, before: "asyncio.Task[None] | None") -> None:
        await asyncio.sleep(max(0, at - loop.time()))
        if before:
            await before
        sink.write(chunk)

    with suppress(ConnectionError):
        while chunk := await source.read(1460):
            if way == "down":
                found.down += len(chunk)
            else:
                found.requests += chunk.count(b"GET /")
            free = max(loop.time(), found._free.get(way, 0)) + len(chunk) / rate
            found._free[way] = free
            last = loop.create_task(arrive(chunk, free + speed.round_trip / 2, last))
            arriving.add(last)
            last.add_done_callback(arriving.discard)
        if last:
            await last
        sink.close()

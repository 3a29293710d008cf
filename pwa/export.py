"""The site as plain files that any static host serves, with no server behind it.

A file is written only if its bytes changed, in one step, so an export that is cut off leaves each
file either old or new. What the new site no longer has is removed.
"""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli

from pwa.i18n.files import write_if_changed
from pwa.web import paper
from pwa.web.headers import FOR_EVER, security_headers
from pwa.web.publish import Published

MARK = ".exported"
"""Says that a folder is ours to clean; without it, nothing there is ever removed."""


class ExportError(Exception):
    """An export that can't be done, with what was found and what was expected."""


@dataclass(frozen=True)
class Report:
    """What an export did: numbers of files."""

    written: int
    unchanged: int
    removed: int


def export(published: Published, out: Path, *, release: bool = False) -> Report:
    """Write the whole site to ``out``; with ``release``, a ``.br`` and ``.gz`` beside each file."""
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise ExportError(f"{out} holds other files, expected an empty folder or an earlier export")
    wanted = {MARK: b"", **_bodies(published)}
    if release:
        wanted |= dict(_packed(wanted))
    old = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    written = sum(write_if_changed(out / name, body) for name, body in wanted.items())
    stale = old - wanted.keys()
    for name in stale:
        (out / name).unlink()
    return Report(written, len(wanted) - written, len(stale))


def _bodies(published: Published) -> dict[str, bytes]:
    files = (*published.files(), *paper.ready_files(published))
    bodies = {file.stored_as: file.body for file in files}
    bodies["_headers"] = _netlify().encode()
    bodies["nginx-headers.conf"] = _nginx().encode()
    return bodies


def _packed(bodies: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, body in bodies.items():
        if name.endswith((".html", ".js", ".json", ".svg", ".webmanifest")):
            yield f"{name}.br", brotli.compress(body, quality=11)
            yield f"{name}.gz", gzip.compress(body, 9, mtime=0)


def _netlify() -> str:
    """``_headers``, as Netlify and Cloudflare Pages read it."""
    shared = [f"  {name}: {value}" for name, value in security_headers(https=True).items()]
    return "\n".join(["/*", *shared, "/static/*", f"  Cache-Control: {FOR_EVER}", ""])


def _nginx() -> str:
    """A snippet to include in a ``server`` block."""
    lines = [
        f'add_header {name} "{value}" always;'
        for name, value in security_headers(https=True).items()
    ]
    return "\n".join([*lines, "gzip_static on;", ""])

"""The site as plain files that any static host serves, with no server behind it.

A file is written only if its bytes changed, in one step, so an export that is cut off leaves each
file either old or new. What the new site no longer has is removed.
"""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import brotli

from pwa.i18n.files import write_if_changed
from pwa.web import paper
from pwa.web.answers import ERRORS, explained
from pwa.web.headers import for_netlify, for_nginx
from pwa.web.publish import Published

MARK = ".exported"
"""Says that a folder is ours to clean: without it, nothing there is removed. It holds what each
sheet of paper was made from, so that only changed ones are laid out again."""


class ExportError(Exception):
    """An export that can't be done, with what was found and what was expected."""


@dataclass(frozen=True)
class Report:
    """What an export did: numbers of files."""

    written: int
    unchanged: int
    removed: int


Progress = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many sheets of paper there are to print, what to tell of each that is done."""


@contextmanager
def _silent(total: int) -> Iterator[Callable[[int], None]]:
    yield lambda number: None


def export(
    published: Published, out: Path, *, release: bool = False, progress: Progress = _silent
) -> Report:
    """Write the whole site to ``out``; with ``release``, a ``.br`` and ``.gz`` beside each file."""
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise ExportError(f"{out} holds other files, expected an empty folder or an earlier export")
    if not (out / MARK).exists():
        write_if_changed(out / MARK, b"")  # first of all, so that one that is cut off can go on
    published.before = out
    wanted = {**_bodies(published), **_sheets(published, out, progress)}
    if release:
        wanted |= dict(_packed(wanted))
    old = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    written = sum(write_if_changed(out / name, body) for name, body in wanted.items())
    stale = old - wanted.keys()
    for name in stale:
        (out / name).unlink()
        _leave_no_empty_folder(out / name, out)
    return Report(written, len(wanted) - written, len(stale))


def _leave_no_empty_folder(removed: Path, out: Path) -> None:
    for folder in removed.parents:
        if folder == out or any(folder.iterdir()):
            return
        folder.rmdir()


def _bodies(published: Published) -> dict[str, bytes]:
    bodies = {file.stored_as: file.body for file in published.files()}
    site = published.site
    bodies["404.html"] = explained(site, ERRORS[404], next(iter(site.locales)))
    bodies["_headers"] = for_netlify(site.base, site.locales).encode()
    bodies["nginx-headers.conf"] = for_nginx(site.base).encode()
    return bodies


def _sheets(published: Published, out: Path, progress: Progress) -> dict[str, bytes]:
    """Every ready sheet of paper, and the mark."""
    old = _made_from(out / MARK)
    drafts = paper.drafts(published)
    kept = {}
    for path, draft in drafts.items():
        body = (out / path).read_bytes() if (out / path).is_file() else b""
        if old.get(path) == [draft.key, _hash(body)]:
            kept[path] = body
    changed = {path: draft for path, draft in drafts.items() if path not in kept}
    with progress(len(changed)) as tell:
        new = paper.print_all(changed, tell)
    sheets = kept | new
    marks = {path: [draft.key, _hash(sheets[path])] for path, draft in drafts.items()}
    return {**sheets, MARK: json.dumps(marks, indent=0).encode()}


def _made_from(mark: Path) -> dict[str, list[str]]:
    try:
        found = json.loads(mark.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _packed(bodies: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, body in bodies.items():
        if name.endswith((".html", ".js", ".json", ".svg", ".webmanifest")):
            yield f"{name}.br", brotli.compress(body, quality=11)
            yield f"{name}.gz", gzip.compress(body, 9, mtime=0)

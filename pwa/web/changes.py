"""From one version of a language to the next: only the lines that changed.

A page is a few thousand words, and a sentence may stand on many pages. So a phone that holds an
older set is given the lines that differ: ``<code>/changes.<old version>.json`` says to which
version it leads, and how each changed file is made from an old one. What comes out is proved by
the new version's index, so a wrong step can do no harm.

Every deployment adds one step, from the version before it, and keeps the earlier steps: a phone
that missed some walks through them. All that is needed is the folder the last deployment stands in,
an export's own or a server's; without it phones fetch the changed pages whole.
"""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pwa.i18n.files import write_if_changed
from pwa.web.files import JSON, File
from pwa.web.offline import Bundle, bundle_file, bundle_path, packed

STEPS = 8
"""How many steps a phone walks, and so how many earlier versions are worth keeping."""
Edits = list[str | list[int]]
"""A file's lines: new ones as text, old ones as first and last (not included)."""


def changes(folder: Path, bundles: Mapping[str, Bundle]) -> list[File]:
    """The steps to these versions from those that stand in ``folder``, and those before them."""
    return [file for code, bundle in bundles.items() for file in _of_language(folder, code, bundle)]


def remember(folder: Path, bundles: Mapping[str, Bundle], steps: Iterable[File]) -> None:
    """Put what the next deployment needs in ``folder``, and remove what it doesn't."""
    kept = [*steps, *(bundle_file(code, bundle) for code, bundle in bundles.items())]
    old = {*folder.glob("static/*.json"), *folder.glob("*/changes.*.json")}
    for file in kept:
        write_if_changed(folder / file.path, file.body)
    for path in old - {folder / file.path for file in kept}:
        path.unlink(missing_ok=True)


def _of_language(folder: Path, code: str, bundle: Bundle) -> Iterator[File]:
    earlier = {_version(path): path for path in folder.glob(f"{code}/changes.*.json")}
    steps = {version: path.read_bytes() for version, path in earlier.items()}
    for version, old in _bundles(folder, code):
        steps[version] = step(old, bundle)
    for version in _leading_to(bundle.version, steps):
        yield File(f"{code}/changes.{version}.json", JSON, steps[version])


def _bundles(folder: Path, code: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sets that stand in the folder: one, or two if the last deployment was cut off."""
    for path in sorted(folder.glob(bundle_path(code, "*"))):
        with suppress(ValueError, TypeError, KeyError):
            old = json.loads(path.read_bytes())
            if all(isinstance(old[part], dict) for part in ("files", "headers", "vital")):
                yield _version(path), old


def _version(path: Path) -> str:
    return path.name.split(".")[1]


def _leading_to(version: str, steps: Mapping[str, bytes]) -> list[str]:
    """The versions from which the steps lead to this one, the nearest first."""
    leads = {old: _target(body) for old, body in steps.items() if old != version}
    found, nearest = [], {version}
    for _ in range(STEPS):
        nearest = {old for old, new in leads.items() if new in nearest and old not in found}
        found += sorted(nearest)
    return found


def _target(body: bytes) -> str | None:
    try:
        found = json.loads(body)["to"]
    except (ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, str) else None


# --- one step


def step(old: Mapping[str, Any], new: Bundle) -> bytes:
    """The JSON that makes ``new`` of an old bundle's content."""
    before: Mapping[str, dict[str, str]] = old["files"]
    after = {file.path: packed(file) for file in new.files}
    told: dict[str, Any] = {"to": new.version}
    told |= {"headers": new.headers} if old["headers"] != new.headers else {}
    told |= {"vital": new.vital} if old["vital"] != new.vital else {}
    told["gone"] = sorted(before.keys() - after.keys())
    told["files"] = {
        path: _file(path, content, before)
        for path, content in after.items()
        if before.get(path) != content
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _file(path: str, content: dict[str, str], before: Mapping[str, dict[str, str]]) -> object:
    source = path if path in before else _moved(path, before)
    if source is None:
        return content
    lines = _edits(before[source]["body"].split("\n"), content["body"].split("\n"))
    return {"type": content["type"], "from": source, "lines": lines}


def _moved(path: str, before: Mapping[str, Any]) -> str | None:
    """The old address of a file in a folder that is named by its content."""
    end = path.split("/", 2)[2:]
    if not path.startswith("static/") or not end:
        return None
    return next((other for other in before if other.split("/", 2)[2:] == end), None)


def _edits(old: list[str], new: list[str]) -> Edits:
    matcher = difflib.SequenceMatcher(None, old, new)
    found: Edits = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            found.append([start, end])
        elif new_start < new_end:
            found.append("\n".join(new[new_start:new_end]))
    return found

"""What a phone stores to work without a network: one bundle per language, its index, the worker.

- The **bundle** is one JSON file with every page and asset of a language. One compressed answer is
  stored many times sooner than as many files, and it arrives whole or not at all: the browser
  compares it with its SHA-256.
- The **index** (``offline.json``) has the hash of each file in it. With it a phone that holds an
  older version fetches only what changed.
- The **worker** is ``static/sw.js`` with a table of all this put at its head. A deployment that
  changes anything changes the worker's bytes, which is what makes a browser look for an update.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pwa.web.files import JSON, File
from pwa.web.scripts import script

WORKER = "sw.js"
SOURCE = Path(__file__).parent / "static" / WORKER
PATIENCE = 30.0
"""Seconds a fetch of the worker may take at the first attempt; later ones are given more."""


@dataclass(frozen=True)
class Bundle:
    """One language in one version. The same files in any order make the same bundle."""

    files: tuple[File, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    """What every file is served with on the phone, so that the policy holds there too."""

    @classmethod
    def build(cls, files: Iterable[File], headers: Mapping[str, str] | None = None) -> "Bundle":
        """A bundle of ``files``; one that comes twice is stored once."""
        by_path = {file.path: file for file in files}
        return cls(tuple(by_path[path] for path in sorted(by_path)), dict(headers or {}))

    @cached_property
    def body(self) -> bytes:
        """The JSON: address → type and text (or base64)."""
        return _json({"headers": self.headers, "files": {f.path: _packed(f) for f in self.files}})

    @cached_property
    def entries(self) -> Mapping[str, str]:
        """Address → hash, as the worker computes it."""
        return {file.path: short_hash(file.body) for file in self.files}

    @cached_property
    def index(self) -> bytes:
        """The JSON of ``offline.json``."""
        return _json({"version": self.version, "headers": self.headers, "pages": self.entries})

    @property
    def sha256(self) -> str:
        return _sha256(self.body)

    @cached_property
    def version(self) -> str:
        """Short, safe in an address, and different for any other content."""
        return hashlib.sha256(self.body).hexdigest()[:12]


def short_hash(body: bytes) -> str:
    """96 bits of SHA-256: enough to know a file by, at a third of the index's bytes."""
    return _sha256(body)[:16]


def bundle_file(code: str, bundle: Bundle) -> File:
    return File(f"{code}/bundle.{bundle.version}.json", JSON, bundle.body)


def manifest_file(code: str, bundle: Bundle) -> File:
    return File(f"{code}/offline.json", JSON, bundle.index)


def worker(bundles: Mapping[str, Bundle], base: str, *, patience: float = PATIENCE) -> File:
    """The service worker for these languages below ``base``."""
    sets = {code: _set(code, bundle) for code, bundle in bundles.items()}
    table = {"base": base, "patience": round(patience * 1000), "sets": sets}
    body = b"const RELEASE = " + _json(table) + b";\n" + script(SOURCE)
    return File(WORKER, "text/javascript; charset=utf-8", body)


def _set(code: str, bundle: Bundle) -> dict[str, Any]:
    """A language's line in the worker's table."""
    files = {"bundle": bundle_file(code, bundle), "index": manifest_file(code, bundle)}
    return {"version": bundle.version} | {
        name: {"url": file.path, "integrity": f"sha256-{_sha256(file.body)}"}
        for name, file in files.items()
    }


def _packed(file: File) -> dict[str, str]:
    try:
        return {"type": file.media_type, "body": file.body.decode()}
    except UnicodeDecodeError:
        return {"type": file.media_type, "base64": base64.b64encode(file.body).decode()}


def _sha256(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

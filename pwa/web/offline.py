"""What a phone stores to work without a network: one bundle per language, its index, the worker.

- The **bundle** is one JSON file with every page and asset of a language, each on its own line. One
  compressed answer comes many times sooner than as many files, and a phone stores each line while
  the next is on its way.
- The **index** (``offline.json``) has the hash of each file in it. The **version** of a set is the
  hash of its index, so a phone that knows the version can prove all that it was given, whatever
  the way it came: as a bundle, as changes to an older version (`pwa.web.changes`), or file by file.
- The **worker** is ``static/sw.js`` and ``sw-sets.js``, with a table of the versions at its head.
  A deployment that changes anything changes the worker's bytes, which is what makes a browser look
  for an update. ``static/sw-off.js`` in its place takes everything back from the phones, except
  the plan.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pwa.web.files import HTML, JSON, File
from pwa.web.scripts import minified

WORKER = "sw.js"
SCRIPTS = Path(__file__).parent / "static"
PATIENCE = 30.0
"""Seconds a fetch of the worker may take at the first attempt; later ones are given more."""


@dataclass(frozen=True)
class Bundle:
    """One language in one version. The same files in any order make the same bundle."""

    files: tuple[File, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    """What every file is served with on the phone, so that the policy holds there too."""
    vital: Mapping[str, str] = field(default_factory=dict)
    """What a reader must hear of when it changes: a name, and the hash of all that it says."""

    @classmethod
    def build(
        cls,
        files: Iterable[File],
        headers: Mapping[str, str] | None = None,
        vital: Mapping[str, str] | None = None,
    ) -> "Bundle":
        """A bundle of ``files``; one that comes twice is stored once."""
        by_path = {file.path: file for file in files}
        return cls(tuple(by_path[path] for path in sorted(by_path)), headers or {}, vital or {})

    @cached_property
    def body(self) -> bytes:
        """The JSON: address → type and text. The worker reads it line by line."""
        # Pages come last: they repeat what the index of the search says, and brotli makes a
        # bundle 2 % shorter when the bare words stand first.
        in_order = sorted(self.files, key=lambda file: file.media_type == HTML)
        files = (_json({file.path: packed(file)})[1:-1] for file in in_order)
        return _json({**self._told, "files": {}})[:-2] + b"\n" + b",\n".join(files) + b"\n}}"

    @cached_property
    def index(self) -> bytes:
        """The JSON of ``offline.json``. The worker writes the same one, letter by letter."""
        return _json({**self._told, "pages": self.entries})

    @cached_property
    def entries(self) -> Mapping[str, str]:
        """Address → hash, as the worker computes it."""
        return {file.path: short_hash(file.body) for file in self.files}

    @cached_property
    def version(self) -> str:
        """Short, safe in an address, and different for any other content."""
        return short_hash(self.index)

    @property
    def _told(self) -> dict[str, Mapping[str, str]]:
        return {"headers": self.headers, "vital": self.vital}


def short_hash(body: bytes) -> str:
    """96 bits of SHA-256: enough to know a file by, at a third of the index's bytes."""
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode()[:16]


def bundle_path(code: str, version: str) -> str:
    """Below ``static/``, with all that hosts may keep for ever."""
    return f"static/{code}.{version}.json"


def bundle_file(code: str, bundle: Bundle) -> File:
    return File(bundle_path(code, bundle.version), JSON, bundle.body)


def manifest_file(code: str, bundle: Bundle) -> File:
    return File(f"{code}/offline.json", JSON, bundle.index)


def worker(bundles: Mapping[str, Bundle], base: str, *, patience: float = PATIENCE) -> File:
    """The service worker for these languages below ``base``."""
    sets = {code: bundle.version for code, bundle in bundles.items()}
    table = {"base": base, "patience": round(patience * 1000), "sets": sets}
    return _with_table(("sw.js", "sw-sets.js"), table)


def worker_off(base: str) -> File:
    """The worker that removes the one before it, and all that it stored."""
    return _with_table(("sw-off.js",), {"base": base})


def _with_table(sources: Iterable[str], table: Mapping[str, object]) -> File:
    code = "\n".join((SCRIPTS / source).read_text(encoding="utf-8") for source in sources)
    # Inside a function names can be short. And half of one is no script at all, so a worker that
    # was cut off on its way is never installed.
    body = b"const RELEASE = " + _json(table) + b";\n" + minified(f"(() => {{\n{code}\n}})();")
    return File(WORKER, "text/javascript; charset=utf-8", body)


def packed(file: File) -> dict[str, str]:
    """A file inside a JSON one. Phones are given text alone: pages, scripts, drawings."""
    return {"type": file.media_type, "body": file.body.decode()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

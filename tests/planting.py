"""Planting faults: a copy of a guide with something wrong in it, and where that must be told."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog as Po

from pwa.i18n.extract import template

ROOT = Path(__file__).parents[1]
CONTENT = ROOT / "content"
TRANSLATIONS = ROOT / "translations"
KNEE = ROOT / "tests" / "knee"
LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): (?P<rest>.+)")
"""What the loader says of a fault."""

Edit = Callable[[str], str]


@dataclass(frozen=True)
class Fault:
    """Something wrong in one file: how it gets there, the line it stands in, what is to be said."""

    name: str
    file: str
    edit: Edit
    at: str
    """Words of the line that must be named; empty for the first line."""
    says: tuple[str, ...]

    def plant(self, folder: Path) -> int:
        """Do the damage; the line that must be named."""
        path = folder / self.file
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        new = self.edit(old)
        assert new != old, f"{self.name}: nothing was changed in {self.file}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(new.encode("utf-8", "surrogateescape"))
        if not self.at:
            return 1
        assert self.at in new, f"{self.name}: the line to be named is not there"
        return new[: new.index(self.at)].count("\n") + 1


def whole(text: str) -> Edit:
    """The file holds this and nothing else."""
    return lambda _: text


def append(text: str) -> Edit:
    """These lines at the end."""
    return lambda old: old.rstrip("\n") + "\n" + text + "\n"


def swap(pattern: str, new: str) -> Edit:
    """``new`` in the place of the first match; ``^`` and ``$`` are a line's ends."""
    return lambda old: re.sub(pattern, lambda _: new, old, count=1, flags=re.MULTILINE)


@contextmanager
def restored(*paths: Path) -> Iterator[None]:
    """What the files hold afterwards is what they held before."""
    old = {path: path.read_bytes() for path in paths}
    yield
    for path, body in old.items():
        path.write_bytes(body)


def copied(source: Path, target: Path) -> Path:
    """A copy to do damage to."""
    return Path(shutil.copytree(source, target))


@cache
def extracted() -> Po:
    """Every message of the real guide; not to be changed."""
    return template(CONTENT)

"""The fonts that a language names: where this machine has them, and a small part of a large one.

Key ideas:

- **A font with every Chinese letter has 60,000 glyphs**, and each sheet would read all of it and
  carry tables as long. So the first sheet in such a language makes a *subset* of each weight, with
  the letters that the language is written with (`Locale.letters`), and later ones use it.
- **Kept in** ``build/fonts`` under a name made of the font and the letters: a changed translation
  makes a new one.
- **Nothing depends on it.** The whole font is named after its subset, for a letter that the subset
  lacks; where no subset can be made, the whole font is all there is.
- **What is found once is remembered** as long as the process lives.
"""

import base64
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pwa.i18n.locales import Locale

KEPT_IN: Final = Path(__file__).parents[2] / "build" / "fonts"
LARGE: Final = 4_000_000
"""Bytes. A font of an alphabet has at most an eighth of that, one of all Chinese five times it."""
SECONDS: Final = 60
"""A subset takes one."""
SUBSET: Final = "{} Subset"
"""What a subset is called. Always the same, so that new letters change no other sheet's key."""
_WEIGHTS: Final = {"regular": 400, "bold": 700}
_ASKED: Final = "%{family}\t%{file}\t%{index}\t%{variable}"
_MARKS: Final = "0020-024F 2000-206F 20A0-20CF 2150-218F 2190-21FF 2460-24FF 3000-303F FF00-FFEF"
"""In every subset: what sources, addresses, numbers and punctuation are written with."""
_LEAN: Final = ("--no-hinting", "--layout-features=ccmp,kern,locl,mark,mkmk")
"""Without what only a screen needs, and without other shapes of letters that nothing asks for."""


@dataclass(frozen=True)
class Font:
    """One weight of a font, as this machine has it."""

    file: Path
    index: int
    variable: bool

    @property
    def identity(self) -> str:
        """Changes with the font. Its bytes are not read: there may be twenty million."""
        known = self.file.stat()
        return f"{self.file.name}:{self.index}:{known.st_size}:{int(known.st_mtime)}"


@dataclass(frozen=True)
class Face:
    """The subset of one weight."""

    family: str
    weight: int
    file: str

    def css(self) -> str:
        """The rule that makes it known, with all of the font in it; empty if the file is gone."""
        try:
            data = base64.b64encode(Path(self.file).read_bytes()).decode()
        except OSError:
            return ""
        return (
            f'@font-face {{ font-family: "{self.family}"; font-weight: {self.weight};'
            f' src: url("data:font/otf;base64,{data}") }}'
        )


def faces(locale: Locale) -> tuple[Face, ...]:
    """The subsets of a language's large fonts. The first time, this makes them."""
    large = [name for name in locale.data.fonts if _is_large(name)]
    return tuple(
        face
        for name in large
        for weight in _WEIGHTS
        if (face := _face(name, weight, locale.letters))
    )


def prepare(locales: Iterable[Locale]) -> None:
    """Make what is not yet made, so that no reader waits for it."""
    for locale in locales:
        faces(locale)


def absent(names: tuple[str, ...]) -> str:
    """What to install, in a few words, if the first of these fonts is not there; else empty."""
    if not names or _found(names[0], "regular") or not _fontconfig():
        return ""
    if not names[0].startswith("Noto "):
        return f"the font '{names[0]}'"
    package = "fonts-noto-cjk" if " CJK " in names[0] else "fonts-noto-core"
    return f"the font '{names[0]}' (Debian: {package})"


@cache
def identity(names: tuple[str, ...]) -> str:
    """Changes when one of these fonts does, or comes, or goes."""
    fonts = [_found(name, weight) for name in names for weight in _WEIGHTS]
    return " ".join(font.identity if font else "-" for font in fonts)


# --- where they are ---------------------------------------------------------------------------


@cache
def _is_large(name: str) -> bool:
    font = _found(name, "regular")
    return font is not None and not font.variable and font.file.stat().st_size > LARGE


@cache
def _found(name: str, weight: str) -> Font | None:
    """The font of this name, or None: fontconfig itself would answer with another one."""
    pattern = re.sub(r"([\\:,-])", r"\\\1", name)
    said = _fontconfig("-f", _ASKED, f"{pattern}:{weight}").split("\t")
    if len(said) != 4 or name not in said[0].split(","):
        return None
    return Font(Path(said[1]), int(said[2]), said[3] == "True")


def _fontconfig(*asked: str) -> str:
    """What fontconfig says; empty where its command is not installed."""
    try:
        told = subprocess.run(["fc-match", *asked], capture_output=True, check=True, timeout=9)
    except (OSError, subprocess.SubprocessError):
        return ""
    return told.stdout.decode()


# --- subsets ----------------------------------------------------------------------------------


@cache
def _face(name: str, weight: str, letters: str) -> Face | None:
    font = _found(name, weight)
    if font is None:
        return None
    made_of = f"{font.identity} {letters} {_MARKS} {_LEAN}".encode()
    path = KEPT_IN / f"{hashlib.sha256(made_of).hexdigest()[:32]}.otf"
    if not path.is_file() and not _made(font, letters, path):
        return None
    return Face(SUBSET.format(name), _WEIGHTS[weight], str(path))


def _made(font: Font, letters: str, path: Path) -> bool:
    """Whether the subset could be made. In a process of its own: it takes a second and 80 MB."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            made = Path(folder) / path.name
            command = [sys.executable, "-m", "fontTools.subset", str(font.file)]
            command += [f"--font-number={font.index}", f"--output-file={made}", *_LEAN]
            command += [f"--unicodes={_MARKS.replace(' ', ',')}", f"--text-file={folder}/letters"]
            (Path(folder) / "letters").write_text(letters, "utf-8")
            subprocess.run(command, capture_output=True, check=True, timeout=SECONDS)
            made.replace(path)
    except (OSError, subprocess.SubprocessError):
        return False
    return True

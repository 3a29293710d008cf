"""The one family of content errors: where, what was found, what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault. ``str()`` gives the line an editor can click on."""

    file: str
    line: int
    where: str
    message: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{self.file}:{self.line}: {_in_one_line(place + self.message)}"


def _in_one_line(text: str) -> str:
    """What a value brought along (line breaks, controls) must not break or garble the line, and an
    editor must see what can't be seen, such as a space that doesn't break."""
    return "".join(map(_seen, text))


def _seen(char: str) -> str:
    if char in "\n\t":
        return " "
    return char if char.isprintable() else f"<U+{ord(char):04X}>"


class ContentError(Exception):
    """Content that can't be used, with every problem found in one run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'weeks'?)``, or the known names where none is near."""
    known = sorted(known)
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    if near:
        return f" (did you mean '{near[0]}'?)"
    if not known:
        return " (there are none)"
    listed = ", ".join(known[:8]) + (", …" if len(known) > 8 else "")
    return f" (expected one of: {listed})"

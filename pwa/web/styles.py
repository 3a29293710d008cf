"""The stylesheet: small files in ``styles/``, joined, inlined in the page and allowed by hash.

Inlined because one request less brings the first paint from 600 to 424 ms on a slow phone. What
only the plan or a comparison needs stays out of every other page: such a phone takes as long to
read a rule as to use it.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

FOLDER = Path(__file__).parent / "styles"
ALWAYS: Final = ("tokens", "base", "bars", "figures", "install", "pages", "pieces")
ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "compare": ("compare",),
    "phases": ("tasks",),
    "plan": ("entered", "plan", "tasks"),
    "questions": ("entered", "visit"),
    "search": ("search",),
    "tasks": ("tasks",),
}
"""What a page needs besides, by what it shows."""
LAST: Final = "print"
NAMES: Final = tuple(sorted({*ALWAYS, *chain.from_iterable(ALSO.values()), LAST}))
"""All of the files."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?")


@cache
def packed(name: str) -> str:
    """One of the files, without comments and needless space."""
    text = (FOLDER / f"{name}.css").read_text(encoding="utf-8")
    return _AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", text))).strip()


@cache
def stylesheet(shows: str = "") -> str:
    """The styles of a page that shows this, the tokens first."""
    return "".join(packed(name) for name in (*ALWAYS, *ALSO.get(shows, ()), LAST))


@cache
def source(shows: str = "") -> str:
    """The source expression of a page's styles for its Content-Security-Policy."""
    digest = hashlib.sha256(stylesheet(shows).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def sources() -> str:
    """The source expressions of all pages' styles."""
    return " ".join(dict.fromkeys(source(shows) for shows in ("", *ALSO)))

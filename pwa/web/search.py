"""What a reader can search: the text of the finished pages, packed with them for the phone.

- **One file a page**, `<locale>/search/<page>.json`, the options' pages in one. So a changed
  sentence changes one small file, and a phone fetches no more than that.
- **A text stands wherever it is said**: numbers in its place would compress worse than it does.
- **Sections** begin at a heading, or at anything with an id, and are led to by the nearest id. What
  stands in full elsewhere (`data-elsewhere`), what is no text (forms, drawings, lists of sources,
  how a word is said: `data-unsearched`) and what JavaScript makes live is left out; but not what is
  the guide's own text in there (`data-searched`).

Nothing is searched here: `static/js/search.js` does that on the phone, and no one learns what for.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from pwa.web.files import JSON, File
from pwa.web.folding import has_words

PAGE = "search"
"""The page that searches. A guide without it has no index."""

_EMPTY = {"br", "hr", "img", "input", "path", "circle", "ellipse", "line", "rect", "use"}
_HEADINGS = {"h1", "h2", "h3", "h4", "dt"}
_LEFT_OUT = {"nav", "script", "style", "svg", "form", "template", "summary", "table"}
_MARKS = {"hidden", "data-elsewhere", "data-unsearched", "data-component"}
_CLASSES = {"src", "people"}
_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_NO_BLOCK = re.compile(
    r"<svg\b.*?</svg>|</?(?:a|abbr|b|bdi|code|em|i|mark|small|span|strong)(?:\s[^>]*)?>", re.DOTALL
)
"""Drawings, and tags inside a sentence: most tags of a page, and none that matters here."""


@dataclass
class Section:
    """What stands between one heading and the next."""

    anchor: str
    heading: str
    texts: list[str] = field(default_factory=list)


@dataclass
class _Open:
    tag: str
    anchor: str
    left_out: bool


class _Reader(HTMLParser):
    """Collects the sections of a page's `<main>`."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.sections = [Section("", "")]
        self._open: list[_Open] = []
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_block(tag)
        if tag in _EMPTY:
            return
        given = dict(attrs)
        outer = self._open[-1] if self._open else _Open("", "", left_out=False)
        inherited = outer.left_out and "data-searched" not in given
        left_out = inherited or _is_left_out(tag, given)
        own = "" if tag == "main" else given.get("id") or ""
        self._open.append(_Open(tag, own or outer.anchor, left_out))
        if own and not left_out:
            self.sections.append(Section(own, self.sections[-1].heading))

    def handle_endtag(self, tag: str) -> None:
        self._end_block(tag)
        if tag not in _EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._open[-1].left_out:
            self._words += data

    def _end_block(self, tag: str) -> None:
        text, self._words = " ".join(self._words.split()), ""
        if not has_words(text):
            return
        inside = {one.tag for one in self._open}
        if "h1" in inside:
            self.title = text
        elif inside & _HEADINGS:
            self.sections.append(Section(self._open[-1].anchor, text))
        else:
            self.sections[-1].texts.append(text)


def _is_left_out(tag: str, attrs: dict[str, str | None]) -> bool:
    classes = set((attrs.get("class") or "").split())
    return tag in _LEFT_OUT or bool(_MARKS & attrs.keys()) or bool(_CLASSES & classes)


def sections(html: str) -> tuple[str, list[Section]]:
    """The title of a page, and its sections that say something."""
    reader = _Reader()
    found = _MAIN.search(html)
    reader.feed(_NO_BLOCK.sub("", found[0]) if found else "")
    first, *others = reader.sections
    # A heading with an id of its own begins a section twice, the first time without a word.
    return reader.title, [first, *(one for one in others if one.texts)]


def index(code: str, pages: Iterable[File]) -> list[File]:
    """The files that a phone searches, for the pages of one language."""
    files: dict[str, list[File]] = {}
    for page in pages:
        name = page.path.split("/")[1] or "home"
        if name not in (PAGE, "not-stored"):
            files.setdefault(name, []).append(page)
    return [
        File(f"{code}/{slug(name)}", JSON, _packed(code, found)) for name, found in files.items()
    ]


def slug(name: str) -> str:
    """Where the file for a page stands below the language."""
    return f"{PAGE}/{name}.json"


def _packed(code: str, pages: Iterable[File]) -> bytes:
    return f"[{_LINE.join(_page(code, page) for page in pages)}]".encode()


_LINE = ",\n"
"""A section has a line to itself, so that an update tells phones of no more than what changed."""


def _page(code: str, page: File) -> str:
    """Address, title, and a list for each section: its anchor, its heading, its texts."""
    title, found = sections(page.body.decode())
    parts = [page.path.removeprefix(f"{code}/"), title]
    lists = [[one.anchor, one.heading, *one.texts] for one in found]
    return f"[{_LINE.join(_json(part) for part in (*parts, *lists))}]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

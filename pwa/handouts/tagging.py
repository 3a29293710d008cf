"""What a tagged PDF needs and WeasyPrint 70 leaves out: for screen readers, and for copying text.

- **Language**: an element with a ``lang`` of its own says so in the tag tree.
- **Heads of tables** say whether they head a row or a column. WeasyPrint's lists of header ids are
  left out: the ids repeat when documents are joined, and ``Scope`` says the same.
- **Tables for layout**, which have no head, are no tables to a listener.
- **The foot of a page** is no content: it is marked as an artifact, unless the sheet has no other
  page. Nothing is repeated there, so it is read out like the rest.
- **A link** is part of the printed page too.
- **Words in Indic scripts** carry their text with them. Their glyphs stand in another order than
  their letters, so half of the words could not be searched or copied.

All of it hangs on one function of WeasyPrint, which builds the tag tree box by box: `extend` wraps
it. The exact version is locked, and the tests read the tags of every kind of sheet.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

_INDIC = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_ISOLATES = re.compile("[\u2066-\u2069]")
"""They order a line for the eye, and nobody types them into a search."""
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
BLANK = "data-blank"
"""The attribute of what is entered later."""
_GRID = ("/Table", "/TR", "/TD", "/THead", "/TBody", "/TFoot")
_NULL = b"null"


class Notes:
    """What the tag tree can't hold and the pages' own streams must: read at the end."""

    def __init__(self, feet: Mapping[str, str] | None = None) -> None:
        self.feet = feet
        """The language of each foot, where feet are content."""
        self.artifacts: set[tuple[int, int]] = set()
        self.texts: dict[tuple[int, int], str] = {}
        self.blanks: dict[tuple[int, int], Any] = {}
        """Boxes of which the content is entered later."""
        self.drawn: list[tuple[list[Any], int, Any]] = []
        """For each of them the page's stream, the place of its mark there, and the box."""
        self.layout: list[bool] = []
        """For each table around the present box, whether it is for layout alone."""
        self.plain: list[Any] = []
        """Elements that lose what belongs to a table."""


NOTES = Notes()
"""Of the one document that is being written: a process writes one at a time."""


def extend(tags: Any) -> None:
    """Have WeasyPrint's module ``tags`` build the tree with all that is named above."""
    original = tags._build_box_tree

    def build(
        box: Any, parent: Any, pdf: Any, page: int, nums: dict[int, Any], *others: Any
    ) -> Iterator[Any]:
        box = getattr(box, "_box", box)
        made = (box, parent, pdf, page, nums, *others)
        if isinstance(box, tags.boxes.MarginBox):
            yield from _foot(box.at_keyword, lambda: list(original(*made)), page, nums)
            return
        _note_marked(box, page, others[-1])
        table = _is_table(box)
        if table:
            NOTES.layout.append(box.element.find(".//th") is None)
        for element in original(*made):
            _complete(element, box)
            yield element
        if table:
            NOTES.layout.pop()

    tags._build_box_tree = build


def _foot(name: str, build: Any, page: int, nums: dict[int, Any]) -> list[Any]:
    """The elements of a foot that is content, none of one that is an artifact."""
    before = set(nums)
    elements: list[Any] = build()
    if NOTES.feet is not None:
        for element in elements:
            element["S"] = "/P"
            element["Lang"] = pydyf.String(NOTES.feet[name])
        return elements
    for mcid in nums.keys() - before:
        NOTES.artifacts.add((page, mcid))
        nums[mcid] = _NULL
    return []


def _is_table(box: Any) -> bool:
    return box.element is not None and box.element_tag == "table" and bool(box.is_table_wrapper)


def _note_marked(box: Any, page: int, marks: dict[Any, Any]) -> None:
    for child in getattr(box, "children", ()):
        for one in (child, *getattr(child, "children", ())):
            if one in marks:
                _note(one, (page, marks[one]["mcid"]))


def _note(box: Any, place: tuple[int, int]) -> None:
    if words := spoken(getattr(box, "text", "")):
        NOTES.texts[place] = words
    if box.element is not None and BLANK in box.element.attrib:
        NOTES.blanks[place] = box


def spoken(text: str) -> str:
    """The words that a text must carry with it; none where its glyphs tell them."""
    return _ISOLATES.sub("", text) if _INDIC.search(text) else ""


def _complete(element: Any, box: Any) -> None:
    """Add language and scope; a table for layout becomes plain blocks."""
    attributes = box.element.attrib if box.element is not None else {}
    if ":" not in (box.element_tag or "") and "lang" in attributes:
        element["Lang"] = pydyf.String(attributes["lang"])
    if element["S"] == "/TH":
        element["A"]["Scope"] = _SCOPES[attributes.get("scope", "col")]
    if element["S"] in ("/TH", "/TD"):
        NOTES.plain.append(element)
    if NOTES.layout and NOTES.layout[-1] and element["S"] in _GRID:
        element["S"] = "/Div"


def finish(document: Any, pdf: Any) -> Notes:
    """What is left to do once all pages are written; WeasyPrint calls it before saving."""
    global NOTES
    notes, NOTES = NOTES, Notes()
    for element in notes.plain:
        element.pop("ID", None)
        element["A"].pop("Headers", None)
        if element["S"] == "/Div":
            del element["A"]
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Subtype") == "/Link":
            one["F"] = 4  # shown on paper as on the screen
    pages = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]
    for number, page in enumerate(pages):
        _mark(pdf.objects[int(page["Contents"].split()[0])].stream, number, notes)
    return notes


def _mark(stream: list[Any], page: int, notes: Notes) -> None:
    """Rewrite the marks in a page's stream: the foot is an artifact, Indic words have a text."""
    for at, item in enumerate(stream):
        if not isinstance(item, pydyf.Dictionary) or "MCID" not in item:
            continue
        name = page, item["MCID"]
        if name in notes.artifacts:
            stream[at - 1] = "/Artifact"
            item.clear()
            item.update({"Type": "/Pagination", "Subtype": "/Footer"})
            if name in notes.texts:
                _span(stream, at, notes.texts[name])
        elif name in notes.texts:
            item["ActualText"] = pydyf.String(notes.texts[name])
        if name in notes.blanks:
            notes.drawn.append((stream, at, notes.blanks[name]))


def _span(stream: list[Any], at: int, text: str) -> None:
    """Give an artifact its text. Readers of the text look for it in a span, so one goes inside."""
    words = pydyf.Dictionary({"ActualText": pydyf.String(text)})
    stream[at + 1] = b"BDC\n/Span " + words.data + b" BDC"
    stream[stream.index(b"EMC", at)] = b"EMC\nEMC"

"""A form: a sheet of nobody, drawn once, into which each reader's own days are written.

Key ideas:

- **Only the days differ.** To lay out and draw a checklist takes a second, and from reader to
  reader it differs in some dates and a code for the camera. So it is drawn with a model's days and
  kept; for a reader the blanks alone are drawn again, by the same code in the same place.
- **Nothing of a reader stays**: entries are taken out again as soon as the PDF is written.
- **The same as a sheet laid out for them alone**, or `NoRoom`: an entry is a line, or its end, and
  nothing follows it there; its letters are in the fonts of the form, because words with all of them
  were drawn (and thrown away) before these were cut to size.

A blank is the content of an element with the attribute ``data-blank``: the number of a text, or
``code``. Links that are entered are those to the model's address.
"""

import copy
import io
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pydyf
from weasyprint.draw import draw_replacedbox
from weasyprint.draw.text import draw_text
from weasyprint.formatting_structure import boxes
from weasyprint.images import SVGImage
from weasyprint.text.line_break import split_first_line

from pwa.handouts import tagging
from pwa.handouts.errors import NoRoom
from pwa.handouts.sheet import Entries, Sheet

CODE = "code"
_FONT = ("font_family", "font_size", "font_weight", "font_style", "lang")
_SPARE = 0.01
"""Of a pixel, for rounding."""


class _Blank(pydyf.Object):  # type: ignore[misc]  # pydyf ships no types
    """Stands in a page's stream for what draws one entry."""

    def __init__(self, box: Any, mark: Any) -> None:
        super().__init__()
        self.box = box
        self.name = box.element.attrib[tagging.BLANK]
        self._mcid = mark["MCID"]
        self._drawn: list[Any] = []

    @property
    def data(self) -> bytes:
        return b"\n".join(pydyf._to_bytes(item) for item in self._drawn)

    def write(self, drawn: list[Any], words: str = "") -> None:
        """Begin the mark anew, with the words that belong to it."""
        mark = pydyf.Dictionary({"MCID": self._mcid})
        if words:
            mark["ActualText"] = pydyf.String(words)
        self._drawn = [mark, b"BDC", *drawn]


class _Done(pydyf.Object):  # type: ignore[misc]
    """An object that stays as it is: its bytes, made once."""

    def __init__(self, made: Any) -> None:
        super().__init__()
        self.number, self.generation, self.free = made.number, made.generation, made.free
        self._bytes = b"" if made.free == "f" else made.data
        self._compressible = made.compressible

    @property
    def data(self) -> bytes:
        return bytes(self._bytes)

    @property
    def compressible(self) -> bool:
        return bool(self._compressible)


class Form:
    """The drawn pages. Made by `kept`, while WeasyPrint writes them."""

    def __init__(self, document: Any, pdf: Any, notes: tagging.Notes, sheet: Sheet) -> None:
        self._rooms = {box: room for page in document.pages for box, room in _rooms(page._page_box)}
        self._blanks = [_cut(*drawn) for drawn in notes.drawn]
        self._fonts = document.fonts
        self._known = self._letters()
        self._links = [one for one in pdf.objects if _leads_to(one, sheet.model.link)]
        pages = [one for one in pdf.objects if _draws(one, notes.drawn)]
        changing = {id(one) for one in pages + self._links}
        pdf.objects = [one if id(one) in changing else _Done(one) for one in pdf.objects]
        self._page = pages[0]
        self._pdf, self._length = pdf, len(pdf.objects)

    def filled(self, entries: Entries) -> bytes:
        """The PDF with these entries. Raises `NoRoom`."""
        try:
            for blank in self._blanks:
                blank.write(*self._entered(blank, entries))
            if self._letters() != self._known:
                raise NoRoom("found letters that the form lacks, expected those of any day")
            self._lead_to(entries.link)
            return self._written()
        finally:
            self._forget()

    def _entered(self, blank: _Blank, entries: Entries) -> tuple[list[Any], str]:
        scratch = self._page.clone()
        if blank.name == CODE:
            box = copy.copy(blank.box)
            box.replacement = SVGImage(ElementTree.fromstring(entries.code), "", None, None)
            draw_replacedbox(scratch, box)
            return scratch.stream, ""
        text = entries.texts[int(blank.name)]
        box = with_text(blank.box, text)
        if box.width > self._rooms[blank.box] + _SPARE:
            raise NoRoom("found an entry wider than its blank, expected one that fits")
        draw_text(scratch, box, 0, "clip", "none")
        return scratch.stream, tagging.spoken(text)

    def _letters(self) -> dict[Any, dict[int, str]]:
        """For each font its glyphs, and what they mean."""
        return {key: dict(font.to_unicode) for key, font in self._fonts.items()}

    def _forget(self) -> None:
        """Leave nothing of what was entered."""
        for blank in self._blanks:
            blank.write([])
        self._lead_to("")
        for key in self._fonts.keys() - self._known.keys():
            del self._fonts[key]
        for key, known in self._known.items():
            self._fonts[key].to_unicode = dict(known)

    def _lead_to(self, link: str) -> None:
        for one in self._links:
            one["Contents"] = one["A"]["URI"] = pydyf.String(link)

    def _written(self) -> bytes:
        output = io.BytesIO()
        self._start_again()
        self._pdf.write(output, b"1.7", False, True)
        return output.getvalue()

    def _start_again(self) -> None:
        """Forget what the last writing has added: the tables at the end of the file."""
        del self._pdf.objects[self._length :]
        self._pdf.current_position = 0


def kept(sheet: Sheet, into: list[Form]) -> Callable[[Any, Any], None]:
    """What WeasyPrint calls when all is drawn: it leaves the form in ``into``."""

    def finish(document: Any, pdf: Any) -> None:
        into.append(Form(document, pdf, tagging.finish(document, pdf), sheet))

    return finish


def with_letters(pages: list[Any], sheet: Sheet) -> list[Any]:
    """The pages, of which the first puts every letter that may be entered into the fonts."""
    blanks = [box for page in pages for box, _ in _rooms(page._page_box)]
    fonts = {(number(box), *(box.style[name] for name in _FONT)): box for box in blanks}
    first = copy.copy(pages[0])

    def paint(stream: Any, scale: float = 1) -> None:
        pages[0].paint(stream, scale)
        for box in fonts.values():
            for words in sheet.letters[number(box)]:
                draw_text(stream.clone(), with_text(box, words), 0, "clip", "none")

    first.paint = paint
    return [first, *pages[1:]]


def number(box: Any) -> int:
    """Which of the texts stands in a blank."""
    return int(box.element.attrib[tagging.BLANK])


def with_text(box: Any, text: str) -> Any:
    """The same line with another text, from the same start."""
    layout, _, _, width, _, _ = split_first_line(text, box.style, None, None, 0)
    made = box.copy_with_text(text)
    made.pango_layout, made.width = layout, width
    if box.style["direction"] == "rtl":
        made.position_x += box.width - width
    return made


def _rooms(box: Any, around: Any = None) -> Iterator[tuple[Any, float]]:
    """Each line that is entered, and how wide it can be."""
    if isinstance(box, boxes.TextBox) and _is_blank(box):
        start = around.content_box_x()
        if box.style["direction"] == "rtl":
            yield box, box.position_x + box.width - start
        else:
            yield box, start + around.width - box.position_x
    inner = box if isinstance(box, boxes.BlockContainerBox) else around
    for child in getattr(box, "children", ()):
        yield from _rooms(child, inner)


def _is_blank(box: Any) -> bool:
    return box.element is not None and tagging.BLANK in box.element.attrib


def _cut(stream: list[Any], at: int, box: Any) -> _Blank:
    """Put a blank into the stream, in place of all from the mark to its end."""
    blank = _Blank(box, stream[at])
    end = stream.index(b"EMC", at)
    # The stream keeps its length, so that the places of other blanks stay true.
    stream[at:end] = [blank, *[b""] * (end - at - 1)]
    return blank


def _leads_to(one: Any, link: str) -> bool:
    return (
        bool(link)
        and isinstance(one, dict)
        and one.get("Subtype") == "/Link"
        and "A" in one
        and one["A"]["URI"].string == link
    )


def _draws(one: Any, drawn: list[tuple[list[Any], int, Any]]) -> bool:
    return isinstance(one, pydyf.Stream) and any(one.stream is stream for stream, _, _ in drawn)

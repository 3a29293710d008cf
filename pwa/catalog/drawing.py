"""Drawings are content, so they are read as strictly as prose: shapes and numbers only."""

from pathlib import Path
from xml.etree import ElementTree

from pwa.catalog.document import Document

_SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset(
    f"{_SVG}{name}"
    for name in (
        "svg",
        "g",
        "path",
        "circle",
        "ellipse",
        "rect",
        "line",
        "polyline",
        "polygon",
        "text",
    )
)
REFUSED = ("on", "href", "style", "class", "{")
MAX_BYTES = 60_000


def read(path: Path, document: Document) -> str:
    """The drawing's SVG, or an empty string with the fault added to ``document``."""
    try:
        text = path.read_text(encoding="utf-8")
        root = ElementTree.fromstring(text)
    except (OSError, UnicodeDecodeError, ElementTree.ParseError) as error:
        document.add(f"found no readable drawing '{path.name}' ({error}), expected an SVG file")
        return ""
    for message in _faults(root, len(text)):
        document.add(f"{path.name}: {message}")
    return text[text.index("<svg") :].strip()


def _faults(root: ElementTree.Element, size: int) -> list[str]:
    faults = [] if size <= MAX_BYTES else [f"found {size} bytes, expected at most {MAX_BYTES}"]
    for element in root.iter():
        if element.tag not in SHAPES:
            faults.append(
                f"found <{element.tag.removeprefix(_SVG)}>, expected shapes and numbers only"
            )
        for name in element.attrib:
            if name.startswith(REFUSED):
                faults.append(
                    f"found the attribute '{name}', expected presentation attributes only"
                )
    if root.get("viewBox") is None:
        faults.append("found no viewBox, expected one")
    return faults

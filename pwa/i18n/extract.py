"""What there is to translate. The Babel extraction method for content, and the one template.

The method is registered as the entry point ``content_yaml`` and named in ``babel.cfg``, so that
``pybabel extract`` and ``plainspine translations extract`` read content, templates and Python into
one catalogue. What is prose in a content file is told by the model's types.

A comment for the translator shows what each figure reads like in English. It holds no list
positions: inserting an item would otherwise rewrite every comment behind it.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog as Template
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from pydantic import TypeAdapter, ValidationError

from pwa.catalog import ContentError, load, prose
from pwa.catalog.document import read
from pwa.catalog.loader import FILES, FOLDERS, schema_of
from pwa.catalog.model import Plural
from pwa.catalog.typed import Text
from pwa.catalog.walk import Loc, find
from pwa.i18n.formats import Formats
from pwa.i18n.locales import SOURCE, Locale, LocaleData
from pwa.i18n.messages import EPOCH

Extracted = tuple[int, str | None, str | tuple[str, str], list[str]]
ROOT = Path(__file__).parents[2]
_ENGLISH = LocaleData(
    name="English",
    english_name="English",
    cldr="en_GB",
    direction="ltr",
    fonts=("sans-serif",),
    emergency="–",
)


def extract_content(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: list[str],
    options: Mapping[str, Any],
) -> Iterator[Extracted]:
    """Every text of one content file, with its line. The signature is Babel's."""
    path = Path(fileobj.name)
    if path.parent.name not in FOLDERS and path.stem not in FILES:
        return
    document = read(path)
    try:
        # Without a context only the shape is checked: the loader reports what is wrong.
        entry = TypeAdapter(schema_of(path)).validate_python(_with_id(document.data, path))
    except ValidationError as error:
        raise ValueError(f"{path}: run 'plainspine check' first: {error}") from error
    figures = _english_figures(_content_folder(path))
    for loc, plural in find(entry, Plural):
        yield document.line(loc), "ngettext", (plural.one, plural.other), [_place(path, loc)]
    for loc, text in find(entry, Text):
        if "forms" not in loc:
            comments = [_place(path, loc), *_holes(text, figures)]
            yield document.line(loc), None, str(text), comments


def template(content: Path) -> Template:
    """Every message of the content folder, the page and handout templates and the Python code."""
    result = Template(project="guide", charset="utf-8", fuzzy=False, creation_date=EPOCH)
    for name, line, message, comments in (*_from_content(content), *_from_code()):
        result.add(message, locations=[(name, line)], auto_comments=comments)
    return result


def _from_content(folder: Path) -> Iterator[tuple[str, int, Any, list[str]]]:
    for path in sorted(folder.rglob("*.yaml")):
        with path.open("rb") as file:
            for line, _, message, comments in extract_content(file, {}, [], {}):
                yield f"content/{path.relative_to(folder)}", line, message, comments


def _from_code() -> Iterator[tuple[str, int, Any, list[str]]]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        ROOT,
        [(pattern, method) for pattern, method in methods if not pattern.startswith("content")],
        options,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).is_relative_to(ROOT / "pwa"),
    )
    for name, line, message, comments, _ in found:
        yield name, line, message, comments


def _with_id(data: Any, path: Path) -> Any:
    if not isinstance(data, dict) or path.parent.name not in FOLDERS:
        return data or {}
    return {**data, "id": path.stem}


def _content_folder(path: Path) -> Path:
    return path.parent.parent if path.parent.name in FOLDERS else path.parent


def _place(path: Path, loc: Loc) -> str:
    """Such as ``options: summary``, so that a translator knows what is being said."""
    kind = path.parent.name if path.parent.name in FOLDERS else path.stem
    names = [step for step in loc if isinstance(step, str)]
    return f"{kind}: {'.'.join(names)}"


def _holes(text: str, figures: Mapping[str, str]) -> list[str]:
    parts = prose.flatten(prose.parse(text))
    names = dict.fromkeys(part.name for part in parts if isinstance(part, prose.Hole))
    return [f"{{{name}}}: {figures[name]}" for name in names if name in figures]


@lru_cache(maxsize=4)
def _english_figures(folder: Path) -> Mapping[str, str]:
    try:
        catalog = load(folder)
    except ContentError:
        return {}
    formats = Formats(catalog, Locale(SOURCE, _ENGLISH))
    return {name: formats.figure(figure) for name, figure in catalog.figures.items()}

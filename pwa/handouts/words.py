"""How a text of the localised catalogue looks on paper.

Strong is strong, a glossary term is plain words (paper has no links to follow), and whatever fills
a hole is isolated, so that a range or a date keeps its order inside a line that runs the other way.
A text that has no translation is marked as English for the reader and for the layout.
"""

from typing import Any

from markupsafe import Markup, escape

from pwa.catalog.typed import Text
from pwa.i18n.locales import SOURCE
from pwa.i18n.text import Filled, Link, LocalText, Part, Strong

FALLBACK_CLASS = "fallback"
_MARK = Markup('<small class="tongue" dir="ltr">{}</small>').format(SOURCE.upper())


def finalize(value: Any) -> Any:
    """What Jinja prints for a value: the one place where a `LocalText` becomes HTML."""
    if isinstance(value, LocalText):
        return html(value)
    if isinstance(value, Text):
        raise TypeError(f"found {str(value)!r}, expected a text of a localised catalogue")
    return value


def html(text: LocalText) -> Markup:
    """A text with its markup, and its label where it is not translated."""
    inner = _parts(text.parts)
    if text.lang is None:
        return inner
    return Markup('<span class="{}" lang="{}" dir="ltr">{}</span>{}').format(
        FALLBACK_CLASS, text.lang, inner, _MARK
    )


def has_fallback(markup: str) -> bool:
    """Whether anything on the sheet stands untranslated."""
    return f'class="{FALLBACK_CLASS}"' in markup


def _parts(parts: tuple[Part, ...]) -> Markup:
    return Markup("").join(map(_part, parts))


def _part(part: Part) -> Markup:
    if isinstance(part, Strong):
        return Markup("<strong>{}</strong>").format(_parts(part.parts))
    if isinstance(part, Link):
        return escape(part.words)
    if isinstance(part, Filled):
        return _filled(part)
    return escape(part)


def _filled(part: Filled) -> Markup:
    if part.figure:
        return Markup('<span class="figure" data-figure="{}">{}</span>').format(
            part.figure, part.words
        )
    return Markup("<bdi>{}</bdi>").format(part.words)

"""How a text of the localised catalogue looks on paper.

Strong is strong, a glossary term is plain words (paper has no links to follow), and whatever fills
a hole is isolated, so that a range or a date keeps its order inside a line that runs the other way.
A text that has no translation is marked as English for the reader and for the layout.
"""

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import east_asian_width

from markupsafe import Markup, escape

from pwa.catalog.typed import Text
from pwa.i18n.locales import SOURCE
from pwa.i18n.text import Filled, Link, LocalText, Part, Strong

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
FALLBACK_CLASS = "fallback"
_SHORT = re.compile(r"(?<=\()[A-Z]+-[A-Z]+(?=\))")
"""A short name in brackets: torn at its hyphen by a line's end, its halves name nothing. All of it
is one element, since WeasyPrint puts those of a line from right to left in their order."""
_MARK = Markup('<small class="tongue" dir="ltr">{}</small>').format(SOURCE.upper())


def finalize(value: Any) -> Any:
    """What Jinja prints for a value: the one place where a `LocalText` becomes HTML."""
    if isinstance(value, LocalText):
        return html(value)
    if isinstance(value, Text):
        raise TypeError(f"found {str(value)!r}, expected a text of a localised catalogue")
    return value


def html(text: LocalText, lead: str = "") -> Markup:
    """A text with its markup, and its label where it is not translated."""
    inner = _parts(text.parts, lead)
    if text.lang is None:
        return inner
    return Markup('<span class="{}" lang="{}" dir="ltr">{}</span>{}').format(
        FALLBACK_CLASS, text.lang, inner, _MARK
    )


def figure(text: LocalText) -> Markup:
    """The phrase of a figure: put together from numbers and units, so it has no label."""
    inner = _parts(text.parts)
    return Markup("<span{}>{}</span>").format(lang_of(text), inner) if text.lang else inner


def lang_of(said: object) -> Markup:
    """The attributes of an element whose words may not be in the language around it."""
    lang = getattr(said, "lang", None)
    return Markup(' lang="{}" dir="ltr"').format(lang) if lang else Markup("")


def joined(texts: Iterable[LocalText]) -> Markup:
    """Sentences one after another, as one paragraph."""
    done, end = Markup(), ""
    for text in texts:
        done += html(text, " " if end and not _is_wide(end) else "")
        end = str(text)[-1:]
    return done


def has_fallback(markup: str) -> bool:
    """Whether anything on the sheet stands untranslated."""
    return f'class="{FALLBACK_CLASS}"' in markup


def _is_wide(letter: str) -> bool:
    """Whether a letter is as wide as a Chinese one: its stop has the space within."""
    return east_asian_width(letter) in "WF"


def _parts(parts: tuple[Part, ...], lead: str = "") -> Markup:
    """Parts one after another, ``lead`` before the first.

    A space before an element goes inside the element. WeasyPrint 70 breaks a line after its first
    word where a text ends in a space, fits without it and not with it, and an element follows.
    """
    done = Markup()
    for part in parts:
        if isinstance(part, str):
            words = lead + part
            lead = " " if words.endswith(" ") and part is not parts[-1] else ""
            done += whole(words.removesuffix(" ") if lead else words)
        else:
            done += _element(part, lead)
            lead = ""
    return done


def _element(part: Part, lead: str) -> Markup:
    if isinstance(part, Strong):
        return Markup("<strong>{}</strong>").format(_parts(part.parts, lead))
    if isinstance(part, Filled) and part.figure:
        return Markup('<span class="figure" data-figure="{}"{}>{}</span>').format(
            part.figure, lang_of(part), lead + isolated(part.words)
        )
    assert isinstance(part, Filled | Link)
    words = whole(lead + (isolated(part.words) if isinstance(part, Filled) else part.words))
    return Markup("<span{}>{}</span>").format(lang_of(part), words) if part.lang else words


def whole(words: str) -> Markup:
    """Words as HTML, their short names each on one line."""
    return Markup(_SHORT.sub(r'<span class="whole">\g<0></span>', str(escape(words))))


def isolated(words: str) -> str:
    """Words that keep their own direction. Controls do this, since WeasyPrint has no ``bdi``."""
    return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"

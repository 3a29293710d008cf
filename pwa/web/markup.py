"""Text in a page: the parts of a `LocalText` as HTML, everything else escaped."""

from collections.abc import Callable

from markupsafe import Markup, escape

from pwa.handouts.words import lang_of, whole
from pwa.i18n.text import Link, LocalText, Part, Strong

Href = Callable[[str], str]


def html(text: LocalText, term_href: Href, source_name: str) -> Markup:
    """The text with its markup. What is not translated says so, to the eye and to the browser."""
    inner = _joined(text.parts, term_href)
    if text.lang is None:
        return inner
    return Markup('<span class="other" lang="{}" dir="ltr">{} <small>({})</small></span>').format(
        text.lang, inner, source_name
    )


def _joined(parts: tuple[Part, ...], term_href: Href) -> Markup:
    # Markup's own join and format would escape each piece once more: a third of a page's time.
    return Markup("".join(_part(part, term_href) for part in parts))


def _part(part: Part, term_href: Href) -> Markup:
    if isinstance(part, str):
        return whole(part)
    if isinstance(part, Strong):
        return Markup(f"<strong>{_joined(part.parts, term_href)}</strong>")
    words, lang = whole(part.words), lang_of(part)
    if isinstance(part, Link):
        return Markup(f'<a class="term" href="{escape(term_href(part.term))}"{lang}>{words}</a>')
    if part.figure:
        return Markup(f'<span data-figure="{escape(part.figure)}"{lang}>{words}</span>')
    # A value may be in another script than the sentence around it.
    return Markup(f"<bdi{lang}>{words}</bdi>")

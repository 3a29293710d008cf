"""Text in a page: the parts of a `LocalText` as HTML, everything else escaped."""

from collections.abc import Callable

from markupsafe import Markup, escape

from pwa.i18n.text import Filled, Link, LocalText, Part, Strong

Href = Callable[[str], str]


def html(text: LocalText, term_href: Href, source_name: str) -> Markup:
    """The text with its markup. What is not translated says so, to the eye and to the browser."""
    inner = Markup("").join(_part(part, term_href) for part in text.parts)
    if text.lang is None:
        return inner
    return Markup('<span class="other" lang="{}" dir="ltr">{} <small>({})</small></span>').format(
        text.lang, inner, source_name
    )


def _part(part: Part, term_href: Href) -> Markup:
    if isinstance(part, Strong):
        inner = Markup("").join(_part(child, term_href) for child in part.parts)
        return Markup("<strong>{}</strong>").format(inner)
    if isinstance(part, Link):
        return Markup('<a class="term" href="{}">{}</a>').format(term_href(part.term), part.words)
    if isinstance(part, Filled):
        return _filled(part)
    return escape(part)


def _filled(part: Filled) -> Markup:
    if part.figure:
        return Markup('<span data-figure="{}">{}</span>').format(part.figure, part.words)
    # A value may be in another script than the sentence around it.
    return Markup("<bdi>{}</bdi>").format(part.words)

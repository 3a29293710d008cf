"""Drawings, pictures of people and of time, codes for a camera, in ink that any printer has.

Each has a title that says what it shows, because a tagged PDF asks for one.
"""

import io
import re
from collections.abc import Iterable, Iterator

import segno
from markupsafe import Markup, escape

from pwa import pictures, plan
from pwa.catalog.model import Answer, Drawing, Phase
from pwa.i18n.localise import Localised
from pwa.i18n.text import figures_in

INK = "#000"
COLUMNS = 20
"""People to a row: five low rows of a hundred leave room for a line of text beside each."""
_SVG = re.compile(r"<svg([^>]*?)\s*(?:aria-hidden=\"true\")?\s*(?:focusable=\"false\")?>")


def people(localised: Localised, answers: Iterable[Answer]) -> Iterator[tuple[str, Markup]]:
    """Each figure in the answers that is so many of a group, drawn."""
    rtl = localised.locale.direction == "rtl"
    for name in dict.fromkeys(name for answer in answers for name in figures(answer)):
        figure = localised.figure_data(name)
        unit = localised.catalog.units[figure.unit]
        if unit.of and (ends := pictures.counts(figure, unit)):
            title = f"{figure.name}: {localised.figure(name)}"
            svg = pictures.people(
                *ends, unit.of, rtl=rtl, ink=INK, shape=unit.shape, title=title, columns=COLUMNS
            )
            yield name, Markup(svg)


def figures(answer: Answer) -> Iterator[str]:
    """Those of its risks, and those that its sentences tell."""
    yield from (rate.figure for rate in answer.risks if rate.figure)
    for statement in answer.statements:
        yield from figures_in(statement.text)


def person(fill: str, title: str) -> Markup:
    """One person, for the key beside the pictures."""
    return Markup(pictures.person(fill, ink=INK, title=str(title)))


def drawing(localised: Localised, found: Drawing, part: int | None = None) -> Markup:
    """A drawing with the language's digits in the sheet's own font, one part standing out."""
    svg = found.svg.replace('font-family="sans-serif"', f'font-family="{_font(localised)}"')
    told = f"{found.title}. {found.words}" if found.words else str(found.title)
    title = f"<title>{escape(told)}</title>"
    svg = _SVG.sub(lambda m: f'<svg{m[1]} color="{INK}">{title}', svg, count=1)
    return Markup(pictures.numbered(svg, part, localised.formats.digits))


def timeline(localised: Localised, phases: list[Phase], title: str) -> tuple[Markup, list[Phase]]:
    """The phases to scale, and in the order in which they are numbered there."""
    svg, ordered = pictures.phases_drawn(
        phases,
        plan.stretches(localised.catalog, phases),
        rtl=localised.locale.direction == "rtl",
        ink=INK,
        font=_font(localised),
        digits=localised.formats.digits,
        title=title,
    )
    return Markup(svg), ordered


def code(address: str, title: str, *, blank: bool = False) -> Markup:
    """A QR code that opens the address, with the quiet zone that a camera needs.

    A ``blank`` is marked as what differs from reader to reader.
    """
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, title=title, dark=INK
    )
    svg = made.getvalue().decode()
    return Markup(svg.replace("<svg", '<svg data-blank="code"', 1) if blank else svg)


def _font(localised: Localised) -> str:
    return str(escape(localised.locale.data.fonts[0]))

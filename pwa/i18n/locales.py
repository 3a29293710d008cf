"""The languages of a guide: a folder each under ``translations/``, with its own ``locale.yaml``.

What differs by language and is not a message is data here: the direction, the digits, the fonts on
paper, the usual paper, how to call for help in an emergency.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, Literal

import babel
from babel.localedata import locale_identifiers
from pydantic import AfterValidator, Field, ValidationError

from pwa.catalog.base import PlainWords
from pwa.catalog.document import Document
from pwa.catalog.document import read as read_document
from pwa.catalog.emergency import CallNumber
from pwa.catalog.errors import ContentError, Problem
from pwa.catalog.explain import explain
from pwa.catalog.model import Model
from pwa.i18n import messages
from pwa.i18n.messages import Messages

SOURCE = "en"
"""The language content is written in."""
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language tag: it stands in addresses and in ``lang``."""
_FONT = re.compile(r"\w[\w .+&-]*")


def _known_to_cldr(code: str) -> str:
    try:
        babel.Locale.parse(code)
    except (ValueError, babel.UnknownLocaleError) as error:
        raise ValueError(f"found '{code}', expected a locale that CLDR knows") from error
    return code


def _a_font(name: str) -> str:
    if not _FONT.fullmatch(name):
        raise ValueError(f"found '{name[:40]}', expected the name of a font such as Noto Sans")
    return name


Font = Annotated[str, AfterValidator(_a_font)]
Numbering = Literal[
    "latn", "arab", "arabext", "deva", "beng", "guru", "gujr", "tamldec", "telu", "thai"
]


class LocaleData(Model):
    """``locale.yaml``."""

    name: PlainWords
    english_name: PlainWords
    cldr: Annotated[str, AfterValidator(_known_to_cldr)]
    """The CLDR locale whose dates, plurals and units are used, such as ``en_GB``."""
    direction: Literal["ltr", "rtl"]
    numbering: Numbering = "latn"
    """The CLDR numbering system."""
    fonts: Annotated[tuple[Font, ...], Field(min_length=1)]
    """The fonts a sheet of paper is set in, named so that none is guessed."""
    full_stop: PlainWords = "."
    """What ends a sentence, as in ``。``."""
    paper: Literal["a4", "letter"] = "a4"
    emergency: PlainWords
    """How to get help at once, in this language, wherever the reader is."""
    emergency_number: CallNumber | None = None
    """The same with ``{number}``, for a guide that is used in one country."""
    machine_made: bool = True


@dataclass(frozen=True)
class Locale:
    """One language, ready to use."""

    code: str
    data: LocaleData
    messages: Messages = field(default_factory=Messages)

    @property
    def direction(self) -> str:
        return self.data.direction

    @cached_property
    def cldr(self) -> babel.Locale:
        return babel.Locale.parse(self.data.cldr)

    @cached_property
    def letters(self) -> str:
        """Every letter that the language's messages, days, units and lists are written with."""
        said, known = self.messages, self.cldr
        days = (known.months, known.days, known.date_formats, known.datetime_skeletons)
        units = (known._data["unit_patterns"], known.list_patterns)
        every = (self.data.model_dump(), said.singular, said.plural, *days, *units)
        return "".join(sorted(set().union(*_strings(every))))

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE

    @property
    def bcp47(self) -> str:
        """The tag for the browser's ``Intl``: CLDR locale and digits."""
        return f"{self.data.cldr.replace('_', '-')}-u-nu-{self.data.numbering}"


Registry = Mapping[str, Locale]
"""Every language by code, the source language first."""


def load(folder: str | Path) -> Registry:
    """The languages in ``folder``. Raises `ContentError` with every fault of every locale.yaml."""
    problems: list[Problem] = []
    found: dict[str, Locale] = {}
    for path in _folders(Path(folder)):
        try:
            found[path.name] = _read(path)
        except ContentError as error:
            problems += error.problems
    if not problems and SOURCE not in found:
        path = Path(folder) / SOURCE / "locale.yaml"
        problems.append(Problem(str(path), 1, "", "the file is missing"))
    if problems:
        raise ContentError(problems)
    return dict(sorted(found.items(), key=lambda item: (item[0] != SOURCE, item[0])))


def _folders(folder: Path) -> list[Path]:
    inside = ("locale.yaml", "LC_MESSAGES")
    return [path for path in sorted(folder.glob("*")) if any((path / n).exists() for n in inside)]


def _read(folder: Path) -> Locale:
    path = folder / "locale.yaml"
    if not path.is_file():
        raise ContentError([Problem(str(path), 1, "", "the file is missing")])
    document = read_document(path)
    if not _CODE.fullmatch(folder.name):
        document.add(f"found the folder '{folder.name}', expected a language such as 'pt-BR'")
    if document.data is not None:
        try:
            data = LocaleData.model_validate(document.data)
            _compare_with_cldr(document, folder.name, data)
        except ValidationError as error:
            for details in error.errors():
                document.add(*explain(details, LocaleData))
    if document.problems:
        raise ContentError(document.problems)
    po = folder / "LC_MESSAGES" / "messages.po"
    return Locale(folder.name, data, messages.read(po, data.cldr))


def _compare_with_cldr(document: Document, code: str, data: LocaleData) -> None:
    """What was copied from another language and forgotten; none where CLDR lacks the language."""
    known, wanted = babel.Locale.parse(data.cldr), _language(code.partition("-")[0])
    if wanted not in _cldr_languages():
        return
    script = re.search(r"-([A-Z][a-z]{3})(?:-|$)", code)
    if _language(known.language) != wanted:
        told = f"found '{data.cldr}', expected the folder's language, such as '{wanted}'"
        document.add(told, ("cldr",))
    elif script and script[1] != _script(known):
        told = f"found '{data.cldr}', expected the folder's script, such as '{wanted}_{script[1]}'"
        document.add(told, ("cldr",))
    elif known.text_direction != data.direction:
        told = f"found '{data.direction}', expected '{known.text_direction}' as in CLDR"
        document.add(told, ("direction",))


def _language(code: str) -> str:
    """A language by the code that it has now: ``he`` was ``iw`` once."""
    return str(babel.core.get_global("language_aliases").get(code, code)).partition("_")[0]


def _script(known: babel.Locale) -> str:
    """What the language is written in: Babel leaves out what goes without saying."""
    likely = babel.core.get_global("likely_subtags")[known.language]  # such as "ar_Arab_EG"
    return str(known.script or likely.split("_")[1])


@cache
def _cldr_languages() -> frozenset[str]:
    return frozenset(name.partition("_")[0] for name in locale_identifiers())


def _strings(value: Any) -> Iterator[str]:
    """Every string in a value, however deep."""
    if isinstance(value, Mapping | tuple | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(one)
    else:
        yield str(value)

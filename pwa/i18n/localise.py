"""The catalog in one language: the same shape, its texts now `LocalText`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pwa.catalog import prose
from pwa.catalog.model import Catalog, Figure
from pwa.catalog.typed import Text
from pwa.catalog.walk import find, replace_texts
from pwa.i18n.emergency import call_for_help
from pwa.i18n.formats import Formats, messages_of
from pwa.i18n.locales import SOURCE, Locale
from pwa.i18n.text import Filled, Link, LocalText, fill


class Translator:
    """Turns source texts into the language's own, with figures and glossary terms filled in."""

    def __init__(self, catalog: Catalog, locale: Locale) -> None:
        self.locale = locale
        self.formats = Formats(catalog, locale)
        self._phrases = {name: self._phrase(name, fig) for name, fig in catalog.figures.items()}
        self._terms = {name: self.text(term.name) for name, term in catalog.glossary.items()}

    def text(self, message: str, **values: object) -> LocalText:
        """A message with its holes filled: from ``values`` first, then from the figures."""
        said = self.locale.messages.singular.get(message)
        return self._filled(message if said is None else said, said is not None, values)

    def figure(self, name: str) -> LocalText:
        """The phrase of a figure. It is translated if the words that it is made of are."""
        return self._phrases[name]

    def _phrase(self, name: str, figure: Figure) -> LocalText:
        lang = None if self.formats.has_words_for(figure) else SOURCE
        return LocalText((Filled(self.formats.figure(figure), name),), lang)

    def _filled(self, said: str, translated: bool, values: Mapping[str, object]) -> LocalText:
        lang = None if translated or self.locale.is_source else SOURCE

        def hole(name: str) -> Filled:
            if name in values:
                return Filled(str(values[name]), lang=_apart(values[name], lang))
            if name in self._phrases:
                phrase = self._phrases[name]
                return Filled(str(phrase), name, _apart(phrase, lang))
            return Filled("{" + name + "}")

        def link(part: prose.TermLink) -> Link:
            name = self._terms.get(part.term, part.term)
            own = None if part.words else _apart(name, lang)
            return Link(part.words or str(name), part.term, own)

        return LocalText(fill(prose.parse(said), hole, link), lang)


def _apart(value: object, lang: str | None) -> str | None:
    """The language of a value where it is not that of the sentence ``lang``."""
    own = value.lang if isinstance(value, LocalText) else None
    return None if own == lang else own


@dataclass(frozen=True)
class Localised:
    """Everything a face needs to speak one language."""

    catalog: Catalog
    locale: Locale
    translator: Translator

    @property
    def formats(self) -> Formats:
        return self.translator.formats

    @property
    def emergency(self) -> LocalText:
        """How to get help at once, with the number of the guide's country if it has one."""
        return call_for_help(self.locale, self.catalog.here)

    def figure(self, name: str) -> LocalText:
        """The phrase of a figure."""
        return self.translator.figure(name)

    def figure_data(self, name: str) -> Figure:
        return self.catalog.figures[name]


def localise(catalog: Catalog, locale: Locale) -> Localised:
    """The catalog in ``locale``; what has no translation stays in English and says so."""
    translator = Translator(catalog, locale)
    return Localised(replace_texts(catalog, translator.text), locale, translator)


def must_be_complete(catalog: Catalog) -> set[str]:
    """The texts without which a language is not published: warning signs and medicine tasks.

    To them belong the terms and the phrases of the figures that they hold.
    """
    medicines = tuple(task for task in catalog.tasks.values() if task.medicine)
    vital = (tuple(catalog.warning_signs.values()), medicines)
    texts = {str(text) for _, text in find(vital, Text)}
    return texts.union(*(_inside(catalog, text) for text in texts))


def _inside(catalog: Catalog, text: str) -> Iterator[str]:
    for part in prose.flatten(prose.parse(text)):
        if isinstance(part, prose.TermLink) and part.words is None:
            yield catalog.glossary[part.term].name
        elif isinstance(part, prose.Hole) and part.name in catalog.figures:
            yield from messages_of(catalog.figures[part.name], catalog.units)


def lacking(catalog: Catalog, locale: Locale) -> set[str]:
    """Those of them that the language has not said."""
    said = locale.messages.singular.keys() | locale.messages.plural.keys()
    return set() if locale.is_source else must_be_complete(catalog) - said


def is_published(catalog: Catalog, locale: Locale) -> bool:
    """Whether the language may be shown to patients."""
    return not lacking(catalog, locale)

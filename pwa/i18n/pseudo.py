"""A language that nobody speaks, for tests: every text accented, longer, and set from the right.

A page in it shows at a glance what would go wrong in a real language: words that never reached a
translator are the only ones in plain letters, and a layout that holds here holds in German.
"""

from babel.messages.catalog import Catalog as Po

from pwa.catalog import prose
from pwa.i18n.locales import Locale, LocaleData
from pwa.i18n.messages import Messages, source_of

CODE = "qps"
"""From the range that ISO 639 leaves for private use."""
_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀçđéƒĝĥíĵķľɱñöþɋŕšŧüṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĽṀÑÖÞɊŔŠŦÜṼŴẊÝŽ"
_LETTERS = dict(zip(map(ord, _PLAIN), _ACCENTED, strict=True))
_VOWELS = "aeiouyAEIOUY"
"""Doubled, they make a text about 40 % longer."""


def pseudo(template: Po) -> Locale:
    """The language, with every message of the template."""
    messages = [message for message in template if message.id]
    singular = {source_of(m): accented(source_of(m)) for m in messages if not m.pluralizable}
    plural = {source_of(m): tuple(map(accented, m.id)) for m in messages if m.pluralizable}
    data = LocaleData(
        name=accented("Pseudo"),
        english_name="Pseudo",
        cldr="en",
        direction="rtl",
        fonts=("Noto Sans",),
        emergency=accented("Call for help now."),
    )
    return Locale(CODE, data, Messages(singular, plural))


def accented(text: str) -> str:
    """The text in accented letters, its vowels doubled; holes, markup and term ids stay."""
    return "".join(map(_accented, prose.parse(text)))


def _accented(part: prose.Part) -> str:
    if isinstance(part, prose.Strong):
        return f"**{''.join(map(_accented, part.parts))}**"
    if isinstance(part, prose.TermLink):
        return f"[[{part.term}|{_letters(part.words)}]]" if part.words else f"[[{part.term}]]"
    if isinstance(part, prose.Hole):
        return "{" + part.name + "}"
    return _letters(part)


def _letters(words: str) -> str:
    return "".join(2 * char if char in _VOWELS else char for char in words).translate(_LETTERS)

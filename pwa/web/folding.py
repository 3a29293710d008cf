"""What counts as the same word when a reader searches. `static/js/search.js` folds alike, and one
table of cases holds the two together.

- **Folding.** Capitals, accents, Arabic's vowel signs, hamzas, tatweel and final letters, and the
  script that digits are written in make no difference.
- **Words.** Letters, digits and what belongs to them. Where a script puts no spaces between words
  (Chinese, Japanese, Thai…) every two neighbours are a word, and so is the last one alone: since
  words are found by their beginnings, any part of a text then finds it.
- **Joined words.** "Follow-up" is also found as "followup".
- **The bare word.** Arabic writes "the", "and the" and "for the" as part of the word. They go where
  a word is left: three letters, or two that do not begin with an alef, as in "the blood". So
  "pain", which begins with the same letters, keeps them.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

_SIGNS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]")
"""Signs above and below letters. In other scripts, as in Hindi, they are vowels and stay."""
_SAME = {
    **dict(zip("ىیةکٱςıđłø", "ييهكاσidlo", strict=True)),
    **{"ß": "ss", "æ": "ae", "œ": "oe"},
}
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)
_ARTICLE = re.compile("^(?:[وف]?(?:[بك]?ال|لل)(?=[^ا].|...))+")


def fold(text: str) -> str:
    """The text in the one form in which it is compared."""
    bare = _SIGNS.sub("", unicodedata.normalize("NFKD", text).lower())
    same = "".join(_SAME.get(c, c) for c in bare if unicodedata.category(c) != "Cf")
    return "".join(map(_digit, unicodedata.normalize("NFC", same)))


def _digit(char: str) -> str:
    return str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [word for part in _parts(text) for one in part if (word := _bare(fold(one)))]


def has_words(text: str) -> bool:
    """Whether there is anything in a text to be found."""
    return any(unicodedata.category(char)[0] in "LMN" for char in text)


def _parts(text: str) -> Iterator[list[str]]:
    runs = [(kind, "".join(chars)) for kind, chars in groupby(text, _kind)]
    for at, (kind, run) in enumerate(runs):
        if kind == "word":
            match runs[at + 1 : at + 3]:
                case [(_, "-"), ("word", other)]:
                    yield [run + other, run]
                case _:
                    yield [run]
        elif kind == "unspaced":
            yield [one + other for one, other in pairwise([*run, ""])]


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] not in "LMN" and category != "Cf":
        return "between"
    return "unspaced" if _UNSPACED.match(char) else "word"


def place(text: str) -> tuple[list[str], str]:
    """Where a text stands in a list by the alphabet, as its reader knows it."""
    runs = groupby(text, _kind)
    return [fold("".join(chars)) for kind, chars in runs if kind != "between"], text


def _bare(word: str) -> str:
    return _ARTICLE.sub("", word)

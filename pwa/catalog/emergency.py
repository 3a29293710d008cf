"""Whom to call in an emergency, by country: ``emergency.yaml``, and the country of a clinic.

No country is the safe default: the reader is then told to call the number of where she is.
"""

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from pwa.catalog import prose
from pwa.catalog.base import Model, sound

HOLE = "{number}"


def _shaped(pattern: str, expected: str) -> AfterValidator:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"found '{text[:40]}', expected {expected}")
        return text

    return AfterValidator(check)


Country = Annotated[str, _shaped("[A-Z]{2}", "two capital letters such as GB")]
"""As in ISO 3166."""
Number = Annotated[str, _shaped("[0-9]{2,6}", "two to six digits from 0 to 9")]


def _one_number(text: str) -> str:
    found = [part for part in prose.flatten(prose.parse(text)) if not isinstance(part, str)]
    if found != [prose.Hole(HOLE.strip("{}"))]:
        raise ValueError(f"found '{text[:40]}', expected plain words with {HOLE} in them once")
    return sound(text)


CallNumber = Annotated[str, StringConstraints(min_length=1), AfterValidator(_one_number)]
"""A sentence such as ``Call {number} now.``"""


class Emergency(Model):
    """How to get help in one country."""

    numbers: Annotated[tuple[Number, ...], Field(min_length=1, max_length=3)]
    says: Mapping[str, CallNumber] = {}
    """The country's own sentence by language, in the place of the one in its ``locale.yaml``."""

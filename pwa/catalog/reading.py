"""How hard the pages are to read, as the page of sources tells it: ``reading.yaml``.

`pwa.reading` measures and writes it; here stand its shape and the formulas there are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator

from pwa.catalog.base import Model
from pwa.catalog.errors import did_you_mean


@dataclass(frozen=True)
class Formula:
    """A reading formula; its name is a person's or a place's, and the same in every language."""

    id: str
    name: str
    function: str
    """What textstat calls it."""
    lower_is_easier: bool

    @property
    def hardest(self) -> Callable[[Iterable[float]], float]:
        return max if self.lower_is_easier else min


FORMULAS: Mapping[str, tuple[Formula, ...]] = {
    "en": (
        Formula("flesch-kincaid", "Flesch–Kincaid", "flesch_kincaid_grade", True),
        Formula("smog", "SMOG", "smog_index", True),
    ),
    "es": (
        Formula("fernandez-huerta", "Fernández Huerta", "fernandez_huerta", False),
        Formula("szigriszt-pazos", "Szigriszt-Pazos", "szigriszt_pazos", False),
    ),
}
"""What each language is measured with. A language that is not here can't be measured yet."""
NAMES = {formula.id: formula for formulas in FORMULAS.values() for formula in formulas}


def _a_formula(name: str) -> str:
    if name not in NAMES:
        raise ValueError(f"no formula is called '{name}'{did_you_mean(name, NAMES)}")
    return name


FormulaName = Annotated[str, AfterValidator(_a_formula)]


class Limit(Model):
    """What the middle page and the hardest page may reach at most."""

    middle: Decimal
    hardest: Decimal


class Measured(Model):
    """One formula over all pages of a language."""

    formula: FormulaName
    terms: Literal["excepted", "counted"]
    pages: int
    middle: Decimal
    hardest: Decimal


class Reading(Model):
    """``reading.yaml``."""

    limits: Mapping[FormulaName, Limit] = {}
    languages: Mapping[str, tuple[Measured, ...]] = {}

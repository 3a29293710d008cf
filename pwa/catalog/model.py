"""The shape of the content: one frozen pydantic model for each kind of file.

Key ideas:

- **Two kinds of string carry meaning.** A ``Text`` is prose that a reader sees and a translator
  translates. An ``Id`` names something else in the catalog, and its class says in which folder.
  Because the *type* says so, extraction, localisation and the checks all find them with one walk
  (`pwa.catalog.walk`) and no list of field names has to be kept anywhere.
- **Equal detail.** What an option must answer stands in ``fields.yaml``, not here.
- **No number in prose.** A number is a `Figure`; prose holds its id in braces.
- The code knows no medicine: another subject is another content folder.

The models stand in modules by what they are about (`base`, `numbers`, `choices`, `planning`,
`pages`, `wording`, `audit`, `reading`, `emergency`); here they come together as the `Catalog`.

Every model forbids unknown keys, so a misspelt key is an error and never a silent loss.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from pwa.catalog.audit import Audit
from pwa.catalog.base import Entry, Model, PlainWords, Sources, Statement, Statements
from pwa.catalog.choices import (
    Answer,
    Care,
    Condition,
    DrawingUse,
    Faq,
    FieldDef,
    FieldGroup,
    Fields,
    Gap,
    Option,
    Risk,
    RiskRate,
    Technology,
    Term,
)
from pwa.catalog.emergency import Country, Emergency
from pwa.catalog.numbers import Conversion, Figure, Plural, Source, Unit
from pwa.catalog.pages import (
    Drawing,
    DrawingPart,
    Next,
    Page,
    Question,
    QuestionGroup,
    Readiness,
    ReadyStep,
    Section,
    WarningSigns,
)
from pwa.catalog.planning import (
    Amount,
    Edge,
    Phase,
    Profile,
    ProfileGroup,
    ProfileQuestion,
    Task,
    TaskGroup,
    When,
    Window,
)
from pwa.catalog.reading import Reading
from pwa.catalog.typed import Id, Text
from pwa.catalog.wording import Wording

__all__ = [
    "Amount",
    "Answer",
    "Audit",
    "Care",
    "Catalog",
    "Condition",
    "Conversion",
    "Drawing",
    "DrawingPart",
    "DrawingUse",
    "Edge",
    "Emergency",
    "Entry",
    "Faq",
    "FieldDef",
    "FieldGroup",
    "Fields",
    "Figure",
    "Guide",
    "Model",
    "Next",
    "Option",
    "Page",
    "Phase",
    "Plural",
    "Profile",
    "ProfileGroup",
    "ProfileQuestion",
    "Question",
    "QuestionGroup",
    "Readiness",
    "Reading",
    "ReadyStep",
    "Risk",
    "RiskRate",
    "Section",
    "Source",
    "Sources",
    "Statement",
    "Statements",
    "Task",
    "TaskGroup",
    "Technology",
    "Term",
    "Unit",
    "WarningSigns",
    "When",
    "Window",
    "Wording",
]


def _written_as_a_day(value: str) -> str:
    # pydantic would take a bare number for seconds since 1970.
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
        raise ValueError(f"found '{value}', expected a day such as 2027-03-01")
    return value


Day = Annotated[date, BeforeValidator(_written_as_a_day)]


class Guide(Model):
    """The guide as a whole."""

    id: Id
    """Names the guide's store on the reader's phone; never change it once published."""
    name: PlainWords
    tagline: Text
    description: Text
    disclaimer: Text
    translated_by_machine: Text
    version: PlainWords
    updated: Day
    country: Country | None = None
    """Where the guide is used, if it is one place: whose number is called in an emergency."""
    allowed_digits: tuple[str, ...] = ()
    """Names with a digit in them that prose may hold, such as a label on a picture."""


class Catalog(Model):
    """Everything the content says. Mappings keep the order in which a reader meets the entries."""

    guide: Guide
    sources: Mapping[str, Source]
    units: Mapping[str, Unit]
    figures: Mapping[str, Figure]
    fields: tuple[FieldGroup, ...]
    cares: tuple[Care, ...]
    gaps: tuple[Gap, ...] = ()
    profile: tuple[ProfileGroup, ...]
    task_groups: Mapping[str, TaskGroup]
    options: Mapping[str, Option]
    alternatives: Mapping[str, Option]
    conditions: Mapping[str, Condition]
    risks: Mapping[str, Risk]
    tasks: Mapping[str, Task]
    phases: Mapping[str, Phase]
    questions: Mapping[str, QuestionGroup]
    warning_signs: Mapping[str, WarningSigns]
    technology: Mapping[str, Technology]
    glossary: Mapping[str, Term]
    faq: Mapping[str, Faq]
    pages: Mapping[str, Page]
    drawings: Mapping[str, Drawing]
    wording: Wording | None = None
    audit: Audit | None = None
    reading: Reading | None = None
    emergency: Mapping[str, Emergency] = {}
    readiness: Readiness | None = None

    @property
    def choices(self) -> dict[str, Option]:
        """The options and, after them, the alternatives to choosing one: all that is compared."""
        return {**self.options, **self.alternatives}

    @property
    def here(self) -> Emergency | None:
        """How to get help where the guide is used, if it is known where."""
        return self.emergency.get(self.guide.country) if self.guide.country else None

    @property
    def field_defs(self) -> dict[str, FieldDef]:
        """Every field of an option by id, in the reader's order."""
        return {field.id: field for group in self.fields for field in group.fields}

    @property
    def profile_questions(self) -> dict[str, ProfileQuestion]:
        """Every question of the profile by id, in the reader's order."""
        return {question.id: question for group in self.profile for question in group.questions}

    @property
    def answer_labels(self) -> dict[str, Text]:
        """What a task can be for: each question of the profile, and each choice of one."""
        asked = self.profile_questions.values()
        choices = [choice for question in asked for choice in question.choices]
        labels = {str(question.id): question.label for question in asked}
        return labels | {str(choice.id): choice.label for choice in choices}

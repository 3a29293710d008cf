"""The sheets of paper that need nothing entered: which there are, and at which addresses."""

from collections.abc import Iterator
from dataclasses import dataclass

from pwa.catalog import Catalog
from pwa.handouts.request import KINDS, NEEDS_OPTION
from pwa.i18n import Locale


@dataclass(frozen=True)
class Sheet:
    """An undated sheet; ``name`` is its file's name, such as ``option-<id>-a4.pdf``."""

    kind: str
    paper: str
    option: str | None = None

    @property
    def name(self) -> str:
        return "-".join(filter(None, (self.kind, self.option, self.paper))) + ".pdf"

    @property
    def fields(self) -> dict[str, str]:
        """As the handout form would send them."""
        return {"kind": self.kind, "option": self.option or "", "paper": self.paper}


def ready_sheets(catalog: Catalog, locale: Locale) -> Iterator[Sheet]:
    """Every undated sheet of a language, on the paper that is usual where it is spoken."""
    for kind in KINDS:
        if kind == "questions" and not catalog.questions:
            continue
        for option in tuple(catalog.options) if kind in NEEDS_OPTION else (None,):
            yield Sheet(kind, locale.data.paper, option)

"""How much of the source each language has: translated, to be mended (fuzzy), missing, reviewed."""

from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog as Po

from pwa.i18n.messages import is_reviewed, is_translated, read_strictly


@dataclass(frozen=True)
class Coverage:
    """Counts of messages."""

    total: int
    translated: int
    fuzzy: int
    reviewed: int

    @property
    def missing(self) -> int:
        return self.total - self.translated - self.fuzzy

    def __str__(self) -> str:
        percent = 100 * self.translated // self.total if self.total else 100
        told = f"{self.translated} of {self.total} translated ({percent} %)"
        return f"{told}, {self.fuzzy} fuzzy, {self.missing} missing, {self.reviewed} reviewed"


def coverage(path: Path, cldr: str, template: Po) -> Coverage:
    """Count the ``.po`` file at ``path`` against the source. Fuzzy does not count as done."""
    wanted = {message.id for message in template if message.id}
    if not path.is_file():
        return Coverage(len(wanted), 0, 0, 0)
    po = [message for message in read_strictly(path, cldr) if message.id in wanted]
    done = [message for message in po if is_translated(message)]
    current = [message for message in done if not message.fuzzy]
    reviewed = sum(map(is_reviewed, current))
    return Coverage(len(wanted), len(current), len(done) - len(current), reviewed)

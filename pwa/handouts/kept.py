"""What a worker keeps of its work, as much as there is memory for.

The measure is letters of HTML: laid out, each takes up to 0.8 kB, on a sheet of two options as in a
booklet. So a number of letters bounds the memory, which a number of sheets does not: the shortest
and the longest differ a hundredfold.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Things by name, of ``letters`` letters in all; what was not asked for longest goes first."""

    def __init__(self, letters: int) -> None:
        self.letters = letters
        self._things: dict[Hashable, tuple[V, int]] = {}

    def get(self, name: Hashable, letters: int, make: Callable[[], V]) -> V:
        """What is kept by this name; made if it is not there yet."""
        kept = self._things.pop(name, None) or (make(), letters)
        self._things[name] = kept  # now the last that will go
        while sum(letters for _, letters in self._things.values()) > self.letters:
            del self._things[next(iter(self._things))]
        return kept[0]

    def names(self) -> list[Hashable]:
        """Those of all that is kept, the first to go first."""
        return list(self._things)

    def forget(self) -> None:
        """Keep nothing."""
        self._things.clear()

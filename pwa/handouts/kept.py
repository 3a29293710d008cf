"""What a worker keeps of its work, as much as there is memory for.

The measure is tags of HTML: laid out, each takes 6 to 23 kB, in a comparison, a checklist and a
booklet alike. So a number of tags bounds the memory. A number of sheets does not: the shortest and
the longest differ a hundredfold. Nor do letters, most of which are in drawings.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """Things by name, of ``tags`` tags in all; what was not asked for longest goes first."""

    def __init__(self, tags: int) -> None:
        self.tags = tags
        self._things: dict[Hashable, tuple[V, int]] = {}

    def get(self, name: Hashable, tags: int, make: Callable[[], V]) -> V:
        """What is kept by this name; made if it is not there yet."""
        if tags > self.tags:
            return make()  # for which all else would have to go
        kept = self._things.pop(name, None) or (make(), tags)
        self._things[name] = kept  # now the last that will go
        while sum(tags for _, tags in self._things.values()) > self.tags:
            del self._things[next(iter(self._things))]
        return kept[0]

    def names(self) -> list[Hashable]:
        """Those of all that is kept, the first to go first."""
        return list(self._things)

    def forget(self) -> None:
        """Keep nothing."""
        self._things.clear()

"""One walk over a model, by type. Extraction, localisation and the checks all use it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from pwa.catalog.typed import Text

Loc = tuple[str | int, ...]
T = TypeVar("T")


def find(value: Any, wanted: type[T], loc: Loc = ()) -> Iterator[tuple[Loc, T]]:
    """Every ``wanted`` in a model, with the keys and indices that lead to it.

    What is found is not searched further, so a `Plural` comes whole.
    """
    if isinstance(value, wanted):
        yield loc, value
        return
    for key, child in _children(value):
        yield from find(child, wanted, (*loc, key))


def _children(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield field.alias or name, getattr(value, name)
    elif isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)


def replace_texts(value: Any, change: Callable[[Text], Any]) -> Any:
    """A copy of the model in which every `Text` is ``change(text)``. What has none is shared."""
    if isinstance(value, Text):
        return change(value)
    if isinstance(value, BaseModel):
        old = {name: getattr(value, name) for name in type(value).model_fields}
        new = {name: replace_texts(child, change) for name, child in old.items()}
        changed = {name: child for name, child in new.items() if child is not old[name]}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, Mapping):
        return {key: replace_texts(child, change) for key, child in value.items()}
    if isinstance(value, tuple):
        return tuple(replace_texts(child, change) for child in value)
    return value


def without(value: Any, keys: Collection[Loc]) -> Any:
    """A copy of plain data that lacks these keys."""
    if isinstance(value, Mapping):
        left = {key: child for key, child in value.items() if (key,) not in keys}
    elif isinstance(value, list):
        left = dict(enumerate(value))
    else:
        return value
    inner = {
        key: without(child, [loc[1:] for loc in keys if loc[0] == key])
        for key, child in left.items()
    }
    return list(inner.values()) if isinstance(value, list) else inner

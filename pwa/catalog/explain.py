"""pydantic's errors in an editor's words: what was found, what was expected."""

from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from pwa.catalog.errors import did_you_mean
from pwa.catalog.walk import Loc

_EXPECTED = {
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys and values",
    "mapping_type": "keys and values",
    "model_type": "keys and values",
    "string_type": "text",
    "string_too_short": "some text",
    "too_short": "at least one entry",
    "int_parsing": "a whole number",
    "int_parsing_size": "a smaller whole number",
    "decimal_parsing": "a number",
    "decimal_max_digits": "a number with fewer digits",
    "decimal_max_places": "a number with fewer digits",
    "decimal_whole_digits": "a smaller number",
    "bool_parsing": "true or false",
    "date_from_datetime_parsing": "a day such as 2027-03-01",
    "date_parsing": "a day such as 2027-03-01",
    "finite_number": "a number",
    "string_pattern_mismatch": "a name of small letters, digits and hyphens",
}


def explain(details: ErrorDetails, schema: Any) -> tuple[str, Loc]:
    """The message for one error, and the place it belongs to."""
    loc: Loc = tuple(step for step in details["loc"] if step != "[key]")
    kind, name = details["type"], str(loc[-1]) if loc else ""
    if kind == "missing":
        return f"the field '{name}' is missing", loc[:-1]
    if kind == "extra_forbidden":
        return f"unknown key '{name}'{did_you_mean(name, _keys_at(schema, loc[:-1]))}", loc
    if kind == "value_error":
        return str(details["ctx"]["error"]), loc
    expected = _EXPECTED.get(kind) or _literal(details) or _plain(details["msg"])
    return f"found {_shown(details['input'])}, expected {expected}", loc


def _literal(details: ErrorDetails) -> str | None:
    return str(details["ctx"]["expected"]) if details["type"] == "literal_error" else None


def _plain(message: str) -> str:
    return message.removeprefix("Input should be ")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "keys and values"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    return f"'{str(value)[:40]}'" if value else "nothing"


def _keys_at(schema: Any, loc: Loc) -> list[str]:
    """The keys that may stand at ``loc``: follows the model's annotations step by step."""
    for step in loc:
        schema = _step(_bare(schema), step)
    schema = _bare(schema)
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        return [field.alias or name for name, field in schema.model_fields.items() if name != "id"]
    return []


def _step(schema: Any, step: str | int) -> Any:
    if isinstance(schema, type) and issubclass(schema, BaseModel):
        fields = {
            field.alias or name: field.annotation for name, field in schema.model_fields.items()
        }
        return fields.get(str(step))
    inner = [kind for kind in get_args(schema) if kind is not ...]
    return inner[-1] if inner else None


def _bare(schema: Any) -> Any:
    """Without ``Annotated`` and without ``| None``."""
    if get_origin(schema) is Annotated:
        return _bare(get_args(schema)[0])
    if get_origin(schema) in (Union, UnionType):
        return _bare(next(kind for kind in get_args(schema) if kind is not type(None)))
    return schema

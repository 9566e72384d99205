"""Read a TOML file into a frozen dataclass: strictly, and with faults that say what was expected.

The dataclass is the schema: its annotations (`Annotated` with bounds from annotated_types) are checked by pydantic
and put into words here. Nothing of a file is ever executed.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from layerwalk.game.errors import FileError

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}
"""What every schema's `__pydantic_config__` is: no unknown fields, no conversions."""

MAX_BYTES = 64 * 1024
_FOUND_LETTERS = 60
_WORDS: Mapping[Any, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}

Schema = TypeVar("Schema")


def read(path: Path) -> dict[str, Any]:
    """Return the TOML table in `path`; raise FileError where it is no file, too large, or not TOML."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError([f"{path}: expected a readable file, but: {reason}"]) from error
    if len(content) > MAX_BYTES:
        raise FileError([f"{path}: expected {MAX_BYTES // 1024} KiB at most, and the file is larger"])
    try:
        return tomllib.loads(content.decode("utf-8").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise FileError([f"{path}: expected TOML, but: {reason}"]) from error


def build(kind: type[Schema], table: Mapping[str, Any], *, file: str) -> Schema:
    """Return `table` as the dataclass `kind`; raise FileError with one line for every field that is wrong."""
    from pydantic import TypeAdapter, ValidationError

    # Strict JSON lets lists become tuples and tables dataclasses, and nothing else become anything else.
    text = json.dumps(table, default=lambda value: {"toml": str(value)})
    try:
        return TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        faults = dict.fromkeys(_sentence(kind, table, item["loc"]) for item in error.errors())
        raise FileError([f"{file}: {fault}" for fault in faults]) from error


def describe(annotation: Any) -> str:
    """Say in words what a field may hold: 'a whole number from 0 to 9999'."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _bounded(describe(inner[0]), inner[1])
    if origin is Literal:
        return _any_of([repr(choice) for choice in inner])
    if origin in (Union, UnionType):
        return _any_of([describe(choice) for choice in inner if choice is not type(None)])
    if origin is tuple and inner[-1] is Ellipsis:
        return f"a list of {describe(inner[0])}"
    if origin is tuple:
        return f"a list of {' and '.join(describe(part) for part in inner)}"
    if origin is Mapping:
        return f"a table, each entry {describe(inner[1])}"
    return _WORDS.get(annotation, "a table")


def _bounded(words: str, bound: Any) -> str:
    if hasattr(bound, "min_length"):
        return f"{words} of {bound.min_length} to {bound.max_length} characters"
    low, high = (str(limit).removesuffix(".0") for limit in (bound.ge, bound.le))
    return low if low == high else f"{words} from {low} to {high}"


def _any_of(choices: list[str]) -> str:
    return " or ".join([", ".join(choices[:-1]), choices[-1]]) if len(choices) > 1 else choices[0]


def _sentence(kind: type[Any], table: Any, place: tuple[int | str, ...]) -> str:
    """Put one of pydantic's errors into words."""
    path = list(_to_field(kind, table, place))
    name, found = ".".join(_key(key) for key in path), _kind_at(kind, path)
    if found is None:
        known = (field.name for field in fields(_kind_at(kind, path[:-1])))
        return f"{name}: there is no such field, expected one of {', '.join(known)}"
    wanted = describe(found)
    for key in path:
        if key not in table:
            return f"{name}: expected {wanted}, but it is missing"
        table = table[key]
    return f"{name}: expected {wanted}, found {_shown(table)}"


def _to_field(kind: Any, table: Any, place: tuple[int | str, ...]) -> Iterator[str]:
    """Yield the keys that lead to a field, without the way inside its value."""
    for key in map(str, place):
        if not (is_dataclass(kind) or get_origin(kind) is Mapping) or not isinstance(table, Mapping):
            return
        yield key
        kind, table = _inside(kind, key), table.get(key)


def _kind_at(kind: Any, path: Iterable[str]) -> Any:
    for key in path:
        kind = _inside(kind, key)
    return kind


def _inside(kind: Any, key: str) -> Any:
    """Return the annotation of a field, or of a mapping's entries; None for a field that there is not."""
    return get_type_hints(kind, include_extras=True).get(key) if is_dataclass(kind) else get_args(kind)[1]


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() else repr(key)


def _shown(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _FOUND_LETTERS else f"{text[:_FOUND_LETTERS]}…"

"""Write tables down as TOML, which the standard library can only read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def text(table: Mapping[str, Any]) -> str:
    """Return `table` as the text of a TOML file: plain values first, then its tables, and lists of tables.

    Values are texts, numbers, booleans and lists of them; None is left out.
    """
    return "\n".join(_lines(table, ())).strip("\n") + "\n"


def _lines(table: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[str]:
    inner = {key: value for key, value in table.items() if _tables(value)}
    for key, value in table.items():
        if value is not None and key not in inner:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner.items():
        name = ".".join(map(_key, (*place, key)))
        for one in _tables(value):
            if value is not one:
                yield from ("", f"[[{name}]]")
            elif not one or not all(map(_tables, one.values())):
                yield from ("", f"[{name}]")
            yield from _lines(one, (*place, key))


def _tables(value: Any) -> list[Mapping[str, Any]]:
    """Return the tables that `value` is, or is a list of; nothing where it is a plain value."""
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, list | tuple) and value and all(isinstance(one, Mapping) for one in value):
        return list(value)
    return []


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    # JSON writes texts, numbers and booleans as TOML does, save for one character and the numbers that are none.
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\x7f", "\\u007f")

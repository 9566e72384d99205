"""Write blueprints down and read them again: JSON beside weights, tables in level files. Reading executes nothing."""

import json
import re
from collections.abc import Mapping
from typing import Any

from layerwalk.nn.blueprint import fields
from layerwalk.nn.blueprint.fields import MAX_LAYERS
from layerwalk.nn.blueprint.layers import KINDS, Blueprint, Layer

FORMAT = 1
MAX_TITLE, MAX_DATA, MAX_CLASSES, MAX_CLASS = 60, 240, 256, 60
MAX_MAPS, MAX_SIDE_PX = 4, 128

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_KEYS = ("name", "title", "data", "shape", "classes", "layers")


class BlueprintError(ValueError):
    """Say in one sentence which field of a written blueprint is faulty, what was expected and what was found."""


def to_json(blueprint: Blueprint) -> str:
    """Write `blueprint` as readable JSON."""
    return json.dumps({"format": FORMAT, **to_table(blueprint)}, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Blueprint:
    """Read what `to_json` wrote; raise BlueprintError where it is something else."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BlueprintError(f"the blueprint is no JSON: {error}") from error
    table = dict(_table(data, "blueprint"))
    if table.pop("format", None) != FORMAT:
        raise BlueprintError(_wrong("format", str(FORMAT), data.get("format")))
    return from_table(table)


def to_table(blueprint: Blueprint) -> dict[str, Any]:
    """Return `blueprint` as a table of plain values, every field written out."""
    return {
        "name": blueprint.name,
        "title": blueprint.title,
        "data": blueprint.data,
        "shape": list(blueprint.shape),
        "classes": list(blueprint.classes),
        "layers": [
            {"kind": layer.kind, **{one.name: getattr(layer, one.name) for one in fields.FIELDS[layer.kind]}}
            for layer in blueprint.layers
        ],
    }


def from_table(table: Mapping[str, Any]) -> Blueprint:
    """Return the blueprint of a table as `to_table` makes it; fields of layers that are left out have their defaults.

    `name`, `title` and `layers` must be there. Whether the layers fit together is for `faults` to say. Raise
    BlueprintError where a field is unknown, missing, of the wrong type or out of its bounds.
    """
    _known(table, "", _KEYS)
    given: dict[str, Any] = {
        "name": _name(_get(table, "name")),
        "title": _line("title", _get(table, "title"), MAX_TITLE),
        "layers": _layers(_get(table, "layers")),
    }
    if "data" in table:
        given["data"] = _line("data", table["data"], MAX_DATA)
    if "shape" in table:
        given["shape"] = _shape(table["shape"])
    if "classes" in table:
        given["classes"] = _classes(table["classes"])
    return Blueprint(**given)


def _layers(found: Any) -> tuple[Layer, ...]:
    if not isinstance(found, list) or len(found) > MAX_LAYERS:
        raise BlueprintError(_wrong("layers", f"a list of at most {MAX_LAYERS} layers", found))
    return tuple(_layer(f"layers[{index}]", item) for index, item in enumerate(found))


def _layer(where: str, found: Any) -> Layer:
    table = _table(found, where)
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise BlueprintError(_wrong(f"{where}.kind", f"one of: {', '.join(KINDS)}", kind))
    layer = KINDS[kind]
    known = {one.name: one for one in fields.FIELDS[layer.kind]}
    values = {name: value for name, value in table.items() if name != "kind"}
    _known(values, f"{where}.", tuple(known))
    for name, value in values.items():
        if not known[name].holds(value):
            raise BlueprintError(_wrong(f"{where}.{name}", known[name].expected, value))
    return layer(**values)


def _name(found: Any) -> str:
    if not isinstance(found, str) or not _NAME.fullmatch(found):
        raise BlueprintError(_wrong("name", "1 to 60 letters, digits, - or _, a letter or digit first", found))
    return found


def _line(where: str, found: Any, most: int) -> str:
    if not isinstance(found, str) or not 1 <= len(found) <= most or not found.isprintable():
        raise BlueprintError(_wrong(where, f"a line of 1 to {most} characters", found))
    return found


def _shape(found: Any) -> tuple[int, int, int]:
    highest = (MAX_MAPS, MAX_SIDE_PX, MAX_SIDE_PX)
    fits = isinstance(found, list | tuple) and len(found) == 3
    if not fits or not all(type(size) is int and 1 <= size <= most for size, most in zip(found, highest, strict=True)):
        expected = f"[maps, height, width], from 1 to {MAX_MAPS} maps and from 1 to {MAX_SIDE_PX} pixels"
        raise BlueprintError(_wrong("shape", expected, found))
    maps, high, wide = found
    return maps, high, wide


def _classes(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list | tuple) or not 2 <= len(found) <= MAX_CLASSES:
        raise BlueprintError(_wrong("classes", f"a list of 2 to {MAX_CLASSES} names", found))
    names = tuple(_line(f"classes[{index}]", name, MAX_CLASS) for index, name in enumerate(found))
    if len(set(names)) < len(names):
        raise BlueprintError(_wrong("classes", "names that are all different", found))
    return names


def _table(found: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(found, Mapping):
        raise BlueprintError(_wrong(where, "a table", found))
    return found


def _get(table: Mapping[str, Any], name: str) -> Any:
    if name not in table:
        raise BlueprintError(f"{name}: expected it, found nothing")
    return table[name]


def _known(table: Mapping[str, Any], where: str, names: tuple[str, ...]) -> None:
    for name in table:
        if name not in names:
            raise BlueprintError(f"{where}{name}: expected no such field, only {', '.join(names) or 'the kind'}")


def _wrong(where: str, expected: str, found: Any) -> str:
    """Say what was expected; what was found is cut short."""
    shown = repr(found)
    return f"{where}: expected {expected}, found {shown if len(shown) <= 60 else shown[:57] + '...'}"

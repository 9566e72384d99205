"""What a level is: a network, and how its world is laid out, coloured and begun. A TOML file, checked strictly."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Interval, Len

from layerwalk.game import schema
from layerwalk.game.errors import FileError, PlainError

DEFAULT = "harley-conv"
ENDING = ".toml"

Bound = Annotated[float, Interval(ge=-1e6, le=1e6)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Describe a world, as its file does.

    format: the version of this schema. title: what the world is called. text: one sentence about it.
    network: the name of a shipped network. data: where the rack's pictures come from, a data set that ships.
    normalisation: over what values become colours, each layer's own range, each map's own, or the fixed `range`
    (low, high).
    picture: the test digit that lies on the easel at the start.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    format: Annotated[int, Interval(ge=1, le=1)]
    title: Annotated[str, Len(1, 60)]
    text: Annotated[str, Len(1, 240)]
    network: Annotated[str, Len(1, 60)]
    data: Annotated[str, Len(1, 240)] = "mnist"
    layout: Literal["cove"] = "cove"
    palette: Literal["viridis", "cividis", "grey"] = "viridis"
    normalisation: Literal["layer", "map", "fixed"] = "layer"
    range: tuple[Bound, Bound] | None = None
    picture: Annotated[int, Interval(ge=0, le=9999)] = 0


def names() -> tuple[str, ...]:
    """Return the names of the levels that ship, the default one first."""
    stems = sorted(path.stem for path in _folder().glob(f"*{ENDING}"))
    return tuple(sorted(stems, key=lambda stem: stem != DEFAULT))


def find(name: str) -> Path:
    """Return the file of a level given by its name or by its path; raise PlainError where there is none."""
    if name in names():
        return _folder() / f"{name}{ENDING}"
    if name.endswith(ENDING) or Path(name).is_file():
        return Path(name)
    raise PlainError(f"There is no level {name!r}, expected a file or one of: {', '.join(names())}.")


def load(path: Path, *, networks: Collection[str]) -> Level:
    """Return the level in the file `path`, whose network is one of `networks`; raise FileError where it is faulty."""
    table = schema.read(path)
    unknown = _unknown_network(table.get("network"), networks)
    try:
        level = schema.build(Level, table, file=str(path))
    except FileError as error:
        raise FileError([*error.faults, *(f"{path}: {fault}" for fault in unknown)]) from error
    found = [*_contradictions(level), *unknown]
    if found:
        raise FileError([f"{path}: {fault}" for fault in found])
    return level


def faults(path: Path, *, networks: Collection[str]) -> list[str]:
    """Return one line for every fault of the file `path`: the file, the field and what was expected."""
    try:
        load(path, networks=networks)
    except FileError as error:
        return list(error.faults)
    return []


def _unknown_network(name: object, networks: Collection[str]) -> list[str]:
    if not isinstance(name, str) or name in networks:
        return []
    return [f"network: expected one of {', '.join(networks)}, found {name!r}"]


def _contradictions(level: Level) -> list[str]:
    """Return what is wrong with fields that are each right by themselves."""
    found = []
    for name, text in (("title", level.title), ("text", level.text)):
        if not text.isprintable() or not text.strip():
            found.append(f"{name}: expected words on one line, found {text!r}")
    if level.normalisation == "fixed" and (level.range is None or level.range[0] >= level.range[1]):
        found.append("range: expected [low, high], low below high, because the normalisation is 'fixed'")
    if level.normalisation != "fixed" and level.range is not None:
        found.append("range: expected none, because the normalisation is not 'fixed'")
    return found


def _folder() -> Path:
    return Path(str(resources.files("layerwalk.levels")))

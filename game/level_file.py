"""What may stand in a level file: its schema, and the rules that no single field can keep by itself."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Interval, Len

from layerwalk.game import schema, words
from layerwalk.nn.blueprint import datasets, presets
from layerwalk.nn.blueprint import faults as editing
from layerwalk.nn.blueprint import text as blueprints
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.blueprint.text import BlueprintError

DATA = "mnist"
WEIGHTS = ".safetensors"

LayoutName = Literal["cove", "avenue"]
PaletteName = Literal["viridis", "cividis", "grey"]
Mode = Literal["layer", "map", "fixed"]
Bound = Annotated[float, Interval(ge=-1e6, le=1e6)]

_FILE_NAME = re.compile(r"\w[\w .()+-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Hold a level's title and its sentence in another language."""

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    title: Annotated[str, Len(1, 60)]
    text: Annotated[str, Len(1, 240)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFile:
    """Hold the fields of a level file, as they are written there; `Level` says what they mean.

    weights: the name of a file beside the level's. data: a name, or a folder, from the level's folder on.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    format: Annotated[int, Interval(ge=1, le=1)]
    title: Annotated[str, Len(1, 60)]
    text: Annotated[str, Len(1, 240)]
    network: Annotated[str, Len(1, 60)] | None = None
    blueprint: dict[str, Any] | None = None
    weights: Annotated[str, Len(1, 120)] | None = None
    data: Annotated[str, Len(1, 240)] | None = None
    layout: LayoutName = "cove"
    palette: PaletteName = "viridis"
    normalisation: Mode = "layer"
    range: tuple[Bound, Bound] | None = None
    picture: Annotated[int, Interval(ge=0, le=9999)] = 0
    languages: Mapping[str, Texts] = field(default_factory=dict)


def blueprint(table: object) -> tuple[Blueprint | None, list[str]]:
    """Return the blueprint of a level's table, None where there is none or no good one, and what is wrong with it."""
    if not isinstance(table, Mapping):
        return None, []
    try:
        read = blueprints.from_table(table)
    except BlueprintError as error:
        return None, [f"blueprint.{_on_one_line(str(error))}"]
    say = words.load("en").say
    found = [f"{_place(fault)}: {_on_one_line(say(fault.said))}" for fault in editing.faults(read)]
    return (None if found else read), found


def network_faults(table: Mapping[str, Any], networks: Collection[str]) -> list[str]:
    """Return what is wrong with where the network comes from."""
    name = table.get("network")
    if name is None and "blueprint" not in table:
        return [f"network: expected one of {', '.join(networks)}, or a [blueprint], but both are missing"]
    if name is not None and "blueprint" in table:
        return ["network: expected none, because the level has a [blueprint] of its own"]
    if isinstance(name, str) and name not in networks:
        return [f"network: expected one of {', '.join(networks)}, found {name!r}"]
    return []


def contradictions(level: LevelFile) -> list[str]:
    """Return what is wrong with fields that are each right by themselves."""
    found = []
    for name, text in _texts(level):
        if not text.isprintable() or not text.strip():
            found.append(f"{name}: expected words on one line, found {text!r}")
    known = words.languages()
    for language in level.languages:
        if language not in known:
            found.append(f"languages: expected none but {', '.join(known)}, found {language!r}")
    if level.normalisation == "fixed" and (level.range is None or level.range[0] >= level.range[1]):
        found.append("range: expected [low, high], low below high, because the normalisation is 'fixed'")
    if level.normalisation != "fixed" and level.range is not None:
        found.append("range: expected none, because the normalisation is not 'fixed'")
    return found


def _texts(level: LevelFile) -> Iterator[tuple[str, str]]:
    """Yield every text for readers with the name of its field."""
    yield from (("title", level.title), ("text", level.text))
    for language, texts in level.languages.items():
        yield from ((f"languages.{language}.title", texts.title), (f"languages.{language}.text", texts.text))


def weights_faults(level: LevelFile, folder: Path) -> list[str]:
    """Return what is wrong with the file of weights, which must lie in the level's folder."""
    name = level.weights
    if name is None:
        return []
    if level.blueprint is None:
        return ["weights: expected none, because the level has no [blueprint] of its own"]
    if not name.endswith(WEIGHTS) or not _FILE_NAME.fullmatch(name):
        return [f"weights: expected the name of a {WEIGHTS} file in the level's own folder, found {name!r}"]
    if not os.path.isfile(folder / name):
        return [f"weights: expected a file beside the level's, but there is no {name!r}"]
    return []


def default_data(network: str | None, blueprint: Blueprint | None) -> str:
    """Return the data set of a network, which a level has where it names no other."""
    known = blueprint or (presets.PRESETS.get(network) if network else None)
    return known.data if known else DATA


def data_place(data: str, folder: Path) -> str:
    """Return a data set by its name, or its folder by its path; a relative one begins at the level's `folder`."""
    return data if data in datasets.SHIPPED else str((folder / data).absolute())


def data_faults(level: LevelFile, blueprint: Blueprint | None, data: str, folder: Path) -> list[str]:
    """Return what is wrong with the data set, by itself and beside the network."""
    field = "data" if level.data or blueprint is None else "blueprint.data"
    facts = datasets.SHIPPED.get(data)
    if facts is None:
        if os.path.isdir(folder / data):
            return []
        return [f"{field}: expected {', '.join(datasets.SHIPPED)} or a folder with pictures, found {data!r}"]
    found = []
    network = blueprint or (presets.PRESETS.get(level.network) if level.network else None)
    if network and facts.side_px > min(network.shape[1:]):
        high, wide = network.shape[1:]
        side = f"{facts.side_px}×{facts.side_px}"
        found.append(f"{field}: expected pictures of at most {high}×{wide}, and those of {data!r} measure {side}")
    if network and len(facts.classes) > len(network.classes):
        most, count = len(network.classes), len(facts.classes)
        found.append(f"{field}: expected at most {most} classes, as the network has, and {data!r} has {count}")
    if level.picture >= facts.test:
        last = facts.test - 1
        found.append(f"picture: expected a whole number from 0 to {last}, as {data!r} has, found {level.picture}")
    return found


def _place(fault: editing.Fault) -> str:
    return "blueprint" if fault.index is None else f"blueprint.layers[{fault.index}]"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())

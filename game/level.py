"""What a level is: a network, and how its world is laid out, coloured and begun. A TOML file, checked strictly."""

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields
from importlib import resources
from pathlib import Path
from typing import Any

from layerwalk.game import level_file, schema, toml
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.level_file import LayoutName, LevelFile, Mode, PaletteName, Texts
from layerwalk.nn.blueprint import text as blueprints
from layerwalk.nn.blueprint.layers import Blueprint

DEFAULT = "harley-conv"
ENDING = ".toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Describe a world, as its file does.

    format: the version of the schema. title: what the world is called. text: one sentence about it.
    network: the name of a shipped network; None where the level carries one of its own as `blueprint`, whose trained
    weights are in the file `weights`, or are drawn anew where that is None.
    data: where the rack's pictures come from: the name of a data set that ships, or a folder of IDX files.
    normalisation: over what values become colours, each layer's own range, each map's own, or the fixed `range`
    (low, high).
    picture: the test picture that lies on the easel at the start.
    languages: title and text in other languages, by the language's name.
    """

    format: int
    title: str
    text: str
    network: str | None = None
    blueprint: Blueprint | None = None
    weights: Path | None = None
    data: str = level_file.DATA
    layout: LayoutName = "cove"
    palette: PaletteName = "viridis"
    normalisation: Mode = "layer"
    range: tuple[float, float] | None = None
    picture: int = 0
    languages: Mapping[str, Texts] = field(default_factory=dict)

    def title_in(self, language: str) -> str:
        """Return what the world is called in a language; as its author called it where there is no translation."""
        return self.languages[language].title if language in self.languages else self.title

    def text_in(self, language: str) -> str:
        """Return the sentence about the world in a language; as its author wrote it where there is no translation."""
        return self.languages[language].text if language in self.languages else self.text

    @property
    def network_name(self) -> str:
        """Return the name of its network, whether that ships or is its own."""
        return self.blueprint.name if self.blueprint else str(self.network)


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
    """Return the level in the file `path`; raise FileError, with every fault, where it is faulty.

    networks: those that can be had by name.
    """
    table = schema.read(path)
    blueprint, found = level_file.blueprint(table.get("blueprint"))
    found = [*level_file.network_faults(table, networks), *found]
    try:
        written = schema.build(LevelFile, table, file=str(path))
    except FileError as error:
        raise FileError([*error.faults, *(f"{path}: {fault}" for fault in found)]) from error
    data = written.data or level_file.default_data(written.network, blueprint)
    found = [*level_file.contradictions(written), *found, *level_file.weights_faults(written, path.parent)]
    found += level_file.data_faults(written, blueprint, data, path.parent)
    if found:
        raise FileError([f"{path}: {fault}" for fault in found])
    return Level(
        format=written.format,
        title=written.title,
        text=written.text,
        network=written.network,
        blueprint=blueprint,
        weights=path.parent / written.weights if written.weights else None,
        data=level_file.data_place(data, path.parent),
        layout=written.layout,
        palette=written.palette,
        normalisation=written.normalisation,
        range=written.range,
        picture=written.picture,
        languages=written.languages,
    )


def faults(path: Path, *, networks: Collection[str]) -> list[str]:
    """Return one line for every fault of the file `path`: the file, the field and what was expected."""
    try:
        load(path, networks=networks)
    except FileError as error:
        return list(error.faults)
    return []


def to_toml(level: Level) -> str:
    """Return `level` as the text of a level file; of its weights only the file's name, as they lie beside it."""
    given = {known.name: getattr(level, known.name) for known in fields(LevelFile)}
    table: dict[str, Any] = {
        **given,
        "weights": level.weights.name if level.weights else None,
        "data": None if level.data == level_file.default_data(level.network, level.blueprint) else level.data,
        "blueprint": blueprints.to_table(level.blueprint) if level.blueprint else None,
        "languages": {name: asdict(texts) for name, texts in level.languages.items()} or None,
    }
    return toml.text(table)


def save(level: Level, path: Path) -> None:
    """Write `level` to `path` in one step, and make the folder; a reader sees the old file or the new one.

    Raise PlainError where that fails, or where the level's weights are not beside `path`.
    """
    if level.weights and level.weights.parent.absolute() != path.parent.absolute():
        raise PlainError(f"{path}: weights: expected them in the same folder, and they are in {level.weights.parent}.")
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(to_toml(level), "utf-8")
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise PlainError(f"{path}: the level could not be written ({error.strerror or error}).") from error


def _folder() -> Path:
    return Path(str(resources.files("layerwalk.levels")))

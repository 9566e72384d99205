"""What a visitor may set: a TOML file in the user's configuration folder, checked strictly, never overwritten."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Interval, Len

from layerwalk.game import schema, words
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.move import bindings
from layerwalk.game.world.shown import EVERYTHING, Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Hold how one moves; the field of view is horizontal, at 16:9; the sensitivity is in degrees per pixel."""

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    walk_speed_m_s: Annotated[float, Interval(ge=0.5, le=10)] = 2.6
    fast_factor: Annotated[float, Interval(ge=1, le=5)] = 2.2
    mouse_sensitivity_deg: Annotated[float, Interval(ge=0.01, le=2)] = 0.12
    invert_y: bool = False
    fov_deg: Annotated[float, Interval(ge=60, le=110)] = 80.0
    eye_height_m: Annotated[float, Interval(ge=0.8, le=2.2)] = 1.62


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Hold how the world is shown.

    size: width and height of the window in pixels; resolution: drawn pixels beside the window's, per side, for slow
    machines; text_size: a factor for the texts before the eye and in the menu; palette and normalisation: instead of
    the level's own. wires: 'signed' shows the strength of edges from blue to orange, 'ana' as ANA does, in green and
    red, each beside the largest of its own sign.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    palette: Literal["level", "viridis", "cividis", "grey"] = "level"
    normalisation: Literal["level", "layer", "map"] = "level"
    wires: Literal["signed", "ana"] = "signed"
    quality: Literal["auto", "software", "laptop", "desktop", "headset"] = "auto"
    size: tuple[Annotated[int, Interval(ge=320, le=7680)], Annotated[int, Interval(ge=240, le=4320)]] = (1280, 720)
    fullscreen: bool = False
    resolution: Annotated[float, Interval(ge=0.25, le=1)] = 1.0
    text_size: Annotated[float, Interval(ge=0.75, le=2)] = 1.0
    reduced_motion: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """Hold what spares the visitor: turning by keys and sticks in steps of `snap_deg`, dark edges while moving.

    vignette: how dark the edges become, 0 for not at all.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    turning: Literal["smooth", "snap"] = "smooth"
    snap_deg: Annotated[float, Interval(ge=15, le=90)] = 30.0
    turn_speed_deg_s: Annotated[float, Interval(ge=30, le=300)] = 120.0
    vignette: Annotated[float, Interval(ge=0, le=1)] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Headset:
    """Hold how one stands and moves in a headset; the desk has its own settings.

    posture: seated raises the eyes to `movement.eye_height_m`. main_hand: whose stick turns and aims. walking: by an
    arc to where one wants to stand, or smoothly by stick. vignette: as in `Comfort`. blink_s: for how long it is dark
    when one is set down elsewhere, 0 for not at all. window: what it shows at the desk, one eye's picture or a calm
    view for an audience.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    posture: Literal["standing", "seated"] = "standing"
    main_hand: Literal["right", "left"] = "right"
    walking: Literal["teleport", "smooth"] = "teleport"
    turning: Literal["snap", "smooth"] = "snap"
    snap_deg: Annotated[float, Interval(ge=15, le=90)] = 30.0
    vignette: Annotated[float, Interval(ge=0, le=1)] = 0.5
    blink_s: Annotated[float, Interval(ge=0, le=0.4)] = 0.2
    window: Literal["eye", "calm"] = "eye"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Hold how loud everything is, from 0 to 1."""

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    volume: Annotated[float, Interval(ge=0, le=1)] = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Hold where the network is calculated: in a thread or a process of its own, on the CPU or a graphics card.

    measure_lesions: whether its accuracy is measured by itself whenever something in it is lesioned.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    host: Literal["thread", "process"] = "process"
    device: Literal["auto", "cpu", "gpu"] = "auto"
    measure_lesions: bool = True


SECTIONS = ("movement", "comfort", "vr", "view", "sound", "model", "shown")
"""The tables of the settings file that hold values of the program's own choosing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Hold everything that can be set; bindings: actions whose controls differ from `move.bindings.DEFAULTS`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    language: Annotated[str, Len(2, 8)] = "en"
    movement: Movement = Movement()
    comfort: Comfort = Comfort()
    vr: Headset = Headset()
    view: View = View()
    sound: Sound = Sound()
    model: Model = Model()
    shown: Shown = EVERYTHING
    bindings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def default_path() -> Path:
    """Return where the settings lie when nobody says otherwise."""
    import platformdirs

    return platformdirs.user_config_path("layerwalk", appauthor=False) / "settings.toml"


def load(path: Path | None = None) -> Settings:
    """Return the settings in `path`, or in the default place, where no file means the defaults.

    Raise FileError where the file is faulty; it is left as it is.
    """
    if path is None:
        path = default_path()
        if not path.exists():
            return Settings()
    settings = schema.build(Settings, schema.read(path), file=str(path))
    found = _contradictions(settings)
    if found:
        raise FileError([f"{path}: {fault}" for fault in found])
    return settings


def write_template(path: Path) -> None:
    """Write the defaults to a new file `path`, commented out; raise PlainError if the file exists."""
    lines = to_toml(Settings(bindings=bindings.DEFAULTS)).splitlines()
    text = "\n".join(line if not line or line.startswith("[") else f"# {line}" for line in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(f"# Layerwalk's settings. Take away a '# ' to change a line.\n\n{text}\n")
    except FileExistsError as error:
        raise PlainError(f"{path}: there is such a file already, and it is left as it is.") from error


def save(settings: Settings, path: Path) -> None:
    """Write `settings` to `path` in one step: a reader sees the old file or the new one; raise OSError if it fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(to_toml(settings), "utf-8")
    fresh.replace(path)


def to_toml(settings: Settings) -> str:
    """Return `settings` as the text of a settings file."""
    lines = [f"language = {json.dumps(settings.language)}"]
    for name in SECTIONS:
        section = getattr(settings, name)
        lines += ["", f"[{name}]"]
        lines += [f"{item.name} = {json.dumps(getattr(section, item.name))}" for item in fields(section)]
    lines += ["", "[bindings]", *(f"{name} = {json.dumps(names)}" for name, names in settings.bindings.items())]
    return "\n".join(lines) + "\n"


def _contradictions(settings: Settings) -> list[str]:
    """Return what is wrong with fields that are right as far as the schema knows."""
    found = bindings.faults(settings.bindings)
    found = found or bindings.clashes(bindings.merge(bindings.DEFAULTS, settings.bindings))
    if settings.language not in words.languages():
        found = [f"language: expected one of {', '.join(words.languages())}, found {settings.language!r}", *found]
    return found

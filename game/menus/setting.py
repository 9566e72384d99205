"""Settings as items: each field of the settings file as a switch, a choice or a slider, by its type and limits."""

from dataclasses import fields
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.ui.menu.items import Choice, Slider, Toggle, Value

SIZES = ((1024, 640), (1280, 720), (1600, 900), (1920, 1080), (2560, 1440))
UNITS = {
    "_m": "metres",
    "_m_s": "metres_s",
    "_deg": "degrees",
    "_deg_s": "degrees_s",
    "_s": "seconds",
    "factor": "times",
}
STEPS = {
    "walk_speed_m_s": 0.1,
    "fast_factor": 0.1,
    "mouse_sensitivity_deg": 0.01,
    "fov_deg": 1.0,
    "eye_height_m": 0.02,
    "snap_deg": 15.0,
    "turn_speed_deg_s": 10.0,
}
STEP = 0.05


def setting(facts: Facts, section: str, field: str) -> Toggle | Choice | Slider:
    """Return the item that sets `field` in `section`; its name is 'set SECTION.FIELD'."""
    words = facts.words
    table = f"shown.{field}" if section == "shown" else f"settings.{section}.{field}"
    common: dict[str, Any] = {
        "name": f"set {section}.{field}",
        "text": words(f"{table}.title"),
        "help": words(f"{table}.help"),
    }
    value = getattr(getattr(facts.settings, section), field)
    kind = get_type_hints(type(getattr(facts.settings, section)), include_extras=True)[field]
    if isinstance(value, bool):
        return Toggle(on=value, **common)
    if field == "size":
        return _size(facts, value, common)
    if get_origin(kind) is Literal:
        options = tuple((choice, words(f"settings.options.{choice}")) for choice in get_args(kind))
        return Choice(options=options, chosen=value, **common)
    return _slider(facts, field, float(value), kind, common)


def sections(facts: Facts, section: str) -> list[Toggle | Choice | Slider]:
    """Return the items of a whole section."""
    return [setting(facts, section, item.name) for item in fields(getattr(facts.settings, section))]


def parsed(field: str, value: Value | None) -> object:
    """Return an item's value as the settings hold it."""
    if field == "size":
        width, height = str(value).split("x")
        return int(width), int(height)
    return value


def _size(facts: Facts, value: tuple[int, int], common: dict[str, Any]) -> Choice:
    sizes = sorted({*SIZES, value})
    options = tuple((f"{w}x{h}", facts.words("settings.pixels", width=w, height=h)) for w, h in sizes)
    return Choice(options=options, chosen=f"{value[0]}x{value[1]}", **common)


def _slider(facts: Facts, field: str, value: float, kind: Any, common: dict[str, Any]) -> Slider:
    assert get_origin(kind) is Annotated
    bounds = get_args(kind)[1]
    return Slider(
        value=value,
        low=float(bounds.ge),
        high=float(bounds.le),
        step=STEPS.get(field, STEP),
        shown=_shown(facts, field, value),
        **common,
    )


def _shown(facts: Facts, field: str, value: float) -> str:
    words = facts.words
    unit = max((ending for ending in UNITS if field.endswith(ending)), key=len, default=None)
    if unit is None:
        return parts.share(words, value)
    return words(f"settings.{UNITS[unit]}", value=words.short(round(value, 2)))

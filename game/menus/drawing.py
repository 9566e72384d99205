"""The Drawing menu: what lies on the easel, and the tools."""

from types import MappingProxyType

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Choice, Item, Page, Row, Slider, Toggle, Value


def page(facts: Facts) -> Page:
    """Return the Drawing menu."""
    words, pad = facts.words, facts.pad
    items: list[Item] = [
        Row(buttons=tuple(parts.action(facts, f"{which}_picture") for which in ("random", "previous", "next"))),
        Row(buttons=(parts.action(facts, "undo"), parts.action(facts, "clear"))),
        Choice(
            name="tool",
            text=words("menus.inputs.tool"),
            options=parts.named(facts, "menus.inputs", ("pen", "eraser")),
            chosen=pad.tool,
        ),
        Slider(
            name="brush",
            text=words("menus.inputs.brush"),
            value=pad.brush,
            low=1,
            high=3,
            step=1,
            whole=True,
            marks=(1, 2, 3),
            shown=f"{pad.brush}",
            help=words("menus.inputs.brush_help"),
        ),
        Slider(
            name="grey",
            text=words("menus.inputs.grey"),
            value=pad.grey,
            low=0,
            high=1,
            step=0.1,
            shown=parts.share(words, pad.grey),
            help=words("menus.inputs.grey_help"),
        ),
        Toggle(
            name="centre",
            text=words("menus.inputs.centre"),
            on=pad.centre,
            help=words("menus.inputs.centre_help"),
            enabled=pad.can_centre,
        ),
    ]
    return parts.page(facts, "input", words("menus.input"), items)


def _tool(helm: Helm, rest: str, value: Value | None) -> None:
    helm.place.pad.tool = "eraser" if value == "eraser" else "pen"


def _brush(helm: Helm, rest: str, value: Value | None) -> None:
    pad = helm.place.pad
    pad.change_brush(int(value or 1) - pad.brush)


def _grey(helm: Helm, rest: str, value: Value | None) -> None:
    pad = helm.place.pad
    pad.change_grey(round(10 * (float(value or 0) - pad.grey)))


def _centre(helm: Helm, rest: str, value: Value | None) -> None:
    helm.place.pad.set_centre(bool(value))


DEEDS: Deeds = MappingProxyType({"tool": _tool, "brush": _brush, "grey": _grey, "centre": _centre})

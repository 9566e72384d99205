"""What a laid out page looks like in each state: shapes for the frame and for the content.

Nothing is said by colour alone: focus is a frame and an arrowhead, what is chosen bears a tick or a bar, what is
disabled has no rim, what is wrong bears a mark.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from layerwalk.game.ui.menu import answers, icons, shapes
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.items import Button, Slider, Text, Toggle
from layerwalk.game.ui.menu.layout import Layout
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import CLEAR, Paint, Shape, opaque, plate
from layerwalk.game.ui.menu.spots import Kind, Spot
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.ui.menu.typeset import Ink
from layerwalk.game.world import light
from layerwalk.game.world.light import Colour

FACE: Colour = (0.098, 0.080, 0.080)
PLATE: Colour = (0.155, 0.124, 0.117)
HOVERED: Colour = (0.245, 0.186, 0.160)
PRESSED: Colour = (0.070, 0.055, 0.055)
CHOSEN: Colour = (0.345, 0.240, 0.172)
RIM: Colour = (0.300, 0.236, 0.206)
WELL: Colour = (0.062, 0.050, 0.052)
DIM: Colour = (0.580, 0.510, 0.460)
FAULT: Colour = (1.000, 0.560, 0.470)
BAR: Colour = (0.360, 0.740, 1.000)
FAULT_PLATE: Colour = (0.235, 0.098, 0.085)
INKS: Mapping[Ink, Colour] = {
    "title": light.TEXT,
    "text": light.TEXT,
    "second": light.SECOND_TEXT,
    "dim": DIM,
    "fault": (1.0, 0.800, 0.735),
}
RIM_M, FOCUS_M = 0.0022, 0.0055
CORNER_M = 0.014


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Say what changes between frames: what has the focus ('' when it is not shown), what is pointed at and pressed.

    held: the slider that is dragged and its value; scroll_m: how far content is scrolled.
    """

    focus: str = ""
    hovered: frozenset[str] = frozenset()
    pressed: frozenset[str] = frozenset()
    held: tuple[str, float] | None = None
    scroll_m: float = 0.0


def frame(layout: Layout, look: Look) -> list[Shape]:
    """Draw the panel's face, its lines, its head, its tabs and its scroll bar."""
    face = rects.around(0, 0, width_m=PANEL_M[0], height_m=PANEL_M[1])
    made = [plate(face, fill=opaque(FACE), rim=opaque(light.AMBER, 0.55), rim_m=0.003, radius_m=0.026)]
    made.append(_rule(layout.foot.left, layout.foot.right, layout.foot.top + 0.011 * layout.style.air))
    for spot in layout.frame_spots:
        made += _drawn(spot, look, layout)
    return made


def content(layout: Layout, look: Look) -> list[Shape]:
    """Draw what scrolls."""
    made: list[Shape] = []
    for spot in layout.spots:
        made += _drawn(spot, look, layout)
    return made


def _rule(left: float, right: float, z: float) -> Shape:
    rect = Rect(left=left, bottom=z - 0.0011, right=right, top=z + 0.0011)
    return plate(rect, fill=opaque(RIM, 0.8), radius_m=0.0)


def _drawn(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    made = PAINTERS[spot.kind](spot, look, layout)
    if look.focus == spot.name and spot.takes_focus:
        made += _focus(spot)
    return made


def _focus(spot: Spot) -> list[Shape]:
    """Draw the frame of what has the focus, and an arrowhead at its left edge."""
    amber = opaque(light.AMBER)
    rect = spot.rect.grown(0.003)
    side = min(0.026, rect.height * 0.4)
    at = rects.around(rect.left + side * 0.62, rect.middle[1], width_m=side, height_m=side)
    head = () if spot.kind in ("back", "close") else shapes.drawn(icons.SIGNS["more"], at, light.AMBER)
    return [plate(rect, rim=amber, fill=(*light.AMBER, 0.0), rim_m=FOCUS_M, radius_m=CORNER_M + 0.003), *head]


def _ground(spot: Spot, look: Look, *, fill: Colour = PLATE, rim: Colour = RIM) -> Shape:
    """Draw the plate of what can be pressed."""
    if not spot.enabled:
        return plate(spot.rect, fill=opaque(PLATE, 0.35), radius_m=CORNER_M)
    if spot.name in look.pressed:
        return plate(spot.rect.grown(-0.003), fill=opaque(PRESSED), rim=opaque(rim), rim_m=RIM_M, radius_m=CORNER_M)
    if spot.name in look.hovered:
        bright = _mixed(rim, light.TEXT, 0.45)
        lit = _mixed(fill, light.SECOND_TEXT, 0.14)
        return plate(spot.rect, fill=opaque(lit), rim=opaque(bright), rim_m=RIM_M * 1.5, radius_m=CORNER_M)
    return plate(spot.rect, fill=opaque(fill), rim=opaque(rim), rim_m=RIM_M, radius_m=CORNER_M)


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    r, g, b = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return r, g, b


def _button(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    item = spot.item
    assert isinstance(item, Button)
    fill, rim = (CHOSEN, light.SECOND_TEXT) if item.chosen else (PLATE, RIM)
    if item.fault:
        fill, rim = FAULT_PLATE, FAULT
    made = [_ground(spot, look, fill=fill, rim=rim)]
    colour = light.TEXT if spot.enabled else DIM
    if item.bar is not None:
        made += _bar(spot.rect, item.bar)
    if item.icon:
        made += shapes.drawn(icons.drawing(item.icon), spot.parts["icon"], colour)
    if item.fault and "mark" in spot.parts:
        made += shapes.drawn(icons.SIGNS["fault"], spot.parts["mark"], FAULT)
    elif item.chosen and "mark" in spot.parts:
        made += shapes.drawn(icons.SIGNS["chosen"], spot.parts["mark"], colour)
    if spot.kind == "cell" and (item.chosen or item.fault):
        rect = spot.rect
        bar = Rect(left=rect.left + 0.03, right=rect.right - 0.03, bottom=rect.bottom + 0.007, top=rect.bottom + 0.014)
        made.append(plate(bar, fill=opaque(FAULT if item.fault else light.TEXT)))
    return made


def _bar(rect: Rect, share: float) -> list[Shape]:
    """Draw a share as a bar along a button's foot."""
    whole = Rect(left=rect.left + 0.012, right=rect.right - 0.012, bottom=rect.bottom + 0.006, top=rect.bottom + 0.014)
    filled = replace(whole, right=whole.left + max(share, 0.004) * whole.width)
    return [plate(whole, fill=opaque(WELL), radius_m=0.004), plate(filled, fill=opaque(BAR), radius_m=0.004)]


def _toggle(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    item, switch = spot.item, spot.parts["switch"]
    assert isinstance(item, Toggle)
    colour = light.TEXT if spot.enabled else DIM
    knob_m = switch.height * 0.74
    inset = (switch.height - knob_m) / 2
    x = switch.right - inset - knob_m / 2 if item.on else switch.left + inset + knob_m / 2
    z = switch.middle[1]
    fill = CHOSEN if item.on and spot.enabled else WELL
    made = [_ground(spot, look)]
    rim = _mixed(RIM, colour, 0.7 if item.on else 0.35)
    made.append(plate(switch, fill=opaque(fill), rim=opaque(rim), rim_m=RIM_M * 1.3, radius_m=switch.height))
    knob = rects.around(x, z, width_m=knob_m, height_m=knob_m)
    made.append(plate(knob, fill=opaque(colour if item.on else _mixed(WELL, colour, 0.55)), radius_m=knob_m))
    if item.on:
        at = rects.around(switch.left + switch.height * 0.52, z, width_m=knob_m * 0.72, height_m=knob_m * 0.72)
        made += shapes.drawn(icons.SIGNS["chosen"], at, colour)
    return made


def _choice(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    colour = light.TEXT if spot.enabled else DIM
    box = spot.parts["box"]
    made = [_ground(spot, look)]
    rim: Paint = opaque(RIM) if spot.enabled else CLEAR
    well = opaque(WELL, 1.0 if spot.enabled else 0.4)
    made.append(plate(box, fill=well, rim=rim, rim_m=RIM_M if spot.enabled else 0.0, radius_m=CORNER_M))
    for name in ("less", "more"):
        x, z = spot.parts[name].middle
        side = layout.style.body_m * 0.85
        made += shapes.drawn(icons.SIGNS[name], rects.around(x, z, width_m=side, height_m=side), colour)
    return made


def _slider(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    """Draw the track, how much of it is filled, the ticks, and the knob."""
    item, track = spot.item, spot.parts["track"]
    assert isinstance(item, Slider)
    colour = light.TEXT if spot.enabled else DIM
    held = look.held is not None and look.held[0] == spot.name
    value = look.held[1] if held and look.held else item.value
    x = track.left + answers.share(item, value) * track.width
    z, unit = track.middle[1], layout.style.body_m
    made = [_ground(replace(spot, name="") if held else spot, look)]
    thick = unit * 0.2
    rail = Rect(left=track.left - thick / 2, right=track.right + thick / 2, bottom=z - thick / 2, top=z + thick / 2)
    made.append(plate(rail, fill=opaque(WELL), rim=opaque(RIM), rim_m=RIM_M * 0.7, radius_m=thick))
    filled = light.SECOND_TEXT if spot.enabled else DIM
    made.append(plate(replace(rail, right=x), fill=opaque(filled, 0.85), radius_m=thick))
    for mark in item.marks:
        at = track.left + answers.share(item, mark) * track.width
        tick = rects.around(at, z - unit * 0.42, width_m=0.0026, height_m=unit * 0.26)
        made.append(plate(tick, fill=opaque(colour, 0.75), radius_m=0.0))
    wide = unit * (0.84 if held else 0.72)
    knob = rects.around(x, z, width_m=wide, height_m=wide)
    rim = opaque(light.AMBER if held else FACE)
    made.append(plate(knob, fill=opaque(colour), rim=rim, rim_m=0.004, radius_m=wide))
    return made


def _fault(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    ground = plate(spot.rect, fill=opaque(FAULT_PLATE), rim=opaque(FAULT, 0.8), rim_m=RIM_M, radius_m=CORNER_M)
    return [ground, *shapes.drawn(icons.SIGNS["fault"], spot.parts["mark"], FAULT)]


def _picture(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    """Draw the picture beside a text."""
    item = spot.item
    assert isinstance(item, Text)
    return shapes.drawn(icons.drawing(item.icon), spot.parts["icon"], light.TEXT)


def _tab(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    rect = spot.rect
    made = []
    if spot.name == f"tab {layout.page.tab}":
        made.append(_ground(spot, look, fill=CHOSEN, rim=CHOSEN))
        lit = Rect(left=rect.left, right=rect.left + 0.007, bottom=rect.bottom + 0.012, top=rect.top - 0.012)
        made.append(plate(lit, fill=opaque(light.AMBER), radius_m=0.004))
    elif spot.name in look.hovered or spot.name in look.pressed:
        made.append(_ground(spot, look, fill=FACE))
    return made


def _corner(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    """Draw the back arrow or the cross."""
    x, z = spot.rect.middle
    side = spot.rect.height * 0.62
    at = rects.around(x, z, width_m=side, height_m=side)
    return [_ground(spot, look), *shapes.drawn(icons.SIGNS[spot.kind], at, light.TEXT)]


def _scroll(spot: Spot, look: Look, layout: Layout) -> list[Shape]:
    track = spot.parts["track"]
    seen = layout.view.height / max(layout.tall_m, 1e-6)
    tall = max(0.06, track.height * seen)
    free = track.height - tall
    top = track.top - free * (look.scroll_m / layout.range_m if layout.range_m else 0.0)
    lively = spot.name in look.hovered or spot.name in look.pressed
    thumb = replace(track, top=top, bottom=top - tall)
    return [
        plate(track, fill=opaque(WELL), radius_m=track.width),
        plate(thumb, fill=opaque(light.SECOND_TEXT if lively else _mixed(RIM, light.SECOND_TEXT, 0.45)), radius_m=1.0),
    ]


PAINTERS: Mapping[Kind, Callable[[Spot, Look, Layout], list[Shape]]] = {
    "button": _button,
    "cell": _button,
    "toggle": _toggle,
    "choice": _choice,
    "slider": _slider,
    "fault": _fault,
    "drawing": _picture,
    "tab": _tab,
    "back": _corner,
    "close": _corner,
    "scroll": _scroll,
}

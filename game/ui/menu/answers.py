"""What items answer when they are pressed, stepped through or dragged: pure functions to events."""

import math

from layerwalk.game.ui.menu.items import Choice, Event, Slider, Toggle
from layerwalk.game.ui.menu.spots import Spot

STEPPED = (Choice, Slider)


def pressed(spot: Spot, *, x: float | None = None) -> Event | None:
    """Return what pressing a spot does; `x`: where a pointer pressed it, on the panel. None where nothing happens."""
    item = spot.item
    if not spot.enabled or isinstance(item, Slider):
        return None
    if isinstance(item, Toggle):
        return Event(name=item.name, value=not item.on)
    if isinstance(item, Choice):
        back = x is not None and x < spot.parts["less"].right and spot.parts["less"].left <= x
        return stepped(spot, -1 if back else 1)
    return Event(name=spot.name)


def stepped(spot: Spot, by: int) -> Event | None:
    """Return what left (-1) or right (1) does to a choice or a slider; choices go round."""
    item = spot.item
    if not spot.enabled:
        return None
    if isinstance(item, Choice) and item.options:
        values = [value for value, _ in item.options]
        at = values.index(item.chosen) if item.chosen in values else (-1 if by > 0 else 0)
        value = values[(at + by) % len(values)]
        return Event(name=item.name, value=value) if value != item.chosen else None
    if isinstance(item, Slider):
        value = snapped(item, item.value + by * item.step)
        return Event(name=item.name, value=value) if value != item.value else None
    return None


def slid(spot: Spot, x: float) -> float:
    """Return the value that a slider has where a pointer holds its knob."""
    item, track = spot.item, spot.parts["track"]
    assert isinstance(item, Slider)
    share = max(0.0, min(1.0, (x - track.left) / track.width))
    return snapped(item, item.low + share * (item.high - item.low))


def snapped(slider: Slider, value: float) -> float:
    """Return the nearest value that a slider can have: a step from its low end, or its high end."""
    value = max(slider.low, min(slider.high, value))
    if slider.step > 0 and value < slider.high:
        steps = math.floor((value - slider.low) / slider.step + 0.5)
        value = max(slider.low, min(slider.high, round(slider.low + steps * slider.step, 9)))
    return round(value) if slider.whole else value


def share(slider: Slider, value: float) -> float:
    """Return where a value lies on a slider, from 0 at its low end to 1."""
    span = slider.high - slider.low
    return max(0.0, min(1.0, (value - slider.low) / span)) if span > 0 else 0.0

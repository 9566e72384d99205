"""Which item has the focus and how far the page is scrolled: a pure state machine over laid out pages.

Focus goes over lines: the head (back, close), the tabs, the content. It skips what is disabled.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from layerwalk.game.ui.menu.items import Button
from layerwalk.game.ui.menu.layout import Layout
from layerwalk.game.ui.menu.spots import Spot

STEP_M = 0.16
"""How far up and down scroll where there is nothing left to go to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Focus:
    """Hold what has the focus ('' for nothing), what in the content had it last, and how far content is scrolled."""

    name: str = ""
    inside: str = ""
    scroll_m: float = 0.0


def stops(layout: Layout) -> list[Spot]:
    """Return what can have the focus in the content, in reading order."""
    return [spot for spot in layout.spots if spot.takes_focus]


def begun(layout: Layout) -> Focus:
    """Return the focus of a page that is opened: on what is wrong, what is chosen or first, else on the current tab.

    What is wrong is shown at the top of the window, so that what is said of it can be read below it.
    """
    found = stops(layout)
    for spot in found:
        if isinstance(spot.item, Button) and spot.item.fault:
            begins = Focus(name=spot.name, inside=spot.name)
            return scrolled(begins, layout, layout.view.top - spot.rect.top - layout.style.gap_m)
    for spot in found:
        if spot.kind == "button" and isinstance(spot.item, Button) and spot.item.chosen:
            return revealed(Focus(name=spot.name, inside=spot.name), layout)
    # A page is read from its top, even where texts fill the window before the first thing to press.
    return Focus(name=found[0].name, inside=found[0].name) if found else Focus(name=_fallback(layout))


def _fallback(layout: Layout) -> str:
    """Return what has the focus where the content has nothing that can have it."""
    tab = f"tab {layout.page.tab}"
    frame = [spot.name for spot in layout.frame_spots if spot.takes_focus]
    return tab if tab in frame else next(iter(frame), "")


def kept(focus: Focus, before: Layout, after: Layout) -> Focus:
    """Return the focus after the same page was built anew: on the same item, or the nearest where it has gone."""
    was_seen = _is_seen(focus, before)
    focus = replace(focus, scroll_m=min(focus.scroll_m, after.range_m))
    spot = after.by_name.get(focus.name)
    if spot is not None and spot.takes_focus:
        return revealed(focus, after) if was_seen else focus
    found = stops(after)
    if not found:
        return replace(focus, name=_fallback(after), inside="")
    names = [spot.name for spot in stops(before)]
    order = names.index(focus.name) if focus.name in names else 0
    # What went away took its place in the order with it: what stood behind it has it now.
    name = next((name for name in names[order:] if _takes(after, name)), "")
    name = name or next((name for name in reversed(names[:order]) if _takes(after, name)), "")
    name = name or found[min(order, len(found) - 1)].name
    return revealed(replace(focus, name=name, inside=name), after)


def _is_seen(focus: Focus, layout: Layout) -> bool:
    spot = layout.by_name.get(focus.name)
    return spot is not None and layout.view.holds(spot.rect.moved(z=focus.scroll_m), slack_m=0.002)


def _takes(layout: Layout, name: str) -> bool:
    spot = layout.by_name.get(name)
    return spot is not None and spot.takes_focus


def entered(focus: Focus, layout: Layout) -> Focus:
    """Return the focus of a page that is opened again: where its content had it last."""
    known = kept(replace(focus, name=focus.inside), layout, layout)
    return known if focus.inside else begun(layout)


def leafed(focus: Focus, layout: Layout, by: float) -> Focus:
    """Return the focus scrolled on by a share of the window, on the first item seen; at an end on the very last."""
    gone = scrolled(focus, layout, by * layout.view.height)
    seen = [spot for spot in stops(layout) if layout.view.holds(spot.rect.moved(z=gone.scroll_m), slack_m=0.002)]
    if not seen:
        return gone
    at_end = gone == focus
    return set_on(gone, layout, seen[-1 if at_end and by > 0 else 0].name)


def set_on(focus: Focus, layout: Layout, name: str) -> Focus:
    """Return the focus on a spot of the page; unchanged where that cannot have it."""
    spot = layout.by_name.get(name)
    if spot is None or not spot.takes_focus:
        return focus
    inside = name if spot in layout.spots else focus.inside
    return replace(focus, name=name, inside=inside)


def revealed(focus: Focus, layout: Layout) -> Focus:
    """Return the focus scrolled so far that what has it is seen; texts right above the first item come with it."""
    spot = layout.by_name.get(focus.name)
    if spot is None or spot not in layout.spots:
        return focus
    margin = layout.style.gap_m
    view, scroll = layout.view, focus.scroll_m
    scroll = min(scroll, view.top - spot.rect.top - margin)
    scroll = max(scroll, view.bottom - spot.rect.bottom + margin)
    # What is taller than the window shows its beginning.
    if spot.rect.height > view.height:
        scroll = view.top - spot.rect.top
    return scrolled(replace(focus, scroll_m=0.0), layout, scroll)


def scrolled(focus: Focus, layout: Layout, by_m: float) -> Focus:
    """Return the focus with content scrolled on, no farther than it goes."""
    return replace(focus, scroll_m=max(0.0, min(layout.range_m, focus.scroll_m + by_m)))


def moved(focus: Focus, layout: Layout, key: str) -> Focus:
    """Return the focus after 'up', 'down', 'left' or 'right'."""
    spot = layout.by_name.get(focus.name)
    if spot is None:
        return begun(layout)
    if spot.kind == "tab":
        return _from_tab(focus, layout, spot, key)
    if spot in layout.spots:
        return _from_content(focus, layout, spot, key)
    return _from_head(focus, layout, spot, key)


def _from_content(focus: Focus, layout: Layout, spot: Spot, key: str) -> Focus:
    if key in ("left", "right"):
        beside = _beside(stops(layout), spot, key)
        if beside is not None:
            return _go(focus, layout, beside)
        return _to_tab(focus, layout) if key == "left" else focus
    if _is_ahead(focus, layout, spot, key):
        return revealed(focus, layout) if _near(focus, layout, spot) else scrolled(focus, layout, _step(key))
    target = _next_line(stops(layout), spot, 1 if key == "down" else -1)
    if target is not None and _near(focus, layout, target):
        return _go(focus, layout, target)
    gone = scrolled(focus, layout, _step(key))
    if gone != focus:
        return gone
    return _to_head(focus, layout) if key == "up" else focus


def _step(key: str) -> float:
    return STEP_M if key == "down" else -STEP_M


def _is_ahead(focus: Focus, layout: Layout, spot: Spot, key: str) -> bool:
    """Say whether what has the focus is still to be scrolled to, in the key's direction."""
    rect, view = spot.rect.moved(z=focus.scroll_m), layout.view
    if rect.height > view.height or view.holds(rect, slack_m=0.002):
        return False
    return rect.bottom < view.bottom if key == "down" else rect.top > view.top


def _near(focus: Focus, layout: Layout, target: Spot) -> bool:
    """Say whether one step of scrolling is enough to see `target`: long texts between two items are read first."""
    seen = layout.view.grown(layout.view.height * 0.6)
    return seen.top >= target.rect.top + focus.scroll_m and target.rect.bottom + focus.scroll_m >= seen.bottom


def _next_line(spots: Iterable[Spot], spot: Spot, by: int) -> Spot | None:
    """Return the spot on the next line up or down that lies nearest across."""
    beyond = [other for other in spots if (other.line - spot.line) * by > 0]
    if not beyond:
        return None
    line = min(beyond, key=lambda other: abs(other.line - spot.line)).line
    across = spot.rect.middle[0]
    return min(
        (other for other in beyond if other.line == line),
        key=lambda other: max(other.rect.left - across, across - other.rect.right, 0.0),
    )


def _beside(spots: Iterable[Spot], spot: Spot, key: str) -> Spot | None:
    sign = 1 if key == "right" else -1
    away = [other for other in spots if other.line == spot.line and (other.rect.left - spot.rect.left) * sign > 0]
    return min(away, key=lambda other: abs(other.rect.left - spot.rect.left), default=None)


def _go(focus: Focus, layout: Layout, spot: Spot) -> Focus:
    gone = revealed(set_on(focus, layout, spot.name), layout)
    # At the first and the last item the texts beyond them come into view too, as far as there is room.
    found = stops(layout)
    for end, scroll in ((found[0], 0.0), (found[-1], layout.range_m)):
        at_end = replace(gone, scroll_m=scroll)
        if spot.line == end.line and revealed(at_end, layout).scroll_m == scroll:
            return at_end
    return gone


def _tabs(layout: Layout) -> list[Spot]:
    return [spot for spot in layout.frame_spots if spot.kind == "tab"]


def _head(layout: Layout) -> list[Spot]:
    return [spot for spot in layout.frame_spots if spot.kind in ("back", "close")]


def _to_tab(focus: Focus, layout: Layout) -> Focus:
    name = f"tab {layout.page.tab}"
    spots = _tabs(layout)
    return replace(focus, name=next((spot.name for spot in spots if spot.name == name), focus.name))


def _to_head(focus: Focus, layout: Layout) -> Focus:
    head = _head(layout)
    return replace(focus, name=head[0].name) if head else focus


def _to_content(focus: Focus, layout: Layout) -> Focus:
    inside = layout.by_name.get(focus.inside)
    if inside is not None and inside.takes_focus:
        return revealed(replace(focus, name=focus.inside), layout)
    found = stops(layout)
    return _go(focus, layout, found[0]) if found else focus


def _from_tab(focus: Focus, layout: Layout, spot: Spot, key: str) -> Focus:
    if key == "right":
        return _to_content(focus, layout)
    if key == "left":
        return focus
    target = _next_line(_tabs(layout), spot, 1 if key == "down" else -1)
    if target is not None:
        return replace(focus, name=target.name)
    return _to_head(focus, layout) if key == "up" else focus


def _from_head(focus: Focus, layout: Layout, spot: Spot, key: str) -> Focus:
    if key == "up":
        return focus
    if key == "down":
        gone = _to_content(focus, layout)
        return gone if gone != focus else _to_tab(focus, layout)
    beside = _beside(_head(layout), spot, key)
    if beside is not None:
        return replace(focus, name=beside.name)
    return _to_tab(focus, layout) if key == "left" else focus

"""One layer's platform: which way its shell or choir looks, its mosaic and its sign."""

import math
from collections.abc import Sequence

from layerwalk.game.world.layouts import choir, shell
from layerwalk.game.world.layouts.angles import Flat, direction, heading_of, nearest_free, turn
from layerwalk.game.world.layouts.court import EYE_M
from layerwalk.game.world.placement import Choir, Disc, Point, Shell, Stage
from layerwalk.nn.network import NodeSpec

Mouths = Sequence[tuple[Flat, float]]
"""Where bridges end on a floor, and their widths, in the order of the signal."""

SHELL = 0.93
"""Radius of the shell, as a part of the stage's."""
MOST_PITCH = 0.40
"""Pitch of the largest panel, as a part of the stage's radius."""
MOSAIC = 0.5
WIDE_DEG = (82.0, 76.0, 70.0)
"""What a shell may span to either side: less only where that turns it far enough towards the entrance."""
NARROW_DEG = (60.0, 50.0, 40.0, 30.0, 20.0)
"""What it spans where the bridges leave no room for more, or only where it would show its back."""
ENOUGH_DEG = 25.0
TOO_FAR_DEG = 75.0
TOWARDS_ENTRANCE = 0.8
"""How far a shell turns from looking outward to looking straight away from the entrance."""
AIR_M = 0.35
"""Free room between a bridge and the shell."""
SIGN_AT = 0.78
"""Where the sign stands, as a part of the stage's radius."""
SIGN_HALF_M = 0.87
SIGN_ASIDE_DEG = 8.0
MOST_SHOWN = 2048
"""A stage shows at most so many maps or neurons; its page says which."""


def build(
    node: NodeSpec, number: int, floor: Disc, *, mouths: Mouths, eye: Point, like: tuple[int, int] | None
) -> Stage:
    """Return the stage of `node` on `floor`.

    eye: of whoever stands at the entrance. like: rows and columns of another layer's shell that it takes over.
    """
    count = min(shown(node), MOST_SHOWN)
    heading_deg, half_deg = _aim(node, count, floor, mouths, eye, like)
    front = _front(node, count, floor, heading_deg=heading_deg, half_deg=half_deg, like=like)
    sign_deg = _sign_heading(front, heading_deg, floor, mouths)
    return Stage(
        node=node.name,
        number=number,
        floor=floor,
        heading_deg=heading_deg,
        shell=front if isinstance(front, Shell) else None,
        choir=front if isinstance(front, Choir) else None,
        mosaic_m=MOSAIC * floor.radius_m if isinstance(front, Shell) else 0.0,
        sign=_ahead(floor, sign_deg, SIGN_AT * floor.radius_m),
        sign_heading_deg=sign_deg,
        page=(0, count),
    )


def shown(node: NodeSpec) -> int:
    """Return how many panels or pillars a layer has: a table (T, D) is one panel."""
    return 1 if len(node.shape) == 2 else max(node.maps, 1)


def is_choir(node: NodeSpec) -> bool:
    """Say whether a layer stands as pillars rather than as panels."""
    return len(node.shape) < 2


def _aim(
    node: NodeSpec, count: int, floor: Disc, mouths: Mouths, eye: Point, like: tuple[int, int] | None
) -> tuple[float, float]:
    """Return the heading of the shell or choir, and what it may span to either side, in degrees."""
    x, y, _ = floor.centre
    outward_deg = heading_of(x, y)
    target_deg = outward_deg + TOWARDS_ENTRANCE * turn(outward_deg, heading_of(x - eye[0], y - eye[1]))
    best, best_off_deg = None, math.inf
    for half_deg in (*WIDE_DEG, *NARROW_DEG):
        if best_off_deg <= (ENOUGH_DEG if half_deg >= WIDE_DEG[-1] else TOO_FAR_DEG):
            break
        span_deg = _front(node, count, floor, heading_deg=0.0, half_deg=half_deg, like=like).azimuth_deg
        heading_deg = nearest_free(target_deg, _bridges(node, floor, mouths, span_deg))
        if heading_deg is not None and abs(turn(target_deg, heading_deg)) < best_off_deg:
            best, best_off_deg = (heading_deg, half_deg), abs(turn(target_deg, heading_deg))
    if best is None:
        raise ValueError(f"the bridges of layer {node.name} leave no room for what it shows")
    return best


def _bridges(node: NodeSpec, floor: Disc, mouths: Mouths, span_deg: float) -> list[tuple[float, float]]:
    """Return each bridge's heading, and how far off it the middle of the shell has to look.

    A choir leaves room for its sign beside the last bridge; a shell has room for it at its foot.
    """
    taken = []
    for (x, y), width_m in mouths:
        aside = math.asin(min(1.0, (width_m / 2 + AIR_M) / (SHELL * floor.radius_m)))
        taken.append((heading_of(x - floor.centre[0], y - floor.centre[1]), span_deg + math.degrees(aside)))
    if taken and is_choir(node):
        at_m = SIGN_AT * floor.radius_m
        sign = math.asin(min(1.0, (mouths[-1][1] / 2 + SIGN_HALF_M) / at_m)) + math.asin(SIGN_HALF_M / at_m)
        taken[-1] = (taken[-1][0], span_deg + math.degrees(sign))
    return taken


def _front(
    node: NodeSpec, count: int, floor: Disc, *, heading_deg: float, half_deg: float, like: tuple[int, int] | None
) -> Shell | Choir:
    if is_choir(node):
        return choir.build(
            count, centre=floor.centre, radius_m=floor.radius_m, heading_deg=heading_deg, half_deg=half_deg
        )
    most = MOST_PITCH / SHELL
    grid = (
        shell.fit(*like, maps=count, half_deg=half_deg, most_pitch=most)
        if like
        else shell.best_grid(count, half_deg=half_deg, most_pitch=most)
    )
    x, y, z = floor.centre
    return shell.build(
        count, grid=grid, eye=(x, y, z + EYE_M), radius_m=SHELL * floor.radius_m, heading_deg=heading_deg
    )


def _sign_heading(front: Shell | Choir, heading_deg: float, floor: Disc, mouths: Mouths) -> float:
    """Return where the sign stands, seen from the middle: beside the shell's foot, towards the bridge that goes on."""
    at_m = SIGN_AT * floor.radius_m
    taken = [
        (
            heading_of(x - floor.centre[0], y - floor.centre[1]),
            math.degrees(math.asin(min(1.0, (width_m / 2 + SIGN_HALF_M) / at_m))),
        )
        for (x, y), width_m in mouths
    ]
    side = math.copysign(1.0, turn(heading_deg, taken[-1][0])) if taken else 1.0
    target_deg = heading_deg + side * (front.azimuth_deg + SIGN_ASIDE_DEG)
    if isinstance(front, Choir):
        taken.append((heading_deg, front.azimuth_deg + math.degrees(math.asin(SIGN_HALF_M / at_m))))
    free_deg = nearest_free(target_deg, taken)
    return heading_deg if free_deg is None else free_deg


def _ahead(floor: Disc, heading_deg: float, distance_m: float) -> Point:
    dx, dy = direction(heading_deg)
    x, y, z = floor.centre
    return x + distance_m * dx, y + distance_m * dy, z

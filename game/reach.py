"""What a ray meets first, and how far off: what a pointer's beam ends at. World, metres."""

import math

from layerwalk.game.visit import Visit
from layerwalk.game.world.rays import Ray


def end_m(ray: Ray, visit: Visit, *, is_main: bool) -> float:
    """Return how far off the first thing is that `ray` meets, infinite where it meets none.

    is_main: it is the ray with which the visit acts, so that the neuron is known at which it points.
    """
    hit, scene = visit.menu.hit(ray), visit.scene
    if hit is not None and visit.menu.is_open:
        # The menu that was called is drawn over the world, so that it is met first.
        return hit.distance_m
    first_m = min(scene.hands.distance_m(ray), scene.picking.disc_m(ray))
    if hit is not None:
        first_m = min(first_m, hit.distance_m)
    return min(first_m, visit.met.distance_m) if is_main and visit.met is not None else first_m


def points_at_floor(ray: Ray, visit: Visit) -> bool:
    """Say whether `ray` meets a floor or a bridge, or what lies there, before anything that stands."""
    hit, own = visit.menu.hit(ray), visit.scene.lab.pick(ray)
    if hit is not None and visit.menu.is_open:
        return False
    floor_m, wall_m = visit.scene.picking.floor_and_wall_m(ray)
    menu_m = hit.distance_m if hit is not None else math.inf
    own_m = own.distance_m if own is not None else math.inf
    return floor_m < min(wall_m, menu_m, own_m, visit.scene.hands.distance_m(ray))

"""How far a ray goes before it meets something: what a pointer's beam ends at. World, metres."""

import math

from layerwalk.game.ui import pointer
from layerwalk.game.visit import Visit
from layerwalk.game.world import rays
from layerwalk.game.world.rays import Ray


def end_m(ray: Ray, visit: Visit, *, is_main: bool) -> float:
    """Return how far off the first thing is that `ray` meets, infinite where it meets none.

    is_main: it is the ray with which the visit acts, so that the neuron is known at which it points.
    """
    found = [visit.scene.hands.distance_m(ray)]
    if visit.menu.frame is not None and (hit := pointer.hit_board(ray, visit.menu.frame)) is not None:
        # The menu that was called is drawn over the world, so that it is met first.
        if visit.menu.is_open:
            return hit.distance_m
        found.append(hit.distance_m)
    if is_main and visit.met is not None:
        found.append(visit.met.distance_m)
    found += [rays.disc(ray, disc.centre, disc.radius_m) for disc in visit.scene.placement.discs]
    return min(found, default=math.inf)

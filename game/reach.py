"""How far a ray goes before it meets something: what a pointer's beam ends at. World, metres."""

from layerwalk.game.visit import Visit
from layerwalk.game.world.rays import Ray


def end_m(ray: Ray, visit: Visit, *, is_main: bool) -> float:
    """Return how far off the first thing is that `ray` meets, infinite where it meets none.

    is_main: it is the ray with which the visit acts, so that the neuron is known at which it points.
    """
    found_m = visit.scene.hands.distance_m(ray)
    hit = visit.menu.hit(ray)
    if hit is not None and hit.is_inside:
        # The menu that was called is drawn over the world, so that it is met first.
        if visit.menu.is_open:
            return hit.distance_m
        found_m = min(found_m, hit.distance_m)
    if is_main and visit.met is not None:
        found_m = min(found_m, visit.met.distance_m)
    return min(found_m, visit.scene.picking.disc_m(ray))

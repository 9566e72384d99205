"""Numbers for shaders that change from frame to frame: in place, so that Panda3D need make no other state for them."""

import panda3d.core as p3d


def numbers(count: int = 1, *, value: float = 0.0) -> p3d.PTA_float:
    """Return so many numbers; what is written to one of them counts from the next frame on."""
    made = p3d.PTA_float.empty_array(count)
    for index in range(count):
        made[index] = value
    return made


def lights(count: int) -> p3d.PTA_LVecBase4f:
    """Return so many colours with a number each, all 0 at first; what is written counts from the next frame on."""
    made = p3d.PTA_LVecBase4f.empty_array(count)
    for index in range(count):
        made[index] = p3d.LVecBase4f(0)
    return made


def triples(count: int = 1) -> p3d.PTA_LVecBase3f:
    """Return so many colours or points, 0 at first; what is written to one of them counts from the next frame on."""
    made = p3d.PTA_LVecBase3f.empty_array(count)
    for index in range(count):
        made[index] = p3d.LVecBase3f(0)
    return made

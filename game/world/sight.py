"""What a camera can see: its view as a volume in the world, and whether a ball touches it."""

import panda3d.core as p3d

from layerwalk.game.world.placement import Point


def volume(camera: p3d.NodePath, root: p3d.NodePath) -> p3d.BoundingVolume:
    """Return what `camera` can see, as a volume in `root`."""
    view = camera.node().get_lens().make_bounds()
    view.xform(camera.get_mat(root))
    return view


def sees(view: p3d.BoundingVolume, ball: p3d.BoundingSphere) -> bool:
    """Say whether a ball can be seen, at least in part, within a view as `volume` returns it."""
    return bool(view.contains(ball) != p3d.BoundingVolume.IF_no_intersection)


def is_seen(camera: p3d.NodePath, root: p3d.NodePath, point: Point, *, radius_m: float, within_m: float) -> bool:
    """Say whether `camera` sees something of what is so far round a point in `root`, from near enough."""
    to_camera = root.get_mat(camera)
    there = to_camera.xform_point(p3d.LPoint3(*point))
    if there.y < -radius_m or there.length() > within_m:
        return False
    ball = p3d.BoundingSphere(there, radius_m * to_camera.get_row3(0).length())
    return sees(camera.node().get_lens().make_bounds(), ball)

"""A headset that is worn before an off-screen camera, for pictures: head and hands are where they are put."""

import math

import panda3d.core as p3d

from layerwalk.game import immersion
from layerwalk.game.shot import Studio
from layerwalk.game.view import cameras
from layerwalk.game.view.rig import Hand, Pose, Quaternion, Tracked, headed, multiplied
from layerwalk.game.view.xr import profiles

DT_S = 1 / 60
FOV_DEG = 84.0
"""About what one sees of an eye's picture at once."""
TOUCH = profiles.parts(dict.fromkeys(profiles.SIDES, profiles.path("oculus/touch_controller")))


class Still:
    """Be a headset whose wearer keeps still."""

    def __init__(self, tracked: Tracked) -> None:
        """Say the same in every frame."""
        self.origin = p3d.NodePath("room")
        self._tracked = tracked

    def poll(self) -> Tracked:
        """Return where head and hands are."""
        return self._tracked

    def pulse(self, hand: str, *, seconds: float, strength: float) -> None:
        """Let nobody feel anything."""

    def recentre(self, *, eye_height_m: float | None = None) -> bool:
        """Leave the room as it is."""
        return False


def turned(*, left_deg: float = 0.0, up_deg: float = 0.0) -> Quaternion:
    """Return the turn of who looks so far to the left and upwards."""
    half = math.radians(up_deg) / 2
    return multiplied(headed(left_deg), (math.cos(half), math.sin(half), 0.0, 0.0))


def held(side: str, pose: Pose) -> Hand:
    """Return a hand that holds a Touch controller."""
    return Hand(aim=pose, grip=pose, parts=TOUCH[side])


def wear(studio: Studio, tracked: Tracked, *, seconds: float) -> None:
    """Wear a headset for so long in the studio's visit; its camera stays at the visitor's head."""
    device = Still(tracked)
    camera = studio.screen.camera
    camera.reparent_to(device.origin)
    camera.set_pos(*tracked.head.point)
    camera.set_quat(p3d.LQuaternion(*tracked.head.turn))
    camera.node().set_lens(cameras.lens(fov_deg=FOV_DEG, size=studio.size))
    studio.tell_scale()
    worn = immersion.Immersion(device, studio.visit, head=camera)
    for _ in range(round(seconds / DT_S)):
        worn.act(dt_s=DT_S)
        studio.step(dt_s=DT_S)
        worn.show(dt_s=DT_S)

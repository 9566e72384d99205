"""What a headset adds to what is seen: the hands' beams, the arc, and the veil round the head. Main thread."""

from typing import Any

import panda3d.core as p3d

from layerwalk.game.scene import Scene
from layerwalk.game.view.arc import Arc
from layerwalk.game.view.pointers import Pointers
from layerwalk.game.view.rig import Rig
from layerwalk.game.view.veil import Veil
from layerwalk.game.wearing import Wearing


class Worn:
    """Hold what is drawn while a headset is worn; `show` once a frame, after `Wearing.act` and the visit's update."""

    def __init__(self, scene: Scene, *, head: p3d.NodePath) -> None:
        """Hang everything under the scene, and the veil under the head, a camera."""
        self._scene, self._head = scene, head
        self._pointers, self._arc, self._veil = Pointers(scene.path), Arc(scene.path), Veil(head)

    def show(self, wearing: Wearing, rig: Rig) -> None:
        """Bring everything up to date."""
        self._pointers.show(wearing.beams, scale=rig.scale)
        self._arc.show(wearing.aim, scale=rig.scale)
        self._veil.update(darkness=wearing.darkness, edges=wearing.edges)
        self._set_scale(rig.scale)

    def close(self) -> None:
        """Take everything away."""
        self._set_scale(1.0)
        for part in (self._pointers, self._arc, self._veil):
            part.close()

    def _set_scale(self, scale: float) -> None:
        self._scene.world.set_scale(scale)
        # Levels of detail are chosen by how far off things are in the eye's own metres, which are the room's.
        eye: Any = self._head.node()
        eye.set_lod_scale(scale)


def place(origin: p3d.NodePath, rig: Rig) -> None:
    """Put the visitor's room, whose frame is the headset's, where it stands in the world."""
    origin.set_pos_quat_scale(
        p3d.LPoint3(*rig.origin.point), p3d.LQuaternion(*rig.origin.turn), p3d.LVecBase3(rig.scale)
    )

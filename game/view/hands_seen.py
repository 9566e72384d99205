"""What is seen of the visitor's own hands: a controller in each, or the bare hand. Main thread.

Metres of the visitor's room, whatever the world's scale: in a model hands are as large as ever.
"""

import itertools
import struct

import numpy as np
import panda3d.core as p3d

from layerwalk.game.move.handed import SIDES, Side
from layerwalk.game.view import controller_shape, glove
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.rig import Hand, Joint, Pose
from layerwalk.game.world import light, mesh, shaders

JOINTS = struct.Struct(f"{4 * glove.COUNT}f")
BIN = 58
"""Hands are drawn after the menu that was called, which lies over the world, and before their beams: they are near."""


class HandsSeen:
    """Hold both hands; `show` once a frame. `path` is to be put where the visitor's room is."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang them, still unseen, under `root`."""
        self.path = root.attach_new_node("hands")
        self.path.hide(MIRRORED)
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_bin("fixed", BIN)
        for name, colour in (("from_above", light.FROM_ABOVE), ("from_below", light.FROM_BELOW)):
            self.path.set_shader_input(name, p3d.LVecBase3(*map(float, colour)))
        self.path.set_shader_input("from_sun", p3d.LVecBase3(*map(float, light.FROM_SUN)))
        self.path.set_shader_input("sun", p3d.LVecBase3(*map(float, light.SUN)))
        self._hands = tuple(_Seen(self.path, side) for side in SIDES)

    def show(self, hands: tuple[Hand, Hand]) -> None:
        """Show the hands that are tracked, the left one and the right one."""
        left, right = self._hands
        left.show(hands[0])
        right.show(hands[1])

    def close(self) -> None:
        """Take them away."""
        self.path.remove_node()


class _Seen:
    def __init__(self, parent: p3d.NodePath, side: Side) -> None:
        self._side, self._parts = side, frozenset[str]()
        self._controller = parent.attach_new_node(f"{side} controller")
        _controller(side, self._parts).reparent_to(self._controller)
        self._glove = glove.build()
        self._joints = p3d.PTA_LVecBase4f.empty_array(glove.COUNT)
        self._glove.set_shader_input("joints", self._joints)
        self._glove.reparent_to(parent)
        self._controller.hide()
        self._glove.hide()
        self._grip: Pose | None = None
        self._known: tuple[Joint, ...] | None = None
        self._shown: p3d.NodePath | None = None

    def show(self, hand: Hand) -> None:
        if hand.grip is not None and hand.joints is None and hand.parts != self._parts:
            self._parts = hand.parts
            self._controller.get_children().detach()
            _controller(self._side, hand.parts).reparent_to(self._controller)
        grip, joints = hand.grip if hand.joints is None else None, hand.joints
        if grip is not None and grip is not self._grip:
            self._controller.set_pos_quat(grip.point, grip.turn)
        if joints and joints is not self._known:
            self._joints.set_data(JOINTS.pack(*itertools.chain.from_iterable(joints)))
        self._grip, self._known = grip, joints
        shown = self._controller if grip is not None else self._glove if joints else None
        if shown is not self._shown:
            self._change(shown)

    def _change(self, shown: p3d.NodePath | None) -> None:
        if self._shown is not None:
            self._shown.hide()
        if shown is not None:
            shown.show()
        self._shown = shown


def _controller(side: Side, parts: frozenset[str]) -> p3d.NodePath:
    made = controller_shape.built(side, parts=parts)
    colours = np.clip(made.colours * 255 + 0.5, 0, 255).astype(np.uint8)
    columns = [("vertex", made.positions), ("color", colours), ("facing", made.normals)]
    path = p3d.NodePath(mesh.geom_node("controller", columns, made.triangles))
    shaders.wear(path, "held")
    return path

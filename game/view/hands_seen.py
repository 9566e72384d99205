"""What is seen of the visitor's own hands: a controller in each, or the bare hand. Main thread.

Metres of the visitor's room, whatever the world's scale: in a model hands are as large as ever.
"""

import itertools
import struct

import numpy as np
import panda3d.core as p3d

from layerwalk.game.move.handed import SIDES
from layerwalk.game.view import controller_shape, glove
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.rig import Hand, Joint, Pose
from layerwalk.game.world import light, live, mesh, shaders

JOINTS = struct.Struct(f"{4 * glove.COUNT}f")
GRIPS = struct.Struct("16f")
NOWHERE = (0.0,) * 8
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
        self._controllers = _Controllers(self.path)
        self._gloves = tuple(_Glove(self.path) for _ in SIDES)

    def show(self, hands: tuple[Hand, Hand]) -> None:
        """Show the hands that are tracked, the left one and the right one."""
        self._controllers.show(*hands)
        for seen, hand in zip(self._gloves, hands, strict=True):
            seen.show(hand.joints)

    def close(self) -> None:
        """Take them away."""
        self.path.remove_node()


class _Controllers:
    """Hold both controllers, one mesh; see held.vert. One that is in no hand has no size."""

    def __init__(self, parent: p3d.NodePath) -> None:
        self._node = p3d.GeomNode("controllers")
        self._node.set_bounds(p3d.OmniBoundingVolume())
        self._node.set_final(True)
        self._path = parent.attach_new_node(self._node)
        shaders.wear(self._path, "held")
        self._told = live.lights(4)
        self._path.set_shader_input("grips", self._told)
        self._path.hide()
        self._grips: tuple[Pose | None, Pose | None] = (None, None)
        self._parts = (frozenset[str](), frozenset[str]())
        self._build()

    def show(self, left: Hand, right: Hand) -> None:
        """Show a controller in each hand that is tracked and not bare."""
        first, second = (hand.grip if hand.joints is None else None for hand in (left, right))
        parts = left.parts if first else self._parts[0], right.parts if second else self._parts[1]
        if parts != self._parts:
            self._parts = parts
            self._build()
        before = self._grips
        if first is not before[0] or second is not before[1]:
            self._grips = (first, second)
            self._told.set_data(GRIPS.pack(*_told(first), *_told(second)))
            (self._path.show if first or second else self._path.hide)()

    def _build(self) -> None:
        found = [controller_shape.built(side, parts=parts) for side, parts in zip(SIDES, self._parts, strict=True)]
        made = mesh.joined(found)
        hands = np.repeat(np.arange(len(found), dtype=np.float32), [len(each.positions) for each in found])
        columns: list[mesh.Column] = [
            ("vertex", made.positions),
            ("color", np.clip(made.colours * 255 + 0.5, 0, 255).astype(np.uint8)),
            ("facing", made.normals),
            ("hand", hands.reshape(-1, 1)),
        ]
        self._node.remove_all_geoms()
        self._node.add_geoms_from(mesh.geom_node("controllers", columns, made.triangles))


def _told(grip: Pose | None) -> tuple[float, ...]:
    """Return what the shader is told of a hand: where its controller is, and whether; how that is turned, w last."""
    if grip is None:
        return NOWHERE
    w, x, y, z = grip.turn
    return (*grip.point, 1.0, x, y, z, w)


class _Glove:
    """Hold what is seen of a bare hand."""

    def __init__(self, parent: p3d.NodePath) -> None:
        self._path = glove.build()
        self._told = p3d.PTA_LVecBase4f.empty_array(glove.COUNT)
        self._path.set_shader_input("joints", self._told)
        self._path.reparent_to(parent)
        self._path.hide()
        self._joints: tuple[Joint, ...] | None = None

    def show(self, joints: tuple[Joint, ...] | None) -> None:
        """Show a hand with these joints; none where it is not bare, and where they are not known."""
        if joints is self._joints:
            return
        if joints:
            self._told.set_data(JOINTS.pack(*itertools.chain.from_iterable(joints)))
        if bool(joints) != bool(self._joints):
            (self._path.show if joints else self._path.hide)()
        self._joints = joints

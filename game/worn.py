"""What a headset adds to what is seen: hands, beams, an arc, a plate where one points, a veil. Main thread."""

import functools
from typing import Any

import panda3d.core as p3d

from layerwalk.game import readout
from layerwalk.game.move.handed import SIDES
from layerwalk.game.own_hands import OwnHands
from layerwalk.game.scene import Scene
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.label import Label
from layerwalk.game.ui.said import Said
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.arc import Arc
from layerwalk.game.view.pointers import Pointers
from layerwalk.game.view.rig import Pose, Rig
from layerwalk.game.view.veil import Veil
from layerwalk.game.visit import Visit
from layerwalk.game.wearing import Wearing
from layerwalk.game.world.placement import Point
from layerwalk.game.world.world import World

FAR_M = 6.0
"""Who points into the sky points so far."""


class Worn:
    """Hold what is drawn while a headset is worn; `show` once a frame, after `Wearing.act` and the visit's update."""

    def __init__(self, scene: Scene, *, head: p3d.NodePath) -> None:
        """Hang everything under the scene, and the veil under the head, a camera."""
        self._scene, self._head = scene, head
        self._pointers, self._arc, self._veil = Pointers(scene.path), Arc(scene.path), Veil(head)
        text_size = scene.parts.settings.view.text_size
        self._said, self._label = Said(scene.path, text_size=text_size), Label(scene.path, text_size=text_size)
        self._hands = OwnHands(scene.path, text_size=text_size)
        chores = ("said", "label", "controls")
        self._tells, self._reads, self._labels = (functools.partial(scene.turns.take, chore) for chore in chores)
        self._origin: Pose | None = None
        self._scaled: tuple[World, float] | None = None

    def show(self, wearing: Wearing, rig: Rig, *, dt_s: float) -> None:
        """Bring everything up to date."""
        visit, beams, menu = wearing.visit, wearing.beams, wearing.visit.menu
        self._said.write(told(visit), turn=self._tells, dt_s=dt_s)
        self._said.stand(rig, under=menu.frame if menu.is_open else None, dt_s=dt_s)
        reads = (lambda: _read_by(wearing)) if _reads(visit) else None
        self._label.follow(reads, turn=self._reads, dt_s=dt_s)
        at, plates = _pointed(wearing, rig) if self._label.text else None, self._scene.plates
        self._label.stand(at, eye=rig.eye, scale=rig.scale, plates=plates, dt_s=dt_s)
        if wearing.tells_controls:
            wearing.tells_controls = False
            self._hands.tell()
        if rig.origin is not self._origin:
            self._origin = rig.origin
            place(self._hands.path, rig)
        self._hands.show(visit, rig, beams, turn=self._labels, dt_s=dt_s)
        self._pointers.show(beams, scale=rig.scale)
        self._arc.show(wearing.aim, scale=rig.scale)
        self._veil.update(darkness=wearing.darkness, edges=wearing.edges)
        self._set_scale(rig.scale)

    @property
    def plates(self) -> tuple[Frame, ...]:
        """Return where what is told stands."""
        return self._said.frames

    def set_text_size(self, text_size: float) -> None:
        """Write everything larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        for part in (self._said, self._label, self._hands):
            part.set_text_size(text_size)

    def close(self) -> None:
        """Take everything away."""
        self._set_scale(1.0)
        for part in (self._pointers, self._arc, self._veil, self._said, self._label, self._hands):
            part.close()

    def _set_scale(self, scale: float) -> None:
        if (self._scene.world, scale) == self._scaled:
            return
        self._scaled = (self._scene.world, scale)
        self._scene.world.set_scale(scale)
        # Levels of detail are chosen by how far off things are in the eye's own metres, which are the room's.
        eye: Any = self._head.node()
        eye.set_lod_scale(scale)


def place(origin: p3d.NodePath, rig: Rig) -> None:
    """Put the visitor's room, whose frame is the headset's, where it stands in the world."""
    origin.set_pos_quat_scale(rig.origin.point, rig.origin.turn, rig.scale)


def _pointed(wearing: Wearing, rig: Rig) -> Point | None:
    """Return where the main hand points, or the head of one who shows no hand; None while they do something else."""
    if wearing.aim is not None or wearing.rigging.is_holding:
        return None
    if not any(rig.pointers):
        return rigs.ray(rig.head).at(FAR_M)
    beam = wearing.beams[SIDES.index(wearing.main)]
    return beam.ray.at(min(beam.length_m, FAR_M * rig.scale)) if beam is not None else None


def _is_explained(state: State) -> bool:
    told = state.explained
    return told is not None and state.aimed == Selected(node=told.node, index=told.index)


def _reads(visit: Visit) -> bool:
    """Say whether there is anything to be told of what they point at."""
    state = visit.scene.state
    points = state.ready and visit.met is not None and not visit.pointing_at_menu and visit.scene.shown.readout
    # The plate beside the neuron says it all as soon as it is known.
    return points and not _is_explained(state)


def read(visit: Visit) -> str:
    """Return what is told of the neuron at which they point, beside it."""
    met, scene = visit.met, visit.scene
    if met is None or not _reads(visit):
        return ""
    is_by_layer = scene.look.normalisation.mode == "layer"
    stands = scene.world.standing(met.node) if is_by_layer else None
    return readout.tell(met, scene.state, visit.words, stands=stands)


def _read_by(wearing: Wearing) -> str:
    """Return what is told of it, and that holding the press goes there, where that is so."""
    text, words = read(wearing.visit), wearing.visit.words
    return words("readout.goes", told=text) if text and wearing.goes_by_holding else text


def told(visit: Visit) -> str:
    """Return what is said to the visitor now, wherever they point."""
    notice, words = visit.notice, visit.words
    if notice:
        return notice
    if not visit.scene.state.ready:
        return words("screen.loading")
    if not visit.scene.hands.is_new or visit.met is not None or visit.pointing_at_menu:
        return ""
    return words("screen.hint_headset")

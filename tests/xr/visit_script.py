"""A visit in a headset from end to end: `visit_script.py OWN FOLDER [LEVEL]` plays it, prints as JSON what happened.

The application is the true one, with the model in its process; head and hands are scripted and speak to it through the
runtime alone. OWN: where the visitor's things go. FOLDER: where pictures of what both eyes see go.
"""

import json
import math
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

import photo
from playing import Playing
from remote import Place, yaw

from layerwalk.game.view import rig as rigs

STEP_M = 0.1
AHEAD, NEAR = 60, 12
"""So many steps ahead on the thread a guest points; they have arrived so many before its end."""
MOST_HOPS = 40
LAYER, MAP = "conv1", 2


class Guest(Playing):
    """Wear the headset in the application; `point`, `hold` and `press` move the true hands."""

    def __init__(self, name: str, *, own: Path, folder: Path) -> None:
        super().__init__(name, own=own, folder=folder)
        self.state, self.scene = self.app.scene.state, self.app.scene
        self.middle: tuple[Place, float] = ((0.0, 0.0, 0.0), 0.0)
        """Where the room's middle is for the runtime, and by how much it is turned to the left."""

    @property
    def wearing(self) -> Any:
        return self.vr._immersion.wearing

    @property
    def body(self) -> Any:
        return self.visit.visitor.body

    @property
    def answer(self) -> str:
        return self.state.spec.classes[int(np.argmax(self.state.probabilities))]

    @property
    def share(self) -> float:
        return float(np.max(self.state.probabilities))

    def look(self, head: Place, *, yaw_deg: float = 0.0) -> None:
        self.remote.head_position, self.remote.head_rotation = head, yaw(yaw_deg)
        self.send()

    def point(self, side: str, at: Sequence[float]) -> None:
        """Point with a hand, from where it is, at a place of the world."""
        self.remote.point(side, self._outward(self.wearing.rigging.room.inward(tuple(map(float, at)))))
        self.send()

    def pull(self, side: str = "right") -> None:
        """Pull a hand's trigger, and let it go."""
        self.hold(side, trigger=1.0)
        self.hold(side, trigger=0.0)

    def press(self, name: str) -> None:
        """Press an item of the menu by the right hand's ray; scroll with the stick until it is seen."""
        menu = self.visit.menu
        for _ in range(60):
            self.frames(2)
            if menu.where(name) is not None:
                break
            self.hold("right", thumbstick=(0.0, -1.0))
            self.hold("right", thumbstick=(0.0, 0.0))
        self.point("right", menu.where(name))
        self.pull()

    def teleport(self, at: Sequence[float], *, picture: str = "") -> None:
        """Throw the arc in the direction of a place on the floor, and go where it ends."""
        self.point("right", at)
        self.hold("right", thumbstick=(0.0, 1.0))
        if picture:
            self.save(picture)
        aim = self.wearing.aim
        self.hold("right", thumbstick=(0.0, 0.0))
        if aim is not None and aim.target is not None:
            self.until(lambda: math.dist(self.body.position, aim.target) < 0.05, "the end of an arc")
        self.frames(4)

    def save(self, name: str) -> None:
        """Save what both eyes see."""
        self.frames(3)
        photo.both_eyes(self.vr._headset, self.app.base.win).save(self.folder / f"{name}.png")

    def _outward(self, place: Place) -> Place:
        """Return a place of the room, as it was measured last, as the runtime has it."""
        (x, _, z), turn_deg = self.middle
        aside, ahead, up = rigs.rotated(place, rigs.headed(turn_deg))
        return x + aside, up, z - ahead


def put_on(guest: Guest) -> dict[str, Any]:
    guest.until(lambda: guest.vr.is_worn, "the headset is worn")
    guest.until(lambda: guest.state.ready, "the network is ready")
    guest.look((0.0, 1.7, 0.0))
    guest.save("1 put on")
    return {"eye_height_m": guest.body.eye_height_m}


def recentre(guest: Guest) -> dict[str, Any]:
    """Stand somewhere else in the true room, turned to its left, and make that its middle."""
    before = guest.body.heading_deg
    guest.look((0.4, 1.7, 0.3), yaw_deg=50.0)
    turned = guest.body.heading_deg - before
    for side, x in (("left", -0.2), ("right", 0.2)):
        dx, dy, _ = rigs.rotated((x, 0.5, 0.0), rigs.headed(50.0))
        getattr(guest.remote, side).position = (0.4 + dx, 1.3, 0.3 - dy)
    guest.hold("left", buttons={**guest.remote.left.buttons, "thumbstick_click": True})
    guest.until(lambda: guest.wearing.rigging._head.point[0] < 0.05, "the room's new middle")
    guest.hold("left", buttons={**guest.remote.left.buttons, "thumbstick_click": False})
    guest.middle = ((0.4, 0.0, 0.3), 50.0)
    head = guest.wearing.rigging._head
    guest.save("2 recentred")
    return {"turned_deg": turned, "head": head.point, "heading_deg": rigs.heading_deg(head.turn)}


def draw(guest: Guest) -> dict[str, Any]:
    """Draw a one on the easel by the right hand's ray."""
    board = guest.scene.easel.frames["board"]
    before, serial = guest.answer, guest.state.serial
    _face(guest, board.centre)
    guest.point("right", board.centre + board.up * 0.6)
    guest.hold("right", trigger=1.0)
    for share in np.linspace(0.6, -0.6, 10):
        guest.point("right", board.centre + board.up * share)
    guest.save("3 drawing")
    guest.hold("right", trigger=0.0)
    guest.until(lambda: not guest.scene.session.waiting and guest.state.serial > serial, "the answer to a drawing")
    guest.save("4 drawn")
    return {"before": before, "answer": guest.answer, "share": guest.share}


def teleport(guest: Guest) -> dict[str, Any]:
    """Follow the thread of light, arc by arc, to the first stage with maps."""
    stage = next(stage for stage in guest.scene.placement.stages if stage.node == LAYER)
    thread = _points(guest.scene.placement.threads[0])
    end, off_m = _nearest(thread, stage.floor.centre)[0], []
    while (at := _nearest(thread, guest.body.position)[0]) < end - NEAR and len(off_m) < MOST_HOPS:
        there = tuple(map(float, thread[min(at + AHEAD, end)]))
        _face(guest, (*there[:2], guest.body.eye[2]))
        guest.teleport(there, picture="5 the arc" if len(off_m) == 2 else "")
        off_m.append(_nearest(thread, guest.body.position)[1])
    inside = math.dist(guest.body.position[:2], stage.floor.centre[:2]) < stage.floor.radius_m
    guest.save("6 on the stage")
    return {"hops": len(off_m), "off_m": max(off_m), "on_stage": inside}


def lesion(guest: Guest) -> dict[str, Any]:
    """Hold a map by pressing it, and lesion it from the menu."""
    stage = next(stage for stage in guest.scene.placement.stages if stage.node == LAYER)
    place = stage.shell.centres[MAP]
    _face(guest, place)
    guest.point("right", place)
    guest.pull()
    pressed = guest.state.selected
    guest.save("7 a map held")
    before = np.array(guest.state.activations[LAYER][MAP], copy=True)
    guest.hold("right", b_click=True)
    guest.hold("right", b_click=False)
    opened = guest.visit.menu.is_open
    for name in ("tab examine", "wider", "go examine.lesions"):
        guest.press(name)
    guest.save("8 the menu")
    page = guest.visit.plan.page
    guest.press("lesion")
    guest.until(lambda: guest.state.lesions, "the lesion")
    guest.until(lambda: not np.any(guest.state.activations[LAYER][MAP]), "the map goes dark")
    guest.press("close")
    guest.save("9 lesioned")
    (found,) = guest.state.lesions
    held = guest.state.selected
    return {
        "pressed": [pressed.node, list(pressed.index)],
        "held": [held.node, list(held.index)],
        "menu": [opened, page, guest.visit.menu.is_open],
        "target": repr(found.target),
        "before": float(np.abs(before).max()),
        "after": float(np.abs(guest.state.activations[LAYER][MAP]).max()),
        "share": guest.share,
    }


def take_off(guest: Guest) -> dict[str, Any]:
    """Take the headset off by the menu."""
    place, drawn = guest.body.position, guest.visit.pad.version
    guest.hold("right", b_click=True)
    guest.hold("right", b_click=False)
    for name in ("tab settings", "go settings.vr", "headset"):
        guest.press(name)
    guest.until(lambda: not guest.vr.is_open, "the headset is off")
    guest.frames(5)
    kept = len(guest.state.lesions) == 1 and guest.visit.pad.version == drawn
    return {"moved_m": math.dist(guest.body.position[:2], place[:2]), "kept": kept, "worn": guest.vr.is_worn}


def _points(thread: Sequence[Sequence[float]]) -> np.ndarray:
    """Return places on the thread, a step apart."""
    corners = np.asarray(thread, float)
    parts = [np.linspace(a, b, max(2, int(np.linalg.norm(b - a) / STEP_M))) for a, b in pairwise(corners)]
    return np.concatenate(parts)


def _nearest(points: np.ndarray, place: Sequence[float]) -> tuple[int, float]:
    """Return which of the points is nearest to a place, and how far off it is, in metres."""
    away = np.linalg.norm(points[:, :2] - np.asarray(place)[:2], axis=1)
    return int(np.argmin(away)), float(np.min(away))


def _face(guest: Guest, place: Sequence[float]) -> None:
    """Turn the true head so that it looks at a place."""
    x, y, _ = (float(there) - here for there, here in zip(place, guest.body.eye, strict=True))
    turn = math.degrees(math.atan2(-x, y)) - guest.wearing.rigging.room.heading_deg + guest.middle[1]
    guest.look(guest.remote.head_position, yaw_deg=turn)


STORY = (put_on, recentre, draw, teleport, lesion, take_off)


def main(own: str, folder: str, name: str = "harley-conv") -> None:
    """Play the whole story."""
    guest = Guest(name, own=Path(own), folder=Path(folder))
    try:
        found = {part.__name__: part(guest) for part in STORY}
    finally:
        guest.close()
    print(json.dumps({**found, "trouble": guest.told}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

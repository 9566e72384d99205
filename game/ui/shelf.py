"""The rack as it stands in the court: a page of dataset pictures, and a button for every class. Main thread."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.rack import Rack
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.placement import Pose

WIDTH_M = 1.62
BUTTON_M = 0.17
INK = (1.0, 0.955, 0.89)
PAPER = (0.075, 0.062, 0.066)
LIT = (0.42, 0.29, 0.20)
UNLIT = (0.15, 0.118, 0.108)
TURNS = {"back": "‹", "on": "›"}


def frames(pose: Pose, rack: Rack) -> dict[str, Frame]:
    """Return where the rack's boards are: 'pictures', one per class ('class 3'), and 'back' and 'on' for the pages."""
    rows, columns = rack.size_px
    tall = WIDTH_M * rows / columns
    centre, right, up = furniture.board_frame(pose, WIDTH_M, tall)
    across, along = right / np.linalg.norm(right), up / np.linalg.norm(up)
    found = {"pictures": Frame(centre=centre + along * BUTTON_M * 0.6, right=right, up=up)}
    names = ["back", *(f"class {label}" for label in range(len(rack.classes))), "on"]
    step = WIDTH_M / len(names)
    foot = centre - along * (tall / 2 - BUTTON_M * 0.6 + BUTTON_M / 2 + 0.03)
    for index, name in enumerate(names):
        middle = foot + across * ((index + 0.5) * step - WIDTH_M / 2)
        found[name] = Frame(centre=middle, right=across * (step / 2 - 0.008), up=along * BUTTON_M / 2)
    return found


class Shelf:
    """Hold what is seen of the rack; `update` follows the model."""

    def __init__(self, parent: p3d.NodePath, pose: Pose, rack: Rack, *, words: Words, floor_z: float) -> None:
        """Set the rack up where `pose` says."""
        self.path = parent.attach_new_node("rack")
        self.frames = frames(pose, rack)
        self._rack = rack
        self._shown: tuple[int, str | None] | None = None
        self._build_stone(pose, floor_z)
        rows, columns = rack.size_px
        face = self.frames["pictures"].lifted(0.004)
        self._sheet = board.Picture(self.path, face, size=(columns, rows), ink=INK, paper=PAPER)
        self._buttons = {name: self._button(name) for name in self.frames if name != "pictures"}
        top = board.writing(self.path, face)
        title = lettering.lettered(lettering.line(words("rack.title"), size_m=0.13, face="display"))
        title.reparent_to(top)
        title.set_z(float(np.linalg.norm(face.up)) + 0.07)

    def _build_stone(self, pose: Pose, floor_z: float) -> None:
        face = self.frames["pictures"]
        parts = [
            furniture.slab(
                face.lifted(-0.01).centre, face.right * 1.035, face.up * 1.045, thick_m=0.06, colour=light.WOOD
            )
        ]
        for name, frame in self.frames.items():
            if name != "pictures":
                parts.append(
                    furniture.slab(frame.lifted(-0.005).centre, frame.right, frame.up, thick_m=0.03, colour=light.WOOD)
                )
        for share in (-0.7, 0.7):
            x, y, z = face.centre + face.right * share - face.normal * 0.12
            half = max(0.1, (z - floor_z) / 2)
            parts.append(
                mesh.box(
                    (x, y, floor_z + half),
                    (0.04, 0.04, half),
                    heading_deg=pose.heading_deg,
                    colour=light.with_alpha(light.WOOD),
                )
            )
        signs.stone_path(mesh.joined(parts), name="rack boards").reparent_to(self.path)

    def _button(self, name: str) -> p3d.NodePath:
        frame = self.frames[name].lifted(0.004)
        face = board.Picture(self.path, frame, size=(1, 1), ink=LIT, paper=UNLIT)
        text = TURNS.get(name) or self._rack.classes[int(name.removeprefix("class "))]
        wide = 2 * float(np.linalg.norm(frame.right))
        size = min(0.10, 1.4 * wide / max(1, len(text)))
        letters = lettering.lettered(lettering.line(text, size_m=size, face="display"))
        letters.reparent_to(board.writing(self.path, frame.lifted(0.004)))
        letters.set_z(-size * 0.36)
        return face.path

    def update(self, *, hovered: str | None) -> None:
        """Show the rack's page, and light the button of its class and the one that is pointed at."""
        if (self._rack.version, hovered) == self._shown:
            return
        if self._shown is None or self._shown[0] != self._rack.version:
            self._sheet.show(self._rack.sheet())
        self._shown = (self._rack.version, hovered)
        for name, path in self._buttons.items():
            chosen = name == f"class {self._rack.label}"
            colour = LIT if chosen else UNLIT
            lift = 0.10 if name == hovered else 0.0
            path.set_shader_input("paper", p3d.LVecBase3(*(part + lift for part in colour)))

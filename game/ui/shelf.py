"""The rack as it stands in the court: a page of dataset pictures, and a button for every class. Main thread."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.buttons import Buttons
from layerwalk.game.ui.rack import Rack
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.placement import Pose

WIDTH_M = 1.62
BUTTON_M = 0.17
INK = (1.0, 0.955, 0.89)
PAPER = (0.075, 0.062, 0.066)
MOST_BUTTONS, MOST_WIDE_BUTTONS = 12, 5
"""Up to so many classes have buttons, and twice as wide ones; one goes through more classes than that."""
TURNS = {"back": "‹", "on": "›", "class before": "«", "class after": "»"}


def frames(pose: Pose, rack: Rack) -> dict[str, Frame]:
    """Return where the rack's boards are: 'pictures', one per class ('class 3'), and 'back' and 'on' for the pages.

    Of many classes only the one that is shown has a board, 'name', between 'class before' and 'class after'.
    """
    rows, columns = rack.size_px
    tall = WIDTH_M * rows / columns
    centre, right, up = furniture.board_frame(pose, WIDTH_M, tall)
    across, along = right / np.linalg.norm(right), up / np.linalg.norm(up)
    found = {"pictures": Frame(centre=centre + along * BUTTON_M * 0.6, right=right, up=up)}
    widths = _widths(len(rack.classes))
    foot = centre - along * (tall / 2 - BUTTON_M * 0.6 + BUTTON_M / 2 + 0.03)
    step, left = WIDTH_M / sum(widths.values()), 0.0
    for name, width in widths.items():
        middle = foot + across * ((left + width / 2) * step - WIDTH_M / 2)
        found[name] = Frame(centre=middle, right=across * (width * step / 2 - 0.008), up=along * BUTTON_M / 2)
        left += width
    return found


def _widths(classes: int) -> dict[str, float]:
    """Return the buttons from left to right, with their shares of the rack's width."""
    if classes > MOST_BUTTONS:
        return {"back": 1, "class before": 1, "name": 4, "class after": 1, "on": 1}
    width = 2 if classes <= MOST_WIDE_BUTTONS else 1
    return {"back": 1, **{f"class {label}": width for label in range(classes)}, "on": 1}


class Shelf:
    """Hold what is seen of the rack; `update` follows the model."""

    def __init__(
        self, parent: p3d.NodePath, pose: Pose, rack: Rack, *, words: Words, title: str, floor_z: float
    ) -> None:
        """Set the rack up where `pose` says, with `title` over it."""
        self.path = parent.attach_new_node("rack")
        self.frames = frames(pose, rack)
        self._rack = rack
        self._classes = [words.class_name(name) for name in rack.classes]
        self._shown: tuple[int, str | None] | None = None
        self._build_stone(pose, floor_z)
        rows, columns = rack.size_px
        face = self.frames["pictures"].lifted(0.004)
        self._sheet = board.Picture(self.path, face, size=(columns, rows), ink=INK, paper=PAPER)
        boards = {name: frame for name, frame in self.frames.items() if name != "pictures"}
        self._buttons = Buttons(self.path, boards)
        self._letters = lettering.Lines(board.writing(self.path, boards["back"].lifted(0.008)))
        self._write()
        top = board.writing(self.path, face)
        over = lettering.lettered(lettering.line(title, size_m=0.13, face="display"))
        over.reparent_to(top)
        over.set_z(float(np.linalg.norm(face.up)) + 0.07)

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

    def _write(self) -> None:
        """Write on the buttons what they show: a class, or a way through the pages."""
        names = {f"class {label}": name for label, name in enumerate(self._classes)}
        names["name"] = self._classes[self._rack.label]
        self._letters.write(
            [self._entry(name, TURNS.get(name) or names[name]) for name in self.frames if name != "pictures"]
        )

    def _entry(self, name: str, text: str) -> lettering.Entry:
        """Return the letters on a button, of a size at which the longest class has room."""
        frame = self.frames[name]
        wide = 2 * float(np.linalg.norm(frame.right))
        longest = 1 if name in TURNS else max(map(len, self._classes))
        size_m = min(0.10, 1.4 * wide / max(1, longest))
        aside_m = float(np.dot(frame.centre - self.frames["back"].centre, frame.right)) / (wide / 2)
        return lettering.Entry(text=text, point=(aside_m, 0.0, -size_m * 0.36), size_m=size_m)

    def update(self, *, hovered: str | None) -> None:
        """Show the rack's page, and light the button of its class and the one that is pointed at."""
        if (self._rack.version, hovered) == self._shown:
            return
        if self._shown is None or self._shown[0] != self._rack.version:
            self._sheet.show(self._rack.sheet())
            self._write()
        self._shown = (self._rack.version, hovered)
        # Of many classes the one that is shown is no button.
        pointed = hovered if hovered != "name" else None
        self._buttons.light(chosen=f"class {self._rack.label}", hovered=pointed)

"""The drawing desk as it stands in the court: board, network's own picture, tools, guess. Main thread."""

from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.buttons import Buttons
from layerwalk.game.ui.colour_picture import ColourPicture
from layerwalk.game.words import Words
from layerwalk.game.world import lettering, light, mesh, panels, signs
from layerwalk.game.world.answer import guesses
from layerwalk.game.world.furniture import DESK_M, board_frame, slab
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Pose
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Floats

INK = (1.0, 0.965, 0.905)
PAPER = (0.062, 0.050, 0.056)
GAP_M = 0.075
SIDE_M = 0.46
TOOLS_M = 0.235
TOOLS = ("pen", "eraser", "brush", "grey", "clear")
GUESS_LINES = ((0.235, -0.012, light.TEXT), (0.090, -0.107, light.TEXT), (0.060, -0.197, light.SECOND_TEXT))
"""The guess, its share, the second guess: size, height on their board, colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """Say what is in the visitor's hand: 'pen' or 'eraser', the brush's size, the pen's grey."""

    tool: str
    brush: int
    grey: float


def frames(pose: Pose) -> dict[str, Frame]:
    """Return where the desk's boards are: 'board', 'sees', 'answers' and one per tool."""
    centre, right, up = board_frame(pose, DESK_M, DESK_M)
    main = Frame(centre=centre, right=right, up=up)
    across, along = right / np.linalg.norm(right), up / np.linalg.norm(up)
    half, side = DESK_M / 2, SIDE_M / 2
    sees = Frame(
        centre=centre + across * (half + GAP_M + side) + along * (half - side), right=across * side, up=along * side
    )
    tall_m = DESK_M - SIDE_M - 0.02
    below = centre + across * (half + GAP_M + side) - along * (half - tall_m / 2)
    answers = Frame(centre=below, right=across * side, up=along * (tall_m / 2))
    found = {"board": main, "sees": sees, "answers": answers}
    tall = DESK_M / len(TOOLS)
    for index, tool in enumerate(TOOLS):
        middle = centre - across * (half + GAP_M + TOOLS_M / 2) + along * (half - (index + 0.5) * tall)
        found[tool] = Frame(centre=middle, right=across * TOOLS_M / 2, up=along * (tall / 2 - 0.014))
    return found


class Easel:
    """Hold what is seen of the desk; `show_*` bring it up to date."""

    def __init__(
        self,
        parent: p3d.NodePath,
        pose: Pose,
        *,
        words: Words,
        title: str,
        side: int,
        network: tuple[int, int, int],
        classes: tuple[str, ...],
    ) -> None:
        """Set the desk up for drawings of `side` pixels and a network that sees `network` (channels, rows, columns).

        title: stands on the board while it is empty.
        """
        self.path = parent.attach_new_node("easel")
        self.frames = frames(pose)
        self._words, self._classes = words, classes
        main = self.frames["board"].lifted(0.004)
        self._drawing = board.Picture(self.path, main, size=(side, side), ink=INK, paper=PAPER)
        _, rows, columns = network
        self._sees = LayerTextures("sees", first=0, maps=1, rows=rows, columns=columns)
        self._colours: ColourPicture | None = None
        self._seen: Floats | None = None
        self._backs()
        if network[0] == 3:
            self._colours = ColourPicture(self.path, self.frames["sees"].lifted(0.003), size=(rows, columns))
            self._colours.path.set_depth_offset(1)
        else:
            self._hang_sees()
        self._tools = Buttons(self.path, {tool: self.frames[tool] for tool in TOOLS})
        self._shown_tools: tuple[Tools, str | None] | None = None
        self._guess = lettering.Lines(board.writing(self.path, self.frames["answers"].lifted(0.006)))
        self._labels = lettering.Lines(board.writing(self.path, self.frames[TOOLS[0]].lifted(0.008)))
        hint = board.writing(self.path, self.frames["board"].lifted(0.008))
        self._hint = self._small(hint, title, size_m=0.105, at=(0.0, -0.03))

    @staticmethod
    def _small(parent: p3d.NodePath, text: str, *, size_m: float, at: tuple[float, float]) -> p3d.NodePath:
        path = lettering.lettered(lettering.line(text, size_m=size_m, colour=light.SECOND_TEXT))
        path.reparent_to(parent)
        path.set_pos(at[0], 0, at[1])
        return path

    def _backs(self) -> None:
        sees, answers = self.frames["sees"], self.frames["answers"]
        parts = [
            slab(sees.lifted(-0.012).centre, sees.right * 1.05, sees.up * 1.05, thick_m=0.04, colour=light.WOOD),
            slab(answers.centre, answers.right * 1.05, answers.up, thick_m=0.04, colour=light.PLATE),
        ]
        for tool in TOOLS:
            frame = self.frames[tool]
            parts.append(slab(frame.lifted(-0.004).centre, frame.right, frame.up, thick_m=0.03, colour=light.WOOD))
        signs.stone_path(mesh.joined(parts), name="desk boards").reparent_to(self.path)

    def _hang_sees(self) -> None:
        frame = self.frames["sees"].lifted(0.003)
        places = np.array([[0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]], np.float32)
        node = mesh.geom_node("sees", [("vertex", board.corners(frame)), ("place", places)], board.TRIANGLES)
        panels.values_node(node, self._sees, shader="panels", fine=True).reparent_to(self.path)

    @property
    def drawing(self) -> p3d.Texture:
        """Return the drawing as it is on the board, one byte a cell."""
        return self._drawing.texture

    def show_drawing(self, drawing: Floats) -> None:
        """Show the visitor's drawing, (side, side) float32 in [0, 1]."""
        self._drawing.show((drawing * 255 + 0.5).astype(np.uint8))
        (self._hint.hide if drawing.any() else self._hint.show)()

    def showing_answer(
        self,
        picture: Floats | None,
        probabilities: Floats | None,
        *,
        shown: Shown = EVERYTHING,
        changed: int | None = None,
    ) -> Pieces:
        """Show piece by piece what the network saw, (C, rows, columns) float32 in [0, 1], and its two best guesses.

        changed: the picture is no longer the drawing's, but was changed in so many steps.
        """
        if picture is not None and picture is not self._seen:
            yield from self._showing_seen(picture)
        texts = guesses(probabilities, self._classes, self._words, shown=shown)
        sees = self._words("desk.sees") if changed is None else self._words("fool.label", step=changed)
        size_m = lettering.fitting(sees, size_m=0.047, width_m=SIDE_M * 0.94, face="text")
        label = lettering.Entry(text=sees, point=(0, 0, 0.205), size_m=size_m, face="text", colour=light.SECOND_TEXT)
        # The label's letters come last, before those on the tools, which are of the same face: they are drawn alike.
        lines = [*(_guess_line(text, *style) for text, style in zip(texts, GUESS_LINES, strict=True)), label]
        yield
        yield from self._guess.writing(lines)

    def _showing_seen(self, picture: Floats) -> Pieces:
        if self._colours is not None:
            self._colours.show(picture)
            yield
        else:
            self._sees.show(picture[:1], np.zeros((1, 1, 1), np.float32), np.ones((1, 1, 1), np.float32))
            for _ in self._sees.writing(cells=True):
                yield
        self._seen = picture

    def show_tools(self, tools: Tools, *, hovered: str | None) -> None:
        """Show which tool is in the hand, and light the one that is pointed at."""
        if (tools, hovered) == self._shown_tools:
            return
        if self._shown_tools is None or tools != self._shown_tools[0]:
            self._name(tools)
        self._shown_tools = (tools, hovered)
        self._tools.light(chosen=tools.tool, hovered=hovered)

    def _name(self, tools: Tools) -> None:
        """Write on every tool what it is, and how large or grey."""
        grey = self._words.fixed(tools.grey, decimals=1)
        texts: dict[str, dict[str, object]] = {"brush": {"size": tools.brush}, "grey": {"grey": grey}}
        step_m = DESK_M / len(TOOLS)
        entries = []
        for index, tool in enumerate(TOOLS):
            text = self._words(f"tools.{tool}", **texts.get(tool, {}))
            entries.append(lettering.Entry(text=text, point=(0, 0, -0.018 - index * step_m), size_m=0.052, face="text"))
        self._labels.write(entries)


def _guess_line(text: str, size_m: float, height_m: float, colour: light.Colour) -> lettering.Entry:
    size_m = lettering.fitting(text, size_m=size_m, width_m=SIDE_M * 0.9)
    return lettering.Entry(text=text, point=(0, 0, height_m), size_m=size_m, colour=colour)

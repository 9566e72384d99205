"""The tool that shows a picture which was changed to fool the network: a board behind the desk while it stands."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import panda3d.core as p3d

from layerwalk.game import fool_words
from layerwalk.game.fooled import FooledPicture
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.ui import fool_board, fool_layout
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.fool_board import FoolBoard, Told
from layerwalk.game.world import answer
from layerwalk.game.world.placement import Placement, Pose
from layerwalk.nn.messages import Inferred, Said

BEARING_DEG, AWAY_M, HEIGHT_M, TILT_DEG = -21.5, 3.05, 1.92, 2.0
"""Where it stands: seen so from before the desk, over the desk's right side, where the network's picture lies."""
DEEDS = MappingProxyType({"go": "fool_go", "once": "fool_once", "back": "fool_back"})
NOTHING: Mapping[str, Frame] = MappingProxyType({})


def pose(placement: Placement) -> Pose:
    """Return where the board stands: it faces whoever stands before the desk."""
    x, y, z = placement.spawn.point
    heading = math.radians(placement.spawn.heading_deg + BEARING_DEG)
    point = (x - AWAY_M * math.sin(heading), y + AWAY_M * math.cos(heading), z + HEIGHT_M)
    return Pose(point=point, heading_deg=math.degrees(heading) + 180.0, tilt_deg=TILT_DEG)


class FoolingTool(Tool):
    """Show the board while a changed picture stands, let its steps follow each other, and say how it ended."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.frames = NOTHING
        self._hall: Hall | None = None
        self._board: FoolBoard | None = None
        self._shown: FooledPicture | None = None
        self._told: Told | None = None
        self._hovered: str | None = None
        self._said: tuple[int, str] | None = None

    def stand(self, hall: Hall) -> None:
        """Take the board of another hall away; it is hung anew where a picture stands."""
        self.leave()
        self._hall = hall

    def leave(self) -> None:
        """Take the board away."""
        if self._board is not None:
            self._board.path.remove_node()
        self._board, self._shown, self._told, self.frames = None, None, None, NOTHING

    def hover(self, part: str | None) -> None:
        """Light what is pointed at."""
        self._hovered = part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what a button is for."""
        if part == "go" and self._shown is not None and self._shown.goes_on:
            return "fool_stop"
        return DEEDS.get(part, "")

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow the picture that stands."""
        hall = self._hall
        if hall is None:
            return
        fooled = hall.state.fooled
        if fooled is None:
            self._said = None
            if self._board is not None:
                self.leave()
            return
        hall.session.fooling.go_on(dt_s)
        if fooled is not self._shown:
            self._shown, self._told = fooled, told(fooled, hall)
            self._say(fooled, hall)
        self._draw(hall)

    def _draw(self, hall: Hall) -> None:
        assert self._told is not None
        if self._board is None:
            layout = fool_layout.layout(hall.settings.view.text_size)
            where = fool_board.frame(pose(hall.placement))
            channels, rows, columns = self._told.now.shape
            self._board = FoolBoard(hall.root, where, words=hall.words, shape=(channels, rows, columns), layout=layout)
            self.frames = self._board.frames
        self._board.show(self._told, hovered=self._hovered)

    def _say(self, fooled: FooledPicture, hall: Hall) -> None:
        """Tell the visitor, wherever they are, how it has ended: once."""
        ended = (fooled.now.step, fooled.outcome)
        if fooled.outcome and ended != self._said:
            sentence = fool_words.outcome(fooled, hall.state.spec, hall.words)
            hall.state.notice = Said(key="fool.notice", values=(("sentence", sentence),))
        self._said = ended


def told(fooled: FooledPicture, hall: Hall) -> Told:
    """Return what the board tells of a picture."""
    now, config = fooled.now, fooled.now.config
    bound = now.farthest if config.step == "gradient" else max(config.epsilon, now.farthest)
    return Told(
        before=now.begin,
        now=now.answer.picture,
        times=fool_board.magnified(bound),
        step=hall.words("fool.step", step=now.step),
        guesses=(_guess(fooled.before, hall), _guess(now.answer, hall)),
        change=fool_words.change(fooled, hall.words),
        sentence=fool_words.outcome(fooled, hall.state.spec, hall.words),
        goes_on=fooled.goes_on,
    )


def _guess(answered: Inferred, hall: Hall) -> str:
    shown = hall.settings.shown
    best, share, _ = answer.guesses(answered.probabilities, hall.state.spec.classes, hall.words, shown=shown)
    return f"{best}  {share}".strip()

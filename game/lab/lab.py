"""All the tools of the lab together, as the scene knows them."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import panda3d.core as p3d

from layerwalk.game.lab.calculating import Calculating
from layerwalk.game.lab.carrying import Carrying
from layerwalk.game.lab.dreams import Dreams
from layerwalk.game.lab.fooling import FoolingTool
from layerwalk.game.lab.lesion_marks import LesionMarks
from layerwalk.game.lab.looking import Looking
from layerwalk.game.lab.overview import OverviewTool
from layerwalk.game.lab.studying import StudyTool
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.lab.why import Why
from layerwalk.game.move.intent import Intent
from layerwalk.game.ui.board import Frame
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.rays import Ray
from layerwalk.nn.messages import Said

TOOLS: Mapping[str, Callable[[], Tool]] = MappingProxyType(
    {
        "looking": Looking,
        "calculation": Calculating,
        "carrying": Carrying,
        "overview": OverviewTool,
        "lesions": LesionMarks,
        "why": Why,
        "dreams": Dreams,
        "fooling": FoolingTool,
        "study": StudyTool,
    }
)
"""What makes each tool, by the name under which its boards are pressed; a name is one word."""


class Lab:
    """Hold one of every tool. Main thread."""

    def __init__(self, makers: Mapping[str, Callable[[], Tool]] = TOOLS) -> None:
        """Make them; none stands yet."""
        self.tools = {name: make() for name, make in makers.items()}
        self._pointed = tuple(filter(_heeds_rays, self.tools.values()))
        self._hovered: str | None = None
        self._boards: tuple[Sequence[Mapping[str, Frame]], Mapping[str, Mapping[str, Frame]]] = (), {}

    def stand(self, hall: Hall) -> None:
        """Let all of them stand in another hall."""
        for tool in self.tools.values():
            tool.stand(hall)

    def leave(self) -> None:
        """Let all of them give back what they hold of the hall."""
        for tool in self.tools.values():
            tool.leave()

    @property
    def frames(self) -> Mapping[str, Mapping[str, Frame]]:
        """Return the boards of all tools that have some now; it is the same object for as long as they are the same."""
        now = [tool.frames for tool in self.tools.values()]
        if now != self._boards[0]:
            self._boards = now, {name: boards for name, boards in zip(self.tools, now, strict=True) if boards}
        return self._boards[1]

    @property
    def takes_use(self) -> bool:
        """Say whether a press belongs to a tool, wherever one points."""
        return any(tool.takes_use for tool in self._pointed)

    @property
    def takes(self) -> frozenset[str]:
        """Return the actions that belong to tools now, and not to what is drawn."""
        return frozenset().union(*(tool.takes for tool in self._pointed))

    @property
    def says(self) -> Said | None:
        """Return what a tool has to say for as long as it is so."""
        for tool in self._pointed:
            if tool.says is not None:
                return tool.says
        return None

    def point(self, ray: Ray | None, intent: Intent, *, hovered: str | None) -> None:
        """Tell all tools where the visitor points, and which board that is ('NAME PART')."""
        if hovered != self._hovered:
            self._hover(hovered)
        for tool in self._pointed:
            tool.point(ray, intent)

    def _hover(self, hovered: str | None) -> None:
        """Tell the tool whose board was pointed at, and the one whose board is, that it is another."""
        (before, _, _), (place, _, part) = ((board or "").partition(" ") for board in (self._hovered, hovered))
        if before in self.tools and before != place:
            self.tools[before].hover(None)
        if place in self.tools:
            self.tools[place].hover(part)
        self._hovered = hovered

    def pick(self, ray: Ray) -> Picked | None:
        """Return the nearest neuron among the tools' own things that a ray meets."""
        met = [found for tool in self._pointed if (found := tool.pick(ray)) is not None]
        return min(met, key=lambda each: each.distance_m) if met else None

    def press(self, name: str, u: float, v: float) -> str:
        """Press a board by its name, 'NAME PART'; return what is to be done then, '' for nothing."""
        place, _, part = name.partition(" ")
        return self.tools[place].press(part, u, v) if place in self.tools else ""

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring all tools up to date for the next frame."""
        for tool in self.tools.values():
            tool.update(camera, dt_s=dt_s)

    def finish(self) -> None:
        """Let all tools do at once what else takes several frames."""
        for tool in self.tools.values():
            tool.finish()


def _heeds_rays(tool: Tool) -> bool:
    """Say whether it is any business of a tool where one points."""
    kind = type(tool)
    return kind.point is not Tool.point or kind.pick is not Tool.pick

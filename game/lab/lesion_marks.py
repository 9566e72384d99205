"""The lesion lab as it stands in the world: signs on what is lesioned, a badge at its stage, boards with the cost."""

from dataclasses import dataclass

import panda3d.core as p3d

from layerwalk.game.lab import lesion_badge
from layerwalk.game.lab.lesion_badge import Badge
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.menus import parts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.lesion_board import LesionBoard, Told, shares
from layerwalk.game.world import scarred
from layerwalk.game.world.world import Absent
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import Measured
from layerwalk.nn.network import NodeSpec

LARGEST = 1.5
"""With larger texts the boards are so much larger at most."""


@dataclass(slots=True, kw_only=True)
class _Scarred:
    """Hold what hangs at one stage, for which lesions, and which of its maps were elsewhere then."""

    lesions: Lesions
    absent: frozenset[int]
    path: p3d.NodePath
    badges: list[Badge]


class LesionMarks(Tool):
    """Show what `state.lesions` and `state.measured` say; nothing hangs where nothing is lesioned. Main thread."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self.path = p3d.NodePath()
        self._hall: Hall | None = None
        self._scarred: dict[str, _Scarred] = {}
        self._seen: tuple[Lesions, Measured | None, Absent] | None = None

    def stand(self, hall: Hall) -> None:
        """Hang everything anew."""
        self.leave()
        self._hall, self._seen = hall, None
        self.path = hall.root.attach_new_node("lesions")
        self._board: LesionBoard | None = None

    def leave(self) -> None:
        """Take everything away before its world goes."""
        self.path.remove_node()
        self._hall, self._scarred = None, {}

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow the lesions and the measurement, where they have changed."""
        if self._hall is None:
            return
        state, seen, absent = self._hall.state, self._seen, self._hall.world.absent
        if seen and seen[0] is state.lesions and seen[1] is state.measured and seen[2] is absent:
            return
        self._seen = state.lesions, state.measured, absent
        if state.spec is self._hall.world.spec:
            self._follow(self._hall)
            self._tell(self._hall)

    def _follow(self, hall: Hall) -> None:
        """Hang the signs of every layer whose lesions have changed."""
        spec = hall.world.spec
        of_node = {
            node.name: tuple(each for each in hall.state.lesions if each.target.node == node.name)
            for node in spec.nodes
        }
        for node in spec.nodes:
            wanted, hangs = of_node[node.name], self._scarred.get(node.name)
            absent = hall.world.absent.get(node.name, frozenset())
            if (wanted, absent) == (hangs.lesions, hangs.absent) if hangs else not wanted:
                continue
            if hangs:
                self._scarred.pop(node.name).path.remove_node()
            if wanted:
                self._scarred[node.name] = self._hang(hall, node, wanted, absent)

    def _hang(self, hall: Hall, node: NodeSpec, lesions: Lesions, absent: frozenset[int]) -> _Scarred:
        path = scarred.build(hall.placement, hall.world.spec, node, lesions, absent=absent)
        path.reparent_to(self.path)
        kinds = tuple(dict.fromkeys(scarred.sign_of(each.kind) for each in lesions))
        title, many = count(hall, len(lesions)), scarred.unmarked(node, lesions)
        if many:
            title = hall.words("lesion_lab.on_neurons", lesions=title, count=hall.words.count(many))
        badges = [Badge(path, frame, kinds=kinds, title=title) for frame in _places(hall, node)]
        return _Scarred(lesions=lesions, absent=absent, path=path, badges=badges)

    def _tell(self, hall: Hall) -> None:
        told = _told(hall)
        for badge in (badge for each in self._scarred.values() for badge in each.badges):
            badge.tell(told.change if told else "")
        if told is not None and self._board is None:
            answers = hall.easel.frames["answers"]
            self._board = LesionBoard(
                self.path, hall.placement.board, answers=answers, words=hall.words, size=_size(hall)
            )
        if self._board is not None:
            self._board.show(told)


def _places(hall: Hall, node: NodeSpec) -> list[Frame]:
    """Return where a layer's badges hang: at every stage that it has, or at the lantern of the answer."""
    size = _size(hall)
    if node.name == hall.world.spec.answer.name:
        return [lesion_badge.beside_lantern(hall.placement, size=size)]
    return [lesion_badge.over_sign(stage, size=size) for stage in hall.placement.stages if stage.node == node.name]


def _size(hall: Hall) -> float:
    """Return how much larger than usual the boards are with the visitor's texts."""
    return min(LARGEST, max(1.0, hall.settings.view.text_size))


def count(hall: Hall, lesions: int) -> str:
    """Say how many lesions there are."""
    return hall.words(f"lesion_lab.count.{'one' if lesions == 1 else 'many'}", count=hall.words.count(lesions))


def _told(hall: Hall) -> Told | None:
    """Return what the boards say; None where nothing is lesioned."""
    words, state = hall.words, hall.state
    if not state.lesions:
        return None
    title, measured = count(hall, len(state.lesions)), state.measured
    if measured is None or (measured.state == "stopped" and measured.before is None):
        return Told(title=title, note=words("lesion_lab.unmeasured"))
    if measured.before is None or measured.after is None:
        note = words("lesion_lab.measuring", share=parts.share(words, measured.share))
        return Told(title=title, note=note, share=measured.share)
    before, after = (parts.precise_share(words, score.accuracy) for score in (measured.before, measured.after))
    outdated = measured.lesions != state.lesions
    key = "lesion_lab.outdated" if outdated else "lesion_lab.of_pictures"
    return Told(
        title=title,
        change=words("lesion_lab.from_to", before=before, after=after),
        note=words(key, count=words.count(measured.before.count)),
        classes=shares(measured.before, measured.after, words),
    )

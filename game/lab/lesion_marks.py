"""The lesion lab as it stands in the world: signs on what is lesioned, a badge at its stage, boards with the cost."""

from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.menus import parts
from layerwalk.game.ui.lesion_board import CLASSES, LesionBoard, Share, Told
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, lettering, light, mesh, scarred, scars
from layerwalk.game.world import signs as plates
from layerwalk.game.world.placement import Pose, Stage
from layerwalk.game.world.scars import Squares
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import Measured

BADGE_M = (plates.PLATE_M[0], 0.24)
ABOVE_M = 0.05
TEXT_M = 0.125
SIGN_M = 0.062
"""Half the size of the signs on a badge."""
SIDE_M = 0.09


@dataclass(slots=True, kw_only=True)
class _Scarred:
    """Hold what hangs at one stage, and for which lesions."""

    lesions: Lesions
    path: p3d.NodePath


class LesionMarks(Tool):
    """Show what `state.lesions` and `state.measured` say; nothing hangs where nothing is lesioned. Main thread."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._hall: Hall | None = None
        self._scarred: dict[str, _Scarred] = {}
        self._seen: tuple[Lesions, Measured | None] | None = None

    def stand(self, hall: Hall) -> None:
        """Hang everything anew."""
        for each in self._scarred.values():
            each.path.remove_node()
        self._hall, self._scarred, self._seen = hall, {}, None
        self.path = hall.root.attach_new_node("lesions")
        self._board: LesionBoard | None = None

    def leave(self) -> None:
        """Forget what hung in the world that goes."""
        self._hall, self._scarred = None, {}

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Follow the lesions and the measurement, where they have changed."""
        if self._hall is None:
            return
        state = self._hall.state
        now = (state.lesions, state.measured)
        if self._seen is not None and now[0] is self._seen[0] and now[1] is self._seen[1]:
            return
        self._seen = now
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
            if wanted == (hangs.lesions if hangs else ()):
                continue
            if hangs:
                self._scarred.pop(node.name).path.remove_node()
            if wanted:
                path = scarred.build(hall.placement, spec, node, wanted)
                for stage in (stage for stage in hall.placement.stages if stage.node == node.name):
                    _badge(stage, wanted, hall).reparent_to(path)
                path.reparent_to(self.path)
                self._scarred[node.name] = _Scarred(lesions=wanted, path=path)

    def _tell(self, hall: Hall) -> None:
        told = _told(hall)
        if told is not None and self._board is None:
            answers = hall.easel.frames["answers"]
            self._board = LesionBoard(self.path, hall.placement.board, answers=answers, words=hall.words)
        if self._board is not None:
            self._board.show(told)


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
        classes=_classes(hall, measured),
    )


def _classes(hall: Hall, measured: Measured) -> tuple[Share, ...]:
    """Return the classes in their order; of many, those that lose most."""
    assert measured.before is not None and measured.after is not None  # noqa: PT018
    pairs = zip(measured.before.per_class, measured.after.per_class, strict=True)
    found = [
        Share(name=hall.words.class_name(name), before=before / count, after=after / count)
        for (name, before, count), (_, after, _) in pairs
        if count
    ]
    loss = np.array([each.after - each.before for each in found])
    return tuple(found[i] for i in sorted(np.argsort(loss, kind="stable")[:CLASSES]))


def _badge(stage: Stage, lesions: Lesions, hall: Hall) -> p3d.NodePath:
    """Build the plate over a stage's sign: what was done to the layer, as signs and as a number."""
    path = p3d.NodePath("badge")
    x, y, _ = stage.sign
    pose = Pose(
        point=(x, y, stage.floor.centre[2] + plates.HEIGHT_M),
        heading_deg=stage.sign_heading_deg + 180.0,
        tilt_deg=plates.TILT_DEG,
    )
    centre, right, up = furniture.board_frame(pose, *plates.PLATE_M)
    across, along = right / np.linalg.norm(right), up / np.linalg.norm(up)
    middle = centre + up + along * (ABOVE_M + BADGE_M[1] / 2)
    plates.stone_path(_plate(middle, right, along * BADGE_M[1] / 2), name="badge plate").reparent_to(path)
    out = np.cross(across, along) * 0.012
    board = path.attach_new_node("letters")
    board.set_pos(*map(float, middle + out))
    board.set_hpr(stage.sign_heading_deg, -plates.TILT_DEG, 0)
    kinds = list(dict.fromkeys(scarred.sign_of(each.kind) for each in lesions))
    places = [middle + out - right + across * (SIDE_M + SIGN_M + i * SIGN_M * 3.2) for i in range(len(kinds))]
    strokes = []
    for kind, place in zip(kinds, places, strict=True):
        square = Squares(middles=place[None], rights=across[None] * SIGN_M, ups=along[None] * SIGN_M)
        strokes += scars.signs(square, kind)
    scars.build(strokes, name="badge signs").reparent_to(path)
    left_m = -BADGE_M[0] / 2 + SIDE_M * 1.4 + len(kinds) * SIGN_M * 3.2
    text = count(hall, len(lesions))
    letters = lettering.lettered(lettering.line(text, size_m=TEXT_M, face="display", align="left"))
    letters.reparent_to(board)
    letters.set_pos(left_m, 0, -TEXT_M * 0.36)
    path.hide(MIRRORED)
    return path


def _plate(middle: np.ndarray, right: np.ndarray, up: np.ndarray) -> mesh.Mesh:
    grid = np.array([[middle - right - up, middle + right - up], [middle - right + up, middle + right + up]])
    face = mesh.tagged(mesh.sheet(grid, colour=light.with_alpha(light.PLATE)), stage=0, emission=0.55)
    normal = np.cross(right, up) / np.linalg.norm(np.cross(right, up))
    back = furniture.slab(middle - normal * 0.012, right * 1.04, up * 1.14, thick_m=0.05, colour=light.WOOD)
    return mesh.joined([back, face])

"""Near relief: the cells of the nearest maps stand up as cubes; never more than the preset allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import live, mesh, shaders
from layerwalk.game.world.mesh import Floats

REACH_M = 3.2
TALL_SHARE = 0.19
"""How tall the largest neuron stands, beside the side of its map: 0.45 m on the 2.4 m panels of six maps."""
MOVED_M = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Relief:
    """A map whose cells can stand: corner, sides and way out (world, metres), its texture and layer in it."""

    origin: Floats
    right: Floats
    down: Floats
    normal: Floats
    cells: p3d.Texture
    layer: int

    @property
    def size(self) -> tuple[int, int]:
        """Return columns and rows."""
        return self.cells.get_x_size(), self.cells.get_y_size()


def windows(
    reliefs: Sequence[Relief], eye: Floats, *, budget: int
) -> list[tuple[Relief, tuple[int, int], tuple[int, int]]]:
    """Choose what stands: (relief, first column and row, columns and rows), nearest first, `budget` cubes in all."""
    chosen = []
    middles = np.array([relief.origin + (relief.right + relief.down) / 2 for relief in reliefs]).reshape(-1, 3)
    half = np.array([np.linalg.norm(relief.right + relief.down) / 2 for relief in reliefs])
    away = np.linalg.norm(middles - eye, axis=1) - half
    for index in np.argsort(away):
        if away[index] > REACH_M or budget < 16:
            break
        relief = reliefs[index]
        span = _span(relief, budget)
        chosen.append((relief, _first(relief, eye, span), span))
        budget -= span[0] * span[1]
    return chosen


def _span(relief: Relief, budget: int) -> tuple[int, int]:
    columns, rows = relief.size
    if columns * rows <= budget:
        return columns, rows
    side = int(np.sqrt(budget))
    return min(columns, max(1, budget // min(rows, side))), min(rows, side)


def _first(relief: Relief, eye: Floats, span: tuple[int, int]) -> tuple[int, int]:
    firsts = []
    for side, count, length in zip((relief.right, relief.down), relief.size, span, strict=True):
        share = float(np.dot(eye - relief.origin, side) / np.dot(side, side))
        firsts.append(int(np.clip(round(share * count - length / 2), 0, count - length)))
    return firsts[0], firsts[1]


class Cubes:
    """Hold the cubes round the eye. Main thread."""

    def __init__(self, parent: p3d.NodePath, *, budget: int) -> None:
        """Stand no cubes yet; `budget` is the most there may be."""
        self.path = parent.attach_new_node("cubes")
        self._budget, self._focus = budget, live.triples()
        self.path.set_shader_input("focus", self._focus)
        self.forget()
        self._grids: dict[tuple[int, int], p3d.GeomNode] = {}
        self.count = 0

    def forget(self) -> None:
        """Choose anew with the next update, even if the eye stands still."""
        self._eye: p3d.LPoint3 | None = None

    def update(self, near: Callable[[], Sequence[Relief]], eye: p3d.LPoint3) -> None:
        """Stand up the cells near `eye` (world) and let the others lie; near: finds the maps among which to choose."""
        if self._eye is not None and (eye - self._eye).length() < MOVED_M:
            self._look(eye)
            return
        self._eye = p3d.LPoint3(eye)
        self.path.get_children().detach()
        reliefs = near()
        chosen = windows(reliefs, np.array(eye, np.float32), budget=self._budget) if reliefs else []
        self.count = sum(span[0] * span[1] for _, _, span in chosen)
        for relief, first, span in chosen:
            self._stand(relief, first, span)
        self._look(eye)

    def _look(self, eye: p3d.LPoint3) -> None:
        """Let the cells nearest to `eye` stand tallest."""
        if self.count:
            self._focus[0] = eye

    def _stand(self, relief: Relief, first: tuple[int, int], span: tuple[int, int]) -> None:
        path = self.path.attach_new_node("relief")
        path.attach_new_node(self._grid(span))
        shaders.wear(path, "cubes")
        for name, vector in (("origin", relief.origin), ("right", relief.right), ("down", relief.down)):
            path.set_shader_input(name, p3d.LVecBase3(*map(float, vector)))
        path.set_shader_input("normal", p3d.LVecBase3(*map(float, relief.normal)))
        path.set_shader_input("cells", relief.cells)
        path.set_shader_input("cells_size", p3d.LVecBase2(*relief.size))
        path.set_shader_input("window", p3d.LVecBase3i(*first, relief.layer))
        path.set_shader_input("reach_m", REACH_M)
        path.set_shader_input("tall_m", TALL_SHARE * float(np.linalg.norm(relief.right)))

    def _grid(self, span: tuple[int, int]) -> p3d.GeomNode:
        if span not in self._grids:
            self._grids[span] = grid(*span)
        return self._grids[span]


def grid(columns: int, rows: int) -> p3d.GeomNode:
    """Build unit cubes for columns x rows cells: top and four sides each; the shader puts them in place."""
    corners, shades = _cube()
    cells = np.stack(np.meshgrid(np.arange(columns), np.arange(rows)), axis=-1).reshape(-1, 2)
    points = np.tile(corners, (len(cells), 1)).astype(np.float32)
    places = np.column_stack([np.repeat(cells, len(corners), axis=0), np.tile(shades, len(cells))]).astype(np.float32)
    quads = np.arange(len(points), dtype=np.uint32).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    node = mesh.geom_node("cubes", [("vertex", points), ("place", places)], triangles)
    node.set_bounds(p3d.OmniBoundingVolume())
    node.set_final(True)
    node.set_attrib(p3d.CullFaceAttrib.make(p3d.CullFaceAttrib.M_cull_none))
    return node


def _cube() -> tuple[np.ndarray, np.ndarray]:
    ring = [(0, 0), (1, 0), (1, 1), (0, 1)]
    corners = [(*corner, 1) for corner in ring]
    shades = [1.0] * 4
    for side, shade in enumerate((0.90, 0.70, 0.58, 0.76)):
        a, b = ring[side], ring[(side + 1) % 4]
        corners += [(*a, 0), (*b, 0), (*b, 1), (*a, 1)]
        shades += [shade] * 4
    return np.array(corners, np.float32), np.array(shades, np.float32)

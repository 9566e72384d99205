"""The letters of texts as arrays, so that many texts become one mesh quickly."""

import functools
import itertools
import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import pieces
from layerwalk.game.world.placement import Point

MADE = p3d.GeomVertexFormat.get_v3t2()
"""What Panda3D makes letters of: a point and its place on the page of glyphs."""
MADE_ROW = 5


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """Hold letters from one page of glyphs: rows (n, 9) float32 of point, colour, place on the page; corners (m,)."""

    state: p3d.RenderState
    rows: NDArray[np.float32]
    corners: NDArray[np.uint32]

    def placed(self, point: Point, heading_deg: float) -> "Glyphs":
        """Return the letters with their foot at `point`, turned about Z; they stand in the X-Z plane before."""
        rows = self.rows.copy()
        if heading_deg:
            turn = math.radians(heading_deg)
            rows[:, 1] = rows[:, 0] * math.sin(turn)
            rows[:, 0] *= math.cos(turn)
        for axis, along in enumerate(point):
            rows[:, axis] += along
        return Glyphs(self.state, rows, self.corners)

    def styled(self, size_m: float, colour: NDArray[np.float32]) -> "Glyphs":
        """Return letters of size 1 in another size and colour (4,)."""
        rows = self.rows.copy()
        rows[:, :3] *= size_m
        rows[:, 3:7] = colour
        return Glyphs(self.state, rows, self.corners)


def of(letters: p3d.NodePath) -> Iterator[Glyphs]:
    """Yield the letters of a text that Panda3D has made and flattened."""
    for path in letters.find_all_matches("**/+GeomNode"):
        node = path.node()
        for index in range(node.get_num_geoms()):
            yield _glyphs(node.get_geom(index), node.get_geom_state(index))


def _glyphs(geom: p3d.Geom, state: p3d.RenderState) -> Glyphs:
    data, primitive = geom.get_vertex_data(), geom.get_primitive(0)
    if data.get_format() != MADE or geom.get_num_primitives() != 1:
        raise ValueError("these letters have other columns than a point and its place on a page, or are not one mesh")
    made = np.frombuffer(memoryview(data.get_array(0)).cast("B"), np.float32).reshape(-1, MADE_ROW)
    colour = np.array(state.get_attrib(p3d.ColorAttrib).get_color(), np.float32)
    corners = [primitive.get_vertex(each) for each in range(primitive.get_num_vertices())]
    return Glyphs(
        state=state.set_attrib(p3d.ColorAttrib.make_vertex()),
        rows=np.column_stack([made[:, :3], np.tile(colour, (len(made), 1)), made[:, 3:]]),
        corners=np.array(corners, np.uint32),
    )


def in_line(letters: Sequence[tuple[Glyphs, float]], *, foot: float) -> Glyphs:
    """Return letters from one page, each with its place in the line, as one text whose foot is at x = 0."""
    parts, places = zip(*letters, strict=True)
    counts = [len(part.rows) for part in parts]
    rows = np.concatenate([part.rows for part in parts])
    rows[:, 0] += (np.array(places) - foot).astype(np.float32).repeat(counts)
    return Glyphs(parts[0].state, rows, _corners(parts, counts))


def _corners(parts: Sequence[Glyphs], counts: Sequence[int]) -> NDArray[np.uint32]:
    """Return the corners of all parts, whose rows, so many each, come one after the other."""
    corners = [part.corners for part in parts]
    starts = np.array([0, *itertools.accumulate(counts[:-1])], np.uint32)
    return np.concatenate(corners) + starts.repeat([len(each) for each in corners])


def by_page(parts: Iterable[Glyphs]) -> tuple[Glyphs, ...]:
    """Return letters as one part for each page of glyphs."""
    return tuple(_same_page(same) for same in _pages(parts))


def _pages(parts: Iterable[Glyphs]) -> Iterable[list[Glyphs]]:
    pages: dict[p3d.RenderState, list[Glyphs]] = {}
    for part in parts:
        pages.setdefault(part.state, []).append(part)
    return pages.values()


def _same_page(parts: Sequence[Glyphs]) -> Glyphs:
    rows = [part.rows for part in parts]
    return Glyphs(parts[0].state, np.concatenate(rows), _corners(parts, [len(each) for each in rows]))


def joined(parts: Iterable[Glyphs]) -> p3d.GeomNode:
    """Return one node of all letters, with one mesh for each page of glyphs."""
    return pieces.finish(joining(parts))


def joining(parts: Iterable[Glyphs]) -> Generator[None, None, p3d.GeomNode]:
    """Do what `joined` does piece by piece."""
    node = p3d.GeomNode("letters")
    for same in _pages(parts):
        whole = _same_page(same)
        yield
        node.add_geom(_geom(whole.rows, whole.corners), whole.state)
        yield
    return node


def _geom(rows: NDArray[np.float32], corners: NDArray[np.uint32]) -> p3d.Geom:
    data = p3d.GeomVertexData("letters", _format(), p3d.Geom.UH_static)
    data.unclean_set_num_rows(len(rows))
    memoryview(data.modify_array(0)).cast("B")[:] = rows.tobytes()
    primitive = p3d.GeomTriangles(p3d.Geom.UH_static)
    primitive.set_index_type(p3d.Geom.NT_uint32)
    index = primitive.modify_vertices()
    index.unclean_set_num_rows(len(corners))
    memoryview(index).cast("B")[:] = corners.tobytes()
    geom = p3d.Geom(data)
    geom.add_primitive(primitive)
    return geom


@functools.cache
def _format() -> p3d.GeomVertexFormat:
    layout = p3d.GeomVertexArrayFormat()
    layout.add_column("vertex", 3, p3d.Geom.NT_float32, p3d.Geom.C_point)
    layout.add_column("color", 4, p3d.Geom.NT_float32, p3d.Geom.C_color)
    layout.add_column("texcoord", 2, p3d.Geom.NT_float32, p3d.Geom.C_texcoord)
    return p3d.GeomVertexFormat.register_format(p3d.GeomVertexFormat(layout))

"""A panel's letters as meshes, one for every page of glyphs: thousands of letters are laid in some milliseconds."""

import functools
from collections.abc import Mapping, Sequence

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.shapes import quads
from layerwalk.game.ui.menu.typeset import Face, Ink, Writing
from layerwalk.game.world import lettering, mesh
from layerwalk.game.world.light import Colour

CHARACTERS = "".join(map(chr, range(32, 127))) + "ÄÖÜäöüß×–—…‹›„“”’·%−€"
"""What is drawn into the fonts' textures before it is needed, so that no frame waits for it."""


@functools.cache
def _quad(character: str, face: Face) -> tuple[p3d.Texture | None, tuple[float, ...], float]:
    """Return a glyph's page, its quad and texture corners (left, bottom, right, top twice), its advance; in ems."""
    glyph = typeset.glyph(character, face)
    place, uv = p3d.LVecBase4(), p3d.LVecBase4()
    if not glyph.get_quad(place, uv):
        return None, (0.0,) * 8, float(glyph.get_advance())
    # Panda3D draws a glyph to the right of its place and below it, by the margin in its texture.
    shift = lettering.MARGIN_PX / lettering.PIXELS_PER_EM
    box = (place[0] - shift, place[1] + shift, place[2] - shift, place[3] + shift)
    return glyph.get_page(), (*box, *uv), float(glyph.get_advance())


def warm_up() -> None:
    """Draw the common characters into the fonts' textures."""
    for face in lettering.FACES:
        for character in CHARACTERS:
            _quad(character, face)  # type: ignore[arg-type]


def nodes(writings: Sequence[Writing], inks: Mapping[Ink, Colour]) -> list[p3d.NodePath]:
    """Build the meshes of `writings` in the X-Z plane, one for every texture of glyphs; an ink is a colour.

    vertex (4 n, 3) metres, glyph (4 n, 2) texture, tint (4 n, 4) bytes.
    """
    rows: dict[p3d.Texture, list[tuple[float, ...]]] = {}
    for writing in writings:
        tint = inks[writing.ink]
        x, size = writing.x, writing.size_m
        for character in writing.text:
            page, quad, advance = _quad(character, writing.face)
            if page is not None:
                rows.setdefault(page, []).append((x, writing.z, size, *quad, *tint))
            x += advance * size
    return [_node(page, np.array(found, np.float32)) for page, found in rows.items()]


def _node(page: p3d.Texture, rows: NDArray[np.float32]) -> p3d.NodePath:
    """Build the quads of one page from rows (x, z, size, quad, texture corners, tint)."""
    left, bottom, right, top = rows[:, 3:7].T * rows[:, 2]
    x, z = rows[:, 0], rows[:, 1]
    vertex = np.zeros((len(rows), 4, 3), np.float32)
    vertex[..., 0] = np.stack([x + left, x + right, x + right, x + left], axis=1)
    vertex[..., 2] = np.stack([z + bottom, z + bottom, z + top, z + top], axis=1)
    glyph = rows[:, [[7, 8], [9, 8], [9, 10], [7, 10]]]
    tint = np.ones((len(rows), 4, 4), np.float32)
    tint[..., :3] = rows[:, None, 11:14]
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", vertex.reshape(-1, 3)),
        ("glyph", glyph.reshape(-1, 2).astype(np.float32)),
        ("tint", (tint.reshape(-1, 4) * 255 + 0.5).astype(np.uint8)),
    ]
    # In a core profile the border of an alpha texture reads as opaque, a bright line round glyphs at its edge.
    page.set_border_color(p3d.LColor(0, 0, 0, 0))
    path = p3d.NodePath(mesh.geom_node("letters", columns, quads(len(rows))))
    path.set_shader_input("glyphs", page)
    return path

"""A panel's letters as a mesh: thousands of letters are laid in some milliseconds. One draws both faces."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

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

Laid = Mapping[p3d.Texture, NDArray[np.float32]]
"""Letters by their page of glyphs, a row for each: x, z, size, quad, texture corners, tint."""
NONE: Laid = MappingProxyType({})


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


def laid(writings: Sequence[Writing], inks: Mapping[Ink, Colour]) -> Laid:
    """Lay the letters of `writings`; an ink is a colour."""
    rows: dict[p3d.Texture, list[tuple[float, ...]]] = {}
    for writing in writings:
        tint = inks[writing.ink]
        x, size = writing.x, writing.size_m
        for character in writing.text:
            page, quad, advance = _quad(character, writing.face)
            if page is not None:
                rows.setdefault(page, []).append((x, writing.z, size, *quad, *tint))
            x += advance * size
    return {page: np.array(found, np.float32) for page, found in rows.items()}


def geom_node(still: Laid, scrolling: Laid = NONE, *, plainly: bool = False) -> p3d.GeomNode:
    """Build the meshes of letters in the X-Z plane, one for every two pages; `scrolling` lie over the others.

    plainly: read pages without anisotropic filtering.
    """
    node = p3d.GeomNode("letters")
    pages = list(dict.fromkeys((*still, *scrolling)))
    for first in range(0, len(pages), 2):
        read = pages[first : first + 2]
        parts = [
            _Part(rows=found[page], page=number, scrolls=scrolls)
            for scrolls, found in enumerate((still, scrolling))
            for number, page in enumerate(read)
            if page in found
        ]
        node.add_geom(_geom(parts), _reading(read, plainly=plainly))
    return node


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Hold letters of one page, its number among those that are read, and whether they scroll, 0 or 1."""

    rows: NDArray[np.float32]
    page: int
    scrolls: int


def _geom(parts: Sequence[_Part]) -> p3d.Geom:
    """Build the quads of letters: vertex (4 n, 3) metres, glyph (4 n, 2) texture, tint (4 n, 4) bytes."""
    rows = np.concatenate([part.rows for part in parts])
    left, bottom, right, top = rows[:, 3:7].T * rows[:, 2]
    x, z = rows[:, 0], rows[:, 1]
    vertex = np.zeros((len(rows), 4, 3), np.float32)
    vertex[..., 0] = np.stack([x + left, x + right, x + right, x + left], axis=1)
    vertex[..., 2] = np.stack([z + bottom, z + bottom, z + top, z + top], axis=1)
    glyph = rows[:, [[7, 8], [9, 8], [9, 10], [7, 10]]]
    tint = np.ones((len(rows), 4, 4), np.float32)
    tint[..., :3] = rows[:, None, 11:14]
    counts = [4 * len(part.rows) for part in parts]
    columns: list[mesh.Column] = [
        ("vertex", vertex.reshape(-1, 3)),
        ("glyph", glyph.reshape(-1, 2).astype(np.float32)),
        ("tint", (tint.reshape(-1, 4) * 255 + 0.5).astype(np.uint8)),
        ("page", np.repeat(np.array([[part.page] for part in parts], np.float32), counts, axis=0)),
        ("scrolls", np.repeat(np.array([[part.scrolls] for part in parts], np.float32), counts, axis=0)),
    ]
    return mesh.geom_node("letters", columns, quads(len(rows))).modify_geom(0)


def _reading(pages: Sequence[p3d.Texture], *, plainly: bool) -> p3d.RenderState:
    """Return the state in which letters of one page or of two are drawn."""
    read = p3d.ShaderAttrib.make()
    for name, page in (("glyphs", pages[0]), ("more_glyphs", pages[-1])):
        # In a core profile the border of an alpha texture reads as opaque, a bright line round glyphs at its edge.
        page.set_border_color(p3d.LColor(0, 0, 0, 0))
        sampler = p3d.SamplerState(page.get_default_sampler())
        if plainly:
            sampler.set_anisotropic_degree(1)
        read = read.set_shader_input(p3d.ShaderInput(name, page, sampler))
    return p3d.RenderState.make(read)

"""Letters that stand in the world: sharp when read, one-sided, never mirrored."""

import functools
import itertools
import string
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game import files
from layerwalk.game.world import glyphs, light, pieces, shaders
from layerwalk.game.world.glyphs import Glyphs
from layerwalk.game.world.pieces import Pieces

FACES = {"text": "Inter-Medium.otf", "display": "InterDisplay-SemiBold.otf"}
PIXELS_PER_EM = 84
USUAL = f"{string.ascii_letters}{string.digits}äöüÄÖÜß.,:;()+-–−×/%?!'„“”·…—°=<>←→↑↓"
"""The letters of the two languages, of numbers, and what stands between them in the texts that there are."""
MARGIN_PX = 6
"""Free texels round every glyph, so that its neighbours do not show in small letters."""
ALIGN = {
    "left": p3d.TextProperties.A_left,
    "centre": p3d.TextProperties.A_center,
    "right": p3d.TextProperties.A_right,
}

FEET = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""Where in a line its foot is, by how it is aligned, in the line's own length."""

Letter = tuple[tuple[Glyphs, ...], float]
"""A letter of size 1 whose line begins at x = 0, and where the next one begins."""


@functools.cache
def font(face: str) -> p3d.TextFont:
    """Load a face once, with mip-mapped glyphs."""
    path = p3d.Filename.from_os_specific(str(files.asset("fonts", FACES[face])))
    loaded = p3d.FontPool.load_font(str(path))
    if loaded is None or not loaded.is_valid():
        raise FileNotFoundError(f"{FACES[face]}: the font could not be read")
    loaded = loaded.make_copy()
    loaded.clear()
    loaded.set_scale_factor(1)
    loaded.set_native_antialias(True)
    loaded.set_pixels_per_unit(PIXELS_PER_EM)
    loaded.set_page_size(1024, 1024)
    loaded.set_texture_margin(MARGIN_PX)
    loaded.set_minfilter(p3d.SamplerState.FT_linear_mipmap_linear)
    loaded.set_magfilter(p3d.SamplerState.FT_linear)
    loaded.set_anisotropic_degree(4)
    return loaded


def line(
    text: str,
    *,
    size_m: float,
    face: str = "text",
    colour: light.Colour = light.TEXT,
    align: str = "centre",
    width_m: float | None = None,
) -> p3d.NodePath:
    """Write `text` in the X-Z plane, facing -Y, its first base line at z = 0; `size_m` is the em.

    width_m: where to break lines.
    """
    node = p3d.TextNode("letters")
    node.set_font(font(face))
    node.set_align(ALIGN[align])
    node.set_text_color(*colour, 1.0)
    if width_m is not None:
        node.set_wordwrap(width_m / size_m)
    node.set_text(text)
    path = p3d.NodePath(node.generate())
    for page in node.get_font().get_pages():
        # In a core profile the border of an alpha texture reads as opaque, a bright line round glyphs at its edge.
        page.set_border_color(p3d.LColor(0, 0, 0, 0))
    # Panda3D draws a glyph to the right of its place and below it, by the margin in its texture.
    shift_m = size_m * MARGIN_PX / PIXELS_PER_EM
    path.set_pos(-shift_m, 0, shift_m)
    path.set_scale(size_m)
    path.flatten_light()
    return path


@functools.cache
def _letters(face: str) -> dict[str, Letter | None]:
    """Return the letters of a face that are known; more come as they are asked for."""
    return {}


def _letter(character: str, face: str) -> Letter | None:
    """Return a letter, None for an unusual one."""
    known = _letters(face)
    if character not in known:
        known[character] = _made(character, face)
    return known[character]


def _made(character: str, face: str) -> Letter | None:
    if character == " ":
        return (), float(font(face).get_space_advance())
    glyph = font(face).get_glyph(ord(character))
    if glyph is None or not glyph.has_quad():
        return None
    return tuple(glyphs.of(line(character, size_m=1.0, face=face, align="left"))), float(glyph.get_advance())


def learn() -> None:
    """Get to know the usual letters, once: a letter that is new takes as long as a line of those that are known."""
    for face, character in itertools.product(FACES, USUAL):
        _letter(character, face)


def learning(text: str, *, face: str) -> Pieces:
    """Get to know those letters of a text that are new, one after the other."""
    known = _letters(face)
    for character in dict.fromkeys(text):
        if character not in known:
            _letter(character, face)
            yield


def spelt(text: str, *, size_m: float, face: str, colour: light.Colour, align: str = "centre") -> tuple[Glyphs, ...]:
    """Write what `line` writes from letters that are known: much quicker than to let Panda3D do it."""
    shade = _shade(colour)
    return tuple([part.styled(size_m, shade) for part in _in_size_1(text, face, align)])


@functools.cache
def _shade(colour: light.Colour) -> NDArray[np.float32]:
    # Panda3D keeps colours in steps.
    return np.array(p3d.ColorAttrib.make_flat(p3d.LColor(*colour, 1.0)).get_color(), np.float32)


def spelt_rows(rows: Iterable[str], *, align: str = "centre") -> Iterator[tuple[Glyphs, ...]]:
    """Write rows one by one, each under the one before, from letters of one em that are known."""
    leading = float(font("text").get_line_height())
    for number, row in enumerate(rows):
        letters = spelt(row, size_m=1.0, face="text", colour=light.TEXT, align=align)
        yield tuple(part.placed((0.0, 0.0, -number * leading), 0.0) for part in letters)


@functools.lru_cache(maxsize=1024)
def _in_size_1(text: str, face: str, align: str) -> tuple[Glyphs, ...]:
    """Put a text together from its letters; the same ones come again and again."""
    pages: dict[p3d.RenderState, list[tuple[Glyphs, float]]] = {}
    at = end = 0.0
    for character in text:
        letter = _letter(character, face)
        if letter is None:
            return tuple(glyphs.of(line(text, size_m=1.0, face=face, align=align)))
        parts, wide = letter
        for part in parts:
            pages.setdefault(part.state, []).append((part, at))
        at += wide
        end = at if parts else end
    return tuple(glyphs.in_line(same, foot=end * FEET[align]) for same in pages.values())


def paragraph(
    text: str, *, size_m: float, width_m: float, face: str = "text", colour: light.Colour = light.TEXT
) -> tuple[Glyphs, ...]:
    """Write what `line` writes in lines that are no longer than `width_m`, from letters that are known."""
    leading_m = font(face).get_line_height() * size_m
    return tuple(
        part.placed((0.0, 0.0, -number * leading_m), 0.0)
        for number, each in enumerate(broken(text, width_em=width_m / size_m, face=face))
        for part in spelt(each, size_m=size_m, face=face, colour=colour)
    )


def broken(text: str, *, width_em: float, face: str = "text") -> Iterator[str]:
    """Yield the lines of a text, broken at blanks where they would be longer; a longer word has a line of its own."""
    blank_em = _width_em(" ", face)
    for row in text.split("\n"):
        line, wide_em = "", 0.0
        for word in row.split(" "):
            word_em = sum(_width_em(character, face) for character in word)
            if line and wide_em + blank_em + word_em > width_em:
                yield line
                line, wide_em = word, word_em
            else:
                line, wide_em = (f"{line} {word}", wide_em + blank_em + word_em) if line else (word, word_em)
        yield line


def _width_em(character: str, face: str) -> float:
    letter = _letter(character, face)
    return letter[1] if letter is not None else _width(character, face)


def fitting(text: str, *, size_m: float, width_m: float, face: str = "display") -> float:
    """Return how large letters may be, `size_m` at most, so that a line of `text` is no longer than `width_m`."""
    return min(size_m, width_m / max(_width(text, face), 1e-6))


@functools.lru_cache(maxsize=1024)
def _width(text: str, face: str) -> float:
    """Return how long a line of size 1 is."""
    node = p3d.TextNode("measure")
    node.set_font(font(face))
    return float(node.calc_width(text))


def lettered(path: p3d.NodePath) -> p3d.NodePath:
    """Make a node of letters drawable: its shader, blending, and a bin after everything solid."""
    shaders.wear(path, "text")
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_bin("fixed", 20)
    path.set_depth_offset(8)
    path.set_attrib(p3d.CullFaceAttrib.make(p3d.CullFaceAttrib.M_cull_clockwise))
    for found in path.find_all_matches("**/+GeomNode"):
        _paint(found.node())
    return path


def _paint(letters: p3d.GeomNode) -> None:
    """Let their corners have the colour of a text, so that all letters of one page are drawn in one state."""
    for index, state in enumerate(letters.get_geom_states()):
        colour = state.get_attrib(p3d.ColorAttrib)
        if colour is not None and colour.get_color_type() == p3d.ColorAttrib.T_flat:
            geom, how = letters.modify_geom(index), (4, p3d.Geom.NT_uint8, p3d.Geom.C_color)
            geom.set_vertex_data(geom.get_vertex_data().set_color(colour.get_color(), *how))
            letters.set_geom_state(index, state.set_attrib(p3d.ColorAttrib.make_vertex()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Place a text among others: its foot (in its parent's frame), its heading, its style as for `line`."""

    text: str
    point: tuple[float, float, float]
    heading_deg: float = 0.0
    size_m: float
    face: str = "display"
    colour: light.Colour = light.TEXT
    align: str = "centre"


class Lines:
    """Hold texts that change together, drawn as one mesh; only those that have changed are written anew."""

    def __init__(self, parent: p3d.NodePath, *, still: Iterable[Entry] = ()) -> None:
        """Hang `still` under `parent`, texts that stay, and nothing else yet."""
        self.path = lettered(parent.attach_new_node("lines"))
        self._entries: tuple[Entry, ...] = ()
        self._made: dict[Entry, tuple[Glyphs, ...]] = {}
        self._still = glyphs.by_page(part for entry in still for part in pieces.finish(_placing(entry)))
        if self._still:
            self.path.attach_new_node(glyphs.joined(self._still))

    def write(self, entries: Sequence[Entry]) -> None:
        """Show `entries` and nothing else."""
        pieces.finish(self.writing(entries))

    def writing(self, entries: Sequence[Entry]) -> Pieces:
        """Do what `write` does piece by piece: one text after the other, all together, at last what is seen."""
        wanted = tuple(entry for entry in entries if entry.text)
        if wanted == self._entries:
            return
        made: dict[Entry, tuple[Glyphs, ...]] = {}
        for entry in wanted:
            known = self._made.get(entry)
            made[entry] = (yield from _placing(entry)) if known is None else known
        changing = (part for entry in wanted for part in made[entry])
        letters = yield from glyphs.joining(itertools.chain(self._still, changing))
        self._entries, self._made = wanted, made
        self.path.get_children().detach()
        self.path.attach_new_node(letters)
        yield


def _placing(entry: Entry) -> Generator[None, None, tuple[Glyphs, ...]]:
    """Write a text where it is to stand, piece by piece."""
    yield from learning(entry.text, face=entry.face)
    letters = spelt(entry.text, size_m=entry.size_m, face=entry.face, colour=entry.colour, align=entry.align)
    placed = tuple(part.placed(entry.point, entry.heading_deg) for part in letters)
    yield
    return placed

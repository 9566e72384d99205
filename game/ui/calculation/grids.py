"""Numbers in rows and columns on the page: the piece that is seen, the filter, their product, and tiles of all maps."""

from collections.abc import Iterator, Sequence

import numpy as np

from layerwalk.game.ui.calculation.figures import figure
from layerwalk.game.ui.calculation.laid import Bytes, Cells, Laid, joined
from layerwalk.game.ui.calculation.measures import Measures
from layerwalk.game.ui.calculation.parts import Grid, Sheet, Tile
from layerwalk.game.ui.menu import icons, paint, shapes, typeset
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import Shape, opaque, plate
from layerwalk.game.ui.menu.typeset import Ink, Writing
from layerwalk.game.words import Words
from layerwalk.game.world import light, palette
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.mesh import Floats

BRIGHT = 0.46
"""On cells that are brighter, figures are dark."""
MOST_FIGURES = 5
"""In grids with more columns the figures would be too small."""
FAINT = 0.05
"""Values closer to 0 than this share of the largest have no sign."""
DECIMALS = {1: 4, 2: 4, 3: 3}
FILLED = 0.84
"""How much of a cell its figure may fill."""
LEGEND_STEPS = 48
LEAST_TILES = 6
"""Tiles stand no farther apart than if there were so many."""
HEAVY = np.array([0.299, 0.587, 0.114], np.float32) / 255


def coloured(grid: Grid, *, palette_name: str) -> Bytes:
    """Return the colours of a grid's cells, (h, w, 3) uint8."""
    if grid.tint == "signed":
        return _signed(grid.values, grid.high)
    share = (grid.values - grid.low) / (grid.high - grid.low) if grid.high > grid.low else 0 * grid.values
    return palette.look_up(share, name="grey" if grid.tint == "grey" else palette_name)


def _signed(values: Floats, most: float) -> Bytes:
    found: Bytes = palette.signed()[drawn.steps(values, most=most)]
    return found


def row(grids: Sequence[Grid], words: Words, measures: Measures, *, palette_name: str) -> Laid:
    """Lay grids side by side, each under its name and over its legend, with the signs between them."""
    gap = 0.085 * measures.grown
    side = min(measures.side, (measures.width - gap * (len(grids) - 1)) / len(grids))
    wide = [side * min(1.0, grid.values.shape[1] / grid.values.shape[0]) for grid in grids]
    x = measures.left + (measures.width - sum(wide) - gap * (len(grids) - 1)) / 2
    blocks = []
    for grid, width in zip(grids, wide, strict=True):
        blocks.append(_grid(grid, x, width, words, measures, palette_name=palette_name))
        if grid.sign:
            em = 1.5 * measures.number
            z = -measures.caption * 1.5 - width / 2 - 0.32 * em
            left = x - gap / 2 - typeset.width_em(grid.sign, "display") * em / 2
            blocks.append(Laid(writings=(Writing(text=grid.sign, x=left, z=z, size_m=em, face="display"),)))
        x += width + gap
    return joined(blocks)


def _grid(grid: Grid, x: float, width: float, words: Words, measures: Measures, *, palette_name: str) -> Laid:
    rows, columns = grid.values.shape
    top = -measures.caption * 1.5
    rect = Rect(left=x, right=x + width, top=top, bottom=top - width / columns * rows)
    colours = coloured(grid, palette_name=palette_name)
    gap = 0.08 if grid.winner else 0.045
    head = measures.line(grid.head, x=rect.middle[0], top=0.0, em=measures.caption, align="centre", room=width * 1.2)
    legend = _legend(grid, rect, words, measures, palette_name=palette_name)
    return Laid(
        tall_m=legend.tall_m,
        shapes=(_mat(rect), *_winner(grid, rect, gap)),
        cells=(Cells(rect=rect, colours=colours, gap=gap), *legend.cells),
        writings=(head, *_figures(grid, rect, colours, words), *legend.writings),
    )


def _mat(rect: Rect) -> Shape:
    return plate(rect.grown(0.006), fill=opaque(paint.WELL), rim=opaque(paint.RIM), rim_m=paint.RIM_M, radius_m=0.006)


def _winner(grid: Grid, rect: Rect, gap: float) -> Iterator[Shape]:
    """Frame the cell that wins: what lies under it is bright, and shows between it and its neighbours."""
    if grid.winner is None:
        return
    rows, columns = grid.values.shape
    (row, column), wide, tall = grid.winner, rect.width / columns, rect.height / rows
    left, top = rect.left + column * wide, rect.top - row * tall
    cell = Rect(left=left, right=left + wide, top=top, bottom=top - tall)
    yield plate(cell.grown(gap / 2 * wide), fill=opaque(light.AMBER), radius_m=0.004)


def _figures(grid: Grid, rect: Rect, colours: Bytes, words: Words) -> Iterator[Writing]:
    """Write its number into every cell; where cells are too small for that, whether it adds or takes away."""
    rows, columns = grid.values.shape
    texts = _numbers(grid, words) if max(rows, columns) <= MOST_FIGURES else _signs(grid)
    wide, tall = rect.width / columns, rect.height / rows
    widest = max(map(typeset.width_em, texts), default=0.0) or 1.0
    em = min((0.3 if max(rows, columns) <= MOST_FIGURES else 0.7) * tall, FILLED * wide / widest, 0.042)
    bright = (colours @ HEAVY > BRIGHT).flat
    for place, (text, is_bright) in enumerate(zip(texts, bright, strict=True)):
        if not text:
            continue
        row, column = divmod(place, columns)
        x = rect.left + (column + 0.5) * wide - typeset.width_em(text) * em / 2
        z = rect.top - (row + 0.5) * tall - 0.36 * em
        yield Writing(text=text, x=x, z=z, size_m=em, ink="dark" if is_bright else "text")


def _numbers(grid: Grid, words: Words) -> list[str]:
    decimals = DECIMALS.get(max(grid.values.shape), 2)
    return [figure(float(value), words, decimals=decimals) for value in grid.values.flat]


def _signs(grid: Grid) -> list[str]:
    """Return a sign for every cell of signed values that is not next to nothing."""
    if grid.tint != "signed":
        return [""] * grid.values.size
    least = FAINT * grid.high
    return ["" if abs(value) <= least else "+" if value > 0 else "−" for value in grid.values.flat]


def _legend(grid: Grid, rect: Rect, words: Words, measures: Measures, *, palette_name: str) -> Laid:
    """Draw what the colours stand for, its least and largest value under it, and 0 where that is in the middle."""
    top = rect.bottom - 0.022 * measures.grown
    bar = Rect(left=rect.left, right=rect.right, top=top, bottom=top - 0.012 * measures.grown)
    shown = np.linspace(grid.low, grid.high, LEGEND_STEPS, dtype=np.float32)[None]
    colours = coloured(
        Grid(head="", values=shown, tint=grid.tint, low=grid.low, high=grid.high), palette_name=palette_name
    )
    foot = bar.bottom - 0.2 * measures.small
    numbers = ((grid.low, bar.left, "left"), (grid.high, bar.right, "right"))
    middle = ((0.0, bar.middle[0], "centre"),) if grid.tint == "signed" else ()
    writings = tuple(
        measures.line(words.number(value, digits=2), x=x, top=foot, em=measures.small, align=align, ink="second")
        for value, x, align in (*numbers, *middle)
    )
    return Laid(tall_m=-foot + measures.small, cells=(Cells(rect=bar, colours=colours, gap=0.0),), writings=writings)


def tiles(sheet: Sheet, measures: Measures, *, first: int, hovered: str | None) -> Laid:
    """Lay small pictures of what the input maps give side by side: each can be chosen; arrows lead on to more."""
    head = measures.line(sheet.tiles_head, x=measures.left, top=0.0, em=measures.caption, ink="second")
    arrow = 0.062 * measures.grown if sheet.maps > measures.tiles else 0.0
    room = measures.width - 2 * arrow
    pitch = room / max(LEAST_TILES, len(sheet.tiles))
    side = min(0.72 * pitch, 0.115 * measures.grown)
    top = -1.75 * measures.caption
    under = top - side - 0.35 * measures.small
    x0 = measures.left + arrow
    blocks = [Laid(writings=(head,))]
    for place, tile in enumerate(sheet.tiles):
        box = rects.around(x0 + (place + 0.5) * pitch, top - side / 2, width_m=side, height_m=side)
        blocks.append(_tile(tile, box, under, sheet.most, measures, pitch=pitch, hovered=hovered))
    if arrow:
        last = first + len(sheet.tiles) >= sheet.maps
        blocks += _arrows(top - side / 2, arrow, measures, ends=(first == 0, last), hovered=hovered)
    return joined([*blocks, Laid(tall_m=-under + 2.3 * measures.small)])


def _tile(
    tile: Tile, box: Rect, under: float, most: float, measures: Measures, *, pitch: float, hovered: str | None
) -> Laid:
    name = f"map {tile.map}"
    rim = light.AMBER if tile.chosen else light.SECOND_TEXT if hovered == name else paint.RIM
    wide = 0.005 if tile.chosen else paint.RIM_M
    frame = plate(box.grown(0.009), fill=opaque(paint.WELL), rim=opaque(rim), rim_m=wide, radius_m=0.006)
    x, em, room = box.middle[0], measures.small, 0.96 * pitch
    ink: Ink = "text" if tile.chosen else "second"
    number = measures.line(tile.name, x=x, top=under, em=em, align="centre", room=room, ink=ink)
    text = measures.line(tile.text, x=x, top=under - 1.1 * em, em=em, align="centre", room=room, ink=ink)
    return Laid(
        shapes=(frame,),
        cells=(Cells(rect=box, colours=_signed(tile.values, most), gap=0.0, soft=False),),
        writings=(number, text),
        parts={name: Rect(left=x - pitch / 2, right=x + pitch / 2, top=box.top + 0.012, bottom=under - 2.2 * em)},
    )


def _arrows(
    z: float, arrow: float, measures: Measures, *, ends: tuple[bool, bool], hovered: str | None
) -> Iterator[Laid]:
    """Draw the ways to stronger and to weaker maps; where there are none, nothing."""
    places = (("previous", "less", measures.left + arrow / 2), ("next", "more", measures.right - arrow / 2))
    for (name, icon, x), is_end in zip(places, ends, strict=True):
        if is_end:
            continue
        box = rects.around(x, z, width_m=arrow, height_m=1.6 * arrow)
        sign = rects.around(x, z, width_m=arrow * 0.6, height_m=arrow * 0.6)
        yield Laid(
            shapes=(button(box, is_hovered=hovered == name), *shapes.drawn(icons.SIGNS[icon], sign, light.TEXT)),
            parts={name: box},
        )


def button(box: Rect, *, is_hovered: bool) -> Shape:
    """Draw the plate of something that can be pressed."""
    fill, rim = (paint.HOVERED, light.SECOND_TEXT) if is_hovered else (paint.PLATE, paint.RIM)
    return plate(box, fill=opaque(fill), rim=opaque(rim), rim_m=paint.RIM_M, radius_m=paint.CORNER_M)

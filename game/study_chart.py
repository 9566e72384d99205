"""Draw a study's sheet as a picture, without a graphics card. Pixels: X to the right, Y down."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from layerwalk.game import files
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.study import dose_sheet
from layerwalk.game.ui.study.sheet import SIZE_M, About, Sheet, with_foot
from layerwalk.game.words import Words
from layerwalk.game.world import lettering, light
from layerwalk.game.world.lettering import Entry

SIZE = (1280, 720)
FINE = 2
"""The picture is drawn so many times finer, and made smaller at the end."""

Ink = tuple[int, int, int]


def draw(result: Mapping[str, Any], words: Words) -> Image.Image:
    """Return the picture of dose-response curves, 1280x720.

    result: 'network', 'layer', 'pictures', 'draws' and 'curves', columns by name as they are written to a table.
    """
    about = About(title=result["network"], layer=result["layer"], pictures=result["pictures"], draws=result["draws"])
    curves = result["curves"]
    return picture(with_foot(dose_sheet.draw(curves, about, words), dose_sheet.found(curves, words)))


def picture(sheet: Sheet) -> Image.Image:
    """Return the picture of a sheet, 1280x720."""
    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), _ink(light.PLATE))
    _paint(ImageDraw.Draw(image), sheet.drawn)
    for entry in sheet.written:
        _write(ImageDraw.Draw(image), entry)
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _scale() -> float:
    return SIZE[0] * FINE / SIZE_M[0]


def _places(points: np.ndarray) -> np.ndarray:
    """Return where points (n, 2) in metres lie in the fine picture."""
    return np.asarray((points * [1, -1] + [SIZE_M[0] / 2, SIZE_M[1] / 2]) * _scale())


def _paint(pen: ImageDraw.ImageDraw, drawn: Strokes) -> None:
    """Lay all triangles on; strokes of which something shines through lie on the plain ground."""
    places, ground = _places(drawn.points), np.array(light.PLATE) * 255
    for corners in drawn.triangles:
        *colour, alpha = drawn.colours[corners[0]].astype(float)
        red, green, blue = (round(value) for value in ground + (np.array(colour) - ground) * alpha / 255)
        pen.polygon([(float(x), float(y)) for x, y in places[corners]], fill=(red, green, blue))


def _write(pen: ImageDraw.ImageDraw, entry: Entry) -> None:
    """Write a text whose foot's middle is its place."""
    font = ImageFont.truetype(str(files.asset("fonts", lettering.FACES[entry.face])), round(entry.size_m * _scale()))
    ((x, y),) = _places(np.array([[entry.point[0], entry.point[2]]]))
    pen.text((float(x), float(y)), entry.text, fill=_ink(entry.colour), font=font, anchor="ms")


def _ink(colour: light.Colour) -> Ink:
    red, green, blue = (round(255 * part) for part in colour)
    return red, green, blue

"""Draw dose-response curves as a picture in the house's look. Pixels: X to the right, Y down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from layerwalk.game import files
from layerwalk.game.ui.curves import HUES
from layerwalk.game.words import Words
from layerwalk.game.world import light
from layerwalk.game.world.light import Colour

SIZE = (1280, 720)
FINE = 2
"""The picture is drawn so many times finer, and made smaller at the end."""
PLOT = (112, 178, 796, 624)
"""Left, top, right and bottom of the curves' field."""
LEGEND = (840, 204, 64)
"""Left and top of the legend, and the distance of its lines."""
ORDERS = ("ablation", "gradient", "activation")
CONTROL = HUES[-1]
ACROSS = 6
"""At most so many numbers are written below."""

Point = tuple[float, float]
Ink = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """Draw on a picture that is finer than it will be."""

    pen: ImageDraw.ImageDraw

    def line(self, points: Sequence[Point], colour: Colour, *, width: float) -> None:
        self.pen.line([(x * FINE, y * FINE) for x, y in points], fill=_ink(colour), width=round(width * FINE))

    def shape(self, points: Sequence[Point], colour: Colour, *, strength: float = 1.0) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=_ink(colour, strength))

    def text(self, at: Point, text: str, colour: Colour, *, size: int, anchor: str = "ls", title: bool = False) -> None:
        file = "InterDisplay-SemiBold.otf" if title else "Inter-Medium.otf"
        font = ImageFont.truetype(str(files.asset("fonts", file)), size * FINE)
        self.pen.text((at[0] * FINE, at[1] * FINE), text, fill=_ink(colour), font=font, anchor=anchor)


def draw(result: Mapping[str, Any], words: Words) -> Image.Image:
    """Return the picture of a study, 1280x720: a curve for each order, and the band of the random ones.

    result: 'network', 'layer', 'pictures', 'draws' and 'curves', columns by name as they are written to a table.
    """
    image = Image.new("RGB", (SIZE[0] * FINE, SIZE[1] * FINE), _ink(light.PLATE))
    sheet, curves = _Sheet(pen=ImageDraw.Draw(image)), result["curves"]
    removed = curves["removed"]
    paths = {name: _path(removed, column) for name, column in curves.items()}
    sheet.shape([*paths["random_low"], *reversed(paths["random_high"])], CONTROL, strength=0.26)
    _axes(sheet, removed, words)
    sheet.line(paths["random"], CONTROL, width=2)
    for name, hue in zip(ORDERS, HUES, strict=False):
        sheet.line(paths[name], hue, width=3)
        for point in paths[name]:
            MARKS[name](sheet, point, hue)
    _texts(sheet, result, words)
    _legend(sheet, words)
    return image.resize(SIZE, Image.Resampling.LANCZOS)


def _path(removed: Sequence[float], accuracies: Sequence[float]) -> list[Point]:
    left, top, right, bottom = PLOT
    return [
        (left + (right - left) * gone / removed[-1], bottom - (bottom - top) * accuracy)
        for gone, accuracy in zip(removed, accuracies, strict=True)
    ]


def _axes(sheet: _Sheet, removed: Sequence[float], words: Words) -> None:
    left, _, right, bottom = PLOT
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        ((_, y),) = _path([removed[-1]], [share])
        sheet.line([(left, y), (right, y)], light.INLAY, width=1)
        label = words("numbers.percent", value=round(share * 100))
        sheet.text((left - 14, y), label, light.SECOND_TEXT, size=18, anchor="rm")
    for gone in _numbers(int(removed[-1])):
        x = left + (right - left) * gone / removed[-1]
        sheet.line([(x, bottom), (x, bottom + 6)], light.SECOND_TEXT, width=1)
        sheet.text((x, bottom + 14), words.count(gone), light.SECOND_TEXT, size=18, anchor="mt")


def _numbers(units: int) -> list[int]:
    """Return the numbers below the field: few and round, from none to all."""
    rounds = (base * 10**power for power in range(9) for base in (1, 2, 5))
    step = next(step for step in rounds if units / step <= ACROSS)
    return [gone for gone in range(0, units, step) if units - gone >= step * 0.6] + [units]


def _texts(sheet: _Sheet, result: Mapping[str, Any], words: Words) -> None:
    left, top, right, bottom = PLOT
    units = words.count(int(result["curves"]["removed"][-1]))
    about = {name: words.count(result[name]) for name in ("pictures", "draws")}
    sheet.text((48, 68), words("study.title", layer=result["layer"]), light.TEXT, size=36, title=True)
    sheet.text((48, 104), words("study.about", network=result["network"], **about), light.SECOND_TEXT, size=19)
    sheet.text((left, top - 16), words("study.up"), light.TEXT, size=18)
    sheet.text(((left + right) / 2, bottom + 62), words("study.across", units=units), light.TEXT, size=18, anchor="ms")


def _legend(sheet: _Sheet, words: Words) -> None:
    x, y, step = LEGEND
    for index, (name, hue) in enumerate((*zip(ORDERS, HUES, strict=False), ("random", CONTROL), ("band", CONTROL))):
        middle = y + index * step
        if name == "band":
            sheet.shape(_box((x + 20, middle), 20, 9), hue, strength=0.26)
        else:
            sheet.line([(x, middle), (x + 40, middle)], hue, width=2 if name == "random" else 3)
        if name in MARKS:
            MARKS[name](sheet, (x + 20, middle), hue)
        sheet.text((x + 54, middle), words(f"study.{name}"), light.TEXT, size=17, anchor="lm")


def _box(at: Point, width: float, height: float) -> list[Point]:
    x, y = at
    return [(x - width, y - height), (x + width, y - height), (x + width, y + height), (x - width, y + height)]


def _square(sheet: _Sheet, at: Point, colour: Colour) -> None:
    sheet.shape(_box(at, 4.5, 4.5), colour)


def _diamond(sheet: _Sheet, at: Point, colour: Colour) -> None:
    sheet.shape([(at[0] - 6.5, at[1]), (at[0], at[1] - 6.5), (at[0] + 6.5, at[1]), (at[0], at[1] + 6.5)], colour)


def _triangle(sheet: _Sheet, at: Point, colour: Colour) -> None:
    sheet.shape([(at[0] - 6, at[1] + 5), (at[0] + 6, at[1] + 5), (at[0], at[1] - 6)], colour)


MARKS: Mapping[str, Callable[[_Sheet, Point, Colour], None]] = MappingProxyType(
    {"ablation": _square, "gradient": _diamond, "activation": _triangle}
)
"""A mark for every order, for those who cannot tell its colour from another."""


def _ink(colour: Colour, strength: float = 1.0) -> Ink:
    """Return a colour in [0, 255], laid so strongly over the picture's ground."""
    red, green, blue = (
        round(255 * (ground + (part - ground) * strength)) for part, ground in zip(colour, light.PLATE, strict=True)
    )
    return red, green, blue

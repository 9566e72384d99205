"""How wide texts are, where their lines break, and how small they must be to fit. Lengths in metres or ems."""

import functools
import itertools
from dataclasses import dataclass, replace
from typing import Literal

import panda3d.core as p3d

from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.world import lettering

Face = Literal["text", "display"]
Ink = Literal["title", "text", "second", "dim", "dark", "fault"]
LEADING = 1.28
"""From base line to base line, in ems."""
RISE, FALL = 0.82, 0.22
"""How far letters reach over and under their base line, in ems; an accent on a capital may reach a little higher."""
SHRINK = 0.8
"""A word that is too long is written so much smaller at most before it is broken."""
ORPHAN = 0.4
"""A last line that is shorter than this share of the widest is given words from the lines before."""
NARROWER = 0.96
VOWELS = "aeiouyäöüàáâèéêìíîòóôùúûAEIOUYÄÖÜ"
TOGETHER = ("sc", "ch", "ck", "ph", "th", "qu")
MISSING = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Hold one line of text: the left end of its base line, its em, its face and its ink."""

    text: str
    x: float
    z: float
    size_m: float
    face: Face = "text"
    ink: Ink = "text"

    @property
    def box(self) -> Rect:
        """Return the rectangle that the letters fill."""
        right = self.x + width_em(self.text, self.face) * self.size_m
        return Rect(left=self.x, bottom=self.z - FALL * self.size_m, right=right, top=self.z + RISE * self.size_m)

    def moved(self, *, x: float = 0.0, z: float = 0.0) -> "Writing":
        """Return it moved to the right and up."""
        return replace(self, x=self.x + x, z=self.z + z)


@functools.cache
def glyph(character: str, face: Face) -> p3d.TextGlyph:
    """Return a character's glyph, drawn into the font's texture once; one that the font lacks is a question mark."""
    return lettering.font(face).get_glyph(ord(character)) or lettering.font(face).get_glyph(ord(MISSING))


@functools.cache
def _advance(character: str, face: Face) -> float:
    return float(glyph(character, face).get_advance())


@functools.lru_cache(4096)
def width_em(text: str, face: Face = "text") -> float:
    """Return how wide a line is, in ems."""
    return sum(map(_advance, text, itertools.repeat(face)))


def wrapped(text: str, width: float, face: Face = "text") -> tuple[str, ...]:
    """Return the lines of `text`, none wider than `width` ems; words that are wider alone are broken with a hyphen."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            joined = f"{line} {word}" if line else word
            if width_em(joined, face) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = broken(word, width, face)
            lines += full
        lines.append(line)
    return tuple(lines)


@functools.lru_cache(1024)
def evened(text: str, width: float, face: Face = "text") -> tuple[str, ...]:
    """Return the lines of `text` as `wrapped` does, a little narrower where the last one would be very short."""
    lines = wrapped(text, width, face)
    longest = max(width_em(word, face) for word in text.split(" "))
    while len(lines) > 1 and "\n" not in text and width_em(lines[-1], face) < ORPHAN * widest(lines, face):
        width *= NARROWER
        narrower = wrapped(text, width, face)
        if width < longest or len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def broken(word: str, width: float, face: Face = "text") -> list[str]:
    """Return the pieces of a word, each but the last with a hyphen, none wider than `width` ems if that can be."""
    pieces = []
    while width_em(word, face) > width and len(word) > 1:
        fits = [i for i in range(1, len(word)) if width_em(_piece(word[:i]), face) <= width]
        after = max(fits, default=1)
        good = [i for i in fits if _may_break(word, i) and i > after * 0.4]
        cut = max(good, default=after)
        pieces.append(_piece(word[:cut]))
        word = word[cut:]
    return [*pieces, word]


def _piece(start: str) -> str:
    return start if start[-1] in "-–/_.·" else f"{start}-"


def _may_break(word: str, at: int) -> bool:
    """Say whether a new syllable may begin at a place: after a hyphen, or with one consonant before a vowel."""
    if word[at - 1] in "-–/_.·":
        return True
    if not 2 <= at <= len(word) - 2 or word[at] in VOWELS or word[at + 1] not in VOWELS:
        return False
    return word[at - 1 : at + 1].lower() not in TOGETHER


def fitted(text: str, *, size_m: float, width_m: float, face: Face = "text") -> tuple[float, tuple[str, ...]]:
    """Return an em of `size_m`, or a little less where a long word wants it, and the lines that fit `width_m`."""
    longest = max(width_em(word, face) for word in text.replace("\n", " ").split(" "))
    share = width_m / (longest * size_m) if longest else 1.0
    # Where shrinking is not enough the word is broken, and then its letters may as well be of full size.
    size = size_m * share if SHRINK <= share < 1.0 else size_m
    return size, evened(text, width_m / size + 1e-6, face)


def boxed(text: str, rect: Rect, *, size_m: float, face: Face = "text") -> tuple[float, tuple[str, ...]]:
    """Return the largest em up to `size_m` at which `text` fits into `rect`, and its lines."""
    size, lines = fitted(text, size_m=size_m, width_m=rect.width, face=face)
    while tall(lines, size) > rect.height + 1e-9 and size > size_m * 0.2:
        size *= 0.95
        lines = evened(text, rect.width / size + 1e-6, face)
    return size, lines


def tall(lines: tuple[str, ...], size_m: float) -> float:
    """Return how tall lines are together."""
    return size_m * (RISE + FALL + LEADING * (len(lines) - 1))


def widest(lines: tuple[str, ...], face: Face = "text") -> float:
    """Return the width of the widest line, in ems."""
    return max(width_em(line, face) for line in lines)


def written(
    lines: tuple[str, ...],
    *,
    left: float,
    top: float,
    size_m: float,
    right: float | None = None,
    align: Literal["left", "centre", "right"] = "left",
    face: Face = "text",
    ink: Ink = "text",
) -> tuple[Writing, ...]:
    """Place lines under each other, their letters from `top` down; not to the left needs `right`."""
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    free = (right if right is not None else left) - left
    return tuple(
        Writing(
            text=line,
            x=left + share * (free - width_em(line, face) * size_m),
            z=top - size_m * (RISE + LEADING * index),
            size_m=size_m,
            face=face,
            ink=ink,
        )
        for index, line in enumerate(lines)
        if line
    )

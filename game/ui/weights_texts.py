"""What is written beside the weights of a map or a neuron, in the visitor's language."""

from dataclasses import dataclass

from layerwalk.game.words import Words
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.weights import Floats

FIGURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Hold the writings: the title, what the tiles are, how many more there are, the legend's ends, what they do."""

    title: str
    caption: str
    more: str
    low: str
    high: str
    sum: str


def texts(own: Floats, *, bias: float | None, kind: str, words: Words) -> Texts:
    """Return what is written beside the weights `own` and a bias; kind: of the layer that they belong to."""
    most, hidden = drawn.most(own), len(own) - drawn.MOST_TILES if own.ndim == 3 else 0
    return Texts(
        title=words("weights.title"),
        caption=words(f"weights.{_caption(own, kind)}", count=words.count(len(own))),
        more=words("weights.more", count=words.count(hidden)) if hidden > 0 else "",
        low=_signed(-most, words),
        high=_signed(most, words),
        sum=words("weights.sum") if bias is None else words("weights.sum_from", bias=_signed(bias, words)),
    )


def _caption(own: Floats, kind: str) -> str:
    if own.ndim == 1:
        return "line"
    what = "kernel" if kind == "conv" else "stack"
    return f"{what}_{'one' if len(own) == 1 else 'many'}"


def _signed(value: float, words: Words) -> str:
    written = words.number(value, digits=FIGURES)
    return f"+{written}" if value > 0 else written

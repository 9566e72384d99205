"""What the plates under the signs say of pictures on the walls: whose they are, and how far they are."""

import math

from layerwalk.game import dream_words
from layerwalk.game.dreamt import Dream
from layerwalk.game.lab.dream_walls import Hung
from layerwalk.game.lab.tool import Hall
from layerwalk.game.ui.dream_signs import Texts

SHARE_STEPS = 10
"""A plate tells the share done in so many steps, so that it is not written anew all the time."""


def texts(hall: Hall, hung: Hung | None) -> dict[str, Texts]:
    """Return what the plates say, by layer; one picture that hangs among a layer's comes before them."""
    dreamt = hall.state.dreamt
    said = {node: _of_layer(hall, node) for node in dreamt.wanted}
    if hung is not None and dreamt.one is not None:
        said[hung.node] = _of_one(hall, hung, dreamt.one)
    return said


def _of_layer(hall: Hall, node: str) -> Texts:
    words, layer = hall.words, hall.state.dreamt.layers.get(node)
    head = words("dreams.signs.neurons" if hall.state.spec.node(node).is_line else "dreams.signs.shown")
    if layer is None or not layer.finished:
        share = math.floor(SHARE_STEPS * layer.share) / SHARE_STEPS if layer is not None else 0.0
        return head, words("dreams.signs.making", share=words("numbers.percent", value=round(100 * share)))
    return head, words("dreams.signs.stale") if layer.stale else ""


def _of_one(hall: Hall, hung: Hung, one: Dream) -> Texts:
    words = hall.words
    key = "dreams.signs.neuron" if hall.state.spec.node(hung.node).is_line else "dreams.signs.map"
    first, now = dream_words.climbed(one, words)
    score = words("dreams.signs.score", first=first, now=now) if first else ""
    stale = words("dreams.signs.stale") if one.stale else ""
    parts = (stale or dream_words.steps(one, words), score)
    return words(key, number=hung.map + 1), " · ".join(part for part in parts if part)

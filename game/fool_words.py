"""What is said of a picture that was changed to fool the network: plain texts."""

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.fooled import FooledPicture
from layerwalk.game.selected import Selected
from layerwalk.game.words import Words
from layerwalk.nn.network import NetworkSpec


def outcome(fooled: FooledPicture, spec: NetworkSpec, words: Words) -> str:
    """Say in a sentence how far it has come."""
    now = fooled.now
    if now.aim.node != spec.answer.name:
        return _of_part(fooled, spec, words)
    shares = now.answer.probabilities
    best = int(np.argmax(shares))
    told = {"name": words.class_name(spec.classes[best]), "share": words.percent(float(shares[best]))}
    if fooled.outcome == "reached":
        return words("fool.already" if now.step == 0 else "fool.reached", **told)
    return words("fool.unreached" if fooled.outcome == "unreached" else "fool.so_far", **told)


def _of_part(fooled: FooledPicture, spec: NetworkSpec, words: Words) -> str:
    aim = fooled.now.aim
    part = selecting.title(Selected(node=aim.node, index=aim.index), spec, words)
    way = "towards" if fooled.now.config.targeted else "away"
    key = f"fool.parts.{way}_{'reached' if fooled.outcome == 'reached' else 'so_far'}"
    before, after = (words.number(value) for value in fooled.strengths())
    return words(key, part=part, before=before, now=after)


def change(fooled: FooledPicture, words: Words) -> str:
    """Say by how much a pixel has changed at most, and how much was allowed."""
    most, config = words.fixed(fooled.now.farthest, decimals=3), fooled.now.config
    if config.step == "gradient":
        return words("fool.most_free", most=most)
    return words("fool.most", most=most, allowed=words.short(config.epsilon))

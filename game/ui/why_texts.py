"""What is told of a map that says why: plain texts."""

from layerwalk.game.words import Words
from layerwalk.nn.messages import Attributed
from layerwalk.nn.network import NetworkSpec


def title(made: Attributed, spec: NetworkSpec, words: Words, *, guess: int | None) -> str:
    """Return what is asked: why the guess, or what speaks for another answer."""
    return words("why.title" if made.target == guess else "why.other", name=_name(made, spec, words))


def facts(made: Attributed, spec: NetworkSpec, words: Words) -> str:
    """Return how far a map is, else what it sums to where it promises that, else the score that it is about."""
    if made.share < 1:
        return words("why.working", share=words.percent(made.share))
    if made.difference is None:
        return words("why.score", name=_name(made, spec, words), score=words.fixed(made.score, decimals=2))
    total = words.fixed(float(made.map.sum()), decimals=2)
    return words("why.complete", sum=total, difference=words.fixed(made.difference, decimals=2))


def _name(made: Attributed, spec: NetworkSpec, words: Words) -> str:
    return words.class_name(spec.classes[made.target])

"""The formula of a neuron: from what is added up to what the neuron gives, every number as it is shown."""

from collections.abc import Sequence
from dataclasses import replace

from layerwalk.game.ui.calculation.figures import adding_up, figure, within
from layerwalk.game.ui.calculation.parts import Term, Told
from layerwalk.game.words import Words
from layerwalk.nn.messages import Explained, Step

Named = tuple[str, float]
"""What a number is, and the number."""


def formula(products: Sequence[Named], explained: Explained, told: Told) -> tuple[Term, ...]:
    """Return the terms of a formula that begins with `products`, to which the bias is added where there is one."""
    bias = () if explained.bias is None else ((told.words("calculation.bias"), explained.bias),)
    named = (*products, *bias)
    shown, total = adding_up([value for _, value in named], explained.total or 0.0)
    return summed([(name, value) for (name, _), value in zip(named, shown, strict=True)], total, explained, told)


def summed(shown: Sequence[Named], total: float, explained: Explained, told: Told) -> tuple[Term, ...]:
    """Return the terms of a formula whose numbers are rounded already."""
    words = told.words
    if len(shown) == 1:
        return after(explained, told, total=total, caption=shown[0][0])
    (caption, value), *more = shown
    first = Term(sign="", text=figure(value, words), caption=caption)
    others = (Term(sign="+", text=within(value, words), caption=caption) for caption, value in more)
    return (first, *others, *after(explained, told, total=total, sign="="))


def after(explained: Explained, told: Told, *, total: float, sign: str = "", caption: str = "") -> tuple[Term, ...]:
    """Return the sum and what is then done to it, step by step; the last is what the neuron gives."""
    words = told.words
    found = [Term(sign=sign, text=figure(total, words), caption=caption or words("calculation.sum"))]
    for step in explained.steps:
        found.append(Term(sign="→", text=figure(step.value, words), caption=_step_name(step, words)))
    return (*found[:-1], replace(found[-1], last=True))


def _step_name(step: Step, words: Words) -> str:
    """Say what is done in a step, in a few plain words where there are some."""
    name = words.operation(step.label)
    if step.label == "softmax":
        return words("calculation.share", name=name, percent=words.percent(step.value))
    return words.find(f"calculation_steps.{step.label.replace(' ', '_')}") or name


def note(explained: Explained, told: Told) -> str:
    """Say where the value that is shown is another one than the calculation comes to."""
    if explained.result is None or explained.output is None or explained.adds_up:
        return ""
    key = "calculation.lesioned" if told.lesioned else "calculation.differs"
    return told.words(key, value=figure(explained.output, told.words))

"""How what is known of a picture that a part of a network wants to see is put into words."""

from layerwalk.game import selected as selecting
from layerwalk.game.dreamt import Dream
from layerwalk.game.selected import Selected
from layerwalk.game.words import Words
from layerwalk.nn.network import NetworkSpec


def title(one: Dream, spec: NetworkSpec, words: Words) -> str:
    """Say what wants to see it: 'Convolution 1, map 3', 'The answer 3, not 8'."""
    aim = one.aim
    name = selecting.title(Selected(node=aim.node, index=aim.index), spec, words)
    if aim.minus is None:
        return name
    other = spec.classes[aim.minus[0]] if aim.node == spec.answer.name else str(aim.minus[0] + 1)
    return words("dreams.direction", name=name, other=words.class_name(other))


def steps(one: Dream, words: Words) -> str:
    """Say how far it is: 'step 40 of 160', 'finished after 160 steps', 'stopped at step 12'."""
    key = {"making": "step", "finished": "finished", "cancelled": "stopped"}[one.state]
    return words(f"dreams.{key}", step=words.count(one.step), steps=words.count(one.steps))


def climbed(one: Dream, words: Words) -> tuple[str, str]:
    """Return the score at the beginning and now, '' where there is none yet."""
    if not one.step:
        return "", ""
    return words.number(float(one.scores[0])), words.number(float(one.scores[-1]))


def told(one: Dream, spec: NetworkSpec, words: Words) -> str:
    """Say everything in one sentence."""
    first, now = climbed(one, words)
    score = words("dreams.climbed", first=first, now=now) if first else ""
    stale = words("dreams.stale") if one.stale else ""
    return " · ".join(part for part in (title(one, spec, words), steps(one, words), score, stale) if part)

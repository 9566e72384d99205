"""Where weights come from: as a record tells it in a short English text, and read from there for any language."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from layerwalk.nn.messages import Said
from layerwalk.nn.said import say

PERCENT = re.compile(r"(\d+(?:\.\d+)?) %")


def shipped(name: str) -> str:
    """Return where the weights of a shipped network come from."""
    return f"shipped: {name}"


def drawn_anew(seed: int | str | None = None) -> str:
    """Return where weights come from that nothing has trained yet."""
    return "drawn anew" if seed is None else f"drawn anew (seed {seed})"


def file(name: str, accuracy: str) -> str:
    """Return where weights come from that were read from a file; accuracy: as its record has it."""
    return f"{name} ({accuracy})"


def run(number: int, *, step: int) -> str:
    """Return where weights come from that a run has had after so many steps."""
    return f"run {number}, step {step}"


def told(text: str) -> Said:
    """Return what one of these texts says; any other is told as it is."""
    for pattern, tell in _READ.items():
        if (match := re.fullmatch(pattern, text)) is not None:
            return tell(**match.groupdict())
    return say("records.plain", text=text)


def _file(name: str, accuracy: str) -> Said:
    if (percent := PERCENT.match(accuracy)) is None:
        return say("records.file", name=name)
    return say("records.file_right", name=name, share=say("numbers.percent", value=float(percent[1])))


_READ: Mapping[str, Callable[..., Said]] = MappingProxyType(
    {
        r"shipped: (?P<name>.+)": lambda name: say("records.shipped", name=name),
        r"drawn anew": lambda: say("records.drawn"),
        r"drawn anew \(seed (?P<seed>\d+)\)": lambda seed: say("records.drawn_from", seed=seed),
        r"run (?P<run>\d+), step (?P<step>\d+)": lambda run, step: say("records.run", run=run, step=int(step)),
        r"(?P<name>.+?)\.safetensors \((?P<accuracy>.*)\)": _file,
    }
)

"""What is shown of a network: each kind of information is on or off."""

from dataclasses import dataclass
from typing import Any, ClassVar

from layerwalk.game import schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Say which kinds of information are shown; their titles and help are the texts called 'shown.NAME'.

    titles: the names over the stages. signs: the boards on the stages, with the legend of their colours. thread: the
    line of light in the floor. wave: the light that runs along it. neurons: the nearest, standing up as cubes.
    mosaics: every layer's mean map in its floor. arcs: connections that skip layers. guess: what the network believes,
    everywhere. second: its second guess. percents: how sure it is of every answer, on the island. readout: what is
    said of the neuron that one points at. weights: what it multiplies its inputs with. calculation: how the neuron that
    is held comes to its value. board: how the training goes.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = schema.STRICT

    titles: bool = True
    signs: bool = True
    thread: bool = True
    wave: bool = True
    neurons: bool = True
    mosaics: bool = True
    arcs: bool = True
    guess: bool = True
    second: bool = True
    percents: bool = True
    readout: bool = True
    weights: bool = True
    calculation: bool = True
    board: bool = True


EVERYTHING = Shown()

"""From a worker's network to what another worker needs to go on with it exactly where it is, and back."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from layerwalk.nn.course import CourseState
from layerwalk.nn.held import Held, HeldState
from layerwalk.nn.lesion import Usual
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.messages import Said, TakeOver, Train, TrainConfig
from layerwalk.nn.pace import Gathered
from layerwalk.nn.record import Provenance
from layerwalk.nn.run_state import RunState
from layerwalk.nn.train import Step, Validation


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Baggage:
    """Hold what travels as bytes. usual: for the lesions. random, device_random: states of torch's own generators."""

    held: HeldState
    usual: tuple[Usual, bool] | None
    random: Tensor
    device_random: Tensor | None


PLAIN: list[Callable[..., Any] | tuple[Callable[..., Any], str]] = [
    *(Baggage, CourseState, Gathered, HeldState, Provenance, RunState, Said, Step, TrainConfig, Usual, Validation),
]
"""Besides tensors and numbers nothing but these is read."""


def pack(held: Held, lab: Lab, *, train: Train | None) -> TakeOver:
    """Return what to ask of another worker; nothing but a training may go on. train: what the run was asked for by."""
    baggage = Baggage(
        held=held.state,
        usual=lab.usual,
        random=torch.get_rng_state(),
        device_random=None if held.place.type == "cpu" else torch.get_device_module(held.place).get_rng_state(),
    )
    stream = io.BytesIO()
    torch.save(baggage, stream)
    return TakeOver(request=held.request, lesions=lab.lesions, train=train, state=stream.getvalue())


def unpack(held: Held, lab: Lab, request: TakeOver) -> None:
    """Bring a network of the same form to where the other one was. Raise what `Held.go_on` raises."""
    with torch.serialization.safe_globals(PLAIN):
        baggage: Baggage = torch.load(io.BytesIO(request.state), map_location="cpu", weights_only=True)
    held.go_on(baggage.held)
    lab.go_on(request.lesions, baggage.usual)
    torch.set_rng_state(baggage.random)
    if baggage.device_random is not None and held.place.type != "cpu":
        torch.get_device_module(held.place).set_rng_state(baggage.device_random)

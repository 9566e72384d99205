"""Change a picture a little until the network errs. What is returned is the tensor that was classified, to the bit."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from layerwalk.nn import gradient as gradients
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.device import CPU
from layerwalk.nn.graph import Change
from layerwalk.nn.messages import Floats
from layerwalk.nn.trace import Traced


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fooled:
    """Hold the pictures after a step. step: 0 before the first.

    pictures: (N, C, H, W) float32 in [0, 1], read-only; exactly these were looked at. strongest: (N,) int64, of each
    the number of the strongest value in the layer aimed at: the guess, where that is the answer. reached: (N,) bool,
    whether that is what is aimed at, or untargeted, whether it no longer is.
    """

    step: int
    pictures: Floats
    strongest: Tensor
    reached: Tensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Say what the pictures go through. place, change: of the network, the latter where something is lesioned.

    stays: whether a picture that has reached its aim stays as it is, or is changed all the same.
    """

    place: torch.device = CPU
    change: Change | None = None
    stays: bool = True


WAY = Way()


def fool(
    traced: Traced,
    aims: Sequence[Aim],
    pictures: Floats,
    config: FoolConfig,
    *,
    way: Way = WAY,
    begin: Floats | None = None,
) -> Generator[Fooled, None, None]:
    """Change `pictures`, (N, C, H, W) float32 in [0, 1], each for its own aim in one layer; yield after every step.

    Each is a neuron, or a map (its strongest value). The loss is the cross-entropy between the layer's flattened values
    and a one at the neuron, as ANA has it. 'fgsm' is the fast gradient sign method (Goodfellow, Shlens and Szegedy
    2015), 'pgd' projected gradient descent (Madry et al. 2018) without a random start. begin: what `pictures` were
    before earlier steps, where they are the pictures after those. Raise AimError where nothing is aimed at.
    """
    for aim in aims:
        gradients.check(traced.spec, aim)
        if not aim.index:
            raise gradients.AimError(f"{traced.spec.name}: expected a map or a neuron of '{aim.node}', not all of it")
    if len({aim.node for aim in aims}) != 1 or len(aims) != len(pictures):
        raise gradients.AimError(f"{traced.spec.name}: expected one aim for each picture, all in one layer")
    earlier = pictures if begin is None else begin
    now, first = (torch.tensor(given, dtype=torch.float32, device=way.place) for given in (pictures, earlier))
    return _steps(traced, tuple(aims), now, first, config, way)


def _steps(
    traced: Traced, aims: tuple[Aim, ...], now: Tensor, begin: Tensor, config: FoolConfig, way: Way
) -> Generator[Fooled, None, None]:
    for step in range(config.steps + 1):
        now.requires_grad_()
        values = gradients.values(traced, now, node=aims[0].node, change=way.change)
        strongest, reached = _stand(values.detach(), aims, targeted=config.targeted)
        yield Fooled(step=step, pictures=_frozen(now), strongest=strongest, reached=reached)
        if step == config.steps or (way.stays and bool(reached.all())):
            return
        losses = functional.cross_entropy(_scores(traced, values), _neurons(values.detach(), aims), reduction="sum")
        (gradient,) = torch.autograd.grad(losses, now)
        moved = _moved(now.detach(), -gradient if config.targeted else gradient, begin, config)
        now = torch.where(reached.reshape(-1, 1, 1, 1), now.detach(), moved) if way.stays else moved


def _moved(now: Tensor, uphill: Tensor, begin: Tensor, config: FoolConfig) -> Tensor:
    """Return the pictures after one step, in [0, 1]."""
    if config.step == "gradient":
        return (now + config.epsilon * uphill).clamp(0, 1)
    moved = now + (config.epsilon if config.step == "fgsm" else config.rate) * uphill.sign()
    return torch.minimum(torch.maximum(moved, begin - config.epsilon), begin + config.epsilon).clamp(0, 1)


def _scores(traced: Traced, values: Tensor) -> Tensor:
    """Return values of which a softmax can be taken: the logarithms of what is one already."""
    flat = values.flatten(1)
    return flat.clamp(min=1e-12).log() if "softmax" in traced.spec.answer.folded and _is_share(flat) else flat


def _is_share(flat: Tensor) -> bool:
    return bool(((flat.detach().sum(1) - 1).abs() < 1e-4).all()) and bool((flat.detach() >= 0).all())


def _stand(values: Tensor, aims: Sequence[Aim], *, targeted: bool) -> tuple[Tensor, Tensor]:
    strongest = values.flatten(1).argmax(1)
    is_it = strongest == _neurons(values, aims)
    return strongest, is_it if targeted else ~is_it


def _neurons(values: Tensor, aims: Sequence[Aim]) -> Tensor:
    """Return for each picture the number of the neuron aimed at in the flattened layer: of a map its strongest."""
    numbers = torch.arange(values[0].numel(), device=values.device).reshape(values.shape[1:])
    found = [
        int(numbers[aim.index].flatten()[value[aim.index].argmax()]) for value, aim in zip(values, aims, strict=True)
    ]
    return torch.tensor(found, device=values.device)


def _frozen(pictures: Tensor) -> Floats:
    values: Floats = pictures.detach().to("cpu", copy=True).numpy()
    values.flags.writeable = False
    return values

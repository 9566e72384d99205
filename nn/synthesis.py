"""Make the pictures that parts of a network want to see, a step at a time."""

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional
from torch.optim.adam import adam

from layerwalk.nn import gradient as gradients
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.canvas import Canvas
from layerwalk.nn.device import CPU
from layerwalk.nn.graph import Change
from layerwalk.nn.messages import Floats
from layerwalk.nn.trace import Traced

NOISE = 0.1
GREY = 0.5
BETAS = (0.9, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stand:
    """Say how far it is. scores: (N,), what was climbed as the step began, as it was looked at."""

    step: int
    scores: Tensor
    canvas: Canvas

    def pictures(self) -> Floats:
        """Return the pictures as they are now, (N, C, H, W) float32 in [0, 1]; valid until the next step."""
        with torch.no_grad():
            made: Floats = self.canvas.picture().detach().to("cpu", torch.float32, copy=True).numpy()
        made.flags.writeable = False
        return made


def noise(shape: tuple[int, int, int], *, seed: int) -> Floats:
    """Return grey with a little noise, (C, H, W) float32 in [0, 1]; the same for the same seed."""
    generator = torch.Generator().manual_seed(seed)
    drawn: Floats = (GREY + NOISE * torch.randn(shape, generator=generator)).clamp(0, 1).numpy()
    return drawn


def synthesise(
    traced: Traced,
    aims: Sequence[Aim],
    start: Floats,
    config: SynthesisConfig,
    *,
    place: torch.device = CPU,
    change: Change | None = None,
) -> Generator[Stand, None, None]:
    """Make one picture for each of `aims`, all in one layer, and yield after every step.

    start: (C, H, W) or (N, C, H, W) float32 in [0, 1]. place: of the network. change: what is lesioned, see
    `lesion.change`. What a picture becomes does not depend on what else is in the batch, and is the same for the same
    seed. Raise AimError where nothing is aimed at.
    """
    for aim in aims:
        gradients.check(traced.spec, aim)
    if len({aim.node for aim in aims}) != 1:
        raise gradients.AimError(f"{traced.spec.name}: expected aims in one layer")
    begin = torch.tensor(start, dtype=torch.float32).expand(len(aims), *start.shape[-3:]).to(place).contiguous()
    return _steps(_Climb(traced, tuple(aims), Canvas(begin, space=config.space), config, change))


def score(values: Tensor, aims: Sequence[Aim], config: SynthesisConfig) -> Tensor:
    """Return what is climbed, (N,); ANA's is f = 2 mean(aimed at) - mean(layer)."""
    return _score(values, gradients.means(values, [aim.index for aim in aims]), aims, config)


def _score(values: Tensor, wanted: Tensor, aims: Sequence[Aim], config: SynthesisConfig) -> Tensor:
    away = [(row, aim.minus) for row, aim in enumerate(aims) if aim.minus is not None]
    if away:
        less = [values[(row, *minus)].mean() for row, minus in away]
        rows = torch.tensor([row for row, _ in away], device=values.device)
        wanted = wanted.index_add(0, rows, torch.stack(less), alpha=-1)
    return wanted if config.objective == "most" else 2 * wanted - values.flatten(1).mean(1)


def _steps(climb: "_Climb") -> Generator[Stand, None, None]:
    for step in range(1, climb.config.steps + 1):
        yield Stand(step=step, scores=climb.step(), canvas=climb.canvas)


class _Climb:
    """Change the numbers of a canvas so that its pictures' scores rise."""

    def __init__(
        self,
        traced: Traced,
        aims: tuple[Aim, ...],
        canvas: Canvas,
        config: SynthesisConfig,
        change: Change | None,
    ) -> None:
        self.canvas, self.config = canvas, config
        self._traced, self._aims, self._change = traced, aims, change
        place = canvas.numbers.device
        self._generator = torch.Generator().manual_seed(config.seed)
        self._ascent = _Ascent(canvas.numbers, rate=config.rate)
        self._mean = gradients.averaging([aim.index for aim in aims], place=place)
        # A score is a sum of values, each times a number that never changes: that is its gradient at every step.
        values = torch.zeros(len(aims), *traced.spec.node(aims[0].node).shape, device=place, requires_grad=True)
        (self._uphill,) = torch.autograd.grad(score(values, aims, config).sum(), values)
        self._silent: Tensor | None = None

    def step(self) -> Tensor:
        """Take one step; return the scores before it, (N,). What it computed is freed as it ends, not in the next."""
        picture, seen = self._look()
        values = gradients.values(
            self._traced, seen, node=self._aims[0].node, rescued=self._silent, change=self._change
        )
        gradient = self._gradient(values, picture)
        with torch.no_grad():
            wanted = self._mean(values)
            scores = _score(values, wanted, self._aims, self.config)
            # In the next step the gradient of what is silent passes the silent ReLUs.
            self._silent = None if bool(wanted.all()) else wanted == 0
            self._ascent.step(gradient)
            self.canvas.settle()
        return scores

    def _look(self) -> tuple[Tensor | None, Tensor]:
        """Return the pictures, None where nothing is asked of them as they are, and what the network sees of them."""
        turn, shift_px = _chance(self.config, self._generator)
        if turn is None and not _penalised(self.config):
            return None, self.canvas.picture(shift_px=shift_px)
        picture = self.canvas.picture()
        seen = picture if turn is None else turn(picture)
        return picture, seen.roll(shift_px, (-2, -1)) if any(shift_px) else seen

    def _gradient(self, values: Tensor, picture: Tensor | None) -> Tensor:
        """Return where the numbers have to go for higher scores and lower penalties."""
        ends, weights = [values], [self._uphill]
        if picture is not None and _penalised(self.config):
            ends.append(_penalty(picture, self.config))
            weights.append(torch.tensor(-1.0, device=picture.device))
        (gradient,) = torch.autograd.grad(ends, self.canvas.numbers, weights)
        return gradient


class _Ascent:
    """Climb as Adam does (Kingma and Ba, 2015); all that its class in torch does besides takes longer than the step."""

    def __init__(self, numbers: Tensor, *, rate: float) -> None:
        self._numbers, self._rate = numbers, rate
        self._mean, self._square = torch.zeros_like(numbers), torch.zeros_like(numbers)
        self._count = torch.zeros((), device=numbers.device)

    def step(self, gradient: Tensor) -> None:
        """Change the numbers in place; without gradients of its own."""
        first, second = BETAS
        adam(
            [self._numbers],
            [gradient],
            [self._mean],
            [self._square],
            [],
            [self._count],
            lr=self._rate,
            beta1=first,
            beta2=second,
            eps=1e-8,
            weight_decay=0.0,
            amsgrad=False,
            maximize=True,
            fused=True,
        )


def _chance(
    config: SynthesisConfig, generator: torch.Generator
) -> tuple[Callable[[Tensor], Tensor] | None, tuple[int, int]]:
    """Draw how all pictures are looked at: what turns and resizes them, where it does, and how far they are moved."""
    turn, shift_px = None, (0, 0)
    if config.scale > 0 or config.rotation_deg > 0:
        size, angle = (torch.rand(2, generator=generator) * 2 - 1).tolist()
        turn = partial(_turned, factor=1 + config.scale * size, turn_deg=config.rotation_deg * angle)
    if config.jitter_px > 0:
        reach_px = config.jitter_px
        down, right = torch.randint(-reach_px, reach_px + 1, (2,), generator=generator).tolist()
        shift_px = (down, right)
    return turn, shift_px


def _turned(picture: Tensor, *, factor: float, turn_deg: float) -> Tensor:
    angle = math.radians(turn_deg)
    along, across = math.cos(angle) / factor, math.sin(angle) / factor
    matrix = torch.tensor([[along, -across, 0.0], [across, along, 0.0]], device=picture.device)
    grid = functional.affine_grid(matrix.expand(len(picture), 2, 3), list(picture.shape), align_corners=False)
    return functional.grid_sample(picture, grid, padding_mode="border", align_corners=False)


def _penalised(config: SynthesisConfig) -> bool:
    return config.variation > 0 or config.blur > 0 or config.decay > 0


def _penalty(picture: Tensor, config: SynthesisConfig) -> Tensor:
    """Return what is taken off all scores together for unquiet or light pictures, ()."""
    lost = picture.new_zeros(())
    if config.variation > 0:
        lost = lost + config.variation * sum(picture.diff(dim=side).abs().flatten(1).mean(1).sum() for side in (-2, -1))
    if config.blur > 0:
        padded = functional.pad(picture, (1, 1, 1, 1), mode="replicate")
        lost = lost + config.blur * (picture - functional.avg_pool2d(padded, 3, 1)).square().flatten(1).mean(1).sum()
    if config.decay > 0:
        lost = lost + config.decay * picture.square().flatten(1).mean(1).sum()
    return lost

"""Count the neurons that never answer: 0 for every picture of a data set ('dead'), a few pictures at a time."""

import time
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from layerwalk.nn import evaluate, lesion_measure
from layerwalk.nn import stamp as stamps
from layerwalk.nn.dead_talk import CountDead, DeadCounted
from layerwalk.nn.graph import Change
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S
from layerwalk.nn.stamp import Stamp

BATCH = 16
"""So many pictures in a piece: a stroke waits for no more than that."""


class Counting:
    """Show a network its test pictures, piece by piece; change: its lesions. Lives on the model loop's thread."""

    def __init__(self, network: Network, count: int, change: Change | None = None, *, place: torch.device) -> None:
        """Begin. Raise LesionError where the network has no data set that can be read and fits."""
        self._network, self._place, self.change = network, place, change
        self._dataset = lesion_measure.pictures(network, count)
        self._ever: dict[str, Tensor] = {}
        self._done = 0

    @property
    def share(self) -> float:
        """Return how much is done, in [0, 1]."""
        return self._done / len(self._dataset)

    def __len__(self) -> int:
        return len(self._dataset)

    def advance(self) -> None:
        """Show one batch."""
        traced = self._network.traced
        nodes = {traced.taps[node.name]: node for node in traced.spec.nodes}
        part = self._dataset.pictures[self._done : self._done + BATCH]
        batch = torch.from_numpy(evaluate.as_input(part, self._network.shape)).to(self._place)

        def keep(operation: str, value: Tensor) -> None:
            if operation in nodes:
                node = nodes[operation]
                active = (value.detach().reshape(-1, *node.shape) != 0).any(0)
                before = self._ever.get(node.name)
                self._ever[node.name] = active if before is None else before | active

        with torch.inference_mode():
            traced.run(batch, keep, self.change)
        self._done += len(part)

    def dead(self) -> dict[str, NDArray[np.int64]]:
        """Return by node how many neurons of each map were 0 all the time, (maps,)."""
        found = {}
        for node, ever in self._ever.items():
            counts = (~ever).reshape(len(ever), -1).sum(1).cpu().numpy().astype(np.int64)
            counts.flags.writeable = False
            found[node] = counts
        return found


class DeadUnits:
    """Hold the counting that goes on for one network, if any. Lives on the model loop's thread.

    It is of the network as it is lesioned: with other lesions it is begun anew.
    """

    def __init__(
        self, network: Network, *, place: torch.device, lab: Lab, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Count nothing yet. place, lab: of the network."""
        self._network, self._place, self._lab, self._clock = network, place, lab, clock
        self._asked: CountDead | None = None
        self._counting: Counting | None = None
        self._stamp: Stamp = ()
        self._reported_s = 0.0

    @property
    def busy(self) -> bool:
        """Say whether `advance` has something to do."""
        return self._asked is not None

    @property
    def request(self) -> CountDead:
        """Return what was asked for; only while it is busy."""
        assert self._asked is not None
        return self._asked

    def serve(self, request: CountDead) -> DeadCounted:
        """Begin, in place of what goes on, or end what goes on. Raise LesionError where there are no pictures."""
        self.drop()
        if request.stops:
            return self._report(request, "stopped")
        return self._begin(request)

    def advance(self, breathe: Callable[[], None] = lambda: None) -> DeadCounted | None:
        """Show one batch; return a report where one is due. breathe: not called, a batch is short."""
        asked, counting = self._asked, self._counting
        if asked is None or counting is None:
            return None
        if self._stamp != stamps.of(self._network.model):
            self.drop()
            return self._report(asked, "stopped")
        if counting.change is not self._lab.change:
            return self._begin(asked)
        counting.advance()
        if counting.share >= 1:
            report = self._report(asked, "finished")
            self.drop()
            return report
        due = self._clock() - self._reported_s >= REPORT_EVERY_S
        return self._report(asked, "counting") if due else None

    def drop(self) -> None:
        """Count no more."""
        self._asked = self._counting = None

    def _begin(self, request: CountDead) -> DeadCounted:
        self._counting = Counting(self._network, request.pictures, self._lab.change, place=self._place)
        self._asked, self._stamp = request, stamps.of(self._network.model)
        return self._report(request, "counting")

    def _report(self, asked: CountDead, state: str) -> DeadCounted:
        self._reported_s, counting = self._clock(), self._counting
        name = self._network.traced.spec.name
        if counting is None:
            return DeadCounted(network=name, serial=asked.serial, state="stopped")
        if state == "finished":
            count = len(counting)
            return DeadCounted(
                network=name, serial=asked.serial, state="finished", share=1.0, pictures=count, dead=counting.dead()
            )
        return DeadCounted(network=name, serial=asked.serial, state="counting", share=counting.share)

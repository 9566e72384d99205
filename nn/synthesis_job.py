"""Synthesis as a long job: one step at a time, beside whatever else goes on."""

import logging
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import numpy as np
import torch

from layerwalk.nn import synthesis, synthesis_cache
from layerwalk.nn.files import StoreError
from layerwalk.nn.graph import Change
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.lesions.targets import Lesions, needs_data
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S
from layerwalk.nn.synthesis_talk import CancelSynthesis, Synthesise, Synthesised, SynthesisState

logger = logging.getLogger(__name__)

TOGETHER, VALUES = 32, 1_200_000
"""So many pictures take a step together, and with so many values of the network at most: a stroke waits for that."""
NAP_S = 0.004
"""So long a stroke waits where it comes while a step waits for its time."""


class Job:
    """Make the pictures that a request asks for. Lives on the model loop's thread; dropping it leaves nothing behind.

    What is kept on disk is kept only where the weights at the end are those of the beginning, and where the lesions say
    all that they do: what some of them do depends on what the network did with pictures of its data set.
    """

    def __init__(
        self,
        request: Synthesise,
        network: Network,
        *,
        place: torch.device,
        lesions: Lesions = (),
        change: Change | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Begin. change: what `lesions` do to the network. Raise AimError where nothing is aimed at."""
        self.request, self.change = request, change
        self._lesions = lesions
        self._network, self._clock, self._sleep = network, clock, sleep
        self._reported_s = self._stepped_s = clock()
        given = synthesis.noise(network.shape, seed=request.config.seed) if request.start is None else request.start
        self._start = np.ascontiguousarray(given, np.float32)
        self._done: list[tuple[Floats, Floats]] = []
        self._climbed: list[torch.Tensor] = []
        self._together = together(network, request)
        self._parts = [self._begin(first, place) for first in range(0, len(request.aims), self._together)]
        self._steps, self._step = len(self._parts) * request.config.steps, 0
        self._first = 0
        count = min(self._together, len(request.aims))
        self._now: Floats = np.broadcast_to(self._start, (count, *network.shape))
        self._scores: Floats = np.zeros((count, 0), np.float32)
        self._file = self._place()
        self.state: SynthesisState = "making"
        kept = synthesis_cache.read(self._file, shape=self._shape, steps=request.config.steps) if self._file else None
        if kept is not None:
            self._done, self._step = [kept], self._steps
            self.state = "finished"

    def report(self) -> Synthesised:
        """Return how the pictures stand."""
        self._reported_s = self._clock()
        ended = self.state == "finished"
        pictures, scores = _joined(self._done) if ended else (self._now, self._scores)
        return Synthesised(
            network=self._network.traced.spec.name,
            aims=self.request.aims,
            state=self.state,
            step=self._step,
            steps=self._steps,
            first=0 if ended else self._first,
            pictures=pictures,
            scores=scores,
            serial=self.request.serial,
        )

    def cancel(self) -> Synthesised:
        """End the job and return its last words."""
        self.state = "cancelled"
        return self.report()

    def advance(self) -> Synthesised | None:
        """Take one step, or wait a little for its time; return a report where one is due."""
        if self._waits():
            return None
        stand = next(self._parts[0], None)
        self._step += 1
        self._climbed += [stand.scores] if stand is not None else []
        due = self._clock() - self._reported_s >= REPORT_EVERY_S
        last = stand is None or stand.step == self.request.config.steps
        if stand is not None and (due or last):
            self._now, self._scores = stand.pictures(), self._climbed_so_far()
            self._first = sum(len(part) for part, _ in self._done)
        if last:
            self._end_part()
        return self.report() if due or self.state == "finished" else None

    def _waits(self) -> bool:
        """Say whether it is too early for a step; sleep a little where it is, so that waiting costs nothing."""
        if self.request.pace_hz is None:
            return False
        now_s, due_s = self._clock(), self._stepped_s + 1 / self.request.pace_hz
        if now_s < due_s:
            self._sleep(min(due_s - now_s, NAP_S))
            return True
        self._stepped_s = now_s
        return False

    def _climbed_so_far(self) -> Floats:
        """Return what was climbed by the part that is being made, (n, steps so far)."""
        scores: Floats = torch.stack(self._climbed, dim=1).to("cpu", torch.float32).numpy()
        return scores

    @property
    def _shape(self) -> tuple[int, ...]:
        return (len(self.request.aims), *self._network.shape)

    def _begin(self, first: int, place: torch.device) -> Generator[synthesis.Stand, None, None]:
        aims = self.request.aims[first : first + self._together]
        config, traced = self.request.config, self._network.traced
        return synthesis.synthesise(traced, aims, self._start, config, place=place, change=self.change)

    def _end_part(self) -> None:
        self._done.append((self._now, self._scores))
        self._climbed = []
        self._parts.pop(0)
        if self._parts:
            return
        self.state = "finished"
        if self._file is not None and self._file == self._place():
            try:
                synthesis_cache.keep(self._file, *_joined(self._done))
            except StoreError as error:
                logger.warning("%s", error)

    def _place(self) -> Path | None:
        request = self.request
        if request.folder is None or needs_data(self._lesions):
            return None
        return synthesis_cache.place(
            request.folder,
            network=self._network.traced.spec.name,
            model=self._network.model,
            aims=request.aims,
            config=request.config,
            start=self._start,
            lesions=self._lesions,
        )


def together(network: Network, request: Synthesise) -> int:
    """Return how many pictures take a step together: fewer where the layers up to the one aimed at are large."""
    values = 0
    for node in network.traced.spec.nodes:
        values += node.values
        if request.aims and node.name == request.aims[0].node:
            break
    return max(1, min(TOGETHER, VALUES // max(values, 1)))


def _joined(parts: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Return pictures and scores of all parts, read-only."""
    pictures, scores = (np.concatenate(each) for each in zip(*parts, strict=True))
    pictures.flags.writeable = scores.flags.writeable = False
    return pictures, scores


class Pictures:
    """Hold the pictures that are being made for one network, if any. Lives on the model loop's thread.

    They are of the network as it is lesioned: with other lesions they are begun anew.
    """

    def __init__(self, network: Network, *, place: torch.device, lab: Lab) -> None:
        """Make none yet. place, lab: of the network."""
        self._network, self._place, self._lab = network, place, lab
        self._job: Job | None = None
        self._waits = False

    @property
    def busy(self) -> bool:
        """Say whether there is something to do."""
        return self._job is not None

    @property
    def request(self) -> Synthesise:
        """Return what was asked for; only while it is busy."""
        assert self._job is not None
        return self._job.request

    def serve(self, request: Synthesise | CancelSynthesis) -> Synthesised:
        """Begin, in place of what goes on, or end what goes on; return how it stands. Raise AimError."""
        job, self._job = self._job, None
        if isinstance(request, CancelSynthesis):
            return job.cancel() if job else self._nothing()
        return self._begin(request)

    def takes_turn(self, *, beside: bool) -> bool:
        """Say whether the next piece is to be done here: every other one where there is other work beside it."""
        self._waits = beside and not self._waits
        return self.busy and not self._waits

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Synthesised | None:
        """Take one step; return a report where one is due. breathe: not called, a step is short."""
        if self._job is None:
            return None
        if self._job.change is not self._lab.change:
            return self._begin(self._job.request)
        report = self._job.advance()
        if self._job.state != "making":
            self._job = None
        return report

    def _begin(self, request: Synthesise) -> Synthesised:
        lesions, change = self._lab.lesions, self._lab.change
        begun = Job(request, self._network, place=self._place, lesions=lesions, change=change)
        self._job = begun if begun.state == "making" else None
        return begun.report()

    def drop(self) -> None:
        """Make them no more."""
        self._job = None

    def _nothing(self) -> Synthesised:
        none, no_scores = np.empty((0, *self._network.shape), np.float32), np.empty((0, 0), np.float32)
        return Synthesised(
            network=self._network.traced.spec.name,
            aims=(),
            state="cancelled",
            step=0,
            steps=0,
            first=0,
            pictures=none,
            scores=no_scores,
        )

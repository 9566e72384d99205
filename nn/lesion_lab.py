"""The lesions of the network that the model loop holds, and the long jobs that they bring with them."""

import time
from collections.abc import Callable, Generator

import torch

from layerwalk.nn import lesion, lesion_rank
from layerwalk.nn import stamp as stamps
from layerwalk.nn.graph import Change
from layerwalk.nn.lesion import Usual
from layerwalk.nn.lesion_measure import Gathering, Measuring
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import Lesion, Lesions, Map, needs_data
from layerwalk.nn.messages import FindLeast, Least, Lesioned, Measured, MeasureLesions, SetLesions
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S
from layerwalk.nn.stamp import Stamp


class Lab:
    """Hold lesions. Lives on the model loop's thread; whoever holds it calls `advance` while it is `busy`.

    They count wherever a network answers or is measured with them, not while it is trained: then it is whole. What is
    usual is found out when lesions are set that need it, with the weights of that moment.
    """

    def __init__(self, network: Network, *, place: torch.device, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin without lesions. clock: seconds, growing."""
        self._network, self._place = network, place
        self._clock, self._reported_s = clock, 0.0
        self._lesions: Lesions = ()
        self._change: Change | None = None
        self._usual: tuple[Stamp, Usual] | None = None
        self._waiting: Lesions | None = None
        self._gathering: tuple[Stamp, Gathering] | None = None
        self._asked: MeasureLesions | None = None
        self._measuring: tuple[Stamp, Measuring] | None = None
        self._measured: Lesions = ()
        self._ranking: tuple[FindLeast, Generator[None, None, int]] | None = None

    @property
    def change(self) -> Change | None:
        """Return what is done to a forward pass now; None for nothing."""
        return self._change

    @property
    def lesions(self) -> Lesions:
        """Return the lesions that count now."""
        return self._lesions

    @property
    def usual(self) -> tuple[Usual, bool] | None:
        """Return what is known to be usual, and whether it is so with the weights of this moment."""
        if self._usual is None:
            return None
        return self._usual[1], self._usual[0] == stamps.of(self._network.model)

    def go_on(self, lesions: Lesions, usual: tuple[Usual, bool] | None) -> None:
        """Go on where another one was that did nothing, with a network of the same weights."""
        if usual is not None:
            found, is_of_now = usual
            self._usual = (stamps.of(self._network.model) if is_of_now else (), found)
        self._put(lesions)

    @property
    def request(self) -> SetLesions | MeasureLesions | FindLeast:
        """Return the request that the job which goes on belongs to."""
        if self._ranking is not None:
            return self._ranking[0]
        return self._asked if self._waiting is None and self._asked else SetLesions(lesions=self._waiting or ())

    @property
    def busy(self) -> bool:
        """Say whether `advance` has something to do."""
        return self._ranking is not None or self._waiting is not None or self._asked is not None

    def serve(self, request: SetLesions | MeasureLesions | FindLeast) -> Lesioned | Measured | Least:
        """Do what is asked. Raise LesionError, and leave the lesions as they are, where that is not possible."""
        if isinstance(request, FindLeast):
            return self._rank(request)
        return self._set(request) if isinstance(request, SetLesions) else self._measure_anew(request)

    def _rank(self, request: FindLeast) -> Least:
        """Begin to find what matters least, in place of what is being found."""
        probes = tuple(Lesion(target=Map(node=request.node, map=map)) for map in request.kept)
        units.check(probes, self._network.traced.spec)
        pieces = lesion_rank.least(
            self._network, request.picture, request.node, request.kept, self._change, place=self._place
        )
        self._ranking = (request, pieces)
        return Least(serial=request.serial, node=request.node)

    def _rank_on(self, request: FindLeast, pieces: Generator[None, None, int]) -> Least | None:
        try:
            next(pieces)
        except StopIteration as end:
            self._ranking = None
            return Least(serial=request.serial, node=request.node, map=end.value)
        return None

    def _set(self, request: SetLesions) -> Lesioned:
        """Put lesions in place of those that count, at once or as soon as what is usual is known."""
        stamp = stamps.of(self._network.model)
        known = self._usual is not None and self._usual[0] == stamp
        if needs_data(request.lesions) and not known:
            units.check(request.lesions, self._network.traced.spec)
            if self._gathering is None or self._gathering[0] != stamp:
                self._gathering = (stamp, Gathering(self._network, place=self._place))
            self._waiting = request.lesions
            return Lesioned(network=self._network.traced.spec.name, lesions=self._lesions, waits=True)
        return self._put(request.lesions)

    def _measure_anew(self, request: MeasureLesions) -> Measured:
        """Begin to measure the lesions that count, or stop; a measurement that goes on ends."""
        self._asked = self._measuring = None
        if request.stops:
            return Measured(serial=request.serial, state="stopped")
        self._measuring, self._asked = self._begin(request), request
        return Measured(serial=request.serial, state="measuring", lesions=self._lesions)

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Lesioned | Measured | Least | None:
        """Do a small piece of what is to do; return a report where one is due."""
        if self._ranking is not None:
            return self._rank_on(*self._ranking)
        if self._waiting is not None:
            return self._gather(self._waiting)
        if self._asked is not None and self._measuring is not None:
            return self._measure(self._asked, *self._measuring, breathe)
        return None

    def drop(self) -> None:
        """Give up what `request` asked for; the lesions that count stay."""
        if self._ranking is not None:
            self._ranking = None
        elif self._waiting is not None:
            self._waiting = self._gathering = None
        else:
            self._asked = self._measuring = None

    def _put(self, lesions: Lesions) -> Lesioned:
        usual = self._usual[1] if self._usual else None
        changed = lesion.change(self._network.model, self._network.traced, lesions, usual=usual)
        self._lesions, self._change, self._waiting = lesions, changed, None
        return Lesioned(network=self._network.traced.spec.name, lesions=lesions)

    def _gather(self, waiting: Lesions) -> Lesioned | None:
        stamp = stamps.of(self._network.model)
        if self._gathering is None or self._gathering[0] != stamp:
            self._gathering = (stamp, Gathering(self._network, place=self._place))
        gathering = self._gathering[1]
        gathering.advance()
        if not gathering.done:
            return None
        self._usual, self._gathering = (stamp, gathering.usual()), None
        return self._put(waiting)

    def _begin(self, request: MeasureLesions) -> tuple[Stamp, Measuring]:
        measuring = Measuring(self._network, request.pictures, self._change, place=self._place)
        self._measured, self._reported_s = self._lesions, self._clock()
        return stamps.of(self._network.model), measuring

    def _measure(
        self, asked: MeasureLesions, stamp: Stamp, measuring: Measuring, breathe: Callable[[], None]
    ) -> Measured | None:
        if stamp != stamps.of(self._network.model):
            self._asked = self._measuring = None
            return Measured(serial=asked.serial, state="stopped", lesions=self._measured)
        measuring.advance(breathe)
        if measuring.done:
            self._asked = self._measuring = None
            before, after = measuring.scores()
            return Measured(
                serial=asked.serial, state="finished", lesions=self._measured, share=1.0, before=before, after=after
            )
        if self._clock() - self._reported_s < REPORT_EVERY_S:
            return None
        self._reported_s = self._clock()
        return Measured(serial=asked.serial, state="measuring", lesions=self._measured, share=measuring.share)

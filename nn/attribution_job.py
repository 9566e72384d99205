"""A map of what speaks for an answer as a long job: a piece at a time, beside whatever else goes on."""

import time
from collections.abc import Callable, Iterator

from layerwalk.nn import attribution
from layerwalk.nn.attribution_talk import Attribute, Attributed
from layerwalk.nn.graph import Change
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S


class Reasons:
    """Hold the map that is being made for one network, if any. Lives on the model loop's thread."""

    def __init__(self, network: Network, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Make none yet."""
        self._network, self._clock = network, clock
        self._pieces: Iterator[Attributed] | None = None
        self._request: Attribute | None = None
        self._told_s = 0.0

    @property
    def busy(self) -> bool:
        """Say whether there is something to do."""
        return self._pieces is not None

    @property
    def request(self) -> Attribute:
        """Return what was asked for; only while it is busy."""
        assert self._request is not None
        return self._request

    def serve(self, request: Attribute, *, change: Change | None) -> Attributed:
        """Begin a map in place of the one that is being made; return it as far as it is. Raise AttributionError.

        change: what is lesioned. The network must stay as it is until the map is ready.
        """
        self.drop()
        pieces = attribution.attribute(self._network, request, change=change)
        first, self._told_s = next(pieces), self._clock()
        if first.share < 1:
            self._request, self._pieces = request, pieces
        return first

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Attributed | None:
        """Do a piece; return the map where it is ready or a report is due. breathe: not called, a piece is short."""
        if self._pieces is None:
            return None
        made = next(self._pieces)
        if made.share == 1:
            self.drop()
        elif self._clock() - self._told_s < REPORT_EVERY_S:
            return None
        self._told_s = self._clock()
        return made

    def drop(self) -> None:
        """Make it no more."""
        self._request = self._pieces = None

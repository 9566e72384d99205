"""Studies as a long job: one small piece at a time, beside whatever else goes on."""

import time
from collections.abc import Callable
from dataclasses import replace

from layerwalk.nn import opening, studies
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S
from layerwalk.nn.study_talk import StopStudy, Studied, Study


class Studies:
    """Hold the study that goes on, if any. Lives on the model loop's thread.

    What is studied is a copy on the CPU of the network as it was at the beginning: training may go on meanwhile.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Study nothing yet. clock: seconds, growing."""
        self._clock = clock
        self._asked: Study | None = None
        self._job: studies.Stands | None = None
        self._begun_s = self._reported_s = 0.0
        self._now = Studied(serial=0, state="stopped")
        self._has_last_words = self._waits = False

    @property
    def busy(self) -> bool:
        """Say whether there is something to do."""
        return self._job is not None or self._has_last_words

    @property
    def request(self) -> Study:
        """Return what was asked for; only while it is busy."""
        assert self._asked is not None
        return self._asked

    def serve(self, request: Study | StopStudy, network: Network) -> Studied:
        """Begin, in place of what goes on, or end what goes on; return how it stands. Raise StudyError."""
        self.drop()
        if isinstance(request, StopStudy):
            return replace(self._now, serial=request.serial, state="stopped", seconds_left=None)
        self._job = studies.begin(opening.copied(network), request.config)
        self._asked, self._begun_s = request, self._clock()
        name = network.traced.spec.name
        self._now = Studied(serial=request.serial, state="studying", network=name, config=request.config)
        return self._told()

    def takes_turn(self, *, beside: bool) -> bool:
        """Say whether the next piece is to be done here: every other one where there is other work beside it."""
        self._waits = beside and not self._waits
        return self.busy and not self._waits

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Studied | None:
        """Do one piece; return a report where one is due. breathe: not called, a piece is short."""
        if self._job is None:
            self._has_last_words = False
            return self._told()
        stand = next(self._job, None)
        if stand is None:
            self.drop()
            self._now = replace(self._now, state="finished", share=1.0, seconds_left=None)
            return self._told()
        self._now = replace(self._now, share=stand.share, findings=stand.result, seconds_left=self._left_s(stand.share))
        return self._told() if self._clock() - self._reported_s >= REPORT_EVERY_S else None

    def drop(self) -> None:
        """Study no more, and keep nothing of it."""
        self._job, self._has_last_words = None, False

    def end(self) -> None:
        """Study no more because the network goes; the last words of a study that went on come with `advance`."""
        if self._job is not None:
            self.drop()
            self._has_last_words = True
            self._now = replace(self._now, state="stopped", seconds_left=None)

    def _told(self) -> Studied:
        self._reported_s = self._clock()
        return self._now

    def _left_s(self, share: float) -> float | None:
        """Return the time that is left, if it goes on as until now; None at the very beginning."""
        passed_s = self._clock() - self._begun_s
        return passed_s * (1 - share) / share if share > 0 and passed_s > 1 else None

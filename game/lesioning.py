"""The session's part in lesions: what was done step by step, and what of a measurement is still of interest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from layerwalk.game import lesion_log
from layerwalk.game.lesion_log import History
from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import (
    Failed,
    FindLeast,
    Least,
    Lesioned,
    Loaded,
    Measured,
    MeasureLesions,
    Reply,
    Request,
    Restarted,
    Said,
    SetLesions,
)


def _now() -> datetime:
    return datetime.now(UTC)


class Lesioning(Part):
    """Ask for lesions and for measurements, and keep `history`, `lesions` and `measured` of the state up to date.

    Every step counts at once in `history`; one that fails is taken out of it again. Main thread.
    """

    hears = frozenset({Loaded, Lesioned, Measured, Least, Failed, Restarted})

    def __init__(
        self, state: State, submit: Callable[[Request], None], *, clock: Callable[[], datetime] = _now
    ) -> None:
        """Begin with the whole network; clock: tells when something was lesioned."""
        self._state, self._submit, self._clock = state, submit, clock
        self._serial = self._least_serial = 0
        self._measures_next = self._measures_least = False

    def add(self, *lesions: Lesion) -> None:
        """Lesion more, each as a step of its own; a lesion of the same target gives way.

        What is lesioned so already is no step, so that undoing takes back what one sees.
        """
        history = self._state.history
        for lesion in lesions:
            if (lesion.target, lesion.kind) not in [(each.target, each.kind) for each in history.now]:
                history = lesion_log.added(history, lesion, time=self._clock())
        self.take(history)

    def remove(self, *lesions: Lesion) -> None:
        """Heal what these hit, each as a step of its own."""
        history = self._state.history
        for lesion in lesions:
            history = lesion_log.removed(history, lesion, time=self._clock())
        self.take(history)

    def rename(self, lesion: Lesion, name: str) -> None:
        """Call a lesion by another name."""
        self.take(lesion_log.named(self._state.history, lesion, name=name, time=self._clock()))

    def clear(self) -> None:
        """Heal everything; that can be undone."""
        self.take(lesion_log.cleared(self._state.history, time=self._clock()))

    def undo(self) -> None:
        """Take the last step back, if there is one."""
        self.take(lesion_log.undone(self._state.history, time=self._clock()))

    def redo(self) -> None:
        """Take the step again that was taken back last, if there is one."""
        self.take(lesion_log.redone(self._state.history, time=self._clock()))

    def take(self, history: History) -> None:
        """Let the lesions count to which a history leads, and go on from there."""
        self._state.history = history
        self._submit(SetLesions(lesions=history.now))

    def measure(self, *, stops: bool = False) -> None:
        """Ask how the network does with the lesions that were asked for last, or to stop measuring."""
        state = self._state
        self._measures_next = not stops and state.lesions != state.history.now
        if not self._measures_next:
            self._serial += 1
            self._submit(MeasureLesions(serial=self._serial, stops=stops))

    def remove_least(self, node: str, *, measures: bool = False) -> None:
        """Find which map of a layer matters least to what was classified last, and zero it; then measure, if asked."""
        state = self._state
        if state.picture is None:
            return
        self._least_serial, self._measures_least = self._least_serial + 1, measures
        kept = units.working(state.history.now, state.spec.node(node))
        self._submit(FindLeast(serial=self._least_serial, node=node, kept=kept, picture=state.picture))

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply, of whatever kind; return whether the network answers otherwise now."""
        state = self._state
        match reply:
            case Loaded():
                self._loaded(reply)
            case Lesioned() if reply.network == state.spec.name:
                return self._lesioned(reply)
            case Measured() if reply.serial == self._serial:
                self._measured(reply)
            case Least(map=int() as map) if reply.serial == self._least_serial:
                self.add(Lesion(target=Map(node=reply.node, map=map)))
                if self._measures_least:
                    self.measure()
            case Failed(request=SetLesions() as request) if request.lesions == state.history.now:
                self._fall_back()
            case Failed(request=MeasureLesions()):
                self._end()
            case Restarted():
                self._lose()
        return False

    def _lesioned(self, reply: Lesioned) -> bool:
        state = self._state
        changed = reply.lesions != state.lesions or not reply.waits
        state.lesions = reply.lesions
        if self._measures_next and state.lesions == state.history.now:
            self.measure()
        elif not state.lesions and state.measured is not None:
            # Nothing is lesioned any more, so there is nothing to tell of.
            self.measure(stops=True)
            self._serial, state.measured = self._serial + 1, None
        return changed

    def _measured(self, reply: Measured) -> None:
        state = self._state
        state.measured = reply
        if reply.before is not None and reply.after is not None and reply.lesions == state.history.now:
            before, after = reply.before.accuracy, reply.after.accuracy
            state.history = lesion_log.measured(state.history, before=before, after=after)

    def _fall_back(self) -> None:
        """Take out of the history what could not be done, back to the lesions that count."""
        state = self._state
        self._measures_next = False
        while state.history.log and state.history.now != state.lesions:
            state.history = lesion_log.replay(state.history.log[:-1])

    def _loaded(self, reply: Loaded) -> None:
        """Lesion the network again that has other weights now; lesions of another network are gone."""
        state = self._state
        if reply.spec == state.spec:
            if state.history.now:
                self._submit(SetLesions(lesions=state.history.now))
            return
        if state.history.now:
            state.notice = Said(key="lesion_lab.gone")
        state.history, state.lesions, state.measured = History(), (), None
        self._measures_next = False
        self._serial, self._least_serial = self._serial + 1, self._least_serial + 1

    def _lose(self) -> None:
        """Take note that nothing is measured or found any more: it would be told of the network without lesions."""
        self._end()
        self.measure(stops=True)
        self._serial, self._least_serial = self._serial + 1, self._least_serial + 1

    def _end(self) -> None:
        found = self._state.measured
        if found is not None and found.state == "measuring":
            self._state.measured = replace(found, state="stopped")

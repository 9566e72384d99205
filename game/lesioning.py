"""The session's part in lesions: which ones were asked for, and what of a measurement is still of interest."""

from collections.abc import Callable
from dataclasses import replace

from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import (
    Failed,
    Lesioned,
    Loaded,
    Measured,
    MeasureLesions,
    Reply,
    Request,
    Restarted,
    SetLesions,
)


class Lesioning(Part):
    """Ask for lesions and for measurements, and keep `lesions` and `measured` of the state up to date. Main thread."""

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        self._state, self._submit = state, submit
        self._asked: Lesions = ()
        self._serial = 0

    def set(self, lesions: Lesions) -> None:
        """Ask for these lesions in place of all others."""
        self._asked = lesions
        self._submit(SetLesions(lesions=lesions))

    def measure(self, *, stops: bool = False) -> None:
        """Ask how the network does with the lesions that count, or to stop measuring."""
        self._serial += 1
        self._submit(MeasureLesions(serial=self._serial, stops=stops))

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply, of whatever kind; return whether the network answers otherwise now."""
        state = self._state
        match reply:
            case Loaded():
                self._loaded(reply)
            case Lesioned() if reply.network == state.spec.name:
                changed = reply.lesions != state.lesions or not reply.waits
                state.lesions = reply.lesions
                return changed
            case Measured() if reply.serial == self._serial:
                state.measured = reply
            case Failed(request=SetLesions() as request) if request.lesions == self._asked:
                self._asked = state.lesions
            case Restarted() | Failed(request=MeasureLesions()):
                self._end()
        return False

    def _loaded(self, reply: Loaded) -> None:
        """Lesion the network again that has other weights now; lesions of another network are gone."""
        if reply.spec != self._state.spec:
            self._asked, self._state.lesions, self._state.measured = (), (), None
            self._serial += 1
        elif self._asked:
            self._submit(SetLesions(lesions=self._asked))

    def _end(self) -> None:
        found = self._state.measured
        if found is not None and found.state == "measuring":
            self._state.measured = replace(found, state="stopped")

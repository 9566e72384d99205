"""The session's part in maps and layers as a whole: their weights, and which of their neurons never answer."""

from collections.abc import Callable

from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.messages import (
    CountDead,
    DeadCounted,
    Failed,
    Lesioned,
    Loaded,
    LookedOver,
    LookOver,
    Progress,
    Reply,
    Request,
    Restarted,
    Shown,
)


class Overviewing(Part):
    """Ask for what one looks over, and keep `overview` of the state up to date. Main thread."""

    hears = frozenset({LookedOver, DeadCounted, Failed, Lesioned, Loaded, Progress, Restarted, Shown})

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Ask for nothing."""
        self._state, self._submit = state, submit
        self._asked: LookOver | None = None
        self._serial = 0
        self._stand: tuple[int, int] | None = None  # run and step

    def want(self, node: str | None, map: int | None = None) -> None:
        """Ask for the weights of a map or a layer, and again whenever they have changed; for None for none any more.

        What is asked already is not asked anew, so that this may be called in every frame.
        """
        asked = None if node is None else LookOver(node=node, map=map)
        if asked != self._asked:
            self._asked, self._state.overview.weights = asked, None
            self._ask()

    def count_dead(self) -> None:
        """Ask which neurons of the network never answer."""
        self._serial += 1
        name = self._state.spec.name
        self._state.overview.dead = DeadCounted(network=name, serial=self._serial, state="counting")
        self._submit(CountDead(serial=self._serial))

    def stop_counting(self) -> None:
        """Ask to count no more."""
        self._serial += 1
        self._state.overview.dead = None
        self._submit(CountDead(serial=self._serial, stops=True))

    def is_old(self, reply: Reply) -> bool:
        """Say whether a reply is about what nobody looks over any more, or about weights that are no more."""
        match reply:
            case LookedOver():
                asked = LookOver(node=reply.node, map=reply.map)
                return reply.network != self._state.spec.name or asked != self._asked
            case DeadCounted():
                return reply.serial != self._serial
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply; ask anew where the weights are others now."""
        overview = self._state.overview
        match reply:
            case LookedOver():
                overview.weights = reply
            case DeadCounted():
                overview.dead = None if reply.state == "stopped" else reply
            case Failed(request=CountDead()):
                overview.dead = None
            case Lesioned(waits=False) if overview.dead is not None and overview.dead.state == "finished":
                overview.dead = None  # what is still being counted is begun anew
            case Loaded() if reply.spec != self._state.spec:
                self._asked = overview.weights = None
                self._forget()
            case Progress() if (reply.run, reply.step) != self._stand:
                self._stand = reply.run, reply.step
                self._forget()
            case Restarted():
                self.stop_counting()
                self._ask()
            case Loaded() | Shown():
                self._forget()
        return False

    def _forget(self) -> None:
        """Take note that the weights are others now."""
        dead = self._state.overview.dead
        if dead is not None:
            self._serial += 1
            self._state.overview.dead = None
        self._ask()

    def _ask(self) -> None:
        if self._asked is not None and self._state.device:
            self._submit(self._asked)

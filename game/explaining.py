"""The session's part in explaining a neuron: which one is asked about, and what of the answers is of interest."""

from collections.abc import Callable

from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.messages import Explain, Explained, Inferred, Loaded, Reply, Request, Restarted


class Explaining(Part):
    """Ask about one neuron, and keep `explained` of the state up to date. Main thread."""

    hears = frozenset({Explained, Loaded, Inferred, Restarted})

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Ask for nothing yet."""
        self._state, self._submit = state, submit
        self._asked: Explain | None = None

    def want(self, node: str | None, index: tuple[int, ...] = (), *, outgoing: bool = False) -> None:
        """Ask why a neuron has its value, and again for every answer that comes; for None for no neuron any more.

        What is asked already is not asked anew, so that this may be called in every frame.
        """
        self._want(None if node is None else Explain(node=node, index=index, outgoing=outgoing))

    def _want(self, asked: Explain | None) -> None:
        if asked == self._asked:
            return
        self._asked = asked
        if self._state.explained is not None:
            self._state.explained = None
            self._state.changes += 1
        # Before there is a network there is nothing to explain; once it is there, it is asked.
        if self._state.device:
            self._ask()

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply, of whatever kind; ask anew where the numbers may be others now."""
        match reply:
            case Explained() if self._is_wanted(reply):
                self._state.explained = reply
            case Loaded() if reply.spec != self._state.spec and self._state.device:
                self._want(None)
            case Loaded() | Inferred():
                self._ask()
            case Restarted():
                self._state.explained = None
        return False

    def _ask(self) -> None:
        if self._asked is not None:
            self._submit(self._asked)

    def _is_wanted(self, reply: Explained) -> bool:
        asked = Explain(node=reply.node, index=reply.index, outgoing=reply.outgoing is not None)
        return reply.network == self._state.spec.name and asked == self._asked and reply.output is not None

"""The session's part in why an answer is given: what is wanted, and which replies still say it."""

from collections.abc import Callable
from dataclasses import dataclass

from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.messages import Attribute, Attributed, Failed, Floats, Inferred, Loaded, Method, Reply, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Say which map is wanted; the fields are those of `messages.Attribute`."""

    method: Method
    target: int | None = None
    layer: str | None = None


class Why(Part):
    """Hold the wish, ask for it with every answer, and keep `attributed` of the state up to date. Main thread."""

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Want nothing."""
        self.wish: Wish | None = None
        self._state, self._submit = state, submit
        self._serial = self._since = 0

    def want(self, wish: Wish | None) -> None:
        """Want another map, or none: replies to what was asked before are old from now on."""
        self.wish, self._since = wish, self._serial + 1
        self._state.attributed = None
        self._ask(self._state.picture if self._state.probabilities is not None else None)

    def is_old(self, reply: Reply) -> bool:
        """Say whether a reply is to what nobody wants to know any more, or comes after a newer one."""
        match reply:
            case Attributed():
                return self._is_past(reply.serial) or reply.network != self._state.spec.name
            case Failed(request=Attribute() as request):
                return self._is_past(request.serial)
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of a map; ask for the next one where there is another answer."""
        match reply:
            case Attributed():
                self._state.attributed = reply
            case Inferred():
                self._ask(reply.picture)
            case Loaded() if reply.spec != self._state.spec:
                self.wish, self._since, self._state.attributed = None, self._serial + 1, None
        return False

    def _ask(self, picture: Floats | None) -> None:
        if self.wish is None or picture is None:
            return
        self._serial += 1
        wish = self.wish
        self._submit(
            Attribute(picture=picture, serial=self._serial, method=wish.method, target=wish.target, layer=wish.layer)
        )

    def _is_past(self, serial: int) -> bool:
        """Say so of a number; one that is not the newest counts, so that there is something to see while one draws."""
        shown = self._state.attributed
        return self.wish is None or serial < max(self._since, shown.serial if shown else 0)

"""The session's part in why an answer is given: what is wanted, and which replies still say it."""

from collections.abc import Callable

from layerwalk.game import wish as wishes
from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.game.wish import Wish
from layerwalk.nn.messages import (
    Attribute,
    Attributed,
    Failed,
    Floats,
    Fooled,
    Inferred,
    Loaded,
    Reply,
    Request,
    Window,
)

PATIENCE_S = 0.006
"""A map that takes no longer is waited for, so that the frame of a stroke shows it."""


class Why(Part):
    """Ask for what is wished with every answer, and keep `attributed` of the state up to date. Main thread."""

    hears = frozenset({Attributed, Inferred, Fooled, Loaded, Failed})

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Want nothing."""
        self._state, self._submit = state, submit
        self._serial = self._since = 0
        self._window: Window = (0.0, 0.0, 1.0, 1.0)
        self._took_s = 0.0

    def want(self, wish: Wish | None) -> None:
        """Want another map, or none: replies to what was asked before are old from now on."""
        self._state.wish, self._since = wish, self._serial + 1
        self._state.attributed = None
        self._ask(self._state.picture if self._state.probabilities is not None else None)

    @property
    def waiting(self) -> bool:
        """Say whether a map is still to come that is worth a moment's patience."""
        return self._state.wish is not None and not self.is_told and self._took_s < PATIENCE_S

    @property
    def is_told(self) -> bool:
        """Say whether the map of the newest answer is ready."""
        shown = self._state.attributed
        return shown is not None and shown.serial == self._serial and shown.share == 1

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
                self._state.attributed, self._took_s = reply, reply.duration_s
            case Inferred():
                self._window = reply.window
                self._ask(reply.picture)
            case Fooled():
                self._ask(reply.answer.picture)
            case Loaded() if reply.spec != self._state.spec:
                self._go_over(reply)
        return False

    def _go_over(self, loaded: Loaded) -> None:
        """Ask the same of another network, as far as it makes sense there, from its first answer on."""
        wish = self._state.wish
        self._state.wish = wishes.fitting(wish, loaded.spec) if wish else None
        self._since, self._state.attributed = self._serial + 1, None

    def _ask(self, picture: Floats | None) -> None:
        wish = self._state.wish
        if wish is None or picture is None:
            return
        self._serial += 1
        request = Attribute(
            picture=picture,
            serial=self._serial,
            method=wish.method,
            target=wish.target,
            layer=wish.layer,
            window=self._window,
            by=wish.by,
        )
        self._submit(request)

    def _is_past(self, serial: int) -> bool:
        """Say so of a number; one that is not the newest counts, so that there is something to see while one draws."""
        shown = self._state.attributed
        return self._state.wish is None or serial < max(self._since, shown.serial if shown else 0)

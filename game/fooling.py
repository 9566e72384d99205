"""The session's part in fooling the network: which steps are asked for, and what stands in place of the drawing."""

from collections.abc import Callable
from dataclasses import replace

from layerwalk.game.fooled import FooledPicture, Outcome
from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.messages import Failed, Fool, Fooled, Inferred, Loaded, Reply, Request

EVERY_S = 0.12
"""Steps that follow each other by themselves are so far apart, so that one can watch them."""


class Fooling(Part):
    """Ask for one step after the other, and keep `fooled` of the state up to date. Main thread.

    Nothing is kept in the model loop: each request holds the picture that it goes on from. Call `go_on` once a frame.
    """

    hears = frozenset({Fooled, Failed, Loaded})

    def __init__(self, state: State, submit: Callable[[Request], None], number: Callable[[], int]) -> None:
        """Fool nobody yet. number: gives the next serial of all that is to be answered."""
        self._state, self._submit, self._number = state, submit, number
        self._asked: Fool | None = None
        self._before: Inferred | None = None
        self._left, self._waited_s = 0, 0.0

    @property
    def goes_on(self) -> bool:
        """Say whether more steps follow by themselves."""
        return self._left > 0

    def step(self, aim: Aim, config: FoolConfig) -> None:
        """Take one step from the picture that stands, also where it has reached its aim already."""
        self._left = 0
        self._ask(aim, config, stays=False)

    def go(self, aim: Aim, config: FoolConfig) -> None:
        """Take the steps that the configuration allows, one after the other, until the aim is reached."""
        self._left, self._waited_s = config.steps, 0.0
        self._ask(aim, config, stays=True)

    def stop(self) -> None:
        """Take no more steps; the picture stands as it is."""
        self._left = 0
        self._note()

    def end(self) -> None:
        """Let go of the picture: another one is to be answered."""
        self._left, self._asked, self._before = 0, None, None
        if self._state.fooled is not None:
            self._state.fooled = None
            self._state.changes += 1

    def go_on(self, dt_s: float) -> None:
        """Ask for the next step where one is due; at once where time stands still."""
        self._waited_s += dt_s
        fooled = self._state.fooled
        if self._left > 0 and self._asked is None and fooled and (dt_s == 0 or self._waited_s >= EVERY_S):
            self._waited_s = 0.0
            self._ask(fooled.now.aim, fooled.now.config, stays=True)

    def look_again(self) -> bool:
        """Have the picture that stands answered once more, because the network answers otherwise; say if one does."""
        fooled = self._state.fooled
        if fooled is not None and self._asked is None:
            self._ask(fooled.now.aim, fooled.now.config, stays=True, takes=0)
        return fooled is not None or self._asked is not None

    def is_old(self, reply: Reply) -> bool:
        """Say whether a reply is about a picture that was let go of."""
        match reply:
            case Fooled():
                return self._asked is None or reply.answer.serial != self._asked.serial
            case Failed(request=Fool() as request):
                return self._asked is None or request.serial != self._asked.serial
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of a step that was taken, and of another network."""
        match reply:
            case Fooled() if self._asked is not None and self._before is not None:
                self._take(reply, takes=self._asked.takes)
            case Failed(request=Fool()):
                self._asked, self._left = None, 0
                self._note()
            case Loaded() if reply.spec != self._state.spec:
                self.end()
        return False

    def _take(self, reply: Fooled, *, takes: int) -> None:
        assert self._before is not None
        self._asked, was_going = None, self._left > 0
        self._left = 0 if reply.reached else max(0, self._left - takes)
        outcome: Outcome = "reached" if reply.reached else "unreached" if was_going and not self._left else ""
        if takes == 0 and self._state.fooled is not None and self._state.fooled.outcome == "unreached":
            outcome = outcome or "unreached"
        self._state.fooled = FooledPicture(now=reply, before=self._before, outcome=outcome, goes_on=self.goes_on)

    def _note(self) -> None:
        """Bring up to date whether it goes on."""
        fooled = self._state.fooled
        if fooled is not None and fooled.goes_on != self.goes_on:
            self._state.fooled = replace(fooled, goes_on=self.goes_on)
            self._state.changes += 1

    def _ask(self, aim: Aim, config: FoolConfig, *, stays: bool, takes: int = 1) -> None:
        """Ask for steps from the picture that stands, or else from the drawing as it was classified."""
        fooled, state = self._state.fooled, self._state
        if self._asked is not None or state.picture is None or state.probabilities is None:
            return
        if fooled is None:
            self._before = Inferred(
                network=state.spec.name,
                serial=state.serial,
                picture=state.picture,
                activations=state.activations,
                probabilities=state.probabilities,
                duration_s=0.0,
            )
        self._asked = Fool(
            serial=self._number(),
            begin=fooled.now.begin if fooled else state.picture,
            now=fooled.now.answer.picture if fooled else None,
            step=fooled.now.step if fooled else 0,
            aim=aim,
            config=config,
            takes=takes,
            stays=stays,
        )
        self._submit(self._asked)

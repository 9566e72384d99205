"""What there is to hear of a visit: the names of sounds, found by comparing each frame with the one before.

Whoever holds the loudspeaker plays them; without one nobody misses anything.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Event
from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.nn.messages import Floats, Said, TrainState

SETTLED_S = 0.4
"""While one draws, the guess changes with every stroke: only one that stays for so long is heard."""

ENDS: Mapping[str, str] = MappingProxyType({"finished": "finished", "diverged": "notice"})
"""What is heard of the ways in which a training ends that nobody has asked for."""


class Moment(NamedTuple):
    """Hold what can be heard of when it becomes another; a tuple, for one is made and compared in every frame.

    menu: whether it is open, and its page. pointed, focused: items of the menu. refused: how often something was
    pressed in vain. tools: of the easel. rack: the page that it shows. training: the newest run and how it stands.
    """

    menu: tuple[bool, str]
    pointed: str
    focused: str
    refused: int
    tools: tuple[object, ...]
    rack: tuple[int, int]
    training: tuple[int, TrainState] | None
    told: Said | None


def moment(menu: Menu, pad: Pad, rack: Rack, state: State, *, told: Said | None) -> Moment:
    """Return what can be heard of now; told: what is being said to the visitor."""
    run = state.runs.current
    return Moment(
        menu=(menu.is_open, menu.layout.page.name),
        pointed=menu.hovered,
        focused=menu.focus.name,
        refused=menu.refused,
        tools=(pad.tool, pad.brush, pad.grey),
        rack=(rack.label, rack.page),
        training=(run.number, run.progress.state) if run and run.progress else None,
        told=told,
    )


def changes(before: Moment, now: Moment, events: list[Event]) -> Iterator[str]:
    """Yield what is heard of the step from one moment to the next, in which `events` came from the menu."""
    if now == before and not events:
        return
    if now.menu != before.menu or now.rack != before.rack:
        yield "page"
    elif any(event.done for event in events) or now.tools != before.tools:
        yield "press"
    elif now.pointed not in ("", before.pointed) or now.focused not in ("", before.focused) or events:
        yield "hover"
    if now.refused != before.refused:
        yield "refusal"
    ended = now.training[1] if now.training and now.training != before.training else ""
    if ended in ENDS:
        yield ENDS[ended]
    elif now.told is not None and now.told is not before.told:
        yield "notice"


def guess(state: State) -> int | None:
    """Return which class the network takes the drawing for, None for an empty one or before any answer."""
    if state.probabilities is None or state.picture is None or not np.any(state.picture):
        return None
    return int(np.argmax(state.probabilities))


class Cues:
    """Listen to a visit, `hear` once a frame. Main thread."""

    def __init__(self) -> None:
        """Begin with whatever is there at the first frame, without a sound."""
        self._before: Moment | None = None
        self._answer: tuple[Floats | None, Floats | None] = None, None  # probabilities, and the picture they are for
        self._guess: int | None = None
        self._since_s = 0.0
        self._is_settled = False
        self._settled: int | None = None
        self._picture: Floats | None = None

    def hear(self, now: Moment, state: State, *, events: list[Event], dt_s: float) -> list[str]:
        """Return what is to be heard of this frame."""
        before, self._before = self._before or now, now
        found = list(changes(before, now, events))
        if self._is_answered(state, dt_s=dt_s):
            found.append("answer")
        return found

    def _is_answered(self, state: State, *, dt_s: float) -> bool:
        """Say whether another guess for another drawing has come to stay in this frame."""
        self._since_s += dt_s
        self._note(state)
        if self._is_settled or self._since_s < SETTLED_S:
            return False
        found = self._guess
        is_other = found != self._settled and _differ(self._picture, state.picture)
        self._is_settled, self._settled, self._picture = True, found, state.picture
        return is_other and found is not None and not _is_training(state)

    def _note(self, state: State) -> None:
        """Take note of a new answer; a guess that it changes has not stayed for any time yet."""
        probabilities, picture = self._answer
        if state.probabilities is probabilities and state.picture is picture:
            return
        self._answer, self._is_settled = (state.probabilities, state.picture), False
        found = guess(state)
        if found != self._guess:
            self._guess, self._since_s = found, 0.0


def _differ(before: Floats | None, now: Floats | None) -> bool:
    return before is not None and now is not None and before is not now and not np.array_equal(before, now)


def _is_training(state: State) -> bool:
    run = state.runs.current
    return run is not None and run.progress is not None and run.progress.state == "training"

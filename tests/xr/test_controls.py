"""What is asked of the controllers, whatever they have and however that changes; with a runtime made of a table."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

pytestmark = pytest.mark.xr

BUTTONS = ("trigger", "squeeze", "primary", "secondary", "menu", "stick_press")
SIDES = ("left", "right")
TURN = 16
"""After so many frames each control was looked at."""


def control(side, button):
    from layerwalk.game.view.xr import profiles

    return profiles.NAMES.get((side, button), f"vr_{side}_{button}")


class Table:
    """Stand in for the runtime: which controls there are, and which of them are pushed."""

    def __init__(self):
        self.there, self.down, self.asked = set(), set(), []

    def asking(self, tell, session, state, action, path):
        what = action, path

        def ask():
            self.asked.append(what)
            state.is_active = what in self.there
            if action in BUTTONS:
                state.current_state = what in self.there & self.down
            return 0

        return ask


class Hands(RuleBasedStateMachine):
    """Give the hands other controllers, push what they have, and do frames."""

    def __init__(self):
        super().__init__()
        from layerwalk.game.view.xr import controls, profiles, states

        self.seen = (False, False)
        self.table, names = Table(), (*profiles.FLOATS, *profiles.VECTORS, *profiles.BUTTONS)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(states, "_asking", self.table.asking)
            self.controls = controls.Controls(None, {name: name for name in names}, {side: side for side in SIDES})

    @rule(there=st.sets(st.tuples(st.sampled_from((*BUTTONS, "stick", "pad_press")), st.sampled_from(SIDES))))
    def hold(self, there):
        self.table.there = there

    @rule()
    def tell(self):
        self.controls.expect_all()
        assert self.controls.pushed(seen=self.seen) == self.pushed(), "what the runtime told of is there at once"

    @rule(side=st.sampled_from((0, 1)))
    def see(self, side):
        self.seen = tuple(is_seen is not (number == side) for number, is_seen in enumerate(self.seen))
        assert self.controls.pushed(seen=self.seen) == self.pushed(), "what a hand brings along is there at once"

    @rule(down=st.sets(st.tuples(st.sampled_from(BUTTONS), st.sampled_from(SIDES))))
    def push(self, down):
        self.table.down = down

    @rule()
    def frame(self):
        said, true = self.controls.pushed(seen=self.seen), self.pushed()
        assert said.items() <= true.items(), "nothing is said to be pushed that is not"

    @rule()
    def wait(self):
        for _ in range(TURN):
            self.controls.pushed(seen=self.seen)
        self.table.asked.clear()
        assert self.controls.pushed(seen=self.seen) == self.pushed()
        assert len(set(self.table.asked) - self.table.there - {("pad", side) for side in SIDES}) <= 1

    def pushed(self):
        return {control(side, button): 1.0 for button, side in self.table.there & self.table.down}


def test_a_control_of_which_the_runtime_knows_nothing_is_told_as_an_error(monkeypatch):
    import xr

    from layerwalk.game.view.xr import controls, profiles, states

    names = (*profiles.FLOATS, *profiles.VECTORS, *profiles.BUTTONS)
    unknown = xr.Result.ERROR_PATH_UNSUPPORTED.value
    monkeypatch.setattr(
        states, "_asking", lambda tell, session, state, action, path: lambda: unknown * (action == "menu")
    )
    asked = controls.Controls(None, {name: name for name in names}, {side: side for side in SIDES})
    with pytest.raises(xr.PathUnsupportedError):
        asked.pushed(seen=(False, False))


TestHands = Hands.TestCase
TestHands.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)

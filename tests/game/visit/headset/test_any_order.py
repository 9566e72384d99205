"""Whatever is done in a headset, in whatever order: one stands on a floor, sees something, and nothing is stuck."""

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layerwalk.game.move import grab
from layerwalk.game.settings import Headset, Settings
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose

CONTROLS = (
    [f"{side}_{part}" for side in ("left", "right") for part in ("trigger", "squeeze", "pinch", "stick")]
    + [f"{side}_{axis}__{sign}" for side in ("left", "right") for axis in "xy" for sign in ("plus", "minus")]
    + ["a", "b", "x", "y", "menu"]
)
PUSHES = st.sets(st.sampled_from(CONTROLS), max_size=3)
WAYS = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda way: math.hypot(*way) > 0.1)
STEPS = st.tuples(PUSHES, st.integers(1, 40), WAYS, WAYS, st.tuples(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3)))
WISHES = st.builds(
    Headset,
    posture=st.sampled_from(["standing", "seated"]),
    main_hand=st.sampled_from(["left", "right"]),
    walking=st.sampled_from(["teleport", "smooth"]),
    turning=st.sampled_from(["snap", "smooth"]),
    blink_s=st.floats(0, 0.4),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(vr=WISHES, steps=st.lists(STEPS, max_size=12), seen=st.sampled_from(["both", "left", "right", "none"]))
def test_one_stands_sees_and_can_go_on(guest, wear, vr, steps, seen):
    wearer = wear()
    guest.visit.set_settings(Settings(vr=vr))
    for pushed, count, left, right, lean in steps:
        x, y, z = wearer.head.point
        wearer.head = Pose(point=(x + lean[0], y + lean[1], z), turn=rigs.headed(90 * lean[0]))
        hands = {"left": wearer.hand(x - 0.2, left), "right": wearer.hand(x + 0.2, right)}
        wearer.hands = {side: hand if seen in ("both", side) else Hand() for side, hand in hands.items()}
        wearer.frame(count, **dict.fromkeys(pushed, 1.0))
        assert 0 <= wearer.wearing.darkness <= 1
        assert 0 <= wearer.wearing.edges <= 1
        assert 1 <= wearer.rig.scale <= grab.TABLE
        place = wearer.body.position
        assert wearer.body.flying or wearer.visit.visitor.ground.floor_at(*place) is not None
        assert all(0 < pulse.strength <= 1 for pulse in wearer.wearing.pulses)
    wearer.frame(1, left_stick=0.0)
    wearer.frame(80, left_stick=1.0)
    wearer.frame(60)
    assert wearer.rig.scale == 1
    assert wearer.wearing.darkness == pytest.approx(0, abs=1e-6)
    assert wearer.rig.head.point[:2] == pytest.approx(wearer.body.position[:2], abs=1e-3)
    wearer.wearing.close()
    guest.visit.plan.listening = ""

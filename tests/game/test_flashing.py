"""Nothing flashes more than three times a second: what moves by itself, at its quickest."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.unhurried import Unhurried
from layerwalk.game.world import layouts
from layerwalk.game.world.wave import Wave
from layerwalk.nn.network import NetworkSpec, NodeSpec

MOST_HZ = 3
DT_S = 1 / 90


def placement(layers):
    names = ["input", *(f"layer{index}" for index in range(layers)), "output"]
    nodes = [
        NodeSpec(
            name=name,
            kind="dense",
            shape=(1, 28, 28) if name == "input" else (10,),
            parameters=0,
            inputs=(before,) if before else (),
        )
        for before, name in itertools.pairwise(["", *names])
    ]
    return layouts.build("cove", NetworkSpec(name="small", nodes=tuple(nodes), classes=tuple("0123456789")))


@given(st.integers(1, 3), st.lists(st.booleans(), min_size=270, max_size=270))
def test_the_wave_of_light_passes_no_stage_more_often(layers, asked):
    wave = Wave(placement(layers))
    bright = []
    for is_asked in asked:
        if is_asked:
            wave.start()
        ran = wave.run(DT_S)
        bright.append(ran[1] if ran else [0.0] * layers)
    for stage in np.array(bright).T:
        rises = [index for index in range(1, len(stage)) if stage[index - 1] <= 0.1 < stage[index]]
        assert all(sum(0 <= other - first < 1 / DT_S for other in rises) <= MOST_HZ for first in rises)


@given(st.lists(st.tuples(st.floats(0.001, 0.3), st.booleans(), st.booleans()), max_size=400))
def test_the_world_changes_no_more_than_six_times_in_any_second(frames):
    changes, now_s, begun_s, goes_on = Unhurried(), 0.0, [], False
    for dt_s, is_asked, lasts in frames:
        now_s += dt_s
        changes.update(dt_s=dt_s, is_changing=goes_on)
        goes_on = goes_on and lasts
        if is_asked and not goes_on and changes.has_rested:
            changes.begin()
            begun_s.append(now_s)
            goes_on = lasts
    assert all(sum(first <= other < first + 1 for other in begun_s) <= 2 * MOST_HZ for first in begun_s)


def test_in_a_picture_nothing_waits():
    changes = Unhurried()
    changes.begin()
    assert not changes.has_rested
    changes.update(dt_s=0.0, is_changing=True)
    assert changes.has_rested

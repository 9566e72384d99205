"""The session asks for what one looks over, and forgets what was counted for weights that are no more."""

import numpy as np

from layerwalk.game.overviewing import Overviewing
from layerwalk.game.state import State
from layerwalk.nn.messages import (
    CountDead,
    DeadCounted,
    Failed,
    Lesioned,
    LookedOver,
    LookOver,
    Progress,
    Request,
    Said,
)
from layerwalk.nn.network import NetworkSpec, NodeSpec

NODES = (
    NodeSpec(name="input", kind="input", shape=(1, 2, 2), parameters=0, inputs=()),
    NodeSpec(name="answer", kind="dense", shape=(2,), parameters=0, inputs=("input",)),
)
SPEC = NetworkSpec(name="small", nodes=NODES, classes=("a", "b"))


def part() -> tuple[Overviewing, State, list[Request]]:
    state, asked = State(spec=SPEC, device="CPU"), list[Request]()
    return Overviewing(state, asked.append), state, asked


def progress(step: int) -> Progress:
    return Progress(run=1, state="training", step=step, steps=10, epoch=0, epochs=1, said=Said(key="x"))


def test_what_is_wanted_in_every_frame_is_asked_for_once() -> None:
    made, _, asked = part()
    made.want("answer")
    made.want("answer")
    assert asked == [LookOver(node="answer")]


def test_the_weights_of_what_was_wanted_before_are_not_heard_of() -> None:
    made, state, _ = part()
    made.want("answer")
    made.want("answer", 1)
    late, right = (LookedOver(network="small", node="answer", map=map) for map in (None, 1))
    assert made.is_old(late)
    assert not made.is_old(right)
    made.hear(right)
    assert state.overview.weights is right


def test_weights_are_asked_for_again_with_every_step_of_training() -> None:
    made, _, asked = part()
    made.want("answer")
    for step in (1, 1, 2):
        made.hear(progress(step))
    assert asked == [LookOver(node="answer")] * 3


def test_what_was_counted_is_forgotten_when_the_weights_change() -> None:
    made, state, asked = part()
    made.count_dead()
    told = DeadCounted(network="small", serial=1, state="finished", dead={"answer": np.array([0, 1])})
    assert not made.is_old(told)
    made.hear(told)
    assert state.overview.dead is told
    made.hear(progress(1))
    assert state.overview.dead is None
    assert made.is_old(told)
    assert asked == [CountDead(serial=1)]


def test_what_was_counted_is_forgotten_with_other_lesions_and_what_is_being_counted_goes_on() -> None:
    made, state, asked = part()
    made.count_dead()
    made.hear(Lesioned(network="small", lesions=()))
    assert state.overview.dead is not None
    made.hear(DeadCounted(network="small", serial=1, state="finished"))
    made.hear(Lesioned(network="small", lesions=()))
    assert state.overview.dead is None
    assert asked == [CountDead(serial=1)]


def test_counting_that_is_stopped_or_fails_leaves_nothing() -> None:
    made, state, asked = part()
    made.count_dead()
    made.stop_counting()
    assert state.overview.dead is None
    assert asked[-1] == CountDead(serial=2, stops=True)
    made.count_dead()
    made.hear(Failed(request=CountDead(serial=3), sentence="no"))
    assert state.overview.dead is None

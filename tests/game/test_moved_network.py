"""A network moves to a process of its own in the middle of a visit, and the visitor has everything as before."""

import time

import numpy as np

from layerwalk.game import session as sessions
from layerwalk.game.session import Session
from layerwalk.nn import loop
from layerwalk.nn.lesions.targets import Lesion, Map

PATIENCE_S = 60.0
LESION = Lesion(target=Map(node="conv1", map=2))


def test_drawing_answer_lesions_and_what_is_looked_at_are_as_before():
    state = sessions.read_spec("ana-small")
    session = Session(sessions.HOSTS["thread"](device="cpu"), state)

    def until(holds):
        end_s = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end_s, "it never came to this"
            session.poll()
            time.sleep(0.005)

    drawing = loop.load_data("mnist-test").pictures[0].astype(np.float32) / 255
    session.infer(drawing, centre=False)
    until(lambda: state.device)
    session.lesioning.add(LESION)
    session.look_at("conv1", 0)
    until(lambda: state.lesions and state.weights is not None and not session.waiting)
    before, opened = state.probabilities, session.opened
    serial = state.serial
    session.move()
    until(lambda: state.notice is not None and state.notice.key == "process.moved")
    until(lambda: session.opened > opened and state.serial > serial and not session.waiting)
    until(lambda: np.allclose(state.probabilities, before, atol=1e-6))
    assert state.lesions == (LESION,)
    assert state.ready
    assert not state.unsaved
    until(lambda: state.weights is not None)
    session.close()


def test_what_has_a_process_already_is_left_alone():
    state = sessions.read_spec("ana-small")
    session = Session(sessions.inline_host(), state)
    session.move()
    session.poll()
    assert state.notice is None
    session.close()

"""The training board that is drawn piece by piece: it comes out as if it had been drawn at once."""

import pytest

from layerwalk.game import words
from layerwalk.game.runs import Runs
from layerwalk.game.ui import train_board
from layerwalk.game.world.placement import Pose
from layerwalk.nn.messages import Progress, Said, TrainConfig

POSE = Pose(point=(4.0, -25.0, 3.8), heading_deg=90.0, tilt_deg=6.0)
EN = words.load("en")


def report(step, *, loss, accuracy):
    """Make a report of a run of 5 epochs of 100 steps."""
    done = {"loss": loss, "accuracy": accuracy, "epoch": 1 + step // 100, "snapshots": (0, 10, 20)}
    return Progress(run=1, state="training", said=Said(key="training.going"), step=step, steps=500, epochs=5, **done)


@pytest.fixture
def runs():
    """Return runs of which the first has come half way."""
    made = Runs()
    made.begin(1, config=TrainConfig(), title="ana-conv")
    for step in range(10, 251, 10):
        made.hear(report(step, loss=25 / step, accuracy=step / 260))
    return made


def drawn(board):
    """Return the corners of everything on a board, mesh by mesh, as bytes."""
    nodes = [path.node() for path in board.path.find_all_matches("**/+GeomNode")]
    datas = [node.get_geom(index).get_vertex_data() for node in nodes for index in range(node.get_num_geoms())]
    return [bytes(memoryview(data.get_array(0))) for data in datas]


def test_what_is_drawn_in_several_frames_is_what_is_drawn_at_once(open_studio, runs, monkeypatch):
    monkeypatch.setattr(train_board, "WORK_S", 0.0)
    studio = open_studio("ana-dense")
    slow, quick = (train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3) for _ in range(2))
    for board in (slow, quick):
        board.update(runs, device="CPU")
    before = drawn(slow)
    runs.hear(report(270, loss=0.2, accuracy=0.8))
    quick.update(runs, device="CPU")
    seen = []
    while not seen or slow.is_drawing:
        slow.update(runs, device="CPU", turn=lambda: True)
        seen.append(drawn(slow))
    assert len(seen) > 5
    assert seen[0] == before
    assert seen[-1] == drawn(quick)


def test_a_part_that_is_pointed_at_is_lit_in_the_same_frame(open_studio, runs):
    studio = open_studio("ana-dense")
    slow, quick = (train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3) for _ in range(2))
    slow.update(runs, device="CPU")
    runs.hear(report(270, loss=0.2, accuracy=0.8))
    slow.update(runs, device="CPU", turn=lambda: True)
    slow.update(runs, device="CPU", turn=lambda: False, hovered="play")
    quick.update(runs, device="CPU", hovered="play")
    assert not slow.is_drawing
    assert drawn(slow) == drawn(quick)

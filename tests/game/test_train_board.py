"""The training board: what is pressed on it, what it says, what it draws, and what that costs."""

import itertools

import numpy as np
import pytest

from layerwalk.game import words
from layerwalk.game.runs import Runs
from layerwalk.game.ui import curves, pointer, strokes, train_board, train_texts
from layerwalk.game.ui.curves import Chart
from layerwalk.game.ui.menu import typeset
from layerwalk.game.world.placement import Pose
from layerwalk.game.world.rays import Ray
from layerwalk.nn.messages import Progress, Said, Shown, TrainConfig

POSE = Pose(point=(4.0, -25.0, 3.8), heading_deg=90.0, tilt_deg=6.0)
CHART = Chart(left=0.0, bottom=0.0, right=1.0, top=1.0, column=2)
SAID = Said(key="training.going")
EN = words.load("en")


def report(step, *, run=1, state="training", **fields):
    """Make a report of a run of 5 epochs of 100 steps."""
    fields = {"said": SAID, "epoch": 1 + step // 100, **fields}
    return Progress(run=run, state=state, step=step, steps=500, epochs=5, **fields)


@pytest.fixture
def runs():
    """Return runs of which the first has come half way, with six snapshots."""
    made = Runs()
    made.begin(1, config=TrainConfig(), title="ana-conv")
    for step in range(10, 251, 10):
        done = {}
        if step % 100 == 0:
            done = {"validated_epoch": step // 100, "validation_loss": 0.1, "validation_accuracy": 0.95}
        made.hear(report(step, loss=25 / step, accuracy=step / 260, snapshots=(0, 10, 20, 50, 100, 250), **done))
    return made


# Pressing


def met(runs, point):
    """Return what is asked for by whoever points at a place of a board part, (name, u, v)."""
    name, u, v = point
    frame = train_board.frames(POSE)[name]
    target = frame.centre + frame.right * (2 * u - 1) + frame.up * (1 - 2 * v)
    eye = target + frame.normal * 2.0
    ray = Ray(origin=tuple(map(float, eye)), direction=tuple(map(float, target - eye)))
    part, hit = pointer.nearest(ray, train_board.frames(POSE))
    return train_board.event(part, hit.u, runs)


def test_the_buttons_pause_and_stop_a_run(runs):
    assert met(runs, ("play", 0.5, 0.5)) == "train pause"
    assert met(runs, ("stop", 0.2, 0.8)) == "train stop"


def test_a_run_that_pauses_is_resumed_by_the_same_button(runs):
    runs.hear(report(250, state="paused"))
    assert met(runs, ("play", 0.5, 0.5)) == "train resume"


def test_a_run_that_has_ended_has_no_buttons_but_its_snapshots(runs):
    runs.hear(report(250, state="finished", snapshots=(0, 10)))
    assert met(runs, ("play", 0.5, 0.5)) is None
    assert met(runs, ("stop", 0.5, 0.5)) is None
    assert met(runs, ("slider", 0.0, 0.5)) == "snapshot 0"


def test_the_slider_goes_through_all_snapshots_to_the_present(runs):
    found = [met(runs, ("slider", float(u), 0.5)) for u in np.linspace(0.001, 0.999, 200)]
    assert list(dict.fromkeys(found)) == [*(f"snapshot {index}" for index in range(6)), "snapshot now"]


def test_nothing_can_be_pressed_before_the_first_run():
    assert all(met(Runs(), (name, 0.5, 0.5)) is None for name in train_board.frames(POSE))


def test_a_run_whose_network_has_gone_cannot_be_steered(runs):
    runs.let_go()
    assert all(met(runs, (name, 0.5, 0.5)) is None for name in train_board.frames(POSE))


def test_parts_lie_on_the_board_and_apart():
    whole = train_board.SIZE_M
    places = {}
    for name, frame in train_board.frames(POSE).items():
        away = frame.centre - np.asarray(POSE.point)
        across = away @ frame.right / np.linalg.norm(frame.right)
        up = away @ frame.up / np.linalg.norm(frame.up)
        half = np.linalg.norm(frame.right), np.linalg.norm(frame.up)
        places[name] = (across - half[0], across + half[0], up - half[1], up + half[1])
        assert abs(across) + half[0] < whole[0] / 2
        assert abs(up) + half[1] < whole[1] / 2
    slider, play, stop = places["slider"], places["play"], places["stop"]
    assert slider[1] < play[0]
    assert stop[3] < play[2]


# Scales


def test_the_axis_of_epochs_is_as_long_as_the_longest_run(runs):
    assert curves.epochs(runs).high == 5
    runs.hear(report(250, state="stopped"))
    assert curves.epochs(runs).high == 3


@pytest.mark.parametrize("most", [1, 2, 7, 30, 250])
def test_few_epochs_are_written_however_many_there_are(most):
    runs = Runs()
    runs.begin(1, config=TrainConfig(), title="ana-conv")
    runs.hear(Progress(run=1, state="training", said=SAID, step=1, steps=most * 10, epoch=1, epochs=most))
    scale = curves.epochs(runs)
    assert scale.high == most
    assert 2 <= len(scale.ticks) <= curves.MOST_TICKS + 1
    assert all(tick == int(tick) for tick in scale.ticks)


@pytest.mark.parametrize(("low", "high"), [(2.29, 2.3), (0.01, 2.3), (1e-7, 3.0), (0.09, 4000.0)])
def test_the_axis_of_the_loss_holds_every_loss_and_few_numbers(low, high):
    runs = Runs()
    runs.begin(1, config=TrainConfig(), title="ana-conv")
    runs.hear(report(10, loss=high, accuracy=0.1))
    runs.hear(report(20, loss=low, accuracy=0.1))
    scale = curves.losses(runs)
    assert scale.high >= high
    assert scale.low <= max(low, high * curves.DEEPEST)
    assert 2 <= len(scale.ticks) <= 12
    assert all(scale.low <= tick <= scale.high for tick in scale.ticks)


def test_a_loss_of_nothing_is_drawn_at_the_bottom(runs):
    runs.hear(report(260, loss=0.0, accuracy=1.0))
    chart = Chart(left=0.0, bottom=0.0, right=1.0, top=1.0, column=1)
    drawn = drawn_in(chart, runs)
    assert np.isfinite(drawn.points).all()
    assert drawn.points[:, 1].min() > -0.05


@pytest.mark.parametrize(("accuracy", "low"), [(0.3, 0.0), (0.6, 0.5), (0.95, 0.9), (0.991, 0.98)])
def test_the_axis_of_the_accuracy_is_zoomed_where_every_run_is_good(accuracy, low):
    runs = Runs()
    runs.begin(1, config=TrainConfig(), title="ana-conv")
    runs.hear(report(100, validated_epoch=1, validation_loss=0.1, validation_accuracy=accuracy))
    scale = curves.accuracies(runs)
    assert (scale.low, scale.high) == (low, 1.0)
    assert scale.ticks[0] == low
    assert scale.ticks[-1] == 1.0


# Curves


def drawn_in(chart, runs):
    """Return everything that is drawn in a chart."""
    up = curves.losses(runs) if chart.column == 1 else curves.accuracies(runs)
    return strokes.joined(curves.draw(chart, runs, across=curves.epochs(runs), up=up, kept=strokes.Kept()))


def test_a_line_is_left_out_below_its_chart():
    drawn = strokes.line([(0, -1), (1, 1), (2, 1), (3, -3)], width_m=0.01, colour=(1, 1, 1), low=0.0)
    assert drawn.points[:, 1].min() > -0.01
    assert drawn.points[:, 0].min() == pytest.approx(0.5, abs=0.02)
    assert drawn.points[:, 0].max() == pytest.approx(2.25, abs=0.02)


def test_a_line_under_its_chart_is_not_drawn_at_all():
    assert len(strokes.line([(0, -1), (1, -2)], width_m=0.01, colour=(1, 1, 1), low=0.0).triangles) == 0


def test_every_triangle_of_marks_lines_and_bars_faces_its_reader():
    parts = [strokes.marks(name, [(0, 0), (2, 1)], radius_m=0.5, colour=(1, 1, 1)) for name in curves.MARKS]
    parts += [strokes.line([(0, 0), (1, 2), (3, -1)], width_m=0.1, colour=(1, 1, 1))]
    parts += [strokes.bar(0, 0, 1, 1, colour=(1, 1, 1))]
    drawn = strokes.joined(parts)
    a, b, c = (drawn.points[drawn.triangles[:, corner]] for corner in range(3))
    assert ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0] > 0).all()


def test_means_keep_ends_and_mean_values():
    points = np.stack([np.arange(1000.0), np.sin(np.arange(1000.0)), np.full(1000, 0.5)], axis=1)
    thinned = curves.means(points, 100)
    assert len(thinned) <= 100
    np.testing.assert_array_equal(thinned[[0, -1]], points[[0, -1]])
    assert (np.diff(thinned[:, 0]) > 0).all()
    assert thinned[:, 2] == pytest.approx(0.5)


def test_curves_lie_within_their_chart(runs):
    drawn = drawn_in(CHART, runs)
    assert drawn.points[:, 0].min() > -0.03
    assert drawn.points[:, 0].max() < 1.03
    assert drawn.points[:, 1].min() > -0.04
    assert drawn.points[:, 1].max() < 1.03


def test_a_snapshot_that_is_shown_has_a_line_across_the_chart(runs):
    runs.hear(report(250, state="paused", snapshots=(0, 10, 20, 50, 100, 250)))
    before = drawn_in(CHART, runs)
    runs.hear_shown(Shown(run=1, index=5, step=250))
    after = drawn_in(CHART, runs)
    new = after.points[len(before.points) :]
    assert new[:, 0].mean() == pytest.approx(0.5, abs=0.01)
    assert new[:, 1].max() > 0.99


def test_only_what_has_changed_is_drawn_anew(runs):
    runs.begin(2, config=TrainConfig(), title="ana-conv")
    runs.hear(report(10, run=2, loss=2.0, accuracy=0.2))
    kept = strokes.Kept()

    def draw():
        kept.begin()
        return curves.draw(CHART, runs, across=curves.epochs(runs), up=curves.accuracies(runs), kept=kept)

    before = draw()
    runs.hear(report(20, run=2, loss=1.0, accuracy=0.3))
    assert [old is new for old, new in zip(before, draw(), strict=True)] == [True, True, False, True, True]


def test_runs_differ_in_hue_and_in_mark():
    assert len(set(curves.HUES)) == len(set(curves.MARKS)) == len(curves.HUES)


# Texts


def test_runs_are_named_and_told_apart_by_network_only_where_that_helps(runs):
    assert train_texts.names(runs, EN) == ["1 · AdamW 0.003"]
    runs.begin(2, config=TrainConfig(optimiser="sgd", learning_rate=0.01), title="ana-small")
    assert train_texts.names(runs, EN) == ["1 · AdamW 0.003 · ana-conv", "2 · SGD 0.01 · ana-small"]


def test_numbers_are_written_as_the_language_does(runs):
    assert train_texts.names(runs, words.load("de")) == ["1 · AdamW 0,003"]
    assert train_texts.share(0.984, words.load("de")) == "98,4 %"


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (0.2, "1 s left"), (40.4, "40 s left"), (99.0, "99 s left"), (400, "7 min left")]
)
def test_the_time_left_is_told_in_seconds_or_minutes(seconds, text):
    assert train_texts.time_left(report(10, seconds_left=seconds), EN) == text


def test_a_pause_has_no_time_left():
    assert train_texts.time_left(report(10, state="paused", seconds_left=30.0), EN) == ""


def test_the_accuracy_on_other_pictures_counts_more_than_that_while_learning(runs):
    share, measured = train_texts.accuracy(runs.current, EN)
    assert (share, measured) == ("95.0 %", EN("board.accuracy"))
    runs.begin(2, config=TrainConfig(), title="ana-conv")
    assert train_texts.accuracy(runs.current, EN) == ("", "")
    runs.hear(report(10, run=2, loss=1.0, accuracy=0.5))
    assert train_texts.accuracy(runs.current, EN) == ("50.0 %", EN("board.accuracy_train"))


def test_whoever_looks_back_is_told_where_they_are(runs):
    assert train_texts.look_back(runs, EN) == EN("board.look_back")
    runs.hear_shown(Shown(run=1, index=4, step=100))
    assert train_texts.look_back(runs, EN) == EN("board.look_back_at", step="100", steps="500")
    runs.hear_shown(Shown(run=1, index=0, step=0))
    assert train_texts.look_back(runs, EN) == EN("board.look_back_start")
    runs.let_go()
    assert train_texts.look_back(runs, EN) == EN("board.gone")


@pytest.fixture
def many(runs):
    """Return as many runs as the board remembers, of networks with different names."""
    for number in range(2, 7):
        runs.begin(
            number, config=TrainConfig(optimiser="rmsprop", learning_rate=0.0003), title=f"cerny-kopecka {number}"
        )
        runs.hear(report(250, run=number, state="diverged", loss=1.0, accuracy=0.5, snapshots=(0, 10)))
    return runs


def box(entry):
    """Return what an entry's letters fill: left, right, foot and top."""
    half = typeset.width_em(entry.text, "display" if entry.face == "display" else "text") * entry.size_m / 2
    (x, _, z), em = entry.point, entry.size_m
    return x - half, x + half, z - typeset.FALL * em, z + typeset.RISE * em


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.1, 1.2, 1.5, 2.0])
@pytest.mark.parametrize("language", words.languages())
def test_every_text_fits_the_board(language, text_size, many):
    for entry in train_board.texts(many, words.load(language), device="NVIDIA H200", text_size=text_size):
        left, right, foot, top = box(entry)
        assert max(-left, right) < train_board.SIZE_M[0] / 2 - 0.02, entry.text
        assert max(-foot, top) < train_board.SIZE_M[1] / 2, entry.text


@pytest.mark.parametrize("text_size", [1.2, 1.5, 2.0])
@pytest.mark.parametrize("language", words.languages())
def test_large_letters_stand_clear_of_each_other(language, text_size, many):
    many.hear(report(250, run=6, seconds_left=59.0, loss=1.0, accuracy=0.5, snapshots=(0, 10)))
    boxes = [box(each) for each in train_board.texts(many, words.load(language), device="CPU", text_size=text_size)]
    for (left, right, foot, top), other in itertools.combinations(boxes, 2):
        assert right <= other[0] or other[1] <= left or top <= other[2] or other[3] <= foot


def test_letters_grow_with_the_text_size(runs):
    usual, large = (
        {entry.text: entry.size_m for entry in train_board.texts(runs, EN, device="CPU", text_size=text_size)}
        for text_size in (1.0, 2.0)
    )
    assert min(large.values()) > 1.2 * min(usual.values())
    assert large["100 %"] == 2 * usual["100 %"]
    assert usual.keys() > large.keys() - {EN("board.epoch", epoch=3, epochs=5)}


def test_whoever_reads_large_letters_is_told_of_looking_back_too(runs):
    runs.hear_shown(Shown(run=1, index=4, step=100))
    written = " ".join(entry.text for entry in train_board.texts(runs, EN, device="CPU", text_size=2.0))
    assert EN("board.look_back_at", step="100", steps="500") in written


# In the court


def hues_seen(picture, hue):
    """Count the pixels of a picture that have a hue."""
    return (np.abs(picture.astype(int) - np.round(np.array(hue) * 255).astype(int)).max(axis=2) < 12).sum()


def test_a_run_is_seen_on_the_board_in_its_hue_and_only_from_the_front(open_studio):
    studio = open_studio("ana-dense", size=(960, 540))
    studio.look("board")
    studio.frame()
    assert hues_seen(studio.frame(), curves.HUES[0]) == 0
    studio.scene.state.runs.begin(2, config=TrainConfig(), title="ana-dense")
    for step in range(50, 450, 50):
        done = {"validated_epoch": step // 100, "validation_loss": 1.0 / step, "validation_accuracy": step / 500}
        studio.scene.state.runs.hear(report(step, run=2, loss=100 / step, accuracy=step / 500, **done))
    front = studio.frame()
    assert hues_seen(front, curves.HUES[0]) > 100
    pose, camera = studio.scene.placement.board, studio.screen.camera
    eye = 2 * np.asarray(pose.point) - np.asarray(studio.scene.placement.views["board"].eye)
    camera.set_pos(*map(float, eye))
    camera.look_at(*pose.point)
    assert hues_seen(studio.frame(), curves.HUES[0]) == 0


def test_the_board_is_written_anew_when_the_text_size_changes(open_studio, runs):
    studio = open_studio("ana-dense")
    board = train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3)
    for text_size, drawings in ((1.0, 1), (2.0, 2), (2.0, 2), (1.0, 3)):
        board.set_text_size(text_size)
        board.update(runs, device="CPU")
        assert board.drawings == drawings


def test_the_board_takes_few_draw_calls(open_studio, runs):
    studio = open_studio("ana-dense")
    board = train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3)
    board.update(runs, device="CPU")
    nodes = board.path.find_all_matches("**/+GeomNode")
    assert sum(node.node().get_num_geoms() for node in nodes) <= 6


def test_the_board_is_drawn_at_most_ten_times_a_second(open_studio, runs):
    studio = open_studio("ana-dense")
    board = train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3)
    drawn = []
    for step in range(260, 360):
        runs.hear(report(step, loss=0.1, accuracy=0.9))
        board.update(runs, device="CPU", dt_s=1 / 60)
        drawn.append(board.drawings)
    assert 15 <= drawn[-1] <= 18

"""The training board while nothing is trained: what it tells of the network that stands."""

import itertools

import pytest

from layerwalk.game import words
from layerwalk.game.runs import Runs
from layerwalk.game.ui import train_board, train_rest, train_texts
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.train_rest import Standing
from layerwalk.game.world.placement import Pose
from layerwalk.nn import store, told
from layerwalk.nn.blueprint import presets
from layerwalk.nn.messages import Progress, Said, TrainConfig
from layerwalk.nn.said import say

POSE = Pose(point=(4.0, -25.0, 3.8), heading_deg=90.0, tilt_deg=6.0)
EN, DE = words.load("en"), words.load("de")
LONG = Standing(
    title=presets.called("Cerny and Kopecka's network"),
    learnt=told.learnt(
        {
            **store.read_record("cerny-kopecka"),
            "optimiser": "rmsprop, one cycle to a rate of 0.0003",
            "trained": "2026-12-31T12:00:00+00:00",
            "parent": "cerny-kopecka-12.safetensors (99.20 % (9920 of 10000 test pictures))",
        }
    ),
)
NEVER = Standing(title=presets.called("An empty network"), learnt={})


def standing(name):
    """Return what is known of a shipped network."""
    return Standing(title=presets.called(presets.PRESETS[name].title), learnt=told.learnt(store.read_record(name)))


def written(network, *, runs=None, language=EN, text_size=1.0):
    made = train_board.texts(runs or Runs(), language, device="CPU", text_size=text_size, standing=network)
    return [entry.text for entry in made if entry.text]


@pytest.fixture
def earlier():
    """Return a run that is over, and whose network has given way to another one."""
    runs = Runs()
    runs.begin(1, config=TrainConfig(), title="ana-conv")
    said = Said(key="training.going")
    done = {"validated_epoch": 1, "validation_loss": 0.1, "validation_accuracy": 0.5}
    runs.hear(Progress(run=1, state="finished", said=said, step=9, steps=9, epoch=1, epochs=1, **done))
    runs.let_go()
    return runs


def test_before_the_first_run_it_tells_how_good_the_network_is_and_how_that_came():
    told_of = written(standing("ana-small"), language=DE)
    assert {"ANAs kleines Faltungsnetz", "99,2 %", "Handgeschriebene Ziffern", "AdamW, Lernrate 0,004"} <= {*told_of}
    assert DE("board.invitation") in told_of


@pytest.mark.parametrize("text_size", [1.0, 1.5, 2.0])
def test_of_a_network_that_never_learnt_it_says_so_in_larger_type(text_size):
    made = train_rest.texts(NEVER, EN, device="CPU", size=text_size)
    nothing = [entry for entry in made if entry.text in EN("board.nothing")]
    assert " ".join(entry.text for entry in nothing) == EN("board.nothing")
    invited = [entry for entry in made if entry.text in EN("board.invitation")]
    assert nothing[0].size_m > 1.2 * invited[0].size_m


def test_what_was_learnt_since_makes_the_record_worthless():
    told_of = written(Standing(title=NEVER.title, learnt=standing("ana-small").learnt, changed=True))
    assert "99.2 %" not in told_of
    assert EN("board.changed").startswith(told_of[2])


def test_nothing_is_claimed_of_a_network_that_is_still_awaited():
    told_of = written(Standing(title=NEVER.title))
    assert EN("board.nothing") not in told_of
    assert "An empty network" in told_of


def test_after_another_network_has_come_the_board_tells_of_that_one_over_the_old_curves(earlier):
    told_of = written(standing("ana-small"), runs=earlier)
    assert {"ANA's small convolutional network", "99.2 %", EN("board.gone"), EN("board.invitation")} <= {*told_of}
    assert train_texts.names(earlier, EN)[0] in told_of
    assert EN("board.progress", epoch=1, epochs=1, step=9, steps=9) not in told_of


def test_that_the_new_one_never_learnt_is_said_over_the_old_curves_too(earlier):
    assert EN("board.nothing") in written(NEVER, runs=earlier)


def test_the_bar_is_as_long_as_the_network_is_good():
    half = Standing(title=NEVER.title, learnt={"accuracy": say("numbers.percent", value=50.0)})
    bar = train_rest.picture(half, size=1.0)
    filled = bar.points[-4:]
    assert filled[:, 0].max() - filled[:, 0].min() == pytest.approx((train_rest.RIGHT - train_rest.LEFT) / 2, abs=1e-5)
    assert len(train_rest.picture(NEVER, size=1.0).points) == len(bar.points) - 8


def box(entry):
    """Return what an entry's letters fill: left, right, foot and top."""
    half = typeset.width_em(entry.text, "display" if entry.face == "display" else "text") * entry.size_m / 2
    (x, _, z), em = entry.point, entry.size_m
    return x - half, x + half, z - typeset.FALL * em, z + typeset.RISE * em


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.2, 1.5, 2.0])
@pytest.mark.parametrize("network", [LONG, NEVER, Standing(title=NEVER.title, learnt=LONG.learnt, changed=True)])
@pytest.mark.parametrize("language", words.languages())
def test_its_texts_fit_the_board_and_stand_clear_of_each_other(language, network, text_size, earlier):
    for runs in (Runs(), earlier):
        made = train_board.texts(
            runs, words.load(language), device="NVIDIA H200", text_size=text_size, standing=network
        )
        boxes = [box(entry) for entry in made if entry.text]
        for left, right, foot, top in boxes:
            assert max(-left, right) < train_board.SIZE_M[0] / 2 - 0.02
            assert max(-foot, top) < train_board.SIZE_M[1] / 2
        for (left, right, foot, top), other in itertools.combinations(boxes, 2):
            apart = right <= other[0] or other[1] <= left or top <= other[2] + 0.01 or other[3] <= foot + 0.01
            assert apart, [entry.text for entry in made]


def test_the_board_in_the_court_tells_of_the_network_that_answers(open_studio):
    studio = open_studio("ana-dense")
    studio.frame()
    known = studio.scene.state.learnt
    assert EN.say(known["accuracy"]) == "97.2 %"
    board = train_board.TrainBoard(studio.scene.world.path, POSE, words=EN, floor_z=2.3)
    drawn = []
    for network in (Standing(title=NEVER.title, learnt=known), Standing(title=NEVER.title, learnt=known), NEVER):
        board.update(Runs(), device="CPU", standing=network)
        drawn.append(board.drawings)
    assert drawn == [1, 1, 2]

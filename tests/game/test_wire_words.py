"""What the plate beside a neuron says: what it gives, what its wires' colours stand for, what is left out."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import session as sessions
from layerwalk.game import wire_words, words
from layerwalk.game.ui.wire_plate import Line, WirePlate
from layerwalk.game.wiring import Wiring
from layerwalk.game.world import layouts, places, wires


@pytest.fixture(scope="module")
def opened():
    """Open a network that has answered a drawing, and return its session and state."""
    state = sessions.read_spec("ana-small")
    session = sessions.Session(sessions.inline_host(), state)
    session.infer(np.random.default_rng(3).random((28, 28), np.float32), centre=False)
    for _ in range(4):
        session.poll()
    yield session, state
    session.close()


def told(opened, node, index, *, language="en", most=wires.MOST, colours="signed", wiring=None):
    """Return the plate's lines about a neuron, with its wires both ways."""
    session, state = opened
    state.wiring = wiring or Wiring()
    session.explaining.want(node, index, outgoing=state.wiring.outgoing)
    for _ in range(3):
        session.poll()
    placement, explained = layouts.build("cove", state.spec), state.explained
    frame = placement.stages[0].shell

    class Picture:
        centre, right, up = (np.asarray(part[0], np.float64) for part in (frame.centres, frame.rights, frame.ups))

    def find(name, indices):
        return places.places_of(placement, state.spec, name, indices, picture=Picture())

    here = find(node, [index])
    gathered = {"incoming": wires.gather(explained.incoming, here, find, most=most)}
    if explained.outgoing:
        gathered["outgoing"] = wires.gather(explained.outgoing, here, find, outgoing=True, most=most)
    spoken = words.load(language)
    return wire_words.lines(explained, gathered, state, spoken, colours=colours), explained


def test_it_says_which_neuron_it_is_and_what_it_gives(opened):
    lines, explained = told(opened, "conv2", (1, 4, 5))
    assert lines[0] == Line(text="Convolution 3, map 2, row 5, column 6", strong=True)
    number = words.load("en").number
    assert lines[1].text == f"gives {number(explained.output)} · the most here is {number(explained.layer_max)}"


def test_what_is_left_out_is_counted_and_summed_up(opened):
    lines, explained = told(opened, "conv2", (1, 4, 5), most=10)
    (edges,) = explained.incoming
    rest = words.load("en").number(float(edges.contributions[10:].sum(dtype=np.float64)))
    assert lines[2].text == f"listens to 54; 10 are shown, the other 44 add up to {rest}"


def test_where_all_are_shown_it_says_so(opened):
    lines, _ = told(opened, "conv1", (1, 4, 5))
    assert lines[2].text == "listens to 9; all are shown"


def test_the_legend_has_numbers_and_shows_dashes(opened):
    lines, explained = told(opened, "conv2", (1, 4, 5))
    given = explained.incoming[0].contributions
    up, down = lines[3:5]
    assert words.load("en").number(float(given.max())) in up.text
    assert words.load("en").number(float(-given.min())) in down.text
    assert (up.dashed, down.dashed) == (False, True)
    assert up.colour != down.colour


def test_the_legend_follows_the_palette(opened):
    signed, ana = (told(opened, "conv2", (1, 4, 5), colours=colours)[0][3].colour for colours in ("signed", "ana"))
    assert signed != ana


def test_a_pooling_says_that_the_largest_goes_on(opened):
    lines, _ = told(opened, "pool1", (1, 4, 5))
    assert [line.text for line in lines[2:]] == ["The largest of 4 values goes on."]


def test_it_says_where_a_neuron_sends_to(opened):
    lines, _ = told(opened, "dense1", (5,), wiring=Wiring(outgoing=True))
    assert any(line.text == "sends to 10; all are shown" for line in lines)


def test_after_the_answer_comes_nothing(opened):
    name = opened[1].spec.answer.name
    lines, _ = told(opened, name, (3,), wiring=Wiring(outgoing=True))
    assert lines[-1].text == "Nothing comes after it."


def test_it_says_the_same_in_german(opened):
    lines, _ = told(opened, "conv1", (1, 4, 5), language="de")
    assert lines[2].text == "hört auf 9; alle sind zu sehen"


def test_a_plate_without_lines_is_not_seen():
    plate = WirePlate(p3d.NodePath("world"))
    plate.write([Line(text="a", strong=True)])
    assert not plate.path.is_hidden()
    plate.write([])
    assert plate.path.is_hidden()


def test_a_plate_looks_equally_large_from_near_and_far():
    plate = WirePlate(p3d.NodePath("world"))
    plate.write([Line(text="a", strong=True)])
    shares = []
    for away_m in (1.0, 30.0):
        plate.update(np.array([0.0, away_m, 0.0]), np.zeros(3), aside_deg=0.0, above=False, text_size=1.0)
        shares.append(plate.path.get_scale().x / plate.path.get_pos().length())
    assert shares[0] == pytest.approx(shares[1])


def test_beside_a_neuron_at_the_left_edge_it_stands_on_the_right():
    plate = WirePlate(p3d.NodePath("world"))
    plate.write([Line(text="a", strong=True)])
    sides = []
    for aside_deg in (0.0, -30.0, -10.0, 0.0):
        plate.update(np.array([0.0, 5.0, 0.0]), np.zeros(3), aside_deg=aside_deg, above=False, text_size=1.0)
        low, high = plate.path.get_child(0).get_tight_bounds(plate.path)
        sides.append((low.x + high.x) / 2 > 0)
    assert sides == [False, True, True, False]

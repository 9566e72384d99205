"""What is said of a neuron that is pointed at, in ANA's terms: where it is, what it gives, the most in its layer."""

import numpy as np
import pytest

from layerwalk.game import readout, words
from layerwalk.game import session as sessions
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.values import Taken


@pytest.fixture
def state():
    found = sessions.read_spec("ana-small")
    rng = np.random.default_rng(5)
    found.activations = {node.name: rng.random(node.shape, np.float32) for node in found.spec.nodes}
    return found


def tell(state, node, map, row=0, column=0, *, language="en", stands=None):
    met = Picked(node=node, map=map, row=row, column=column, distance_m=1.0, point=(0.0, 0.0, 0.0))
    return readout.tell(met, state, words.load(language), stands=stands)


def test_of_a_cell_it_says_layer_map_row_column_output_and_the_layers_most(state):
    stack, number = state.activations["conv2"], words.load("en").number
    told = tell(state, "conv2", 2, 7, 0)
    value, most = number(float(stack[2, 7, 0])), number(float(stack.max()))
    assert told == f"Convolution 3 · map 3, row 8, column 1 · gives {value}, the most in this layer {most}"


def test_of_a_pillar_it_says_which_neuron_of_which_layer(state):
    line, number = state.activations["dense1"], words.load("en").number
    told = tell(state, "dense1", 4)
    value, most = number(float(line[4])), number(float(line.max()))
    assert told == f"Dense 4 · neuron 5 · gives {value}, the most in this layer {most}"


def test_of_the_mosaic_it_says_the_mean_of_all_maps(state):
    mean = words.load("en").number(float(state.activations["conv2"][:, 7, 0].mean()))
    assert tell(state, "conv2", None, 7, 0) == f"Convolution 3 · mean of all maps, row 8, column 1 · {mean}"


def test_the_most_of_what_stands_is_not_looked_for_again(state):
    stack, number = state.activations["conv2"] / 2, words.load("en").number
    stands = Taken(values=stack, low=np.zeros((1, 1, 1), np.float32), high=np.full((1, 1, 1), 0.75, np.float32))
    told = tell(state, "conv2", 2, 7, 0, stands=stands)
    assert told.endswith(f"gives {number(float(stack[2, 7, 0]))}, the most in this layer {number(0.75)}")


def test_what_stood_in_another_network_is_not_told_of(state):
    stands = Taken(values=np.ones((2, 3, 3), np.float32), low=np.zeros((1, 1, 1)), high=np.ones((1, 1, 1)))
    assert tell(state, "conv2", 2, 7, 0, stands=stands) == tell(state, "conv2", 2, 7, 0)


def test_of_a_plinth_it_says_the_answers_probability_and_the_highest(state):
    answer = state.spec.answer.name
    shares, number = state.activations[answer], words.load("de").number
    value, most = number(float(shares[3])), number(float(shares.max()))
    told = tell(state, answer, 3, language="de")
    assert told == f"3 · Wahrscheinlichkeit {value}, die höchste aller Antworten ist {most}"

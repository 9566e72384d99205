"""What is said of a neuron that is pointed at, in ANA's terms: where it is, what it gives, the most in its layer."""

import numpy as np
import pytest

from layerwalk.game import readout, words
from layerwalk.game import session as sessions
from layerwalk.game.world.picking import Picked


@pytest.fixture
def state():
    found = sessions.read_spec("ana-small")
    rng = np.random.default_rng(5)
    found.activations = {node.name: rng.random(node.shape, np.float32) for node in found.spec.nodes}
    return found


def tell(state, node, map, row=0, column=0, *, language="en"):
    met = Picked(node=node, map=map, row=row, column=column, distance_m=1.0, point=(0.0, 0.0, 0.0))
    return readout.tell(met, state, words.load(language))


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


def test_of_a_plinth_it_says_the_answers_probability_and_the_highest(state):
    answer = state.spec.answer.name
    shares, number = state.activations[answer], words.load("de").number
    value, most = number(float(shares[3])), number(float(shares.max()))
    told = tell(state, answer, 3, language="de")
    assert told == f"3 · Wahrscheinlichkeit {value}, die höchste aller Antworten ist {most}"

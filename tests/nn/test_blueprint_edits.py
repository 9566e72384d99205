"""Edit a blueprint, undo and redo."""

import pytest

from layerwalk.nn.blueprint import edits
from layerwalk.nn.blueprint.edits import History
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Dense, Flatten, MaxPool

START = Blueprint(name="test", title="Test", layers=(Conv(), Flatten(), Dense()))


def test_a_layer_is_added_between_any_two() -> None:
    assert edits.add(START, 1, MaxPool()).layers == (Conv(), MaxPool(), Flatten(), Dense())
    assert edits.add(START, 3, Dense()).layers == (Conv(), Flatten(), Dense(), Dense())
    assert START.layers == (Conv(), Flatten(), Dense())


def test_a_layer_is_changed_moved_and_deleted() -> None:
    assert edits.change(START, 2, "units", 10).layers[2] == Dense(units=10)
    assert edits.move(START, 0, 1).layers == (Flatten(), Conv(), Dense())
    assert edits.move(START, 2, -9).layers == (Dense(), Conv(), Flatten())
    assert edits.delete(START, 1).layers == (Conv(), Dense())


def test_what_is_not_there_cannot_be_edited() -> None:
    with pytest.raises(IndexError, match="test: there is no layer 3, expected 0 to 2"):
        edits.delete(START, 3)
    with pytest.raises(IndexError, match="test: there is no place -1, expected 0 to 3"):
        edits.add(START, -1, Dense())
    with pytest.raises(ValueError, match="flatten: there is no field 'units'"):
        edits.change(START, 1, "units", 3)


def test_edits_are_undone_and_redone() -> None:
    second, third = edits.delete(START, 2), edits.delete(START, 0)
    history = History(present=START).do(second).do(second).do(third)
    assert history.undo().present == second
    assert history.undo().undo().present == START
    assert history.undo().undo().undo().present == START
    assert history.undo().undo().redo().present == second
    assert history.undo().redo().redo() == history
    assert not history.undo().do(START).can_redo
    assert not history.undo().undo().can_undo


def test_a_history_does_not_grow_for_ever() -> None:
    history = History(present=START)
    for units in range(1, 200):
        history = history.do(edits.change(START, 2, "units", units))
    assert len(history.past) == edits.KEPT

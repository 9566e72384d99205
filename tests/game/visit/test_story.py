"""The one-minute story: build a network from nothing, train it, draw a digit, read the answer."""

import pytest

from layerwalk.game.walk import THREE
from layerwalk.nn.blueprint.layers import Conv, Dense, Flatten, MaxPool

ANA_SMALL = (Conv(filters=6), MaxPool(), Conv(filters=6), Flatten(), Dense(units=64))


def add(guest, kind):
    """Add a layer at the end of the list."""
    guest.press("place end")
    guest.press(f"add {kind}")


def build(guest):
    """Build ANA's small network beginning with nothing."""
    guest.call_menu()
    guest.press("tab network")
    guest.press("build")
    for layer in ANA_SMALL:
        add(guest, layer.kind)
        if isinstance(layer, Conv):
            guest.choose("field filters", 6)
        if isinstance(layer, Dense):
            guest.choose("field units", 64)
        guest.press("back")


@pytest.mark.parametrize("by_rays", [False, True], ids=["by keys", "by rays"])
def test_someone_builds_a_network_trains_it_and_tests_it(arrive, by_rays):
    guest = arrive(by_rays=by_rays)
    build(guest)
    guest.frames()
    assert guest.state.blueprint.layers == ANA_SMALL
    assert [stage.node for stage in guest.scene.placement.stages] == [node.name for node in guest.state.spec.hidden]
    guest.press("tab train")
    guest.press("values_ana")
    guest.choose("config share", 0.2)
    guest.choose("config epochs", 1)
    guest.press("train_start")
    guest.until(lambda: guest.state.runs.current.progress.state == "finished")
    assert guest.state.runs.current.progress.step > 20
    guest.leave_menu()
    guest.draw(*THREE)
    guest.frames()
    assert guest.answer == "3"
    assert guest.state.runs.current.validation.points[-1, 2] > 0.8

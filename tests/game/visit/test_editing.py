"""The editor of networks, driven through the menu: edits, faults and their mends, undo, and the world that follows."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.game.menus import editor as editors
from layerwalk.game.ui.menu.items import Button, Choice, Event, Row, Text
from layerwalk.game.walk import THREE
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.layers import Conv

SMALL = presets.PRESETS["ana-small"]


@pytest.fixture(scope="module")
def arrived(arrive):
    return arrive("ana-small")


@pytest.fixture(params=[False, True], ids=["by keys", "by rays"])
def guest(arrived, request):
    """Return a guest who stands in the court before ANA's small network, with its layers before the eyes."""
    return ready(arrived, by_rays=request.param)


def ready(arrived, *, by_rays=False):
    arrived.by_rays = by_rays
    arrived.leave_menu()
    arrived.visit.do("court")
    arrived.go("network.presets")
    arrived.switch("trained", on=False)
    arrived.press("preset ana-small")
    arrived.visit.plan.editor = editors.Editor()
    arrived.go("network.layers")
    arrived.frames()
    assert arrived.state.blueprint == SMALL
    return arrived


def items(page):
    """Return what can be pressed on a page by name."""
    rows = [item.buttons if isinstance(item, Row) else (item,) for item in page.items]
    return {item.name: item for row in rows for item in row if not isinstance(item, Text)}


def layers(guest):
    return guest.visit.plan.editor.blueprint.layers


def built(guest):
    """Return the layers that the world shows."""
    guest.frames()
    return guest.state.blueprint.layers


def stages(guest):
    return [stage.node for stage in guest.scene.placement.stages]


def faults(guest):
    return [item.text for item in guest.page.items if isinstance(item, Text) and item.style == "fault"]


def mends(guest):
    return [item for name, item in items(guest.page).items() if name.startswith("mend ")]


def test_a_layer_is_added_changed_moved_and_taken_away_and_the_world_follows(guest):
    assert len(stages(guest)) == 4, "flatten belongs to the layer before it"
    guest.press("layer 2")
    guest.press("place after")
    guest.press("add conv")
    assert built(guest)[3] == Conv()
    assert len(stages(guest)) == 5
    guest.choose("field filters", 24)
    assert built(guest)[3] == Conv(filters=24)
    guest.press("move -1")
    assert built(guest)[2:4] == (Conv(filters=24), Conv(filters=6))
    guest.press("delete layer")
    assert built(guest) == SMALL.layers
    assert guest.visit.plan.page == "network.layers"


def test_a_layer_is_put_in_before_another(guest):
    guest.press("layer 0")
    guest.press("place before")
    guest.press("add batch-norm")
    assert built(guest)[0].kind == "batch-norm"
    assert built(guest)[1:] == SMALL.layers


def test_a_wrong_edit_says_why_at_the_layer_and_the_world_waits(guest):
    spec = guest.state.spec
    guest.press("layer 4")
    guest.press("place after")
    guest.press("add conv")
    assert len(layers(guest)) == 6
    assert faults(guest) == [words.load()("editor.faults.no-picture", layer="A conv layer", before="a dense layer")]
    guest.press("back")
    at = next(index for index, item in enumerate(guest.page.items) if getattr(item, "fault", False))
    assert guest.page.items[at].name == "layer 5"
    assert guest.page.items[at + 1].style == "fault", "right below it"
    assert mends(guest)[0].name in items(replace(guest.page, items=guest.page.items[at + 2 : at + 3]))
    assert built(guest) == SMALL.layers
    assert guest.state.spec is spec


def test_a_mend_is_one_press_away_and_builds(guest):
    guest.press("layer 4")
    guest.press("place after")
    guest.press("add conv")
    guest.press("back")
    assert len(mends(guest)) >= 2
    for mend in mends(guest):
        guest.press(mend.name)
        assert faults(guest) == []
        assert built(guest) == layers(guest)
        guest.press("undo_edit")
        assert len(mends(guest)) >= 2


def test_a_mend_that_takes_layers_away_leads_back_to_the_list(guest):
    guest.press("layer 4")
    guest.press("place after")
    guest.press("add conv")
    assert guest.visit.plan.page == "network.layer"
    guest.press(mends(guest)[0].name)
    assert guest.visit.plan.page == "network.layers"


def test_undo_and_redo_go_through_every_edit(guest):
    guest.press("layer 0")
    seen = [layers(guest)]
    for filters in (8, 12):
        guest.choose("field filters", filters)
        seen.append(layers(guest))
    for before in reversed(seen[:-1]):
        guest.press("undo_edit")
        while layers(guest) not in seen:
            guest.press("undo_edit")
        assert built(guest) == layers(guest) == before
    while guest.item("redo_edit").enabled:
        guest.press("redo_edit")
    assert built(guest) == layers(guest) == seen[-1]
    assert not guest.item("redo_edit").enabled


def test_whoever_stands_on_a_stage_stays_on_it_while_layers_come_and_go(guest):
    guest.leave_menu()
    stage = guest.scene.placement.stages[2]
    x, y, z = stage.floor.centre
    body = guest.visit.visitor.body
    guest.visit.visitor.body = type(body)(position=(x, y, z), heading_deg=40.0)
    guest.go("network.layers")
    guest.press("layer 0")
    guest.press("place before")
    guest.press("add conv")
    guest.frames()
    now = guest.scene.placement.stages[3]
    assert guest.state.spec.node(now.node).shape[0] == 6
    assert guest.visit.visitor.body.position[:2] == pytest.approx(now.floor.centre[:2], abs=0.01)
    assert guest.menu.is_open, "and the menu before them"
    guest.press("undo_edit")


def test_what_is_drawn_stays_and_is_answered_by_the_new_network(guest):
    guest.leave_menu()
    guest.draw(*THREE)
    drawing = guest.visit.pad.copy()
    guest.go("network.layers")
    guest.press("layer 4")
    guest.press("delete layer")
    guest.frames()
    assert built(guest) == SMALL.layers[:4]
    assert (guest.visit.pad.drawing == drawing).all()
    assert guest.state.activations.keys() == {node.name for node in guest.state.spec.nodes}
    assert not guest.scene.session.waiting


def test_an_edit_that_is_not_finished_waits_while_other_pages_are_read(guest):
    guest.press("layer 4")
    guest.press("place after")
    guest.press("add conv")
    guest.go("train")
    guest.go("network.layers")
    assert len(layers(guest)) == 6
    assert mends(guest)


def test_another_ready_made_network_can_be_undone(guest):
    guest.go("network.presets")
    guest.press("preset ana-dense")
    assert built(guest) == presets.PRESETS["ana-dense"].layers
    assert guest.visit.plan.page == "network"
    guest.press("edit")
    guest.press("undo_edit")
    assert built(guest) == SMALL.layers


def test_a_network_of_ones_own_begins_with_nothing(guest):
    guest.go("network")
    guest.press("build")
    assert built(guest) == ()
    assert guest.visit.plan.page == "network.layers"
    guest.press("answer")
    assert guest.visit.plan.page == "data"


def test_ready_made_networks_come_with_what_they_have_learnt(arrived):
    guest = ready(arrived)
    guest.go("network.presets")
    guest.switch("trained", on=True)
    guest.press("preset ana-dense")
    guest.until(lambda: guest.state.ready)
    assert guest.state.record["accuracy"]
    guest.visit.pad.clear()
    guest.leave_menu()
    guest.draw(*THREE)
    guest.frames()
    assert guest.answer == "3"


def test_the_list_says_what_every_layer_does_and_gives(arrived):
    guest = ready(arrived)
    found = [item for item in guest.page.items if isinstance(item, Button) and item.name.startswith("layer ")]
    assert [item.text for item in found[:2]] == ["Convolution · 6 filters of 3×3", "Max pooling · 2×2"]
    assert [item.note for item in found] == ["6×26×26", "6×13×13", "6×11×11", "726", "64"]
    assert all(item.help and item.icon for item in found)


def presses(page):
    """Return everything that an editor's page lets a visitor do: (name, value)."""
    for name, item in items(page).items():
        if isinstance(item, Choice):
            yield from ((name, value) for value, _ in item.options)
        elif isinstance(item, Button) and item.enabled and not name.startswith(("go ", "picture", "answer")):
            yield name, None


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_edited_the_world_is_of_the_last_network_without_faults(arrived, data):
    guest = ready(arrived)
    visit, good = guest.visit, SMALL
    for _ in range(data.draw(st.integers(1, 12))):
        name, value = data.draw(st.sampled_from(sorted(presses(guest.page), key=str)))
        visit.hear(Event(name=name, value=value))
        if not visit.plan.page.startswith("network.l") and visit.plan.page != "network.add":
            guest.go("network.layers")
        now = visit.plan.editor.blueprint
        good = good if editors.found(now) else now
        guest.frames(2)
        assert guest.state.blueprint == good
        assert guest.state.ready
        assert guest.visit.notice == ""
        assert guest.scene.world.spec is guest.state.spec
    guest.leave_menu()


def test_a_stroke_in_the_very_frame_in_which_a_network_comes_is_answered_by_the_new_one(arrived):
    guest = ready(arrived)
    guest.visit.hear(Event(name="preset ana-faces"))
    guest.visit.pad.stroke(0.2, 0.2, 0.8, 0.8)
    guest.frames()
    assert guest.state.spec.name == "ana-faces"
    assert guest.state.probabilities.shape == (2,)
    assert guest.visit.level.data == guest.scene.data.name == "faces"

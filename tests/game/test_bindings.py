import panda3d.core as p3d
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.move import bindings, controls

names = st.sampled_from(sorted(bindings.DEFAULTS))
tables = st.dictionaries(names, st.lists(st.sampled_from(sorted(controls.ALL)), max_size=3))


def test_the_defaults_have_no_clash_and_no_fault():
    assert bindings.clashes(bindings.DEFAULTS) == []
    assert bindings.faults(bindings.DEFAULTS) == []


def test_panda_knows_every_key_and_button():
    registry = p3d.ButtonRegistry.ptr()
    buttons = controls.KEYS | controls.MOUSE_BUTTONS | controls.PAD_BUTTONS
    assert [name for name in buttons if registry.find_button(name).get_name() == "none"] == []


def test_panda_knows_every_axis():
    assert all(hasattr(p3d.InputDevice.Axis, name) for name in (*controls.STICKS, *controls.TRIGGERS))


def test_a_key_replaces_the_keys_and_leaves_the_gamepad():
    merged = bindings.merge(bindings.DEFAULTS, {"fly": ["v"]})
    assert merged["fly"] == ("v", "face_y")
    assert merged["crouch"] == bindings.DEFAULTS["crouch"]


def test_a_gamepad_control_leaves_the_keys():
    assert bindings.merge(bindings.DEFAULTS, {"fly": ["guide"]})["fly"] == ("guide", "f")


def test_a_headsets_control_leaves_keys_and_gamepad():
    assert bindings.merge(bindings.DEFAULTS, {"fly": ["vr_left_stick"]})["fly"] == ("vr_left_stick", "f", "face_y")
    assert bindings.merge(bindings.DEFAULTS, {"undo": ["f9"]})["undo"] == ("f9", "vr_x")


@pytest.mark.parametrize(
    ("control", "device", "hand"),
    [
        ("w", "keys", ""),
        ("mouse1", "keys", ""),
        ("left_y+", "pad", ""),
        ("vr_left_y+", "headset", "left"),
        ("vr_b", "headset", "right"),
        ("vr_menu", "headset", ""),
    ],
)
def test_a_control_belongs_to_a_device_and_a_headsets_to_a_hand(control, device, hand):
    assert controls.device(control) == device
    if device == "headset":
        assert controls.hand(control) == hand


def test_an_empty_list_takes_every_control_away():
    assert bindings.merge(bindings.DEFAULTS, {"fly": []})["fly"] == ()


def test_a_clash_is_a_sentence_that_names_both_actions():
    merged = bindings.merge(bindings.DEFAULTS, {"fly": ["w"]})
    assert bindings.clashes(merged) == ["bindings.fly: 'w' already stands for 'forward', expected another key"]


def test_the_left_shift_clashes_with_shift():
    assert bindings.clashes(bindings.merge(bindings.DEFAULTS, {"fly": ["lshift"]}))


def test_pause_keeps_a_key():
    assert "bindings.pause" in bindings.clashes(bindings.merge(bindings.DEFAULTS, {"pause": []}))[0]


def test_the_menu_keeps_a_key():
    assert "bindings.menu" in bindings.clashes(bindings.merge(bindings.DEFAULTS, {"menu": []}))[0]


@pytest.mark.parametrize(
    ("table", "part"),
    [
        ({"jmp": ["w"]}, "bindings.jmp: there is no such action"),
        ({"fly": ["qq"]}, "bindings.fly: there is no control 'qq'"),
        ({"fly": ["W"]}, "bindings.fly: there is no control 'W'"),
        ({"fly": "f"}, "bindings.fly: expected a list"),
        ({"fly": 7}, "bindings.fly: expected a list"),
        ({"fly": [["f"]]}, "bindings.fly: there is no control"),
    ],
)
def test_an_override_that_cannot_be_used_is_named(table, part):
    with pytest.raises(ValueError, match=part):
        bindings.merge(bindings.DEFAULTS, table)


@settings(deadline=None)
@given(tables)
def test_merging_keeps_every_action_and_every_wish(table):
    merged = bindings.merge(bindings.DEFAULTS, table)
    assert merged.keys() == bindings.DEFAULTS.keys()
    assert all(set(wish) <= set(merged[name]) for name, wish in table.items())
    assert all(merged[name] == names for name, names in bindings.DEFAULTS.items() if name not in table)


@settings(deadline=None)
@given(tables)
def test_a_table_without_clashes_gives_every_control_one_meaning(table):
    merged = bindings.merge(bindings.DEFAULTS, table)
    if not bindings.clashes(merged):
        for menu_open in (False, True):
            now = bindings.active(merged, menu_open=menu_open)
            used = [control for names in now.values() for control in names]
            assert len(used) == len(set(used))


def test_a_control_may_do_one_thing_in_the_world_and_another_in_the_menu():
    assert bindings.clashes(bindings.merge(bindings.DEFAULTS, {"menu_press": ["w"]})) == []
    assert bindings.clashes(bindings.merge(bindings.DEFAULTS, {"menu_press": ["backspace"]}))


def test_what_counts_everywhere_shares_its_key_with_nothing():
    assert len(bindings.clashes(bindings.merge(bindings.DEFAULTS, {"menu": ["w"]}))) == 1
    assert len(bindings.clashes(bindings.merge(bindings.DEFAULTS, {"menu": ["enter"]}))) == 1


def test_a_key_that_is_taken_names_its_owner():
    assert bindings.owner(bindings.DEFAULTS, "w", of="fly") == "forward"
    assert bindings.owner(bindings.DEFAULTS, "lshift", of="fly") == "fast"
    assert bindings.owner(bindings.DEFAULTS, "arrow_up", of="forward") is None
    assert bindings.owner(bindings.DEFAULTS, "f9", of="fly") is None


def test_of_two_names_of_one_key_the_wider_is_meant():
    assert controls.choice({"lshift", "shift"}) == "shift"
    assert controls.choice({"v"}) == "v"
    assert controls.choice(()) is None

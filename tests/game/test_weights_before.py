"""The plate of weights in a headset: it stays where it is, and comes after whoever turns or goes away."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import words
from layerwalk.game.ui import bearings, weights_before
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.weights_before import Stand, WeightsBefore
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Pose, Tracked
from layerwalk.nn.messages import Weights

HERE = Stand(eye=(0.0, 0.0, 1.6), heading_deg=0.0)


def after(now, head, *, frames, scale=1.0):
    comes = False
    for _ in range(frames):
        now, comes = weights_before.followed(now, head, comes=comes, scale=scale, dt_s=1 / 60)
    return now, comes


@pytest.mark.parametrize("heading_deg", [-30.0, 30.0])
def test_it_is_not_nailed_to_the_head(heading_deg):
    head = Stand(eye=(0.2, 0.1, 1.6), heading_deg=heading_deg)
    assert after(HERE, head, frames=60) == (HERE, False)


@pytest.mark.parametrize("head", [Stand(eye=(0.0, 0.0, 1.6), heading_deg=90.0), Stand(eye=(2, 1, 1.6), heading_deg=0)])
def test_it_comes_after_whoever_turns_or_walks_away(head):
    now, comes = after(HERE, head, frames=300)
    assert not comes
    assert now.heading_deg == pytest.approx(head.heading_deg, abs=1)
    assert now.eye == pytest.approx(head.eye, abs=0.01)


@pytest.mark.parametrize(("heading_deg", "comes"), [(60.0, False), (-30.0, False), (80.0, True), (-50.0, True)])
def test_who_turns_to_it_does_not_turn_away(heading_deg, comes):
    head = Stand(eye=HERE.eye, heading_deg=heading_deg)
    _, found = weights_before.followed(HERE, head, comes=False, scale=1.0, dt_s=1 / 60, aside_deg=-33.0)
    assert found == comes


def test_it_turns_the_short_way_round():
    now, _ = after(Stand(eye=(0, 0, 1.6), heading_deg=170.0), Stand(eye=(0, 0, 1.6), heading_deg=-130.0), frames=6)
    assert now.heading_deg > 170.0


def test_beside_a_model_a_step_is_a_step_of_the_room():
    head = Stand(eye=(5.0, 0.0, 20.0), heading_deg=0.0)
    now = Stand(eye=(0.0, 0.0, 20.0), heading_deg=0.0)
    assert after(now, head, frames=60, scale=60.0) == (now, False)


def weights(seed):
    values = np.random.default_rng(seed).standard_normal((1, 5, 5)).astype(np.float32)
    return Weights(network="n", node="conv1", map=0, weights=values, bias=0.5)


def opened():
    root = p3d.NodePath("world")
    return root, WeightsBefore(root)


def seen(root):
    """Return every letter's and tile's corner, and the colours of the tiles."""
    picture = root.find("**/weights").find("**/+GeomNode")
    texture = picture.get_net_state().get_attrib(p3d.ShaderAttrib).get_shader_input_texture("cells")
    corners = []
    for path in root.find_all_matches("**/+GeomNode"):
        for geom in path.node().get_geoms():
            reader = p3d.GeomVertexReader(geom.get_vertex_data(), "vertex")
            corners += [tuple(path.get_mat(root).xform_point(reader.get_data3())) for _ in range(8)]
    return corners, bytes(texture.get_ram_image())


def shown(before, given, *, frames=40):
    for _ in range(frames):
        before.show(given, words.load(), kind="conv")


def test_piece_by_piece_the_same_is_shown_as_at_once():
    (root, before), (other, plain) = opened(), opened()
    shown(before, weights(1))
    shown(before, weights(2))
    for given in (weights(1), weights(2)):
        plain._plate.show(given, words.load(), kind="conv")
        shown(plain, given, frames=1)
    assert seen(root) == seen(other)


def test_what_was_there_is_seen_until_the_next_is_complete_even_while_others_are_asked_for():
    root, before = opened()
    shown(before, weights(1))
    was, frames, given = seen(root), 0, [weights(seed) for seed in range(2, 40)]
    while seen(root) == was:
        shown(before, given[frames], frames=1)
        frames += 1
    assert 4 < frames < 16
    other, plain = opened()
    shown(plain, weights(1))
    shown(plain, given[0])
    assert seen(root) == seen(other)


def test_it_goes_at_once_where_nothing_is_pointed_at():
    root, before = opened()
    shown(before, weights(1))
    shown(before, weights(2), frames=3)
    before.show(None, words.load())
    assert root.find("**/weights plate").is_hidden()
    shown(before, weights(2))
    assert not root.find("**/weights plate").is_hidden()


def test_a_piece_waits_for_its_turn_but_what_goes_does_not():
    root, before = opened()
    shown(before, weights(1))
    was = seen(root)
    for _ in range(40):
        before.show(weights(2), words.load(), kind="conv", turn=lambda: False)
    assert seen(root) == was
    before.show(None, words.load(), turn=lambda: False)
    assert root.find("**/weights plate").is_hidden()


HEAD = rigs.rig(Tracked(head=Pose(point=(0.0, 0.0, 1.6))), origin=Pose())


def board(right_deg, *, away_m=1.6, above_m=-0.1):
    """Return a board of a metre and a half that faces the eye from so far to the right."""
    turn = np.radians(right_deg)
    right, ahead = np.array([np.cos(turn), -np.sin(turn), 0.0]), np.array([np.sin(turn), np.cos(turn), 0.0])
    centre = away_m * ahead + [0.0, 0.0, 1.6 + above_m]
    return Frame(centre=centre, right=0.75 * right, up=np.array([0.0, 0.0, 0.6]))


def stood(before, *boards, frames=120):
    """Return how far to the right the plate stands after a while."""
    for _ in range(frames):
        before.stand(HEAD, boards=boards, dt_s=1 / 60)
    x, y, _ = before.path.get_pos()
    return float(np.degrees(np.arctan2(x, y)))


def test_it_stands_at_the_right_and_at_the_left_of_a_board_that_is_read_there():
    _, before = opened()
    before.set_text_size(2.0)
    shown(before, weights(1))
    assert stood(before) == pytest.approx(22, abs=0.1)
    assert stood(before, board(30)) == pytest.approx(-22, abs=0.1)
    assert stood(before, board(20)) == pytest.approx(-33, abs=0.1), "farther off, where it would still hide some of it"
    assert stood(before) == pytest.approx(22, abs=0.1)


@pytest.mark.parametrize(
    "there",
    [board(-30), board(22, away_m=9.0), board(22, above_m=2.0), board(180)],
    ids=["left", "far", "high", "behind"],
)
def test_it_stays_at_the_right_where_it_hides_nothing(there):
    _, before = opened()
    before.set_text_size(2.0)
    shown(before, weights(1))
    assert stood(before, there) == pytest.approx(22, abs=0.1)


def test_large_letters_give_way_to_a_board_that_takes_half_of_what_is_seen():
    _, before = opened()
    before.set_text_size(2.0)
    shown(before, weights(1))
    wide = board(12)
    wide = Frame(centre=wide.centre, right=1.5 * wide.right, up=wide.up)
    away = stood(before, wide)
    found = weights_before._frame(before._box, before._stand, before._aside_deg, scale=1.0)
    taken, own = (bearings.seen(each, HEAD.head.point, heading_deg=0.0) for each in (wide, found))
    assert (away, own.hides_deg(taken)) == (pytest.approx(-50, abs=0.1), 0.0)


def test_it_rests_while_nothing_moves_and_nothing_is_asked_while_nothing_is_shown(monkeypatch):
    _, before = opened()
    looked = []
    monkeypatch.setattr(before, "_follow", lambda rig, **more: looked.append(rig) or HERE)
    stood(before)
    assert not looked
    shown(before, weights(1))
    stood(before, frames=60)
    assert 5 <= len(looked) <= 11


def test_one_that_was_hidden_meanwhile_is_at_once_before_whoever_turned_away():
    _, before = opened()
    shown(before, weights(1))
    stood(before)
    before.show(None, words.load())
    turned = rigs.rig(Tracked(head=Pose(point=HEAD.eye, turn=rigs.headed(120.0))), origin=Pose())
    before.stand(turned, dt_s=1 / 60)
    shown(before, weights(1))
    before.stand(turned, dt_s=1 / 60)
    assert before.path.get_h() == pytest.approx(120.0 - 22.0)


def test_it_says_where_it_stands_while_it_is_shown():
    _, before = opened()
    shown(before, weights(1))
    stood(before)
    (frame,) = before.frames
    assert frame.centre[0] > 0
    before.show(None, words.load())
    stood(before, frames=1)
    assert before.frames == ()


def test_what_it_is_taken_to_cover_is_what_it_covers():
    root, before = opened()
    shown(before, weights(1))
    stood(before, board(22))
    low, high = before.path.get_tight_bounds(root)
    frame = weights_before._frame(before._box, before._stand, before._aside_deg, scale=1.0)
    corners = [frame.centre + x * frame.right + z * frame.up for x in (-1, 1) for z in (-1, 1)]
    assert np.min(corners, axis=0) == pytest.approx(tuple(low), abs=0.01)
    assert np.max(corners, axis=0) == pytest.approx(tuple(high), abs=0.01)

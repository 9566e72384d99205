"""A visit in the runtime's headset: what a visitor does with true hands happens in the world."""

import math

import numpy as np
import pytest

pytestmark = pytest.mark.xr


@pytest.fixture
def visit(base, remote, tmp_path):
    import visiting

    made = visiting.Visiting(base, remote, name="harley-conv", folder=tmp_path)
    yield made
    made.close()


def test_a_button_of_the_menu_is_pressed_by_a_ray(visit):
    visit.hold("right", b_click=True)
    visit.hold("right", b_click=False)
    assert visit.visit.menu.is_open
    visit.press("tab settings")
    assert visit.visit.plan.page == "settings"
    visit.press("close", side="left")
    assert not visit.visit.menu.is_open


def test_a_digit_drawn_by_a_controller_is_classified(visit):
    board = visit.scene.easel.frames["board"]
    visit.until(lambda: visit.state.ready)
    visit.visit.pad.clear()
    visit.point("right", board.centre + board.up * 0.6)
    visit.hold("right", trigger=1.0)
    for share in np.linspace(0.6, -0.6, 10):
        visit.point("right", board.centre + board.up * share)
    visit.hold("right", trigger=0.0)
    visit.frame(10)
    assert int(np.argmax(visit.state.probabilities)) == 1


def test_a_stick_pushed_and_let_go_sets_one_down_where_the_arc_ended(visit):
    x, y, z = visit.visit.visitor.body.position
    visit.point("right", visit.visit.visitor.ground.standing_near((x + 1.5, y - 1.0, z), radius_m=0.3))
    visit.hold("right", thumbstick=(0.0, 1.0))
    target = visit.wearing.aim.target
    assert target is not None
    visit.hold("right", thumbstick=(0.0, 0.0))
    visit.frame(15)
    assert visit.visit.visitor.body.position == pytest.approx(target, abs=1e-3)
    assert math.dist(target[:2], (x, y)) > 0.5


def test_a_stick_to_the_side_turns_one_by_a_step(visit):
    before = visit.visit.visitor.body.heading_deg
    visit.hold("right", thumbstick=(1.0, 0.0))
    visit.hold("right", thumbstick=(0.0, 0.0))
    step = visit.visit.settings.comfort.snap_deg
    turned = (before - visit.visit.visitor.body.heading_deg) % 360
    assert turned == pytest.approx(step, abs=0.01)


def test_who_walks_in_their_room_walks_in_the_world(visit):
    x, y, _ = visit.visit.visitor.body.position
    visit.remote.head_position = (0.0, 1.6, -0.4)
    visit.send()
    visit.frame(5)
    gone = math.dist(visit.visit.visitor.body.position[:2], (x, y))
    assert gone == pytest.approx(0.4, abs=0.02)


def test_a_digit_drawn_by_touching_the_board_is_classified(visit):
    board = visit.scene.easel.frames["board"]
    visit.until(lambda: visit.state.ready)
    visit.visit.pad.clear()
    visit.put("right", board.centre + board.up * 0.6 + board.normal * 0.3)
    assert visit.visit.pad.is_empty
    for share in np.linspace(0.6, -0.6, 10):
        visit.put("right", board.centre + board.up * share + board.normal * 0.01)
    visit.put("right", board.centre - board.up * 0.6 + board.normal * 0.3)
    visit.put("right", board.centre + board.right * 0.6 + board.normal * 0.3)
    visit.frame(10)
    assert int(np.argmax(visit.state.probabilities)) == 1
    assert visit.remote.right.trigger == 0.0

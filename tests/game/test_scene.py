"""Drawing, the real network and what is seen of its answer: the court's whole conversation, as a visitor has it."""

import time

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import session as sessions
from layerwalk.game import words
from layerwalk.game.move.intent import Intent
from layerwalk.game.walk import THREE
from layerwalk.game.world import lettering, palette, rays
from layerwalk.nn import forward, loop, opening
from layerwalk.nn.messages import Failed, Infer
from layerwalk.nn.prepare import prepare

NETWORKS = loop.names()
OF_DIGITS = [name for name in NETWORKS if loop.data_of(name) == "mnist"]
PRESS, HOLD, LET_GO = Intent(use=True, actions=("use",)), Intent(use=True), Intent()


def ray_to(frame, u, v, *, away_m=1.4):
    point = frame.centre + frame.right * (2 * u - 1) + frame.up * (1 - 2 * v)
    eye = point + frame.normal * away_m + np.array([0.1, 0.0, 0.2])
    return rays.ray(tuple(eye), tuple(point - eye))


def press(studio, frame, u=0.5, v=0.5):
    studio.scene.act(ray_to(frame, u, v), PRESS)
    studio.scene.act(ray_to(frame, u, v), LET_GO)


def draw_three(studio):
    board = studio.scene.easel.frames["board"]
    for index, place in enumerate(THREE):
        studio.scene.act(ray_to(board, *place), HOLD if index else PRESS)
    studio.scene.act(ray_to(board, *THREE[-1]), LET_GO)
    studio.step()


@pytest.fixture
def written(monkeypatch):
    """Return a list of every text that is written from now on."""
    texts, line, spelt = [], lettering.line, lettering.spelt
    monkeypatch.setattr(lettering, "line", lambda text, **style: texts.append(text) or line(text, **style))
    monkeypatch.setattr(lettering, "spelt", lambda text, **style: texts.append(text) or spelt(text, **style))
    return texts


# Digits from the rack


def take(studio, index, digits):
    """Find a test picture on the rack by pressing its class and turning pages, and take it, all by rays."""
    rack, frames = studio.scene.rack, studio.scene.shelf.frames
    press(studio, frames[f"class {digits.labels[index]}"])
    while index not in rack.indices:
        press(studio, frames["on"])
    row, column = divmod(rack.indices.index(index), rack.columns)
    height, width = rack.size_px
    side = digits.side_px
    x, y = ((place + 0.5) * (side + 4) + 2 for place in (column, row))
    press(studio, frames["pictures"], x / width, y / height)
    studio.step()


@pytest.mark.parametrize("name", NETWORKS)
def test_test_pictures_from_the_rack_are_classified_as_the_network_does(open_studio, name):
    studio, digits = open_studio(name), loop.load_data(f"{loop.data_of(name)}-test")
    state, network = studio.scene.state, opening.open_network(name)
    answer, shape = forward.answerer(network.model), state.spec.input.shape
    right = 0
    for index in range(30):
        take(studio, index, digits)
        picture = np.asarray(digits.pictures[index], np.float32) / np.float32(255)
        seen = prepare(picture, centre=False, shape=shape, side_px=digits.side_px)
        assert (state.picture == seen).all()
        scores = answer(seen[None])[0].astype(np.float64)
        shares = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum()
        assert state.probabilities == pytest.approx(shares, abs=1e-4)
        right += int(state.probabilities.argmax() == digits.labels[index])
    assert right >= 28


# A digit that is drawn


@pytest.mark.parametrize("name", OF_DIGITS)
def test_a_three_that_is_drawn_is_a_three(open_studio, name):
    studio = open_studio(name)
    draw_three(studio)
    assert studio.scene.state.probabilities.argmax() == 3
    assert studio.scene.state.probabilities.max() > 0.5


def test_every_piece_of_a_stroke_is_answered(open_studio):
    studio = open_studio("ana-dense")
    serials = []
    board = studio.scene.easel.frames["board"]
    for index, place in enumerate(THREE):
        studio.scene.act(ray_to(board, *place), HOLD if index else PRESS)
        studio.step(dt_s=0.02)
        serials.append(studio.scene.state.serial)
    assert serials == sorted(set(serials))
    assert len(serials) == len(THREE)


def test_what_is_drawn_off_the_middle_is_centred_and_seen_as_it_was_classified(open_studio):
    studio = open_studio("harley-conv")
    frames = studio.scene.easel.frames
    for index, (u, v) in enumerate(THREE):
        studio.scene.act(ray_to(frames["board"], u * 0.5 + 0.02, v * 0.5 + 0.45), HOLD if index else PRESS)
    studio.step()
    state = studio.scene.state
    rows, columns = np.nonzero(state.picture[0] > 0.1)
    assert abs(rows.mean() - 15.5) < 2
    assert abs(columns.mean() - 15.5) < 2
    assert state.probabilities.argmax() == 3


@pytest.mark.parametrize("name", ["harley-conv", "ana-small"])
def test_the_picture_beside_the_easel_is_the_one_that_was_classified(open_studio, name):
    studio = open_studio(name, size=(960, 540))
    draw_three(studio)
    picture = studio.scene.state.picture
    assert (studio.scene.state.activations[studio.scene.state.spec.input.name] == picture).all()
    cells = studio.scene.easel.path.find("**/sees").get_shader_input("cells").get_texture()
    _, rows, columns = picture.shape
    steps = np.frombuffer(cells.get_ram_image(), np.uint8).reshape(rows, columns)
    assert (steps == np.floor(picture[0].astype(np.float64) * 255 + 0.5)).all()
    studio.look("desk")
    assert_drawn(studio, steps)


def assert_drawn(studio, steps):
    """Compare the pixels at the middles of the cells with the palette's colours."""
    frame, pixels = studio.scene.easel.frames["sees"].lifted(0.003), studio.frame()
    camera, flat = studio.screen.camera, p3d.LPoint3()
    rows, columns = steps.shape
    for row, column in np.ndindex(rows, columns):
        part = frame.part(column / columns, row / rows, (column + 1) / columns, (row + 1) / rows)
        seen = camera.get_relative_point(studio.scene.world.path, p3d.LPoint3(*map(float, part.centre)))
        assert camera.node().get_lens().project(seen, flat)
        x, y = int((flat.x + 1) / 2 * studio.size[0]), int((1 - flat.y) / 2 * studio.size[1])
        colour = palette.colours("viridis")[steps[row, column]].astype(int)
        # Cells are some pixels wide here, so the gaps between them may darken their middles.
        assert (pixels[y, x] <= colour + 2).all()
        assert (pixels[y, x] >= 0.55 * colour - 2).all()


def test_a_digit_of_the_data_set_is_seen_to_the_bit(open_studio):
    studio, digits = open_studio("ana-small"), loop.load_data("mnist-test")
    take(studio, 7, digits)
    cells = studio.scene.easel.path.find("**/sees").get_shader_input("cells").get_texture()
    assert bytes(cells.get_ram_image()) == digits.pictures[7].tobytes()


def test_an_empty_board_has_no_answer(open_studio, written):
    studio = open_studio("ana-dense")
    draw_three(studio)
    assert "3" in written
    written.clear()
    press(studio, studio.scene.easel.frames["clear"])
    studio.step()
    assert words.load()("answer.none") in written
    assert not any(text.endswith("%") for text in written)
    assert not studio.scene.state.picture.any()


def test_the_guesses_are_written_over_the_court_and_on_the_desk(open_studio, written):
    studio = open_studio("harley-conv")
    draw_three(studio)
    shares = studio.scene.state.probabilities
    second = np.argsort(-shares)[1]
    assert sum(text == "3" for text in written) >= 2, "on the desk and on the lantern"
    assert any(text.startswith("3 ") and "%" in text for text in written), "over the court"
    assert any(studio.scene.state.spec.classes[second] in text and text != "3" for text in written)


def test_the_world_stands_and_can_be_drawn_on_before_the_network_is_there(open_studio):
    studio = open_studio("ana-dense", later=True)
    draw_three(studio)
    assert studio.scene.state.probabilities is None
    assert studio.frame().std() > 10
    studio.scene.session.connect(sessions.inline_host())
    studio.step()
    assert studio.scene.state.probabilities.argmax() == 3


def test_strokes_that_come_faster_than_answers_end_with_the_answer_to_the_last(open_studio):
    studio = open_studio("cerny-kopecka", host=sessions.HOSTS["thread"]())
    board = studio.scene.easel.frames["board"]
    for index, place in enumerate(THREE):
        studio.scene.act(ray_to(board, *place), HOLD if index else PRESS)
        studio.step()
    for _ in range(2000):
        if not studio.scene.session.waiting:
            break
        time.sleep(0.01)
        studio.step()
    studio.step()
    state = studio.scene.state
    assert (state.picture == prepare(studio.scene.pad.drawing, centre=True, shape=state.spec.input.shape)).all()
    assert state.probabilities.argmax() == 3


# Backs


def test_the_desk_and_the_rack_have_backs_without_letters(open_studio):
    studio = open_studio("ana-dense")
    placement, camera = studio.scene.placement, studio.screen.camera
    for board, path in ((placement.desk, studio.scene.easel.path), (placement.rack, studio.scene.shelf.path)):
        turn = np.radians(board.heading_deg)
        facing = np.array([-np.sin(turn), np.cos(turn), 0.0])
        for side in (1.0, -1.0):
            camera.set_pos(*map(float, np.asarray(board.point) + facing * 2.2 * side + [0, 0, 0.6]))
            camera.look_at(*board.point)
            seen = studio.frame()
            written = path.find_all_matches("**/writing")
            assert written.get_num_paths() > 0
            written.hide()
            changed = (seen != studio.frame()).any()
            written.show()
            assert changed == (side > 0)


# When the network fails


class Moody:
    """Serve everything, except what is asked while it is in a bad mood."""

    def __init__(self):
        self.host, self.bad, self.lost = sessions.inline_host(), False, []

    def submit(self, request):
        if self.bad and isinstance(request, Infer):
            self.lost.append(Failed(request=request, sentence="The network is not in the mood.", details="none"))
        else:
            self.host.submit(request)

    def poll(self, *, wait_s=0.0):
        lost, self.lost = self.lost, []
        return [*lost, *self.host.poll(wait_s=wait_s)]

    def close(self):
        self.host.close()


def test_a_failure_becomes_a_notice_and_the_world_goes_on(open_studio, caplog):
    host = Moody()
    studio = open_studio("ana-dense", host=host)
    digits = loop.load_data("mnist-test")
    take(studio, 0, digits)
    before = studio.scene.state.probabilities
    host.bad = True
    take(studio, 1, digits)
    assert studio.visit.notice == "That did not work: The network is not in the mood."
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert studio.scene.state.probabilities is before, "the last good answer stays"
    assert studio.frame().std() > 10
    host.bad = False
    take(studio, 2, digits)
    assert studio.scene.state.probabilities.argmax() == digits.labels[2]
    assert not studio.scene.session.waiting

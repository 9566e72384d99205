"""Single pictures without a window: the same every time, at every preset, of whatever is drawn."""

import numpy as np
import pytest
from PIL import Image

from layerwalk.game import cli, shot
from layerwalk.game.errors import PlainError
from layerwalk.game.order import Order
from layerwalk.game.selected import Selected
from layerwalk.game.settings import Settings


def pixels(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_an_unknown_view_is_told_with_those_that_there_are(open_studio):
    studio = open_studio("ana-dense")
    with pytest.raises(PlainError, match=r"'nowhere'.*court"):
        studio.look("nowhere")


# The command


def test_a_shot_is_the_same_to_the_byte_every_time(tmp_path):
    files = [tmp_path / name for name in ("one.png", "two.png")]
    for file in files:
        options = ["--view", "stage", "--size", "320x180", "--quality", "software"]
        assert cli.main(["shot", "ana-small", *options, "-o", str(file)]) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    assert pixels(files[0]).shape == (180, 320, 3)


def test_at_the_finest_preset_too(tmp_path, level):
    files = [tmp_path / name for name in ("one.png", "two.png")]
    for file in files:
        shot.shot(level("ana-dense"), Order(view="court", size=(160, 90)), drawing=None, file=file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_shot_shows_what_is_drawn(tmp_path, level):
    drawings = [None, np.zeros((28, 28), np.float32), np.eye(112, dtype=np.float32)]
    pictures = []
    for number, drawing in enumerate(drawings):
        file = tmp_path / f"{number}.png"
        shot.shot(
            level("ana-dense"), Order(view="desk", size=(320, 180), quality="software"), drawing=drawing, file=file
        )
        pictures.append(pixels(file).astype(int))
    assert all(np.abs(pictures[a] - pictures[b]).mean() > 0.1 for a, b in ((0, 1), (0, 2), (1, 2)))


def test_where_a_shot_cannot_be_written_one_sentence_says_so(tmp_path, level):
    for file in (tmp_path / "no folder" / "a.png", tmp_path / "a.nothing"):
        with pytest.raises(PlainError, match="could not be written"):
            shot.shot(
                level("ana-dense"), Order(view="desk", size=(32, 18), quality="software"), drawing=None, file=file
            )


def test_a_shot_can_show_a_page_of_the_menu(tmp_path, level):
    pictures = []
    for number, (page, language, text_size) in enumerate((("", "en", 1), ("train", "en", 1), ("train", "de", 2))):
        file = tmp_path / f"{number}.png"
        order = Order(size=(320, 180), quality="software", page=page, language=language, text_size=text_size)
        shot.shot(level("ana-dense"), order, drawing=None, file=file)
        pictures.append(pixels(file).astype(int))
    assert all(np.abs(pictures[a] - pictures[b]).mean() > 0.5 for a, b in ((0, 1), (0, 2), (1, 2)))


def test_a_shot_of_the_editor_shows_the_network_that_stands(open_studio):
    studio = open_studio("ana-dense")
    studio.step()
    studio.open_menu("network.layer")
    studio.step()
    assert studio.visit.menu.layout.page.name == "network.layer"
    assert studio.visit.plan.editor.blueprint == studio.scene.state.blueprint


def test_an_unknown_page_is_told_with_those_that_there_are(open_studio):
    with pytest.raises(PlainError, match=r"'nothing'.*network\.layers"):
        open_studio("ana-dense").open_menu("nothing")


@pytest.mark.parametrize("quality", ["laptop", "desktop", "headset"])
def test_every_preset_draws_the_same_world(level, quality):
    pictures = []
    for name in (quality, "software"):
        studio = shot.Studio(level("ana-dense"), settings=Settings(), size=(320, 180), quality=name)
        studio.look("court")
        pictures.append(studio.frame().astype(int))
        studio.close()
    assert np.abs(pictures[0] - pictures[1]).mean() < 12


def test_a_deed_is_done_before_the_picture(tmp_path):
    files = [tmp_path / name for name in ("plain.png", "grey.png")]
    options = ["--view", "stage", "--size", "320x180", "--quality", "software"]
    for file, deeds in zip(files, ([], ["--do", "set view.palette=grey"]), strict=True):
        assert cli.main(["shot", "ana-small", *options, *deeds, "-o", str(file)]) == 0
    plain, grey = (pixels(file).astype(int) for file in files)
    assert np.abs(plain - grey).mean() > 0.5


def test_a_deed_holds_what_it_names(open_studio):
    studio = open_studio("ana-small")
    studio.step()
    studio.do("select conv1 2 10 12")
    assert studio.scene.state.selected == Selected(node="conv1", index=(2, 10, 12))
    studio.do("select conv1 99")
    assert studio.scene.state.selected == Selected(node="conv1", index=(2, 10, 12)), "there is no such map"
    studio.do("wider")
    assert studio.scene.state.selected == Selected(node="conv1", index=(2,))


def test_an_unknown_deed_is_told_with_those_that_there_are(open_studio):
    with pytest.raises(PlainError, match=r"'dance'.*select"):
        open_studio("ana-dense").do("dance")

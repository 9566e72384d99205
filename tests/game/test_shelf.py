"""The rack's boards for data sets of few and of many classes, and what pressing them does."""

import itertools
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import words
from layerwalk.game.hands import Hands
from layerwalk.game.move.intent import Intent
from layerwalk.game.ui import shelf
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.world import lettering, rays
from layerwalk.game.world.placement import Pose

POSE = Pose(point=(3.0, -30.0, 1.7), heading_deg=160.0, tilt_deg=8.0)
TURNS = ["back", "class before", "name", "class after", "on"]


@dataclass(frozen=True)
class Pictures:
    pictures: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]


def rack(classes):
    count = 40 * len(classes)
    return Rack(Pictures(np.full((count, 25, 25), 9, np.uint8), np.arange(count) % len(classes), classes))


LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
FACES = ("no face", "face")


def press(hands, frame):
    eye = frame.centre + frame.normal * 2
    for intent in (Intent(use=True, actions=("use",)), Intent()):
        hands.act(rays.ray(tuple(eye), tuple(frame.centre - eye)), intent)


@pytest.mark.parametrize("classes", [FACES, tuple("0123456789"), LETTERS[:12], LETTERS, LETTERS * 9])
def test_buttons_stand_side_by_side_under_the_pictures(classes):
    frames = shelf.frames(POSE, rack(classes))
    across = frames["pictures"].right / np.linalg.norm(frames["pictures"].right)
    middle = frames["pictures"].centre
    spans = []
    for name, frame in frames.items():
        if name != "pictures":
            where, half = float((frame.centre - middle) @ across), float(np.linalg.norm(frame.right))
            spans.append((where - half, where + half))
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    assert -spans[0][0] == pytest.approx(spans[-1][1])
    assert spans[-1][1] < shelf.WIDTH_M / 2


def test_up_to_twelve_classes_have_a_button_each():
    assert list(shelf.frames(POSE, rack(FACES))) == ["pictures", "back", "class 0", "class 1", "on"]
    assert len(shelf.frames(POSE, rack(LETTERS[:12]))) == 15
    assert list(shelf.frames(POSE, rack(LETTERS[:13]))) == ["pictures", *TURNS]


def test_one_goes_through_many_classes_and_their_pages():
    letters, pad = rack(LETTERS), Pad(picture_side_px=25, centred=False)
    frames = shelf.frames(POSE, letters)
    hands = Hands(pad, letters, frames={"rack": frames})
    shown = []
    for name in ("class after", "class after", "on", "class before", "class before", "class before", "name"):
        press(hands, frames[name])
        shown.append((letters.title, letters.page))
    assert shown == [("b", 0), ("c", 0), ("c", 1), ("b", 0), ("a", 0), ("z", 0), ("z", 0)]
    assert pad.is_empty


@pytest.fixture
def written(monkeypatch):
    texts, spelt = [], lettering.spelt
    monkeypatch.setattr(lettering, "spelt", lambda text, **style: texts.append((text, style)) or spelt(text, **style))
    return texts


def stand(pictures, language):
    said = words.load(language)
    return shelf.Shelf(p3d.NodePath("court"), POSE, pictures, words=said, title="Take one", floor_z=0.0)


@pytest.mark.parametrize(("language", "names"), [("en", ["no face", "face"]), ("de", ["kein Gesicht", "Gesicht"])])
def test_classes_are_called_by_their_names_in_each_language_in_letters_of_one_size(written, language, names):
    stand(rack(FACES), language)
    sizes = {text: style["size_m"] for text, style in written}
    assert [text for text, _ in written if text in names] == names
    assert len({sizes[name] for name in names}) == 1


def test_the_class_that_is_shown_is_written_between_the_turns(written):
    letters = rack(LETTERS)
    standing = stand(letters, "en")
    for _ in range(3):
        standing.update(hovered=None)
        letters.turn_class(1)
    assert [text for text, _ in written if text in LETTERS] == ["a", "b", "c"]

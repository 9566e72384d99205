"""Pictures of other sides than those of digits, through the model loop and the training."""

import struct
from pathlib import Path

import numpy as np
import pytest

from layerwalk.nn import data, evaluate, loop, split
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Flatten
from layerwalk.nn.messages import Build, Failed, Infer, Inferred, Load, Progress, Train, TrainConfig
from layerwalk.nn.network import NetworkSpec, NodeSpec


def spec(side_px: int, classes: tuple[str, ...], channels: int = 1) -> NetworkSpec:
    picture = NodeSpec(name="input", kind="input", shape=(channels, side_px, side_px), parameters=0, inputs=())
    answer = NodeSpec(name="dense1", kind="dense", shape=(len(classes),), parameters=1, inputs=("input",))
    return NetworkSpec(name="made up", nodes=(picture, answer), classes=classes)


def answer_of(request: Infer) -> Inferred | Failed:
    host = loop.InlineHost()
    host.submit(Load(network="ana-dense"))
    host.submit(request)
    return host.poll()[-1]  # type: ignore[return-value]


def test_a_face_is_read_as_it_is_with_zeros_round_it() -> None:
    face = data.load("faces-test").pictures[0].astype(np.float32) / np.float32(255)
    drawing = face.repeat(6, axis=0).repeat(6, axis=1)
    answer = answer_of(Infer(drawing=drawing, serial=1, centre=False, side_px=25))
    assert isinstance(answer, Inferred)
    np.testing.assert_array_equal(answer.picture, np.pad(face, ((1, 2), (1, 2)))[None])


def test_a_drawing_that_is_no_multiple_of_the_side_is_refused() -> None:
    answer = answer_of(Infer(drawing=np.zeros((140, 140), np.float32), serial=1, centre=False, side_px=25))
    assert isinstance(answer, Failed)
    assert "expected a square whole multiple of 25" in answer.sentence


def test_what_a_network_is_measured_with_is_what_it_would_be_shown() -> None:
    faces = data.load("faces-test").pictures[:3]
    pictures = evaluate.as_input(faces, (3, 32, 32))
    assert pictures.shape == (3, 3, 32, 32)
    np.testing.assert_array_equal(pictures[1, 2, 3:28, 3:28], faces[1].astype(np.float32) / np.float32(255))
    assert np.count_nonzero(pictures) == 3 * np.count_nonzero(faces)


@pytest.mark.parametrize(("side_px", "channels"), [(25, 1), (32, 1), (48, 3)])
def test_a_run_on_faces_learns_from_them_at_the_networks_size(side_px: int, channels: int) -> None:
    faces = data.load("faces-train")
    parts = split.split(faces, spec(side_px, faces.classes, channels), TrainConfig(validation_share=0.25))
    assert tuple(parts.pictures.shape) == (120, channels, side_px, side_px)
    assert tuple(parts.validation_pictures.shape) == (40, channels, side_px, side_px)
    assert set(parts.labels.tolist()) == {0, 1}


def write_bars(folder: Path, side_px: int) -> None:
    """Write a data set of upright and lying bars, 40 to learn from and 20 to test with."""
    draw = np.random.default_rng(1)
    for stem, count in (("train", 40), ("t10k", 20)):
        labels, pictures = np.arange(count) % 2, np.zeros((count, side_px, side_px), np.uint8)
        for picture, label, place in zip(pictures, labels, draw.integers(2, side_px - 2, count), strict=True):
            (picture if label else picture.T)[place] = 255
        for kind, values in (("images-idx3", pictures), ("labels-idx1", labels.astype(np.uint8))):
            header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
            (folder / f"{stem}-{kind}-ubyte").write_bytes(header + values.tobytes())


def test_a_network_learns_from_a_users_folder(tmp_path: Path) -> None:
    write_bars(tmp_path, 16)
    layers = (Conv(filters=4), Flatten())
    bars = Blueprint(name="bars", title="B", data=str(tmp_path), shape=(1, 16, 16), classes=("0", "1"), layers=layers)
    config = TrainConfig(epochs=15, batch=10, learning_rate=0.01, data=f"{tmp_path}-train", validation_share=0)
    host = loop.InlineHost()
    host.submit(Build(blueprint=bars))
    host.submit(Train(config=config))
    replies = host.poll()
    while not (isinstance(replies[-1], Progress) and replies[-1].state != "training"):
        replies += host.poll()
    tests = data.load(f"{tmp_path}-test")
    right = 0
    for serial, picture in enumerate(tests.pictures):
        drawing = picture.astype(np.float32) / np.float32(255)
        host.submit(Infer(drawing=drawing, serial=serial, centre=False, side_px=16))
        (answer,) = host.poll()
        assert isinstance(answer, Inferred)
        right += int(answer.probabilities.argmax() == tests.labels[serial])
    assert replies[-1].state == "finished"
    assert right >= 18

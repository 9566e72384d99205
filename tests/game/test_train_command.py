"""`layerwalk train`: what is printed where, what is kept, and what happens when it goes wrong."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from safetensors import numpy as safetensors

from layerwalk.game import arguments, cli, commands
from layerwalk.game.train_bar import TrainBar
from layerwalk.nn import data, messages
from layerwalk.nn.data import Dataset
from layerwalk.nn.messages import Progress, Said

QUICK = ["ana-dense", "--epochs", "2", "--batch", "50"]


@pytest.fixture(scope="module")
def digits() -> Dataset:
    whole = data.load("mnist-test")
    return Dataset(name="few", pictures=whole.pictures[:600], labels=whole.labels[:600], classes=whole.classes)


@pytest.fixture(autouse=True)
def few_digits(digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "load", lambda name: digits)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def train(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        status = cli.main(["train", *words])
        return status, *capfd.readouterr()

    return run


def test_a_network_is_trained_and_measured(train: Run) -> None:
    status, out, err = train(*QUICK, "--json")
    result = json.loads(out)
    assert status == 0
    assert (result["network"], result["count"], result["state"], result["steps"]) == ("ana-dense", 600, "finished", 24)
    assert result["accuracy"] == result["right"] / 600 > 0.6
    assert result["file"] is None
    assert err.splitlines()[-1].startswith("epoch 2 of 2: validation loss ")


def test_the_weights_are_kept_with_their_record(train: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    status, out, _ = train(*QUICK, "--seed", "4", "--augment", "harley", "-o", str(file))
    assert status == 0
    assert f"The weights are in {file}." in out
    assert safetensors.load_file(file)["dense1.weight"].shape == (42, 784)
    record = json.loads((tmp_path / "mine.record.json").read_text("utf-8"))
    assert (record["seed"], record["epochs"], record["steps"]) == ("4", "2", "24 of 24")
    assert record["augmentation"] == "shift ±2 px, rotation ±12°, skew ±10°, size ±10%"
    assert record["parent"] == "drawn anew (seed 4)"
    assert record["accuracy"].endswith("of 600 test pictures)")
    assert {"data", "duration", "trained"} <= set(record)


def test_the_same_seed_gives_the_same_file_to_the_bit(train: Run, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.safetensors" for number in range(3)]
    for file, seed in zip(files, ("1", "1", "2"), strict=True):
        train(*QUICK, "--seed", seed, "-o", str(file))
    first, second, other = (file.read_bytes() for file in files)
    assert first == second != other


def test_what_is_said_goes_before_the_preset(train: Run) -> None:
    _, out, _ = train("ana-dense", "--preset", "ana", "--epochs", "1", "--learning-rate", "0.002", "--json")
    record = json.loads(out)["record"]
    assert (record["optimiser"], record["batch"]) == ("rmsprop, a rate of 0.002", "320")


def test_a_share_of_the_digits_makes_fewer_steps(train: Run) -> None:
    _, out, _ = train(*QUICK, "--share", "0.5", "--json")
    assert json.loads(out)["steps"] == 12


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["lenet"], "There is no network 'lenet', expected one of: ana-conv"),
        ([*QUICK, "--epochs", "0"], "epochs is 0, expected a whole number from 1 on."),
        ([*QUICK, "--epochs", "some"], "Argument --epochs: invalid int value: 'some'"),
        ([*QUICK, "--learning-rate", "-1"], "learning rate is -1, expected a number above 0."),
        ([*QUICK, "--share", "0"], "share is 0, expected a number above 0, at most 1."),
        ([*QUICK, "--optimiser", "magic"], "Argument --optimiser: invalid choice: 'magic'"),
        ([*QUICK, "-o", "a.pt"], "a.pt: expected a file whose name ends in .safetensors."),
        ([*QUICK, "-o", "nowhere/a.safetensors"], "nowhere/a.safetensors: expected a folder nowhere that exists."),
    ],
)
def test_an_error_is_one_sentence_before_any_work(train: Run, words: list[str], expected: str) -> None:
    status, out, err = train(*words)
    assert (status, out) == (2, "")
    assert err.startswith(f"layerwalk: {expected}")
    assert err.count("\n") == 1


def test_a_run_that_goes_astray_says_so_and_keeps_the_last_good_weights(train: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    status, out, err = train(*QUICK, "--learning-rate", "1e12", "-o", str(file), "--json")
    assert status == 2
    assert json.loads(out)["state"] == "diverged"
    assert err.startswith("layerwalk: Training went astray after step ")
    assert err.count("\n") == 1
    assert all(abs(values).max() < 10 for values in safetensors.load_file(file).values())


def test_an_interrupt_loses_nothing(train: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupt(bar: TrainBar, progress: Progress) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(TrainBar, "show", interrupt)
    file = tmp_path / "mine.safetensors"
    status, out, _ = train(*QUICK, "--epochs", "100", "-o", str(file), "--json")
    result = json.loads(out)
    assert (status, result["state"], result["steps"]) == (130, "stopped", 1)
    assert result["record"]["epochs"] == "1 of 100, stopped"
    assert file.is_file()


def test_the_command_knows_what_the_model_loop_knows() -> None:
    assert get_args(messages.Optimiser) == arguments.OPTIMISERS
    assert get_args(messages.AugmentationName) == arguments.AUGMENTATIONS
    assert tuple(messages.PRESETS) == arguments.TRAIN_PRESETS
    assert "train" in commands.COMMANDS


# The bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def progress(step: int, **more: object) -> Progress:
    said = Said(key="training.going")
    common = {"run": 1, "state": "training", "said": said, "steps": 100, "epoch": 2, "epochs": 4, "step": step}
    return Progress(**{**common, **more})


def test_on_a_terminal_one_line_is_drawn_again_and_again() -> None:
    out = Terminal()
    bar = TrainBar(out)
    bar.show(progress(50, loss=0.25, accuracy=0.9, seconds_left=12.4))
    bar.show(progress(100))
    bar.close()
    first, second = out.getvalue().split("\r")[1:]
    assert first == "[############............]  50%, epoch 2 of 4, loss 0.250, accuracy 90.0%, 12 s left"
    assert second.rstrip() == "[########################] 100%, epoch 2 of 4"
    assert len(second) == len(first) + 1
    assert second.endswith("\n")


def test_elsewhere_every_epoch_is_a_line() -> None:
    out = io.StringIO()
    bar = TrainBar(out)
    bar.show(progress(50, loss=0.25, accuracy=0.9))
    bar.show(progress(60, validated_epoch=1, validation_loss=0.5, validation_accuracy=0.875))
    bar.close()
    assert out.getvalue() == "epoch 1 of 4: validation loss 0.5000, accuracy 87.50%\n"

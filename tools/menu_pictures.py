"""Draw pictures of the menu's panel and of the training board, the same every time: see `store_pictures.py`."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from layerwalk.game import begin, shot
from layerwalk.game import level as levels
from layerwalk.game.keeper import Keeper
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.game.ui.menu.items import Event
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.view import cameras
from layerwalk.game.world.placement import View
from layerwalk.nn import loop
from layerwalk.nn.messages import PRESETS, Progress, Said

LEVEL = "ana-small"
SIZE = (480, 324)
AWAY_M = 1.6
STEPS, EPOCHS = 400, 4
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Say what a picture shows: a page of the menu, or the training board where there is none; and after what.

    after: 'runs' or 'fault', what has been done before; '' for nothing.
    """

    page: str = ""
    language: str = "en"
    text_size: float = 1.0
    after: str = ""


PICTURES: Mapping[str, Wanted] = MappingProxyType(
    {
        "network": Wanted(page="network"),
        "presets": Wanted(page="network.presets", language="de"),
        "layer": Wanted(page="network.layer", language="de"),
        "add": Wanted(page="network.add"),
        "settings": Wanted(page="settings"),
        "shown": Wanted(page="world.shown", language="de"),
        "help": Wanted(page="help"),
        "hilfe": Wanted(page="help", language="de"),
        "rest": Wanted(language="de"),
        "train": Wanted(page="train", language="de", after="runs"),
        "train-large": Wanted(page="train", text_size=2.0, after="runs"),
        "board": Wanted(after="runs"),
        "layers": Wanted(page="network.layers", after="fault"),
        "layers-large": Wanted(page="network.layers", language="de", text_size=2.0, after="fault"),
    }
)
"""Every picture by its name, in the order in which they are drawn."""


class WrongDriverError(Exception):
    """Say that the pictures were drawn by another driver than the stored ones."""


def check(studio: Studio, renderer: str) -> None:
    """Raise WrongDriverError where another driver draws."""
    if renderer not in studio.screen.renderer:
        raise WrongDriverError(f"The stored pictures are {renderer}'s; here {studio.screen.renderer} draws.")


def draw(renderer: str) -> Iterator[tuple[str, Picture]]:
    """Yield (name, (324, 480, 3) uint8); raise WrongDriverError where another driver than `renderer` draws."""
    level = levels.load(levels.find(LEVEL), networks=loop.names())
    with TemporaryDirectory() as folder:
        keeper = Keeper(folder=Path(folder))
        studio = shot.Studio(level, settings=Settings(), size=SIZE, quality="software", keeper=keeper)
        try:
            check(studio, renderer)
            begin.begin(studio.scene.pad, level, None)
            studio.settle()
            yield from _pictures(studio)
        finally:
            studio.close()


def _pictures(studio: Studio) -> Iterator[tuple[str, Picture]]:
    done = ""
    for name, wanted in PICTURES.items():
        if wanted.after != done:
            {"runs": _train, "fault": _break}[wanted.after](studio)
            done = wanted.after
        settings = studio.visit.settings
        view = replace(settings.view, text_size=wanted.text_size)
        studio.visit.set_settings(replace(settings, language=wanted.language, view=view))
        studio.look("court" if wanted.page else "board")
        if wanted.page:
            _face(studio, wanted.page)
        studio.settle()
        yield name, studio.frame()
        studio.visit.menu.close()


def _face(studio: Studio, page: str) -> None:
    """Call the menu at a page, and look straight at its panel, which fills the picture."""
    studio.open_menu(page)
    frame = studio.visit.menu.frame
    assert frame is not None
    x, y, z = map(float, frame.centre)
    eye_x, eye_y, eye_z = map(float, frame.centre + AWAY_M * frame.normal)
    fov_deg = math.degrees(2 * math.atan(PANEL_M[1] / 2 / AWAY_M * cameras.ASPECT))
    cameras.set_view(
        studio.screen.camera, View(eye=(eye_x, eye_y, eye_z), target=(x, y, z), fov_deg=fov_deg), size=SIZE
    )


def _train(studio: Studio) -> None:
    """Let the board hear of two runs that were made up, the second one half way."""
    runs, title = studio.scene.state.runs, "ANA's small convolutional network"
    for run, last in ((1, STEPS), (2, STEPS * 5 // 8)):
        runs.begin(run, config=PRESETS["good" if run == 1 else "ana"], title=title)
        for step in range(4, last + 1, 4):
            runs.hear(_report(run, step))
        if run == 1:
            said = Said(key="training.finished", values=(("epochs", EPOCHS),))
            runs.hear(replace(_report(run, STEPS), state="finished", said=said, seconds_left=None))


def _report(run: int, step: int) -> Progress:
    """Return what a run that was made up reports after a step."""
    wrong = 0.9 / (1 + step / (6 * run)) + 0.04 * math.sin(step * 1.7) / math.sqrt(step)
    per_epoch = STEPS // EPOCHS
    ended = step // per_epoch if step % per_epoch == 0 else None
    return Progress(
        run=run,
        state="training",
        said=Said(key="training.going"),
        step=step,
        steps=STEPS,
        epoch=1 + (step - 1) // per_epoch,
        epochs=EPOCHS,
        loss=3 * wrong,
        accuracy=1 - wrong,
        validated_epoch=ended,
        validation_loss=2.5 * wrong if ended else None,
        validation_accuracy=1 - 0.8 * wrong if ended else None,
        steps_per_s=24.0,
        seconds_left=(STEPS - step) / 24.0,
        snapshots=tuple(taken for taken in (0, 4, 8, 16, 32, 64, 100, 150, 200, 250, 300, 350, 400) if taken <= step),
    )


def _break(studio: Studio) -> None:
    """Change the network until a filter does not fit any more."""
    for name in ("go network.layers", "layer 2", "place before", "add max-pool", "layer 3"):
        studio.visit.hear(Event(name=name))
    studio.visit.hear(Event(name="field kernel", value=7))
    studio.settle()

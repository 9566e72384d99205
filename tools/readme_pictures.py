"""Draw the README's pictures anew: `PYTHONPATH=tools/dev .venv/bin/python tools/readme_pictures.py [NAME...]`.

They are drawn off-screen at the desktop preset; the one of the training board trains two networks for it first.
"""

import logging
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import worn
from PIL import Image

from layerwalk.game import level as levels
from layerwalk.game import session as sessions
from layerwalk.game.begin import begin
from layerwalk.game.keeper import Keeper
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.game.ui.menu.items import Event, Value
from layerwalk.game.view.rig import Pose, Tracked

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "pictures"
SIZE = (1280, 720)
QUALITY = 88
LONGEST = 20_000
"""So many frames a training may take at most."""

logger = logging.getLogger(__name__)


def _do(studio: Studio, name: str, value: Value | None = None) -> None:
    studio.visit.hear(Event(name=name, value=value))


def _view(name: str) -> Callable[[Studio], None]:
    return lambda studio: studio.look(name)


def _deeds(view: str, *deeds: str) -> Callable[[Studio], None]:
    """Return what looks from a view and does what items of the menu do."""

    def prepare(studio: Studio) -> None:
        studio.look(view)
        for deed in deeds:
            studio.do(deed)

    return prepare


def _let_go(prepare: Callable[[Studio], None]) -> Callable[[Studio], None]:
    """Return what does the same and holds nothing then."""

    def let_go(studio: Studio) -> None:
        prepare(studio)
        studio.scene.state.selected = None

    return let_go


def _editor(studio: Studio) -> None:
    """Show a network whose filter does not fit any more, and what would mend it."""
    for name in ("go network.layers", "layer 2", "place before", "add max-pool", "layer 3"):
        _do(studio, name)
    _do(studio, "field kernel", 7)
    studio.settle()
    studio.look("court")
    studio.open_menu("network.layers")
    studio.step()
    studio.visit.menu.wheel(-3)


def _hands(studio: Studio) -> None:
    """Show what somebody sees in a headset who has asked what the buttons of both hands do."""
    studio.visit.do("court")
    studio.visit.wishes.append("show_controls")
    left = Pose(point=(-0.26, 0.62, 1.36), turn=worn.turned(left_deg=6.0, up_deg=20.0))
    right = Pose(point=(0.26, 0.62, 1.36), turn=worn.turned(left_deg=10.0, up_deg=6.0))
    head = Pose(point=(0.0, 0.0, 1.65), turn=worn.turned(up_deg=-12.0))
    tracked = Tracked(head=head, hands=(worn.held("left", left), worn.held("right", right)))
    worn.wear(studio, tracked, seconds=2.0)


def _training(studio: Studio) -> None:
    """Show two runs on the board, the second one half way."""
    config = studio.visit.plan.config
    studio.visit.plan.config = replace(config, epochs=3, share=0.25)
    _do(studio, "train_start")
    _run(studio, share=1.0)
    _do(studio, "values_ana")
    studio.visit.plan.config = replace(studio.visit.plan.config, epochs=3, share=0.25)
    _do(studio, "train_start")
    _run(studio, share=0.6)
    _do(studio, "train_pause")
    studio.look("board")


def _run(studio: Studio, *, share: float) -> None:
    """Let the newest run go on until so much of it is done."""
    for _ in range(LONGEST):
        studio.step()
        run = studio.scene.state.runs.held
        if run is not None and run.progress is not None and run.progress.step >= share * run.progress.steps:
            return
    raise RuntimeError("The training did not come to its end.")


PICTURES: Mapping[str, tuple[str, Callable[[Studio], None]]] = MappingProxyType(
    {
        "entrance": ("harley-conv", _view("court")),
        "neurons": ("harley-conv", _view("cubes")),
        "answer": ("harley-conv", _view("output")),
        "editor": ("ana-small", _editor),
        "training": ("ana-small", _training),
        "neuron": ("harley-conv", _deeds("stage", "select conv1 3 17 16")),
        "lesions": (
            "harley-conv",
            _let_go(
                _deeds(
                    "stage",
                    "select conv1 1 0 0",
                    "lesion_part=map",
                    "lesion",
                    "select conv1 4 0 0",
                    "lesion_kind=scale",
                    "lesion",
                )
            ),
        ),
        "dreams": ("ana-conv", _let_go(_deeds("stage", "goto conv2", "dream_layer conv2"))),
        "fooled": ("harley-conv", _deeds("court", "fool_values hidden", "fool_go")),
        "hands": ("harley-conv", _hands),
        "why": ("harley-conv", _deeds("court", "why=integrated-gradients")),
    }
)
"""For each picture its level, and what is done before it is taken."""


def draw(name: str, *, folder: Path) -> None:
    """Draw one picture; the visitor's own things go to `folder`."""
    level_name, prepare = PICTURES[name]
    level = levels.load(levels.find(level_name), networks=sessions.network_names())
    studio = Studio(level, settings=Settings(), size=SIZE, quality="desktop", keeper=Keeper(folder=folder))
    try:
        begin(studio.scene.pad, level, None)
        studio.settle()
        prepare(studio)
        studio.settle()
        Image.fromarray(studio.frame()).save(FOLDER / f"{name}.jpg", quality=QUALITY, optimize=True)
    finally:
        studio.close()


def main() -> int:
    """Draw the pictures that are named, or all."""
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or PICTURES:
            draw(name, folder=Path(folder))
            logger.info("%s.jpg", name)
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    sys.exit(main())

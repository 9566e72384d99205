"""Renew the stored pictures that the tests compare with: `.venv/bin/python tools/store_pictures.py`.

Run by hand when the world shall look different, and look at every picture that changed before it is committed.
Only on llvmpipe, Mesa's driver without a graphics card: other drivers draw edges otherwise.
"""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layerwalk.game import begin, shot
from layerwalk.game import level as levels
from layerwalk.game.settings import Settings
from layerwalk.nn import loop

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "pictures" / "stored"
SIZE = (480, 270)
RENDERER = "llvmpipe"
MENU, TOOLS = "menu", "tools"
USED = {
    "pulled": ("stage", "pull_out conv1 3"),
    "lesions": (
        "stage",
        "select conv1 1",
        "lesion",
        "select conv1 4",
        "lesion_kind=scale",
        "lesion",
        "overview_on=false",
    ),
    "grad-cam": ("stage", "why=grad-cam", "why_layer=conv1"),
}
"""For each picture of a tool the view, and what is done there by the names of menu items.

None with much small writing: where glyphs lie in their pages depends on what was written before, and letters of a few
pixels are rounded otherwise then.
"""
Picture = NDArray[np.uint8]


def _menu_pictures() -> ModuleType:
    """Load the tool beside this one, wherever Python was told to look for modules."""
    spec = importlib.util.spec_from_file_location("menu_pictures", Path(__file__).with_name("menu_pictures.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


menu_pictures = _menu_pictures()
WrongDriverError = menu_pictures.WrongDriverError


def views() -> dict[str, tuple[str, ...]]:
    """Return which views are stored: the default level's, two of the others, the menu's and the tools'."""
    default, *others = levels.names()
    return {
        default: ("court", "stage", "cubes", "output", "back", "above"),
        **dict.fromkeys(others, ("court", "stage")),
        MENU: tuple(menu_pictures.PICTURES),
        TOOLS: tuple(USED),
    }


def draw(name: str) -> Iterator[tuple[str, Picture]]:
    """Draw the stored views of a level, or the menu's; yield (file name, (H, 480, 3) uint8). Raise WrongDriverError."""
    if name == MENU:
        yield from ((f"{MENU}-{name}.png", picture) for name, picture in menu_pictures.draw(RENDERER))
        return
    if name == TOOLS:
        yield from ((f"{TOOLS}-{name}.png", _draw_tool(*ordered)) for name, ordered in USED.items())
        return
    level = levels.load(levels.find(name), networks=loop.names())
    studio = shot.Studio(level, settings=Settings(), size=SIZE, quality="software")
    try:
        menu_pictures.check(studio, RENDERER)
        studio.look("court")
        begin.begin(studio.scene.pad, level, None)
        studio.settle()
        for view in views()[name]:
            studio.look(view)
            yield f"{name}-{view}.png", studio.frame()
    finally:
        studio.close()


def _draw_tool(view: str, *deeds: str) -> Picture:
    """Draw a tool at work, in the default level."""
    level = levels.load(levels.find(levels.DEFAULT), networks=loop.names())
    studio = shot.Studio(level, settings=Settings(), size=SIZE, quality="software")
    try:
        menu_pictures.check(studio, RENDERER)
        begin.begin(studio.scene.pad, level, None)
        studio.settle()
        studio.look(view)
        for deed in deeds:
            studio.do(deed)
        studio.settle()
        return studio.frame()
    finally:
        studio.close()


def main() -> int:
    """Draw and store every picture; print which ones changed. Return the exit status."""
    FOLDER.mkdir(exist_ok=True)
    names = set()
    try:
        for level in views():
            for name, picture in draw(level):
                _store(FOLDER / name, picture)
                names.add(name)
    except WrongDriverError as error:
        print(error, file=sys.stderr)
        return 1
    for path in FOLDER.glob("*.png"):
        if path.name not in names:
            path.unlink()
            print(f"{path.name}: taken away")
    return 0


def _store(path: Path, picture: Picture) -> None:
    if path.exists():
        with Image.open(path) as image:
            if np.array_equal(np.asarray(image), picture):
                return
    print(f"{path.name}: {'changed' if path.exists() else 'new'}")
    Image.fromarray(picture).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

"""The world looks as it did when its pictures were stored; `tools/store_pictures.py` renews them.

The driver alone draws the same picture to the bit every time. Another version of it may round edges and glyphs
otherwise, which moves few pixels; whatever moves, vanishes, changes its colour or its light is more than that.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
FAILED = ROOT / "out" / "pictures"
OFF = 16
"""From this difference on, of 255, a pixel counts as another one."""
MOST_OFF = 0.004
"""So many pixels may be other ones: the outlines of the world are some 4 % of a picture, few of them at stake."""
MOST_MEAN = 0.6
"""So much may pixels differ on average, of 255: light that is a little brighter everywhere is noticed too."""


def _load_tool():
    spec = importlib.util.spec_from_file_location("store_pictures", ROOT / "tools" / "store_pictures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = _load_tool()


@pytest.fixture(scope="module", params=tool.views())
def drawn(request):
    try:
        return dict(tool.draw(request.param))
    except tool.WrongDriverError as error:
        pytest.skip(str(error))


def stored(name):
    path = tool.FOLDER / name
    if not path.exists():
        pytest.fail(f"{path} is missing; look at the picture, then store it with tools/store_pictures.py")
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def difference(one, other):
    """Return the share of pixels that are other ones, and how much all differ on average."""
    away = np.abs(one.astype(int) - other)
    return float((away.max(axis=2) >= OFF).mean()), float(away.mean())


def save(name, picture, wanted):
    """Put the picture, the stored one and their difference side by side; return the file."""
    FAILED.mkdir(parents=True, exist_ok=True)
    away = np.clip(np.abs(picture.astype(int) - wanted) * 4, 0, 255).astype(np.uint8)
    file = FAILED / name
    Image.fromarray(np.concatenate([picture, wanted, away], axis=1)).save(file)
    return file


def test_every_view_looks_as_it_did(drawn):
    faults = []
    for name, picture in drawn.items():
        wanted = stored(name)
        off, mean = difference(picture, wanted)
        if off > MOST_OFF or mean > MOST_MEAN:
            faults.append(f"{off:.2%} of the pixels, by {mean:.2f} on average: {save(name, picture, wanted)}")
    assert not faults, "drawn, stored, difference:\n" + "\n".join(faults)


def test_nothing_is_stored_that_is_not_drawn():
    names = {f"{level}-{view}.png" for level, views in tool.views().items() for view in views}
    assert {path.name for path in tool.FOLDER.glob("*.png")} == names


def test_the_comparison_would_notice_what_a_person_would():
    wanted = stored("harley-conv-court.png")
    assert difference(wanted, wanted) == (0.0, 0.0)
    brighter = np.clip(wanted.astype(int) + 2, 0, 255).astype(np.uint8)
    moved = np.roll(wanted, 2, axis=1)
    hidden = wanted.copy()
    hidden[100:130, 200:240] = wanted[60:90, 200:240]
    for other in (brighter, moved, hidden):
        off, mean = difference(other, wanted)
        assert off > MOST_OFF or mean > MOST_MEAN

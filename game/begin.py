"""What lies on the easel at the start: a level's own picture, or one that was asked for."""

import numpy as np
from PIL import Image

from layerwalk.game import session as sessions
from layerwalk.game.errors import PlainError
from layerwalk.game.level import Level
from layerwalk.game.ui.pad import Pad
from layerwalk.game.world.values import Floats


def begin(pad: Pad, level: Level, drawing: Floats | None) -> None:
    """Begin with a drawing, float32 in [0, 1], of the size of the data's pictures or larger; or with the level's own.

    Raise PlainError where the level's data set has no such picture.
    """
    side = pad.picture_side_px
    if drawing is None:
        pictures = sessions.load_data(f"{level.data}-test").pictures
        if level.picture >= len(pictures):
            most = len(pictures) - 1
            raise PlainError(f"picture: expected a number from 0 to {most} as {level.data} has, found {level.picture}.")
        pad.put(pictures[level.picture])
    elif drawing.shape == (side, side):
        pad.put(drawing)
    else:
        image = Image.fromarray((drawing * 255).astype(np.uint8))
        smooth = image.resize((pad.side, pad.side), Image.Resampling.BILINEAR)
        pad.replace(np.asarray(smooth, np.float32) / np.float32(255))

"""A photograph of what both eyes see, larger than the runtime's own pictures are."""

from typing import Any

import numpy as np
import panda3d.core as p3d
from PIL import Image

from layerwalk.game.view.xr.eyes import Eyes

SCALE = 3
"""The runtime asks for 320x240 pixels an eye when there is nothing to see them on."""


def both_eyes(headset: Any, window: Any) -> Image.Image:
    """Draw both eyes anew, side by side, as the headset sees them in the frame that was drawn last."""
    size = (SCALE * headset.eyes.size[0], SCALE * headset.eyes.size[1])
    eyes = Eyes(window, headset.origin, size=size, multisamples=4)
    try:
        eyes.look(headset._views, head=headset._head)
        eyes.buffer.set_active(True)
        window.get_engine().render_frame()
        window.get_engine().extract_texture_data(eyes.texture, window.get_gsg())
        return _picture(eyes.texture)
    finally:
        eyes.close()


def _picture(texture: p3d.Texture) -> Image.Image:
    size = texture.get_y_size(), texture.get_x_size()
    return Image.fromarray(np.frombuffer(texture.get_ram_image_as("RGB"), np.uint8).reshape(*size, 3)[::-1])

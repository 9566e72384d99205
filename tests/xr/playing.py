"""The application in the runtime's headset, frame by frame, with scripted head and hands."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import remote
from numpy.typing import NDArray

from layerwalk.game import app, level
from layerwalk.game.keeper import Keeper
from layerwalk.game.settings import Settings
from layerwalk.nn import loop

PATIENCE_S = 60.0


class Playing:
    """Run the application; `remote` moves the true head and hands, `told` is what the headset complained of."""

    def __init__(self, name: str, *, own: Path, folder: Path) -> None:
        self.told: list[str] = []
        keeper = Keeper(folder=own, settings=own / "settings.toml")
        opened = level.load(level.find(name), networks=loop.names())
        self.app = app.App(opened, settings=Settings(), keeper=keeper, on_vr=self.told.append)
        self.visit, self.vr = self.app.visit, self.app.vr
        self.connect()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def connect(self) -> None:
        """Take head and hands in hand, also of a service that has come anew."""
        self.remote = remote.Remote()
        self.remote.send()

    def frames(self, count: int = 1) -> None:
        for _ in range(count):
            self.app.base.step()

    def until(self, holds: Callable[[], object], what: str) -> None:
        """Let frames pass until something is so; fail where it does not become so for long."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"never: {what}; {self.told}")
            self.frames()

    def hold(self, side: str, **controls: Any) -> None:
        """Push controls of a hand: trigger=1.0, thumbstick=(0, 1), b_click=True."""
        self.remote.hold(side, **controls)
        self.send()

    def send(self) -> None:
        """Tell the runtime, and let it come to us."""
        self.remote.send()
        self.frames(4)

    def eyes(self) -> NDArray[np.uint8]:
        """Return what both eyes see, side by side, (height, width, 3)."""
        eyes = self.vr._headset.eyes
        texture = eyes.texture
        self.app.base.graphics_engine.extract_texture_data(texture, self.app.base.win.get_gsg())
        size = texture.get_y_size(), texture.get_x_size()
        both = np.frombuffer(texture.get_ram_image_as("RGB"), np.uint8).reshape(*size, 3)[::-1]
        return both[size[0] - eyes.drawn[1] :, : 2 * eyes.drawn[0]]

    def close(self) -> None:
        self.remote.close()
        self.app.close()

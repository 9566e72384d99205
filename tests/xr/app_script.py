"""Runs the application in a headset whose head and hands are scripted, and prints what happened as JSON."""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

import remote
import screen

from layerwalk.game import app, level
from layerwalk.game.keeper import Keeper
from layerwalk.game.settings import Settings

PATIENCE_S = 30.0


class Player:
    """Run the application frame by frame; `until` something is so."""

    def __init__(self, own: Path, folder: Path) -> None:
        self.told: list[str] = []
        keeper = Keeper(folder=own, settings=own / "settings.toml")
        opened = level.load(level.find("harley-conv"), networks=("harley-conv",))
        self.app = app.App(opened, settings=Settings(), keeper=keeper, on_vr=self.told.append)
        self.visit, self.vr = self.app.visit, self.app.vr
        self.remote = remote.Remote()
        self.remote.send()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def frames(self, count: int = 1) -> None:
        for _ in range(count):
            self.app.base.task_mgr.step()

    def until(self, holds: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not holds():
            if time.monotonic() > deadline:
                raise AssertionError(f"never: {what}")
            self.frames()

    def notice(self) -> str:
        said = self.visit._notices.told
        return said.key if said else ""

    def save(self, name: str) -> None:
        """Save both eyes and the screen."""
        self.frames(2)
        Image.fromarray(screen.grab()).save(self.folder / f"{name}-window.png")
        if self.vr.is_worn:
            eyes = self.vr._headset.eyes
            self.app.base.graphics_engine.extract_texture_data(eyes.texture, self.app.base.win.get_gsg())
            texture = eyes.texture
            size = texture.get_y_size(), texture.get_x_size()
            picture = np.frombuffer(texture.get_ram_image_as("RGB"), np.uint8).reshape(*size, 3)[::-1]
            Image.fromarray(picture).save(self.folder / f"{name}-eyes.png")


def service(what: str) -> None:
    subprocess.run([f"{os.environ['XR_SANDBOX']}/service.sh", what], check=True)


def second(seconds: float) -> subprocess.Popen[str]:
    """Start another application that takes the headset for so long."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("second.py")), str(seconds)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


def worn(player: Player) -> dict[str, object]:
    """Put the headset on, and look about."""
    player.until(lambda: player.vr.is_worn and not player.vr.is_away, "the headset is worn")
    player.until(lambda: player.visit.scene.state.ready, "the network is awake")
    player.remote.head_rotation = remote.pitch(-8)
    player.remote.send()
    player.frames(5)
    player.save("worn")
    head = player.vr.head.get_pos(player.app.scene.path)
    host = type(player.app.scene.session._host).__name__
    return {
        "complained": player.told,
        "host": host,
        "mouse_is_free": not player.app.devices._mouse.captured,
        "said": player.notice(),
        "eye_m": head.z - player.visit.visitor.body.position[2],
    }


def pressed(player: Player) -> dict[str, object]:
    """Call the menu with a button of the controller's."""
    for is_down in (True, False):
        player.remote.right.buttons["b_click"] = is_down
        player.remote.send()
        player.frames(4)
    player.until(lambda: player.visit.menu.is_open, "the menu is open")
    player.save("menu")
    player.visit.menu.close()
    return {"menu": True}


def shared(player: Player) -> dict[str, object]:
    """Let another application take the headset, and give it back."""
    other = second(4)
    player.until(lambda: player.vr.is_away, "the other has it")
    player.save("away")
    other.wait(30)
    player.until(lambda: not player.vr.is_away, "it is ours again")
    return {"away": True, "back": player.vr.is_worn}


def lost(player: Player) -> dict[str, object]:
    """Kill the service while the headset is worn; try without it, and with a new one."""
    before = player.visit.visitor.body.position
    service("kill")
    player.until(lambda: not player.vr.is_open, "the headset is lost")
    player.frames(3)
    told: dict[str, object] = {"lost": player.notice(), "paused": player.app.paused}
    told["stayed"] = math.dist(before, player.visit.visitor.body.position) < 0.01
    player.save("lost")
    player.visit.do("headset")
    player.frames(3)
    told["refused"] = player.notice()
    service("start")
    player.remote.close()
    player.remote = remote.Remote()
    player.remote.send()
    player.visit.do("headset")
    player.until(lambda: player.vr.is_worn, "the headset is worn again")
    player.frames(3)
    player.visit.do("headset")
    player.frames(3)
    told |= {"taken_off": player.notice(), "worn": player.vr.is_worn}
    player.save("desk")
    return told


def main() -> None:
    """Play, and tell."""
    player = Player(Path(sys.argv[1]), Path(sys.argv[2]))
    told = worn(player) | pressed(player) | shared(player) | lost(player)
    player.remote.close()
    player.app.close()
    print(f"\n{json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()

"""Runs the application in a headset whose head and hands are scripted, and prints what happened as JSON."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

import screen
from playing import Playing
from remote import pitch


class Player(Playing):
    """Run the application; say what it says, and save what is seen."""

    def notice(self) -> str:
        said = self.visit._notices.told
        return said.key if said else ""

    def save(self, name: str) -> None:
        """Save both eyes and the screen."""
        self.frames(2)
        Image.fromarray(screen.grab()).save(self.folder / f"{name}-window.png")
        if self.vr.is_worn:
            Image.fromarray(self.eyes()).save(self.folder / f"{name}-eyes.png")


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
    player.remote.head_rotation = pitch(-8)
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
        player.hold("right", b_click=is_down)
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
    player.connect()
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
    player = Player("harley-conv", own=Path(sys.argv[1]), folder=Path(sys.argv[2]))
    told = worn(player) | pressed(player) | shared(player) | lost(player)
    player.close()
    print(f"\n{json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()

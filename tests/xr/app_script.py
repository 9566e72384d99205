"""Runs the application in a headset whose head and hands are scripted, and prints what happened as JSON."""

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

import screen
from playing import Playing
from remote import pitch

from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import TrainConfig


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


def found(player: Player) -> dict[str, object]:
    """Kill the service while much is under way, and start it again: nobody presses anything."""
    scene, visit = player.app.scene, player.visit
    scene.session.lesioning.add(Lesion(target=Map(node="conv1", map=1)))
    player.until(lambda: scene.state.lesions, "a map is lesioned")
    scene.pad.begin()
    scene.pad.stroke(0.2, 0.5, 0.8, 0.5)
    scene.session.train(TrainConfig(epochs=50), start="shown")
    player.until(lambda: _step(player) > 0, "it learns")
    drawn, stood, step = scene.pad.copy(), visit.visitor.body.position, _step(player)
    service("kill")
    player.until(lambda: player.vr.is_awaited, "the headset is looked for")
    until = time.monotonic() + 3.0
    player.until(lambda: time.monotonic() > until, "it is looked for in vain")
    is_at_desk = not player.vr.is_open
    service("start")
    player.remote.close()
    player.connect()
    player.until(lambda: player.vr.is_worn and not player.vr.is_away, "the headset is worn again by itself")
    player.until(lambda: _step(player) > step, "it went on learning")
    player.save("found")
    kept = {
        "drawing": np.array_equal(scene.pad.drawing, drawn),
        "lesions": len(scene.state.lesions) == 1,
        "place": math.dist(stood, visit.visitor.body.position) < 0.05,
        "run": _step(player) > step,
    }
    scene.session.control("stop")
    return {"found": {"at_desk": is_at_desk, "said": player.notice(), **kept}}


def _step(player: Player) -> int:
    held = player.app.scene.state.runs.held
    return held.progress.step if held is not None and held.progress is not None else 0


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
    told = worn(player) | pressed(player) | shared(player) | found(player) | lost(player)
    player.close()
    print(f"\n{json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()

"""Runs the application in a window, with scripted devices, and prints what happened as JSON; see test_app.py."""

import json
import sys

from layerwalk.game import app, level
from layerwalk.game.move.intent import Intent
from layerwalk.game.settings import Settings


class ScriptedDevices:
    """Stands in for keyboard, mouse and gamepads."""

    def __init__(self) -> None:
        self.intents: list[Intent] = []
        self.calls: list[str] = []
        self.labels: dict[str, str] = {}

    def read(self, *, dt_s: float, paused: bool) -> Intent:
        return self.intents.pop(0) if self.intents else Intent()

    def capture(self) -> None:
        self.calls.append("capture")

    def release(self) -> None:
        self.calls.append("release")

    def close(self) -> None:
        self.calls.append("close")


def main() -> None:
    running = app.App(level.load(level.find("ana-small"), networks=("ana-small",)), settings=Settings())
    running.devices.close()
    devices = running.devices = ScriptedDevices()
    running.base.task_mgr.remove("layerwalk frame")
    told = {}

    def frames(*intents: Intent, count: int = 1) -> None:
        devices.intents = list(intents)
        for _ in range(max(count, len(intents))):
            running.frame(dt_s=1 / 30)
            running.base.graphics_engine.render_frame()

    frames(count=2)
    start = running.visitor.body.position
    frames(*[Intent(right=1.0)] * 30)
    told["walked_m"] = running.visitor.body.position[0] - start[0]
    frames(Intent(actions=("court",)))
    told["back"] = running.visitor.body.position == start
    frames(Intent(look_deg=-16.0))
    told["hovered"] = running.scene.hands.hovered
    before = running.scene.pad.version
    frames(Intent(use=True, actions=("use",)), *[Intent(use=True, turn_deg=-0.4)] * 5)
    told["strokes"] = running.scene.pad.version - before
    told["wiped"] = running.scene.pad.centre and not running.scene.hands.is_new
    frames(Intent(actions=("pause",)))
    told["paused"] = running.paused
    frames(Intent(actions=("use",)))
    told["resumed"] = not running.paused
    told["mouse"] = devices.calls[-2:]
    frames(Intent(actions=("help",)))
    told["open"] = not running.base.win.is_closed()
    running.close()
    json.dump(told, sys.stdout)


main()

"""Runs the application in a window, with scripted devices, and prints what happened as JSON; see test_app.py."""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from layerwalk.game import app, level
from layerwalk.game.keeper import Keeper
from layerwalk.game.move.intent import Intent
from layerwalk.game.settings import Comfort, Settings, Sound


class ScriptedDevices:
    """Stands in for keyboard, mouse and gamepads."""

    def __init__(self) -> None:
        self.intents: list[Intent] = []
        self.calls: list[str] = []
        self.labels: dict[str, str] = {}
        self.pressed: frozenset[str] = frozenset()
        self.bound: dict[str, tuple[str, ...]] = {}
        self.menu_open = False

    def read(self, *, dt_s: float, paused: bool, menu_open: bool) -> Intent:
        self.menu_open = menu_open
        return self.intents.pop(0) if self.intents else Intent()

    def bind(self, bindings) -> None:
        self.bound = dict(bindings)

    def set_look(self, how) -> None:
        self.how = how

    def capture(self) -> None:
        self.calls.append("capture")

    def release(self) -> None:
        self.calls.append("release")

    def close(self) -> None:
        self.calls.append("close")


def walk_with_dark_edges(running: app.App, frames: Callable[..., None]) -> dict[str, bool]:
    """Walk without them, with them, and stand still."""
    sheet, told = running.base.render2d.find("**/vignette"), {}
    frames(*[Intent(right=1.0)] * 10)
    told["clear"] = sheet.is_hidden()
    comfort, sound = Comfort(vignette=0.8), Sound(volume=0.0)
    running.visit.set_settings(replace(running.visit.settings, comfort=comfort, sound=sound))
    frames(*[Intent(right=-1.0)] * 10)
    told["dark"] = not sheet.is_hidden()
    frames(count=30)
    told["clear_again"] = sheet.is_hidden()
    return told


def main() -> None:
    own = Path(sys.argv[1])
    keeper = Keeper(folder=own, settings=own / "settings.toml")
    running = app.App(level.load(level.find("ana-small"), networks=("ana-small",)), settings=Settings(), keeper=keeper)
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
    start = running.visit.visitor.body.position
    frames(*[Intent(right=1.0)] * 30)
    told["walked_m"] = running.visit.visitor.body.position[0] - start[0]
    frames(Intent(actions=("court",)))
    told["back"] = running.visit.visitor.body.position == start
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
    heard: list[str] = []
    running.sounds.play = heard.append
    frames(Intent(actions=("menu",)), count=2)
    told["heard"] = list(heard)
    told["menu"] = running.visit.menu.is_open and devices.menu_open
    running.visit.open_menu("settings.movement")
    frames(count=2)
    frames(Intent(actions=("menu_right",)), count=2)
    told["speed"] = running.visit.visitor.moves.walk_speed_m_s
    told["kept"] = (own / "settings.toml").read_text()
    running.visit.plan.page, running.visit.plan.listening = "settings.bindings", "screenshot"
    devices.pressed = frozenset({"f9"})
    frames(count=2)
    devices.pressed = frozenset()
    told["bound"] = devices.bound["screenshot"]
    frames(Intent(actions=("menu_close",)), Intent(actions=("pause",)), count=2)
    told["closed"] = not running.visit.menu.is_open and running.paused
    frames(Intent(actions=("use",)))
    told |= walk_with_dark_edges(running, frames)
    frames(Intent(actions=("help",)))
    told["open"] = not running.base.win.is_closed()
    running.close()
    json.dump(told, sys.stdout)


main()

"""Show a level's world in the headset, and save what both eyes are given: `show_world.py [LEVEL] [FOLDER]`."""

import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent))

import remote
import screen
import showing

from layerwalk.game import level as levels
from layerwalk.game import scene as scenes
from layerwalk.game import session as sessions
from layerwalk.game.begin import begin
from layerwalk.game.settings import Settings
from layerwalk.game.view import quality
from layerwalk.game.view.xr.opening import EYE_HEIGHT_M
from layerwalk.nn import loop


def main(name: str = "harley-conv", folder: str = "out/xr") -> None:
    """Stand in the court for some frames, say how long they take, and save the last."""
    level = levels.load(levels.find(name), networks=loop.names())
    base = showing.open_window()
    state = sessions.before(level)
    session = sessions.Session(sessions.inline_host(), state, opening=sessions.opening(level))
    parts = scenes.Parts(level=level, settings=Settings(), quality=quality.PRESETS["software"], mirror=None)
    scene = scenes.Scene(parts, state=state, session=session, shown=Settings().shown)
    begin(scene.pad, level, None)
    hands = remote.Remote()
    hands.send()
    shown = showing.Showing(base, multisamples=4)
    headset = shown.headset
    headset.adapts = False
    headset.origin.reparent_to(scene.path)
    court = scene.placement.views["court"]
    headset.origin.set_pos(court.eye[0], court.eye[1], court.eye[2] - EYE_HEIGHT_M)
    headset.origin.look_at(court.target[0], court.target[1], court.eye[2] - EYE_HEIGHT_M)
    shown.focus()
    scene.set_view(pixels_per_radian=headset.eyes.pixels_per_radian)
    times = []
    for _ in range(40):
        headset.poll()
        started = time.perf_counter()
        scene.update(headset.eyes.camera, dt_s=0.05)
        updated = time.perf_counter()
        base.graphics_engine.render_frame()
        times.append((updated - started, time.perf_counter() - updated))
    Path(folder).mkdir(parents=True, exist_ok=True)
    for side, picture in zip(("left", "right"), shown.look(), strict=True):
        Image.fromarray(picture).save(f"{folder}/{side}.png")
    Image.fromarray(screen.grab()).save(f"{folder}/screen.png")
    update, draw = np.median(np.array(times), axis=0) * 1000
    print(f"{headset.eyes.size} pixels an eye, update {update:.1f} ms, drawing and copying {draw:.1f} ms")
    shown.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Somebody who wears the headset in the application, looks round and points at things, frame by frame."""

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game import app, bench_machine, shot
from layerwalk.game.bench_frames import SWAY_DEG, level
from layerwalk.game.bench_sweep import Sweeping
from layerwalk.game.bench_training import CONFIG
from layerwalk.game.errors import PlainError
from layerwalk.game.keeper import Keeper
from layerwalk.game.scene import Scene
from layerwalk.game.settings import Settings
from layerwalk.game.view.xr.opening import open_headset
from layerwalk.game.visit import Visit

WINDOW = (320, 240)
MOST_VALUES = 5_000_000
"""A step of training calculates about so many, however large the network is, for as many pictures as that allows."""
WARM_UP = 12
PATIENCE_S = 60.0
BEFORE_DRAWING = 49
"""Panda3D draws in a task of the sort 50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Hold the milliseconds of the main thread's processor time that the parts of one frame took.

    headset: asking where head and hands are, and what is pushed; the wait for the next frame is none of it. is_calm:
    the host of a virtual machine took no processor away in this frame, nor in the next: it is known late.
    """

    headset: float
    simulation: float
    culling: float
    submission: float
    is_drawn: bool
    is_calm: bool = True

    @property
    def total(self) -> float:
        """Return what the frame took in all."""
        return self.headset + self.simulation + self.culling + self.submission


class Visitor:
    """Wear the headset in the application; every other frame is not drawn. Main thread."""

    def __init__(self, *, network: str, quality: Any) -> None:
        """Open the application with the headset on; raise PlainError where there is none to be had."""
        usual = Settings()
        settings = replace(usual, view=replace(usual.view, size=WINDOW, quality=quality))
        self._device: Sweeping | None = None
        self._spared: Any = None
        self._simulated_s = 0.0
        self.app = app.App(
            level(network),
            settings=settings,
            keeper=Keeper(folder=shot.OWN),
            on_vr=_refuse,
            opener=self._open,
        )
        self._base = self.app.base
        self._base.task_mgr.add(self._note, "simulated", sort=BEFORE_DRAWING)
        self.renderer = str(self._base.win.get_gsg().get_driver_renderer())

    @property
    def scene(self) -> Scene:
        """Return the scene."""
        return self.app.scene

    @property
    def visit(self) -> Visit:
        """Return the visit."""
        return self.app.visit

    @property
    def size(self) -> tuple[int, int]:
        """Return the pixels of an eye."""
        assert self._device is not None
        width, height = self._device.eyes.size
        return width, height

    def settle(self) -> None:
        """Go on until the headset is worn, the network has answered, and everything was drawn once."""
        end_s = time.perf_counter() + PATIENCE_S
        while not self.app.vr.is_worn or self.scene.session.waiting or not self.scene.state.ready:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"No answer within {PATIENCE_S:g} s.")
            self._step()

    def train(self) -> None:
        """Begin to train the network anew, and pause."""
        built = self.scene.state.blueprint
        data = built.data if built else self.scene.data.name
        batch = max(1, min(CONFIG.batch, MOST_VALUES // self.scene.state.spec.values))
        self.scene.session.train(replace(CONFIG, data=f"{data}-train", batch=batch), start="new")
        self._until("training")
        self.steer("pause")

    def steer(self, action: Any) -> None:
        """Let the training go on ('resume') or pause ('pause'), and wait until it does, and has for some frames."""
        self.scene.session.control(action)
        self._until("paused" if action == "pause" else "training")
        self._warm_up()

    def stand(self, view: str) -> None:
        """Go to a view of the world, and let what is new there be drawn."""
        camera = p3d.NodePath("view")
        there = self.scene.placement.views[view]
        camera.set_pos(*there.eye)
        camera.look_at(*there.target)
        self.visit.visitor.float_at(there.eye, heading_deg=camera.get_h(), pitch_deg=0.0)
        self._warm_up()

    def frames(self, count: int) -> list[Took]:
        """Look round once in so many frames, drawn and left out by turns; return what they took."""
        heading_deg, before_deg, found = self.visit.visitor.body.heading_deg, 0.0, list[Took]()
        stolen = [bench_machine.stolen()]
        for number in range(count):
            share = number / count
            sway_deg = SWAY_DEG * float(np.sin(2 * np.pi * share))
            body = self.visit.visitor.body
            self.visit.visitor.body = replace(body, heading_deg=body.heading_deg + sway_deg - before_deg)
            before_deg = sway_deg
            found.append(self.frame(share, draws=number % 2 == 1))
            stolen.append(bench_machine.stolen())
        body = self.visit.visitor.body
        self.visit.visitor.body = replace(body, heading_deg=heading_deg)
        ends = (*stolen[2:], stolen[-1])
        return [replace(took, is_calm=end == began) for took, began, end in zip(found, stolen, ends, strict=False)]

    def frame(self, share: float, *, draws: bool = True) -> Took:
        """Let the application do a frame; return what it took."""
        assert self._device is not None
        assert self._spared is not None
        self._spared.draws, self._device.share = draws, share
        began_s = time.thread_time()
        self._step()
        ended_s = time.thread_time()
        # What the window waits for belongs to the drawing of this frame, not to the next.
        self._base.graphics_engine.flip_frame()
        if not self.app.vr.is_worn:
            raise RuntimeError("The headset was lost.")
        if self.visit.notice and self.scene.state.notice:
            raise RuntimeError(self.scene.state.notice)
        return Took(
            headset=self._device.took_s * 1e3,
            simulation=(self._simulated_s - began_s - self._device.took_s - self._device.own_s) * 1e3,
            culling=(self._spared.begun_s - self._simulated_s) * 1e3,
            submission=(ended_s - self._spared.begun_s - self._spared.own_s) * 1e3,
            is_drawn=draws,
        )

    def close(self) -> None:
        """Close everything."""
        if self._spared is not None:
            self._spared.close()
        self.app.close()
        self._base.destroy()

    def _open(self, window: Any, **options: Any) -> Sweeping:
        self._device = Sweeping(open_headset(window, **options))
        # Not before: PyOpenGL asks for errors after every call if it is imported before the headset's part has spoken.
        from layerwalk.game.view.xr.spared import Spared

        self._spared = Spared(window, self._device.eyes.buffer)
        return self._device

    def _step(self) -> None:
        self._base.step()

    def _note(self, task: Any) -> Any:
        self._simulated_s = time.thread_time()
        return task.cont

    def _warm_up(self) -> None:
        """Look round once, before what is measured."""
        for number in range(WARM_UP):
            self.frame(number / WARM_UP)

    def _until(self, state: str) -> None:
        end_s, runs = time.perf_counter() + PATIENCE_S, self.scene.state.runs
        while runs.held is None or runs.held.progress is None or runs.held.progress.state != state:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"The training was not {state} within {PATIENCE_S:g} s.")
            self.frame(0.0)


def _refuse(sentence: str) -> None:
    raise PlainError(sentence)

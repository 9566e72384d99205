"""What a frame in a headset costs the application: needs an OpenXR runtime and a window. Runs in a process of its own.

Every other frame is told to the graphics card and left out by it (`view.xr.spared`): its processor time is that of the
application alone. What the frames between take longer is the drawing itself, where that is done by the processor.
"""

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game import begin, bench_machine, scene, session, shot
from layerwalk.game.bench_frames import PLACES, SWAY_DEG, level
from layerwalk.game.bench_training import CONFIG, Overheard
from layerwalk.game.immersion import Immersion
from layerwalk.game.keeper import Keeper
from layerwalk.game.move.intent import Reading
from layerwalk.game.settings import Settings
from layerwalk.game.view import window
from layerwalk.game.view.quality import PRESETS
from layerwalk.game.view.rig import Hand, Pose, Tracked, headed, multiplied
from layerwalk.game.view.xr import eyes
from layerwalk.game.view.xr.hook import Hook
from layerwalk.game.view.xr.opening import open_headset
from layerwalk.game.view.xr.spared import Spared
from layerwalk.game.visit import Visit
from layerwalk.nn.messages import Control

WINDOW = (320, 180)
PIXELS_PER_RADIAN = 900.0
"""About that of headsets with 1832x1920 pixels an eye: the world is as detailed as it would be there."""
MOST_VALUES = 5_000_000
"""A step of training calculates about so many, however large the network is, for as many pictures as that allows."""
WARM_UP = 12
PATIENCE_S = 60.0
LONGEST_FRAME_S = 0.1
SWEEP_DEG = 25.0
PARTS = ("simulation", "culling", "submission")


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """Hold the milliseconds of the main thread's processor time that the parts of one frame took."""

    simulation: float
    culling: float
    submission: float
    is_drawn: bool

    @property
    def total(self) -> float:
        """Return what the frame took in all."""
        return self.simulation + self.culling + self.submission


class Sweeping:
    """Stand between an immersion and its headset: both hands sweep over what is ahead, and press nothing."""

    def __init__(self, headset: Any) -> None:
        """Sweep the hands of a headset."""
        self._headset = headset
        self.origin, self.pulse, self.recentre = headset.origin, headset.pulse, headset.recentre
        self.share = 0.0

    def poll(self) -> Tracked | None:
        """Return what the headset says, with hands that have gone `share` of their way; wait until it does."""
        while (tracked := self._headset.poll()) is None:
            if self._headset.state in ("lost", "ended"):
                raise RuntimeError("The headset was lost.")
            p3d.GraphicsEngine.get_global_ptr().render_frame()
            time.sleep(0.01)
        return _pointing(tracked, self.share)


class Visitor:
    """Wear the headset in a world, look round and point at things; every other frame is not drawn. Main thread."""

    def __init__(self, *, network: str, quality: str) -> None:
        """Open the window, the headset and the world; raise PlainError where there is none to be had."""
        self._base = window.open_window(size=WINDOW, fullscreen=False, wanted=quality).base
        self.renderer = str(self._base.win.get_gsg().get_driver_renderer())
        self._headset = open_headset(self._base.win, multisamples=PRESETS[quality].multisamples)
        self._headset.adapts = False
        settings, world = Settings(), level(network)
        self.host = Overheard(session.HOSTS["process"]())
        state = session.before(world)
        talk = session.Session(self.host, state, opening=session.opening(world))
        parts = scene.Parts(level=world, settings=settings, quality=PRESETS[quality])
        self.scene = scene.Scene(parts, state=state, session=talk, shown=settings.shown)
        self.scene.set_view(pixels_per_radian=PIXELS_PER_RADIAN * PRESETS[quality].fine)
        self.visit = Visit(self.scene, keeper=Keeper(folder=shot.OWN))
        self._sweeping = Sweeping(self._headset)
        self._immersion = Immersion(self._sweeping, self.visit, head=self._headset.eyes.camera)
        begin.begin(self.scene.pad, world, None)
        self._spared: Spared | None = None
        self._begun_s, self._last_s, self._draws = 0.0, time.perf_counter(), True
        self._hook = Hook(self._base.win, before_all(self._base.win), begin=self._begin, end=self._end)

    @property
    def size(self) -> tuple[int, int]:
        """Return the pixels of an eye."""
        return self._headset.eyes.size

    def settle(self) -> None:
        """Go on until the network has answered, and everything was drawn once."""
        end_s = time.perf_counter() + PATIENCE_S
        while self.scene.session.waiting or not self.scene.state.ready:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"No answer within {PATIENCE_S:g} s.")
            self.frame(0.0)

    def train(self) -> None:
        """Begin to train the network anew, and pause."""
        built = self.scene.state.blueprint
        data = built.data if built else self.scene.data.name
        batch = max(1, min(CONFIG.batch, MOST_VALUES // self.scene.state.spec.values))
        self.scene.session.train(replace(CONFIG, data=f"{data}-train", batch=batch), start="new")
        self._until("training")
        self.steer("pause")

    def steer(self, action: Any) -> None:
        """Let the training go on ('resume') or pause ('pause'), and wait until it does."""
        self.host.progress = None
        self.host.submit(Control(action=action))
        self._until("paused" if action == "pause" else "training")

    def stand(self, view: str) -> None:
        """Go to a view of the world, and let what is new there be drawn."""
        camera = p3d.NodePath("view")
        there = self.scene.placement.views[view]
        camera.set_pos(*there.eye)
        camera.look_at(*there.target)
        self.visit.visitor.float_at(there.eye, heading_deg=camera.get_h(), pitch_deg=0.0)
        for number in range(WARM_UP):
            self.frame(number / WARM_UP)

    def frames(self, count: int) -> list[Took]:
        """Look round once in so many frames, drawn and left out by turns; return what they took."""
        heading_deg, before_deg, found = self.visit.visitor.body.heading_deg, 0.0, []
        for number in range(count):
            share = number / count
            sway_deg = SWAY_DEG * float(np.sin(2 * np.pi * share))
            body = self.visit.visitor.body
            self.visit.visitor.body = replace(body, heading_deg=body.heading_deg + sway_deg - before_deg)
            before_deg = sway_deg
            found.append(self.frame(share, draws=number % 2 == 1))
        body = self.visit.visitor.body
        self.visit.visitor.body = replace(body, heading_deg=heading_deg)
        return found

    def frame(self, share: float, *, draws: bool = True) -> Took:
        """Do a frame as the application does; return what it took."""
        self._draws, self._sweeping.share = draws, share
        now_s = time.perf_counter()
        dt_s, self._last_s = min(now_s - self._last_s, LONGEST_FRAME_S), now_s
        began_s = time.thread_time()
        self._immersion.act(dt_s=dt_s)
        self.visit.update(self._immersion.head, dt_s=dt_s)
        self._immersion.show(dt_s=dt_s)
        simulated_s = self._begun_s = time.thread_time()
        self._base.graphics_engine.render_frame()
        p3d.TransformState.garbage_collect()
        p3d.RenderState.garbage_collect()
        ended_s = time.thread_time()
        # What the window waits for belongs to the drawing of this frame, not to the next.
        self._base.graphics_engine.flip_frame()
        self._hook.check()
        if self.visit.notice and self.scene.state.notice:
            raise RuntimeError(self.scene.state.notice)
        return Took(
            simulation=(simulated_s - began_s) * 1e3,
            culling=(self._begun_s - simulated_s) * 1e3,
            submission=(ended_s - self._begun_s) * 1e3,
            is_drawn=draws,
        )

    def close(self) -> None:
        """Close everything."""
        self._hook.close()
        self._immersion.close()
        self._headset.close()
        self.scene.session.close()
        self._base.destroy()

    def _begin(self) -> None:
        self._begun_s = time.thread_time()
        if not self._draws:
            self._spared = self._spared or Spared()
            self._spared.begin()

    def _end(self) -> None:
        if self._spared:
            self._spared.end()

    def _until(self, state: str) -> None:
        end_s = time.perf_counter() + PATIENCE_S
        while self.host.progress is None or self.host.progress.state != state:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"The training was not {state} within {PATIENCE_S:g} s.")
            self.frame(0.0)


def before_all(window: Any) -> Any:
    """Return a buffer that is drawn before the eyes', which are cleared before anything of theirs is drawn."""
    buffer = window.make_texture_buffer("before", 1, 1)
    buffer.set_sort(eyes.SORT - 1)
    return buffer


def measure(*, network: str, quality: str, count: int) -> dict[str, Any]:
    """Return the renderer, the size of an eye, and two rows, without training and with it: milliseconds a frame.

    count: frames at each of five places, in each of the rows. Raise PlainError where there is no headset.
    """
    visitor = Visitor(network=network, quality=quality)
    try:
        visitor.settle()
        visitor.train()
        still: list[Took] = []
        training: list[Took] = []
        for view in PLACES.values():
            visitor.stand(view)
            still += visitor.frames(count)
            visitor.steer("resume")
            training += visitor.frames(count)
            visitor.steer("pause")
        about = {"network": network, "values": visitor.scene.state.spec.values}
        memory = {"memory_mb": bench_machine.peak_memory_mb()}
        rows = [
            {**about, "training": word, **_row(found), **memory} for word, found in (("no", still), ("yes", training))
        ]
        return {"renderer": visitor.renderer, "eye": visitor.size, "rows": rows}
    finally:
        visitor.close()


def _row(found: Sequence[Took]) -> dict[str, Any]:
    alone, drawn = ([took for took in found if took.is_drawn is is_drawn] for is_drawn in (False, True))
    parts = {f"{name}_ms": statistics.median(getattr(took, name) for took in alone) for name in PARTS}
    drawing_ms = [took.submission - parts["submission_ms"] for took in drawn]
    return {
        "frames": len(found),
        **_times("app", [took.total for took in alone]),
        **parts,
        **_times("drawing", drawing_ms),
    }


def _times(name: str, took_ms: Sequence[float]) -> Mapping[str, float]:
    shares = {"median": 50, "p95": 95, "p99": 99, "max": 100}
    return {f"{name}_{word}_ms": float(np.percentile(took_ms, share)) for word, share in shares.items()}


def _pointing(tracked: Tracked, share: float) -> Tracked:
    """Return what is tracked with both hands sweeping over what is ahead of the head, and nothing pressed."""
    x, y, z = tracked.head.point
    hands = []
    for side, sign in ((-0.2, 1.0), (0.2, -1.0)):
        turn = multiplied(tracked.head.turn, headed(sign * SWEEP_DEG * float(np.cos(4 * np.pi * share))))
        pose = Pose(point=(x + side, y + 0.3, z - 0.4), turn=turn)
        hands.append(Hand(aim=pose, grip=pose))
    return replace(tracked, hands=(hands[0], hands[1]), reading=Reading(), focused=True)

"""Panda3D's own frame for an application, with nothing in it that Layerwalk does by itself."""

import signal
import time
from typing import Any

import panda3d.core as p3d
from direct.showbase.ShowBase import ShowBase

HIDDEN_S = 0.1
"""So long every frame rests while the window is minimised."""


class Frame(ShowBase):  # type: ignore[misc]
    """Hold the window, its devices and the loop over frames."""

    rests_hidden = True
    """Whether frames rest while the window is minimised."""
    _is_over = False

    def createBaseAudioManagers(self) -> None:  # noqa: N802
        """Make none: `game.sound` has its own, and every further one looks for a loudspeaker, and tells, again."""

    def restart(self, *_: Any) -> None:
        """Do in every frame what is needed of Panda3D: none of its animations, collisions and 3-D sounds is used."""
        self.shutdown()
        self.eventMgr.restart()
        self.task_mgr.remove("eventManager")
        # Under Panda3D's own names, so that it ends them.
        self.task_mgr.add(self._listen, "dataLoop", sort=-50)
        self.task_mgr.add(self._draw, "igLoop", sort=50)

    def step(self) -> None:
        """Do one frame."""
        self.task_mgr.mgr.poll()

    def run(self) -> None:
        """Do frames until SystemExit is raised in one, or the last one after Ctrl+C is done."""
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            while not self._is_over:
                self.step()
        finally:
            signal.signal(signal.SIGINT, before)

    def _interrupt(self, *_: Any) -> None:
        """End after this frame, at once if that has been asked for before."""
        if self._is_over:
            raise KeyboardInterrupt
        self._is_over = True

    def _listen(self, task: Any) -> int:
        """Read the devices, and send what they and the windows have told."""
        self.devices.update()
        self.dgTrav.traverse(self.dataRootNode)
        if not self.eventMgr.eventQueue.is_queue_empty():
            self.eventMgr.do_events()
        return int(task.cont)

    def _draw(self, task: Any) -> int:
        """Forget the states that nobody holds any more, and draw."""
        p3d.TransformState.garbage_collect()
        p3d.RenderState.garbage_collect()
        self.graphics_engine.render_frame()
        if self.mainWinMinimized and self.rests_hidden:
            time.sleep(HIDDEN_S)
        return int(task.cont)

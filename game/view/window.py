"""The visitor's window: opened with the samples that its graphics driver can draw, at the quality that suits it."""

import logging
from dataclasses import dataclass
from typing import Any

import panda3d.core as p3d

from layerwalk.game.errors import PlainError
from layerwalk.game.view import offscreen, quality
from layerwalk.game.view.quality import Quality

logger = logging.getLogger(__name__)
TITLE = "Layerwalk"
SOUNDING = "audio-library-name p3openal_audio"
"""Whoever has a window hears something; everything else stays silent."""
CLEARING = "garbage-collect-states-rate 0.05"
"""Panda3D goes through a twentieth of all states and transforms a frame, for those that nobody holds any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Hold the application's frame: Panda3D's ShowBase, and how finely it draws."""

    base: Any
    quality: Quality


def open_window(*, size: tuple[int, int], fullscreen: bool, wanted: str, for_headset: bool = False) -> Opened:
    """Open the window; raise PlainError where none can be had. for_headset: one is worn beside it."""
    offscreen.configure(off_screen=False)
    p3d.load_prc_file_data("layerwalk", f"{SOUNDING}\n{CLEARING}")
    from layerwalk.game.view.frame import Frame

    base = Frame(windowType="none")
    base.make_default_pipe()
    if base.pipe is None:
        raise PlainError("No window can be opened here: no OpenGL driver was found.")
    chosen = quality.choose(wanted, renderer=_renderer(base), for_headset=for_headset)
    logger.info("Drawing at the preset %r.", chosen.name)
    properties = p3d.WindowProperties(size=size)
    properties.set_title(TITLE)
    properties.set_fullscreen(fullscreen)
    for samples in sorted({chosen.multisamples, min(chosen.multisamples, 4), 0}, reverse=True):
        wanted_buffer = p3d.FrameBufferProperties(p3d.FrameBufferProperties.get_default())
        wanted_buffer.set_depth_bits(24)
        wanted_buffer.set_multisamples(samples)
        asked = {"props": properties, "fbprops": wanted_buffer, "startDirect": False, "requireWindow": False}
        # Where the display cannot be reached, Panda3D would take a buffer that nobody sees for a window.
        if base.open_default_window(type="onscreen", **asked):
            _clear(base)
            return Opened(base=base, quality=chosen)
    raise PlainError(
        "No window can be opened here: the display cannot be reached, or its graphics driver has no OpenGL 3.2."
    )


def _clear(base: Any) -> None:
    """Let Panda3D look through nothing of its own in every frame: nothing of ours hangs there."""
    for camera in (base.cam, base.cam2dp):
        camera.node().get_display_region(0).set_active(False)
    for root in (base.aspect2d, base.pixel2d):
        root.stash()


def _renderer(base: Any) -> str:
    """Ask the driver for its name through a buffer of one pixel, before the real window is opened."""
    tiny = p3d.WindowProperties.size(1, 1)
    kind = p3d.GraphicsPipe.BF_refuse_window
    probe = base.graphics_engine.make_output(base.pipe, "probe", 0, p3d.FrameBufferProperties(), tiny, kind)
    if probe is None:
        return ""
    base.graphics_engine.open_windows()
    renderer = str(probe.get_gsg().get_driver_renderer()) if probe.get_gsg() else ""
    base.graphics_engine.remove_window(probe)
    return renderer

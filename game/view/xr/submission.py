"""The way of a drawn frame to the runtime. Draw thread only."""

from typing import Any

from layerwalk.game.view.xr.eyes import Eyes
from layerwalk.game.view.xr.frames import Views, projection
from layerwalk.game.view.xr.link import Link


def submit(link: Link, eyes: Eyes, views: Views | None, *, gsg: Any) -> None:
    """End the frame that is under way, with the picture of both eyes if one was drawn; end it in any case."""
    layer = None
    try:
        if views is not None and eyes.buffer.is_active():
            layer = _shown(link, eyes, views, gsg)
    finally:
        link.stopwatch.end()
        link.frames.end(layer)


def _shown(link: Link, eyes: Eyes, views: Views, gsg: Any) -> Any:
    """Hand the eyes' picture over, and return the layer that shows it."""
    context = eyes.texture.prepare_now(0, gsg.get_prepared_objects(), gsg)
    width, height = eyes.drawn
    link.frames.begin()
    link.swapchain.fill(context.get_native_id(), size=(2 * width, height))
    return projection(views, room=link.spaces.room, swapchain=link.swapchain, size=eyes.drawn)

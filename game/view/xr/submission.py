"""The way of a drawn frame to the runtime. Draw thread only."""

from typing import Any

from layerwalk.game.view.xr.eyes import Eyes
from layerwalk.game.view.xr.frames import Views
from layerwalk.game.view.xr.link import Link


def submit(link: Link, eyes: Eyes, views: Views | None, *, gsg: Any) -> None:
    """End the frame that is under way, with the picture of both eyes if one was drawn; end it in any case."""
    shows = False
    try:
        if views is not None and eyes.buffer.is_active():
            _show(link, eyes, views, gsg)
            shows = True
    finally:
        link.stopwatch.end()
        link.frames.end(shows=shows)


def _show(link: Link, eyes: Eyes, views: Views, gsg: Any) -> None:
    """Hand the eyes' picture over, and say how it is to be shown."""
    context = eyes.texture.prepare_now(0, gsg.get_prepared_objects(), gsg)
    width, height = eyes.drawn
    link.frames.begin()
    link.swapchain.fill(context.get_native_id(), size=(2 * width, height))
    link.layer.show(views.told, room=link.spaces.room, size=eyes.drawn)

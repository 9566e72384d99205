"""The way of a drawn frame to the runtime. Draw thread only."""

from typing import Any

from layerwalk.game.view.xr.eyes import Eyes
from layerwalk.game.view.xr.link import Link


def submit(link: Link, eyes: Eyes, views: Any) -> None:
    """End the frame that is under way, with the picture of both eyes if one was drawn; end it in any case.

    views: both XrViews from which it was drawn, None where it was not.
    """
    shows = False
    try:
        if views is not None and eyes.buffer.is_active():
            _show(link, eyes, views)
            shows = True
    finally:
        link.stopwatch.end()
        link.frames.end(shows=shows)


def _show(link: Link, eyes: Eyes, views: Any) -> None:
    """Hand the eyes' picture over, and say how it is to be shown."""
    width, height = eyes.drawn
    link.frames.begin()
    link.swapchain.fill(eyes.prepared(), size=(2 * width, height))
    link.layer.show(views, room=link.spaces.room, size=eyes.drawn)

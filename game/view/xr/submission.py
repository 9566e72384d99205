"""The way of a drawn frame to the runtime. Draw thread only."""

from layerwalk.game.view.xr.eyes import Eyes
from layerwalk.game.view.xr.link import Link


def submit(link: Link, eyes: Eyes) -> None:
    """End the frame that is under way, with the picture of both eyes if one was drawn; end it in any case.

    It has begun if one was drawn: it begins where that does.
    """
    shows = False
    try:
        if link.frames.is_begun:
            _show(link, eyes)
            shows = True
    finally:
        link.stopwatch.end()
        link.frames.end(shows=shows)


def _show(link: Link, eyes: Eyes) -> None:
    """Hand the eyes' picture over, and say how it is to be shown."""
    width, height = size = eyes.drawn
    link.swapchain.fill(eyes.prepared(), size=(2 * width, height))
    link.layer.show(room=link.spaces.room, size=size)

"""Panda3D's own frame for an application, with nothing in it that Layerwalk does by itself."""

from direct.showbase.ShowBase import ShowBase


class Frame(ShowBase):  # type: ignore[misc]
    """Hold the window, its devices and the loop over frames."""

    def createBaseAudioManagers(self) -> None:  # noqa: N802
        """Make none: `game.sound` has its own, and every further one looks for a loudspeaker, and tells, again."""

"""What the last few rays met: in one frame several ask for the same two."""

from collections.abc import Callable
from typing import Generic, TypeVar

from layerwalk.game.world.rays import Ray

KNOWN = 2
"""So many rays are remembered: one for each hand."""

Met = TypeVar("Met")


class Remembered(Generic[Met]):
    """Hold what the last rays met, until what can be met is another."""

    def __init__(self) -> None:
        """Know nothing."""
        self._known: tuple[tuple[Ray, Met], ...] = ()

    def of(self, ray: Ray, find: Callable[[Ray], Met]) -> Met:
        """Return what a ray meets; `find` is asked where it is a new one."""
        for known, met in self._known:
            if known is ray:
                return met
        found = find(ray)
        self._known = ((ray, found), *self._known[: KNOWN - 1])
        return found

    def forget(self) -> None:
        """Look for everything anew."""
        self._known = ()

"""What the last few rays met: in one frame several ask for the same two."""

from collections.abc import Callable
from typing import Generic, TypeVar

from layerwalk.game.world.rays import Ray

Met = TypeVar("Met")


class Remembered(Generic[Met]):
    """Hold what the last two rays met, one of each hand, until what can be met is another."""

    def __init__(self) -> None:
        """Know nothing."""
        self._last: tuple[Ray, Met] | None = None
        self._before: tuple[Ray, Met] | None = None

    def of(self, ray: Ray, find: Callable[[Ray], Met]) -> Met:
        """Return what a ray meets; `find` is asked where it is a new one."""
        last, before = self._last, self._before
        if last is not None and last[0] is ray:
            return last[1]
        if before is not None and before[0] is ray:
            return before[1]
        found = find(ray)
        self._last, self._before = (ray, found), last
        return found

    def forget(self) -> None:
        """Look for everything anew."""
        self._last = self._before = None

"""What the last few rays met: in one frame several ask for the same two."""

from collections.abc import Callable
from typing import Generic, TypeVar

from layerwalk.game.world.rays import Ray

Met = TypeVar("Met")


class Remembered(Generic[Met]):
    """Hold what the last two rays met, one of each hand, until what can be met is another."""

    def __init__(self) -> None:
        """Know nothing."""
        self._ray: Ray | None = None
        self._other_ray: Ray | None = None
        self._met: Met
        self._other_met: Met

    def of(self, ray: Ray, find: Callable[[Ray], Met]) -> Met:
        """Return what a ray meets; `find` is asked where it is a new one."""
        if ray is self._ray:
            return self._met
        if ray is self._other_ray:
            return self._other_met
        found = find(ray)
        if self._ray is not None:
            self._other_ray, self._other_met = self._ray, self._met
        self._ray, self._met = ray, found
        return found

    def forget(self) -> None:
        """Look for everything anew."""
        self._ray = self._other_ray = None

"""A dark moment in which something happens: dark, then it is done, then light again. No flicker, however often asked.

Nothing here is drawn: whoever draws asks how dark it is.
"""

from collections.abc import Callable

LEAST_S = 0.02
"""A blink that is shorter is none: what was asked for happens at once."""
SOONEST_S = 0.34
"""From one blink to the next: no more than three in a second."""


class Blink:
    """Hold what waits for the dark, and how dark it is; `update` once a frame. Main thread."""

    def __init__(self) -> None:
        """Begin with open eyes."""
        self.darkness = 0.0
        """How dark it is now, 0 to 1."""
        self._then: Callable[[], None] | None = None
        self._half_s = 0.0
        self._since_s = SOONEST_S

    @property
    def is_closing(self) -> bool:
        """Say whether something waits for the dark."""
        return self._then is not None

    def begin(self, then: Callable[[], None], *, length_s: float) -> None:
        """Let `then` happen in the middle of a dark moment; what else still waited for one is dropped.

        Where the last one has only just begun, or there is to be none, it happens at once.
        """
        if length_s < LEAST_S or self._since_s < SOONEST_S:
            self._then = None
            then()
            return
        self._then, self._half_s, self._since_s = then, length_s / 2, 0.0

    def open(self, *, length_s: float) -> None:
        """Let it be dark now and grow light: something has happened already."""
        if length_s >= LEAST_S and self._since_s >= SOONEST_S:
            self.darkness, self._half_s, self._since_s = 1.0, length_s / 2, 0.0

    def update(self, *, dt_s: float) -> None:
        """Let time pass; what waits is done where it has become dark."""
        self._since_s += dt_s
        if self._then is None and self.darkness == 0.0:
            return
        step = dt_s / self._half_s if self._half_s > 0 else 1.0
        if self._then is None:
            self.darkness = max(0.0, self.darkness - step)
            return
        self.darkness = min(1.0, self.darkness + step)
        if self.darkness >= 1.0:
            then, self._then = self._then, None
            then()

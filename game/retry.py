"""When to try again what has failed: soon, then less and less often, and not for ever."""

from dataclasses import dataclass

FIRST_S = 2.0
LONGEST_S = 30.0
PATIENCE_S = 180.0


@dataclass(slots=True, kw_only=True)
class Retry:
    """Count down to the next of several tries, each of which waits twice as long as the one before. Main thread."""

    is_on: bool = False
    _waited_s: float = 0.0
    _next_s: float = FIRST_S
    _pause_s: float = FIRST_S

    def begin(self) -> None:
        """Try from now on; what was waited before counts, unless it was forgotten."""
        self.is_on = True

    def end(self) -> None:
        """Try no more."""
        self.is_on = False

    def forget(self) -> None:
        """Begin the next time as if nothing had failed yet."""
        self.is_on, self._waited_s, self._next_s, self._pause_s = False, 0.0, FIRST_S, FIRST_S

    @property
    def is_over(self) -> bool:
        """Say whether it has been tried for so long that it has no sense any more."""
        return self._waited_s >= PATIENCE_S

    def is_due(self, *, dt_s: float) -> bool:
        """Let time pass; return whether to try in this frame."""
        if not self.is_on:
            return False
        self._waited_s += dt_s
        if self._waited_s < self._next_s:
            return False
        self._pause_s = min(2 * self._pause_s, LONGEST_S)
        self._next_s = self._waited_s + self._pause_s
        return True

"""How often the world may change by itself: so seldom that nothing in it flashes, however quick the machine is."""

import math

REST_S = 0.18
"""So long everything stands as it is: six changes a second at most, three times to and fro.

WCAG 2.2, success criterion 2.3.1: nothing flashes more than three times in any second.
"""


class Unhurried:
    """Say when the next change may be shown, which itself may take several frames. Main thread."""

    def __init__(self) -> None:
        """Let the first change come at once."""
        self._stood_s = math.inf

    def begin(self) -> None:
        """Take note of a change."""
        self._stood_s = 0.0

    def update(self, *, dt_s: float, is_changing: bool) -> None:
        """Let time pass; one that is no time makes a picture, in which nothing waits."""
        if dt_s == 0:
            self._stood_s = math.inf
        else:
            self._stood_s = 0.0 if is_changing else self._stood_s + dt_s

    @property
    def has_rested(self) -> bool:
        """Say whether everything has stood long enough."""
        return self._stood_s >= REST_S

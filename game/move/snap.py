"""Turning in steps: at every push, and again and again while it lasts. It is easier on the stomach than a swing."""

REPEAT_S = 0.35
"""So long after a step comes the next one, while key or stick stay pushed."""
PUSHED = 0.5
"""From here on a stick counts as pushed."""


class Snap:
    """Hold for how long the visitor has been turning to one side; `turn` once a frame."""

    def __init__(self, step_deg: float) -> None:
        """Turn in steps of so many degrees."""
        self.step_deg = step_deg
        self._side = 0
        self._held_s = 0.0

    def turn(self, *, left: float, right: float, begun: int, dt_s: float) -> float:
        """Return by how many degrees to turn to the left in this frame.

        left, right: how far each is pushed, 0 to 1. begun: 1 where a push to the left began in this frame, -1 to the
        right, 0 for neither or both.
        """
        side = (left > PUSHED) - (right > PUSHED)
        self._held_s = self._held_s + dt_s if side == self._side and not begun else 0.0
        self._side = side
        if begun:
            return begun * self.step_deg
        if side and self._held_s >= REPEAT_S:
            self._held_s -= REPEAT_S
            return side * self.step_deg
        return 0.0

    def rest(self) -> None:
        """Take note of a frame in which nothing is pushed; it turns nobody."""
        self._side, self._held_s = 0, 0.0

"""Whose turn it is among the chores that may wait a little, so that no frame has to do two of them. Main thread."""

LONGEST_S = 0.2
"""No chore waits longer for its turn, even if it then shares a frame."""


class Turns:
    """Give every frame to one chore, to the one that has waited longest.

    Call `begin` once a frame. Whoever has a chore that may wait asks `take` in every frame until it is their turn, does
    it then, and asks anew where there is more of it.
    """

    def __init__(self) -> None:
        """Let nobody wait yet."""
        self._now_s = 0.0
        self._waiting = dict[str, float]()  # since when each chore waits; the first one has asked first
        self._asked = set[str]()
        self._is_free = self._is_picture = True

    def begin(self, *, dt_s: float) -> None:
        """Begin another frame, so long after the last; one after no time is a picture, in which nothing waits."""
        self._now_s += dt_s
        self._is_free, self._is_picture = True, dt_s == 0
        if not self._asked >= self._waiting.keys():
            self._waiting = {chore: since_s for chore, since_s in self._waiting.items() if chore in self._asked}
        self._asked.clear()

    def take(self, chore: str) -> bool:
        """Say whether a chore is to be done in this frame; else it waits, as long as it is asked for."""
        if self._is_free and not self._waiting:
            self._is_free = False
            return True
        self._asked.add(chore)
        since_s = self._waiting.setdefault(chore, self._now_s)
        is_first = self._is_free and next(iter(self._waiting)) == chore
        if not (is_first or self._is_picture or self._now_s - since_s >= LONGEST_S):
            return False
        self._is_free = False
        del self._waiting[chore]
        return True

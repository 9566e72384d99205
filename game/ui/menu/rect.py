"""Rectangles on the panel: metres from its middle, x to the reader's right, z up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """Hold a rectangle by its sides."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how tall it is."""
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle (x, z)."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def has(self, x: float, z: float) -> bool:
        """Say whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= z <= self.top

    def holds(self, other: "Rect", *, slack_m: float = 1e-6) -> bool:
        """Say whether `other` lies wholly in it."""
        across = self.left - slack_m <= other.left and other.right <= self.right + slack_m
        return across and self.bottom - slack_m <= other.bottom and other.top <= self.top + slack_m

    def meets(self, other: "Rect", *, slack_m: float = 1e-6) -> bool:
        """Say whether the two have more in common than an edge."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > slack_m and min(self.top, other.top) - max(self.bottom, other.bottom) > slack_m

    def moved(self, *, x: float = 0.0, z: float = 0.0) -> "Rect":
        """Return it moved to the right and up."""
        return Rect(left=self.left + x, bottom=self.bottom + z, right=self.right + x, top=self.top + z)

    def grown(self, by_m: float) -> "Rect":
        """Return it grown on every side, or shrunk where `by_m` is negative."""
        return Rect(left=self.left - by_m, bottom=self.bottom - by_m, right=self.right + by_m, top=self.top + by_m)


def around(x: float, z: float, *, width_m: float, height_m: float) -> Rect:
    """Return the rectangle of this size whose middle is (x, z)."""
    return Rect(left=x - width_m / 2, bottom=z - height_m / 2, right=x + width_m / 2, top=z + height_m / 2)

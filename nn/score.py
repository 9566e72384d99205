"""How well a network did on labelled pictures: plain data, part of `messages`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Say how many pictures a network got right; `per_class` holds (name, right, of how many) for each class."""

    network: str
    data: str
    right: int
    count: int
    per_class: tuple[tuple[str, int, int], ...]

    @property
    def accuracy(self) -> float:
        """Return the share of right answers, in [0, 1]."""
        return self.right / self.count

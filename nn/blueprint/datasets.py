"""What is known of the data sets that ship without reading them: the size of their pictures, the classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType

from layerwalk.nn.messages import Said

DIGITS = tuple("0123456789")
MIN_SIDE_PX, MAX_SIDE_PX = 8, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Say what a data set is.

    name: that of a shipped one ('mnist'), or a user's folder. key: of its texts in the language files.
    side_px: of its pictures, which are square. train, test: how many pictures each part has, 0 where there is none.
    centred: whether every picture was centred as MNIST does it; then a drawing is too, before it is classified.
    """

    name: str
    key: str
    classes: tuple[str, ...]
    side_px: int
    train: int
    test: int
    centred: bool = False

    def said(self, what: str) -> Said:
        """Return one of its texts: 'title', 'text', 'source', 'licence', 'draw' (on the desk) or 'take' (the rack)."""
        return Said(key=f"datasets.{self.key}.{what}", values=(("name", PurePath(self.name).name),))


SHIPPED: Mapping[str, Facts] = MappingProxyType(
    {
        facts.name: facts
        for facts in (
            Facts(name="mnist", key="mnist", classes=DIGITS, side_px=28, train=60_000, test=10_000, centred=True),
            Facts(name="faces", key="faces", classes=("no face", "face"), side_px=25, train=160, test=40),
        )
    }
)
"""The data sets that ship, by name."""

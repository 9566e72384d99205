"""How a framed map goes from one place to another: it flies there, or is there at once."""

from dataclasses import dataclass, field

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.framed import Framed

FLIGHT_S = 0.35


@dataclass(slots=True, kw_only=True)
class Flight:
    """Hold a framed map on its way. begins: where it set out; since_s: how long ago.

    stand: how it stands since it has arrived, None before. frames: what can be pressed on it there.
    """

    drawn: Framed
    node: str
    map: int
    begins: Frame
    since_s: float = 0.0
    stand: tuple[object, ...] | None = None
    frames: dict[str, Frame] = field(default_factory=dict)

    def go_on(self, end: Frame, *, dt_s: float) -> Frame:
        """Let time pass, and return where it is on its way to `end`, which may move meanwhile."""
        self.since_s += dt_s
        share = min(1.0, self.since_s / FLIGHT_S)
        eased, start = share * share * (3 - 2 * share), self.begins
        return Frame(
            centre=start.centre + (end.centre - start.centre) * eased,
            right=start.right + (end.right - start.right) * eased,
            up=start.up + (end.up - start.up) * eased,
        )

    def set_out(self) -> None:
        """Set out anew from where it is."""
        if self.drawn.face is not None:
            self.begins, self.since_s = self.drawn.face, 0.0

    @property
    def is_over(self) -> bool:
        """Say whether it has arrived."""
        return self.since_s >= FLIGHT_S

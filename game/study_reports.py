"""The studies of a visit as plain data: how each stands, and which one the board shows."""

from dataclasses import dataclass, replace

from layerwalk.nn.messages import Studied
from layerwalk.nn.network import NetworkSpec

KEPT = 8
"""So many studies are kept; the oldest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Hold one study: its number, what network it is about, and how it stands. title: of the network."""

    number: int
    title: str
    spec: NetworkSpec
    studied: Studied

    @property
    def is_live(self) -> bool:
        """Say whether it goes on."""
        return self.studied.state == "studying"


@dataclass(slots=True, kw_only=True)
class Reports:
    """Hold all studies, the oldest first. Main thread.

    shown: the number of the one that the board shows, 0 where the board is put away. called: grows by one whenever the
    board shall come to the visitor.
    """

    all: tuple[Report, ...] = ()
    shown: int = 0
    called: int = 0

    @property
    def live(self) -> Report | None:
        """Return the study that goes on, if any."""
        return next((report for report in self.all if report.is_live), None)

    @property
    def on_board(self) -> Report | None:
        """Return the study that the board shows, if any."""
        return self.find(self.shown)

    def find(self, number: int) -> Report | None:
        """Return a study by its number."""
        return next((report for report in self.all if report.number == number), None)

    def begin(self, report: Report) -> None:
        """Add a study, and call the board to show it."""
        self.drop_live()
        self.all = (*self.all, report)[-KEPT:]
        self.show(report.number)

    def hear(self, studied: Studied) -> None:
        """Take note of how a study stands; one that was stopped is gone, and nothing of it is kept."""
        if studied.state == "stopped":
            self.drop_live()
            return
        self.all = tuple(
            replace(report, studied=studied) if report.number == studied.serial else report for report in self.all
        )

    def drop_live(self) -> None:
        """Forget the study that goes on, if any."""
        live = self.live
        if live is not None:
            self.all = tuple(report for report in self.all if report is not live)
            self.shown = 0 if self.shown == live.number else self.shown

    def show(self, number: int) -> None:
        """Call the board to the visitor, with one of the studies on it."""
        if self.find(number) is not None:
            self.shown = number
            self.called += 1

    def put_away(self) -> None:
        """Put the board away; all studies stay."""
        self.shown = 0

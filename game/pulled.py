"""The maps that were pulled out of their stages: which they are, which one is in the hand, where the others stand."""

from dataclasses import dataclass, field

from layerwalk.game.world.placement import Point
from layerwalk.nn.network import NetworkSpec

MOST = 12
"""So many maps can be out at once."""
SMALLEST_M, LARGEST_M = 0.4, 4.0
FIRST_M = 0.8
STEP = 1.25
"""Enlarging makes a map so many times as large."""
EDGE_M = 1.05
"""So high over its floor a map has its lower edge, however large it is: so its buttons stay where one presses them."""


def over_floor_m(size_m: float) -> float:
    """Return how high over its floor the middle of a map of this size is."""
    return size_m / 2 + EDGE_M


@dataclass(slots=True, kw_only=True)
class Piece:
    """A map that was pulled out. Main thread.

    number: its own, never used again. size_m: its side. centre: its middle, None while it is in the hand; heading_deg:
    the way it faces; floor_z: of the floor it stands on, None where it hangs in the air.
    """

    node: str
    map: int
    number: int
    size_m: float = FIRST_M
    centre: Point | None = None
    heading_deg: float = 0.0
    floor_z: float | None = None

    @property
    def is_held(self) -> bool:
        """Say whether it is in the hand."""
        return self.centre is None

    @property
    def over_floor_m(self) -> float:
        """Return how high its middle is over the floor it stands on; 0 where it stands on none."""
        return 0.0 if self.centre is None or self.floor_z is None else self.centre[2] - self.floor_z


@dataclass(slots=True, kw_only=True)
class Pulled:
    """Hold the maps that are out, at most 12; one at most is in the hand. Main thread."""

    pieces: list[Piece] = field(default_factory=list)
    _count: int = 0

    @property
    def held(self) -> Piece | None:
        """Return what is in the hand."""
        return next((piece for piece in self.pieces if piece.is_held), None)

    @property
    def is_full(self) -> bool:
        """Say whether no more can be pulled out."""
        return len(self.pieces) >= MOST

    def find(self, node: str, map: int) -> Piece | None:
        """Return the piece of a map, None where it is in its place."""
        return next((piece for piece in self.pieces if (piece.node, piece.map) == (node, map)), None)

    def numbered(self, number: int) -> Piece | None:
        """Return the piece of a number, None where it is back in its place."""
        return next((piece for piece in self.pieces if piece.number == number), None)

    def pull(self, node: str, map: int) -> bool:
        """Take a map out and into the hand, or what is out already; return whether there was room for it.

        What was in the hand before goes back.
        """
        piece, held = self.find(node, map), self.held
        if held is not None and held is not piece:
            self.put_back(held)
        if piece is None and self.is_full:
            return False
        if piece is None:
            self._count += 1
            piece = Piece(node=node, map=map, number=self._count)
            self.pieces.append(piece)
        self.take(piece)
        return True

    def take(self, piece: Piece) -> None:
        """Take a map that is out into the hand, unless that is full."""
        if self.held is None:
            piece.centre = piece.floor_z = None

    def stand(self, *, foot: Point, heading_deg: float) -> None:
        """Let what is in the hand stand on a floor."""
        piece, (x, y, z) = self.held, foot
        if piece is not None:
            piece.centre, piece.floor_z = (x, y, z + over_floor_m(piece.size_m)), z
            piece.heading_deg = heading_deg

    def hang(self, *, centre: Point, heading_deg: float) -> None:
        """Let what is in the hand hang in the air."""
        piece = self.held
        if piece is not None:
            piece.centre, piece.floor_z, piece.heading_deg = centre, None, heading_deg

    def grow(self, piece: Piece, *, times: float) -> None:
        """Make a map larger or smaller, within 0.4 and 4 m; what stands on a floor goes on standing on it."""
        piece.size_m = min(LARGEST_M, max(SMALLEST_M, piece.size_m * times))
        if piece.centre is not None and piece.floor_z is not None:
            x, y, _ = piece.centre
            piece.centre = (x, y, piece.floor_z + over_floor_m(piece.size_m))

    def put_back(self, piece: Piece) -> None:
        """Let a map be in its place again."""
        self.pieces.remove(piece)

    def put_all_back(self) -> None:
        """Let every map be in its place again."""
        self.pieces.clear()

    def keep_to(self, spec: NetworkSpec) -> None:
        """Let go of maps that a network does not have."""
        maps = {node.name: node.maps for node in spec.hidden if len(node.shape) > 2}
        self.pieces = [piece for piece in self.pieces if piece.map < maps.get(piece.node, 0)]

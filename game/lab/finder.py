"""Where the parts of a network are in a hall, as tall as they stand now."""

import numpy as np
from numpy.typing import ArrayLike

from layerwalk.game import selected as selecting
from layerwalk.game.lab.tool import Hall
from layerwalk.game.pulled import Piece
from layerwalk.game.readout import Shares
from layerwalk.game.selected import Selected
from layerwalk.game.ui import framed
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import mesh, places, relief, spots
from layerwalk.game.world.placement import Point
from layerwalk.game.world.places import Places
from layerwalk.game.world.spots import Spot


class Finder:
    """Find neurons, maps and layers in a hall; `follow` the values before asking. Main thread."""

    def __init__(self, hall: Hall) -> None:
        """Take the values as they are shown now."""
        self.hall = hall
        # Of a layer on several stages the first one counts.
        self._stages = {stage.node: stage for stage in reversed(hall.placement.stages)}
        self.out: tuple[tuple[object, ...], ...] = ()
        """Which maps stand elsewhere than on their stages, and where."""
        self._activations: object = None
        self.follow()

    def follow(self) -> None:
        """Take note of the newest values."""
        state = self.hall.state
        if state.activations is not self._activations:
            self._activations = state.activations
            self._shares = Shares(
                state.activations,
                answer=state.spec.answer.name,
                how=self.hall.look.normalisation,
                standing=self.hall.world.standing,
            )
        self.out = tuple((each.node, each.map, each.centre, each.heading_deg, each.size_m) for each in self._pieces())

    def stands(self, part: Selected) -> tuple[object, ...]:
        """Return what decides where a part is: as long as that is equal, it need not be found anew."""
        spec, stage = self.hall.state.spec, self._stages.get(part.node)
        is_column = part.node == spec.answer.name or (stage is not None and stage.choir is not None)
        tall = is_column and selecting.extent(part, spec) == "neuron" and part.node in self._shares
        return part, self.out, float(self._shares[part.node][part.index]) if tall else 0.0

    def _pieces(self) -> list[Piece]:
        """Return the maps that were pulled out and set down."""
        return [piece for piece in self.hall.state.pulled.pieces if piece.centre is not None]

    def _piece(self, node: str, map: int) -> Piece | None:
        return next((piece for piece in self._pieces() if (piece.node, piece.map) == (node, map)), None)

    def neurons(self, node: str, indices: ArrayLike) -> Places:
        """Return where neurons of a layer are; indices (n, d)."""
        hall = self.hall
        picture = hall.easel.frames["sees"]
        spec, asked = hall.state.spec, np.asarray(indices, np.intp)
        found = places.places_of(hall.placement, spec, node, asked, shares=self._shares, picture=picture)
        for piece in (piece for piece in self._pieces() if piece.node == node):
            here, size = asked[:, 0] == piece.map, spec.node(node).shape[-2:]
            places.moved(found, here, _face(piece, (size[0], size[1])), asked[here, -2:], (size[0], size[1]))
        return found

    def neuron(self, node: str, index: tuple[int, ...]) -> Spot | None:
        """Return where one neuron is, None where it stands nowhere."""
        if any(piece.node == node for piece in self._pieces()):
            return spots.first(self.neurons(node, [index]))
        hall = self.hall
        picture = hall.easel.frames["sees"]
        return spots.spot_of(hall.placement, hall.state.spec, node, index, shares=self._shares, picture=picture)

    def part(self, part: Selected) -> Spot | None:
        """Return where a neuron or a map is; None for a layer, and for what stands nowhere."""
        extent = selecting.extent(part, self.hall.state.spec)
        if extent == "neuron":
            return self.neuron(part.node, part.index)
        if extent == "layer":
            return None
        found = places.panel_of(self.hall.placement, part.node, part.index[0])
        piece = self._piece(part.node, part.index[0])
        if found is not None and piece is not None:
            size = self.hall.state.spec.node(part.node).shape[-2:]
            whole = np.array([[0, 0]])
            places.moved(found, np.array([True]), _plate(piece, (size[0], size[1])), whole, (1, 1))
        return spots.first(found)

    def stands_m(self, part: Selected, spot: Spot, eye: Point) -> float:
        """Return how tall the cell of a neuron stands up before an eye, world."""
        hall, stage = self.hall, self._stages.get(part.node)
        shell = stage.shell if stage is not None else None
        if shell is None or not self._is_cell(part):
            return 0.0
        taken = hall.world.standing(part.node)
        share = float(self._shares[part.node][part.index]) if taken is None else taken.share(part.index)
        return relief.cell_stands_m(spot.foot, share, face_m=shell.face_m, focus=eye)

    def _is_cell(self, part: Selected) -> bool:
        """Say whether a part is a neuron that is shown, and whose map is on its stage."""
        hall = self.hall
        is_shown = hall.settings.shown.neurons and part.node in hall.state.activations
        is_neuron = is_shown and selecting.extent(part, hall.state.spec) == "neuron"
        return is_neuron and self._piece(part.node, part.index[0]) is None


def _face(piece: Piece, size: tuple[int, int]) -> Frame:
    """Return the face of a map that was set down, of so many rows and columns."""
    forward = -mesh.forward(piece.heading_deg).astype(np.float64)
    right, up = np.array([forward[1], -forward[0], 0.0]), np.array([0.0, 0.0, 1.0])
    rows, columns = size
    half_m = piece.size_m / 2 / max(size)
    return Frame(centre=np.asarray(piece.centre, np.float64), right=right * columns * half_m, up=up * rows * half_m)


def _plate(piece: Piece, size: tuple[int, int]) -> Frame:
    """Return the whole plate of a map that was set down, with its name and its buttons."""
    face = _face(piece, size)
    half_x, half_z = (float(np.linalg.norm(axis)) for axis in (face.right, face.up))
    _, bottom, right, top = framed.whole((half_x, half_z), size_m=piece.size_m)
    higher, share = (top + bottom) / 2 / half_z, (top - bottom) / 2 / half_z
    return Frame(centre=face.centre + face.up * higher, right=face.right * right / half_x, up=face.up * share)

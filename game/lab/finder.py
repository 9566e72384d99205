"""Where the parts of a network are in a hall, as tall as they stand now."""

import numpy as np
from numpy.typing import ArrayLike

from layerwalk.game import selected as selecting
from layerwalk.game.lab.tool import Hall
from layerwalk.game.readout import Shares
from layerwalk.game.selected import Selected
from layerwalk.game.world import places, relief
from layerwalk.game.world.places import Doubles, Places


class Finder:
    """Find neurons, maps and layers in a hall; `follow` the values before asking. Main thread."""

    def __init__(self, hall: Hall) -> None:
        """Take the values as they are shown now."""
        self.hall = hall
        self.version = -1
        """Grows whenever neurons may stand otherwise than before."""
        self._activations: object = None
        self.follow()

    def follow(self) -> None:
        """Take note of the newest values."""
        state = self.hall.state
        if state.activations is not self._activations:
            self._activations = state.activations
            self._shares = Shares(state.activations, answer=state.spec.answer.name, how=self.hall.look.normalisation)
            self.version += 1

    def neurons(self, node: str, indices: ArrayLike) -> Places:
        """Return where neurons of a layer are; indices (n, d)."""
        hall = self.hall
        picture = hall.easel.frames["sees"]
        return places.places_of(hall.placement, hall.state.spec, node, indices, shares=self._shares, picture=picture)

    def neuron(self, node: str, index: tuple[int, ...]) -> Places | None:
        """Return where one neuron is, None where it stands nowhere."""
        found = self.neurons(node, [index])
        return found if np.isfinite(found.feet).all() else None

    def part(self, part: Selected) -> Places | None:
        """Return where a neuron or a map is; None for a layer, and for what stands nowhere."""
        extent = selecting.extent(part, self.hall.state.spec)
        if extent == "neuron":
            return self.neuron(part.node, part.index)
        return places.panel_of(self.hall.placement, part.node, part.index[0]) if extent == "map" else None

    def stands_m(self, part: Selected, place: Places, eye: Doubles) -> float:
        """Return how tall the cell of a neuron stands up before an eye (3,), world."""
        hall = self.hall
        is_neuron = selecting.extent(part, hall.state.spec) == "neuron"
        stage = next((stage for stage in hall.placement.stages if stage.node == part.node), None)
        if not (is_neuron and hall.settings.shown.neurons and stage and stage.shell and part.node in self._shares):
            return 0.0
        share = np.asarray(self._shares[part.node][part.index], np.float32)
        return float(relief.stands_m(place.feet[0], share, face_m=stage.shell.face_m, focus=eye))

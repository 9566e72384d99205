"""Grad-CAM on a layer's own panels: what each of its maps says for the answer, in signed colours."""

from layerwalk.game.lab.tool import Hall
from layerwalk.game.world import palette, weights
from layerwalk.game.world.dress import Dress
from layerwalk.nn.messages import Attributed


class Stages:
    """Hold what covers the stages of one layer. Main thread."""

    def __init__(self) -> None:
        """Cover nothing."""
        self._dresses: list[Dress] = []
        self._layer = ""

    def show(self, made: Attributed, hall: Hall) -> None:
        """Show the parts of a map where it has some; of another kind of map nothing."""
        if made.maps is None or made.layer is None:
            self.leave()
            return
        if made.layer != self._layer:
            self.leave()
            self._cover(made, hall)
        pictures = palette.signed()[weights.steps(made.maps, most=weights.most(made.maps))]
        for dress in self._dresses:
            dress.show(0, pictures)

    def _cover(self, made: Attributed, hall: Hall) -> None:
        assert made.maps is not None
        assert made.layer is not None
        self._layer = made.layer
        maps, rows, columns = made.maps.shape
        for stage in hall.placement.stages:
            if stage.node == made.layer:
                dress = Dress(stage, hall.root, maps=maps, size=(rows, columns))
                dress.path.set_depth_offset(3)
                self._dresses.append(dress)

    def leave(self) -> None:
        """Show the maps' own faces again."""
        for dress in self._dresses:
            dress.close()
        self._dresses, self._layer = [], ""

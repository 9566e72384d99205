"""Grad-CAM on a layer's own panels: what each of its maps says for the answer, in signed colours."""

from layerwalk.game.lab.tool import Hall
from layerwalk.game.ui.why_plate import WhyPlate
from layerwalk.game.world import palette, weights
from layerwalk.game.world.dress import Dress
from layerwalk.game.world.placement import Stage
from layerwalk.game.world.world import World
from layerwalk.nn.messages import Attributed

NAME = "why"


class Stages:
    """Hold what covers the stages of one layer. Main thread."""

    def __init__(self) -> None:
        """Cover nothing."""
        self._covers: list[tuple[Dress, WhyPlate]] = []
        self._world: World | None = None
        self._layer = ""
        self._most = 0.0

    def show(self, made: Attributed, hall: Hall) -> None:
        """Show the parts of a map where it has some; of another kind of map nothing."""
        if made.maps is None or made.own is None or made.layer is None:
            self.leave()
            return
        if made.layer != self._layer:
            self.leave()
            self._cover(made.layer, made.maps.shape, hall)
        most = max(weights.most(made.maps), weights.most(made.own))
        pictures = palette.signed()[weights.steps(made.maps, most=most)]
        for dress, _ in self._covers:
            dress.show(0, pictures)
        self._most = most

    def tell(self, made: Attributed, hall: Hall) -> None:
        """Write on the plates what the colours stand for."""
        if made.own is None:
            return
        words, node = hall.words, hall.state.spec.node(self._layer)
        name = words.class_name(hall.state.spec.classes[made.target])
        for (_, plate), stage in zip(self._covers, self._stages(hall), strict=True):
            title = f"{stage.number}  {words.kind(node.kind)[0]}"
            plate.show(made.own, most=self._most, title=title, asked=words("why.maps_title", name=name))

    def _stages(self, hall: Hall) -> list[Stage]:
        return [stage for stage in hall.placement.stages if stage.node == self._layer]

    def _cover(self, layer: str, shape: tuple[int, ...], hall: Hall) -> None:
        self._layer, self._world = layer, hall.world
        maps, rows, columns = shape
        hall.world.set_dressed(layer, frozenset(range(maps)), by=NAME)
        for stage in self._stages(hall):
            dress = Dress(stage, hall.root, maps=maps, size=(rows, columns))
            dress.path.set_depth_offset(3)
            plate = WhyPlate(hall.root, stage, size=(rows, columns), words=hall.words)
            self._covers.append((dress, plate))

    def leave(self) -> None:
        """Show the maps' own faces again."""
        if self._world is not None:
            self._world.set_dressed(self._layer, frozenset(), by=NAME)
            self._world = None
        for dress, plate in self._covers:
            dress.close()
            plate.close()
        self._covers, self._layer = [], ""

"""What every layout ends with: once floors and bridges have their places, everything else follows from them."""

import itertools
import math
from collections.abc import Sequence

from layerwalk.game.world.layouts import bridges, island, paths, stage, views
from layerwalk.game.world.layouts import court as courts
from layerwalk.game.world.layouts.branches import Slot
from layerwalk.game.world.layouts.ring import Discs
from layerwalk.game.world.placement import Disc, Placement, Stage, Walkway
from layerwalk.nn.network import NetworkSpec, NodeSpec


def placement(
    spec: NetworkSpec, slots: Sequence[Slot], floors: Sequence[Discs], court: Disc, walkways: tuple[Walkway, ...]
) -> Placement:
    """Return the whole world: what stands on the floors of the slots, in the court and on the island, and the views."""
    home = island.place()
    stages = _stages(spec, slots, floors, court, walkways)
    lantern_m = island.lantern_m(court)
    desk, rack, pillar, board = (place(court) for place in (courts.desk, courts.rack, courts.pillar, courts.board))
    lantern = island.lantern(home, lantern_m)
    boards = {"desk": desk, "rack": rack, "pillar": pillar, "board": board}
    scene = views.Scene(court=court, **boards, island=home, lantern=lantern, stages=stages)
    discs = (court, home, *(stage.floor for stage in stages))
    return Placement(
        court=court,
        **boards,
        island=home,
        plinths=island.plinths(home, len(spec.classes)),
        plinth_m=island.plinth_m(len(spec.classes)),
        lantern=lantern,
        lantern_m=lantern_m,
        stages=stages,
        walkways=walkways,
        threads=paths.threads(desk, court, floors, home, walkways),
        links=paths.links(spec, slots, court, stages, home),
        views=views.build(scene),
        spawn=courts.spawn(court),
        radius_m=max(math.hypot(*disc.centre[:2]) + disc.radius_m for disc in discs),
    )


def _stages(
    spec: NetworkSpec, slots: Sequence[Slot], floors: Sequence[Discs], court: Disc, walkways: Sequence[Walkway]
) -> tuple[Stage, ...]:
    """Build every layer's stage, in the order of `spec.hidden`."""
    chains = itertools.chain.from_iterable
    nodes, discs = chains(chains(slots)), chains(chains(floors))
    floor_of = {node.name: disc for node, disc in zip(nodes, discs, strict=True)}
    built: dict[str, Stage] = {}
    for number, node in enumerate(spec.hidden, start=1):
        floor = floor_of[node.name]
        built[node.name] = stage.build(
            node,
            number,
            floor,
            mouths=bridges.joined_to(floor, walkways),
            eye=courts.eye(court),
            like=_grid_before(node, spec, built),
        )
    return tuple(built.values())


def _grid_before(node: NodeSpec, spec: NetworkSpec, built: dict[str, Stage]) -> tuple[int, int] | None:
    """Return the grid of the layer that a pooling layer follows, so that one sees each panel's cells coarsen."""
    before = built.get(node.inputs[0]) if node.kind == "pool" and node.inputs else None
    if before is None or before.shell is None or spec.node(before.node).maps != node.maps:
        return None
    return before.shell.rows, before.shell.columns

"""What there is to tell of a map or a layer, in the visitor's language."""

from layerwalk.game import overview as overviews
from layerwalk.game import selected as selecting
from layerwalk.game.overview import Overview
from layerwalk.game.pulled import Pulled
from layerwalk.game.selected import Selected
from layerwalk.game.ui.overview_face import Told
from layerwalk.game.words import Words
from layerwalk.game.world import signs
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.values import Floats
from layerwalk.nn.messages import LookedOver
from layerwalk.nn.network import NetworkSpec, NodeSpec


def told(
    held: Selected,
    found: Floats,
    *,
    spec: NetworkSpec,
    overview: Overview,
    pulled: Pulled,
    limits: tuple[float, float],
    words: Words,
) -> Told:
    """Return what the board tells of `held`, a part of a layer with the values `found`.

    limits: what the picture's darkest and its brightest colour stand for.
    """
    node = spec.node(held.node)
    dead, weights = overview.dead, overview.weights
    is_stack = len(node.shape) > 2
    out = pulled.find(held.node, held.index[0]) if held.index else None
    return Told(
        title=selecting.title(held, spec, words),
        shape=_shape(held, node, words),
        caption=_caption(held, node, overview, words),
        summary=overviews.summary(overviews.part(found, held.index)),
        low=limits[0],
        high=limits[1],
        merge=overview.merge if is_stack and not held.index and node.maps > 1 else None,
        pulls=is_stack and bool(held.index) and node in spec.hidden,
        is_out=out is not None,
        dead=overviews.dead(dead, held, node),
        counting=dead.share if dead is not None and dead.state == "counting" else None,
        pictures=dead.pictures if dead is not None else 0,
        weights=words("overview.input") if node is spec.input else _weights(weights, words),
        most=drawn.most(weights.weights) if weights is not None and weights.weights is not None else None,
    )


def _shape(held: Selected, node: NodeSpec, words: Words) -> str:
    if not held.index:
        return signs.shape_text(node, words)
    rows, *columns = node.shape[1:]
    return words("overview.map", size=_size(rows, *columns), count=words.count(node.values // node.maps))


def _caption(held: Selected, node: NodeSpec, overview: Overview, words: Words) -> str:
    if held.index:
        return words("overview.merged_map")
    if len(node.shape) < 2:
        return words("overview.merged_line", count=words.count(node.values))
    if len(node.shape) > 2 and node.maps > 1:
        return words(f"overview.merged_{overview.merge}")
    return words("overview.merged_one")


def _weights(told: LookedOver | None, words: Words) -> str:
    """Say what the picture of the weights is; '' before they have come."""
    if told is None:
        return ""
    weights = told.weights
    if weights is None:
        return words("overview.none")
    inputs, count = words.count(told.inputs), words.count(told.count)
    if weights.ndim > 2:
        size = _size(*weights.shape[-2:])
        if weights.ndim == 4:
            said = words("overview.kernels", maps=count, inputs=inputs, size=size)
        elif told.inputs == 1:
            said = words("overview.kernel_one", size=size)
        else:
            said = words("overview.kernel_many", count=inputs, size=size)
    elif weights.ndim == 2:
        said = words("overview.table", neurons=count, inputs=inputs)
    else:
        said = words("overview.line", inputs=inputs)
    return said if _is_whole(told) else words("overview.cut", what=said)


def _is_whole(told: LookedOver) -> bool:
    weights = told.weights
    if weights is None or told.map is not None:
        return True
    return bool(weights.shape[0] == told.count and weights.shape[1] == told.inputs)


def _size(*sides: int) -> str:
    return "×".join(str(side) for side in sides)

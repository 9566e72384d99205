"""What might mend a blueprint: for every rule the changes worth trying, the smallest first."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layerwalk.nn.blueprint import edits, fields, problems, rules, shapes
from layerwalk.nn.blueprint.fields import MAX_LAYERS
from layerwalk.nn.blueprint.layers import AveragePool, Blueprint, Conv, Dense, Flatten, Layer, MaxPool, Residual
from layerwalk.nn.blueprint.problems import LIMITS, Problem
from layerwalk.nn.blueprint.rules import PictureLayer, Rule
from layerwalk.nn.messages import Said

POOLS_TRIED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Hold a change worth trying. index: where the layer in question is then, None where it is gone."""

    said: Said
    blueprint: Blueprint
    index: int | None


def candidates(blueprint: Blueprint, problem: Problem) -> Iterator[Candidate]:
    """Yield changes that might mend `problem`; not every one does, and one may break something else."""
    if problem.rule in LIMITS:
        yield from _smaller(blueprint, problem)
    elif problem.index is None:
        yield _cut(blueprint, MAX_LAYERS)
    else:
        yield from _MENDERS[problem.rule](blueprint, problem.index, problem)
        yield Candidate(said=_mend("delete"), blueprint=edits.delete(blueprint, problem.index), index=None)


def _clamped(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    layer = blueprint.layers[index]
    one = fields.field(layer.kind, problem.field)
    default = getattr(type(layer)(), problem.field)
    value = (
        default if one.low is None or one.high is None else min(max(getattr(layer, problem.field), one.low), one.high)
    )
    said: fields.Value | Said = Said(key=f"editor.activations.{value}") if isinstance(value, str) else value
    yield _changed(blueprint, index, _mend("set", value=said), **{problem.field: value})


def _smaller_filter(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    conv, side = blueprint.layers[index], _side(blueprint, index)
    assert isinstance(conv, Conv)
    for kernel in range(conv.kernel - 1, 0, -1):
        padding = min(conv.padding, kernel - 1)
        if kernel <= side + 2 * padding:
            stride = min(conv.stride, kernel)
            said = _mend("kernel", size=kernel)
            yield _changed(blueprint, index, said, kernel=kernel, padding=padding, stride=stride)
            break
    padding = -(-(conv.kernel - side) // 2)
    if fields.field("conv", "padding").holds(padding):
        yield _bordered(blueprint, index, padding)
    yield from _without_pool(blueprint, index)


def _smaller_pool(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    pool, side = blueprint.layers[index], _side(blueprint, index)
    assert isinstance(pool, MaxPool | AveragePool)
    yield _changed(blueprint, index, _mend("pool", size=side), size=side, stride=min(pool.stride, side))
    yield from _without_pool(blueprint, index)


def _without_pool(blueprint: Blueprint, index: int) -> Iterator[Candidate]:
    """Take one pooling layer away, the nearest before `index` first."""
    pools = [at for at in reversed(range(index)) if isinstance(blueprint.layers[at], MaxPool | AveragePool)]
    for at in pools[:POOLS_TRIED]:
        yield Candidate(said=_mend("remove-pool"), blueprint=edits.delete(blueprint, at), index=index - 1)


def _before_the_line(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    stages = tuple(shapes.stages(blueprint))
    first = next(stage.index for stage in stages if len(stage.after) == 1)
    line = blueprint.layers[first]
    said = _mend("move", layer=Said(key=f"editor.layers.{line.kind}.before"))
    yield Candidate(said=said, blueprint=edits.move(blueprint, index, first - index), index=first)
    if isinstance(line, Flatten):
        yield Candidate(said=_mend("remove-flatten"), blueprint=edits.delete(blueprint, first), index=index - 1)


def _shorter_step(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    layer = blueprint.layers[index]
    assert isinstance(layer, PictureLayer)
    slid = rules.window(layer)
    yield _changed(blueprint, index, _mend("stride", stride=slid.size), stride=slid.size)
    if isinstance(layer, Conv):
        yield _changed(blueprint, index, _mend("kernel", size=slid.stride), kernel=slid.stride)
    else:
        yield _changed(blueprint, index, _mend("pool", size=slid.stride), size=slid.stride)


def _thinner_border(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    conv = blueprint.layers[index]
    assert isinstance(conv, Conv)
    yield _bordered(blueprint, index, conv.kernel - 1)


def _odd(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    block = blueprint.layers[index]
    assert isinstance(block, Residual)
    for size in (block.kernel - 1, block.kernel + 1):
        yield _changed(blueprint, index, _mend("kernel", size=size), kernel=size)


def _nothing(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    yield from ()


_MENDERS: Mapping[Rule, Callable[[Blueprint, int, Problem], Iterator[Candidate]]] = MappingProxyType(
    {
        "range": _clamped,
        "filter": _smaller_filter,
        "pool": _smaller_pool,
        "no-picture": _before_the_line,
        "line-already": _nothing,
        "stride": _shorter_step,
        "padding": _thinner_border,
        "even": _odd,
    }
)


def _smaller(blueprint: Blueprint, problem: Problem) -> Iterator[Candidate]:
    """Make the network cheaper: one layer narrower, a smaller picture, all layers narrower, fewer layers."""
    heaviest = len(blueprint.layers) if problem.index is None else problem.index
    wide = [at for at in reversed(range(len(blueprint.layers))) if at <= heaviest and _width(blueprint.layers[at])]
    for at in wide[:2]:
        yield from _narrower(blueprint, at, problem)
    first_line = next(stage.index for stage in shapes.stages(blueprint) if len(stage.after) == 1)
    pooled = edits.add(blueprint, min(first_line, heaviest), MaxPool())
    if _affordable(pooled, problem.rule):
        yield Candidate(said=_mend("add-pool"), blueprint=pooled, index=None)
    thinner = blueprint
    while not _affordable(thinner, problem.rule) and any(_width(layer) > 1 for layer in thinner.layers):
        thinner = dataclasses.replace(thinner, layers=tuple(_halved(layer) for layer in thinner.layers))
    yield Candidate(said=_mend("thinner"), blueprint=thinner, index=None)
    counts = range(len(blueprint.layers) - 1, -1, -1)
    yield next(cut for cut in (_cut(blueprint, count) for count in counts) if _affordable(cut.blueprint, problem.rule))


def _narrower(blueprint: Blueprint, index: int, problem: Problem) -> Iterator[Candidate]:
    """Give one layer as many filters or neurons as can be afforded."""
    name = _width_name(blueprint.layers[index])
    for width in reversed(fields.field(blueprint.layers[index].kind, name).choices):
        if width < _width(blueprint.layers[index]):  # type: ignore[operator]
            changed = edits.change(blueprint, index, name, width)
            if _affordable(changed, problem.rule):
                said = _mend(f"fewer-{name}", count=width, layer=index + 1)
                yield Candidate(said=said, blueprint=changed, index=None)
                return


def _halved(layer: Layer) -> Layer:
    width = _width(layer)
    return dataclasses.replace(layer, **{_width_name(layer): width // 2}) if width > 1 else layer  # type: ignore[arg-type]


def _width_name(layer: Layer) -> str:
    return "units" if isinstance(layer, Dense) else "filters"


def _width(layer: Layer) -> int:
    """Return how many filters or neurons a layer has; 0 where there is nothing to choose."""
    return int(getattr(layer, _width_name(layer), 0))


def _affordable(blueprint: Blueprint, rule: Rule) -> bool:
    return problems.amount(shapes.total(blueprint), rule) <= LIMITS[rule]


def _cut(blueprint: Blueprint, count: int) -> Candidate:
    fewer = dataclasses.replace(blueprint, layers=blueprint.layers[:count])
    said = _mend("cut", count=count) if count else _mend("empty")
    return Candidate(said=said, blueprint=fewer, index=None)


def _changed(blueprint: Blueprint, index: int, said: Said, **values: fields.Value) -> Candidate:
    for name, value in values.items():
        blueprint = edits.set_field(blueprint, index, name, value)
    return Candidate(said=said, blueprint=blueprint, index=index)


def _bordered(blueprint: Blueprint, index: int, padding: int) -> Candidate:
    if not padding:
        return _changed(blueprint, index, _mend("no-padding"), padding=0)
    which = "wide_one" if padding == 1 else "wide"
    border = Said(key=f"editor.lengths.{which}", values=(("count", padding),))
    has_one = getattr(blueprint.layers[index], "padding", 0) > 0
    said = _mend("border" if has_one else "padding", border=border)
    return _changed(blueprint, index, said, padding=padding)


def _side(blueprint: Blueprint, index: int) -> int:
    """Return the shorter side of the picture that comes in to a layer."""
    before = next(stage.before for stage in shapes.stages(blueprint) if stage.index == index)
    return min(before[1:])


def _mend(name: str, **values: fields.Value | Said) -> Said:
    return Said(key=f"editor.mends.{name}", values=tuple(values.items()))

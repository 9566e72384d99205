"""Everything that is wrong with a blueprint, layer by layer and as a whole, said to a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layerwalk.nn.blueprint import fields, rules, shapes
from layerwalk.nn.blueprint.fields import MAX_LAYERS
from layerwalk.nn.blueprint.layers import Blueprint, Dense, Flatten, Layer
from layerwalk.nn.blueprint.rules import PictureLayer, Rule
from layerwalk.nn.blueprint.shapes import Cost, Stage
from layerwalk.nn.messages import Said

LIMITS: Mapping[Rule, int] = MappingProxyType({"weights": 20_000_000, "values": 500_000, "work": 100_000_000})
"""What a laptop can train: weights, and values and multiplications for one picture."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Say which rule is broken. index: of the layer, None for the answer or the whole. field: where it is about one."""

    index: int | None
    rule: Rule
    said: Said
    field: str = ""


def problems(blueprint: Blueprint) -> tuple[Problem, ...]:
    """Return what is wrong, in the order of the layers, then what is wrong with the whole."""
    return (*_of_layers(blueprint), *_of_whole(blueprint))


def amount(cost: Cost, rule: Rule) -> int:
    """Return what a rule of the whole counts."""
    return {"weights": cost.weights, "values": cost.values, "work": cost.work}[rule]


def _of_layers(blueprint: Blueprint) -> Iterator[Problem]:
    for stage in shapes.stages(blueprint):
        if stage.index == len(blueprint.layers):
            return
        for rule, field in rules.broken(stage.layer, stage.before):
            said = _said(blueprint, stage, rule, field)
            yield Problem(index=stage.index, rule=rule, said=said, field=field)


def _of_whole(blueprint: Blueprint) -> Iterator[Problem]:
    count = len(blueprint.layers)
    if count > MAX_LAYERS:
        yield Problem(index=None, rule="layers", said=_fault("layers", count=count, limit=MAX_LAYERS))
    stages = tuple(shapes.stages(blueprint))
    total = sum(map(shapes.cost, stages), Cost())
    for rule, limit in LIMITS.items():
        if amount(total, rule) > limit:
            heaviest = max(stages, key=lambda stage, rule=rule: amount(shapes.cost(stage), rule))  # type: ignore[misc]
            said = _fault(rule, count=_rounded(amount(total, rule), rule), limit=_rounded(limit, rule))
            yield Problem(index=heaviest.index if heaviest.index < count else None, rule=rule, said=said)


def _rounded(count: int, rule: Rule) -> int:
    """Return a count as it is said: values in whole thousands, the others in millions; rounded up."""
    return -(-count // 1000) * 1000 if rule == "values" else -(-count // MILLION)


def _said(blueprint: Blueprint, stage: Stage, rule: Rule, field: str) -> Said:
    layer = stage.layer
    if rule == "range":
        one = fields.field(layer.kind, field)
        name = Said(key=f"editor.fields.{field}.title")
        if one.low is None or one.high is None:
            return _fault("unknown", field=name, value=getattr(layer, field))
        return _fault("range", field=name, value=getattr(layer, field), low=one.low, high=one.high)
    if rule == "no-picture":
        return _fault(rule, layer=_named(layer, "one"), before=_named(_last_line(blueprint, stage.index), "after"))
    if not isinstance(layer, PictureLayer):
        return _fault(rule)
    slid = rules.window(layer)
    if rule == "filter" and slid.padding:
        bordered = min(stage.before[1:]) + 2 * slid.padding
        return _fault("filter-border", side=_length(stage), bordered=bordered, size=slid.size)
    if rule in ("filter", "pool"):
        return _fault(rule, side=_length(stage), size=slid.size)
    return _fault(rule, size=slid.size, stride=slid.stride, padding=slid.padding)


def _fault(name: str, **values: str | int | float | Said) -> Said:
    return Said(key=f"editor.faults.{name}", values=tuple(values.items()))


def _named(layer: Layer, form: str) -> Said:
    return Said(key=f"editor.layers.{layer.kind}.{form}")


def _last_line(blueprint: Blueprint, index: int) -> Layer:
    """Return the last layer before `index` that gives a line of neurons."""
    return next(layer for layer in reversed(blueprint.layers[:index]) if isinstance(layer, Dense | Flatten))


def _length(stage: Stage) -> Said:
    """Say the shorter side of the picture that comes in."""
    _, high, wide = stage.before
    which = "high" if high < wide else "wide"
    count = min(high, wide)
    return Said(
        key=f"editor.lengths.{which}_one" if count == 1 else f"editor.lengths.{which}", values=(("count", count),)
    )

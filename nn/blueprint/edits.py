"""Change a blueprint: every edit gives a new one, and a history keeps them for undo and redo."""

import dataclasses
from dataclasses import dataclass

from layerwalk.nn.blueprint import fields
from layerwalk.nn.blueprint.fields import Value
from layerwalk.nn.blueprint.layers import AveragePool, Blueprint, Layer, MaxPool

KEPT = 100


def add(blueprint: Blueprint, index: int, layer: Layer) -> Blueprint:
    """Return `blueprint` with `layer` put in front of the layer at `index`; at the end for as many as there are.

    Raise IndexError where there is no such place.
    """
    if not 0 <= index <= len(blueprint.layers):
        raise IndexError(f"{blueprint.name}: there is no place {index}, expected 0 to {len(blueprint.layers)}")
    return _with(blueprint, (*blueprint.layers[:index], layer, *blueprint.layers[index:]))


def delete(blueprint: Blueprint, index: int) -> Blueprint:
    """Return `blueprint` without the layer at `index`; raise IndexError where there is none."""
    _check(blueprint, index)
    return _with(blueprint, (*blueprint.layers[:index], *blueprint.layers[index + 1 :]))


def move(blueprint: Blueprint, index: int, by: int) -> Blueprint:
    """Return `blueprint` with a layer moved by so many places, as far as it goes; raise IndexError for no layer."""
    rest = delete(blueprint, index)
    return add(rest, min(max(index + by, 0), len(rest.layers)), blueprint.layers[index])


def set_field(blueprint: Blueprint, index: int, name: str, value: Value) -> Blueprint:
    """Return `blueprint` with one field of a layer changed, and nothing else.

    Raise IndexError where there is no such layer, ValueError where it has no such field.
    """
    _check(blueprint, index)
    layer = blueprint.layers[index]
    changed = dataclasses.replace(layer, **{fields.field(layer.kind, name).name: value})  # type: ignore[arg-type]
    return _with(blueprint, (*blueprint.layers[:index], changed, *blueprint.layers[index + 1 :]))


def change(blueprint: Blueprint, index: int, name: str, value: Value) -> Blueprint:
    """Return `blueprint` as a visitor means it who sets a field of a layer.

    The squares of a pooling layer that lay side by side still do when their size changes: the stride goes with it.
    Raise IndexError where there is no such layer, ValueError where it has no such field.
    """
    changed = set_field(blueprint, index, name, value)
    layer = blueprint.layers[index]
    if isinstance(layer, MaxPool | AveragePool) and name == "size" and layer.stride == layer.size:
        return set_field(changed, index, "stride", value)
    return changed


def _check(blueprint: Blueprint, index: int) -> None:
    if not 0 <= index < len(blueprint.layers):
        raise IndexError(f"{blueprint.name}: there is no layer {index}, expected 0 to {len(blueprint.layers) - 1}")


def _with(blueprint: Blueprint, layers: tuple[Layer, ...]) -> Blueprint:
    return dataclasses.replace(blueprint, layers=layers)


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Keep the blueprint that is edited, those before it and those that were undone; the last hundred of them.

    past: oldest first. future: next first.
    """

    present: Blueprint
    past: tuple[Blueprint, ...] = ()
    future: tuple[Blueprint, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Say whether there is something before."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Say whether something was undone."""
        return bool(self.future)

    def do(self, blueprint: Blueprint) -> "History":
        """Return the history after an edit that led to `blueprint`; the same where nothing has changed."""
        if blueprint == self.present:
            return self
        return History(present=blueprint, past=(*self.past, self.present)[-KEPT:])

    def undo(self) -> "History":
        """Return the history one step back; the same where there is nothing before."""
        if not self.past:
            return self
        return History(present=self.past[-1], past=self.past[:-1], future=(self.present, *self.future))

    def redo(self) -> "History":
        """Return the history one step forward; the same where nothing was undone."""
        if not self.future:
            return self
        return History(present=self.future[0], past=(*self.past, self.present), future=self.future[1:])

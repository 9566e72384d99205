"""The page on which one neuron is looked at: what is held, its numbers, which of its wires are drawn."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game import selected as selecting
from layerwalk.game.menus import examine, parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.menus.setting import setting
from layerwalk.game.ui.menu.items import Button, Item, Page, Row, Text, Toggle, Value
from layerwalk.game.world import wires


def page(facts: Facts) -> Page:
    """Return the page."""
    return parts.page(facts, "examine.look", facts.words("looks.title"), _items(facts), above="examine")


def _items(facts: Facts) -> Iterator[Item]:
    words, state = facts.words, facts.state
    yield from examine.held(facts)
    if state.selected is not None:
        yield Text(text=numbers(facts))
    yield Row(buttons=(parts.action(facts, "select"), parts.action(facts, "wider")))
    go_help, is_held = words("looks.go_help"), state.selected is not None
    yield Button(name="goto", text=words("looks.go"), help=go_help, note=parts.ONWARDS, enabled=is_held)
    for way in ("incoming", "outgoing"):
        on = getattr(state.wiring, way)
        yield Toggle(name=f"wiring {way}", text=words(f"looks.{way}"), on=on, help=words(f"looks.{way}_help"))
    yield setting(facts, "shown", "calculation")
    yield setting(facts, "view", "wires")
    yield Text(text=words("looks.which", most=wires.MOST), style="note")


def numbers(facts: Facts) -> str:
    """Say what the neuron that is held gives, or the neurons of a map or a layer."""
    words, state, part = facts.words, facts.state, facts.state.selected
    shown = state.activations.get(part.node) if part is not None else None
    if part is None or shown is None:
        return words("looks.unknown")
    values = shown[part.index]
    if selecting.extent(part, state.spec) == "neuron":
        return words("looks.neuron", value=words.number(float(values)), most=words.number(float(shown.max())))
    mean, least, most = (words.number(float(each)) for each in (values.mean(), values.min(), values.max()))
    return words("looks.part", mean=mean, least=least, most=most)


def _wiring(helm: Helm, way: str, value: Value | None) -> None:
    """Show one kind of wires, or hide it: 'incoming' or 'outgoing'."""
    if way == "outgoing":
        helm.state.wiring = replace(helm.state.wiring, outgoing=bool(value))
    elif way == "incoming":
        helm.state.wiring = replace(helm.state.wiring, incoming=bool(value))


def _outgoing(helm: Helm, rest: str, value: Value | None) -> None:
    """Show where the neuron sends to, or hide it."""
    helm.state.wiring = replace(helm.state.wiring, outgoing=not helm.state.wiring.outgoing)


DEEDS: Deeds = MappingProxyType({"wiring": _wiring, "outgoing": _outgoing})

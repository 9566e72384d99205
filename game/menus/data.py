"""The Data menu: what the network shall learn."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game.menus import editor as editors
from layerwalk.game.menus import parts, weights
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Button, Item, Page, Text, Value
from layerwalk.nn.blueprint import datasets, presets


def page(facts: Facts) -> Page:
    """Return the Data menu."""
    return parts.page(facts, "data", facts.words("menus.data"), _items(facts))


def _items(facts: Facts) -> Iterator[Item]:
    words, now = facts.words, facts.state.blueprint.data if facts.state.blueprint else ""
    yield Text(text=words("menus.datas.choose"), style="heading")
    for about in facts.plan.data:
        title, text = words.say(about.said("title")), words.say(about.said("text"))
        yield Button(name=f"data {about.name}", text=title, help=text, chosen=about.name == now)
        if about.name == now:
            yield from _about(facts, about)
    yield Text(text=words("menus.datas.needs_network"), style="note")
    yield Text(text=words("menus.datas.own"), style="note")


def _about(facts: Facts, about: datasets.Facts) -> Iterator[Item]:
    words = facts.words
    counts = {"train": words.count(about.train), "test": words.count(about.test)}
    yield Text(text=words("menus.datas.pictures", **counts, side=about.side_px))
    yield Text(text=words("menus.datas.answers", names=", ".join(words.class_name(name) for name in about.classes)))
    source = f"{words.say(about.said('source'))} ({words.say(about.said('licence'))})"
    yield Text(text=words("menus.datas.source", source=source), style="note")


def _data(helm: Helm, name: str, value: Value | None) -> None:
    """Let the network learn something else: one is built that fits, of the layers that it has."""
    about = next((known for known in helm.plan.data if known.name == name), None)
    blueprint = helm.state.blueprint or presets.PRESETS["empty"]
    if about is None or blueprint.data == name:
        return
    shape = (1, about.side_px, about.side_px)
    fitting = replace(blueprint, data=name, shape=shape, classes=about.classes)
    helm.plan.editor = editors.put(helm.plan.editor, fitting)
    if editors.found(fitting):
        helm.plan.page = "network.layers"
    else:
        helm.plan.config = replace(helm.plan.config, data=f"{name}-train")
        weights.build(helm, fitting)


DEEDS: Deeds = MappingProxyType({"data": _data})

"""Down to one filter: ANA's experiment 6.2 by hand, a filter taken away at a time until the guess changes."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.menus import lesion_plan, lesions, parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.menus.lesion_plan import LesionPlan
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Value
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.network import NodeSpec


def page(facts: Facts) -> Page:
    """Return the page on which a layer loses one filter after the other."""
    title = facts.words("lesion_lab.filters")
    return parts.page(facts, "examine.filters", title, _items(facts), above="examine.lesions")


def layer(plan: LesionPlan, state: State) -> NodeSpec | None:
    """Return the layer that loses filters: the chosen one, else that of what is held, else the first."""
    offered = layers(state)
    found = lesion_plan.held(state)
    for name in (plan.layer, found.node if found else ""):
        for node in offered:
            if node.name == name:
                return node
    return offered[0] if offered else None


def layers(state: State) -> tuple[NodeSpec, ...]:
    """Return the layers that have something to lose: those with weights of their own, but not the answer."""
    return tuple(node for node in state.spec.hidden if node.parameters and node.shape[0] > 1)


def _items(facts: Facts) -> Iterator[Item]:
    words, state = facts.words, facts.state
    node = layer(facts.plan.lesions, state)
    yield Text(text=words("lesion_lab.filters_how"))
    if node is None:
        yield Text(text=words("lesion_lab.no_filters"))
        return
    options = tuple((each.name, selecting.layer_title(each, state.spec, words)) for each in layers(state))
    yield Choice(name="lesion_layer", text=words("lesion_lab.layer"), options=options, chosen=node.name)
    kept = len(units.working(state.history.now, node))
    key = "lesion_lab.left_of" if len(node.shape) == 3 else "lesion_lab.left_of_neurons"
    yield Text(text=words(key, count=words.count(kept), of=words.count(node.shape[0])), style="heading")
    yield Text(text=_verdict(facts, node.shape[0] - kept))
    can = state.ready and kept > 0
    yield Row(
        buttons=(
            Button(
                name="filter_least",
                text=words("lesion_lab.take_least"),
                help=words("lesion_lab.take_least_help"),
                enabled=can and state.picture is not None,
            ),
            Button(
                name="filter_chance",
                text=words("lesion_lab.take_chance"),
                help=words("lesion_lab.take_chance_help"),
                enabled=can,
            ),
        )
    )
    yield Row(
        buttons=(
            parts.action(facts, "undo_lesion"),
            Button(name="filters_back", text=words("lesion_lab.start_over"), enabled=kept < node.shape[0]),
        )
    )


def _verdict(facts: Facts, gone: int) -> str:
    """Say what the network takes the picture for now, and whether that is what it was before."""
    words, state, plan = facts.words, facts.state, facts.plan.lesions
    now = guess(state)
    if not now:
        return words("lesion_lab.no_guess")
    assert state.probabilities is not None
    name, share = words.class_name(now), words.percent(float(np.max(state.probabilities)))
    if not gone or not _same_picture(plan, state):
        return words("lesion_lab.guess", name=name, share=share)
    key = "lesion_lab.still" if now == plan.guess else "lesion_lab.changed"
    return words(key, name=name, share=share, before=words.class_name(plan.guess), gone=words.count(gone))


def guess(state: State) -> str:
    """Return the class that the network takes the picture for, '' for none."""
    if state.probabilities is None or state.picture is None or not np.any(state.picture):
        return ""
    return state.spec.classes[int(np.argmax(state.probabilities))]


def _same_picture(plan: LesionPlan, state: State) -> bool:
    seen, now = plan.picture, state.picture
    return seen is not None and now is not None and np.array_equal(seen, now)


def _begin(helm: Helm) -> NodeSpec | None:
    """Take note of what the network says before the first filter is gone; return the layer that loses filters."""
    plan, state = helm.plan.lesions, helm.state
    node = layer(plan, state)
    if node is not None:
        fresh = len(units.working(state.history.now, node)) == node.shape[0] or not _same_picture(plan, state)
        helm.plan.lesions = replace(plan, layer=node.name)
        if fresh:
            helm.plan.lesions = replace(helm.plan.lesions, guess=guess(state), picture=state.picture)
    return node


def _least(helm: Helm, rest: str, value: Value | None) -> None:
    node = _begin(helm)
    if node is not None:
        helm.session.lesioning.remove_least(node.name, measures=lesions.measures(helm))


def _chance(helm: Helm, rest: str, value: Value | None) -> None:
    node = _begin(helm)
    kept = units.working(helm.state.history.now, node) if node is not None else ()
    if node is None or not kept:
        return
    drawn = np.random.default_rng((helm.plan.lesions.seed, len(helm.state.history.log))).choice(kept)
    helm.session.lesioning.add(Lesion(target=Map(node=node.name, map=int(drawn))))
    lesions.measured(helm)


def _back(helm: Helm, rest: str, value: Value | None) -> None:
    """Heal all that the layer has lost."""
    node = layer(helm.plan.lesions, helm.state)
    if node is not None:
        gone = [each for each in helm.state.history.now if each.target.node == node.name]
        helm.session.lesioning.remove(*gone)
        lesions.measured(helm)


def _layer(helm: Helm, rest: str, value: Value | None) -> None:
    helm.plan.lesions = replace(helm.plan.lesions, layer=str(value or rest), picture=None)


DEEDS: Deeds = MappingProxyType(
    {"filter_least": _least, "filter_chance": _chance, "filters_back": _back, "lesion_layer": _layer}
)

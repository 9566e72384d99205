"""The Network menu: ready-made networks, building, what was learnt, and taking it with you."""

from collections.abc import Iterator
from types import MappingProxyType

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Button, Item, Page, Row, Text, Toggle, Value
from layerwalk.nn.blueprint import presets


def page(facts: Facts) -> Page:
    """Return the Network menu."""
    words = facts.words
    items: list[Item] = [
        *_now(facts),
        parts.action(facts, "preset", leads=True),
        parts.action(facts, "edit", leads=True),
        parts.action(facts, "build"),
        Text(text=words("menus.networks.weights"), style="heading"),
        Row(buttons=(parts.action(facts, "save_weights"), parts.action(facts, "revert_weights"))),
        parts.action(facts, "save_as", leads=True),
        parts.action(facts, "load_weights", leads=True),
        Text(text=words("menus.networks.export"), style="heading"),
        *(parts.action(facts, name) for name in ("export_level", "export_script")),
    ]
    return parts.page(facts, "network", words("menus.network"), items)


def ready_made(facts: Facts) -> Page:
    """Return the page of ready-made networks."""
    words = facts.words
    items: list[Item] = [
        Toggle(
            name="trained",
            text=words("menus.networks.trained"),
            on=facts.plan.trained,
            help=words("menus.networks.trained_help"),
        ),
        *(_preset(facts, name) for name in presets.PRESETS),
    ]
    return parts.page(facts, "network.presets", words("menus.networks.presets"), items, above="network")


def saved(facts: Facts) -> Page:
    """Return the page of networks that were saved."""
    title = facts.words("menus.networks.saved")
    return parts.page(facts, "network.saved", title, _saved(facts), above="network")


def _now(facts: Facts) -> Iterator[Item]:
    words, spec, built = facts.words, facts.state.spec, facts.state.blueprint
    weights = sum(node.parameters for node in spec.nodes)
    yield Text(text=parts.network_title(words, built) if built else spec.name, style="heading")
    told = words("menus.networks.facts", layers=len(spec.nodes) - 1, weights=words.count(weights))
    yield Text(text=f"{told} · {_learnt(facts)}", style="note")


def _learnt(facts: Facts) -> str:
    """Return how good the network is: what it has learnt since its record was written counts, and nothing older."""
    words, state = facts.words, facts.state
    known, held = parts.accuracy(words, state.record), state.runs.held
    if state.unsaved:
        tested = held is not None and len(held.validation) > 0
        known = parts.precise_share(words, float(held.validation.points[-1, 2])) if held and tested else ""
    if known:
        return words("menus.networks.record", accuracy=known)
    return words("menus.networks.untested" if state.learnt or state.unsaved else "menus.networks.unmeasured")


def _preset(facts: Facts, name: str) -> Button:
    words, now = facts.words, facts.state.blueprint
    return Button(
        name=f"preset {name}",
        text=words(f"editor.presets.{name}.title"),
        help=words(f"editor.presets.{name}.sentence"),
        chosen=now is not None and now == presets.PRESETS[name],
    )


def _saved(facts: Facts) -> Iterator[Item]:
    words = facts.words
    if not facts.plan.saved:
        yield Text(text=words("menus.networks.none_saved"))
    for network in facts.plan.saved:
        yield Button(
            name=f"weights {network.file.name}",
            text=network.file.stem,
            note=parts.accuracy(words, network.record),
            help=" · ".join(map(words.say, network.told)),
        )


def _trained(helm: Helm, rest: str, value: Value | None) -> None:
    helm.plan.trained = bool(value)


DEEDS: Deeds = MappingProxyType({"trained": _trained})

"""The page of the Examine menu for what parts of the network want to see: of what, from what, how; and whole layers."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

import numpy as np

from layerwalk.game import dreaming
from layerwalk.game import selected as selecting
from layerwalk.game import session as sessions
from layerwalk.game.dream_words import told
from layerwalk.game.dreamt import Place
from layerwalk.game.menus import dream_plan, examine, parts
from layerwalk.game.menus.dream_plan import PRESETS, Begin, DreamPlan, Target
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Slider, Text, Toggle, Value
from layerwalk.nn import aim as aims
from layerwalk.nn.messages import Floats, Said

PACE_HZ = 30.0
CHOICES: dict[str, tuple[Value, ...]] = {
    "objective": get_args(aims.Objective),
    "space": get_args(aims.Space),
}
NUMBERS: dict[str, tuple[Value, ...]] = {
    "steps": (1, 4, 16, 32, 64, 160, 320, 640, 1280),
    "rate": (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    "variation": (0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0),
    "blur": (0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0),
    "decay": (0.0, 0.1, 0.3, 1.0, 2.0, 5.0, 10.0),
    "seed": tuple(range(1, 21)),
}
SLIDERS = {"jitter_px": (8, 1), "rotation_deg": (30, 1), "scale": (0.3, 0.01)}
"""The largest value of each, and its step."""


def page(facts: Facts) -> Page:
    """Return the page: what is to be seen and the start above, whole layers, and how pictures are made below."""
    words = facts.words
    items = [*_what(facts), *_run(facts), *_layers(facts), *_how(facts)]
    return parts.page(facts, "examine.dreams", words("dreams.title"), items, above="examine")


def views(facts: Facts) -> Iterator[Item]:
    """Return what belongs on the page of what is shown: whether all layers show what they want to see."""
    yield _everywhere(facts)


def way(facts: Facts) -> Button:
    """Return the way to the page."""
    return parts.way("examine.dreams", facts.words("dreams.title"), facts.words("dreams.help"))


def _what(facts: Facts) -> Iterator[Item]:
    words, plan, spec = facts.words, facts.plan.dreams, facts.state.spec
    if plan.target == "selected":
        yield from examine.held(facts)
    yield _choice(facts, "target", get_args(Target), plan.target, table="dreams.targets")
    classes = tuple((number, words.class_name(name)) for number, name in enumerate(spec.classes))
    for name, targets in (("towards", ("answer", "direction")), ("away", ("direction",))):
        chosen = min(getattr(plan, name), len(spec.classes) - 1)
        yield Choice(
            name=f"dream_{name}",
            text=words(f"dreams.{name}"),
            options=classes,
            chosen=chosen,
            enabled=plan.target in targets,
        )
    yield _choice(facts, "begin", get_args(Begin), plan.begin, table="dreams.begins")


def _run(facts: Facts) -> Iterator[Item]:
    """Return what begins a picture and what can be done with it, and how it stands."""
    words, one = facts.words, facts.state.dreamt.one
    making = one is not None and one.state == "making"
    wanted = dream_plan.aim(facts.plan.dreams, facts.state) is not None
    yield Row(
        buttons=(
            Button(name="dream here", text=words("dreams.start"), enabled=wanted and facts.state.ready),
            Button(name="dream_stop", text=words("dreams.stop"), enabled=making),
        )
    )
    grey = one is not None and one.picture.shape[0] == 1
    yield Row(
        buttons=(
            Button(name="dream_easel", text=words("dreams.easel"), help=words("dreams.easel_help"), enabled=grey),
            Button(name="dream_put_away", text=words("dreams.put_away"), enabled=one is not None),
        )
    )
    if one is not None:
        yield Text(text=told(one, facts.state.spec, words), style="note")
        if not grey:
            yield Text(text=words("dreams.grey_only"), style="note")
    if facts.state.lesions:
        yield Text(text=words("dreams.lesioned"), style="note")


def _layers(facts: Facts) -> Iterator[Item]:
    yield Text(text=facts.words("dreams.layers"), style="heading")
    yield _layer(facts)
    yield _everywhere(facts)


def _layer(facts: Facts) -> Button:
    """Return the button of the layer that is held, named as what it does now."""
    words, state = facts.words, facts.state
    button, node = parts.action(facts, "dream_layer"), _held_layer(state)
    shown = node in state.dreamt.wanted
    if node is None:
        return button
    name = selecting.layer_title(state.spec.node(node), state.spec, words)
    return replace(button, text=words("dreams.layer_off" if shown else "dreams.layer_on", layer=name))


def _everywhere(facts: Facts) -> Toggle:
    words = facts.words
    return Toggle(
        name="dream_everywhere",
        text=words("actions.dream_everywhere.title"),
        on=facts.state.dreamt.everywhere,
        help=words("actions.dream_everywhere.help"),
        enabled=facts.state.ready,
    )


def _how(facts: Facts) -> Iterator[Item]:
    words, plan = facts.words, facts.plan.dreams
    yield Text(text=words("dreams.how"), style="heading")
    yield Row(buttons=tuple(_preset(facts, name) for name in PRESETS))
    yield _choice(facts, "place", get_args(Place), plan.place, table="dreams.places")
    yield Toggle(name="dream_slowly", text=words("dreams.slowly"), on=plan.slowly, help=words("dreams.slowly_help"))
    for field, values in CHOICES.items():
        yield _choice(facts, field, values, getattr(plan.config, field), table=f"dreams.{field}s")
    for field, values in NUMBERS.items():
        now = getattr(plan.config, field)
        options = parts.numbers(facts, sorted({*values, now}))
        yield Choice(
            name=f"dream_{field}",
            text=words(f"dreams.{field}"),
            options=options,
            chosen=now,
            help=words(f"dreams.{field}_help"),
        )
    for field in SLIDERS:
        yield _slider(facts, field)


def _choice(facts: Facts, field: str, values: tuple[Value, ...], chosen: Value, *, table: str) -> Choice:
    return Choice(
        name=f"dream_{field}",
        text=facts.words(f"dreams.{field}"),
        options=parts.named(facts, table, values),
        chosen=chosen,
        help=facts.words(f"dreams.{field}_help"),
    )


def _slider(facts: Facts, field: str) -> Slider:
    words, value = facts.words, getattr(facts.plan.dreams.config, field)
    most, step = SLIDERS[field]
    shown = parts.share(words, value) if field == "scale" else words(f"dreams.{field}_shown", value=words.short(value))
    return Slider(
        name=f"dream_{field}",
        text=words(f"dreams.{field}"),
        value=value,
        low=0,
        high=most,
        step=step,
        whole=step == 1,
        shown=shown,
        help=words(f"dreams.{field}_help"),
    )


def _preset(facts: Facts, name: str) -> Button:
    plan, (begin, config) = facts.plan.dreams, PRESETS[name]
    text, help = facts.words(f"dreams.presets.{name}"), facts.words(f"dreams.presets.{name}_help")
    return Button(
        name=f"dream_preset {name}", text=text, help=help, chosen=(plan.begin, plan.config) == (begin, config)
    )


def _dream(helm: Helm, rest: str, value: Value | None) -> None:
    """Make a picture: of the page's target for 'here', of the last one's for 'again', else of what is held.

    Where one of what is held is being made, it stops.
    """
    state, part, plan = helm.state, helm.session.dreaming, helm.plan.dreams
    one = state.dreamt.one
    if not rest and one is not None and one.state == "making":
        part.stop()
        return
    if not rest and state.selected is not None:
        plan = replace(plan, target="selected")
    aim = one.aim if rest == "again" and one is not None else dream_plan.aim(plan, state)
    if aim is None:
        state.notice = Said(key="dreams.nothing")
        return
    start = dream_plan.start(plan, state, picture=_picture(helm, plan))
    part.dream(aim, plan.config, start=start, place=plan.place, pace_hz=PACE_HZ if plan.slowly else None)


def _picture(helm: Helm, plan: DreamPlan) -> Floats:
    """Return a picture of the data set, as the network would read it; the same for the same seed."""
    rack, channels = helm.place.rack, helm.state.spec.input.shape
    picture, _ = rack.take(int(np.random.default_rng(plan.config.seed).integers(rack.count)))
    light = picture.astype(np.float32) / np.float32(255)
    shape = (channels[0], channels[1], channels[2])
    return sessions.prepare(light, centre=False, shape=shape, side_px=helm.place.pad.picture_side_px)


def _stop(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.dreaming.stop()


def _put_away(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.dreaming.put_away()


def _easel(helm: Helm, rest: str, value: Value | None) -> None:
    """Put the picture on the easel, without the edge that the network reads beyond what can be drawn."""
    one, pad = helm.state.dreamt.one, helm.place.pad
    if one is None:
        return
    if one.picture.shape[0] != 1:
        helm.state.notice = Said(key="dreams.grey_only")
        return
    top, left = ((size - pad.picture_side_px) // 2 for size in one.picture.shape[1:])
    pad.put(one.picture[0, top : top + pad.picture_side_px, left : left + pad.picture_side_px])


def _held_layer(state: State) -> str | None:
    """Return the layer of what is held, where its maps can show what they want to see."""
    held, spec = state.selected, state.spec
    if held is None or not dreaming.can_dream(spec.node(held.node), spec):
        return None
    return held.node


def _turn_layer(helm: Helm, rest: str, value: Value | None) -> None:
    """Let a layer's maps show what they want to see, or their values again; rest: its name, '' for the one held."""
    node, part = rest or _held_layer(helm.state), helm.session.dreaming
    if node not in dreaming.dreaming_layers(helm.state.spec):
        helm.state.notice = Said(key="dreams.no_layer")
        return
    others = tuple(name for name in part.wanted if name != node)
    _show(helm, others if node in part.wanted else (*others, node), everywhere=False)


def _turn_everywhere(helm: Helm, rest: str, value: Value | None) -> None:
    """Let all layers show what they want to see, or their values again."""
    on = not helm.state.dreamt.everywhere
    _show(helm, dreaming.dreaming_layers(helm.state.spec) if on else (), everywhere=on)


def _show(helm: Helm, nodes: tuple[str, ...], *, everywhere: bool) -> None:
    helm.session.dreaming.show_layers(nodes, helm.plan.dreams.config, folder=helm.cache, everywhere=everywhere)


def _set_preset(helm: Helm, name: str, value: Value | None) -> None:
    begin, config = PRESETS[name]
    helm.plan.dreams = replace(helm.plan.dreams, begin=begin, config=config)


def _setter(field: str) -> Deed:
    """Return what sets a field of the plan, or of how pictures are made."""

    def set_it(helm: Helm, rest: str, value: Value | None) -> None:
        plan = helm.plan.dreams
        if hasattr(plan, field):
            kind = type(getattr(plan, field))
            helm.plan.dreams = replace(plan, **{field: kind(value)})
        else:
            kind = type(getattr(plan.config, field))
            helm.plan.dreams = replace(plan, config=replace(plan.config, **{field: kind(value)}))

    return set_it


FIELDS = ("target", "towards", "away", "begin", "place", "slowly", *CHOICES, *NUMBERS, *SLIDERS)
DEEDS: Deeds = MappingProxyType(
    {
        "dream": _dream,
        "dream_stop": _stop,
        "dream_put_away": _put_away,
        "dream_easel": _easel,
        "dream_layer": _turn_layer,
        "dream_everywhere": _turn_everywhere,
        "dream_preset": _set_preset,
        **{f"dream_{field}": _setter(field) for field in FIELDS},
    }
)

"""The Train menu: how a network learns, its start, its controls, and the way back through training time."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.ui import train_texts
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Slider, Text, Value
from layerwalk.nn import messages
from layerwalk.nn.messages import Action, Progress, TrainConfig

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
BATCHES = (16, 32, 64, 128, 256, 320, 512, 1024)
SEEDS = tuple(range(1, 21))
EPOCHS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50)
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
CHOICES: dict[str, tuple[Value, ...]] = {
    "optimiser": get_args(messages.Optimiser),
    "loss": get_args(messages.Loss),
    "schedule": get_args(messages.Schedule),
    "augmentation": get_args(messages.AugmentationName),
}


def page(facts: Facts) -> Page:
    """Return the Train menu: the run above, the values below."""
    words, state = facts.words, facts.state
    items: list[Item] = [*_run(facts), *_controls(facts)]
    items.append(Text(text=words("menus.trains.values"), style="heading"))
    items.append(Row(buttons=tuple(_values_of(facts, name) for name in ("good", "ana"))))
    items += _values(facts)
    items += _forget(facts)
    if state.device:
        items.append(Text(text=words("menus.trains.device", device=state.device), style="note"))
    return parts.page(facts, "train", words("menus.train"), items)


def changed(config: TrainConfig, field: str, value: Value | None) -> TrainConfig:
    """Return a way to train with one value changed; `field` is one of the configuration's."""
    kind = type(getattr(config, field))
    return replace(config, **{field: kind(value)})


def _run(facts: Facts) -> Iterator[Item]:
    words, current = facts.words, facts.state.runs.current
    last = current.progress if current else None
    if last is None:
        yield Text(text=words("menus.trains.idle"))
        return
    yield Text(text=words.say(last.said))
    told = words("menus.trains.progress", epoch=last.epoch, epochs=last.epochs, step=last.step, steps=last.steps)
    if last.seconds_left is not None:
        told = f"{told} · {words('menus.trains.left', seconds=round(last.seconds_left))}"
    yield Text(text=told, style="note")


def _controls(facts: Facts) -> Iterator[Item]:
    """Return what begins a run and what steers one; first what is wanted now."""
    begin = Row(buttons=(_start_button(facts), parts.action(facts, "train_from_here")))
    steer = Row(buttons=(_pause_button(facts), parts.action(facts, "train_stop")))
    little = Row(buttons=tuple(parts.action(facts, name) for name in ("train_step", "train_epoch")))
    if facts.situation.run_open:
        yield from (steer, begin, *_snapshots(facts), little)
    else:
        yield from (begin, *_snapshots(facts), little, steer)


def _start_button(facts: Facts) -> Button:
    """Return what begins a run; where one goes on, it asks first whether that shall end."""
    button, words = parts.action(facts, "train_start"), facts.words
    if not facts.situation.run_open:
        return button
    return replace(button, text=words("menus.trains.again"), ask=words("menus.trains.again_ask"))


def _pause_button(facts: Facts) -> Button:
    """Return the button that pauses a run, called as what it does now."""
    held = facts.state.runs.held
    paused = held is not None and held.progress is not None and held.progress.state == "paused"
    return replace(parts.action(facts, "train_pause"), text=facts.words("board.resume" if paused else "board.pause"))


def _values_of(facts: Facts, name: str) -> Button:
    """Return the button of ready-made values, marked where all of them count now."""
    now = facts.plan.config
    return replace(parts.action(facts, f"values_{name}"), chosen=replace(messages.PRESETS[name], data=now.data) == now)


def _snapshots(facts: Facts) -> Iterator[Item]:
    words, held = facts.words, facts.state.runs.held
    if held is None or len(held.snapshots) < 2:
        return
    steps, shown = held.snapshots, held.shown
    at = words("menus.trains.newest") if shown is None else words("menus.trains.snapshot", step=steps[shown])
    yield Slider(
        name="snapshot",
        text=words("menus.trains.snapshots"),
        value=len(steps) if shown is None else shown,
        low=0,
        high=len(steps),
        step=1,
        whole=True,
        shown=at,
        help=words("menus.trains.snapshots_help"),
    )


def _values(facts: Facts) -> Iterator[Item]:
    config = facts.plan.config
    yield _number(facts, "epochs", EPOCHS)
    yield _number(facts, "learning_rate", RATES)
    yield _number(facts, "batch", BATCHES)
    for field, values in CHOICES.items():
        yield _choice(facts, field, parts.named(facts, "menus.trains", values))
    yield _number(facts, "seed", SEEDS)
    yield _choice(facts, "share", tuple((s, parts.share(facts.words, s)) for s in sorted({*SHARES, config.share})))


def _number(facts: Facts, field: str, values: tuple[Value, ...]) -> Choice:
    now = getattr(facts.plan.config, field)
    return _choice(facts, field, parts.numbers(facts, sorted({*values, now})))


def _choice(facts: Facts, field: str, options: tuple[tuple[Value, str], ...]) -> Choice:
    words, now = facts.words, getattr(facts.plan.config, field)
    return Choice(
        name=f"config {field}",
        text=words(f"menus.trains.{field}"),
        options=options,
        chosen=now,
        help=words(f"menus.trains.{field}_help"),
    )


def _forget(facts: Facts) -> Iterator[Item]:
    words, runs = facts.words, facts.state.runs
    if not len(runs):
        return
    yield Text(text=words("menus.trains.runs"), style="heading")
    for run in runs:
        name = train_texts.run_name(run, words, with_title=False)
        yield Button(
            name=f"forget {run.number}",
            text=words("menus.trains.forget", name=name),
            ask=words("menus.trains.forget_ask", name=name),
            enabled=not run.is_live,
        )


def _start(helm: Helm, rest: str, value: Value | None) -> None:
    """Train from new weights; where a run is paused, a new one begins all the same."""
    helm.session.train(helm.plan.config, start="new")


def _from_here(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.train(helm.plan.config, start="shown")


def _pause(helm: Helm, rest: str, value: Value | None) -> None:
    last = _last(helm)
    helm.session.control("resume" if last is not None and last.state == "paused" else "pause")


def _for_a_while(action: Action) -> Deed:
    """Return the deed that goes on for a step or an epoch, beginning a run where none goes on."""

    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        held = helm.state.runs.held
        if held is None or (held.progress is not None and not held.is_live):
            helm.session.train(helm.plan.config, start="shown" if held else "new")
        helm.session.control(action)

    return deed


def _last(helm: Helm) -> Progress | None:
    held = helm.state.runs.held
    return held.progress if held else None


def _stop(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.control("stop")


def _snapshot(helm: Helm, rest: str, value: Value | None) -> None:
    held, index = helm.state.runs.held, int(value or 0)
    if held is None:
        return
    helm.session.show(index if index < len(held.snapshots) else None)


def _config(helm: Helm, field: str, value: Value | None) -> None:
    helm.plan.config = changed(helm.plan.config, field, value)


def _preset(name: str) -> Deed:
    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        helm.plan.config = replace(messages.PRESETS[name], data=helm.plan.config.data)

    return deed


def _forgotten(helm: Helm, number: str, value: Value | None) -> None:
    helm.state.runs.remove(int(number))


DEEDS: Deeds = MappingProxyType(
    {
        "train_start": _start,
        "train_from_here": _from_here,
        "train_pause": _pause,
        "train_step": _for_a_while("step"),
        "train_epoch": _for_a_while("epoch"),
        "train_stop": _stop,
        "snapshot": _snapshot,
        "config": _config,
        "values_good": _preset("good"),
        "values_ana": _preset("ana"),
        "forget": _forgotten,
    }
)

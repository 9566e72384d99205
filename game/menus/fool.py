"""The page on which the network is fooled: what for, how, a step at a time or all at once."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from layerwalk.game import fool_words
from layerwalk.game import selected as selecting
from layerwalk.game.menus import fool_plan, parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.fool_plan import FoolPlan
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Value
from layerwalk.nn import aim as aims

EPSILONS = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)
STEPS = (1, 2, 5, 10, 20, 40, 80, 160)


def page(facts: Facts) -> Page:
    """Return the page: how it stands, what to press, and the values below."""
    words = facts.words
    items = [*_standing(facts), *_controls(facts), *_aim(facts), *_values(facts)]
    return parts.page(facts, "examine.fool", words("fool.title"), items, above="examine")


def _standing(facts: Facts) -> Iterator[Item]:
    words, fooled = facts.words, facts.state.fooled
    if fooled is None:
        ready = fool_plan.aim(facts.plan.fooling, facts.state) is not None
        yield Text(text=words("fool.what" if ready else "fool.empty"))
        return
    yield Text(text=fool_words.outcome(fooled, facts.state.spec, words))
    yield Text(text=f"{words('fool.step', step=fooled.now.step)} · {fool_words.change(fooled, words)}", style="note")


def _controls(facts: Facts) -> Iterator[Item]:
    fooled = facts.state.fooled
    ready = facts.state.ready and fool_plan.aim(facts.plan.fooling, facts.state) is not None
    goes_on = fooled is not None and fooled.goes_on
    yield Row(buttons=(_button(facts, "go", enabled=ready and not goes_on), _button(facts, "stop", enabled=goes_on)))
    yield Row(buttons=(_button(facts, "once", enabled=ready), _button(facts, "back", enabled=fooled is not None)))
    yield parts.action(facts, "random_picture")


def _button(facts: Facts, name: str, *, enabled: bool) -> Button:
    words = facts.words
    return Button(name=f"fool_{name}", text=words(f"fool.{name}"), help=words(f"fool.{name}_help"), enabled=enabled)


def _aim(facts: Facts) -> Iterator[Item]:
    words, state, plan = facts.words, facts.state, facts.plan.fooling
    yield Text(text=words("fool.aim"), style="heading")
    what = fool_plan.what(plan, state)
    if fool_plan.can_hold(state) and state.selected is not None:
        held = selecting.title(state.selected, state.spec, words)
        yield _choice(facts, "what", (("answer", words("fool.answer")), ("held", held)), what)
    ways = ((True, words(f"fool.ways.towards_{what}")), (False, words(f"fool.ways.away_{what}")))
    yield _choice(facts, "targeted", ways, plan.config.targeted)
    if what == "answer" and plan.config.targeted:
        names = tuple((index, words.class_name(name)) for index, name in enumerate(state.spec.classes))
        yield _choice(facts, "target", names, fool_plan.target(plan, state))


def _values(facts: Facts) -> Iterator[Item]:
    words, config = facts.words, facts.plan.fooling.config
    yield Text(text=words("fool.values"), style="heading")
    yield Row(buttons=tuple(_preset_button(facts, name) for name in fool_plan.PRESETS))
    yield _choice(facts, "step", parts.named(facts, "fool.steps_of", get_args(aims.Step)), config.step)
    yield Text(text=words(f"fool.told.{config.step}"), style="note")
    yield _number(facts, "epsilon", EPSILONS)
    if config.step == "pgd":
        yield _number(facts, "rate", RATES)
    yield _number(facts, "steps", STEPS)


def _preset_button(facts: Facts, name: str) -> Button:
    words, now = facts.words, facts.plan.fooling.config
    preset = replace(fool_plan.PRESETS[name], targeted=now.targeted)
    title, help = words(f"fool.presets.{name}"), words(f"fool.presets.{name}_help")
    return Button(name=f"fool_values {name}", text=title, help=help, chosen=preset == now)


def _number(facts: Facts, field: str, values: tuple[float, ...]) -> Choice:
    now = getattr(facts.plan.fooling.config, field)
    return _choice(facts, field, parts.numbers(facts, sorted({*values, now})), now)


def _choice(facts: Facts, field: str, options: tuple[tuple[Value, str], ...], chosen: Value) -> Choice:
    words = facts.words
    name, text, help = f"fool {field}", words(f"fool.fields.{field}"), words(f"fool.fields.{field}_help")
    return Choice(name=name, text=text, options=options, chosen=chosen, help=help)


def changed(plan: FoolPlan, field: str, value: Value | None) -> FoolPlan:
    """Return a plan with one value changed: of its own, or of its configuration."""
    match field:
        case "what":
            return replace(plan, what="held" if value == "held" else "answer")
        case "target":
            return replace(plan, target=int(value or 0))
        case _:
            kind = type(getattr(plan.config, field))
            return replace(plan, config=replace(plan.config, **{field: kind(value)}))


def _set(helm: Helm, field: str, value: Value | None) -> None:
    helm.plan.fooling = changed(helm.plan.fooling, field, value)


def _preset(helm: Helm, name: str, value: Value | None) -> None:
    targeted = helm.plan.fooling.config.targeted
    config = replace(fool_plan.PRESETS.get(name, helm.plan.fooling.config), targeted=targeted)
    helm.plan.fooling = replace(helm.plan.fooling, config=config)


def _taking(*, all_steps: bool) -> Deed:
    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        aim, fooling = fool_plan.aim(helm.plan.fooling, helm.state), helm.session.fooling
        if aim is not None and helm.state.ready:
            (fooling.go if all_steps else fooling.step)(aim, helm.plan.fooling.config)

    return deed


def _stop(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.fooling.stop()


def _back(helm: Helm, rest: str, value: Value | None) -> None:
    if helm.state.fooled is not None:
        helm.session.infer_again()


DEEDS: Deeds = MappingProxyType(
    {
        "fool": _set,
        "fool_values": _preset,
        "fool_go": _taking(all_steps=True),
        "fool_once": _taking(all_steps=False),
        "fool_stop": _stop,
        "fool_back": _back,
    }
)

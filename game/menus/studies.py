"""The page of studies: what to study and how thoroughly, how it stands, what was found, and keeping it."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from layerwalk.game import selected as selecting
from layerwalk.game import study_files
from layerwalk.game.menus import parts, study_found
from layerwalk.game.menus.facts import Facts, Plan
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Toggle, Value
from layerwalk.game.ui.study import study_texts
from layerwalk.nn.messages import STUDY_ORDERS, Said, StudyKind

NAME = "examine.studies"
PICTURES = (50, 100, 200, 500, 1000, 2000)
DRAWS = (5, 10, 20, 50)
SEEDS = tuple(range(1, 21))


def page(facts: Facts) -> Page:
    """Return the page of studies."""
    items = [*_now(facts), *_question(facts), *study_found.items(facts), *_details(facts)]
    return parts.page(facts, NAME, facts.words("studies.title"), items, above="examine")


def layer_of(plan: Plan, state: State) -> str:
    """Return the layer that is to be studied: the one that was chosen, else the one that is held, else the first."""
    names = [node.name for node in state.spec.hidden]
    held = state.selected.node if state.selected else ""
    return next((name for name in (plan.study.config.layer, held, *names) if name in names), "")


def why_not(plan: Plan, state: State) -> str:
    """Return the name of the text that says why there can be no such study now, '' where there can be one."""
    if state.blueprint is None:
        return "study_faults.no_data"
    kind = plan.study.config.kind
    if kind == "ablation" and not any(node.kind == "conv" for node in state.spec.hidden):
        return "study_faults.no_convolution"
    return "study_faults.no_layers" if kind == "dose" and not state.spec.hidden else ""


def _now(facts: Facts) -> Iterator[Item]:
    """Say how the study stands that goes on, if any, and offer to begin or to stop one."""
    words, live = facts.words, facts.state.studies.live
    if live is None:
        yield Text(text=words("studies.what"))
    else:
        yield Text(text=study_texts.title(live, words), note=study_texts.progress(live, words))
        yield Text(text=words("studies.where"), style="note")
    fault = why_not(facts.plan, facts.state)
    if fault:
        yield Text(text=words(fault), style="fault")
    ready = facts.state.ready and not fault
    start = Button(name="study_start", text=words("studies.start"), help=words("studies.start_help"), enabled=ready)
    if live is not None:
        start = replace(start, text=words("studies.again"), ask=words("studies.again_ask"))
    stop = Button(
        name="study_stop", text=words("studies.stop"), help=words("studies.stop_help"), enabled=live is not None
    )
    # Each stays in its place, so that who presses twice does not cancel what has just begun.
    yield Row(buttons=(start, stop))


def _question(facts: Facts) -> Iterator[Item]:
    config = facts.plan.study.config
    yield _choice(facts, "kind", parts.named(facts, "studies.kinds", get_args(StudyKind)))
    yield Text(text=facts.words(f"studies.about.{config.kind}"), style="note")
    if config.kind == "dose":
        yield _layers(facts)


def _details(facts: Facts) -> Iterator[Item]:
    """Return how thoroughly to study."""
    config = facts.plan.study.config
    yield Text(text=facts.words("studies.details"), style="heading")
    yield _choice(facts, "pictures", parts.numbers(facts, sorted({*PICTURES, config.pictures})))
    if config.kind != "fool":
        yield _choice(facts, "draws", parts.numbers(facts, sorted({*DRAWS, config.draws})))
    yield _choice(facts, "seed", parts.numbers(facts, sorted({*SEEDS, config.seed})))
    if config.kind == "dose":
        yield from _orders(facts)


def _choice(facts: Facts, field: str, options: tuple[tuple[Value, str], ...]) -> Choice:
    words, now = facts.words, getattr(facts.plan.study.config, field)
    text, about = words(f"studies.{field}"), words(f"studies.{field}_help")
    return Choice(name=f"study_{field}", text=text, options=options, chosen=now, help=about)


def _layers(facts: Facts) -> Choice:
    """Return the choice of a layer, the one that is held first."""
    words, spec, now = facts.words, facts.state.spec, layer_of(facts.plan, facts.state)
    held = facts.state.selected.node if facts.state.selected else ""
    nodes = sorted(spec.hidden, key=lambda node: node.name != held)
    options = tuple((node.name, selecting.layer_title(node, spec, words)) for node in nodes)
    return Choice(
        name="study_layer", text=words("studies.layer"), options=options, chosen=now, help=words("studies.layer_help")
    )


def _orders(facts: Facts) -> Iterator[Item]:
    words, chosen = facts.words, facts.plan.study.config.orders
    yield Text(text=words("studies.orders"), style="heading")
    for order in STUDY_ORDERS:
        text, about = words(f"studies.order.{order}"), words(f"studies.order_help.{order}")
        yield Toggle(name=f"study_order {order}", text=text, on=order in chosen, help=about)
    yield Text(text=words("studies.control"), style="note")


def _start(helm: Helm, rest: str, value: Value | None) -> None:
    """Begin the study that is planned; where it cannot be, say why."""
    fault = why_not(helm.plan, helm.state)
    if fault:
        helm.state.notice = Said(key=fault)
        return
    config = helm.plan.study.config
    helm.session.studying.start(replace(config, layer=layer_of(helm.plan, helm.state) if config.kind == "dose" else ""))


def _stop(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.studying.stop()


def _set(field: str) -> Deed:
    """Return the deed that gives a field of the plan another value."""

    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        plan = helm.plan.study
        kind = type(getattr(plan.config, field))
        plan.config = replace(plan.config, **{field: kind(value)})

    return deed


def _order(helm: Helm, order: str, value: Value | None) -> None:
    """Take an order in, or leave it out."""
    plan, now = helm.plan.study, helm.plan.study.config.orders
    wanted = {*now} ^ {order} if value is None or bool(value) != (order in now) else {*now}
    plan.config = replace(plan.config, orders=tuple(each for each in STUDY_ORDERS if each in wanted))


def _ranked(helm: Helm, rest: str, value: Value | None) -> None:
    plan = helm.plan.study
    plan.ranked_by = next((order for order in STUDY_ORDERS if order == value), plan.ranked_by)


def _top(helm: Helm, rest: str, value: Value | None) -> None:
    """Hold the most important part of the layer that the board tells about."""
    found = study_found.top(helm.state.studies.on_board, helm.plan.study.ranked_by)
    if found is not None and selecting.fits(found, helm.state.spec):
        helm.state.selected = found
        helm.state.changes += 1


def _show(helm: Helm, number: str, value: Value | None) -> None:
    """Call the board with a study, by default with the newest; where it shows that one, put it away."""
    studies = helm.state.studies
    which = int(number) if number else max((report.number for report in studies.all), default=0)
    studies.put_away() if studies.shown == which else studies.show(which)


def _away(helm: Helm, rest: str, value: Value | None) -> None:
    helm.state.studies.put_away()


def _save(helm: Helm, number: str, value: Value | None) -> None:
    """Write a study, by default the one that the board shows, as table and picture."""
    studies = helm.state.studies
    report = studies.find(int(number)) if number else studies.on_board
    if report is None or report.studied.state != "finished":
        return
    words, folder = helm.place.words, helm.folder
    helm.aside.begin(lambda: study_files.save(report, folder, words))


DEEDS: Deeds = MappingProxyType(
    {
        "study_start": _start,
        "study_stop": _stop,
        **{f"study_{field}": _set(field) for field in ("kind", "layer", "pictures", "draws", "seed")},
        "study_order": _order,
        "study_ranked": _ranked,
        "study_top": _top,
        "study_show": _show,
        "study_away": _away,
        "study_save": _save,
    }
)

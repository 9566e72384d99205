"""The lesion lab in the menu: what is to be lesioned and how, what is lesioned, and what that does."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game import selected as selecting
from layerwalk.game.menus import lesion_plan, lesion_words, parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deed, Deeds, Helm
from layerwalk.game.menus.setting import setting
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Slider, Text, Value
from layerwalk.nn.lesions.targets import Lesion
from layerwalk.nn.messages import Measured, Score

SEEDS = tuple(range(1, 21))
KINDS = ("zero", "scale", "noise", "mean")


def page(facts: Facts) -> Page:
    """Return the page of the lesion lab."""
    words = facts.words
    items: list[Item] = [
        *_target(facts),
        *_kind(facts),
        parts.action(facts, "lesion"),
        Row(buttons=(parts.action(facts, "undo_lesion"), parts.action(facts, "redo_lesion"))),
        *_score(facts),
        *_list(facts),
        Text(text=words("lesion_lab.more"), style="heading"),
        parts.way("examine.filters", words("lesion_lab.filters"), words("lesion_lab.filters_help")),
        Button(
            name="lesion_logs", text=words("lesion_lab.logs"), help=words("lesion_lab.logs_help"), note=parts.ONWARDS
        ),
    ]
    return parts.page(facts, "examine.lesions", words("lesion_lab.title"), items, above="examine")


def scores(facts: Facts) -> Page:
    """Return the page that tells for every class what the lesions cost."""
    words, measured = facts.words, facts.state.measured
    items: list[Item] = [*_score(facts, leads=False), _measure_row(facts)]
    if measured is not None and measured.before is not None and measured.after is not None:
        items += _classes(facts, measured.before, measured.after)
    return parts.page(facts, "examine.scores", words("lesion_lab.by_class"), items, above="examine.lesions")


def _classes(facts: Facts, before: Score, after: Score) -> Iterator[Item]:
    """Tell of every class what share is right, whole and with the lesions; pressed, its answer is held."""
    words, answer = facts.words, facts.state.spec.answer.name
    for place, ((name, whole, count), (_, left, _)) in enumerate(zip(before.per_class, after.per_class, strict=True)):
        shares = [right / max(count, 1) for right in (whole, left)]
        texts = [parts.share(words, each) for each in shares]
        yield Button(
            name=f"select {answer} {place}",
            text=words.class_name(name),
            note=words("lesion_lab.from_to", before=texts[0], after=texts[1]),
            help=words("lesion_lab.class_help"),
            bar=shares[1],
        )


def _target(facts: Facts) -> Iterator[Item]:
    words, state, plan = facts.words, facts.state, facts.plan.lesions
    found = lesion_plan.held(state)
    if found is None:
        yield Text(text=words("lesion_lab.nothing_held"))
        return
    yield Text(text=selecting.title(found, state.spec, words), style="heading")
    offered, now = lesion_plan.parts(state), lesion_plan.part(plan, state)
    extent = selecting.extent(found, state.spec)
    options = tuple((name, words(f"lesion_lab.parts.{f'this_{extent}' if name == 'it' else name}")) for name in offered)
    yield Choice(
        name="lesion_part",
        text=words("lesion_lab.part"),
        options=options,
        chosen=now,
        help=words(f"lesion_lab.parts_help.{now}"),
    )
    if now in ("edge", "edges"):
        yield _sources(facts, now)
    elif now == "share":
        yield from _share(facts, is_stack=len(state.spec.node(found.node).shape) == 3)


def _sources(facts: Facts, now: lesion_plan.Part) -> Choice:
    words, state = facts.words, facts.state
    known = lesion_plan.sources(state, now)
    options = tuple((i, _source(facts, each)) for i, each in enumerate(known))
    return Choice(
        name="lesion_source",
        text=words("lesion_lab.source"),
        options=options,
        chosen=min(facts.plan.lesions.source, len(known) - 1),
        help=words("lesion_lab.source_help"),
    )


def _source(facts: Facts, source: lesion_plan.Source) -> str:
    words, index = facts.words, source.source.index
    places = {"map": index[0] + 1, "arrives": words.number(source.arrives)}
    if len(index) == 3:
        return words("lesion_lab.from_cell", row=index[1] + 1, column=index[2] + 1, **places)
    return words("lesion_lab.from_map", **places)


def _share(facts: Facts, *, is_stack: bool) -> Iterator[Item]:
    words, plan = facts.words, facts.plan.lesions
    yield Slider(
        name="lesion_share",
        text=words("lesion_lab.share"),
        value=plan.share,
        low=0.0,
        high=1.0,
        step=0.05,
        shown=parts.share(words, plan.share),
        help=words("lesion_lab.share_help"),
    )
    if is_stack:
        yield Choice(
            name="lesion_units",
            text=words("lesion_lab.units"),
            options=parts.named(facts, "lesion_lab.of", ("neurons", "maps")),
            chosen=plan.units,
        )
    yield Choice(
        name="lesion_seed",
        text=words("lesion_lab.seed"),
        options=parts.numbers(facts, SEEDS),
        chosen=plan.seed,
        help=words("lesion_lab.seed_help"),
    )


def _kind(facts: Facts) -> Iterator[Item]:
    words, plan = facts.words, facts.plan.lesions
    yield Choice(
        name="lesion_kind",
        text=words("lesion_lab.kind"),
        options=parts.named(facts, "lesion_lab.kinds", KINDS),
        chosen=plan.kind,
        help=words(f"lesion_lab.kinds_help.{plan.kind}"),
    )
    if plan.kind in ("scale", "noise"):
        value = plan.factor if plan.kind == "scale" else plan.amount
        yield Slider(
            name="lesion_factor" if plan.kind == "scale" else "lesion_amount",
            text=words(f"lesion_lab.{plan.kind}"),
            value=value,
            low=0.0,
            high=2.0,
            step=0.1,
            shown=words("lesion_lab.times", value=words.short(round(value, 2))),
            marks=(1.0,),
            help=words(f"lesion_lab.{plan.kind}_help"),
        )


def _score(facts: Facts, *, leads: bool = True) -> Iterator[Item]:
    """Tell how the network does whole and lesioned; leads: offer more, and to measure."""
    words, measured = facts.words, facts.state.measured
    yield Text(text=words("lesion_lab.score"), style="heading")
    goes_on = measured is not None and measured.state == "measuring"
    if measured is not None and goes_on:
        yield Text(text=words("lesion_lab.measuring", share=parts.share(words, measured.share)))
    elif measured is not None and measured.before is not None and measured.after is not None:
        before, after = measured.before, measured.after
        shares = {
            "before": parts.precise_share(words, before.accuracy),
            "after": parts.precise_share(words, after.accuracy),
        }
        yield Text(text=words("lesion_lab.from_to", **shares), note=_of(facts, measured))
        if leads:
            yield parts.way("examine.scores", words("lesion_lab.by_class"), words("lesion_lab.by_class_help"))
    else:
        yield Text(text=words("lesion_lab.unmeasured"), style="note")
    if leads:
        yield from _measuring(facts)


def _measuring(facts: Facts) -> Iterator[Item]:
    yield _measure_row(facts)
    yield setting(facts, "model", "measure_lesions")


def _measure_row(facts: Facts) -> Row:
    measured = facts.state.measured
    goes_on = measured is not None and measured.state == "measuring"
    stop = Button(name="stop_measuring", text=facts.words("lesion_lab.stop"), enabled=goes_on)
    return Row(buttons=(parts.action(facts, "measure_lesions"), stop))


def _of(facts: Facts, measured: Measured) -> str:
    """Say of how many pictures, or that something has been lesioned since."""
    if measured.lesions != facts.state.history.now:
        return facts.words("lesion_lab.outdated")
    pictures = measured.before.count if measured.before else 0
    return facts.words("lesion_lab.of_pictures", count=facts.words.count(pictures))


def _list(facts: Facts) -> Iterator[Item]:
    words, state = facts.words, facts.state
    lesions = state.history.now
    yield Text(text=count(facts, len(lesions)), style="heading")
    for number, lesion in enumerate(lesions):
        name = lesion_words.name(lesion, state.spec, words)
        heal_help = words("lesion_lab.heal_help", name=name)
        there = Button(name=f"lesion_at {number}", text=name, help=words("lesion_lab.one_help"))
        heal = Button(name=f"heal {number}", text=words("lesion_lab.heal"), help=heal_help)
        yield Row(buttons=(there, heal))
    if lesions:
        yield parts.action(facts, "clear_lesions")


def count(facts: Facts, lesions: int) -> str:
    """Say how many lesions there are."""
    key = "none" if lesions == 0 else "one" if lesions == 1 else "many"
    return facts.words(f"lesion_lab.count.{key}", count=facts.words.count(lesions))


def measures(helm: Helm) -> bool:
    """Say whether to measure after a step: the visitor wants that, and there are pictures to show the network."""
    data = helm.state.blueprint.data if helm.state.blueprint else ""
    wanted = helm.place.settings.model.measure_lesions
    return wanted and any(about.name == data and about.test > 0 for about in helm.plan.data)


def measured(helm: Helm) -> None:
    """Measure what is lesioned now, where that is done after every step."""
    if helm.state.history.now and measures(helm):
        helm.session.lesioning.measure()


def _lesion(helm: Helm, rest: str, value: Value | None) -> None:
    plan = helm.plan.lesions
    target = lesion_plan.target(plan, helm.state)
    if target is not None:
        helm.session.lesioning.add(Lesion(target=target, kind=lesion_plan.kind(plan)))
        measured(helm)


def _undo(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.lesioning.undo()
    measured(helm)


def _redo(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.lesioning.redo()
    measured(helm)


def _clear(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.lesioning.clear()


def _measure(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.lesioning.measure()


def _stop(helm: Helm, rest: str, value: Value | None) -> None:
    helm.session.lesioning.measure(stops=True)


def _takes(field: str) -> Deed:
    """Return the deed that changes one field of the plan."""

    def deed(helm: Helm, rest: str, value: Value | None) -> None:
        kind = type(getattr(helm.plan.lesions, field))
        helm.plan.lesions = replace(helm.plan.lesions, **{field: kind(value if value is not None else rest)})

    return deed


FIELDS = ("part", "source", "share", "units", "seed", "kind", "factor", "amount")
DEEDS: Deeds = MappingProxyType(
    {
        "lesion": _lesion,
        "undo_lesion": _undo,
        "redo_lesion": _redo,
        "clear_lesions": _clear,
        "measure_lesions": _measure,
        "stop_measuring": _stop,
        **{f"lesion_{field}": _takes(field) for field in FIELDS},
    }
)

"""The page on which one asks why an answer is given: the way to ask, for which answer, and what comes of it."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game import selected as selecting
from layerwalk.game import wish as wishes
from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui import why_texts
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Row, Text, Value
from layerwalk.game.wish import METHODS, Wish
from layerwalk.nn import messages
from layerwalk.nn.messages import By, Method

OFF, NEXT = "off", "next"
GUESS = LAST = ""
"""In a choice: the answer that the network gives, the last convolution."""


def page(facts: Facts) -> Page:
    """Return the page."""
    words, wish = facts.words, facts.state.wish
    method = wish.method if wish else OFF
    items: list[Item] = [
        Text(text=words("why.page.how"), style="heading"),
        *_ways(facts, method),
        Text(text=words(f"why.sentences.{method}")),
        *_result(facts),
        _target(facts),
        *_layer(facts),
        *_by(facts),
        Text(text=words("why.page.signed"), style="note"),
    ]
    return parts.page(facts, "examine.why", words("why.page.title"), items, above="examine")


def _ways(facts: Facts, chosen: str) -> Iterator[Row]:
    names = (OFF, *METHODS)
    for first in range(0, len(names), 2):
        yield Row(buttons=tuple(_way(facts, name, chosen) for name in names[first : first + 2]))


def _way(facts: Facts, name: str, chosen: str) -> Button:
    words, spec = facts.words, facts.state.spec
    possible = name == OFF or wishes.fitting(Wish(method=_method(name)), spec) is not None
    return Button(
        name=f"why {name}",
        text=words(f"why.methods.{name}"),
        help=words(f"why.sentences.{name}") if possible else words("why.no_layer"),
        chosen=name == chosen,
        enabled=facts.state.ready and possible,
    )


def _result(facts: Facts) -> Iterator[Text]:
    """Say how far a slow map is, or what is known of it."""
    made, words = facts.state.attributed, facts.words
    if made is not None:
        yield Text(text=why_texts.facts(made, facts.state.spec, words), style="note")


def _target(facts: Facts) -> Choice:
    words, classes = facts.words, facts.state.spec.classes
    named = tuple((str(index), words.class_name(name)) for index, name in enumerate(classes))
    target = _wanted(facts).target
    return Choice(
        name="why_target",
        text=words("why.page.target"),
        options=((GUESS, words("why.page.guess")), *named),
        chosen=GUESS if target is None else str(target),
        help=words("why.page.target_help"),
    )


def _layer(facts: Facts) -> Iterator[Choice]:
    words, spec = facts.words, facts.state.spec
    found = wishes.convolutions(spec)
    if not found:
        return
    named = tuple((node.name, selecting.layer_title(node, spec, words)) for node in found)
    yield Choice(
        name="why_layer",
        text=words("why.page.layer"),
        options=((LAST, words("why.page.last")), *named),
        chosen=_wanted(facts).layer or LAST,
        help=words("why.page.layer_help"),
    )


def _by(facts: Facts) -> Iterator[Item]:
    """Offer those who can calculate it; say so where there is only one."""
    words, known = facts.words, messages.calculators()
    yield Choice(
        name="why_by",
        text=words("why.page.by"),
        options=parts.named(facts, "why.by", known),
        chosen=_wanted(facts).by,
        help=words("why.page.by_help"),
        enabled=len(known) > 1,
    )
    if len(known) == 1:
        yield Text(text=words("why.page.no_captum"), style="note")


def _wanted(facts: Facts) -> Wish:
    """Return what is asked, or what would be asked."""
    wish = facts.state.wish or wishes.fitting(facts.plan.why, facts.state.spec)
    return wish or Wish()


def _method(name: str) -> Method:
    """Return the method of a name, the first one where there is none."""
    return next((method for method in METHODS if method == name), METHODS[0])


def _ask(helm: Helm, rest: str, value: Value | None) -> None:
    """Ask in the way that is named, in the next one, or no more; without a name as before, or no more."""
    wish, name = helm.state.wish, rest or str(value or "")
    if name == OFF or (not name and wish is not None):
        helm.session.why.want(None)
    elif name == NEXT:
        _want(helm, replace(wish or helm.plan.why, method=_after(helm, (wish or helm.plan.why).method)))
    else:
        _want(helm, replace(helm.plan.why, method=_method(name)) if name else helm.plan.why)


def _after(helm: Helm, method: Method) -> Method:
    """Return the way that comes after one, of those that this network can be asked in."""
    turn = METHODS.index(method) + 1
    around = METHODS[turn:] + METHODS[:turn]
    return next(name for name in around if wishes.fitting(Wish(method=name), helm.state.spec))


def _want(helm: Helm, wish: Wish) -> None:
    """Ask, where the network can be asked so, and keep in mind what was asked last."""
    helm.plan.why = wish
    fitting = wishes.fitting(wish, helm.state.spec)
    if fitting is not None:
        helm.session.why.want(fitting)


def _changed(helm: Helm, wish: Wish) -> None:
    """Ask so from now on, at once where something is asked."""
    helm.plan.why = wish
    if helm.state.wish is not None:
        _want(helm, wish)


def _choose_target(helm: Helm, rest: str, value: Value | None) -> None:
    chosen = str(value if value is not None else rest)
    _changed(helm, replace(helm.plan.why, target=int(chosen) if chosen.isdecimal() else None))


def _choose_layer(helm: Helm, rest: str, value: Value | None) -> None:
    _changed(helm, replace(helm.plan.why, layer=str(value or rest) or None))


def _choose_by(helm: Helm, rest: str, value: Value | None) -> None:
    by: By = next((name for name in messages.calculators() if name == (value or rest)), messages.calculators()[0])
    _changed(helm, replace(helm.plan.why, by=by))


DEEDS: Deeds = MappingProxyType(
    {"why": _ask, "why_target": _choose_target, "why_layer": _choose_layer, "why_by": _choose_by}
)

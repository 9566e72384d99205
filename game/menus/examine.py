"""The Examine menu: what is held, and the way to every tool; choosing what is held."""

from types import MappingProxyType

from layerwalk.game import selected as selecting
from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.selected import Selected
from layerwalk.game.ui.menu.items import Item, Page, Row, Text, Value


def page(facts: Facts) -> Page:
    """Return the Examine menu."""
    items: list[Item] = [
        *held(facts),
        Row(buttons=(parts.action(facts, "select"), parts.action(facts, "wider"))),
        parts.way("examine.studies", facts.words("studies.title"), facts.words("studies.help")),
        parts.way("examine.look", facts.words("looks.title"), facts.words("looks.help")),
        parts.way("examine.overview", facts.words("overviews.title"), facts.words("overviews.title_help")),
        parts.way("examine.find", facts.words("find.title"), facts.words("find.search_help")),
        parts.way("examine.lesions", facts.words("lesion_lab.title"), facts.words("lesion_lab.title_help")),
        parts.way("examine.why", facts.words("why.page.title"), facts.words("why.page.help")),
        parts.way("examine.fool", facts.words("fool.title"), facts.words("fool.title_help")),
        parts.way("examine.dreams", facts.words("dreams.title"), facts.words("dreams.help")),
    ]
    return parts.page(facts, "examine", facts.words("menus.examine"), items)


def held(facts: Facts) -> tuple[Text, ...]:
    """Say what is held now, or how something is."""
    words, state = facts.words, facts.state
    if state.selected is None:
        return (Text(text=words("menus.examines.nothing")),)
    return (Text(text=selecting.title(state.selected, state.spec, words), style="heading"),)


def _select(helm: Helm, rest: str, value: Value | None) -> None:
    """Hold what is pointed at, or what is named: a layer and the numbers of its index; let go of what is held."""
    state = helm.state
    if rest:
        node, *index = rest.split(" ")
        named = Selected(node=node, index=tuple(map(int, index)))
        state.selected = named if selecting.fits(named, state.spec) else state.selected
    elif state.aimed is None or state.aimed == state.selected:
        state.selected = None
    else:
        state.selected = state.aimed
    state.changes += 1


def _wider(helm: Helm, rest: str, value: Value | None) -> None:
    state = helm.state
    if state.selected is not None:
        state.selected = selecting.wider(state.selected, state.spec)
        state.changes += 1


DEEDS: Deeds = MappingProxyType({"select": _select, "wider": _wider})

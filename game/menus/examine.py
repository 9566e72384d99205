"""The Examine menu: what is held, and the way to every tool; choosing what is held."""

from types import MappingProxyType

from layerwalk.game import selected as selecting
from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.selected import Selected
from layerwalk.game.ui.menu.items import Item, Page, Row, Text, Value

TOOLS = (
    ("look", "looks.title", "looks.help"),
    ("overview", "overviews.title", "overviews.title_help"),
    ("why", "why.page.title", "why.page.help"),
    ("lesions", "lesion_lab.title", "lesion_lab.title_help"),
    ("studies", "studies.title", "studies.help"),
    ("dreams", "dreams.title", "dreams.help"),
    ("fool", "fool.title", "fool.title_help"),
    ("find", "find.title", "find.search_help"),
)
"""Every tool's page, with the texts that lead to it."""


def page(facts: Facts) -> Page:
    """Return the Examine menu."""
    items: list[Item] = [
        *held(facts),
        Row(buttons=(parts.action(facts, "select"), parts.action(facts, "wider"))),
        *(parts.way(f"examine.{name}", facts.words(title), facts.words(help)) for name, title, help in TOOLS),
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

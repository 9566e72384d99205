"""Finding a part of the network by name, and going there."""

from types import MappingProxyType

from layerwalk.game import finding
from layerwalk.game import selected as selecting
from layerwalk.game.menus import parts, writing
from layerwalk.game.menus.facts import Facts, Writing
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.selected import Selected
from layerwalk.game.ui.menu.items import Button, Item, Page, Text, Value


def page(facts: Facts) -> Page:
    """Return the page on which one finds something and goes there."""
    words, plan = facts.words, facts.plan
    found = finding.find(plan.sought, facts.state.spec, words)
    note = f"“{plan.sought}”" if plan.sought else parts.ONWARDS
    items: list[Item] = [Button(name="search", text=words("find.search"), help=words("find.search_help"), note=note)]
    if not found:
        items.append(Text(text=words("find.nothing")))
    items += [_way(facts, each) for each in found]
    return parts.page(facts, "examine.find", words("find.title"), items, above="examine")


def _way(facts: Facts, found: Selected) -> Button:
    words, spec = facts.words, facts.state.spec
    node = spec.node(found.node)
    return Button(
        name=" ".join(["goto", found.node, *map(str, found.index)]),
        text=selecting.title(found, spec, words),
        help=words.kind(node.kind)[1],
        chosen=found == facts.state.selected,
    )


def _search(helm: Helm, rest: str, value: Value | None) -> None:
    """Look for what was written; ask for that first."""
    if rest == "for":
        helm.plan.sought = str(value or "")
        return
    title = helm.place.words("find.search")
    writing.begin(helm, Writing(title=title, text=helm.plan.sought, above="examine.find", deed="search for"))


def _goto(helm: Helm, rest: str, value: Value | None) -> None:
    """Hold what is named, by its layer and the numbers of its index, and go there; where nothing is, what is held."""
    state = helm.state
    if rest:
        node, *index = rest.split(" ")
        named = Selected(node=node, index=tuple(map(int, index)))
        if selecting.fits(named, state.spec):
            state.selected = named
            state.changes += 1
    if state.selected is not None:
        helm.place.go_to(state.selected)


DEEDS: Deeds = MappingProxyType({"search": _search, "goto": _goto})

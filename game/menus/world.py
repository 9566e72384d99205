"""The World menu: where one is, how it is laid out and coloured, what is shown."""

from collections.abc import Iterator
from dataclasses import fields
from types import MappingProxyType

from layerwalk.game.menus import dreams, parts, weights
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.menus.setting import setting
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Value


def page(facts: Facts) -> Page:
    """Return the World menu."""
    words = facts.words
    items: list[Item] = [
        parts.way("world.levels", words("menus.worlds.levels"), words("menus.worlds.levels_help")),
        parts.action(facts, "next_level"),
        Choice(
            name="layout",
            text=words("menus.worlds.layout"),
            options=parts.named(facts, "menus.worlds", facts.layouts),
            chosen=facts.layout,
            help=words("menus.worlds.layout_help"),
        ),
        setting(facts, "view", "palette"),
        setting(facts, "view", "normalisation"),
        parts.way("world.shown", words("menus.worlds.shown"), words("menus.worlds.shown_help")),
        parts.action(facts, "court"),
        parts.action(facts, "fly"),
    ]
    return parts.page(facts, "world", words("menus.world"), items)


def levels(facts: Facts) -> Page:
    """Return the page on which one chooses another world."""
    return parts.page(facts, "world.levels", facts.words("menus.worlds.levels"), _levels(facts), above="world")


def _levels(facts: Facts) -> Iterator[Item]:
    language = facts.words.language
    for name, level in facts.levels:
        here = name == facts.level
        yield Button(
            name=f"level {name}",
            text=level.title_in(language),
            help=level.text_in(language),
            note=facts.words("menus.worlds.here") if here else "",
            chosen=here,
        )


def shown(facts: Facts) -> Page:
    """Return the page on which each kind of information is switched on or off."""
    items = [*dreams.views(facts), *(setting(facts, "shown", item.name) for item in fields(facts.settings.shown))]
    return parts.page(facts, "world.shown", facts.words("menus.worlds.shown"), items, above="world")


def _layout(helm: Helm, rest: str, value: Value | None) -> None:
    helm.place.set_layout(str(value))


def _level(helm: Helm, name: str, value: Value | None) -> None:
    weights.keep(helm)
    helm.place.open_level(name)


def _next_level(helm: Helm, rest: str, value: Value | None) -> None:
    weights.keep(helm)
    helm.place.open_next_level()


DEEDS: Deeds = MappingProxyType({"layout": _layout, "level": _level, "next_level": _next_level})

"""What pages share: buttons for actions of the registry, ways to other pages, texts of options."""

import functools
from collections.abc import Iterable, Mapping

from layerwalk.game.menus.facts import Facts
from layerwalk.game.ui import actions
from layerwalk.game.ui.menu.items import Button, Item, Page, Value
from layerwalk.game.ui.situation import holds
from layerwalk.game.words import Words
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.layers import Blueprint

ONWARDS = "›"


def page(facts: Facts, name: str, title: str, items: Iterable[Item], *, above: str = "") -> Page:
    """Return a page of the menu, with all the tabs beside it; its name begins with its tab's."""
    tabs = _tabs(facts.words)
    return Page(name=name, title=title, items=tuple(items), tabs=tabs, tab=name.split(".")[0], above=above)


@functools.lru_cache
def _tabs(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((tab, words(f"menus.{tab}")) for tab in actions.MENUS)


def action(facts: Facts, name: str, *, leads: bool = False) -> Button:
    """Return the button of an action of the registry: its title, help, key, and whether it can be done now.

    leads: it opens another page, which is shown where it has no key.
    """
    note = facts.keys.get(name, "") or (ONWARDS if leads else "")
    enabled = holds(actions.BY_NAME[name].condition, facts.situation)
    return _button(facts.words, name, note=note, enabled=enabled)


@functools.lru_cache(maxsize=1024)
def _button(words: Words, name: str, *, note: str, enabled: bool) -> Button:
    """Return the button of an action, the same one again wherever nothing of it is another."""
    return Button(
        name=name,
        text=words(f"actions.{name}.title"),
        help=words(f"actions.{name}.help"),
        note=note,
        ask=words(f"actions.{name}.ask") if actions.BY_NAME[name].asks else "",
        enabled=enabled,
    )


def way(name: str, text: str, help: str = "", *, note: str = ONWARDS, enabled: bool = True, icon: str = "") -> Button:
    """Return a button that opens the page called `name`."""
    return Button(name=f"go {name}", text=text, help=help, note=note, enabled=enabled, icon=icon)


def named(facts: Facts, table: str, values: Iterable[Value]) -> tuple[tuple[Value, str], ...]:
    """Return options with their words from a table of the language files."""
    return tuple((value, facts.words(f"{table}.{value}")) for value in values)


def numbers(facts: Facts, values: Iterable[Value]) -> tuple[tuple[Value, str], ...]:
    """Return numbers as options, written as the language writes them."""
    return tuple((value, _written(facts.words, value)) for value in values)


def share(words: Words, value: float) -> str:
    """Write a share in [0, 1] as a whole number of percent, 0 too."""
    return words("numbers.percent", value=round(100 * value))


def precise_share(words: Words, value: float) -> str:
    """Write a share in [0, 1] with a decimal, for differences that count: '98.4 %'."""
    return words("numbers.percent", value=words.fixed(100 * value, decimals=1))


def _written(words: Words, value: Value) -> str:
    return words.count(value) if isinstance(value, int) else words.short(float(value))


def network_title(words: Words, blueprint: Blueprint) -> str:
    """Return what a network is called; a ready-made one in the visitor's language."""
    return words.say(presets.called(blueprint.title))


def accuracy(words: Words, record: Mapping[str, str]) -> str:
    """Return what share a record says was right, as the language writes it; '' where it says none."""
    share, percent, _ = record.get("accuracy", "").partition(" %")
    try:
        return precise_share(words, float(share) / 100) if percent else ""
    except ValueError:
        return ""

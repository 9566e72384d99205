"""The Help menu: what this is, what the keys do, and the way out."""

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.move import bindings as bound
from layerwalk.game.ui import keys as key_names
from layerwalk.game.ui.menu.items import Item, Page, Text


def page(facts: Facts) -> Page:
    """Return the Help menu."""
    words, in_headset = facts.words, facts.situation.in_headset
    items: list[Item] = [
        Text(text=words("menus.helps.what")),
        Text(text=words("menus.helps.how")),
        *([parts.action(facts, "show_controls")] if in_headset else []),
        parts.way("help.keys", _listed(facts), words("menus.helps.keys_help")),
        parts.action(facts, "screenshot"),
        parts.action(facts, "quit"),
    ]
    return parts.page(facts, "help", words("menus.helps.welcome"), items)


def _listed(facts: Facts) -> str:
    return facts.words("menus.helps.controls" if facts.situation.in_headset else "menus.helps.keys")


def keys(facts: Facts) -> Page:
    """Return the page that lists every key, or in a headset every control of it."""
    words, items = facts.words, list[Item]()
    for group in key_names.groups(words, bound.merge(bound.DEFAULTS, facts.settings.bindings)):
        told = [(line.title, line.headset if facts.situation.in_headset else line.keys) for line in group.lines]
        lines = [Text(text=title, note=note) for title, note in told if note]
        items += [Text(text=group.title, style="heading"), *lines] if lines else []
    # With something to press at its end, the list can be gone through by keys too.
    items.append(parts.way("settings.bindings", words("menus.helps.other_keys")))
    return parts.page(facts, "help.keys", _listed(facts), items, above="help")

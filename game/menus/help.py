"""The Help menu: what this is, what the keys do, and the way out."""

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.ui.menu.items import Item, Page, Text


def page(facts: Facts) -> Page:
    """Return the Help menu."""
    words = facts.words
    items: list[Item] = [
        Text(text=words("menus.helps.what")),
        Text(text=words("menus.helps.how")),
        parts.way("help.keys", words("menus.helps.keys"), words("menus.helps.keys_help")),
        parts.action(facts, "screenshot"),
        parts.action(facts, "quit"),
    ]
    return parts.page(facts, "help", words("menus.helps.welcome"), items)


def keys(facts: Facts) -> Page:
    """Return the page that lists every key."""
    words = facts.words
    told = ((name, key) for name, key in facts.keys.items() if key)
    items: list[Item] = [Text(text=f"{words(f'actions.{name}.title')} – {key}") for name, key in told]
    # With something to press at its end, the list can be gone through by keys too.
    items.append(parts.way("settings.bindings", words("menus.helps.other_keys")))
    return parts.page(facts, "help.keys", words("menus.helps.keys"), items, above="help")

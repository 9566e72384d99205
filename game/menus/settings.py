"""The Settings menu: everything that the settings file holds."""

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from layerwalk.game import words as languages
from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.menus.setting import parsed, sections
from layerwalk.game.settings import Settings
from layerwalk.game.ui import actions
from layerwalk.game.ui.menu.items import Button, Choice, Item, Page, Text, Value

SECTIONS = ("movement", "comfort", "vr", "view", "sound", "model")


def page(facts: Facts) -> Page:
    """Return the Settings menu: the language, and a way to every section."""
    words = facts.words
    items: list[Item] = [
        Choice(
            name="set language",
            text=words("settings.sections.language"),
            options=parts.named(facts, "settings.options", languages.languages()),
            chosen=facts.settings.language,
            help=words("settings.helps.language"),
        )
    ]
    items += [_way(facts, f"settings.{name}") for name in (*SECTIONS, "bindings")]
    items.append(_way(facts, "world.shown"))
    items.append(
        Button(
            name="settings defaults",
            text=words("settings.defaults"),
            help=words("settings.helps.defaults"),
            ask=words("settings.defaults_ask"),
        )
    )
    return parts.page(facts, "settings", words("settings.title"), items)


def _way(facts: Facts, page: str) -> Button:
    """Return the button that opens a page of settings."""
    name = page.partition(".")[2]
    return parts.way(page, facts.words(f"settings.sections.{name}"), facts.words(f"settings.helps.{name}"))


def section(name: str) -> Callable[[Facts], Page]:
    """Return what makes the page of a section of the settings."""

    def made(facts: Facts) -> Page:
        title = facts.words(f"settings.sections.{name}")
        return parts.page(facts, f"settings.{name}", title, sections(facts, name), above="settings")

    return made


def bindings(facts: Facts) -> Page:
    """Return the page on which every action can be given another key."""
    words = facts.words
    if facts.plan.listening:
        title = words(f"actions.{facts.plan.listening}.title")
        items: list[Item] = [Text(text=words("settings.press_key", title=title), style="heading")]
        if facts.plan.refused:
            items.append(Text(text=facts.plan.refused, style="fault"))
    else:
        ask = words("settings.default_keys_ask")
        help = words("settings.helps.default_keys")
        items = [Button(name="keys defaults", text=words("settings.default_keys"), help=help, ask=ask)]
        shown = (
            action for action in actions.ACTIONS if facts.situation.in_headset or not actions.needs_headset(action)
        )
        items += [_bound(facts, action.name) for action in shown]
    return parts.page(facts, "settings.bindings", words("settings.keys_of"), items, above="settings")


def _bound(facts: Facts, name: str) -> Button:
    note = facts.keys.get(name) or facts.words("settings.no_key")
    title, help = (facts.words(f"actions.{name}.{part}") for part in ("title", "help"))
    return Button(name=f"key {name}", text=title, help=help, note=note)


def _set(helm: Helm, path: str, value: Value | None) -> None:
    """Change one setting: 'SECTION.FIELD', or 'language'."""
    settings = helm.place.settings
    section, dot, field = path.partition(".")
    if not dot:
        helm.place.set_settings(replace(settings, language=str(value)))
        return
    changed = replace(getattr(settings, section), **{field: parsed(field, value)})
    sections: dict[str, Any] = {section: changed}
    helm.place.set_settings(replace(settings, **sections))


def _language(helm: Helm, rest: str, value: Value | None) -> None:
    """Go on in the next language."""
    known, now = languages.languages(), helm.place.settings.language
    after = known[(known.index(now) + 1) % len(known)]
    helm.place.set_settings(replace(helm.place.settings, language=after))


def _settings(helm: Helm, rest: str, value: Value | None) -> None:
    """Set everything back, save for the language."""
    helm.place.set_settings(Settings(language=helm.place.settings.language))


def _keys(helm: Helm, rest: str, value: Value | None) -> None:
    helm.place.set_settings(replace(helm.place.settings, bindings={}))


def _key(helm: Helm, action: str, value: Value | None) -> None:
    helm.plan.listening, helm.plan.refused = action, ""


DEEDS: Deeds = MappingProxyType({"set": _set, "settings": _settings, "keys": _keys, "language": _language, "key": _key})

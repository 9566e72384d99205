"""Writing a name in the menu: letters to press, for whoever has no keyboard."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts, Plan, Writing
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.ui.menu.items import Button, Item, Page, Row, Text, Value

LONGEST = 32
ENDING = ".write"
PAGES = ("network.write", "examine.write")
"""One for each menu in which something is written."""


def begin(helm: Helm, writing: Writing) -> None:
    """Let the visitor write something."""
    helm.plan.writing, helm.plan.page = writing, writing.above.partition(".")[0] + ENDING


def is_open(plan: Plan) -> bool:
    """Say whether the page that is open is one on which one writes."""
    return plan.writing is not None and plan.page in PAGES


def freed(bindings: Bindings) -> Bindings:
    """Return bindings in which no key does anything that writes."""
    return {name: tuple(key for key in keys if not _writes(key)) for name, keys in bindings.items()}


def take(helm: Helm, control: str, *, printed: Mapping[str, str]) -> None:
    """Take what a key writes that was pressed. printed: what stands on each key of this keyboard."""
    if _writes(control):
        label = printed.get(control, control)
        typed(helm, " " if control == "space" else label if len(label) == 1 else control)


def _writes(control: str) -> bool:
    return len(control) == 1 or control in ("space", "backspace")


def page(name: str) -> Callable[[Facts], Page]:
    """Return the page of that name on which one writes; by the keyboard as well."""
    return lambda facts: _page(facts, name)


def _page(facts: Facts, name: str) -> Page:
    words, writing = facts.words, facts.plan.writing
    text = writing.text if writing else ""
    items: list[Item] = [
        Text(text=f"{text}|", style="heading"),
        Row(buttons=(_key(facts, "done"), _key(facts, "erase"))),
    ]
    rows = words("writing.letters").split(" ")
    items += [Row(buttons=tuple(Button(name=f"letter {letter}", text=letter) for letter in row)) for row in rows]
    items.append(Row(buttons=(_key(facts, "space"), _key(facts, "leave"))))
    above = writing.above if writing else name.partition(".")[0]
    return parts.page(facts, name, writing.title if writing else words("writing.title"), items, above=above)


def _key(facts: Facts, name: str) -> Button:
    return Button(name=f"writing {name}", text=facts.words(f"writing.{name}"))


def typed(helm: Helm, character: str) -> None:
    """Take a character that was typed on a keyboard; 'backspace' takes the last one away."""
    writing = helm.plan.writing
    if writing is None:
        return
    if len(character) > 1 and character != "backspace":
        return
    text = writing.text[:-1] if character == "backspace" else writing.text + character
    helm.plan.writing = replace(writing, text=text.lstrip()[:LONGEST])


def _letter(helm: Helm, letter: str, value: Value | None) -> None:
    typed(helm, letter)


def _writing(helm: Helm, what: str, value: Value | None) -> None:
    writing = helm.plan.writing
    if what in ("erase", "space"):
        typed(helm, "backspace" if what == "erase" else " ")
    elif writing is not None:
        helm.plan.writing, helm.plan.page = None, writing.above
        if what == "done":
            helm.place.ask(writing.deed, writing.text.strip())


DEEDS: Deeds = MappingProxyType({"letter": _letter, "writing": _writing})

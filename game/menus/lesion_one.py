"""The page of one lesion: go there, give it a name, heal it."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game.menus import lesion_words, lesions, parts, writing
from layerwalk.game.menus.facts import Facts, Writing
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Button, Item, Page, Row, Text, Value
from layerwalk.nn.lesions.targets import Lesion

PAGE = "examine.lesion"


def page(facts: Facts) -> Page:
    """Return the page of the lesion that was chosen from the list."""
    return parts.page(facts, PAGE, facts.words("lesion_lab.one"), _items(facts), above="examine.lesions")


def _items(facts: Facts) -> Iterator[Item]:
    words, state, which = facts.words, facts.state, facts.plan.lesions.which
    lesion = _chosen(state, which)
    if lesion is None:
        yield Text(text=words("lesion_lab.healed"))
        yield parts.way("examine.lesions", words("lesion_lab.title"))
        return
    where, left = lesion_words.place(lesion.target, state.spec, words), lesion_words.kind(lesion.kind, words)
    yield Text(text=lesion.name or where, style="heading")
    yield Text(text=words("lesion_lab.named", place=where, kind=left), style="note")
    there = Button(name=f"see_lesion {which}", text=words("lesion_lab.go_there"), help=words("lesion_lab.see_help"))
    name = Button(name=f"name_lesion {which}", text=words("lesion_lab.rename"), help=words("lesion_lab.rename_help"))
    yield Row(buttons=(there, name))
    yield Button(name=f"heal {which}", text=words("lesion_lab.heal"))


def _chosen(state: State, which: int) -> Lesion | None:
    return state.history.now[which] if 0 <= which < len(state.history.now) else None


def _open(helm: Helm, rest: str, value: Value | None) -> None:
    helm.plan.lesions = replace(helm.plan.lesions, which=int(rest))
    helm.plan.page = PAGE


def _see(helm: Helm, rest: str, value: Value | None) -> None:
    """Hold what is lesioned, so that it lights up, and go there."""
    lesion = _chosen(helm.state, int(rest))
    if lesion is not None:
        helm.state.selected = lesion_words.part(lesion.target)
        helm.state.changes += 1
        helm.place.go_to(helm.state.selected)


def _name(helm: Helm, rest: str, value: Value | None) -> None:
    """Let the visitor write what a lesion shall be called; once it is written, call it so."""
    lesion = _chosen(helm.state, int(rest))
    if lesion is None:
        return
    if value is not None:
        helm.session.lesioning.rename(lesion, str(value))
        return
    title = helm.place.words("lesion_lab.rename")
    writing.begin(helm, Writing(title=title, text=lesion.name, above=PAGE, deed=f"name_lesion {rest}"))


def _heal(helm: Helm, rest: str, value: Value | None) -> None:
    lesion = _chosen(helm.state, int(rest))
    if lesion is not None:
        helm.session.lesioning.remove(lesion)
        lesions.measured(helm)
        helm.plan.page = "examine.lesions" if helm.plan.page == PAGE else helm.plan.page


DEEDS: Deeds = MappingProxyType({"lesion_at": _open, "see_lesion": _see, "name_lesion": _name, "heal": _heal})

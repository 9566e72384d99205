"""Which page is which, and what their items do."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from layerwalk.game.menus import (
    data,
    drawing,
    dreams,
    examine,
    filters,
    find,
    fool,
    headset,
    help,
    layers,
    lesion_logs,
    lesion_one,
    lesions,
    look,
    network,
    overview,
    settings,
    train,
    weights,
    why,
    world,
    writing,
)
from layerwalk.game.menus import studies as study_menu
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.ui.menu.items import Page, Value

PAGES: Mapping[str, Callable[[Facts], Page]] = MappingProxyType(
    {
        "world": world.page,
        "world.levels": world.levels,
        "world.shown": world.shown,
        "network": network.page,
        "network.presets": network.ready_made,
        "network.layers": layers.listed,
        "network.layer": layers.one,
        "network.add": layers.new,
        "network.saved": network.saved,
        "data": data.page,
        "train": train.page,
        "input": drawing.page,
        "examine": examine.page,
        "examine.look": look.page,
        "examine.dreams": dreams.page,
        "examine.overview": overview.page,
        "examine.find": find.page,
        "examine.fool": fool.page,
        **{name: writing.page(name) for name in writing.PAGES},
        "examine.lesions": lesions.page,
        "examine.lesion": lesion_one.page,
        "examine.scores": lesions.scores,
        "examine.filters": filters.page,
        "examine.logs": lesion_logs.page,
        "examine.why": why.page,
        "examine.studies": study_menu.page,
        "settings": settings.page,
        **{f"settings.{name}": settings.section(name) for name in settings.SECTIONS},
        "settings.vr": headset.page,
        "settings.bindings": settings.bindings,
        "help": help.page,
        "help.keys": help.keys,
    }
)
"""Every page of the menu, by its name; a menu's own page has no dot in its name."""

DEEDS: Deeds = MappingProxyType(
    {
        **world.DEEDS,
        **network.DEEDS,
        **layers.DEEDS,
        **weights.DEEDS,
        **data.DEEDS,
        **train.DEEDS,
        **drawing.DEEDS,
        **examine.DEEDS,
        **dreams.DEEDS,
        **look.DEEDS,
        **overview.DEEDS,
        **find.DEEDS,
        **fool.DEEDS,
        **writing.DEEDS,
        **lesions.DEEDS,
        **lesion_one.DEEDS,
        **filters.DEEDS,
        **lesion_logs.DEEDS,
        **why.DEEDS,
        **study_menu.DEEDS,
        **settings.DEEDS,
        **headset.DEEDS,
    }
)


def page(facts: Facts) -> Page:
    """Return the page that is open."""
    return PAGES[facts.plan.page](facts)


def do(helm: Helm, name: str, value: Value | None = None) -> None:
    """Do what an item or an action is for; what no menu knows is the place's business."""
    first, _, rest = name.partition(" ")
    deed = DEEDS.get(first)
    if deed is not None:
        deed(helm, rest, value)
    elif first in ("go", "tab"):
        turn_to(helm, rest)
    else:
        helm.place.do(name)


def turn_to(helm: Helm, name: str) -> None:
    """Open a page; those of the editor with the network that stands, unless an unfinished edit waits there."""
    if name in layers.PAGES:
        layers.open_list(helm)
    helm.plan.page = name

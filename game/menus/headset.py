"""The Headset page: what is done in one, how one moves, and one choice that sets what spares the stomach."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from layerwalk.game.menus import parts
from layerwalk.game.menus.facts import Facts
from layerwalk.game.menus.helm import Deeds, Helm
from layerwalk.game.menus.setting import sections
from layerwalk.game.settings import Headset
from layerwalk.game.ui.menu.items import Choice, Item, Page, Value

PRESETS: Mapping[str, Headset] = MappingProxyType(
    {
        "calm": Headset(walking="teleport", turning="snap", snap_deg=45.0, vignette=0.9, blink_s=0.3),
        "usual": Headset(),
        "free": Headset(walking="smooth", turning="smooth", vignette=0.0, blink_s=0.0),
    }
)
"""Three ways to move, from the calmest on; posture, hands and the window are no part of them."""
OWN = "own"
ACTIONS = ("headset", "turn_left", "turn_right", "recentre", "table")
"""What is done here and not set."""


def page(facts: Facts) -> Page:
    """Return the page of what is done in a headset, and of its settings."""
    words = facts.words
    done: list[Item] = [parts.action(facts, name) for name in ACTIONS]
    chosen: list[Item] = [_preset(facts), *sections(facts, "vr")]
    # Whoever wears a headset may have no button for what is done here.
    items = [*done, *chosen] if facts.situation.in_headset else [*chosen, *done]
    return parts.page(facts, "settings.vr", words("settings.sections.vr"), items, above="settings")


def preset(now: Headset) -> str:
    """Return which preset counts now, 'own' where it is none of them."""
    return next((name for name in PRESETS if _with(now, name) == now), OWN)


def _preset(facts: Facts) -> Choice:
    chosen = preset(facts.settings.vr)
    names = [*PRESETS, OWN] if chosen == OWN else list(PRESETS)
    return Choice(
        name="comfort",
        text=facts.words("settings.comforts.title"),
        options=parts.named(facts, "settings.comforts", names),
        chosen=chosen,
        help=facts.words("settings.comforts.help"),
    )


def _with(now: Headset, name: str) -> Headset:
    return replace(PRESETS[name], posture=now.posture, main_hand=now.main_hand, window=now.window)


def _comfort(helm: Helm, rest: str, value: Value | None) -> None:
    settings = helm.place.settings
    if value in PRESETS:
        helm.place.set_settings(replace(settings, vr=_with(settings.vr, str(value))))


DEEDS: Deeds = MappingProxyType({"comfort": _comfort})

"""How an action is given another key: what is pressed next is taken, refused with a sentence, or left."""

from dataclasses import replace

from layerwalk.game.menus.facts import Plan
from layerwalk.game.move import bindings as bound
from layerwalk.game.move import controls
from layerwalk.game.settings import Settings
from layerwalk.game.ui import keys
from layerwalk.game.words import Words

LEAVE = "escape"


def rebound(plan: Plan, pressed: frozenset[str], *, settings: Settings, words: Words) -> Settings | None:
    """Return the settings in which the action that `plan` listens for has the control just pressed.

    None where nothing was pressed, where Esc leaves it as it is, and where the control will not do: then the plan says
    why, and goes on listening.
    """
    action, control = plan.listening, controls.choice(pressed)
    if not action or control is None:
        return None
    now = bound.merge(bound.DEFAULTS, settings.bindings)
    changed = {**settings.bindings, action: bound.merge(now, {action: (control,)})[action]}
    is_left = control == LEAVE and LEAVE not in bound.DEFAULTS[action]
    plan.refused = "" if is_left else _refusal(now, changed, action, control, words=words)
    if plan.refused:
        return None
    plan.listening = ""
    return None if is_left else replace(settings, bindings=changed)


def _refusal(now: bound.Bindings, changed: bound.Bindings, action: str, control: str, *, words: Words) -> str:
    """Return why a control will not do for an action, '' where it will."""
    taken = bound.owner(now, control, of=action)
    if taken is not None:
        return words("settings.taken", key=keys.cap(words, control), title=words(f"actions.{taken}.title"))
    return words("settings.needs_key") if bound.clashes(bound.merge(bound.DEFAULTS, changed)) else ""

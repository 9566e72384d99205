"""What is so at this moment, for the conditions of actions."""

from layerwalk.game.menus import lesion_plan, overview
from layerwalk.game.menus.facts import Plan
from layerwalk.game.state import State
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.situation import Situation


def situation(state: State, plan: Plan, pad: Pad, *, levels: int, at_desk: bool, in_headset: bool = False) -> Situation:
    """Return the situation. levels: how many can be opened. at_desk: whoever stands here may close the window.

    in_headset: they wear a headset.
    """
    held, history = state.runs.held, plan.editor.history
    return Situation(
        network_ready=state.ready,
        editable=state.blueprint is not None,
        can_undo_edit=history is not None and history.can_undo,
        can_redo_edit=history is not None and history.can_redo,
        has_saved=bool(plan.saved),
        weights_changed=state.ready and state.unsaved,
        can_train=state.ready and _has_pictures(state, plan),
        run_open=held is not None and (held.progress is None or held.is_live),
        can_continue=state.ready and (held is not None or bool(state.record)),
        can_undo=pad.can_undo,
        can_select=state.aimed is not None or state.selected is not None,
        has_selected=state.selected is not None,
        can_pull=overview.target(state) is not None,
        can_lesion=state.ready and lesion_plan.held(state) is not None,
        can_undo_lesion=state.history.can_undo,
        can_redo_lesion=state.history.can_redo,
        has_lesions=bool(state.history.now),
        other_levels=levels > 1,
        at_desk=at_desk,
        in_headset=in_headset,
    )


def _has_pictures(state: State, plan: Plan) -> bool:
    """Say whether there is something for the network to learn from."""
    name = state.blueprint.data if state.blueprint else ""
    return any(about.name == name and about.train > 0 for about in plan.data)

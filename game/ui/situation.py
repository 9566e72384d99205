"""What is so at this moment, as far as it decides which actions make sense."""

from collections.abc import Iterable
from dataclasses import dataclass, fields

from layerwalk.game.ui import actions


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Say yes or no to everything that an action can depend on.

    network_ready: a network answers. editable: it is built from a blueprint. has_saved: weights were saved that could
    be loaded. weights_changed: they differ from those last loaded, built or saved. can_train: a network and pictures
    for it are there. run_open: a run trains or pauses. can_continue: training can go on from the weights that answer
    now, after a run or from a snapshot. can_undo: of the drawing. can_select: a neuron is pointed at or
    held. has_selected: a neuron, a map or a layer is held. can_pull: a map is
    pointed at, held or carried. can_lesion: something is held or pointed at that
    can be lesioned. has_lesions: something is. at_desk: whoever stands here may close the window.
    in_headset: they wear a headset.
    """

    network_ready: bool = False
    editable: bool = False
    can_undo_edit: bool = False
    can_redo_edit: bool = False
    has_saved: bool = False
    weights_changed: bool = False
    can_train: bool = False
    run_open: bool = False
    can_continue: bool = False
    can_undo: bool = False
    can_select: bool = False
    has_selected: bool = False
    can_pull: bool = False
    can_lesion: bool = False
    can_undo_lesion: bool = False
    can_redo_lesion: bool = False
    has_lesions: bool = False
    other_levels: bool = False
    at_desk: bool = True
    in_headset: bool = False


CONDITIONS = ("always", *(field.name for field in fields(Situation)))


def holds(condition: str, situation: Situation) -> bool:
    """Say whether `condition` is met; raise ValueError where there is none of that name."""
    if condition not in CONDITIONS:
        raise ValueError(f"there is no condition {condition!r}, expected one of {', '.join(CONDITIONS)}")
    return condition == "always" or bool(getattr(situation, condition))


def possible(names: Iterable[str], situation: Situation) -> tuple[str, ...]:
    """Return those of the actions `names` that make sense now, in their order."""
    return tuple(name for name in names if holds(actions.BY_NAME[name].condition, situation))

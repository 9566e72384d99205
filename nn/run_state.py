"""What there is of a training run between two of its pieces: with it the run goes on elsewhere as if nothing were."""

from dataclasses import dataclass

from layerwalk.nn.course import CourseState
from layerwalk.nn.messages import Action, Said, TrainConfig, TrainState
from layerwalk.nn.pace import Gathered
from layerwalk.nn.snapshots import Weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RunState:
    """Hold a run, save for the weights that the network has now and for torch's own generator.

    good, latest, snapshots: weights, and after which step they were those. away: the newest weights while a snapshot
    is shown, the one after the step `shown`. measures: whether an epoch has ended that is not measured yet. course:
    None for a run that is over.
    """

    run: int
    config: TrainConfig
    state: TrainState
    said: Said
    until: Action
    step: int
    epoch: int
    duration_s: float
    good: tuple[int, Weights]
    latest: tuple[int, Weights]
    away: Weights | None
    shown: int | None
    snapshots: tuple[tuple[int, Weights], ...]
    measures: bool
    gathered: Gathered
    course: CourseState | None

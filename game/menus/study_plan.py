"""What the visitor wants to study next."""

from dataclasses import dataclass, field

from layerwalk.nn.messages import StudyConfig, StudyOrder


@dataclass(slots=True, kw_only=True)
class StudyPlan:
    """Hold how to study next; without a layer it is the one that is held. ranked_by: what the list of parts goes by."""

    config: StudyConfig = field(default_factory=StudyConfig)
    ranked_by: StudyOrder = "ablation"

"""What is said about studies: requests and replies."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from layerwalk.nn.study_results import Findings

StudyKind = Literal["dose", "ablation", "fool"]
StudyOrder = Literal["ablation", "gradient", "activation"]
STUDY_ORDERS: tuple[StudyOrder, ...] = ("ablation", "gradient", "activation")
"""Ways to tell which part of a layer is the most important one."""
StudyState = Literal["studying", "finished", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyConfig:
    """Say what to study, and how thoroughly; the same seed gives the same findings.

    dose: how the accuracy falls as units of `layer` are removed, in each of `orders` and in `draws` random ones.
    ablation: how many filters of each convolution a picture needs. fool: how often and how fast the network is fooled.
    pictures: so many test pictures at most.
    """

    kind: StudyKind = "dose"
    layer: str = ""
    orders: tuple[StudyOrder, ...] = STUDY_ORDERS
    pictures: int = 1000
    draws: int = 20
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Ask for a study of the network as it is now, without its lesions, in place of the study that goes on.

    Training may go on beside it. serial: grows by one with every request.
    """

    key: ClassVar[str] = "study"
    serial: int
    config: StudyConfig = field(default_factory=StudyConfig)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStudy:
    """Ask to study no more; also takes back a Study that still waits."""

    key: ClassVar[str] = "study"
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Studied:
    """Tell how a study stands: at most 10 times a second, and in answer to both requests.

    share: of the work that is done, in [0, 1]. seconds_left: None where nobody knows. findings: what is known by now;
    None where nothing is. 'stopped': it was asked to, or there is another network.
    """

    serial: int
    state: StudyState
    network: str = ""
    config: StudyConfig = field(default_factory=StudyConfig)
    share: float = 0.0
    seconds_left: float | None = None
    findings: Findings | None = None

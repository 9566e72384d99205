"""What is said to the model loop, and what it says back: frozen plain data and read-only arrays.

A request has a `key`: of several waiting requests with one key only the newest counts. A request whose key is None
replaces nothing and is replaced by nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.answer_talk import Infer as Infer
from layerwalk.nn.answer_talk import Inferred as Inferred
from layerwalk.nn.attribution_talk import Attribute as Attribute
from layerwalk.nn.attribution_talk import Attributed as Attributed
from layerwalk.nn.attribution_talk import By as By
from layerwalk.nn.attribution_talk import Method as Method
from layerwalk.nn.attribution_talk import Window as Window
from layerwalk.nn.attribution_talk import calculators as calculators
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.dead_talk import CountDead as CountDead
from layerwalk.nn.dead_talk import DeadCounted as DeadCounted
from layerwalk.nn.dead_talk import LookedOver as LookedOver
from layerwalk.nn.dead_talk import LookOver as LookOver
from layerwalk.nn.explained import Edges as Edges
from layerwalk.nn.explained import Explain as Explain
from layerwalk.nn.explained import Explained as Explained
from layerwalk.nn.explained import Step as Step
from layerwalk.nn.fool_talk import Fool as Fool
from layerwalk.nn.fool_talk import Fooled as Fooled
from layerwalk.nn.lesions.talk import FindLeast as FindLeast
from layerwalk.nn.lesions.talk import Least as Least
from layerwalk.nn.lesions.talk import Lesioned as Lesioned
from layerwalk.nn.lesions.talk import Measured as Measured
from layerwalk.nn.lesions.talk import MeasureLesions as MeasureLesions
from layerwalk.nn.lesions.talk import SetLesions as SetLesions
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.score import Score as Score
from layerwalk.nn.study_results import Ablation as Ablation
from layerwalk.nn.study_results import Dose as Dose
from layerwalk.nn.study_results import FoolRate as FoolRate
from layerwalk.nn.study_results import Needed as Needed
from layerwalk.nn.study_talk import STUDY_ORDERS as STUDY_ORDERS
from layerwalk.nn.study_talk import StopStudy as StopStudy
from layerwalk.nn.study_talk import Studied as Studied
from layerwalk.nn.study_talk import Study as Study
from layerwalk.nn.study_talk import StudyConfig as StudyConfig
from layerwalk.nn.study_talk import StudyKind as StudyKind
from layerwalk.nn.study_talk import StudyOrder as StudyOrder
from layerwalk.nn.synthesis_talk import CancelSynthesis as CancelSynthesis
from layerwalk.nn.synthesis_talk import Synthesise as Synthesise
from layerwalk.nn.synthesis_talk import Synthesised as Synthesised
from layerwalk.nn.telling import Said as Said
from layerwalk.nn.training_talk import PRESETS as PRESETS
from layerwalk.nn.training_talk import Action as Action
from layerwalk.nn.training_talk import AugmentationName as AugmentationName
from layerwalk.nn.training_talk import Control as Control
from layerwalk.nn.training_talk import Loss as Loss
from layerwalk.nn.training_talk import Optimiser as Optimiser
from layerwalk.nn.training_talk import Progress as Progress
from layerwalk.nn.training_talk import Schedule as Schedule
from layerwalk.nn.training_talk import Show as Show
from layerwalk.nn.training_talk import Shown as Shown
from layerwalk.nn.training_talk import Start as Start
from layerwalk.nn.training_talk import Train as Train
from layerwalk.nn.training_talk import TrainConfig as TrainConfig
from layerwalk.nn.training_talk import TrainState as TrainState

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Ask for a shipped network by name; its trained weights come with it."""

    key: ClassVar[str] = "load"
    network: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """Ask for the network of a blueprint, in place of the one that is loaded.

    Its weights are those in `file` (safetensors) where one is named; else those that the loaded network has, where
    every weight has the same name and shape; else drawn anew from `seed`.
    """

    key: ClassVar[str] = "load"
    blueprint: Blueprint
    file: Path | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWeights:
    """Ask for the weights in `file` (safetensors) for the network that is loaded; the network stays as it was if not.

    The record beside the file, where there is one, comes with them.
    """

    key: ClassVar[str] = "load weights"
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveWeights:
    """Ask to write the weights that answer now to `file` (safetensors), with record and blueprint beside it."""

    key: ClassVar[None] = None
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportScript:
    """Ask to write a PyTorch script to `file` (.py) that runs on its own and gives the same outputs.

    The weights that answer now lie beside it, as safetensors.
    """

    key: ClassVar[None] = None
    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """Ask for the weights of one feature map or one neuron of a layer; map: its index, None for no single one."""

    key: ClassVar[str] = "look"
    node: str
    map: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Ask for the weights again that the network had when it was last loaded, built or saved."""

    key: ClassVar[str] = "reset"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """Ask to go on exactly where another worker stopped: the same weights, lesions and run; answered by a Loaded.

    request: what brings such a network. train: what its run was asked for by. state: all else, as that worker wrote it.
    """

    key: ClassVar[str] = "load"
    request: Load | Build
    lesions: Lesions
    train: Train | None
    state: bytes = field(repr=False)


Wanted = Literal["auto", "cpu", "gpu"]
"""What a host is to calculate on; 'auto': the GPU where there is one that works."""
Request = (
    Load
    | Build
    | TakeOver
    | LoadWeights
    | SaveWeights
    | ExportScript
    | Infer
    | Fool
    | LookAt
    | LookOver
    | CountDead
    | Attribute
    | Explain
    | SetLesions
    | MeasureLesions
    | FindLeast
    | Synthesise
    | CancelSynthesis
    | Study
    | StopStudy
    | Reset
    | Train
    | Control
    | Show
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Say that a network is ready; the reply to Load, Build, LoadWeights and Reset.

    blueprint: how it is built, None where it is none of ours (a synthetic one). device: what it is calculated on, as
    people say it ('CPU', 'NVIDIA H200').
    """

    spec: NetworkSpec
    record: Mapping[str, str] = field(default_factory=dict)
    blueprint: Blueprint | None = None
    device: str = "CPU"

    def brings(self, request: Load | Build) -> bool:
        """Say whether this is what was asked for, and not what was asked for before it."""
        if isinstance(request, Build):
            return self.blueprint == request.blueprint
        return self.spec.name == request.network


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Say that `file` was written, with what belongs beside it."""

    file: Path
    record: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restarted:
    """Say that the model's process was lost and that a new one is at work; a Loaded with the last good weights follows.

    A training run that went on is over.
    """

    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Say that another process calculates from now on; nothing else is otherwise. device: what on, as in `Loaded`."""

    said: Said
    device: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """Answer a LookAt with the weights that answer drawings now.

    weights: read-only float32; a map's kernel (C, h, w) over the C maps that it reads, or a neuron's weights, (C, H, W)
        where it reads a stack of maps and (N,) where it reads a line; None for what has no weights of its own.
    bias: what it adds, None where it has none. A batch norm that belongs to the layer is in neither.
    """

    network: str
    node: str
    map: int | None
    weights: Floats | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Failed:
    """Say that a request could not be served; the loop lives on.

    sentence: one plain sentence in English, for the log. said: the same for the visitor, where it is one that was
    foreseen. details: the traceback, for the log.
    """

    request: Request
    sentence: str
    said: Said | None = None
    details: str = ""


Reply = (
    Loaded
    | Saved
    | Restarted
    | Moved
    | Inferred
    | Fooled
    | Weights
    | LookedOver
    | DeadCounted
    | Attributed
    | Explained
    | Lesioned
    | Measured
    | Least
    | Synthesised
    | Studied
    | Failed
    | Progress
    | Shown
)

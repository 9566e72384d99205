"""What is said to the model loop, and what it says back: frozen plain data and read-only arrays.

A request has a `key`: of several waiting requests with one key only the newest counts. A request whose key is None
replaces nothing and is replaced by nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.explained import Edges as Edges
from layerwalk.nn.explained import Explain as Explain
from layerwalk.nn.explained import Explained as Explained
from layerwalk.nn.explained import Step as Step
from layerwalk.nn.lesions.talk import Lesioned as Lesioned
from layerwalk.nn.lesions.talk import Measured as Measured
from layerwalk.nn.lesions.talk import MeasureLesions as MeasureLesions
from layerwalk.nn.lesions.talk import Score as Score
from layerwalk.nn.lesions.talk import SetLesions as SetLesions
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.synthesis_talk import CancelSynthesis as CancelSynthesis
from layerwalk.nn.synthesis_talk import Synthesise as Synthesise
from layerwalk.nn.synthesis_talk import Synthesised as Synthesised

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Say something to a person in any language: the name of a text in the language files, and what fills its places.

    A value may be Said too.
    """

    key: str
    values: tuple[tuple[str, "str | int | float | Said"], ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Infer:
    """Ask for an answer to a drawing.

    drawing: (H, W) float32 in [0, 1], 1 = ink; any size that is a whole multiple of `side_px`.
    centre: place it as MNIST does (20 px box, centre of mass in the middle) before it is classified.
    serial: grows by one with every request, so that an old reply can be told from a new one.
    side_px: of the data's pictures, to which the drawing is shrunk.
    """

    key: ClassVar[str] = "infer"
    drawing: Floats
    serial: int
    centre: bool = True
    side_px: int = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAt:
    """Ask for the weights of one feature map or one neuron of a layer; map: its index, None for no single one."""

    key: ClassVar[str] = "look"
    node: str
    map: int | None


Method = Literal["saliency", "gradient-times-input", "integrated-gradients", "grad-cam", "occlusion"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attribute:
    """Ask which pixels of a picture speak for a class, and which against it.

    picture: (C, H, W) float32 in [0, 1], the tensor that was classified. serial: grows by one with every request.
    target: the index of the class, None for the one with the highest score. layer: whose maps Grad-CAM weighs, None for
    the last convolution.
    """

    key: ClassVar[str] = "attribute"
    picture: Floats
    serial: int
    method: Method
    target: int | None = None
    layer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Ask for the weights again that the network had when it was last loaded, built or saved."""

    key: ClassVar[str] = "reset"


Wanted = Literal["auto", "cpu", "gpu"]
"""What a host is to calculate on; 'auto': the GPU where there is one that works."""
Optimiser = Literal["rmsprop", "sgd", "adam", "adamw"]
Loss = Literal["cross-entropy", "mean-squared-error"]
AugmentationName = Literal["none", "gentle", "harley"]
Schedule = Literal["one-cycle", "constant"]
Start = Literal["new", "shown"]
Action = Literal["pause", "resume", "step", "epoch", "stop"]
TrainState = Literal["training", "paused", "finished", "stopped", "diverged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Say how to train, whatever the network.

    schedule: 'one-cycle' lets the rate rise to `learning_rate` and fall again over all the epochs; 'constant' keeps it.
    share: of the data, in (0, 1]. validation_share: of that, what is kept from training to measure it, in [0, 1).
    """

    epochs: int = 5
    batch: int = 128
    learning_rate: float = 0.003
    optimiser: Optimiser = "adamw"
    loss: Loss = "cross-entropy"
    schedule: Schedule = "one-cycle"
    augmentation: AugmentationName = "none"
    seed: int = 1
    data: str = "mnist-train"
    share: float = 1.0
    validation_share: float = 0.05


PRESETS: Mapping[str, TrainConfig] = MappingProxyType(
    {
        "good": TrainConfig(),
        "ana": TrainConfig(learning_rate=0.01, optimiser="rmsprop", batch=320, schedule="constant"),
    }
)
"""Ways to train by name: good defaults, and the values of ANA, the Artificial Neuroscientist Application, 2019."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    """Ask to train the network that is loaded; a run that goes on ends.

    start: 'new' draws the weights anew from the seed, 'shown' goes on from those that answer now.
    run: chosen by who asks; comes back with every Progress, so that runs can be told apart.
    """

    key: ClassVar[str] = "train"
    config: TrainConfig
    start: Start = "new"
    run: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Steer the training. 'step' and 'epoch' go on for that long and pause; 'stop' ends the run for good.

    After a Show, going on and stopping first bring the newest weights back. A run that has ended stays so.
    """

    key: ClassVar[None] = None
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Ask for the network as it was in the snapshot `index` of this run, or as it is for None; the training pauses."""

    key: ClassVar[str] = "show"
    index: int | None


Request = (
    Load
    | Build
    | LoadWeights
    | SaveWeights
    | ExportScript
    | Infer
    | LookAt
    | Attribute
    | Explain
    | SetLesions
    | MeasureLesions
    | Synthesise
    | CancelSynthesis
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inferred:
    """Answer an Infer.

    picture: the tensor that was classified, (C, H, W) float32 in [0, 1], to the bit.
    activations: node name -> read-only float32 array of the node's shape; the input's is the picture, the answer's
        the probabilities.
    probabilities: (classes,) float32, sums to 1.
    """

    network: str
    serial: int
    picture: Floats
    activations: Mapping[str, Floats]
    probabilities: Floats
    duration_s: float


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
class Attributed:
    """Answer an Attribute; more than once where that takes long.

    map: (H, W) float32, read-only; above 0 what speaks for the target, below 0 what speaks against it. score: the
    target's, as the network gives it. own: Grad-CAM's map at the size of `layer`. difference: for integrated gradients,
    how much higher the score is than an empty picture's, which is what the map sums to. share: of the work that is
    done, in (0, 1].
    """

    network: str
    serial: int
    method: Method
    map: Floats
    target: int
    score: float
    layer: str | None = None
    own: Floats | None = None
    difference: float | None = None
    share: float = 1.0
    duration_s: float = 0.0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Tell how the training stands: at most 10 times a second, and in answer to Train and Control.

    loss, accuracy: means over the training steps since the last report, at least the last eight; None for no step.
    validation_loss, validation_accuracy: of `validated_epoch`, which ended since the last report, else None.
    seconds_left: None where it is not known yet. said: how it stands, for the visitor. snapshots: the step of each,
    from 0 on.
    """

    run: int
    state: TrainState
    said: Said
    step: int
    steps: int
    epoch: int
    epochs: int
    loss: float | None = None
    accuracy: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    validated_epoch: int | None = None
    steps_per_s: float = 0.0
    seconds_left: float | None = None
    snapshots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Say that the network is now as it was after `step`; `index` is the snapshot's, None for the newest weights."""

    run: int
    index: int | None
    step: int


Reply = (
    Loaded
    | Saved
    | Restarted
    | Inferred
    | Weights
    | Attributed
    | Explained
    | Lesioned
    | Measured
    | Synthesised
    | Failed
    | Progress
    | Shown
)

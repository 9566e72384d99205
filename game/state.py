"""What is shown now: plain data, changed by the session on the main thread only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from layerwalk.game.dreamt import Dreamt
from layerwalk.game.fooled import FooledPicture
from layerwalk.game.lesion_log import History
from layerwalk.game.overview import Overview
from layerwalk.game.pulled import Pulled
from layerwalk.game.runs import Runs
from layerwalk.game.selected import Selected
from layerwalk.game.study_reports import Reports
from layerwalk.game.wiring import Wiring
from layerwalk.game.wish import Wish
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import Attributed, Explained, Floats, Measured, Said, Weights
from layerwalk.nn.network import NetworkSpec, NodeSpec


@dataclass(slots=True, kw_only=True)
class State:
    """Hold what the visitor sees of the network.

    blueprint: how the network is built, None where it is none of ours. record: how its weights came to be; learnt: what
    is told of that, by name (see `nn.told.learnt`).
    device: what it is calculated on, '' until the network is ready. runs: what was trained. unsaved: the weights have
    learnt something that no file holds. saved: grows by one whenever something was written.
    serial: of the newest answer; picture: the tensor that it was given to, (C, H, W).
    weights: of the map or neuron that is looked at, as they are now; None where nothing is, or before they are known.
    aimed: what is pointed at; selected: what is held; None for nothing.
    history: the lesions that were asked for, step by step; lesions: those that count now.
    measured: how the network does whole and lesioned, None where nobody asked.
    wish: what is asked of the answer, None for nothing. attributed: which pixels speak for a class; None where nobody
    asks, or before it is known.
    explained: why a neuron has its value; None where nobody asks, or before it is known. wiring: which of its edges are
    drawn.
    dreamt: the pictures that parts of the network want to see. fooled: the picture that stands in place of the
    drawing's, changed to fool the network; None where the drawing is what is answered.
    studies: of the network, how each stands.
    changes: grows by one whenever there is something new to draw. notice: the newest thing to say to the visitor.
    """

    spec: NetworkSpec
    blueprint: Blueprint | None = None
    record: Mapping[str, str] = field(default_factory=dict)
    learnt: Mapping[str, Said] = field(default_factory=dict)
    device: str = ""
    ready: bool = False
    unsaved: bool = False
    saved: int = 0
    runs: Runs = field(default_factory=Runs)
    serial: int = 0
    picture: Floats | None = None
    activations: Mapping[str, Floats] = field(default_factory=dict)
    probabilities: Floats | None = None
    weights: Weights | None = None
    aimed: Selected | None = None
    selected: Selected | None = None
    overview: Overview = field(default_factory=Overview)
    pulled: Pulled = field(default_factory=Pulled)
    history: History = field(default_factory=History)
    lesions: Lesions = ()
    measured: Measured | None = None
    wish: Wish | None = None
    attributed: Attributed | None = None
    explained: Explained | None = None
    wiring: Wiring = field(default_factory=Wiring)
    dreamt: Dreamt = field(default_factory=Dreamt)
    fooled: FooledPicture | None = None
    studies: Reports = field(default_factory=Reports)
    changes: int = 0
    notice: Said | None = None


def of_blueprint(blueprint: Blueprint) -> State:
    """Return the state before a blueprint's network is built: only the picture and the answer are known yet."""
    shape, classes = blueprint.shape, blueprint.classes
    picture = NodeSpec(name="input", kind="input", shape=shape, parameters=0, inputs=())
    answer = NodeSpec(name="answer", kind="dense", shape=(len(classes),), parameters=0, inputs=("input",))
    return State(spec=NetworkSpec(name=blueprint.name, nodes=(picture, answer), classes=classes), blueprint=blueprint)

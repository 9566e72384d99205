"""The only user of the model loop: hands requests over, takes replies once a frame, brings the state up to date."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from layerwalk.game import state as states
from layerwalk.game.dreaming import Dreaming
from layerwalk.game.early import Early
from layerwalk.game.explaining import Explaining
from layerwalk.game.fooling import Fooling
from layerwalk.game.lesioning import Lesioning
from layerwalk.game.level import Level
from layerwalk.game.overviewing import Overviewing
from layerwalk.game.part import Part, hearers
from layerwalk.game.state import State
from layerwalk.game.studying import Studying
from layerwalk.game.why import Why
from layerwalk.nn import loop
from layerwalk.nn.blueprint.datasets import Facts
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.messages import (
    Action,
    Attributed,
    Build,
    Control,
    ExportScript,
    Failed,
    Floats,
    Fool,
    Fooled,
    Infer,
    Inferred,
    Load,
    Loaded,
    LoadWeights,
    LookAt,
    Moved,
    Progress,
    Reply,
    Request,
    Reset,
    Restarted,
    Said,
    Saved,
    SaveWeights,
    Show,
    Shown,
    Start,
    Train,
    TrainConfig,
    Wanted,
    Weights,
)

Host = loop.Host
Dataset = loop.Dataset
DataError = loop.DataError
prepare = loop.prepare
SavedNetwork = loop.SavedNetwork

logger = logging.getLogger(__name__)

WEIGHTS = ".safetensors"
PATIENCE_S = 0.006
"""How long a frame waits for an answer at most; networks that take longer are not waited for at all."""


class Session:
    """Hold the conversation with a host of the model loop. Main thread."""

    def __init__(self, host: Host | None, state: State, *, opening: Load | Build | None = None) -> None:
        """Ask the host for `opening`, by default the state's network; without a host all waits for `connect`."""
        self._early = Early()
        self._host: Host = self._early
        self._state = state
        self._serial = self._run = 0
        self._pending: Load | Build | None = opening or Load(network=state.spec.name)
        self._early.submit(self._pending)
        self._asked: Infer | None = None
        self._looked: LookAt | None = None
        self.why = Why(state, self._submit)
        self.lesioning = Lesioning(state, self._submit)
        self.explaining = Explaining(state, self._submit)
        self.overviewing = Overviewing(state, self._submit)
        self.dreaming = Dreaming(state, self._submit)
        self.fooling = Fooling(state, self._submit, self._number)
        self.studying = Studying(state, self._submit)
        self.parts: tuple[Part, ...] = (
            self.why,
            self.lesioning,
            self.explaining,
            self.overviewing,
            self.dreaming,
            self.fooling,
            self.studying,
        )
        """What asks for one tool each, and hears of it."""
        self._hearers = hearers(self.parts)
        self._restarted = self._has_learnt = False
        self._saved_at: tuple[int, int] | None = None  # run and step
        self.opened = 0
        """Grows by one whenever a network was loaded."""
        self._took_s = PATIENCE_S
        self._hurries = True
        if host is not None:
            self.connect(host)

    def connect(self, host: Host) -> None:
        """Begin to talk to `host`, with whatever was asked until now."""
        self._host = host
        for request in self._early.take():
            host.submit(request)

    def move(self) -> None:
        """Let a process of its own calculate the network, as soon as nothing is lost by that."""
        loop.move(self._host)

    @property
    def waiting(self) -> bool:
        """Say whether an answer to the newest drawing is still to come."""
        return self._serial > self._state.serial

    @property
    def blueprint(self) -> Blueprint | None:
        """Return the blueprint of the network that was asked for last."""
        return self._pending.blueprint if isinstance(self._pending, Build) else self._state.blueprint

    def infer(self, drawing: Floats, *, centre: bool, side_px: int = 28) -> int:
        """Ask for an answer to a drawing, whose side is a whole multiple of `side_px`; return the request's serial."""
        self.fooling.end()
        self._hurries = True
        self._asked = Infer(drawing=drawing.copy(), serial=self._number(), centre=centre, side_px=side_px)
        self._submit(self._asked)
        return self._serial

    def infer_again(self) -> None:
        """Ask once more for an answer to the newest drawing itself, unless it was drawn for another network."""
        if self._asked is not None and self._fits(self._asked):
            self.infer(self._asked.drawing, centre=self._asked.centre, side_px=self._asked.side_px)

    def _fits(self, request: Infer) -> bool:
        """Say whether the pictures of a drawing are no larger than what the network reads."""
        return request.side_px <= min(self._state.spec.input.shape[1:])

    def _number(self) -> int:
        """Return the next of the numbers by which answers are told apart."""
        self._serial += 1
        return self._serial

    def look_at(self, node: str | None, map: int | None = None) -> None:
        """Ask for the weights of a map or a neuron, and again whenever they have changed; for None for none any more.

        What is asked for already is not asked for anew, so that this may be called in every frame. Those of what was
        looked at before are shown until the new ones come.
        """
        if node is None:
            self._looked = self._state.weights = None
        elif self._looked is None or self._looked.map != map or self._looked.node != node:
            self._looked = LookAt(node=node, map=map)
            self._look_again()

    def open(self, request: Load | Build) -> None:
        """Ask for another network."""
        self._pending, self._state.ready = request, False
        self._submit(request)

    def load(self, network: str) -> None:
        """Ask for a shipped network with its trained weights."""
        self.open(Load(network=network))

    def build(self, blueprint: Blueprint, *, file: Path | None = None, seed: int = 1) -> None:
        """Ask for the network of a blueprint without faults, with the weights of a file where one is named."""
        self.open(Build(blueprint=blueprint, file=file, seed=seed))

    def load_weights(self, file: Path) -> None:
        """Ask for the weights in a file."""
        self._submit(LoadWeights(file=file))

    def save_weights(self, file: Path) -> None:
        """Ask to write the weights that answer now to a file."""
        self._submit(SaveWeights(file=file))

    def export_script(self, file: Path) -> None:
        """Ask to write a PyTorch script that runs on its own."""
        self._submit(ExportScript(file=file))

    def revert(self) -> None:
        """Ask for the weights again that were last loaded, built or saved."""
        self._submit(Reset())

    def train(self, config: TrainConfig, *, start: Start) -> int:
        """Ask to train; return the number of the run."""
        self._run += 1
        built = self.blueprint
        self._state.runs.begin(self._run, config=config, title=built.title if built else self._state.spec.name)
        self._submit(Train(config=config, start=start, run=self._run))
        return self._run

    def control(self, action: Action) -> None:
        """Steer the training."""
        self._submit(Control(action=action))

    def show(self, index: int | None) -> None:
        """Ask for the network as it was in a snapshot, or as it is for None."""
        self._submit(Show(index=index))

    def poll(self, *, is_told: bool = True) -> bool:
        """Apply what has come back; return whether there is something new to draw.

        A network that answers at once is waited for, so that the frame of a stroke shows its answer. While it learns
        it is not, and is asked again only once all its answer `is_told`.
        """
        before = self._state.changes
        wait_s = PATIENCE_S if self._hurries and self.waiting and self._took_s < PATIENCE_S else 0.0
        self._take(wait_s)
        if wait_s and self.why.waiting:
            self._take(PATIENCE_S)
        if self._has_learnt and is_told:
            self._ask_again(hurries=False)
        return self._state.changes != before

    def _take(self, wait_s: float) -> None:
        for reply in self._host.poll(wait_s=wait_s):
            if not self._is_old(reply):
                self._apply(reply)
                # Nothing of the world itself is drawn otherwise because of these.
                self._state.changes += not isinstance(reply, Weights | Attributed)

    def _submit(self, request: Request) -> None:
        self._host.submit(request)

    def _apply(self, reply: Reply) -> None:
        state = self._state
        changed = [part.hear(reply) for part in self._hearers[type(reply)]]  # each of them is to hear of it
        if any(changed):
            self._ask_again()
        match reply:
            case Loaded():
                self._loaded(reply)
            case Inferred():
                self._answered(reply)
            case Fooled():
                self._apply(reply.answer)
            case Weights():
                state.weights = reply
            case Progress():
                state.runs.hear(reply)
                state.unsaved = state.unsaved or (reply.step > 0 and (reply.run, reply.step) != self._saved_at)
                self._has_learnt = True
                if reply.state != "training":
                    self._ask_again(hurries=False)
            case Shown():
                state.runs.hear_shown(reply)
                self._ask_again()
            case Saved():
                state.saved += 1
                if reply.file.suffix == WEIGHTS:
                    self._note_saved()
                self._know(reply.record or state.record)
                where = (("file", reply.file.name), ("folder", str(reply.file.parent)))
                state.notice = Said(key="notice.saved", values=where)
            case Restarted():
                self._restarted, state.notice = True, reply.said
                state.runs.lose(reply.said)
            case Moved():
                state.notice, state.device = reply.said, reply.device
            case Failed():
                self._failed(reply)

    def _loaded(self, reply: Loaded) -> None:
        state = self._state
        if state.spec != reply.spec:
            state.spec, state.activations, state.probabilities = reply.spec, {}, None
            self.look_at(None)
            state.aimed = state.selected = None
        state.blueprint, state.device = reply.blueprint, reply.device
        self._know(reply.record)
        state.unsaved, self._restarted = state.unsaved and self._restarted, False
        if state.runs.held is not None and state.runs.held.progress is not None:
            state.runs.let_go()
        self.opened += 1
        if self._pending is None or reply.brings(self._pending):
            self._pending, state.ready = None, True
        self._ask_again()

    def _know(self, record: Mapping[str, str]) -> None:
        """Take note of how the weights came to be."""
        self._state.record, self._state.learnt = record, loop.learnt(record)

    def _is_old(self, reply: Reply) -> bool:
        """Say whether `reply` answers for another network, or what nobody wants to know any more."""
        if isinstance(reply, Weights):
            asked = self._looked
            is_asked = asked is not None and (reply.node, reply.map) == (asked.node, asked.map)
            return reply.network != self._state.spec.name or not is_asked
        if any(part.is_old(reply) for part in self._hearers[type(reply)]):
            return True
        if not isinstance(reply, Inferred):
            return False
        return reply.network != self._state.spec.name or reply.serial <= self._state.serial

    def _note_saved(self) -> None:
        """Note that a file holds the newest weights; while one looks back it holds others."""
        held = self._state.runs.held
        if held is not None and held.shown is not None:
            return
        self._state.unsaved = False
        if held is not None and held.progress is not None:
            self._saved_at = (held.number, held.progress.step)

    def _answered(self, reply: Inferred) -> None:
        state = self._state
        self._took_s = reply.duration_s
        state.serial, state.activations, state.probabilities = reply.serial, reply.activations, reply.probabilities
        # The same picture stays the same array, so that whoever compares it with the last one is done at once.
        if state.picture is None or not np.array_equal(state.picture, reply.picture):
            state.picture = reply.picture

    def _ask_again(self, *, hurries: bool = True) -> None:
        """Ask once more for the answer to what stands and for the weights, because these have changed."""
        self._has_learnt = False
        self._look_again()
        if not self.waiting and not self.fooling.look_again():
            self.infer_again()
            self._hurries = hurries

    def _look_again(self) -> None:
        # Before there is a network there is nothing to look at; once it is there, it is asked.
        if self._looked is not None and self._state.device:
            self._submit(self._looked)

    def _failed(self, reply: Failed) -> None:
        state, request = self._state, reply.request
        if isinstance(request, Infer) and not self._fits(request):
            logger.info("A drawing for another network is not answered: %s", reply.sentence)
        else:
            logger.error("%s\n%s", reply.sentence, reply.details)
            state.notice = reply.said or Said(key="notice.unforeseen", values=(("details", reply.sentence),))
        if isinstance(request, Infer | Fool):
            state.serial = max(state.serial, request.serial)
        if request is self._pending or request == self._pending:
            self._pending, state.ready = None, bool(state.device)

    def close(self) -> None:
        """End the model loop."""
        self._host.close()


def load_data(name: str) -> Dataset:
    """Return a shipped data set by name, or one in a folder of IDX files."""
    return loop.load_data(name)


def about(data: str) -> Facts:
    """Return what is known of a shipped data set, or of one in a folder of IDX files."""
    return loop.about(data)


def network_names(*, with_synthetic: bool = False) -> tuple[str, ...]:
    """Return the names of the shipped networks, and of the synthetic ones where asked."""
    return loop.names(with_synthetic=with_synthetic)


def saved_networks(folder: Path) -> tuple[SavedNetwork, ...]:
    """Return the networks that were saved in a folder, the newest first."""
    return loop.saved(folder)


def inline_host(*, device: Wanted = "cpu") -> loop.InlineHost:
    """Return a host that answers on the caller's thread: for single pictures and tests."""
    return loop.InlineHost(device=device)


HOSTS: Mapping[str, Callable[..., Host]] = MappingProxyType({"thread": loop.movable_host, "process": loop.process_host})
"""What opens the hosts that answer beside the frames, by the settings' names: on a thread until moved, in a process."""


def read_spec(network: str) -> State:
    """Return the state of a network before anything was drawn; torch is not needed for it."""
    return State(spec=loop.read_spec(network))


def opening(level: Level) -> Load | Build:
    """Return what brings a level's network."""
    if level.blueprint is None:
        return Load(network=level.network_name)
    return Build(blueprint=level.blueprint, file=level.weights)


def before(level: Level) -> State:
    """Return the state of a level before its network is loaded; torch is not needed for it."""
    return read_spec(level.network_name) if level.blueprint is None else states.of_blueprint(level.blueprint)

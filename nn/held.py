"""The network that the model loop holds: its weights, where they come from, and the run that changes them."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from layerwalk.nn import (
    calculation,
    data,
    device,
    forward,
    origin,
    prepare,
    record,
    saved,
    snapshots,
    training,
    weights,
)
from layerwalk.nn import split as splitting
from layerwalk.nn.explained import Explain, Explained, Floats
from layerwalk.nn.graph import Change
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import Build, Infer, Inferred, Load, Loaded, Progress, Train, TrainConfig
from layerwalk.nn.opening import Network
from layerwalk.nn.record import NOT_MEASURED, Provenance
from layerwalk.nn.run_state import RunState
from layerwalk.nn.snapshots import Weights
from layerwalk.nn.split import Split
from layerwalk.nn.training import Training

ORIGIN = "origin"
"""What a keepsake's record has besides: what a run from its weights calls its parent."""


def training_parts(network: Network, config: TrainConfig) -> Split:
    """Return what a run would learn from; raise TrainError, SplitError or DataError where there can be no such run."""
    training.check(config, network.model)
    return splitting.split(data.load(config.data), network.traced.spec, config)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldState:
    """Hold what a network has become, save for its form. home: what it comes back to when it is reset.

    drawn: the serial and the picture that were answered last. parent: where the run's first weights came from.
    """

    weights: Weights
    provenance: Provenance
    home: tuple[Weights, Provenance]
    drawn: tuple[int, Tensor]
    run: RunState | None
    parent: str


class Held:
    """Hold a network. Lives on the model loop's thread."""

    def __init__(self, network: Network, request: Load | Build, provenance: Provenance) -> None:
        """Hold a network with the weights that it has. request: what brings such a network again."""
        self.network, self.request = network, request
        self.place = device.of(network.model)
        self.drawn: tuple[int, Floats] = (0, np.zeros(network.shape, np.float32))
        """The serial and the picture, (C, H, W), that were answered last."""
        self._provenance = provenance
        self._home = (snapshots.copy(network.model), provenance)
        self._training: Training | None = None
        self._config, self._parent = TrainConfig(), provenance.origin

    @property
    def training(self) -> Training | None:
        """Return the run, also one that has ended; None where there was none since the network was loaded."""
        return self._training

    @property
    def kept(self) -> Weights:
        """Return the weights that are worth keeping now: while it trains the last good ones, else those that answer."""
        return self._training.kept if self._training else snapshots.copy(self.network.model)

    @property
    def provenance(self) -> Provenance:
        """Return where the weights in `kept` come from."""
        if self._training is None:
            return self._provenance
        return record.trained(
            self._provenance.record,
            self._config,
            self._training.stand,
            parent=self._parent,
            place=device.title(self.place),
            accuracy=NOT_MEASURED,
        )

    def keepsake(self, *, version: int) -> Keepsake:
        """Return what brings the network and its last good weights again."""
        found = self.provenance
        return Keepsake(
            request=self.request,
            weights=weights.to_bytes(self.kept),
            version=version,
            record={**found.record, ORIGIN: found.origin},
        )

    @property
    def state(self) -> "HeldState":
        """Return all that another one needs to go on from here with a network of the same form."""
        serial, picture = self.drawn
        return HeldState(
            weights=snapshots.copy(self.network.model),
            provenance=self._provenance,
            home=self._home,
            drawn=(serial, torch.from_numpy(picture.copy())),
            run=self._training.run_state if self._training else None,
            parent=self._parent,
        )

    def go_on(self, state: "HeldState") -> None:
        """Go on where another one was; the run learns from the same data. Raise what `training_parts` raises."""
        snapshots.restore(self.network.model, state.weights)
        self._provenance, self._home, self._parent = state.provenance, state.home, state.parent
        serial, picture = state.drawn
        self.drawn = serial, picture.numpy()
        if state.run is not None:
            self._config = state.run.config
            self._training = self._training_of(
                state.run.config, training_parts(self.network, self._config), state.run.run
            )
            self._training.go_on(state.run)

    def loaded(self) -> Loaded:
        """Return what is said of the network once it is ready."""
        return Loaded(
            spec=self.network.traced.spec,
            record=self.provenance.record,
            blueprint=self.network.blueprint,
            device=device.title(self.place),
        )

    def answer(self, picture: Floats, *, serial: int, change: Change | None = None) -> Inferred:
        """Answer a picture, (C, H, W), and take it for the newest. change: what is lesioned, see `lesion.change`."""
        start_s = time.perf_counter()
        self.drawn = serial, picture
        spec = self.network.traced.spec
        captured = forward.capture(self.network.traced, picture, place=self.place, change=change)
        return Inferred(
            network=spec.name,
            serial=serial,
            picture=captured.activations[spec.input.name],
            activations=captured.activations,
            probabilities=captured.probabilities,
            duration_s=time.perf_counter() - start_s,
        )

    def infer(self, request: Infer, *, change: Change | None = None) -> Inferred:
        """Answer a drawing, as the network reads it. change: what is lesioned, see `lesion.change`."""
        drawing, centre, side_px, shape = request.drawing, request.centre, request.side_px, self.network.shape
        picture = prepare.prepare(drawing, centre=centre, shape=shape, side_px=side_px)
        window = prepare.window(drawing, centre=centre, shape=shape, side_px=side_px)
        return replace(self.answer(picture, serial=request.serial, change=change), window=window)

    def explain(self, request: Explain, *, change: Change | None = None) -> Explained:
        """Return what is asked of a neuron, for the newest drawing. change: what is lesioned, see `lesion.change`."""
        serial, picture = self.drawn
        network = self.network
        captured = forward.capture(network.traced, picture, place=self.place, change=change)
        return calculation.explain(
            network.model,
            network.traced,
            captured,
            node=request.node,
            index=request.index,
            outgoing=request.outgoing,
            serial=serial,
        )

    def put(self, found: Weights, provenance: Provenance) -> None:
        """Let the network answer with other weights, and come back to these when it is reset; no run may go on."""
        snapshots.restore(self.network.model, found)
        self._home, self._provenance = (found, provenance), provenance

    def reset(self) -> None:
        """Put back the weights that were last loaded, built or saved; no run may go on."""
        self.put(*self._home)

    def was_saved(self, found: Weights, provenance: Provenance) -> None:
        """Come back to these weights when the network is reset; a run goes on as before."""
        self._home = found, provenance
        if self._training is None:
            self._provenance = provenance

    def begin(self, request: Train, parts: Split) -> Training:
        """Begin and return a run, from new weights or from those that the network has; no other run may go on."""
        config, network = request.config, self.network
        self._config, self._parent = config, self._provenance.origin
        if request.start == "new":
            training.begin_anew(network.model, seed=config.seed)
            self._parent = origin.drawn_anew(config.seed)
        self._training = self._training_of(config, parts, request.run)
        return self._training

    def _training_of(self, config: TrainConfig, parts: Split, run: int) -> Training:
        classes = self.network.traced.spec.answer.maps
        return Training(self.network.model, parts, config, classes=classes, run=run)

    def end_run(self) -> Progress | None:
        """Drop the run; return its last words where it goes on. The weights that answer stay."""
        if self._training is None:
            return None
        words = None if self._training.ended else self._training.abandon()
        self._provenance, self._training = self.provenance, None
        return words


def of_another_form(provenance: Provenance, known: dict[str, str]) -> Provenance:
    """Return where weights come from that a changed network has taken over; known: the title and source of that one."""
    return replace(provenance, record={**provenance.record, **known, "accuracy": NOT_MEASURED})


def read_weights(file: Path, network: Network) -> tuple[Weights, Provenance]:
    """Return the weights in `file`, which fit `network`, and where they come from; raise StoreError."""
    found, known = weights.read(file, like=network.model), saved.read_record(file)
    origin = known.pop(ORIGIN, None)
    known = {**(record.about(network.blueprint) if network.blueprint else {}), **known}
    return found, Provenance(record=known, origin=origin) if origin else record.from_file(file, known)

"""The network that the model loop holds: its weights, where they come from, and the run that changes them."""

import time
from dataclasses import replace

import numpy as np

from layerwalk.nn import calculation, data, device, forward, origin, record, snapshots, training, weights
from layerwalk.nn import split as splitting
from layerwalk.nn.explained import Explain, Explained, Floats
from layerwalk.nn.graph import Change
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import Build, Inferred, Load, Loaded, Progress, Train, TrainConfig
from layerwalk.nn.opening import Network
from layerwalk.nn.record import NOT_MEASURED, Provenance
from layerwalk.nn.snapshots import Weights
from layerwalk.nn.split import Split
from layerwalk.nn.training import Training

ORIGIN = "origin"
"""What a keepsake's record has besides: what a run from its weights calls its parent."""


def training_parts(network: Network, config: TrainConfig) -> Split:
    """Return what a run would learn from; raise TrainError, SplitError or DataError where there can be no such run."""
    training.check(config, network.model)
    return splitting.split(data.load(config.data), network.traced.spec, config)


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
        classes = network.traced.spec.answer.maps
        self._training = Training(network.model, parts, config, classes=classes, run=request.run)
        return self._training

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

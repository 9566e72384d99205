"""What the model loop does with a request. Lives on the loop's own thread; holds the network that is loaded."""

import logging
import time
import traceback
from dataclasses import dataclass
from typing import assert_never

import numpy as np
import torch
from safetensors import torch as safetensors
from torch import nn

from layerwalk.nn import data, forward, models, prepare, snapshots, store, synthetic, trace, training
from layerwalk.nn import split as splitting
from layerwalk.nn.idx import DataError
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import (
    Build,
    Control,
    ExportScript,
    Failed,
    Infer,
    Inferred,
    Load,
    Loaded,
    LoadWeights,
    Progress,
    Reply,
    Request,
    Reset,
    SaveWeights,
    Show,
    Start,
    Train,
    TrainConfig,
)
from layerwalk.nn.split import Split, SplitError
from layerwalk.nn.store import StoreError
from layerwalk.nn.trace import Traced, TraceError
from layerwalk.nn.training import TrainError, Training

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Hold a network that is ready to answer, with its description and how it was trained."""

    model: nn.Module
    traced: Traced
    record: dict[str, str]


def open_network(name: str) -> Network:
    """Return a shipped network with its trained weights, or a synthetic one; raise StoreError where there is none."""
    if name in synthetic.REGISTRY:
        size = synthetic.REGISTRY[name]
        model: nn.Module = size.build()
        shape, classes, record = synthetic.SHAPE, synthetic.CLASSES, {"title": size.title}
    else:
        record = store.read_record(name)
        architecture = models.REGISTRY[name]
        model, shape, classes = architecture.build(), architecture.shape, architecture.classes
        store.load_weights(name, model)
    traced = trace.follow(model, torch.zeros(1, *shape), name=name, classes=classes)
    return Network(model=model, traced=traced, record=record)


def training_parts(network: Network, config: TrainConfig) -> Split:
    """Return what a run would learn from; raise TrainError, SplitError or DataError where there can be no such run."""
    training.check(config, network.model)
    return splitting.split(data.load(config.data), network.traced.spec, config)


def open_training(
    network: Network, parts: Split, config: TrainConfig, *, start: Start = "new", run: int = 1
) -> Training:
    """Return a run that is about to begin, from new weights or from those that the network has."""
    if start == "new":
        training.begin_anew(network.model, seed=config.seed)
    return Training(network.model, parts, config, classes=network.traced.spec.answer.maps, run=run)


class Worker:
    """Serve requests one after the other; a failure becomes a reply, and the network stays as it was.

    A training run is a long job: whoever holds the worker calls `advance` while it is `busy`, and serves what has come
    in between any two calls.
    """

    def __init__(self) -> None:
        self._network: Network | None = None
        self._training: Training | None = None
        self._train: Train | None = None
        self._last_words: list[Progress] = []
        self._request: Load | None = None
        self._version = 0

    @property
    def weights_version(self) -> int:
        """Return a number that grows whenever the weights have changed."""
        return self._version

    def keepsake(self) -> Keepsake | None:
        """Return what brings the network and its last good weights again; None where there is no network."""
        if self._network is None or self._request is None:
            return None
        weights = self._training.kept if self._training else snapshots.copy(self._network.model)
        return Keepsake(
            request=self._request,
            weights=safetensors.save(weights),
            version=self._version,
            record=self._network.record,
        )

    def handle(self, request: Request) -> Reply:
        """Return the reply to `request`; never raises an Exception."""
        if not isinstance(request, Infer):
            self._version += 1
        try:
            return self._serve(request)
        except (StoreError, TraceError, DataError, SplitError, TrainError, _NotReadyError) as error:
            logger.warning("%s", error)
            return Failed(request=request, sentence=str(error), details=traceback.format_exc())
        except Exception as error:
            return _unforeseen(request, error)

    @property
    def busy(self) -> bool:
        """Say whether `advance` has something to do."""
        return bool(self._last_words) or (self._training is not None and self._training.busy)

    def advance(self) -> Reply | None:
        """Do a small piece of the long job; return a report where one is due; never raises an Exception.

        A run that fails is dropped; the weights stay as they are.
        """
        if self._last_words:
            return self._last_words.pop(0)
        if self._training is None or self._train is None:
            return None
        self._version += 1
        try:
            return self._training.advance()
        except Exception as error:
            self._training = None
            return _unforeseen(self._train, error)

    def _serve(self, request: Request) -> Reply:
        match request:
            case Load():
                return self._load(request.network)
            case Reset():
                return self._load(self._loaded().traced.spec.name)
            case Infer():
                return _infer(self._loaded(), request)
            case Train():
                return self._begin(request)
            case Control():
                return self._begun().control(request.action)
            case Show():
                return self._begun().show(request.index)
            case Build() | LoadWeights() | SaveWeights() | ExportScript():
                raise NotImplementedError(type(request).__name__)
            case _:
                assert_never(request)

    def _load(self, name: str) -> Loaded:
        network = open_network(name)
        blank = np.zeros(network.traced.spec.input.shape, np.float32)
        forward.capture(network.traced, blank)  # the first pass is slow: it belongs to the loading
        self._end_training()
        self._network, self._request = network, Load(network=name)
        return Loaded(spec=network.traced.spec, record=network.record)

    def _begin(self, request: Train) -> Progress:
        network = self._loaded()
        parts = training_parts(network, request.config)
        self._end_training()
        self._train = request
        self._training = open_training(network, parts, request.config, start=request.start, run=request.run)
        return self._training.report()

    def _end_training(self) -> None:
        """Drop the run; where it goes on, its last words are kept for the next `advance`."""
        if self._training is not None and not self._training.ended:
            self._last_words.append(self._training.abandon())
        self._training = None

    def _begun(self) -> Training:
        if self._training is None:
            raise TrainError("No training has begun yet.")
        return self._training

    def _loaded(self) -> Network:
        if self._network is None:
            raise _NotReadyError("No network is loaded yet.")
        return self._network


class _NotReadyError(RuntimeError):
    pass


def _unforeseen(request: Request, error: Exception) -> Failed:
    logger.exception("The model loop could not serve %s", type(request).__name__)
    sentence = f"The network could not do this ({type(error).__name__}: {error})."
    return Failed(request=request, sentence=sentence, details=traceback.format_exc())


def _infer(network: Network, request: Infer) -> Inferred:
    start_s = time.perf_counter()
    spec = network.traced.spec
    channels, height, width = spec.input.shape
    shape = (channels, height, width)
    picture = prepare.prepare(request.drawing, centre=request.centre, shape=shape, side_px=request.side_px)
    captured = forward.capture(network.traced, picture)
    return Inferred(
        network=spec.name,
        serial=request.serial,
        picture=captured.activations[spec.input.name],
        activations=captured.activations,
        probabilities=captured.probabilities,
        duration_s=time.perf_counter() - start_s,
    )

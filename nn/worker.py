"""What the model loop does with a request. Lives on the loop's own thread; holds the network that is loaded."""

import logging
import time
import traceback
from dataclasses import dataclass
from typing import assert_never

import numpy as np
import torch
from torch import nn

from layerwalk.nn import forward, models, prepare, store, synthetic, trace
from layerwalk.nn.idx import DataError
from layerwalk.nn.messages import Failed, Infer, Inferred, Load, Loaded, Reply, Request, Reset
from layerwalk.nn.store import StoreError
from layerwalk.nn.trace import Traced, TraceError

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


class Worker:
    """Serve requests one after the other; a failure becomes a reply, and the network stays as it was."""

    def __init__(self) -> None:
        self._network: Network | None = None

    def handle(self, request: Request) -> Reply:
        """Return the reply to `request`; never raises an Exception."""
        try:
            return self._serve(request)
        except (StoreError, TraceError, DataError, _NotReadyError) as error:
            logger.warning("%s", error)
            return Failed(request=request, sentence=str(error), details=traceback.format_exc())
        except Exception as error:
            logger.exception("The model loop could not serve %s", type(request).__name__)
            sentence = f"The network could not do this ({type(error).__name__}: {error})."
            return Failed(request=request, sentence=sentence, details=traceback.format_exc())

    def _serve(self, request: Request) -> Reply:
        match request:
            case Load():
                return self._load(request.network)
            case Reset():
                return self._load(self._loaded().traced.spec.name)
            case Infer():
                return _infer(self._loaded(), request)
            case _:
                assert_never(request)

    def _load(self, name: str) -> Loaded:
        network = open_network(name)
        blank = np.zeros(network.traced.spec.input.shape, np.float32)
        forward.capture(network.traced, blank)  # the first pass is slow: it belongs to the loading
        self._network = network
        return Loaded(spec=network.traced.spec, record=network.record)

    def _loaded(self) -> Network:
        if self._network is None:
            raise _NotReadyError("No network is loaded yet.")
        return self._network


class _NotReadyError(RuntimeError):
    pass


def _infer(network: Network, request: Infer) -> Inferred:
    start_s = time.perf_counter()
    spec = network.traced.spec
    channels, height, width = spec.input.shape
    picture = prepare.prepare(request.drawing, centre=request.centre, shape=(channels, height, width))
    captured = forward.capture(network.traced, picture)
    return Inferred(
        network=spec.name,
        serial=request.serial,
        picture=captured.activations[spec.input.name],
        activations=captured.activations,
        probabilities=captured.probabilities,
        duration_s=time.perf_counter() - start_s,
    )

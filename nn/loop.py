"""The door to the networks for those who must not load torch: hosts of the model loop, and what ships.

Importing this module leaves torch alone; it is loaded by a host's thread, or by the first `evaluate`.
"""

import itertools
import logging
import threading
import traceback
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from layerwalk.nn import data, store, synthetic
from layerwalk.nn import evaluate as evaluation
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.datasets import Facts
from layerwalk.nn.data import Dataset as Dataset
from layerwalk.nn.idx import DataError as DataError
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.mailbox import Mailbox
from layerwalk.nn.messages import (
    Attribute,
    Explain,
    Failed,
    Infer,
    LookAt,
    Measured,
    Progress,
    Reply,
    Request,
    Restarted,
    Saved,
    Score,
    TrainConfig,
    Wanted,
)
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.prepare import prepare as prepare
from layerwalk.nn.refusing import Refusing
from layerwalk.nn.said import say
from layerwalk.nn.saved import SavedNetwork as SavedNetwork
from layerwalk.nn.saved import saved as saved
from layerwalk.nn.store import StoreError as StoreError
from layerwalk.nn.told import learnt as learnt

if TYPE_CHECKING:
    from layerwalk.nn.alone import Trained

logger = logging.getLogger(__name__)

LAST = (Infer.key, Explain.key, Attribute.key)
READING = (Infer.key, LookAt.key, Explain.key, Attribute.key)
"""Requests that change nothing: they may be served in the middle of a training step."""


class Host(Protocol):
    """Run the model loop somewhere. Called from the main thread only."""

    def submit(self, request: Request) -> None:
        """Hand a request over; of several with one key that wait, only the newest is served. Never blocks."""

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call; of several answers to a drawing the newest.

        Of several reports of a training run that goes on too, save for those of an epoch that ended.

        wait_s: how long to wait for the first reply where there is none yet; at once by default.
        """

    def close(self) -> None:
        """End the loop; nothing may be submitted after that. Closing twice does no harm."""


class Server(Protocol):
    """Serve requests, and do a long job in small pieces. Used from one thread; nothing here raises an Exception."""

    def handle(self, request: Request) -> Reply:
        """Return the reply to `request`."""

    @property
    def busy(self) -> bool:
        """Say whether a long job has more to do."""

    def advance(self, breathe: Callable[[], None] = ...) -> Reply | None:
        """Do a small piece of the long job; return a report where one is due.

        breathe: called within it, at moments when a drawing may be answered and nothing else may be served.
        """

    def close(self) -> None:
        """End what goes on beside; nothing may be asked after that."""

    @property
    def weights_version(self) -> int:
        """Return a number that grows whenever the weights have changed."""

    def keepsake(self) -> Keepsake | None:
        """Return what brings the network and its last good weights again; None where there is no network."""


class InlineHost:
    """Serve requests in `poll`, on the caller's thread: for tests and single pictures.

    Each `poll` also does one piece of a long job, such as one training step.
    """

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Open the host. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._requests, self._device = _requests(), device
        self._server: Server | None = None

    def submit(self, request: Request) -> None:
        """Keep a request for the next `poll`."""
        self._requests.put(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Serve what waits, do one piece of a long job, and return the replies."""
        replies = []
        for request in self._requests.drain():
            self._server = self._server or open_worker(device=self._device, warms_up=False)
            replies.append(self._server.handle(request))
        report = self._server.advance() if self._server and self._server.busy else None
        return [*replies, report] if report else replies

    @property
    def busy(self) -> bool:
        """Say whether the next `poll` has something to do."""
        return self._requests.waits or (self._server is not None and self._server.busy)

    def close(self) -> None:
        """Throw away what waits."""
        self._requests.close()


class ThreadHost:
    """Serve requests on a thread of its own, which also loads torch; frames go on meanwhile."""

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Start the thread. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._requests, self._device = _requests(), device
        self._replies = reply_box()
        self._leaves = False
        self._left: Keepsake | None = None
        self._thread = threading.Thread(target=self._run, name="model loop", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Hand a request to the thread."""
        self._requests.put(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call, or the first that comes within `wait_s`."""
        first = self._replies.take(timeout_s=wait_s) if wait_s > 0 else None
        return [*([first] if first else []), *self._replies.drain()]

    def close(self, *, timeout_s: float = 10.0) -> None:
        """End the thread after the request that it serves now, and wait for it."""
        self._requests.close()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            logger.warning("The model loop did not end within %g s.", timeout_s)

    @property
    def rests(self) -> bool:
        """Say whether everything is answered, and nothing is under way."""
        return self._requests.rests

    def leave(self) -> None:
        """Begin to end the loop; `left` is soon what brings the network and its weights again. Never blocks."""
        self._leaves = True
        self._requests.close()

    @property
    def left(self) -> Keepsake | None:
        """Return what was left behind, None as long as nothing is."""
        return self._left

    def _run(self) -> None:
        server = open_worker(device=self._device)

        def breathe() -> None:
            while (request := self._requests.take_among(READING)) is not None:
                self._replies.put(server.handle(request))

        while not self._requests.closed:
            # While a job goes on, all that waits is served before its next piece: neither can starve the other.
            for request in self._requests.drain() if server.busy else [self._requests.take()]:
                if request is not None:
                    self._replies.put(server.handle(request))
            report = server.advance(breathe) if server.busy else None
            if report is not None:
                self._replies.put(report)
        self._left = server.keepsake() if self._leaves else None
        server.close()


def _requests() -> Mailbox[Request]:
    """Return a mailbox that keeps of each request the newest, and every one that says that it must not be lost."""
    number = itertools.count()
    return Mailbox(lambda request: next(number) if request.key is None else request.key, last=LAST)


def reply_box() -> Mailbox[Reply]:
    """Return a mailbox that keeps every reply that must not be lost, and of the others the newest of each type."""
    number = itertools.count()

    def key(reply: Reply) -> Hashable:
        return next(number) if _must_be_heard(reply) else type(reply).__name__

    return Mailbox(key)


def _must_be_heard(reply: Reply) -> bool:
    if isinstance(reply, Progress):
        return reply.state != "training" or reply.validation_loss is not None
    if isinstance(reply, Measured):
        return reply.state != "measuring"
    return isinstance(reply, Failed | Saved | Restarted)


def open_worker(*, device: Wanted = "auto", warms_up: bool = True) -> Server:
    """Load torch, for one thread's use, and return what serves requests; where torch fails, what says so.

    warms_up: import, soon after the first network is there and beside the answers, what the first training step needs.
    """
    try:
        import torch

        from layerwalk.nn.worker import Worker

        torch.set_num_threads(1)
        return Worker(wanted=device, warms_up=warms_up)
    except (ImportError, OSError) as error:
        logger.exception("PyTorch cannot be loaded")
        sentence = f"PyTorch cannot be loaded ({error})."
        return Refusing(sentence, say("failed.no_torch"), details=traceback.format_exc())


def process_host(*, device: Wanted = "auto") -> Host:
    """Return a host that serves requests in a process of its own, which is started at once and not waited for."""
    from layerwalk.nn import process

    return process.ProcessHost(device=device)


def movable_host(*, device: Wanted = "auto") -> Host:
    """Return a host that serves requests on a thread of its own until it is to `move`."""
    from layerwalk.nn import movable

    return movable.MovableHost(device=device)


def move(host: Host) -> None:
    """Let a process of its own serve in place of a movable host's thread, as soon as nothing is lost by that."""
    from layerwalk.nn import movable

    if isinstance(host, movable.MovableHost):
        host.move()


def names(*, with_synthetic: bool = False) -> tuple[str, ...]:
    """Return the names of the networks that can be loaded: the shipped ones, and the synthetic ones where asked."""
    return store.names() + (synthetic.names() if with_synthetic else ())


def read_spec(name: str) -> NetworkSpec:
    """Return the description of a shipped or synthetic network; raise StoreError where there is none."""
    return synthetic.spec(name) if name in synthetic.REGISTRY else store.read_spec(name)


def read_record(name: str) -> dict[str, str]:
    """Return how a network was trained, as (what, text), its title first; raise StoreError where there is none."""
    return {"title": synthetic.REGISTRY[name].title} if name in synthetic.REGISTRY else store.read_record(name)


def data_of(name: str) -> str:
    """Return the data set that a network is made for, without its part."""
    return presets.PRESETS[name].data if name in presets.PRESETS else "mnist"


def data_names() -> tuple[str, ...]:
    """Return the names of the shipped data sets."""
    return data.names()


def load_data(name: str) -> Dataset:
    """Return a part of a shipped data set ('mnist-test') or of one in a folder of IDX files ('letters-test').

    A folder by itself stands for its test part. Raise DataError, in one sentence.
    """
    folder = Path(name)
    return data.load_folder(folder) if name not in data.REGISTRY and folder.is_dir() else data.load(name)


def about(name: str) -> Facts:
    """Return what is known of a shipped data set ('mnist') or of one in a folder; raise DataError, in one sentence."""
    return data.about(name)


def evaluate(
    name: str, *, data_name: str | None = None, progress: Callable[[float], None] = lambda share: None
) -> Score:
    """Return how well a network does on a data set, by default the test pictures of its own; loads torch.

    progress: told the share done, in (0, 1]. Raise StoreError or DataError, in one sentence.
    """
    import torch

    from layerwalk.nn import forward, opening

    torch.set_num_threads(1)
    network = opening.open_network(name)
    return evaluation.evaluate(
        name,
        forward.answerer(network.model),
        load_data(data_name or f"{data_of(name)}-test"),
        shape=network.shape,
        progress=progress,
    )


def train(
    name: str,
    config: TrainConfig,
    *,
    file: Path | None = None,
    device: Wanted = "auto",
    progress: Callable[[Progress], None] = lambda report: None,
) -> "Trained":
    """Train a network from new weights, measure it on the test pictures and keep it in `file`; loads torch.

    A network that was stopped by an interrupt, or that went astray, is measured and kept too, with its last good
    weights. Raise StoreError, TrainError or DataError, in one sentence.
    """
    import torch

    from layerwalk.nn import alone

    torch.set_num_threads(1)
    return alone.train(name, config, file=file, wanted=device, progress=progress)


def study_ablation(
    name: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None]
) -> list[dict[str, Any]]:
    """Return how many filters of every convolution a picture needs, a row for each layer and order; loads torch.

    progress: told the share done, in [0, 1]. Raise StudyError or StoreError, in one sentence.
    """
    import torch

    from layerwalk.nn import studies

    torch.set_num_threads(1)
    found = studies.ablation(name, count=count, draws=draws, seed=seed, progress=progress)
    return [needed.plain() for needed in found.needed]


def study_dose(
    name: str, layer: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None]
) -> dict[str, dict[str, list[float]]]:
    """Return a layer's dose-response 'curves' by name, and the 'importance' of each unit; loads torch.

    progress: told the share done, in [0, 1]. Raise StudyError or StoreError, in one sentence.
    """
    import torch

    from layerwalk.nn import studies

    torch.set_num_threads(1)
    found = studies.respond(name, layer, count=count, draws=draws, seed=seed, progress=progress)
    return {"curves": found.plain(), "importance": found.plain_importance()}


def study_fool(name: str, *, count: int, seed: int, progress: Callable[[float], None]) -> dict[str, Any]:
    """Return how often and how fast a network is fooled by targeted PGD within an epsilon of .1; loads torch.

    progress: told the share done, in [0, 1]. Raise StoreError or DataError, in one sentence.
    """
    import torch

    from layerwalk.nn import studies

    torch.set_num_threads(1)
    return studies.fool(name, count=count, seed=seed, progress=progress).plain()


def bench_synthesis(name: str, *, seconds: float) -> list[dict[str, Any]]:
    """Return how fast each layer of a network is synthesised beside bare torch, a row for each; loads torch.

    seconds: for each round of a measurement. Raise StoreError, in one sentence.
    """
    import torch

    from layerwalk.nn import synthesis_bench

    torch.set_num_threads(1)
    return [speed.plain() for speed in synthesis_bench.bench(name, seconds=seconds)]

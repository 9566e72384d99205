"""The door to the networks for those who must not load torch: hosts of the model loop, and what ships.

Importing this module leaves torch alone; it is loaded by a host's thread, or by the first `evaluate`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from layerwalk.nn import data, store, synthetic
from layerwalk.nn import evaluate as evaluation
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.datasets import Facts
from layerwalk.nn.data import Dataset as Dataset
from layerwalk.nn.idx import DataError as DataError
from layerwalk.nn.inline_host import InlineHost as InlineHost
from layerwalk.nn.messages import Progress, Score, TrainConfig, Wanted
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.prepare import prepare as prepare
from layerwalk.nn.saved import SavedNetwork as SavedNetwork
from layerwalk.nn.saved import saved as saved
from layerwalk.nn.serving import Host as Host
from layerwalk.nn.serving import open_worker as open_worker
from layerwalk.nn.serving import reply_box as reply_box
from layerwalk.nn.store import StoreError as StoreError
from layerwalk.nn.thread_host import ThreadHost as ThreadHost
from layerwalk.nn.told import learnt as learnt

if TYPE_CHECKING:
    from layerwalk.nn.alone import Trained


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

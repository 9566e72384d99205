"""What the model loop does with a request. Lives on the loop's own thread; holds the network that is loaded."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import assert_never

import torch

from layerwalk.nn import (
    device,
    failing,
    fool_step,
    handover,
    held,
    look,
    look_over,
    messages,
    opening,
    record,
    saved,
    weights,
)
from layerwalk.nn.attribution_job import Reasons
from layerwalk.nn.blueprint import script
from layerwalk.nn.dead_units import DeadUnits
from layerwalk.nn.files import StoreError
from layerwalk.nn.graph import Change
from layerwalk.nn.held import Held
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.messages import (
    Attribute,
    Build,
    CancelSynthesis,
    Control,
    CountDead,
    Explain,
    ExportScript,
    Failed,
    FindLeast,
    Fool,
    Infer,
    Load,
    Loaded,
    LoadWeights,
    LookAt,
    LookOver,
    MeasureLesions,
    Progress,
    Reply,
    Request,
    Reset,
    Saved,
    SaveWeights,
    SetLesions,
    Show,
    Shown,
    StopStudy,
    Study,
    Synthesise,
    TakeOver,
    Train,
    Wanted,
)
from layerwalk.nn.opening import Network
from layerwalk.nn.said import SaidError, say
from layerwalk.nn.store import WEIGHTS
from layerwalk.nn.study_job import Studies
from layerwalk.nn.synthesis_job import Pictures
from layerwalk.nn.training import TrainError, Training
from layerwalk.nn.warm_up import WarmUp

logger = logging.getLogger(__name__)

MAKING = (Synthesise, CancelSynthesis, Study, StopStudy)
LESIONING = (SetLesions, MeasureLesions, FindLeast)
LOOKING = (LookAt, LookOver, CountDead, Explain, Attribute)
READING = (Infer, Fool, *LOOKING, *LESIONING, SaveWeights, ExportScript, *MAKING)
"""Requests that leave the weights as they are."""


class Worker:
    """Serve requests one after the other; a failure becomes a reply, and the network stays as it was.

    A training run is a long job: whoever holds the worker calls `advance` while it is `busy`, and serves what has come
    in between any two calls.
    """

    def __init__(self, *, wanted: Wanted = "cpu", warms_up: bool = False) -> None:
        """Choose what to calculate on. warms_up: prepare for the first training step on a thread beside this one."""
        self._place = device.choose(wanted)
        self._held: Held | None = None
        self._lab: Lab | None = None
        self._pictures: Pictures | None = None
        self._dead: DeadUnits | None = None
        self._studies = Studies()
        self._last_words: list[Progress] = []
        self._train: Train | None = None
        self._reasons: Reasons | None = None
        self._version = 0
        self._warm_up = WarmUp() if warms_up else None

    def close(self) -> None:
        """Prepare for nothing any more; what is being prepared is waited for."""
        if self._warm_up is not None:
            self._warm_up.close()

    @property
    def weights_version(self) -> int:
        """Return a number that grows whenever the weights have changed."""
        return self._version

    def keepsake(self) -> Keepsake | None:
        """Return what brings the network and its last good weights again; None where there is no network."""
        return self._held.keepsake(version=self._version) if self._held else None

    def handle(self, request: Request) -> Reply:
        """Return the reply to `request`; never raises an Exception."""
        if self._warm_up is not None:
            self._warm_up.wait_longer()
        if not isinstance(request, READING):
            self._version += 1
            if self._reasons is not None:
                self._reasons.drop()  # they would be those of weights that are no more
        try:
            return self._serve(request)
        except Exception as error:
            return failing.failed(request, error)

    def hand_over(self) -> TakeOver | Failed | None:
        """Return what another worker needs to go on exactly here; None without a network, or beside other long jobs."""
        if self._held is None or self._lab is None or self._has_more_than_training:
            return None
        try:
            return handover.pack(self._held, self._lab, train=self._train)
        except Exception as error:
            return failing.unforeseen(self._held.request, error)

    @property
    def busy(self) -> bool:
        """Say whether `advance` has something to do."""
        run = self._held.training if self._held else None
        return self._has_more_than_training or (run is not None and run.busy)

    @property
    def _has_more_than_training(self) -> bool:
        jobs = (self._lab, self._reasons, self._pictures, self._dead, self._studies)
        return bool(self._last_words) or any(job is not None and job.busy for job in jobs)

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Reply | None:
        """Do a small piece of the long job; return a report where one is due; never raises an Exception.

        breathe: called within it; a drawing may be answered then, and nothing else may be served. A run that fails is
        dropped; the weights stay as they are.
        """
        if self._last_words:
            return self._last_words.pop(0)
        if self._lab is not None and self._lab.busy:
            return self._job_on(self._lab, breathe)
        if self._reasons is not None and self._reasons.busy:
            return self._job_on(self._reasons, breathe)
        if self._dead is not None and self._dead.busy:
            return self._job_on(self._dead, breathe)
        run = self._held.training if self._held else None
        makes = self._pictures is not None and self._pictures.busy
        if self._studies.takes_turn(beside=makes or (run is not None and run.busy)):
            return self._job_on(self._studies, breathe)
        if self._pictures is not None and self._pictures.takes_turn(beside=run is not None and run.busy):
            return self._job_on(self._pictures, breathe)
        if self._held is None or self._held.training is None or self._train is None:
            return None
        self._version += 1
        try:
            return self._held.training.advance(breathe)
        except Exception as error:
            self._held.end_run()
            return failing.unforeseen(self._train, error)

    def _serve(self, request: Request) -> Reply:
        match request:
            case Load():
                return self._load(request)
            case Build():
                return self._build(request)
            case TakeOver():
                return self._take_over(request)
            case LoadWeights():
                return self._load_weights(request.file)
            case SaveWeights():
                return self._save(request.file)
            case ExportScript():
                return self._export(request.file)
            case Reset():
                return self._reset()
            case Infer():
                return self._loaded().infer(request, change=self._change)
            case Fool():
                return fool_step.serve(self._loaded(), request, change=self._change)
            case SetLesions() | MeasureLesions() | FindLeast():
                return self._the_lab().serve(request)
            case Synthesise() | CancelSynthesis():
                return self._made().serve(request)
            case Study() | StopStudy():
                return self._studies.serve(request, self._loaded().network)
            case LookAt():
                return _look(self._loaded(), request)
            case LookOver():
                network = self._loaded().network
                return look_over.look_over(network.model, network.traced.spec, request)
            case CountDead():
                return self._the_dead().serve(request)
            case Explain():
                return self._loaded().explain(request, change=self._change)
            case Attribute():
                return self._the_reasons().serve(request, change=self._change)
            case Train():
                return self._begin(request)
            case Control():
                told = self._begun().control(request.action)
                self._last_words = self._without_older(told)
                return told
            case Show():
                return self._show(request)
            case _:
                assert_never(request)

    @property
    def _change(self) -> Change | None:
        """Return what is lesioned now."""
        return self._lab.change if self._lab else None

    def _load(self, request: Load) -> Loaded:
        network = self._open(lambda place: opening.open_network(request.network, place=place))
        return self._hold(Held(network, request, network.provenance))

    def _build(self, request: Build) -> Loaded:
        blueprint = request.blueprint
        network = self._open(lambda place: opening.build_network(blueprint, seed=request.seed, place=place))
        found, provenance = None, network.provenance
        if request.file is not None:
            found, provenance = held.read_weights(request.file, network)
        elif self._held and weights.same_form(self._held.network.model, network.model):
            found, provenance = self._held.kept, self._held.provenance
            if self._held.network.blueprint != blueprint:
                provenance = held.of_another_form(provenance, record.about(blueprint))
        holding = Held(network, Build(blueprint=blueprint, seed=request.seed), provenance)
        if found is not None:
            holding.put(found, provenance)
        return self._hold(holding)

    def _take_over(self, request: TakeOver) -> Loaded:
        wanted = request.request
        if isinstance(wanted, Load):
            network = self._open(lambda place: opening.open_network(wanted.network, place=place))
        else:
            network = self._open(lambda place: opening.build_network(wanted.blueprint, seed=wanted.seed, place=place))
        holding = Held(network, wanted, network.provenance)
        lab = Lab(network, place=holding.place)
        handover.unpack(holding, lab, request)
        self._hold(holding)
        self._lab, self._train = lab, request.train
        return holding.loaded()

    def _load_weights(self, file: Path) -> Loaded:
        holding = self._loaded()
        found, provenance = held.read_weights(file, holding.network)
        self._end_run()
        holding.put(found, provenance)
        return holding.loaded()

    def _reset(self) -> Loaded:
        holding = self._loaded()
        self._end_run()
        holding.reset()
        return holding.loaded()

    def _save(self, file: Path) -> Saved:
        holding = self._loaded()
        saved.check_ending(file, WEIGHTS)
        found, network = holding.kept, holding.network
        known = {**holding.provenance.record, "accuracy": record.accuracy(opening.measure(network, found))}
        saved.save(file, weights.to_bytes(found), known, network.blueprint)
        holding.was_saved(found, record.from_file(file, known))
        return Saved(file=file, record=known)

    def _export(self, file: Path) -> Saved:
        holding = self._loaded()
        saved.check_ending(file, ".py")
        if holding.network.blueprint is None:
            sentence = f"{holding.network.traced.spec.name}: there is no blueprint of it, so no script can be written."
            raise StoreError(sentence, say("failed.no_blueprint"))
        text = script.script(holding.network.blueprint, file.with_suffix(WEIGHTS).name)
        saved.export(file, text, weights.to_bytes(holding.kept))
        return Saved(file=file, record=holding.provenance.record)

    def _begin(self, request: Train) -> Progress:
        holding = self._loaded()
        parts = held.training_parts(holding.network, request.config)
        self._end_run()
        self._train = request
        return holding.begin(request, parts).report()

    def _made(self) -> Pictures:
        holding = self._loaded()
        self._pictures = self._pictures or Pictures(holding.network, place=holding.place, lab=self._the_lab())
        return self._pictures

    def _the_lab(self) -> Lab:
        self._loaded()
        assert self._lab is not None
        return self._lab

    def _the_reasons(self) -> Reasons:
        holding = self._loaded()
        self._reasons = self._reasons or Reasons(holding.network)
        return self._reasons

    def _the_dead(self) -> DeadUnits:
        holding = self._loaded()
        self._dead = self._dead or DeadUnits(holding.network, place=holding.place, lab=self._the_lab())
        return self._dead

    def _job_on(self, job: Lab | Reasons | Pictures | Studies | DeadUnits, breathe: Callable[[], None]) -> Reply | None:
        """Do a piece of a job beside training; for lesions that waits, so that all is of the same weights."""
        request = job.request
        try:
            return job.advance(breathe)
        except Exception as error:
            job.drop()
            return failing.failed(request, error)

    def _show(self, request: Show) -> Shown:
        """Show a snapshot; how the run stands after it is reported by the next `advance`."""
        training = self._begun()
        shown = training.show(request.index)
        words = training.report()
        self._last_words = [*self._without_older(words), words]
        return shown

    def _open(self, opener: Callable[[torch.device], Network]) -> Network:
        """Return a network on the chosen device; on the CPU from now on where the device does not manage it."""
        try:
            return opener(self._place)
        except RuntimeError as error:
            if self._place == device.CPU:
                raise
            logger.warning("%s failed, the CPU takes over: %s", device.title(self._place), error)
            self._place = device.CPU
            return opener(self._place)

    def _hold(self, holding: Held) -> Loaded:
        self._end_run()
        self._studies.end()
        self._held, self._lab, self._pictures = holding, Lab(holding.network, place=holding.place), None
        self._dead = self._reasons = None
        if self._warm_up is not None:
            self._warm_up.start(holding.network)
        return holding.loaded()

    def _end_run(self) -> None:
        """Drop the run; where it goes on, its last words are kept for the next `advance`."""
        words = self._held.end_run() if self._held else None
        if words is not None:
            self._last_words = [*self._without_older(words), words]

    def _without_older(self, news: Progress) -> list[Progress]:
        """Return the last words but those about the run of `news`, which are older."""
        return [words for words in self._last_words if words.run != news.run]

    def _begun(self) -> Training:
        if self._held is None or self._held.training is None:
            raise TrainError("No training has begun yet.", say("failed.no_training"))
        return self._held.training

    def _loaded(self) -> Held:
        if self._held is None:
            raise SaidError("No network is loaded yet.", say("failed.no_network"))
        return self._held


def _look(holding: Held, request: LookAt) -> messages.Weights:
    network, spec = holding.network, holding.network.traced.spec
    own = look.own_weights(network.model, spec, node=request.node, map=request.map)
    return messages.Weights(network=spec.name, node=request.node, map=request.map, weights=own.weights, bias=own.bias)

"""The session's part in what a network wants to see: one picture at once, and whole layers, the nearest first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from layerwalk.game.dreamt import Dream, Dreamt, Place, empty
from layerwalk.game.part import Part
from layerwalk.game.state import State
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import (
    CancelSynthesis,
    Failed,
    Floats,
    Lesioned,
    Loaded,
    Progress,
    Reply,
    Request,
    Restarted,
    Shown,
    Synthesise,
    Synthesised,
)
from layerwalk.nn.network import NetworkSpec, NodeSpec

GREY = 0.5
MOST_MAPS = 2048
"""So many of a layer are made at most: no stage shows more of them."""


class Dreaming(Part):
    """Ask for pictures, one job at a time, and keep `dreamt` of the state up to date. Main thread.

    One picture goes before whole layers. Call `go_on` once a frame: it begins what is missing.
    """

    hears = frozenset({Synthesised, Failed, Loaded, Restarted, Progress, Shown, Lesioned})

    def __init__(self, state: State, submit: Callable[[Request], None]) -> None:
        """Want nothing."""
        self._state, self._submit = state, submit
        self._serial = self._number = 0
        self._job: str | None = None
        """The layer whose pictures are being made, '' for one picture, None for nothing."""
        self._given_up: set[str] = set()
        self._config = SynthesisConfig()
        self._folder: Path | None = None
        self._seen: tuple[int, int] | None = None
        self._lesions: Lesions = ()

    @property
    def _dreamt(self) -> Dreamt:
        return self._state.dreamt

    @property
    def goes_on(self) -> bool:
        """Say whether a picture is being made, or is still to be made."""
        return self._job is not None or self._next(self.wanted) is not None

    def dream(
        self,
        aim: Aim,
        config: SynthesisConfig,
        *,
        start: Floats | None = None,
        place: Place = "auto",
        pace_hz: float | None = None,
    ) -> None:
        """Ask for one picture, in place of the one that is being made; the fields are those of `Synthesise`."""
        self._number += 1
        shape = self._state.spec.input.shape
        begins = np.full(shape, GREY, np.float32) if start is None else start
        self._dreamt.one = Dream(
            aim=aim,
            place=place,
            number=self._number,
            state="making",
            picture=begins,
            scores=np.zeros(0, np.float32),
            steps=config.steps,
        )
        self._ask("", Synthesise(aims=(aim,), config=config, start=start, pace_hz=pace_hz))

    def stop(self) -> None:
        """Make the one picture no further; what there is of it stays."""
        if self._job == "":
            self._cancel()
        one = self._dreamt.one
        if one is not None and one.state == "making":
            self._dreamt.one = replace(one, state="cancelled")
            self._state.changes += 1

    def put_away(self) -> None:
        """Let go of the one picture."""
        self.stop()
        self._dreamt.one = None
        self._state.changes += 1

    def show_layers(
        self, nodes: Iterable[str], config: SynthesisConfig, *, folder: Path | None, everywhere: bool = False
    ) -> None:
        """Want the pictures of all maps of these layers and of no others; folder: where they are kept, and found again.

        everywhere: all layers are meant, also those of the next network.
        """
        nodes = tuple(nodes)
        kept = set(nodes) if config == self._config else set()
        self._config, self._folder, dreamt = config, folder, self._dreamt
        self._given_up.clear()
        dreamt.wanted, dreamt.everywhere = nodes, everywhere
        dreamt.layers = {node: layer for node, layer in dreamt.layers.items() if node in kept}
        if self._job and self._job not in kept:
            self._cancel()
        self._state.changes += 1

    @property
    def wanted(self) -> tuple[str, ...]:
        """Return the layers whose maps are to show what they want to see."""
        return self._dreamt.wanted

    def go_on(self, order: Sequence[str]) -> None:
        """Begin what is missing, where nothing is being made; order: all layers, the first of them first."""
        if self._job is not None or not self.wanted or not self._state.device:
            return
        node = self._next([name for name in order if name in self.wanted])
        if node is None:
            return
        spec = self._state.spec
        maps = min(spec.node(node).maps, MOST_MAPS)
        if node not in self._dreamt.layers:
            self._dreamt.layers[node] = empty(maps, spec.input.shape)
        layer = self._dreamt.layers[node]
        layer.finished, layer.stale, layer.share = False, False, 0.0
        aims = tuple(Aim(node=node, index=(map,)) for map in range(maps))
        self._ask(node, Synthesise(aims=aims, config=self._config, folder=self._folder))

    def hear(self, reply: Reply) -> bool:
        """Take note of pictures, of other weights and of lesions."""
        match reply:
            case Synthesised() if self._job is not None and reply.serial == self._serial:
                self._take(reply)
            case Failed(request=Synthesise() as request) if self._job is not None and request.serial == self._serial:
                self._fail()
            case Loaded():
                self._loaded(reply.spec)
            case Restarted():
                self._submit(CancelSynthesis())  # what waited still would be begun again
                self._lose()
            case Progress() if reply.step > 0 and (reply.run, reply.step) != self._seen:
                self._seen = reply.run, reply.step
                self._age()
            case Shown():
                self._age()
            case Lesioned() if reply.network == self._state.spec.name:
                self._lesioned(reply.lesions)
        return False

    def _ask(self, job: str, request: Synthesise) -> None:
        self._serial, self._job = self._serial + 1, job
        self._submit(replace(request, serial=self._serial))
        self._state.changes += 1

    def _cancel(self) -> None:
        self._job = None
        self._submit(CancelSynthesis())

    def _next(self, names: Sequence[str]) -> str | None:
        """Return the first of these layers whose pictures are missing, or of other weights that change no more."""
        runs = self._state.runs.held
        learns = runs is not None and runs.progress is not None and runs.progress.state == "training"
        for name in names:
            layer = self._dreamt.layers.get(name)
            done = layer is not None and layer.finished and (learns or not layer.stale)
            if not done and name not in self._given_up:
                return name
        return None

    def _take(self, reply: Synthesised) -> None:
        if self._job:
            layer = self._dreamt.layers[self._job]
            layer.take(reply.first, reply.pictures)
            layer.share = reply.step / max(reply.steps, 1)
            layer.finished = reply.state == "finished"
        elif self._dreamt.one is not None:
            one = replace(self._dreamt.one, state=reply.state)
            if len(reply.pictures):
                one = replace(one, picture=reply.pictures[0], scores=reply.scores[0])
            self._dreamt.one = one
        if reply.state != "making":
            self._job = None

    def _fail(self) -> None:
        if self._job:
            self._given_up.add(self._job)
        self._lose()

    def _lose(self) -> None:
        """Take note that nothing is being made any more."""
        self._job = None
        one = self._dreamt.one
        if one is not None and one.state == "making":
            self._dreamt.one = replace(one, state="cancelled")

    def _lesioned(self, lesions: Lesions) -> None:
        """Take note of what is lesioned: a picture that is still being made is begun anew by itself."""
        named_alike = tuple(replace(lesion, name="") for lesion in lesions)
        if named_alike == self._lesions:
            return
        self._lesions, making = named_alike, self._dreamt.layers.get(self._job or "")
        one = self._dreamt.one
        self._age()
        if making is not None:
            making.stale = False
        if one is not None and one.state == "making":
            self._dreamt.one = one

    def _age(self) -> None:
        """Take note that the network is another than that for which there are pictures."""
        for layer in self._dreamt.layers.values():
            layer.stale = True
        if self._dreamt.one is not None and not self._dreamt.one.stale:
            self._dreamt.one = replace(self._dreamt.one, stale=True)

    def _loaded(self, spec: NetworkSpec) -> None:
        if self._job is not None:
            self._submit(CancelSynthesis())
        self._lose()
        self._age()
        if spec != self._state.spec:
            self._dreamt.one = None
            self._dreamt.layers.clear()
            self._given_up.clear()
            self._lesions = ()
            self._dreamt.wanted = dreaming_layers(spec) if self._dreamt.everywhere else ()


def can_dream(node: NodeSpec, spec: NetworkSpec) -> bool:
    """Say whether a layer's maps can show what they want to see: not those of the picture itself, nor of a table."""
    return node is not spec.input and node is not spec.answer and len(node.shape) != 2


def dreaming_layers(spec: NetworkSpec) -> tuple[str, ...]:
    """Return all layers that can."""
    return tuple(node.name for node in spec.nodes if can_dream(node, spec))

"""One level, standing: its world, its desk, its rack and the conversation with its network; whatever draws it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game import readout, words
from layerwalk.game import session as sessions
from layerwalk.game.hands import Frames, Hands
from layerwalk.game.lab.lab import Lab
from layerwalk.game.lab.tool import Hall
from layerwalk.game.level import Level
from layerwalk.game.looks import Look, look_of
from layerwalk.game.move.intent import Intent
from layerwalk.game.readout import Shares
from layerwalk.game.settings import Settings
from layerwalk.game.site import Site
from layerwalk.game.state import State
from layerwalk.game.turns import Turns
from layerwalk.game.ui import easel, shelf, train_board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.over_court import OverCourt
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.ui.train_board import TrainBoard
from layerwalk.game.ui.train_rest import Standing
from layerwalk.game.unhurried import Unhurried
from layerwalk.game.view.quality import Quality
from layerwalk.game.world import answer, layouts, pieces, sight, signs
from layerwalk.game.world.picking import Picked, Picking
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.values import Floats, Normalisation
from layerwalk.game.world.world import World
from layerwalk.nn.blueprint import presets

BOARD_M = 1.6
"""The training board is within it round its middle."""
WORK_S = 0.0001
"""After so long a frame begins no other piece of what may take several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Hold what a scene is made from: the level, the settings, how finely it is drawn."""

    level: Level
    settings: Settings
    quality: Quality
    mirror: p3d.Texture | None = None


def _standing(state: State) -> Standing:
    """Return what is known of the network that stands."""
    built = state.blueprint or presets.PRESETS.get(state.spec.name)
    title = presets.called(built.title if built else state.spec.name)
    return Standing(title=title, learnt=state.learnt if state.device else None, changed=state.unsaved)


class Scene:
    """Hold a level's world and its conversation with the model loop. Main thread.

    Call `act` with what the visitor wants and `update` once a frame: it sends the drawing, takes the replies and
    brings what is seen up to date. Cameras hang under `path`, which stays when the world below it is rebuilt.
    """

    def __init__(self, parts: Parts, *, state: State, session: sessions.Session, shown: Shown = EVERYTHING) -> None:
        """Build the world; the network need not be ready yet."""
        self.state, self.session, self.shown = state, session, shown
        self.path = p3d.NodePath("scene")
        self.data = sessions.about(parts.level.data)
        self.pad = Pad(picture_side_px=self.data.side_px, centred=self.data.centred)
        self.rack = Rack(sessions.load_data(f"{parts.level.data}-test"))
        self._pixels_per_radian = 0.0
        self._sent = self._seen = -1
        self._answered: Floats | None = None
        self.plates: tuple[Frame, ...] = ()
        """What stands before the visitor and cannot be pointed at: tools leave it free; whoever shows it says so."""
        self.lab = Lab()
        self.turns = Turns()
        """Which of the chores that may wait is to be done in this frame; one begins with every `update`."""
        self._changes = Unhurried()
        self._build(parts, look_of(parts.level, parts.settings))
        self.hands = Hands(self.pad, self.rack, frames=self._frames)

    def _build(self, parts: Parts, look: Look) -> None:
        level = parts.level
        placement = layouts.build(level.layout, self.state.spec)
        self.lab.leave()
        self._work: Generator[object, None, None] | None = None
        self._untold = False
        self.parts, self.placement, self.look = parts, placement, look
        self.picking = Picking(placement, self.state.spec)
        self.picking.prepare()
        self.words = words.load(parts.settings.language)
        if level.data != self.data.name:
            self._take_data(level.data)
        self.world = World(
            self.state.spec,
            placement,
            words=self.words,
            quality=parts.quality,
            palette_name=look.palette,
            normalisation=look.normalisation,
            mirror=parts.mirror,
            reduced_motion=look.reduced_motion,
            shown=self.shown,
        )
        self.world.path.reparent_to(self.path)
        self._furnish()
        self._read_shares()

    def _take_data(self, name: str) -> None:
        self.data = sessions.about(name)
        self.pad = self.pad.fitted(picture_side_px=self.data.side_px, centred=self.data.centred)
        self.rack = Rack(sessions.load_data(f"{name}-test"))

    def _read_shares(self) -> None:
        # Neurons that do not stand up as cubes are pointed at where they lie.
        activations = self.state.activations if self.shown.neurons else {}
        self.shares = Shares(
            activations,
            answer=self.state.spec.answer.name,
            how=self.look.normalisation,
            standing=self.world.standing,
        )

    def _furnish(self) -> None:
        self._tools: tuple[object, ...] = ()
        spec, placement, root = self.state.spec, self.placement, self.world.path
        self.easel = easel.Easel(
            root,
            placement.desk,
            words=self.words,
            title=self.words.say(self.data.said("draw")),
            side=self.pad.side,
            network=(spec.input.shape[0], spec.input.shape[1], spec.input.shape[2]),
            classes=spec.classes,
        )
        floor_z = placement.court.centre[2]
        take = self.words.say(self.data.said("take"))
        self.shelf = shelf.Shelf(root, placement.rack, self.rack, words=self.words, title=take, floor_z=floor_z)
        text_size = self.parts.settings.view.text_size
        self.board = TrainBoard(root, placement.board, words=self.words, floor_z=floor_z, text_size=text_size)
        signs.stone_path(standing.pillar(placement.pillar, floor_z=floor_z), name="pillar").reparent_to(root)
        self._over_court = OverCourt(root, placement.court.centre)
        self._hang_board()
        self._furnish_lab()

    def _furnish_lab(self) -> None:
        self.lab.stand(
            Hall(
                root=self.world.path,
                world=self.world,
                placement=self.placement,
                state=self.state,
                session=self.session,
                words=self.words,
                easel=self.easel,
                settings=self.parts.settings,
                look=self.look,
                boards=lambda: self._frames,
                plates=lambda: self.plates,
                turns=self.turns,
            )
        )

    def _hang_board(self) -> None:
        (self.board.path.show if self.shown.board else self.board.path.hide)()
        self._own: dict[str, Mapping[str, Frame]] = {"easel": self.easel.frames, "rack": self.shelf.frames}
        if self.shown.board:
            self._own["board"] = self.board.frames
        self._boards: tuple[Frames | None, Frames] = None, {}

    @property
    def _frames(self) -> Frames:
        """Return all boards that can be pressed; it is the same object for as long as they are the same."""
        of_lab = self.lab.frames
        if of_lab is not self._boards[0]:
            self._boards = of_lab, {**self._own, **of_lab}
        return self._boards[1]

    def rebuild(self, parts: Parts | None = None) -> None:
        """Put another world in place of this one, at once: of the state's network, and of `parts` where they are given.

        The drawing, the tools and the rack's page stay, and so does the look, unless there are new parts. Everything
        stays as it was where the network finds no place: then ValueError is raised. Cameras are not moved: see
        `visitor.moved`.
        """
        old = self.world
        self._build(parts or self.parts, look_of(parts.level, parts.settings) if parts else self.look)
        old.close()
        self.hands.stand_before(self.pad, self.rack, frames=self._frames)
        self.world.set_view(pixels_per_radian=self._pixels_per_radian)
        self.world.time_s = old.time_s
        if self.world.spec is not old.spec:
            self._sent, self._answered = -1, None
        self.easel.show_drawing(self.pad.drawing)
        self._seen = -1

    def set_view(self, *, pixels_per_radian: float) -> None:
        """Tell how large things come out on the screen, for the levels of detail."""
        self._pixels_per_radian = pixels_per_radian
        self.world.set_view(pixels_per_radian=pixels_per_radian)

    def set_look(
        self,
        *,
        palette: str | None = None,
        normalisation: Normalisation | None = None,
        reduced_motion: bool | None = None,
    ) -> None:
        """Change what is given of how the world looks, without rebuilding it."""
        self.look = Look(
            palette=palette or self.look.palette,
            normalisation=normalisation or self.look.normalisation,
            reduced_motion=self.look.reduced_motion if reduced_motion is None else reduced_motion,
        )
        self.world.set_look(palette_name=palette, normalisation=normalisation, reduced_motion=reduced_motion)
        self._read_shares()
        self._furnish_lab()

    def set_settings(self, settings: Settings) -> None:
        """Let other settings count from now on, as far as they are about how things look."""
        before = self.parts.settings
        self.parts = replace(self.parts, settings=settings)
        if settings.view != before.view:
            look = look_of(self.parts.level, settings)
            self.set_look(palette=look.palette, normalisation=look.normalisation, reduced_motion=look.reduced_motion)
        self.board.set_text_size(settings.view.text_size)
        if settings.shown != self.shown:
            self.set_shown(settings.shown)
        self._furnish_lab()

    def set_shown(self, shown: Shown) -> None:
        """Show the kinds of information that are on, and hide the others."""
        self.shown = shown
        self.world.set_shown(shown)
        self._hang_board()
        self.hands.stand_before(self.pad, self.rack, frames=self._frames)
        self._seen = -1

    @property
    def site(self) -> Site:
        """Return the network that stands here, and where."""
        return Site(spec=self.world.spec, placement=self.placement)

    def point(self, ray: Ray | None) -> Picked | None:
        """Return the neuron that `ray` meets, if any; it is what is aimed at now."""
        met, state = self._meet(ray) if ray is not None else None, self.state
        state.aimed = readout.selected(met, state.spec)
        if met is None or met.map is None or not self.shown.weights or self.lab.takes_use:
            self.session.look_at(None)
        else:
            self.session.look_at(met.node, met.map)
        return met

    def _meet(self, ray: Ray) -> Picked | None:
        """Return the neuron that `ray` meets first, among the tools' own things and in the world."""
        own, met = self.lab.pick(ray), readout.meet(ray, self.picking, self.state, shares=self.shares)
        if own is None or own.node not in self.state.activations:
            return met
        return own if met is None or own.distance_m <= met.distance_m else met

    def act(self, ray: Ray | None, intent: Intent) -> None:
        """Do what the visitor wants where `ray` points, if anywhere."""
        self.hands.set_boards(self._frames)
        self.hands.act(ray, self._left(intent) if intent.actions else intent)
        self.lab.point(None if self.hands.hovered else ray, intent, hovered=self.hands.hovered)

    def _left(self, intent: Intent) -> Intent:
        """Return what is wanted without what belongs to tools now."""
        left = tuple(action for action in intent.actions if action not in self.lab.takes)
        return replace(intent, actions=left) if left != intent.actions else intent

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring everything up to date for the next frame, seen by `camera`."""
        self.turns.begin(dt_s=dt_s)
        self._changes.update(dt_s=dt_s, is_changing=self._work is not None)
        pad = self.pad
        if pad.version != self._sent:
            self._sent = pad.version
            self.session.infer(pad.drawing, centre=pad.centre, side_px=pad.picture_side_px)
            self.easel.show_drawing(pad.drawing)
        self.session.poll(is_told=not self.is_telling and self._changes.has_rested)
        # The world of a network that has only just come is built with the next frame.
        stands = self.state.spec is self.world.spec
        if stands:
            self._show_answer()
        self._show_tools()
        if not self.board.waits(dt_s) or self.board.is_drawing:
            self._show_board(camera, dt_s=dt_s)
        if stands:
            self.lab.update(camera, dt_s=dt_s)
        self.world.update(camera, dt_s=dt_s)
        if stands:
            self._go_on()

    def _show_answer(self) -> None:
        """Show what is new of the answer: a new picture's at once, the same one's anew once the last has stood."""
        if self.state.serial != self._seen:
            anew, self._seen = self._seen < 0, self.state.serial
            self._show(at_once=anew)
        if self._work is None and self._untold and self._changes.has_rested:
            self._untold = False
            self._changes.begin()
            self.world.show_values(self.state.activations, at_once=False)
            self._work = self._showing(self._told_shares)

    @property
    def is_telling(self) -> bool:
        """Say whether there is more of the newest answer to show."""
        return self._work is not None or self._untold

    def finish(self) -> None:
        """Do at once what else takes several frames."""
        if self._work is not None:
            pieces.finish(self._work)
            self._work = None
        self.board.finish()
        self.lab.finish()

    def _go_on(self) -> None:
        """Do some of what may take several frames."""
        if self._work is None and self.world.waits:
            self._work = self.world.rewriting()
        if self._work is not None and self.turns.take("telling") and not pieces.go_on(self._work, for_s=WORK_S):
            self._work = None

    def _show_tools(self) -> None:
        """Show what is in the hand and which page the rack has, where that or what is pointed at is another."""
        pad, hovered = self.pad, self.hands.hovered
        now = (pad.tool, pad.brush, pad.grey, self.rack.version, hovered)
        if now == self._tools:
            return
        self._tools = now
        tools = easel.Tools(tool=pad.tool, brush=pad.brush, grey=pad.grey)
        place, _, part = (hovered or "").partition(" ")
        self.easel.show_tools(tools, hovered=part if place == "easel" else None)
        self.shelf.update(hovered=part if place == "rack" else None)

    def _show_board(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Show the runs, where their board is seen, piece by piece; in a picture, after no time, at once."""
        middle, board = self.placement.board.point, self.board
        if not board.is_drawing and not sight.is_seen(
            camera, self.path, middle, radius_m=BOARD_M, within_m=train_board.SEEN_M
        ):
            board.put_off()
            return
        place, _, part = (self.hands.hovered or "").partition(" ")
        board.update(
            self.state.runs,
            device=self.state.device,
            standing=_standing(self.state),
            hovered=part if place == "board" else None,
            turn=(lambda: self.turns.take("board")) if dt_s else None,
        )

    def _show(self, *, at_once: bool) -> None:
        state = self.state
        if state.probabilities is None:
            return
        new = state.picture is None or state.picture is not self._answered
        self._answered = state.picture
        self._read_shares()
        self._untold = not (new or at_once)
        if new or at_once:
            self._changes.begin()
            self._work, shares = None, self._told_shares
            self.world.show(state.activations, shares, wave=new)
            pieces.finish(self._telling(shares))

    @property
    def _told_shares(self) -> Floats | None:
        picture = self.state.picture
        return self.state.probabilities if picture is not None and np.any(picture) else None

    def _showing(self, shares: Floats | None) -> Generator[object, None, None]:
        """Show piece by piece another answer to the same picture."""
        yield from self.world.rewriting()
        yield from self.world.answer.showing(shares)
        yield from self._telling(shares)

    def _telling(self, shares: Floats | None) -> Pieces:
        """Bring up to date, piece by piece, what is said beside the island of an answer with these shares."""
        state = self.state
        changed = state.fooled.now.step if state.fooled else None
        yield from self.easel.showing_answer(state.picture, shares, shown=self.shown, changed=changed)
        best, share, second = answer.guesses(shares, state.spec.classes, self.words, shown=self.shown)
        yield from self._over_court.writing(f"{best}   {share}" if share else "", second)

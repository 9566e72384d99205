"""One level, standing: its world, its desk, its rack and the conversation with its network; whatever draws it."""

from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game import session as sessions
from layerwalk.game import words
from layerwalk.game.hands import Hands
from layerwalk.game.level import Level
from layerwalk.game.move.intent import Intent
from layerwalk.game.readout import Shares
from layerwalk.game.settings import Settings
from layerwalk.game.state import State
from layerwalk.game.ui import easel, shelf
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.view.quality import Quality
from layerwalk.game.world import answer, layouts, lettering, light
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.values import Normalisation
from layerwalk.game.world.world import World

COURT_TEXT_M = 3.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Hold what a scene is made from: the level, the settings, how finely it is drawn."""

    level: Level
    settings: Settings
    quality: Quality
    mirror: p3d.Texture | None = None


class Scene:
    """Hold a level's world and its conversation with the model loop. Main thread.

    Call `act` with what the visitor wants and `update` once a frame: it sends the drawing, takes the replies and
    brings what is seen up to date.
    """

    def __init__(self, parts: Parts, *, state: State, session: sessions.Session) -> None:
        """Build the world; the network need not be ready yet."""
        level, settings = parts.level, parts.settings
        self.state, self.session = state, session
        self.words = words.load(settings.language)
        self.placement = layouts.build(level.layout, state.spec)
        low, high = level.range or (0.0, 1.0)
        self._how = Normalisation(mode=level.normalisation, low=low, high=high)
        self.shares = Shares({}, answer=state.spec.answer.name, how=self._how)
        """The values as they are shown."""
        self.world = World(
            state.spec,
            self.placement,
            words=self.words,
            quality=parts.quality,
            palette_name=level.palette,
            normalisation=self._how,
            mirror=parts.mirror,
            reduced_motion=settings.view.reduced_motion,
        )
        self.data = sessions.about(level.data)
        self.pad = Pad(picture_side_px=self.data.side_px, centred=self.data.centred)
        self.rack = Rack(sessions.load_data(f"{level.data}-test"))
        self._furnish()
        self.hands = Hands(self.pad, self.rack, easel=self.easel.frames, shelf=self.shelf.frames)
        self._sent = self._shown = -1

    def _furnish(self) -> None:
        spec, placement, root = self.state.spec, self.placement, self.world.path
        self.easel = easel.Easel(
            root,
            placement.desk,
            words=self.words,
            title=self.words.say(self.data.said("draw")),
            side=self.pad.side,
            network=(spec.input.shape[1], spec.input.shape[2]),
            classes=spec.classes,
        )
        floor_z = placement.court.centre[2]
        take = self.words.say(self.data.said("take"))
        self.shelf = shelf.Shelf(root, placement.rack, self.rack, words=self.words, title=take, floor_z=floor_z)
        x, y, z = placement.court.centre
        floats = root.attach_new_node("over the court")
        floats.set_pos(x, y, z + COURT_TEXT_M)
        floats.set_billboard_axis()
        self._over_court = lettering.Caption(floats, size_m=1.15, face="display")
        self._second = lettering.Caption(floats, size_m=0.48, colour=light.SECOND_TEXT)
        self._second.path.set_z(-0.72)

    def act(self, ray: Ray, intent: Intent) -> None:
        """Do what the visitor wants where `ray` points."""
        self.hands.act(ray, intent)

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring everything up to date for the next frame, seen by `camera`."""
        if self.pad.version != self._sent:
            self._sent = self.pad.version
            self.session.infer(self.pad.drawing, centre=self.pad.centre, side_px=self.pad.picture_side_px)
            self.easel.show_drawing(self.pad.drawing)
        self.session.poll()
        if self.state.changes != self._shown:
            self._shown = self.state.changes
            self._show()
        self._show_tools()
        self.world.update(camera, dt_s=dt_s)

    def _show_tools(self) -> None:
        tools = easel.Tools(tool=self.pad.tool, brush=self.pad.brush, grey=self.pad.grey)
        place, _, part = (self.hands.hovered or "").partition(" ")
        self.easel.show_tools(tools, hovered=part if place == "easel" else None)
        self.shelf.update(hovered=part if place == "rack" else None)

    def _show(self) -> None:
        state = self.state
        if state.probabilities is None:
            return
        blank = state.picture is None or not np.any(state.picture)
        shares = None if blank else state.probabilities
        self.world.show(state.activations, shares)
        self.shares = Shares(state.activations, answer=state.spec.answer.name, how=self._how)
        self.easel.show_answer(state.picture, shares)
        best, share, second = answer.guesses(shares, state.spec.classes, self.words)
        self._over_court.write(f"{best}   {share}" if share else "")
        self._second.write(second)

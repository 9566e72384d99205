"""A visit: someone in one world after another, with hands, a menu and a network, whatever draws it."""

import logging
import math
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import cast

import panda3d.core as p3d

from layerwalk.game import cues, notices
from layerwalk.game import session as sessions
from layerwalk.game import visitor as visitors
from layerwalk.game.aside import Aside
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.hands import REACH_M
from layerwalk.game.journey import Journey
from layerwalk.game.keeper import Keeper
from layerwalk.game.level import Level
from layerwalk.game.level_file import LayoutName
from layerwalk.game.menus import rebinding, registry, situations, writing
from layerwalk.game.menus.facts import Facts, Plan
from layerwalk.game.menus.helm import Helm
from layerwalk.game.move import bindings as bound
from layerwalk.game.move import controls
from layerwalk.game.move.intent import Intent
from layerwalk.game.scene import Scene
from layerwalk.game.second import Second
from layerwalk.game.selected import Selected
from layerwalk.game.settings import Settings
from layerwalk.game.ui import actions, keys, train_board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.menu.items import Event, Value
from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.ui.situation import Situation, possible
from layerwalk.game.unread import Unread
from layerwalk.game.words import Words
from layerwalk.game.world import layouts, standpoints
from layerwalk.game.world.ground import Ground
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.rays import Ray
from layerwalk.nn.messages import Action

logger = logging.getLogger(__name__)

MENU_KEYS: Mapping[str, str] = MappingProxyType(
    {f"menu_{name}": name for name in ("up", "down", "left", "right", "press", "back", "next", "previous")}
)
SCROLLS: Mapping[str, int] = MappingProxyType({"menu_scroll_up": 1, "menu_scroll_down": -1})
BODILY = frozenset(
    ("court", "fly", "up", "use", "pen", "eraser", "clear", "undo", "centre")
    + ("brush_smaller", "brush_bigger", "grey_darker", "grey_lighter")
    + ("previous_picture", "next_picture", "random_picture")
)
"""Actions that body and hands do by themselves when a key asks for them."""
HEADSET_TEXT = 1.15
"""In a headset the menu's letters are at least so much larger: even its notes are 24 mm for every metre then."""
LEFT_M = 5.0
"""From farther off the open menu is put away."""


class Visit:
    """Hold everything of a visit that outlives a world. Main thread.

    Call `act` with what the visitor wants and `update` before every frame. What is no business of a world's (leaving,
    pictures of the screen) gathers in `wishes`, for whoever holds the window; `sounds` names what is to be heard of
    the last frame, for whoever holds the loudspeaker.
    """

    def __init__(self, scene: Scene, *, keeper: Keeper, name: str = "") -> None:
        """Begin in a scene that stands already; `name` is that of its level."""
        self.scene, self._keeper = scene, keeper
        self.visitor = visitors.Visitor(visitors.config(scene.placement, self.settings), Ground(scene.placement))
        self.plan = Plan(saved=keeper.networks(), data=keeper.data())
        self.wishes: list[str] = []
        self.sounds: list[str] = []
        self._cues, self._events = cues.Cues(), list[Event]()
        self.bindings = bound.merge(bound.DEFAULTS, self.settings.bindings)
        self.menu = Menu(scene.world.path, words=scene.words, text_size=self.settings.view.text_size)
        self.menu.stand(standing.on_pillar(scene.placement.pillar))
        self._aside = Aside()
        self._helm = Helm(
            session=scene.session,
            state=scene.state,
            plan=self.plan,
            place=self,
            aside=self._aside,
            folder=keeper.folder,
            networks=sessions.network_names(),
            cache=keeper.cache,
        )
        self._journey = Journey(scene, visitor=self.visitor, menu=self.menu, plan=self.plan, keeper=keeper, name=name)
        self._second = Second(self.menu)
        self._holding = self.in_headset = False
        self.pointing_at_menu = False
        """Whether the visitor points at the menu."""
        self.met: Picked | None = None
        """The neuron that is pointed at."""
        self._notices = notices.Notices(scene.state)
        self._unread = Unread()
        self.keys = self._name_keys()
        """What people call the controls of every action, on the device that is in use."""

    @property
    def settings(self) -> Settings:
        """Return the settings that count now."""
        return self.scene.parts.settings

    @property
    def level(self) -> Level:
        """Return the level that is open, with what was changed since."""
        return self.scene.parts.level

    @property
    def level_name(self) -> str:
        """Return the name or file under which it was asked for."""
        return self._journey.name

    @property
    def levels(self) -> tuple[tuple[str, Level], ...]:
        """Return every level that can be opened, by its name or file."""
        return self._journey.levels

    @property
    def words(self) -> Words:
        """Return the texts of the language that is spoken now."""
        return self.scene.words

    @property
    def pad(self) -> Pad:
        """Return the drawing on the easel."""
        return self.scene.pad

    @property
    def rack(self) -> Rack:
        """Return the pictures beside it."""
        return self.scene.rack

    @property
    def situation(self) -> Situation:
        """Return what is so at this moment."""
        count = len(self.levels)
        return situations.situation(
            self.scene.state, self.plan, self.pad, levels=count, at_desk=True, in_headset=self.in_headset
        )

    @property
    def notice(self) -> str:
        """Return what is to be said to the visitor now, '' for nothing."""
        said = self._notices.told or self.scene.lab.says
        return self._notices.text(said, self.scene.words) if said is not None else ""

    def act(
        self, intent: Intent, *, dt_s: float, ray: Ray | None = None, other: Ray | None = None, beside: bool = False
    ) -> None:
        """Do what the visitor wants in this frame, where `ray` points, by default the gaze.

        other: where a second hand points; beside: it presses the menu there, while the first one does something else.
        """
        for name in possible(intent.actions, self.situation) if intent.actions else ():
            self._do(name)
        self.visitor.move(intent, dt_s=dt_s)
        if self.menu.is_open:
            self._leave_behind()
        self._point(ray or self.visitor.ray, intent)
        self._second.act(other if other is not None and self._is_menu_nearest(other) else None, presses=beside)
        self._events = self.menu.events()
        for event in self._events:
            self.hear(event)
        hands = self.scene.hands
        if hands.wishes:
            wishes, hands.wishes = hands.wishes, []
            for wish in wishes:
                self._wish(*wish)

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring everything up to date for the next frame, seen by `camera`."""
        scene = self.scene
        scene.update(camera, dt_s=dt_s)
        state = scene.state
        if state.aimed is None:
            self.met = None  # it was a neuron of the network before
        self._journey.follow()
        state.notice = self._aside.ended() or state.notice
        self._notices.update(dt_s)
        if self._unread.is_due(self.menu, scene, camera, dt_s=dt_s):
            self.menu.show(registry.page(self.facts))
        events, self._events = self._events, []
        now = cues.moment(self.menu, scene.pad, scene.rack, state, told=self._notices.told)
        self.sounds = self._cues.hear(now, state, events=events, dt_s=dt_s)

    def do(self, action: str) -> None:
        """Do an action that is no business of the menus': with the hands, with the body, or with the window."""
        if action in ("court", "fly"):
            self.visitor.move(Intent(actions=(action,)), dt_s=0.0)
        elif not self.scene.hands.do(action):
            self.wishes.append(action)

    def set_settings(self, settings: Settings) -> None:
        """Let other settings count from now on, and keep them."""
        self._apply(settings)
        try:
            self._keeper.save_settings(settings)
        except OSError as error:
            logger.warning("The settings could not be saved: %s", error)
            self.say("notice.settings_unwritten", details=error.strerror or str(error))

    def set_layout(self, name: str) -> None:
        """Let the stages stand in another layout."""
        self._journey.rebuild(level=replace(self.level, layout=cast(LayoutName, name)))

    def open_level(self, name: str) -> None:
        """Go to another level, by its name or file; a faulty one is told of, and everything stays."""
        try:
            self._journey.open(name)
        except (FileError, PlainError) as error:
            logger.warning("%s", error)
            self.say("notice.level_faulty", details=str(error))

    def open_next_level(self) -> None:
        """Go to the level that comes after the one that is open; after the last comes the first."""
        self.open_level(self._journey.next_name)

    def bind(self, pressed: frozenset[str]) -> None:
        """Take the control that was just pressed for the action that waits for a new one; Esc leaves it as it is."""
        changed = rebinding.rebound(self.plan, pressed, settings=self.settings, words=self.words)
        if changed is not None:
            self.set_settings(changed)

    def ask(self, deed: str, value: Value | None = None) -> None:
        """Do what an item of the menu does, by its name."""
        registry.do(self._helm, deed, value)

    def go_to(self, part: Selected) -> None:
        """Stand before a part of the network."""
        map = part.index[0] if part.index else None
        point = standpoints.of(self.scene.placement, self.scene.state.spec, node=part.node, map=map)
        if point is not None:
            self.visitor.stand_at(point)

    @property
    def controls(self) -> bound.Bindings:
        """Return what counts now: while one writes, no control that writes does anything else."""
        return writing.freed(self.bindings) if self._writes else self.bindings

    @property
    def _writes(self) -> bool:
        return self.menu.is_open and writing.is_open(self.plan)

    def type(self, pressed: frozenset[str], printed: Mapping[str, str]) -> None:
        """Write what was typed. printed: what stands on each key of this keyboard."""
        if self._writes:
            for control in sorted(pressed):
                writing.take(self._helm, control, printed=printed)

    def open_menu(self, page: str = "", frame: Frame | None = None) -> None:
        """Bring the menu before the visitor or to another place, at a page where one is named."""
        registry.turn_to(self._helm, page or self.plan.page)
        body = self.visitor.body
        self.menu.open(frame or standing.in_front(body.eye, body.heading_deg))

    def _do(self, name: str) -> None:
        """Do an action that was asked for by a key."""
        if name == "menu":
            (self.menu.close if self.menu.is_open else self.open_menu)()
        elif name == "menu_close":
            self.menu.close()
        elif name in MENU_KEYS:
            self.menu.key(MENU_KEYS[name])
        elif name in SCROLLS:
            self.menu.wheel(SCROLLS[name])
        elif actions.BY_NAME[name].asks:
            self.open_menu(actions.BY_NAME[name].menu)
        elif name not in BODILY:
            registry.do(self._helm, name)

    def _wish(self, name: str, u: float, v: float) -> None:
        """Do what was pressed on a board of the lab, or on the training board."""
        if not name.startswith("board "):
            deed = self.scene.lab.press(name, u, v)
            if deed:
                registry.do(self._helm, deed)
            return
        asked = train_board.event(name.removeprefix("board "), u, self.scene.state.runs) or ""
        controls: dict[str, Action] = {"train pause": "pause", "train resume": "resume", "train stop": "stop"}
        control = controls.get(asked)
        session = self.scene.session
        if control is not None:
            session.control(control)
        elif asked.startswith("snapshot "):
            which = asked.removeprefix("snapshot ")
            held = self.scene.state.runs.held
            index = None if which == "now" else int(which)
            if held is not None and held.shown != index:
                session.show(index)

    def _leave_behind(self) -> None:
        """Put the menu away from which the visitor has gone."""
        frame = self.menu.frame
        if frame is not None and math.dist(self.visitor.body.eye, frame.centre) > LEFT_M:
            self.menu.close()

    def _point(self, ray: Ray, intent: Intent) -> None:
        """Let the menu have the ray where it meets the panel first, else the hands."""
        meets = self.pointing_at_menu = self.menu.point(ray if self._is_menu_nearest(ray) else None)
        if "use" in intent.actions and meets:
            self._holding = self.menu.press()
        elif self._holding and not intent.use:
            self._holding = False
            self.menu.release()
        self.scene.act(None if meets else ray, intent)
        self._aim(None if meets or self.scene.hands.hovered else ray, intent)

    @property
    def can_press_beside(self) -> bool:
        """Say whether a second hand points at the menu, and the first one does not."""
        return self._second.is_there and not self.pointing_at_menu

    def _aim(self, ray: Ray | None, intent: Intent) -> None:
        """Let what is pointed at in the world be aimed at, and a press hold it."""
        self.met = self.scene.point(ray)
        if "use" in intent.actions and self.met is not None and not self.scene.lab.takes_use:
            registry.do(self._helm, "select")

    def _is_menu_nearest(self, ray: Ray) -> bool:
        if self.menu.is_open or self._holding or self.menu.frame is None:
            return True
        hit = self.menu.hit(ray)
        if hit is None or hit.distance_m > REACH_M:
            return False
        return hit.distance_m <= self.scene.hands.distance_m(ray)

    def hear(self, event: Event) -> None:
        """Do what an item of the menu says."""
        if event.name == "close":
            self.menu.close()
        elif event.name == "back":
            self.plan.page = registry.page(self.facts).above or self.plan.page
        else:
            registry.do(self._helm, event.name, event.value)

    @property
    def facts(self) -> Facts:
        """Return what the menu's pages are made from."""
        return Facts(
            words=self.words,
            settings=self.settings,
            state=self.scene.state,
            plan=self.plan,
            pad=self.pad,
            situation=self.situation,
            level=self.level_name,
            layout=self.level.layout,
            networks=self._helm.networks,
            levels=self.levels,
            layouts=layouts.NAMES,
            keys=self.keys,
        )

    def _name_keys(self) -> Mapping[str, str]:
        device: controls.Device = "headset" if self.in_headset else "keys"
        return {name: keys.caps(self.words, self.bindings, name, device=device) for name in self.bindings}

    def wear(self, is_on: bool) -> None:
        """Take note of whether the visitor wears a headset: then the menu names its controls, in letters to be read."""
        self.in_headset = self.visitor.is_tracked = is_on
        self.keys = self._name_keys()
        self.menu.speak(words=self.words, text_size=self._text_size)

    @property
    def _text_size(self) -> float:
        """Return how large the menu's letters are; in a headset none can be read that are as small as at the desk."""
        wanted = self.settings.view.text_size
        return max(HEADSET_TEXT, wanted) if self.in_headset else wanted

    def _apply(self, now: Settings) -> None:
        """Let the settings count that differ from those before; some do from the next start on."""
        if now.language != self.settings.language:
            self._journey.rebuild(settings=now)
        self.scene.set_settings(now)
        self.bindings = bound.merge(bound.DEFAULTS, now.bindings)
        self.visitor.moves = visitors.config(self.scene.placement, now)
        self.keys = self._name_keys()
        self.menu.speak(words=self.words, text_size=self._text_size)
        self.wishes.append("settings")

    def say(self, key: str, **values: str) -> None:
        """Say something to the visitor: the name of a text, and what fills its places."""
        self._notices.say(key, **values)

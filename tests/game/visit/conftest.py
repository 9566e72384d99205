"""A guest who visits a level without a window: presses keys, or points with a ray, and waits for what happens."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from layerwalk.game import level as levels
from layerwalk.game.keeper import Keeper
from layerwalk.game.level import Level
from layerwalk.game.menus import registry
from layerwalk.game.move import intent as intents
from layerwalk.game.move.intent import Intent, Reading
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.game.ui.menu import answers, focus
from layerwalk.game.ui.menu.items import Button, Choice, Page, Row, Slider, Toggle
from layerwalk.game.ui.menu.spots import Spot
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.world import rays
from layerwalk.game.world.rays import Ray
from layerwalk.nn import loop

DT_S = 1 / 30
PATIENCE_S = 30.0
"""What is done beside the frames, a picture that is written say, takes its time however short frames are."""
ARROWS = {"up": "arrow_up", "down": "arrow_down", "left": "arrow_left", "right": "arrow_right"}
WAYS = {"network.layers": "edit", "network.presets": "preset", "network.saved": "load_weights"}
"""What leads to the pages that an action of the registry opens."""
PRESS, HOLD, LET_GO = Intent(use=True, actions=("use",)), Intent(use=True), Intent()
UPWARDS = rays.ray((0, 0, 50), (0, 0, 1))


class Guest:
    """Visit a level frame by frame. What is done in the menu is done with keys, or with a ray where `by_rays`."""

    def __init__(self, studio: Studio, keeper: Keeper, *, by_rays: bool = False) -> None:
        self.studio, self.keeper, self.by_rays = studio, keeper, by_rays
        self.visit, self.scene, self.state = studio.visit, studio.scene, studio.scene.state
        self.menu = self.visit.menu

    # Frames

    def frame(self, intent: Intent = LET_GO, *, ray: Ray | None = None, dt_s: float = DT_S) -> None:
        """Let one frame pass without drawing it; a ray that is not given points into the sky."""
        self.visit.act(intent, dt_s=dt_s, ray=ray or UPWARDS)
        self.studio.step(dt_s=dt_s)

    def frames(self, count: int = 3) -> None:
        for _ in range(count):
            self.frame()

    def until(self, holds: Callable[[], bool], *, frames: int = 1500) -> None:
        """Let frames pass until something is so; fail where it never becomes so, in so many frames and so much time."""
        passed, end_s = 0, time.monotonic() + PATIENCE_S
        while passed < frames or time.monotonic() < end_s:
            if holds():
                return
            self.frame()
            passed += 1
        pytest.fail("it never came to this")

    def tap(self, *pressed: str) -> None:
        """Press keys one after the other, whatever they are bound to."""
        for key in pressed:
            reading = Reading(pressed=frozenset({key}), pushed={key: 1.0})
            open_now = self.menu.is_open
            self.frame(intents.compose(self.visit.bindings, [reading], dt_s=DT_S, menu_open=open_now))
            self.frame()

    # The menu

    @property
    def page(self) -> Page:
        """Return the page that is open."""
        return registry.page(self.visit.facts)

    @property
    def spot(self) -> dict[str, Spot]:
        """Return what can be pressed on the panel, by name."""
        return dict(self.menu.layout.by_name)

    def call_menu(self) -> None:
        if not self.menu.is_open:
            self.tap("m")
        assert self.menu.is_open

    def leave_menu(self) -> None:
        if self.menu.is_open:
            self.press("close") if self.by_rays else self.tap("escape")
        assert not self.menu.is_open

    def go(self, name: str) -> None:
        """Open a page by pressing its tab, and then whatever leads on to it."""
        self.call_menu()
        tab, _, below = name.partition(".")
        self.press(f"tab {tab}")
        if below:
            self.press(WAYS.get(name, f"go {name}"))
        assert self.visit.plan.page == name

    def press(self, name: str) -> None:
        """Press an item; where it asks a question, say yes."""
        before = self.menu.layout.page.name
        self._press(name)
        if self.menu.layout.page.name == f"{before}?":
            self._press("yes, do it")

    def choose(self, name: str, value: object) -> None:
        """Press 'more' until an item has a value; fail where it never has."""
        for _ in range(100):
            now = self.item(name)
            if now.chosen == value:
                return
            self._more(name)
        pytest.fail(f"{name} cannot become {value!r}")

    def slide(self, name: str, value: float) -> None:
        """Bring a slider to a value."""
        if self.by_rays:
            self._drag(name, value)
        else:
            self._focus(name)
            for _ in range(200):
                away = value - self.item(name).value
                if abs(away) < self.item(name).step / 2:
                    break
                self.tap(ARROWS["right" if away > 0 else "left"])
        assert abs(self.item(name).value - value) < self.item(name).step / 2 + 1e-9

    def switch(self, name: str, *, on: bool) -> None:
        if self.item(name).on != on:
            self._press(name)
        assert self.item(name).on == on

    def item(self, name: str) -> Any:
        """Return an item of the page that is open by its name."""
        return items(self.page)[name]

    def _press(self, name: str) -> None:
        if self.by_rays:
            ray = self._aim(name)
            self.frame(PRESS, ray=ray)
            self.frame(LET_GO, ray=ray)
            self.frame()
        else:
            self._focus(name)
            self.tap("enter")

    def _more(self, name: str) -> None:
        if self.by_rays:
            ray = self._aim(name, part="more")
            self.frame(PRESS, ray=ray)
            self.frame(LET_GO, ray=ray)
            self.frame()
        else:
            self._focus(name)
            self.tap(ARROWS["right"])

    def _focus(self, name: str) -> None:
        """Go to an item with the arrows alone."""
        self.frame()
        for key in self.way(name):
            self.tap(ARROWS[key])
        assert self.menu.focus.name == name

    def way(self, name: str) -> tuple[str, ...]:
        """Return the arrows that lead to an item from what has the focus, fewest first; fail where none do."""
        layout, start = self.menu.layout, self.menu.focus
        waiting, seen = deque([(start, ())]), {_place(start)}
        while waiting:
            at, keys = waiting.popleft()
            if at.name == name:
                return keys
            spot = layout.by_name.get(at.name)
            stepped = spot is not None and isinstance(spot.item, answers.STEPPED)
            for key in ("up", "down") if stepped else ARROWS:
                gone = focus.moved(at, layout, key)
                if _place(gone) not in seen:
                    seen.add(_place(gone))
                    waiting.append((gone, (*keys, key)))
        pytest.fail(f"no arrow leads to {name!r} on {layout.page.name!r}, only to {sorted({at for at, _ in seen})}")

    def _aim(self, name: str, *, part: str = "", share: float = 0.5) -> Ray:
        """Return the ray from the eye through an item, or a part of it; scroll until it is seen."""
        self.frame()
        spot = self.spot.get(name)
        assert spot is not None, f"there is no {name!r} on {self.menu.layout.page.name!r}: {sorted(self.spot)}"
        assert spot.enabled, f"{name!r} cannot be pressed now"
        rect = spot.parts[part] if part else spot.rect
        for wheel in (*["wheel_down"] * 60, *["wheel_up"] * 60):
            layout, scroll_m = self.menu.layout, self.menu.focus.scroll_m
            x, z = rect.left + share * rect.width, rect.middle[1]
            if name not in {inner.name for inner in layout.spots} or layout.view.has(x, z + scroll_m):
                break
            self.tap(wheel)
        z += scroll_m if spot in self.menu.layout.spots else 0.0
        frame = self.menu.frame
        right, up = frame.right * (2 * x / PANEL_M[0]), frame.up * (2 * z / PANEL_M[1])
        return self.ray_to(frame.centre + right + up)

    def _drag(self, name: str, value: float) -> None:
        slider = self.item(name)
        there = (value - slider.low) / (slider.high - slider.low)
        self.frame(PRESS, ray=self._aim(name, part="track", share=answers.share(slider, slider.value)))
        ray = self._aim_held(name, there)
        self.frame(HOLD, ray=ray)
        self.frame(LET_GO, ray=ray)
        self.frame()

    def _aim_held(self, name: str, share: float) -> Ray:
        rect, scroll_m, frame = self.spot[name].parts["track"], self.menu.focus.scroll_m, self.menu.frame
        x, z = rect.left + share * rect.width, rect.middle[1] + scroll_m
        return self.ray_to(frame.centre + frame.right * (2 * x / PANEL_M[0]) + frame.up * (2 * z / PANEL_M[1]))

    # The world

    def ray_to(self, point: Any) -> Ray:
        eye = np.asarray(self.visit.visitor.body.eye)
        return rays.ray(tuple(eye), tuple(np.asarray(point) - eye))

    def draw(self, *places: tuple[float, float]) -> None:
        """Draw one stroke on the easel by pointing at it, (u, v) to the right and down."""
        board = self.scene.easel.frames["board"]
        points = [board.centre + board.right * (2 * u - 1) + board.up * (1 - 2 * v) for u, v in places]
        eyes = board.centre + board.normal * 1.4 + np.array([0.1, 0.0, 0.2])
        lines = [rays.ray(tuple(eyes), tuple(point - eyes)) for point in points]
        for index, line in enumerate(lines):
            self.frame(HOLD if index else PRESS, ray=line)
        self.frame(LET_GO, ray=lines[-1])

    @property
    def answer(self) -> str:
        """Return the class that the network takes the drawing for."""
        return self.state.spec.classes[int(np.argmax(self.state.probabilities))]


def _place(at: focus.Focus) -> tuple[str, float]:
    return at.name, round(at.scroll_m, 3)


def items(page: Page) -> dict[str, Button | Toggle | Choice | Slider]:
    """Return what can be pressed on a page by name, row by row."""
    rows = [item.buttons if isinstance(item, Row) else (item,) for item in page.items]
    return {item.name: item for row in rows for item in row if hasattr(item, "name")}


Arrive = Callable[..., Guest]


@pytest.fixture(scope="module")
def arrive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arrive]:
    """Return a function that lets a guest arrive in a level, in a studio of its own that closes the one before."""
    opened: list[Studio] = []

    def one(
        name: str = levels.DEFAULT, *, settings: Settings | None = None, by_rays: bool = False, **options: Any
    ) -> Guest:
        while opened:
            opened.pop().close()
        folder = tmp_path_factory.mktemp("own")
        keeper = Keeper(folder=folder, settings=folder / "settings.toml")
        level: Level = levels.load(levels.find(name), networks=loop.names())
        opened.append(
            Studio(
                level, settings=settings or Settings(), size=(320, 180), quality="software", keeper=keeper, **options
            )
        )
        opened[-1].look("court")
        guest = Guest(opened[-1], keeper, by_rays=by_rays)
        guest.until(lambda: guest.state.ready)
        return guest

    yield one
    for studio in opened:
        studio.close()

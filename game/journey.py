"""Which world one is in, and which one is coming: worlds follow the networks that are loaded."""

from dataclasses import replace

from layerwalk.game import session as sessions
from layerwalk.game import visitor as visitors
from layerwalk.game.begin import begin
from layerwalk.game.keeper import Keeper
from layerwalk.game.level import Level
from layerwalk.game.menus.editor import Editor
from layerwalk.game.menus.facts import Plan
from layerwalk.game.move.intent import Intent
from layerwalk.game.scene import Scene
from layerwalk.game.settings import Settings
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.visitor import Visitor


class Journey:
    """Take the visitor and the menu from world to world; call `follow` once a frame. Main thread."""

    def __init__(
        self, scene: Scene, *, visitor: Visitor, menu: Menu, plan: Plan, keeper: Keeper, name: str = ""
    ) -> None:
        """Begin in a scene that stands already; `name` is that of its level."""
        self._scene, self._visitor, self._menu, self._plan, self._keeper = scene, visitor, menu, plan, keeper
        self.name = name
        """The name or file of the level that is open."""
        self.levels = keeper.levels()
        """Those that can be opened, with their names or files."""
        self._coming: tuple[str, Level] | None = None
        self._learns = ""
        self._opened = self._saved = 0

    @property
    def next_name(self) -> str:
        """Return the level that comes after the one that is open; after the last comes the first."""
        names = [name for name, _ in self.levels]
        at = names.index(self.name) if self.name in names else -1
        return names[(at + 1) % len(names)]

    def open(self, name: str) -> None:
        """Go to another level as soon as its network is there; raise FileError or PlainError where it is faulty."""
        self._coming = (name, self._keeper.level(name))
        self._scene.session.open(sessions.opening(self._coming[1]))

    def follow(self) -> None:
        """Let the world follow the network that was loaded, and the menu what was saved."""
        state, session = self._scene.state, self._scene.session
        if session.opened != self._opened:
            self._opened = session.opened
            self._enter()
        elif state.ready:
            self._coming = None  # it was asked for and did not come
        if state.saved != self._saved:
            self._saved = state.saved
            self._plan.saved, self.levels = self._keeper.networks(), self._keeper.levels()

    def rebuild(self, *, level: Level | None = None, settings: Settings | None = None) -> None:
        """Put another world in place of this one, with the visitor and the menu where they were."""
        scene, visitor, menu = self._scene, self._visitor, self._menu
        old, body, parts = scene.site, visitor.body, scene.parts
        scene.rebuild(replace(parts, level=level or parts.level, settings=settings or parts.settings))
        visitor.stay(old, scene.site, visitors.config(scene.placement, scene.parts.settings))
        menu.path.reparent_to(scene.world.path)
        menu.stand(standing.on_pillar(scene.placement.pillar))
        if menu.is_open and menu.frame is not None:
            now = visitor.body
            turn_deg = now.heading_deg - body.heading_deg
            menu.move(standing.carried(menu.frame, eye=body.eye, to=now.eye, turn_deg=turn_deg))

    def _enter(self) -> None:
        """Stand in the world of the network that has just been loaded."""
        scene, state, coming = self._scene, self._scene.state, self._arrived()
        level, learns = coming or scene.parts.level, state.blueprint.data if state.blueprint else self._learns
        if coming is None and self._learns not in ("", learns):
            level = replace(level, data=learns)
        self._learns = learns
        self._plan.config = replace(self._plan.config, data=f"{level.data}-train")
        if state.spec is not scene.world.spec or level is not scene.parts.level:
            self.rebuild(level=level)
        if coming is not None:
            self._plan.editor = Editor()
            self._visitor.move(Intent(actions=("court",)), dt_s=0.0)
            begin(scene.pad, level, None)
            scene.hands.show_first()

    def _arrived(self) -> Level | None:
        """Return the level that was asked for, where it is its network that has come and no other one."""
        state = self._scene.state
        if self._coming is None or not state.ready:
            return None
        (name, level), self._coming = self._coming, None
        fits = state.blueprint == level.blueprint if level.blueprint else state.spec.name == level.network
        if fits:
            self.name = name
        return level if fits else None

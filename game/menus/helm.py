"""What the menus' deeds work with: the conversation with the network, what is planned, and the place round it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from layerwalk.game.aside import Aside
from layerwalk.game.level import Level
from layerwalk.game.menus.facts import Plan
from layerwalk.game.selected import Selected
from layerwalk.game.session import Session
from layerwalk.game.settings import Settings
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Value
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.words import Words


class Place(Protocol):
    """What can be done to the world and the program round the menu. Main thread."""

    @property
    def settings(self) -> Settings:
        """Return the settings that count now."""

    @property
    def words(self) -> Words:
        """Return the texts of the language that is spoken now."""

    @property
    def level(self) -> Level:
        """Return the level that is open, with what was changed since."""

    @property
    def pad(self) -> Pad:
        """Return the drawing on the easel."""

    @property
    def rack(self) -> Rack:
        """Return the pictures beside it."""

    def set_settings(self, settings: Settings) -> None:
        """Let other settings count from now on, and keep them."""

    def set_layout(self, name: str) -> None:
        """Let the stages stand in another layout."""

    def open_level(self, name: str) -> None:
        """Go to another level, by its name or file."""

    def open_next_level(self) -> None:
        """Go to the level that comes after the one that is open; after the last comes the first."""

    def ask(self, deed: str, value: Value | None = None) -> None:
        """Do what an item of the menu does, by its name."""

    def go_to(self, part: Selected) -> None:
        """Let the visitor stand before a part of the network."""

    def do(self, action: str) -> None:
        """Do an action that is no business of the menu's: fly, save a picture of the screen, quit."""


@dataclass(slots=True, kw_only=True)
class Helm:
    """Hold everything that a deed may need.

    aside: does what takes longer than a frame. folder: where the visitor's networks, levels and scripts are kept.
    networks: the names of those that ship. cache: where what was calculated is kept, None for nowhere.
    """

    session: Session
    state: State
    plan: Plan
    place: Place
    aside: Aside
    folder: Path
    networks: tuple[str, ...] = ()
    cache: Path | None = None


Deed = Callable[[Helm, str, Value | None], None]
"""Do what an item says: its name's rest after the first word, and its value."""

Deeds = Mapping[str, Deed]

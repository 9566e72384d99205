"""What is kept of a visit: the visitor's settings, networks, worlds and scripts, in folders of their own."""

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from layerwalk.game import level as levels
from layerwalk.game import session as sessions
from layerwalk.game import settings as user_settings
from layerwalk.game.errors import FileError
from layerwalk.game.level import Level
from layerwalk.game.menus.weights import LEVELS, NETWORKS
from layerwalk.game.session import SavedNetwork
from layerwalk.game.settings import Settings
from layerwalk.nn.blueprint import datasets

logger = logging.getLogger(__name__)
OLD, DATA = ".old", "data"


@dataclass(slots=True, kw_only=True)
class Keeper:
    """Hold where things are kept. folder: the visitor's own; settings: their file, None to keep none.

    cache: where pictures are kept that were calculated, and would be again; None to keep none.
    """

    folder: Path
    settings: Path | None = None
    cache: Path | None = None

    def save_settings(self, settings: Settings) -> None:
        """Write the settings; the file as the visitor last wrote it stays beside it. Raise OSError where it fails."""
        if self.settings is None:
            return
        kept = self.settings.with_name(self.settings.name + OLD)
        if self.settings.exists() and not kept.exists():
            shutil.copy2(self.settings, kept)
        user_settings.save(settings, self.settings)

    def networks(self) -> tuple[SavedNetwork, ...]:
        """Return the networks that the visitor has saved, the newest first."""
        return sessions.saved_networks(self.folder / NETWORKS)

    def data(self) -> tuple[datasets.Facts, ...]:
        """Return what is known of every data set: those that ship, and the visitor's own folders of IDX files."""
        found = list(datasets.SHIPPED.values())
        for folder in sorted(path for path in (self.folder / DATA).glob("*") if path.is_dir()):
            try:
                found.append(sessions.about(str(folder)))
            except sessions.DataError as error:
                logger.warning("%s", error)
        return tuple(found)

    def levels(self) -> tuple[tuple[str, Level], ...]:
        """Return every level that can be opened with its name or file; faulty ones are logged and left out."""
        own = sorted((self.folder / LEVELS).glob(f"*{levels.ENDING}"))
        found = []
        for name in (*levels.names(), *map(str, own)):
            try:
                found.append((name, self.level(name)))
            except FileError as error:
                logger.warning("%s", error)
        return tuple(found)

    def level(self, name: str) -> Level:
        """Return a level by its name or file; raise PlainError or FileError where it is faulty."""
        return levels.load(levels.find(name), networks=sessions.network_names())


def own_folder() -> Path:
    """Return where a visitor's own things are kept when nobody says otherwise: beside their documents."""
    import platformdirs

    return platformdirs.user_documents_path() / "Layerwalk"


def cache_folder() -> Path:
    """Return where pictures are kept that were calculated, so that they need not be calculated again."""
    import platformdirs

    return platformdirs.user_cache_path("layerwalk", appauthor=False) / "pictures"


def screenshots_folder() -> Path:
    """Return where pictures of the screen go: among the user's pictures, where there is such a folder, else here."""
    import platformdirs

    folder = platformdirs.user_pictures_path()
    return folder if folder.is_dir() else Path.cwd()

"""What is heard: a few short sounds, played by Panda3D's audio manager, or by nobody where there is no loudspeaker."""

import logging
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import panda3d.core as p3d

from layerwalk.game import files
from layerwalk.game.hushed import hushed

logger = logging.getLogger(__name__)

FILES: Mapping[str, str] = MappingProxyType(
    {name: f"{name}.wav" for name in ("hover", "press", "page", "refusal", "answer", "finished", "notice")}
)
"""Every sound that there is, and its file in assets/sounds."""
MOST_AT_ONCE = 4
"""When one more begins, the oldest is cut off."""
SHORTEST_GAP_S = 0.06
"""No sound begins again sooner after it began."""


def loudspeaker() -> Any:
    """Open the machine's loudspeaker and return the audio manager that plays there, one that stays silent without it.

    Which library plays is read from Panda3D's settings only at the first call in a process.
    """
    with hushed("audio"):
        manager = p3d.AudioManager.create_AudioManager()
    if not manager.is_valid():
        logger.info("There is no loudspeaker here, so nothing will be heard.")
    return manager


class Sounds:
    """Hold what plays the sounds; `play` them by name, `update` once a frame. Main thread."""

    def __init__(self, manager: Any, *, volume: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Play by an AudioManager, as loud as `volume` from 0 to 1; clock: tells the time in seconds."""
        self._manager, self._clock = manager, clock
        self._volume = volume
        self._began_s: dict[str, float] = {}
        self._sounds: dict[str, Any] = {}
        if manager.is_valid():
            manager.set_concurrent_sound_limit(MOST_AT_ONCE)
            self._sounds = {name: manager.get_sound(_path(file)) for name, file in FILES.items()}

    def play(self, name: str) -> None:
        """Begin a sound, unless it has only just begun or the volume is 0. Raise KeyError where there is none such."""
        if name not in FILES:
            raise KeyError(f"there is no sound {name!r}, expected one of: {', '.join(FILES)}")
        sound, now_s = self._sounds.get(name), self._clock()
        if sound is None or self._volume <= 0 or now_s - self._began_s.get(name, -SHORTEST_GAP_S) < SHORTEST_GAP_S:
            return
        self._began_s[name] = now_s
        # Ears hear ratios: squared, the middle of the slider sounds about half as loud.
        sound.set_volume(self._volume**2)
        sound.play()

    def update(self) -> None:
        """Let the manager forget what has ended."""
        self._manager.update()

    def set_volume(self, volume: float) -> None:
        """Play from now on as loud as `volume`, from 0 to 1; at 0 what plays ends at once."""
        self._volume = volume
        if volume <= 0:
            self._manager.stop_all_sounds()

    def close(self) -> None:
        """Fall silent for good."""
        self._manager.stop_all_sounds()
        self._sounds.clear()
        self._manager.shutdown()


def _path(file: str) -> p3d.Filename:
    return p3d.Filename.from_os_specific(str(files.asset("sounds", file)))

"""Write the last good weights to a file again and again, for the case that the process is lost."""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.letters import Kept
from layerwalk.nn.serving import Server

logger = logging.getLogger(__name__)
EVERY_S = 1.0


class Keeper:
    """Keep what a worker has learnt in `folder`, and tell of each file once it is whole.

    A file is only told of when it is complete, so it needs no other name while it is written. clock: seconds, growing.
    """

    def __init__(
        self,
        worker: Server,
        tell: Callable[[Kept], None],
        *,
        folder: Path,
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep nothing yet; the files will be called after `name`."""
        self._worker, self._tell, self._clock = worker, tell, clock
        self._folder, self._name = folder, name
        self._version = worker.weights_version
        self._kept_s = float("-inf")

    @property
    def due_in_s(self) -> float | None:
        """Return in how many seconds there is something to keep, at least 0; None where nothing has changed."""
        if self._worker.weights_version == self._version:
            return None
        return max(0.0, self._kept_s + EVERY_S - self._clock())

    def keep(self, *, now: bool = False) -> None:
        """Keep the weights where they have changed: at most once a second, or `now`."""
        due_in_s = self.due_in_s
        if due_in_s is None or (due_in_s > 0 and not now):
            return
        keepsake = self._worker.keepsake()
        self._version, self._kept_s = self._worker.weights_version, self._clock()
        if keepsake is not None:
            self._tell(Kept(request=keepsake.request, file=self._write(keepsake)))

    def _write(self, keepsake: Keepsake) -> Path | None:
        """Write the weights and their record beside them; return their file, or None where that failed."""
        file = self._folder / f"{self._name}-{keepsake.version}.safetensors"
        try:
            file.with_suffix(".record.json").write_text(json.dumps(dict(keepsake.record)), encoding="utf-8")
            file.write_bytes(keepsake.weights)
        except OSError as error:
            logger.warning("%s: the last good weights could not be kept (%s).", file, error)
            return None
        return file

"""Do beforehand what would keep the first training step waiting, once nobody asks for anything for a while."""

import logging
import threading
import time

from layerwalk.nn import data, train
from layerwalk.nn.idx import DataError
from layerwalk.nn.opening import Network

logger = logging.getLogger(__name__)

IDLE_S = 0.8
"""After so long without a request the first training step is prepared."""


class WarmUp:
    """Hold the thread that prepares for the first training step, beside the model loop's own."""

    def __init__(self) -> None:
        """Prepare for nothing yet."""
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._asked_s = 0.0

    def start(self, network: Network) -> None:
        """Prepare to train `network`, once it is quiet; only the first call counts."""
        if self._thread is None:
            self.wait_longer()
            # Not a daemon: the interpreter could end while torch is at work on that thread, and would be aborted.
            self._thread = threading.Thread(target=self._run, args=(network,), daemon=False)
            self._thread.start()

    def wait_longer(self) -> None:
        """Note that something was asked for: preparing would make strokes wait."""
        self._asked_s = time.monotonic()

    def close(self) -> None:
        """Prepare for nothing any more; what is being prepared is waited for."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, network: Network) -> None:
        while (idle_s := time.monotonic() - self._asked_s) < IDLE_S:
            if self._closed.wait(IDLE_S - idle_s):
                return
        prepare(network)


def prepare(network: Network) -> None:
    """Load what training needs, and the pictures that the network would learn from."""
    train.warm_up()
    if network.blueprint is not None:
        try:
            data.load(f"{network.blueprint.data}-train")  # is kept there
        except DataError as error:
            logger.info("There is nothing to train on yet: %s", error)

"""What answers where no network can be calculated: every request with the reason."""

from collections.abc import Callable

from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import Failed, Reply, Request, Said, TakeOver


class Refusing:
    """Serve every request with why none can be served."""

    busy = False
    weights_version = 0

    def __init__(self, sentence: str, said: Said | None = None, *, details: str = "") -> None:
        """Keep the reason: in English, for the visitor, and in detail."""
        self._sentence, self._said, self._details = sentence, said, details

    def handle(self, request: Request) -> Reply:
        """Return the reason."""
        return Failed(request=request, sentence=self._sentence, said=self._said, details=self._details)

    def advance(self, breathe: Callable[[], None] = lambda: None) -> Reply | None:
        """Do nothing."""
        return None

    def keepsake(self) -> Keepsake | None:
        """Return None: there is no network."""
        return None

    def hand_over(self) -> TakeOver | Failed | None:
        """Return None: there is nothing to go on with."""
        return None

    def close(self) -> None:
        """End nothing."""

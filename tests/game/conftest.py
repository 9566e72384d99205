"""What tests of a session share: a host that answers when it is told to."""

import pytest

from layerwalk.game.session import Session
from layerwalk.nn.messages import Reply, Request


class Host:
    """Keep what was asked, and how long each poll would have waited; answer what it is told to."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.replies: list[Reply] = []
        self.waits_s: list[float] = []
        self.closed = False

    def submit(self, request: Request) -> None:
        self.requests.append(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        self.waits_s.append(wait_s)
        replies, self.replies = self.replies, []
        return replies

    def close(self) -> None:
        self.closed = True

    def asked(self, kind: type[Request]) -> list[Request]:
        """Return the requests of a kind."""
        return [request for request in self.requests if isinstance(request, kind)]

    def tell(self, session: Session, *replies: Reply) -> bool:
        """Have a session hear replies."""
        self.replies = list(replies)
        return session.poll()


@pytest.fixture
def host() -> Host:
    return Host()

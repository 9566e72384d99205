"""What is asked of a network before there is anybody to answer: kept, and handed over."""

from layerwalk.nn.messages import Reply, Request


class Early:
    """Stand in for a host that is still to come: of each kind of request the newest waits for it. Main thread."""

    def __init__(self) -> None:
        """Begin with nothing asked."""
        self._requests: dict[str, Request] = {}

    def submit(self, request: Request) -> None:
        """Keep a request."""
        key = request.key or f"{type(request).__name__} {len(self._requests)}"
        self._requests.pop(key, None)
        self._requests[key] = request

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return nothing: nobody has answered."""
        return []

    def close(self) -> None:
        """Forget everything."""
        self._requests.clear()

    def take(self) -> tuple[Request, ...]:
        """Return everything that waits, in order; then nothing does."""
        waiting = tuple(self._requests.values())
        self._requests.clear()
        return waiting

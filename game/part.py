"""What the session's parts have in common: each is about one tool, asks for it, and hears what comes back."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, get_args

from layerwalk.nn.messages import Reply


class Part:
    """Hear some kinds of replies; a part overrides what it needs. Main thread."""

    hears: ClassVar[frozenset[type[Reply]]] = frozenset()
    """The kinds of replies that it is asked about and hears of; of all others it is spared."""

    def is_old(self, reply: Reply) -> bool:
        """Say whether `reply` answers what this part no longer wants to know; then nobody hears of it."""
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply before the state does; return whether the network answers otherwise from now on."""
        return False


def hearers(parts: Iterable[Part]) -> Mapping[type[Reply], tuple[Part, ...]]:
    """Return which of the parts hear of each kind of reply."""
    known = tuple(parts)
    return {kind: tuple(part for part in known if kind in part.hears) for kind in get_args(Reply)}

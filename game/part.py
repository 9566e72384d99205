"""What the session's parts have in common: each is about one tool, asks for it, and hears what comes back."""

from layerwalk.nn.messages import Reply


class Part:
    """Hear every reply; a part overrides what it needs. Main thread."""

    def is_old(self, reply: Reply) -> bool:
        """Say whether `reply` answers what this part no longer wants to know; then nobody hears of it."""
        return False

    def hear(self, reply: Reply) -> bool:
        """Take note of a reply before the state does; return whether the network answers otherwise from now on."""
        return False

"""What can be wrong with a headset, in one plain sentence each: they stand in the language files under `headset`."""

from layerwalk.game import words
from layerwalk.game.errors import PlainError


class HeadsetError(PlainError):
    """Say why no headset can be used; `key` is the name of its sentence, to be put into the visitor's language."""

    def __init__(self, reason: str) -> None:
        """Name the sentence after `reason`."""
        self.key = f"headset.{reason}"
        super().__init__(words.load("en")(self.key))

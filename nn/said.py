"""Errors that visitors can cause: each carries what is said to them, in any language."""

from typing import ClassVar

from layerwalk.nn.messages import Said


def say(key: str, **values: str | int | float | Said) -> Said:
    """Return the text called `key` of the language files, with its places filled by `values`."""
    return Said(key=key, values=tuple(values.items()))


class SaidError(ValueError):
    """Say what is wrong: in one English sentence for the log, and in `said` for the visitor.

    Where nothing is said, the visitor is told the text `KEY` with the English sentence in it.
    """

    KEY: ClassVar[str] = "failed.unforeseen"

    def __init__(self, sentence: str, said: Said | None = None) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.said = said or say(self.KEY, details=sentence)

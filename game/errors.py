"""What is said to whoever runs the program when something of theirs cannot be used."""


class PlainError(Exception):
    """Say in one plain sentence what is wrong."""


class FileError(PlainError):
    """Say what is wrong with a file: one line per fault, each naming the file, the field and what was expected."""

    def __init__(self, faults: list[str]) -> None:
        """Take the faults, in the order in which they are told."""
        self.faults = tuple(faults)
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(faults[0] + more)

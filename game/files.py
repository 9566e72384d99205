"""Find the data files that are installed with the game."""

from importlib import resources
from pathlib import Path


def asset(*parts: str) -> Path:
    """Return the path of a file in assets/, as in `asset("fonts", "Inter-Medium.otf")`."""
    return Path(str(resources.files("layerwalk.assets").joinpath(*parts)))

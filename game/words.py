"""What the world says: texts by language, from assets/languages."""

import functools
import tomllib
from collections.abc import Mapping
from typing import Any

from layerwalk.game import files


class Words:
    """Look up texts of one language by their dotted name."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Keep the tables of a language file."""
        self._table = table

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text called `key` with its places filled in; raise KeyError where there is none."""
        found: Any = self._table
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values)

    def kind(self, kind: str) -> tuple[str, str]:
        """Return title and sentence of a kind of layer; kinds without words of their own are 'other'."""
        kinds = self._table["kinds"]
        entry = kinds.get(kind, kinds["other"])
        return str(entry["title"]), str(entry["sentence"])


@functools.cache
def load(language: str = "en") -> Words:
    """Read the texts of a language."""
    return Words(tomllib.loads(files.asset("languages", f"{language}.toml").read_text(encoding="utf-8")))

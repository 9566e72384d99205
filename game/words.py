"""What the world says: texts by language, from assets/languages."""

import functools
import tomllib
from collections.abc import Mapping
from typing import Any

from layerwalk.game import files
from layerwalk.nn.messages import Said


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

    def say(self, said: Said) -> str:
        """Return what the model loop has said; what it says within it is put into words too."""
        values = {name: self.say(value) if isinstance(value, Said) else value for name, value in said.values}
        return self(said.key, **values)

    def class_name(self, name: str) -> str:
        """Return what a class of a data set is called; one without words, such as a digit, by its own name."""
        return str(self._table.get("classes", {}).get(name, name))

    def kind(self, kind: str) -> tuple[str, str]:
        """Return title and sentence of a kind of layer; kinds without words of their own are 'other'."""
        kinds = self._table["kinds"]
        entry = kinds.get(kind, kinds["other"])
        return str(entry["title"]), str(entry["sentence"])


@functools.cache
def load(language: str = "en") -> Words:
    """Read the texts of a language: every file of its folder, whose tables stand side by side."""
    table: dict[str, Any] = {}
    for path in sorted(files.asset("languages", language).glob("*.toml")):
        table.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return Words(table)


def languages() -> tuple[str, ...]:
    """Return the names of the languages that ship, in the alphabet's order."""
    return tuple(sorted(path.name for path in files.asset("languages").iterdir() if path.is_dir()))

"""What the world says: texts and numbers by language, from assets/languages."""

import functools
import math
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from layerwalk.game import files
from layerwalk.nn.messages import Said


class Words:
    """Look up texts of one language by their dotted name; it never changes, another language is another one."""

    def __init__(self, table: Mapping[str, Any], *, language: str = "en") -> None:
        """Keep the tables of a language's files."""
        self._table = table
        self._texts = dict(_texts(table))
        self.language = language

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text called `key` with its places filled in; raise KeyError where there is none."""
        return self._texts[key].format(**values)

    def find(self, key: str) -> str | None:
        """Return the text called `key` as it is written, None where there is none."""
        return self._texts.get(key)

    def say(self, said: Said) -> str:
        """Return what the model loop has said; what it says within it, and its numbers, are put into words too."""
        return self(said.key, **{name: self._spoken(value) for name, value in said.values})

    def number(self, value: float, *, digits: int = 3) -> str:
        """Write a measured value for a reader: so many figures, no exponent where it can be helped."""
        if value == 0 or not math.isfinite(value):
            return "0" if value == 0 else "–"
        size = abs(value)
        if size >= 10000 or size < 0.001:
            return self._written(f"{value:.1e}")
        decimals = max(0, digits - 1 - math.floor(math.log10(size)))
        return self._written(f"{value:.{min(decimals, digits)}f}")

    def fixed(self, value: float, *, decimals: int) -> str:
        """Write a number with so many decimals, as on a scale."""
        return self._written(f"{value:.{decimals}f}")

    def short(self, value: float) -> str:
        """Write a number that somebody chose, with no more figures than it needs: '0.003'."""
        if not math.isfinite(value):
            return "–"
        figures = Decimal(f"{value:.6g}").normalize()
        return self._written(f"{figures:f}")

    def count(self, value: int) -> str:
        """Write a whole number, its thousands set apart."""
        return self._written(f"{value:,}")

    def percent(self, share: float) -> str:
        """Write a probability as people say it: '97 %', '< 1 %'."""
        if share >= 0.995:
            return self("numbers.percent", value=100) if share > 0.9995 else self("numbers.most")
        return self("numbers.percent", value=f"{share * 100:.0f}") if share >= 0.01 else self("numbers.least")

    def class_name(self, name: str) -> str:
        """Return what a class of a data set is called; one without words, such as a digit, by its own name."""
        return str(self._table.get("classes", {}).get(name, name))

    def operation(self, name: str) -> str:
        """Return what an operation is called that folds into a layer; one without words of its own, as it is."""
        return str(self._table["operations"].get(name, name))

    def kind(self, kind: str) -> tuple[str, str]:
        """Return title and sentence of a kind of layer; kinds without words of their own are 'other'."""
        kinds = self._table["kinds"]
        entry = kinds.get(kind, kinds["other"])
        return str(entry["title"]), str(entry["sentence"])

    def _spoken(self, value: str | int | float | Said) -> str:
        if isinstance(value, Said):
            return self.say(value)
        if isinstance(value, str):
            return value
        return self.count(value) if isinstance(value, int) else self.short(value)

    def _written(self, number: str) -> str:
        """Put a number's marks as this language does; its minus is as wide as its digits."""
        return number.translate(self._marks)

    @functools.cached_property
    def _marks(self) -> dict[int, str]:
        numbers = self._table["numbers"]
        return str.maketrans({".": numbers["decimal"], ",": numbers["group"], "-": "−"})


def _texts(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text with its dotted name; what is asked for in a frame is found at once by that."""
    for name, found in table.items():
        if isinstance(found, Mapping):
            yield from _texts(found, f"{above}{name}.")
        else:
            yield f"{above}{name}", str(found)


@functools.cache
def load(language: str = "en") -> Words:
    """Read the texts of a language: every file of its folder, whose tables stand side by side."""
    table: dict[str, Any] = {}
    for path in sorted(files.asset("languages", language).glob("*.toml")):
        table.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return Words(table, language=language)


def languages() -> tuple[str, ...]:
    """Return the names of the languages that ship, in the alphabet's order."""
    return tuple(sorted(path.name for path in files.asset("languages").iterdir() if path.is_dir()))

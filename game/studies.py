"""What `layerwalk study` prints and writes: tables of what is lost when parts of a layer are removed."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from layerwalk.game.errors import PlainError

CSV = ".csv"
COLUMNS = 8
"""The distribution is printed up to this many parts; who needs more is in the last column."""
ANA: Mapping[str, str] = MappingProxyType(
    {
        "conv1": "ANA (2019, 10 trials by hand): right down to one filter in 8 of 10",
        "conv2": "ANA (2019, 10 trials by hand): at least two filters needed in 6 of 10",
    }
)
"""What ANA's experiment 6.2 found, for the layers of its small network."""
ANA_NETWORK = "ana-small"

Curves = Mapping[str, Sequence[float]]


def check(what: str, *, layer: str | None, seed: int, file: Path | None) -> None:
    """Raise PlainError where the command's words do not fit together, before anything is calculated."""
    if seed < 0:
        raise PlainError(f"--seed: expected 0 or more, found {seed}.")
    if what == "dose" and layer is None:
        raise PlainError("--layer: 'study dose' expects the name of a layer.")
    if what != "dose" and (layer is not None or file is not None):
        raise PlainError("--layer, --output: expected with 'study dose' alone.")
    if file is None:
        return
    if file.suffix != CSV:
        raise PlainError(f"{file}: expected a file whose name ends in {CSV}.")
    if not file.parent.is_dir():
        raise PlainError(f"{file}: expected a folder {file.parent} that exists.")


def ablation_table(result: Mapping[str, Any]) -> str:
    """Return ANA's experiment as lines of text."""
    rows = result["layers"]
    shown = min(COLUMNS, max(row["units"] for row in rows))
    more = any(row["units"] > shown for row in rows)
    heads = [*(str(count) for count in range(1, shown)), f"{shown}+" if more else str(shown)]
    lines = [
        f"{result['network']}: {rows[0]['pictures']} pictures that it gets right, "
        f"{result['draws']} random orders for each, seed {result['seed']}",
        f"{'layer':<10} {'order':<9} {'one filter is enough':<24} {'median':>6}   "
        f"share of runs that needed so many: {' '.join(f'{head:>4}' for head in heads)}",
    ]
    return "\n".join([*lines, *(_ablation_row(row, shown) for row in rows), *_ana(result["network"], rows)])


def fool_line(result: Mapping[str, Any]) -> str:
    """Return how often a network was fooled as a line of text."""
    median, most = result["median_steps"], result["most_steps"]
    steps = f"; steps: median {median:g}, most {most}" if median is not None else ""
    return (
        f"{result['network']}: {result['rate']:.1%} of {result['right']} pictures that it gets right are taken for "
        f"another class, drawn by chance (targeted PGD, epsilon 0.1){steps}"
    )


def dose_table(result: Mapping[str, Any]) -> str:
    """Return dose-response curves as lines of text."""
    curves = result["curves"]
    heads = " ".join(f"{name.replace('_', ' '):>11}" for name in curves)
    lines = [
        f"{result['network']}, {result['layer']}: accuracy on {result['pictures']} test pictures, "
        "what matters most removed first;",
        f"beside it {result['draws']} random orders (5 % quantile, median, 95 % quantile), seed {result['seed']}",
        heads,
    ]
    return "\n".join([*lines, *(_dose_row(row) for row in zip(*curves.values(), strict=True))])


def write_csv(curves: Curves, file: Path) -> None:
    """Write curves as a table: a column for each, a row for each dose."""
    rows = ([int(removed), *accuracies] for removed, *accuracies in zip(*curves.values(), strict=True))
    _write(file, list(curves), rows)


def write_importance(importance: Curves, file: Path) -> None:
    """Write how important each part of a layer is: a row for each part, a column for each way to tell it."""
    rows = ([number, *weights] for number, weights in enumerate(zip(*importance.values(), strict=True), start=1))
    _write(file, ["part", *importance], rows)


def write_needed(rows: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Write ANA's experiment as a table: a row for each layer and order, at its right the distribution."""
    heads = [name for name in rows[0] if name != "shares"]
    most = max(len(row["shares"]) for row in rows)
    shares = [f"needed_{count}" for count in range(1, most + 1)]
    _write(file, [*heads, *shares], ([*(row[name] for name in heads), *row["shares"]] for row in rows))


def write_steps(steps: Sequence[int], file: Path) -> None:
    """Write how many pictures took how many steps to be fooled."""
    found = Counter(steps)
    _write(file, ["steps", "pictures"], ([step, found[step]] for step in range(1, max(steps, default=0) + 1)))


def _write(file: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def _ablation_row(row: Mapping[str, Any], shown: int) -> str:
    shares = [*row["shares"][: shown - 1], sum(row["shares"][shown - 1 :])]
    single = f"{row['single']:.1%}"
    if row["draws"] > 1:
        single += f" ({row['single_low']:.1%} to {row['single_high']:.1%})"
    cells = " ".join(f"{share:4.0%}" for share in shares)
    return f"{row['layer']:<10} {row['order']:<9} {single:<24} {row['median']:>6g}   {'':<34} {cells}"


def _dose_row(row: Sequence[float]) -> str:
    removed, *accuracies = row
    return " ".join([f"{removed:>11.0f}", *(f"{accuracy:>11.1%}" for accuracy in accuracies)])


def _ana(network: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if network == ANA_NETWORK:
        for layer in dict.fromkeys(row["layer"] for row in rows):
            yield f"{layer}: {ANA[layer]}"

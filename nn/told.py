"""What a record tells visitors about weights, in any language: what they are, what was learnt, how, when, from what."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import get_args

from layerwalk.nn import data, origin
from layerwalk.nn.blueprint import presets
from layerwalk.nn.messages import Optimiser, Said
from layerwalk.nn.said import say

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MEASURED = re.compile(r"(\d{1,3}(?:\.\d+)?) % \((\d{1,9}) of (\d{1,9}) .+\)")
PART = re.compile(r"(\d{1,9}) of (\d{1,9}), .+")
RATE = re.compile(r"(\w+), .*\ba rate of (\d+(?:\.\d+)?(?:e-?\d+)?)")
SECONDS = re.compile(r"(\d{1,9}) s\b.*")
MINUTES_FROM_S = 100


def told(record: Mapping[str, str]) -> tuple[Said, ...]:
    """Return what a record says, in the order in which people ask; what it does not have is left out."""
    return tuple(_told(record))


def learnt(record: Mapping[str, str]) -> dict[str, Said]:
    """Return what a record says of the learning, by name: nothing where nothing was learnt.

    'accuracy' and what was 'measured'; 'data', 'epochs', 'optimiser', 'batch'; 'seed', 'day', 'duration', 'parent'.
    What the record does not have is left out.
    """
    if "epochs" not in record:
        return {}
    found = dict(_measured(record.get("accuracy", "")))
    for name, (key, tell) in _LEARNT.items():
        if key in record:
            found[name] = tell(record[key])
    return found


def _measured(text: str) -> Iterator[tuple[str, Said]]:
    if (match := MEASURED.fullmatch(text)) is not None:
        yield "accuracy", say("numbers.percent", value=round(float(match[1]), 1))
        yield "measured", say("records.measured", right=int(match[2]), count=int(match[3]))


def _plain(text: str) -> Said:
    return say("records.plain", text=text)


def _epochs(text: str) -> Said:
    match = PART.fullmatch(text)
    return say("records.part", part=int(match[1]), whole=int(match[2])) if match else _plain(text)


def _optimiser(text: str) -> Said:
    match = RATE.fullmatch(text)
    if match is None or match[1] not in get_args(Optimiser):
        return _plain(text)
    return say("records.optimiser", name=say(f"board.optimiser.{match[1]}"), rate=float(match[2]))


def _duration(text: str) -> Said:
    if (match := SECONDS.fullmatch(text)) is None:
        return _plain(text)
    taken_s = int(match[1])
    if taken_s < MINUTES_FROM_S:
        return say("records.seconds", count=taken_s)
    return say("records.minutes", count=round(taken_s / 60))


def _parent(text: str) -> Said:
    """Return what the network was before; the seed of one that began anew is told elsewhere."""
    return say("records.drawn") if text.startswith(origin.drawn_anew()) else origin.told(text)


def _told(record: Mapping[str, str]) -> Iterator[Said]:
    if "title" in record:
        yield presets.called(record["title"])
    if "data" in record:
        yield _data(record["data"])
    if "trained" in record:
        yield _day(record["trained"], "records.trained")
    parent = record.get("parent", "")
    if parent:
        yield origin.told(parent)
    if "seed" in record and parent != origin.drawn_anew(record["seed"]):
        yield say("records.seed", seed=record["seed"])


def _data(title: str) -> Said:
    """Return the data set that a record names by its title, or, where it is a visitor's own, by its folder."""
    for source in data.REGISTRY.values():
        if source.title == title:
            return source.facts.said("title")
    return _plain(title.removesuffix("-train").removesuffix("-test"))


def _day(text: str, key: str = "records.day") -> Said:
    """Return the day of a moment, where the visitor lives."""
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        return _plain(text)
    month = say(f"records.months.{MONTHS[moment.month - 1]}")
    return say(key, day=str(moment.day), month=month, year=str(moment.year))


_LEARNT: Mapping[str, tuple[str, Callable[[str], Said]]] = MappingProxyType(
    {
        "data": ("data", _data),
        "epochs": ("epochs", _epochs),
        "optimiser": ("optimiser", _optimiser),
        "batch": ("batch", _plain),
        "seed": ("seed", _plain),
        "day": ("trained", _day),
        "duration": ("duration", _duration),
        "parent": ("parent", _parent),
    }
)
"""For each part of what was learnt its place in the record, and how it is told."""

"""What a record tells a visitor about saved weights, in any language: what they are, learnt what, when, from what."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from layerwalk.nn import data, origin
from layerwalk.nn.blueprint import presets
from layerwalk.nn.messages import Said
from layerwalk.nn.said import say

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def told(record: Mapping[str, str]) -> tuple[Said, ...]:
    """Return what a record says, in the order in which people ask; what it does not have is left out."""
    return tuple(_told(record))


def _told(record: Mapping[str, str]) -> Iterator[Said]:
    if "title" in record:
        yield presets.called(record["title"])
    if "data" in record:
        yield _data(record["data"])
    if "trained" in record:
        yield _day(record["trained"])
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
    return say("records.plain", text=title.removesuffix("-train").removesuffix("-test"))


def _day(text: str) -> Said:
    """Return the day of a moment, where the visitor lives."""
    try:
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        return say("records.plain", text=text)
    month = say(f"records.months.{MONTHS[moment.month - 1]}")
    return say("records.trained", day=str(moment.day), month=month, year=str(moment.year))

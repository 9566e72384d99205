"""What the training board says: plain texts from the runs, and where they stand. Board, metres."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from layerwalk.game.runs import Run, Runs
from layerwalk.game.ui.curves import Chart, Scale
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.words import Words
from layerwalk.game.world import light
from layerwalk.game.world.lettering import Entry
from layerwalk.nn.blueprint import presets
from layerwalk.nn.messages import Progress

SMALL_M, TEXT_M, HEAD_M, TITLE_M, LARGE_M = 0.036, 0.043, 0.048, 0.092, 0.205
LEAST = 0.62
"""A text that is too long is written so much smaller at most."""
MINUTES_FROM_S = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Say how a text is written: its em, its face, its colour, and which of its ends its place is."""

    size_m: float = TEXT_M
    face: str = "text"
    colour: light.Colour = light.TEXT
    align: str = "left"


TITLE = Style(size_m=TITLE_M, face="display")
LARGE = Style(size_m=LARGE_M, face="display", align="right")
HEAD = Style(size_m=HEAD_M, face="display")
HEAD_RIGHT = Style(size_m=HEAD_M, face="display", align="right")
TEXT = Style()
SENTENCE = Style(size_m=0.050)
SECOND = Style(colour=light.SECOND_TEXT)
SECOND_RIGHT = Style(colour=light.SECOND_TEXT, align="right")
SMALL = Style(size_m=SMALL_M, colour=light.SECOND_TEXT)
SMALL_RIGHT = Style(size_m=SMALL_M, colour=light.SECOND_TEXT, align="right")
SMALL_MIDDLE = Style(size_m=SMALL_M, colour=light.SECOND_TEXT, align="centre")


def entry(text: str, x: float, z: float, style: Style, *, width_m: float | None = None, size: float = 1.0) -> Entry:
    """Write a line whose end or middle is at (x, z), a little smaller where it is wider than `width_m`.

    size: how much larger than its style says, where there is room.
    """
    wide_em = typeset.width_em(text, "display" if style.face == "display" else "text")
    size_m = style.size_m * size
    if width_m is not None and wide_em * size_m > width_m:
        size_m = max(LEAST * style.size_m, width_m / wide_em)
    shift = {"left": 0.5, "centre": 0.0, "right": -0.5}[style.align] * wide_em * size_m
    return Entry(text=text, point=(x + shift, 0.0, z), size_m=size_m, face=style.face, colour=style.colour)


def lines(text: str, rect: Rect, style: Style, *, size: float = 1.0) -> Iterator[Entry]:
    """Write a text into a rectangle, in as many lines as it needs, smaller where there are too many."""
    size_m, parts = typeset.boxed(text, rect, size_m=style.size_m * size)
    for line in typeset.written(parts, left=rect.left, top=rect.top, size_m=size_m):
        yield entry(line.text, line.x, line.z, replace(style, size_m=size_m))


def run_name(run: Run, words: Words, *, with_title: bool) -> str:
    """Return what a run is called: '3 · AdamW 0.003', with its network's name where that differs."""
    key = "board.run_of" if with_title else "board.run"
    values = {
        "number": run.number,
        "optimiser": words(f"board.optimiser.{run.config.optimiser}"),
        "rate": words.short(run.config.learning_rate),
        "title": words.say(presets.called(run.title)),
    }
    return words(key, **values)


def names(runs: Runs, words: Words) -> list[str]:
    """Return what every run is called; networks are named where there is more than one."""
    with_title = len({run.title for run in runs}) > 1
    return [run_name(run, words, with_title=with_title) for run in runs]


def share(value: float, words: Words) -> str:
    """Write an accuracy with a decimal, for differences that count: '98.4 %'."""
    return words("numbers.percent", value=words.fixed(100 * value, decimals=1))


def accuracy(run: Run, words: Words) -> tuple[str, str]:
    """Return a run's newest accuracy and what it was measured on, '' where nothing was measured."""
    if len(run.validation):
        return share(float(run.validation.points[-1, 2]), words), words("board.accuracy")
    if len(run.train):
        return share(float(run.train.points[-1, 2]), words), words("board.accuracy_train")
    return "", ""


def standing(run: Run, words: Words) -> str:
    """Return the sentence about how a run stands."""
    return words.say(run.progress.said) if run.progress else words("board.waiting")


def progress(report: Progress, words: Words) -> str:
    """Return epoch and step."""
    values = {"epoch": report.epoch, "epochs": report.epochs}
    return words("board.progress", **values, step=words.count(report.step), steps=words.count(report.steps))


def pace(report: Progress, words: Words, *, device: str) -> str:
    """Return how fast it goes, and on what device where that is known."""
    found = [words("board.device", device=device)] if device else []
    if report.steps_per_s > 0 and report.state == "training":
        found.append(words("board.speed", speed=words.number(report.steps_per_s, digits=2)))
    return " · ".join(found)


def time_left(report: Progress, words: Words) -> str:
    """Return how long it will still take, '' where that is not known."""
    left_s = report.seconds_left
    if left_s is None or report.state != "training":
        return ""
    if left_s < MINUTES_FROM_S:
        return words("board.seconds_left", count=max(1, round(left_s)))
    return words("board.minutes_left", count=words.count(round(left_s / 60)))


def look_back(runs: Runs, words: Words) -> str:
    """Return the sentence about the snapshots of the newest run, '' where it has none."""
    run = runs.current
    if run is None or not run.snapshots or run.progress is None:
        return ""
    if run is not runs.held:
        return words("board.gone")
    if run.shown is None or run.shown >= len(run.snapshots):
        return words("board.look_back")
    step = run.snapshots[run.shown]
    if step == 0:
        return words("board.look_back_start")
    return words("board.look_back_at", step=words.count(step), steps=words.count(run.progress.steps))


def axis(chart: Chart, scale: Scale, words: Words, *, size: float = 1.0) -> Iterator[Entry]:
    """Write the values at a chart's left side."""
    for tick in scale.ticks:
        z = float(chart.up(scale.share(tick))) - SMALL_M * size * 0.36
        text = _percent(tick, scale, words) if chart.column == 2 else words.short(tick)
        yield entry(text, chart.left - 0.02, z, SMALL_RIGHT, size=size)


def _percent(tick: float, scale: Scale, words: Words) -> str:
    step = scale.ticks[1] - scale.ticks[0]
    decimals = 0 if abs(100 * step - round(100 * step)) < 1e-6 else 1
    return words("numbers.percent", value=words.fixed(100 * tick, decimals=decimals))


def epochs(chart: Chart, scale: Scale, words: Words, *, size: float = 1.0) -> Iterator[Entry]:
    """Write the epochs under a chart."""
    foot = chart.bottom - 0.062 * size
    for tick in scale.ticks:
        yield entry(words.short(tick), float(chart.across(scale.share(tick))), foot, SMALL_MIDDLE, size=size)

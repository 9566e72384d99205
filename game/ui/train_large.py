"""The training board in large letters: one chart instead of two, and fewer texts round it. Board, metres."""

from collections.abc import Iterator
from dataclasses import replace

from layerwalk.game.runs import Run, Runs
from layerwalk.game.ui import train_legend, train_texts
from layerwalk.game.ui.curves import Chart, Scale
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.words import Words
from layerwalk.game.world.lettering import Entry

FROM = 1.1
"""Letters up to this size have room beside everything else, and stay as they are."""
LEAST, MOST = 1.3, 2.0
LEFT, RIGHT = -1.07, 1.07
ACCURACY = Chart(left=-0.78, bottom=-0.10, right=1.04, top=0.20, column=2)
SENTENCE = Rect(left=LEFT, bottom=0.33, right=0.10, top=0.545)
LEGEND_Z, STEP_M, NAMED = -0.288, 0.100, 2
"""The height of the newest run's line, from line to line, and how many runs are named."""
NAME_M, SHARE_M = 1.60, 0.42


def grown(text_size: float) -> float:
    """Return how much larger letters are than usual, for the text size of the settings; 1 for as usual."""
    return 1.0 if text_size <= FROM else min(MOST, max(LEAST, text_size))


def still_texts(runs: Runs, across: Scale, up: Scale, words: Words, *, size: float) -> Iterator[Entry]:
    """Write what seldom changes: the title, the chart's numbers, the newest runs."""
    yield train_texts.entry(words("board.title"), LEFT, 0.585, train_texts.TITLE, size=min(size, 1.25))
    heading = words("board.accuracy_chart")
    yield train_texts.entry(heading, ACCURACY.left, ACCURACY.top + 0.036, train_texts.HEAD, size=size)
    ends = replace(up, ticks=(up.ticks[0], up.ticks[-1]))
    yield from train_texts.axis(ACCURACY, ends, words, size=size)
    yield from train_texts.epochs(ACCURACY, across, words, size=size)
    names = train_texts.names(runs, words)
    for name, (run, z) in zip(reversed(names), _named(runs), strict=False):
        foot = z - train_legend.DROP_M * size
        yield train_texts.entry(name, LEFT + train_legend.TO_NAME_M, foot, train_texts.TEXT, size=size, width_m=NAME_M)
        share = train_texts.accuracy(run, words)[0]
        yield train_texts.entry(share, RIGHT, foot, train_texts.SECOND_RIGHT, size=size, width_m=SHARE_M)


def live_texts(runs: Runs, run: Run, words: Words, *, size: float) -> Iterator[Entry]:
    """Write what changes with every report: how it stands, how good it is, how far it has come."""
    sentence = train_texts.standing(run, words) if run.shown is None else train_texts.look_back(runs, words)
    yield from train_texts.lines(sentence, SENTENCE, train_texts.SENTENCE, size=size)
    share, measured = train_texts.accuracy(run, words)
    yield train_texts.entry(share, RIGHT, 0.530, train_texts.LARGE)
    yield train_texts.entry(measured, RIGHT, 0.422, train_texts.SMALL_RIGHT, size=size, width_m=0.90)


def progress_texts(runs: Runs, run: Run, words: Words, *, left: float, right: float, size: float) -> Iterator[Entry]:
    """Write the epoch under the bar's left end, and the time left under its right end."""
    if run.progress is None:
        return
    z = -0.600 - 0.043 * size
    epoch = words("board.epoch", epoch=run.progress.epoch, epochs=run.progress.epochs)
    yield train_texts.entry(epoch, left, z, train_texts.TEXT, size=size)
    if runs.held is run:
        yield train_texts.entry(train_texts.time_left(run.progress, words), right, z, train_texts.HEAD_RIGHT, size=size)


def marks(runs: Runs) -> Iterator[Strokes]:
    """Draw the lines and marks of the runs that are named."""
    for run, z in _named(runs):
        yield from train_legend.sample(run, LEFT, z)


def _named(runs: Runs) -> Iterator[tuple[Run, float]]:
    """Yield the newest runs, the newest first, and how high each stands."""
    for index, run in enumerate(reversed(list(runs)[-NAMED:])):
        yield run, LEGEND_Z - index * STEP_M

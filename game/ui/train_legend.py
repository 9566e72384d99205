"""The training board's legend: which curve is whose, how good each run is, and what thin and thick lines are."""

from collections.abc import Iterator

from layerwalk.game.runs import Run, Runs
from layerwalk.game.ui import curves, strokes, train_texts
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.words import Words
from layerwalk.game.world import light
from layerwalk.game.world.lettering import Entry

Rows = tuple[float, float, float]
"""Left end, right end, and the height of the first row. Board, metres."""
STEP_M = 0.054
KEY_M, TO_NAME_M, SHARE_M, AIR_M = 0.075, 0.095, 0.125, 0.03
"""Length of a key's line; from a row's left end to the name; the share's width; free between texts."""
DROP_M = 0.0145
"""The writing's foot lies so far under the middle of a key's line."""


def _cells(runs: Runs, rows: Rows) -> Iterator[tuple[float, float, float]]:
    """Yield the left end, the height and the width of every run's cell: long names stand in two columns, not three."""
    left, right, top = rows
    columns = 2 if len({run.title for run in runs}) > 1 else 3
    wide_m = (right - left) / columns
    for index in range(len(runs)):
        row, column = divmod(index, columns)
        yield left + column * wide_m, top - row * STEP_M, wide_m


def texts(runs: Runs, words: Words, rows: Rows) -> Iterator[Entry]:
    """Write every run's name and how good it is by now."""
    names = train_texts.names(runs, words)
    for run, name, (x, z, wide_m) in zip(runs, names, _cells(runs, rows), strict=True):
        name_m = wide_m - TO_NAME_M - SHARE_M - 2 * AIR_M
        written = train_texts.entry(name, x + TO_NAME_M, z - DROP_M, train_texts.TEXT, width_m=name_m)
        yield written
        end = x + TO_NAME_M + typeset.width_em(name) * written.size_m
        yield train_texts.entry(train_texts.accuracy(run, words)[0], end + AIR_M, z - DROP_M, train_texts.SECOND)


def marks(runs: Runs, rows: Rows) -> Iterator[Strokes]:
    """Draw every run's line and mark before its name."""
    for run, (x, z, _) in zip(runs, _cells(runs, rows), strict=True):
        yield from sample(run, x, z)


def sample(run: Run, x: float, z: float) -> Iterator[Strokes]:
    """Draw a run's line and mark, from the left end x on."""
    hue = curves.HUES[run.colour]
    yield strokes.line([(x, z), (x + KEY_M, z)], width_m=curves.THICK_M, colour=hue)
    yield from curves.mark(curves.MARKS[run.colour], [(x + KEY_M / 2, z)], hue=hue)


def _key(words: Words) -> Iterator[tuple[bool, str, float, float]]:
    """Yield whether a line is thick, what it is, and how far left of the end its writing begins and ends."""
    right_m = 0.0
    for thick, name in ((True, "board.thick"), (False, "board.thin")):
        text = words(name)
        wide_m = typeset.width_em(text) * train_texts.SMALL_M
        yield thick, text, right_m + wide_m, right_m
        right_m += wide_m + TO_NAME_M + 2 * AIR_M


def title_text(runs: Runs, run: Run, words: Words, *, x: float, z: float, width_m: float) -> Entry:
    """Write beside the title which run the board tells about."""
    with_title = len({other.title for other in runs}) > 1
    name = train_texts.run_name(run, words, with_title=with_title)
    return train_texts.entry(name, x + TO_NAME_M, z, train_texts.HEAD, width_m=width_m - TO_NAME_M)


def title_marks(run: Run, *, x: float, z: float) -> Iterator[Strokes]:
    """Draw the line and mark of the run that the board tells about."""
    yield from sample(run, x, z + DROP_M)


def key_texts(words: Words, *, right: float, z: float) -> Iterator[Entry]:
    """Write what thin and thick lines are, up to the right end."""
    for _, text, _, end_m in _key(words):
        yield train_texts.entry(text, right - end_m, z - DROP_M, train_texts.SMALL_RIGHT)


def key_marks(words: Words, *, right: float, z: float) -> Iterator[Strokes]:
    """Draw a thin and a thick line before their names."""
    for thick, _, start_m, _ in _key(words):
        left = right - start_m - TO_NAME_M
        width_m = curves.THICK_M if thick else curves.THIN_M
        yield strokes.line([(left, z), (left + KEY_M, z)], width_m=width_m, colour=light.SECOND_TEXT)
        if thick:
            yield from curves.mark("disc", [(left + KEY_M / 2, z)], hue=light.SECOND_TEXT)

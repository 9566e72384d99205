"""The training board while nothing is trained: what the network that stands has learnt, how, and how to train it.

Board, metres.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from layerwalk.game.ui import strokes, train_texts
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import light
from layerwalk.game.world.lettering import Entry
from layerwalk.nn.messages import Said

LEFT, RIGHT, SECOND = -1.07, 1.07, 0.13
"""The board's margins, and where the second column of facts begins."""
COLUMNS = (("data", "epochs", "optimiser", "batch"), ("seed", "day", "duration", "parent"))
FEW = ("data", "epochs", "optimiser")
"""What large letters have room for."""
FACTS_Z, FACT_M, VALUE_M = 0.210, 0.138, 0.062
"""The first fact's label, from label to label, and from a label to its value."""
BAR_Z, BAR_M = 0.322, 0.022
FOOT_Z, DEVICE_Z = -0.365, -0.690
"""The line over the invitation, and what calculates."""
LABEL = Style(size_m=0.040, colour=light.SECOND_TEXT)
VALUE = Style(size_m=0.056)
MEASURED = Style(size_m=0.040, colour=light.SECOND_TEXT, align="right")
WHY = Style(size_m=0.050, align="right")
HEAD = Style(size_m=0.062, colour=light.SECOND_TEXT)
INVITED = Style(size_m=0.066)
NOTHING = Style(size_m=0.125)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Say what is known of the network that stands.

    learnt: what its record says of that, by name, as `nn.told.learnt` has it; empty where it has learnt nothing, None
    as long as nobody knows. changed: it has learnt more since then, which no record tells.
    """

    title: Said
    learnt: Mapping[str, Said] | None = None
    changed: bool = False

    @property
    def facts(self) -> Mapping[str, Said]:
        """Return what counts now of its record."""
        return {} if self.changed else self.learnt or {}

    @property
    def share(self) -> float | None:
        """Return its accuracy in [0, 1], None where nobody has measured it."""
        said = self.facts.get("accuracy")
        return float(dict(said.values)["value"]) / 100 if said else None  # type: ignore[arg-type]


UNKNOWN = Standing(title=Said(key="board.title"))
"""Before anybody knows which network stands."""


def texts(standing: Standing, words: Words, *, device: str, size: float) -> list[Entry]:
    """Return everything that the board says before the first run; `size` as `train_large.grown` gives it."""
    named = min(size, 1.25)
    made = [
        train_texts.entry(words.say(standing.title), LEFT, 0.560, train_texts.TITLE, width_m=1.42, size=named),
        *(() if size > 1 and standing.facts else _subtitle(words, size=named)),
        *(_accuracy(standing, words, size=size, width_m=1.7) if standing.facts else ()),
        *(_large_facts(standing, words, size=size) if size > 1 else _facts(standing, words)),
        *_nothing(standing, words, size=size),
        *train_texts.lines(words("board.invitation"), _invited(size), INVITED, size=size),
    ]
    if device and size == 1:
        made.append(train_texts.entry(words("board.device", device=device), LEFT, DEVICE_Z, train_texts.SMALL))
    return made


def picture(standing: Standing, *, size: float) -> Strokes:
    """Draw how good it is as a bar, and the line over the invitation."""
    foot = _foot_z(size)
    parts = [strokes.line([(LEFT, foot), (RIGHT, foot)], width_m=0.004, colour=light.SECOND_TEXT, alpha=0.45)]
    if standing.share is not None:
        z = BAR_Z - (0.04 if size > 1 else 0.0)
        end = LEFT + (RIGHT - LEFT) * standing.share
        parts.append(strokes.bar(LEFT, z, RIGHT, z + BAR_M, colour=light.FRAME))
        parts.append(strokes.bar(LEFT, z, end, z + BAR_M, colour=light.SECOND_TEXT))
    return strokes.joined(parts)


def over_curves(standing: Standing, words: Words, room: Rect, *, size: float) -> Iterator[Entry]:
    """Write over the curves of earlier runs that they are, and how good the network is that stands now."""
    yield from train_texts.lines(words("board.gone"), room, train_texts.SENTENCE, size=size)
    yield from _accuracy(standing, words, size=size, width_m=0.90)


def under_curves(words: Words, *, device: str, size: float) -> Iterator[Entry]:
    """Write under them how to train it, and what calculates."""
    room = Rect(left=LEFT, bottom=-0.645, right=RIGHT, top=-0.445 - 0.07 * (size - 1))
    yield from train_texts.lines(words("board.invitation"), room, train_texts.SENTENCE, size=size)
    if device and size == 1:
        yield train_texts.entry(words("board.device", device=device), LEFT, -0.698, train_texts.SMALL)


def _subtitle(words: Words, *, size: float) -> Iterator[Entry]:
    yield train_texts.entry(words("board.stands"), LEFT, 0.455, HEAD, width_m=1.42, size=size)


def _accuracy(standing: Standing, words: Words, *, size: float, width_m: float) -> Iterator[Entry]:
    """Write in large type how good it is, or why nobody knows."""
    z = 0.455 - 0.035 * (size - 1)
    if standing.share is None:
        yield train_texts.entry(_why(standing, words), RIGHT, z, WHY, size=size, width_m=width_m)
        return
    yield train_texts.entry(words.say(standing.facts["accuracy"]), RIGHT, 0.530, train_texts.LARGE)
    measured = words.say(standing.facts["measured"])
    yield train_texts.entry(measured, RIGHT, z, MEASURED, size=size, width_m=width_m)


def _facts(standing: Standing, words: Words) -> Iterator[Entry]:
    """Write how it was trained in two columns, every label over its value."""
    for left, right, names in ((LEFT, SECOND - 0.05, COLUMNS[0]), (SECOND, RIGHT, COLUMNS[1])):
        known = (name for name in names if name in standing.facts)
        for row, name in enumerate(known):
            z, value = FACTS_Z - row * FACT_M, words.say(standing.facts[name])
            yield train_texts.entry(words(f"board.learnt.{name}"), left, z, LABEL)
            yield train_texts.entry(value, left, z - VALUE_M, VALUE, width_m=right - left)


def _large_facts(standing: Standing, words: Words, *, size: float) -> Iterator[Entry]:
    """Write the most important of it line by line."""
    known = (name for name in FEW if name in standing.facts)
    for row, name in enumerate(known):
        z = 0.275 - (row + 1) * 0.071 * size
        yield train_texts.entry(words(f"board.learnt.{name}"), LEFT, z, train_texts.SECOND, size=size, width_m=0.86)
        value = words.say(standing.facts[name])
        yield train_texts.entry(value, RIGHT, z, train_texts.Style(align="right"), size=size, width_m=1.22)


def _nothing(standing: Standing, words: Words, *, size: float) -> Iterator[Entry]:
    """Write in large type that nothing was learnt, or that nobody has measured what was learnt."""
    if standing.facts or standing.learnt is None:
        return
    room = Rect(left=LEFT, bottom=_foot_z(size) + 0.05, right=RIGHT, top=0.20)
    yield from train_texts.lines(_why(standing, words), room, NOTHING, size=min(size, 1.4))


def _why(standing: Standing, words: Words) -> str:
    """Return why there is nothing to tell."""
    if standing.learnt is None:
        return ""
    if standing.changed:
        return words("board.changed")
    return words("board.unmeasured" if standing.learnt else "board.nothing")


def _foot_z(size: float) -> float:
    return FOOT_Z if size == 1 else FOOT_Z + 0.07 * (2.0 - size)


def _invited(size: float) -> Rect:
    top = _foot_z(size) - 0.045
    return Rect(left=LEFT, bottom=DEVICE_Z + 0.075 if size == 1 else -0.71, right=RIGHT, top=top)

"""The training board as it stands in the court: curves, progress, and the way back through training time. Main thread.

It does nothing itself: what is pressed on it comes back as the name of an event.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game.runs import Run, Runs
from layerwalk.game.ui import board, curves, strokes, train_large, train_legend, train_rest, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.curves import Chart, Scale
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Kept, Strokes
from layerwalk.game.ui.train_rest import Standing
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, pieces, signs
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Pose

SIZE_M = (2.3, 1.5)
EVERY_S = 0.1
"""It is drawn anew at most once in so long."""
WORK_S = 0.0003
"""After so long a frame begins no other piece of a drawing."""
SEEN_M = 45.0
"""From farther away nobody could read it, and only its plate is drawn."""
LEFT, RIGHT = -1.07, 1.07
LOSS = Chart(left=-0.94, bottom=-0.07, right=-0.07, top=0.315, column=1)
ACCURACY = Chart(left=0.20, bottom=-0.07, right=RIGHT, top=0.315, column=2)
KEY_Z = -0.181
LEGEND = (LEFT, RIGHT, -0.250)
NAME_AT = (-0.665, 0.585)
"""Where beside the title the run is named that the board tells about."""
SLIDER = (LEFT + 0.02, -0.497, 0.60)
"""Left end, height and right end of the line along which one looks back."""
SENTENCE = Rect(left=LEFT, bottom=0.40, right=0.16, top=0.53)
BAR = (LEFT, -0.592, 0.72, -0.566)
"""Left, bottom, right and top of the progress bar."""
BUTTONS = {"play": (0.79, -0.545, RIGHT, -0.435), "stop": (0.79, -0.690, RIGHT, -0.580)}
KNOB_M, TICK_M, TRACK_M = 0.026, 0.011, 0.010
NOW_M = 0.115
"""So much room is there for the word at the slider's right end."""
SIGN_M = 0.046
"""A button's sign stands so far from its left side."""
HALF_EM = 0.37
"""Half the height of a capital, in ems."""
LIT = (0.42, 0.29, 0.20)
UNLIT = (0.15, 0.118, 0.108)
HOVER = 0.10


def frames(pose: Pose) -> dict[str, Frame]:
    """Return where one can press: 'slider', 'play' (pause, or go on) and 'stop'."""
    left, z, right = SLIDER
    rectangles = {"slider": (left - KNOB_M, z - 0.05, right + KNOB_M, z + 0.05), **BUTTONS}
    whole = Frame(**dict(zip(("centre", "right", "up"), furniture.board_frame(pose, *SIZE_M), strict=True)))
    return {name: _part(whole, rectangle) for name, rectangle in rectangles.items()}


def _part(whole: Frame, rectangle: tuple[float, float, float, float]) -> Frame:
    left, bottom, right, top = rectangle
    width_m, height_m = SIZE_M
    return whole.part(0.5 + left / width_m, 0.5 - top / height_m, 0.5 + right / width_m, 0.5 - bottom / height_m)


def event(part: str, u: float, runs: Runs) -> str | None:
    """Return what pressing a part at `u`, 0 left to 1 right, asks for; None where it asks for nothing now.

    'train pause', 'train resume', 'train stop', 'snapshot N' with its index, or 'snapshot now' for the newest weights.
    """
    run = runs.held
    if run is None or run.progress is None:
        return None
    if part == "slider":
        return _looked_at(run, u)
    if not run.is_live:
        return None
    if part == "play":
        return "train pause" if run.progress.state == "training" else "train resume"
    return "train stop" if part == "stop" else None


def _looked_at(run: Run, u: float) -> str | None:
    """Return the snapshot that lies nearest on the slider, at whose right end is the present."""
    count = len(run.snapshots)
    if not count:
        return None
    left, _, right = SLIDER
    x = left - KNOB_M + u * (right - left + 2 * KNOB_M)
    index = min(count, max(0, round((x - left) / (right - left) * count)))
    return "snapshot now" if index == count else f"snapshot {index}"


class TrainBoard:
    """Hold what is seen of the board; `update` follows the runs. Main thread."""

    def __init__(
        self, parent: p3d.NodePath, pose: Pose, *, words: Words, floor_z: float, text_size: float = 1.0
    ) -> None:
        """Set the board up where `pose` says."""
        self.path = parent.attach_new_node("training board")
        self.frames = frames(pose)
        self._words, self._text_size = words, text_size
        centre, right, up = furniture.board_frame(pose, *SIZE_M)
        self._build_stone(pose, floor_z)
        writing = board.writing(self.path, Frame(centre=centre, right=right, up=up).lifted(0.006))
        near = writing.attach_new_node(p3d.LODNode("readable"))
        near.node().add_switch(SEEN_M, 0.0)
        face = near.attach_new_node("face")
        self._drawing, self._kept = strokes.Drawing(face), Kept()
        self._still, self._live = lettering.Lines(face), lettering.Lines(face)
        self._shown: tuple[object, ...] | None = None
        self._work: Pieces | None = None
        self._waited_s = EVERY_S
        self.drawings = 0
        """How often it was drawn, or begun."""

    def _build_stone(self, pose: Pose, floor_z: float) -> None:
        centre, right, up = furniture.board_frame(pose, *SIZE_M)
        grid = np.array([[centre - right - up, centre + right - up], [centre - right + up, centre + right + up]])
        face = mesh.sheet(grid, colour=light.with_alpha(light.PLATE))
        parts = [_frame(pose, floor_z), mesh.tagged(face, stage=0, emission=0.55)]
        signs.stone_path(mesh.joined(parts), name="training plate").reparent_to(self.path)

    def set_text_size(self, text_size: float) -> None:
        """Write everything larger, or as usual."""
        if text_size != self._text_size:
            self._text_size, self._shown = text_size, None

    def waits(self, dt_s: float) -> bool:
        """Let time pass; say whether it is too soon to draw the board anew: never while time stands still."""
        self._waited_s += dt_s
        return dt_s > 0 and self._waited_s < EVERY_S

    @property
    def is_drawing(self) -> bool:
        """Say whether there is more to do of what was begun."""
        return self._work is not None

    def put_off(self) -> None:
        """Wait as if it had been drawn just now."""
        self._waited_s = 0.0

    def update(
        self,
        runs: Runs,
        *,
        device: str,
        standing: Standing = train_rest.UNKNOWN,
        hovered: str | None = None,
        dt_s: float = 0.0,
        turn: Callable[[], bool] | None = None,
    ) -> None:
        """Show the runs where they have changed, before the first what stands, and light the part that is pointed at.

        dt_s: since the last call; what comes too soon after the last drawing waits, unless time stands still. turn:
        says whether this frame is for a piece of the drawing, and is asked while there is one; without it all is done
        at once, and so it is where something else is pointed at.
        """
        wanted = (runs.version, device, standing, hovered)
        is_urgent = turn is None or self._shown is None or hovered != self._shown[-1]
        if not self.waits(dt_s) and wanted != self._shown and (is_urgent or self._work is None):
            self._shown, self._waited_s = wanted, 0.0
            self.drawings += 1
            self._work = self._showing(runs, device=device, standing=standing, hovered=hovered)
        if turn is None or is_urgent:
            self.finish()
        elif self._work is not None and turn() and not pieces.go_on(self._work, for_s=WORK_S):
            self._work = None

    def finish(self) -> None:
        """Do all that is left of what was begun."""
        if self._work is not None:
            pieces.finish(self._work)
            self._work = None

    def _showing(self, runs: Runs, *, device: str, standing: Standing, hovered: str | None) -> Pieces:
        """Show everything piece by piece; what comes meanwhile is within the scales, and on the board with the next."""
        size, run = train_large.grown(self._text_size), runs.current
        if run is None:
            self._drawing.show(train_rest.picture(standing, size=size))
            yield from self._still.writing(train_rest.texts(standing, self._words, device=device, size=size))
            yield from self._live.writing([])
            return
        scales = _scales(runs, size)
        self._kept.begin()
        parts = list[Strokes]()
        for chart, up in scales.charts:
            yield
            parts += curves.draw(chart, runs, across=scales.across, up=up, kept=self._kept)
        yield
        parts += _marks(runs, run, scales, self._words, hovered=hovered, kept=self._kept)
        yield
        picture = strokes.joined(parts)
        yield
        picture_mesh = strokes.meshed(picture)
        yield
        still = _still_texts(runs, run, scales, self._words, standing=standing)
        yield
        yield from self._still.writing(still)
        self._drawing.put(picture_mesh)
        live = _live_texts(runs, run, self._words, device=device, size=size, standing=standing)
        yield
        yield from self._live.writing(live)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scales:
    """Hold the charts that there are for a size of letters, and their scales."""

    size: float
    across: Scale
    charts: tuple[tuple[Chart, Scale], ...]


def _scales(runs: Runs, size: float) -> _Scales:
    across, accuracy = curves.epochs(runs), curves.accuracies(runs)
    if size > 1:
        return _Scales(size=size, across=across, charts=((train_large.ACCURACY, accuracy),))
    return _Scales(size=size, across=across, charts=((LOSS, curves.losses(runs)), (ACCURACY, accuracy)))


def texts(
    runs: Runs, words: Words, *, device: str, text_size: float = 1.0, standing: Standing = train_rest.UNKNOWN
) -> list[Entry]:
    """Return everything that the board says about its runs; before the first, about the network that stands."""
    run, size = runs.current, train_large.grown(text_size)
    if run is None:
        return train_rest.texts(standing, words, device=device, size=size)
    still = _still_texts(runs, run, _scales(runs, size), words, standing=standing)
    return [*still, *_live_texts(runs, run, words, device=device, size=size, standing=standing)]


def _marks(runs: Runs, run: Run, scales: _Scales, words: Words, *, hovered: str | None, kept: Kept) -> list[Strokes]:
    """Draw everything but the curves."""
    asked = tuple(event(name, 0.5, runs) for name in BUTTONS)
    named = tuple((each.number, each.title) for each in runs)
    parts = [
        *(_progress_bar(run) if runs.held is run else ()),
        kept(lambda: _slider(runs), "slider", runs.held is run, run.snapshots, run.shown),
        kept(lambda: _buttons(runs, hovered), "buttons", asked, hovered),
    ]
    if scales.size > 1:
        return [*parts, kept(lambda: train_large.marks(runs), "large legend", named)]
    parts += [
        kept(lambda: train_legend.marks(runs, LEGEND), "legend", named),
        kept(lambda: train_legend.key_marks(words, right=RIGHT, z=KEY_Z), "key"),
    ]
    if runs.held is run:
        title = kept(lambda: train_legend.title_marks(run, x=NAME_AT[0], z=NAME_AT[1]), "title", run.number)
        parts.append(title)
    return parts


def _still_texts(runs: Runs, run: Run, scales: _Scales, words: Words, *, standing: Standing) -> list[Entry]:
    """Return the texts that seldom change."""
    if scales.size > 1:
        ((_, up),) = scales.charts
        large = train_large.still_texts(runs, scales.across, up, words, size=scales.size)
        return [*large, *_button_texts(runs, words, size=scales.size)]
    named = _named(runs, run, words, standing)
    found = [named, *_headings(words), *train_legend.texts(runs, words, LEGEND), *_button_texts(runs, words, size=1.0)]
    for chart, up in scales.charts:
        found += [*train_texts.axis(chart, up, words), *train_texts.epochs(chart, scales.across, words)]
    return found


def _named(runs: Runs, run: Run, words: Words, standing: Standing) -> Entry:
    """Write beside the title what the board tells about: a run, or the network that stands after it."""
    x, z = NAME_AT
    if runs.held is run:
        return train_legend.title_text(runs, run, words, x=x, z=z, width_m=0.92)
    return train_texts.entry(words.say(standing.title), x, z, train_texts.HEAD, width_m=0.92)


def _live_texts(runs: Runs, run: Run, words: Words, *, device: str, size: float, standing: Standing) -> list[Entry]:
    """Return the texts that change with every report."""
    if runs.held is not run:
        room = SENTENCE if size == 1 else train_large.SENTENCE
        over = train_rest.over_curves(standing, words, room, size=size)
        return [*over, *train_rest.under_curves(words, device=device, size=size)]
    if size > 1:
        left, _, right, _ = BAR
        progress = train_large.progress_texts(runs, run, words, left=left, right=right, size=size)
        return [*train_large.live_texts(runs, run, words, size=size), *_now(runs, run, words, size=size), *progress]
    return [*_standing(run, words), *_now(runs, run, words, size=size), *_facts(runs, run, words, device)]


def _frame(pose: Pose, floor_z: float) -> mesh.Mesh:
    """Build the wooden back on two posts."""
    centre, right, up = furniture.board_frame(pose, *SIZE_M)
    normal = np.cross(right, up) / np.linalg.norm(np.cross(right, up))
    back = furniture.slab(centre - normal * 0.012, right * 1.032, up * 1.048, thick_m=0.06, colour=light.WOOD)
    parts = [back]
    for side in (-0.72, 0.72):
        x, y, z = centre + right * side - normal * 0.12
        half = max(0.1, (z + 0.3 - floor_z) / 2)
        for size, height, colour in (((0.045, 0.045, half), half, light.WOOD), ((0.2, 0.26, 0.02), 0.02, light.SIDE)):
            foot = mesh.box(
                (x, y, floor_z + height), size, heading_deg=pose.heading_deg, colour=light.with_alpha(colour)
            )
            parts.append(foot)
    return mesh.joined(parts)


def _headings(words: Words) -> Iterator[Entry]:
    yield train_texts.entry(words("board.title"), LEFT, 0.585, train_texts.TITLE)
    for chart, key in ((LOSS, "board.loss_chart"), (ACCURACY, "board.accuracy_chart")):
        yield train_texts.entry(words(key), chart.left, chart.top + 0.035, train_texts.HEAD)
    middle = (LOSS.left + LOSS.right) / 2
    yield train_texts.entry(words("board.epochs"), middle, LOSS.bottom - 0.125, train_texts.SMALL_MIDDLE)
    yield from train_legend.key_texts(words, right=RIGHT, z=KEY_Z)


def _standing(run: Run, words: Words) -> Iterator[Entry]:
    """Write the sentence, and in large type how good the newest run is."""
    sentence = train_texts.standing(run, words)
    yield from train_texts.lines(sentence, SENTENCE, train_texts.SENTENCE)
    share, measured = train_texts.accuracy(run, words)
    yield train_texts.entry(share, RIGHT, 0.530, train_texts.LARGE)
    yield train_texts.entry(measured, RIGHT, 0.455, train_texts.SMALL_RIGHT)


def _facts(runs: Runs, run: Run, words: Words, device: str) -> Iterator[Entry]:
    yield train_texts.entry(train_texts.look_back(runs, words), LEFT, -0.442, train_texts.SECOND, width_m=1.75)
    if run.progress is None:
        return
    left, right = BAR[0], BAR[2]
    yield train_texts.entry(train_texts.progress(run.progress, words), left, -0.643, train_texts.TEXT, width_m=1.30)
    if runs.held is run:
        yield train_texts.entry(train_texts.time_left(run.progress, words), right, -0.645, train_texts.HEAD_RIGHT)
    pace = train_texts.pace(run.progress, words, device=device)
    yield train_texts.entry(pace, left, -0.698, train_texts.SMALL, width_m=1.75)


def _now(runs: Runs, run: Run, words: Words, *, size: float) -> Iterator[Entry]:
    """Write at the slider's right end that the present is there."""
    if runs.held is run and run.snapshots:
        at = SLIDER[2] + 0.045, SLIDER[1] - 0.013 * size
        yield train_texts.entry(words("board.now"), *at, train_texts.SMALL, width_m=NOW_M, size=size)


def _progress_bar(run: Run) -> Iterator[Strokes]:
    if run.progress is None:
        return
    left, bottom, right, top = BAR
    done = left + (right - left) * min(1.0, run.progress.step / max(run.progress.steps, 1))
    yield strokes.bar(left, bottom, right, top, colour=UNLIT)
    yield strokes.bar(left, bottom, done, top, colour=light.SECOND_TEXT)


def _slider(runs: Runs) -> Iterator[Strokes]:
    run = runs.held
    if run is None or run is not runs.current or not run.snapshots:
        return
    left, z, right = SLIDER
    places = np.linspace(left, right, len(run.snapshots) + 1)
    ends = [(left, z), (right, z)]
    yield strokes.line(ends, width_m=TRACK_M, colour=LIT)
    ticks = np.stack([places, np.full_like(places, z)], axis=1)
    yield strokes.marks("disc", ticks, radius_m=TICK_M, colour=light.SECOND_TEXT)
    at = ticks[-1 if run.shown is None else min(run.shown, len(run.snapshots))]
    yield strokes.marks("disc", [at], radius_m=KNOB_M * 1.2, colour=light.PLATE)
    yield strokes.marks("disc", [at], radius_m=KNOB_M, colour=light.TEXT)


def _buttons(runs: Runs, hovered: str | None) -> Iterator[Strokes]:
    for name, rectangle in BUTTONS.items():
        asked = event(name, 0.5, runs)
        if asked is None:
            continue
        lift = HOVER if name == hovered else 0.0
        red, green, blue = (part + lift for part in LIT)
        yield strokes.bar(*rectangle, colour=(red, green, blue))
        x, z = rectangle[0] + SIGN_M, (rectangle[1] + rectangle[3]) / 2
        if asked == "train pause":
            for left in (x - 0.016, x + 0.005):
                yield strokes.bar(left, z - 0.018, left + 0.011, z + 0.018, colour=light.TEXT)
        else:
            form = "square" if asked == "train stop" else "play"
            yield strokes.marks(form, [(x, z)], radius_m=0.019, colour=light.TEXT)


def _button_texts(runs: Runs, words: Words, *, size: float) -> Iterator[Entry]:
    keys = {"train pause": "board.pause", "train resume": "board.resume", "train stop": "board.stop"}
    for name, (left, bottom, right, top) in BUTTONS.items():
        asked = event(name, 0.5, runs)
        if asked is not None:
            start, middle = left + 1.85 * SIGN_M, (bottom + top) / 2
            room_m = right - start - 0.02
            made = train_texts.entry(words(keys[asked]), start, 0.0, train_texts.TEXT, width_m=room_m, size=size)
            yield replace(made, point=(made.point[0], 0.0, middle - HALF_EM * made.size_m))

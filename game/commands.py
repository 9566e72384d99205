"""What the commands of `layerwalk` do: each takes its options, writes to `out` and returns the exit status.

Panda3D, torch and pydantic are imported by the commands that need them, so that the others start at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from layerwalk.game import keeper as keepers
from layerwalk.game import level as levels
from layerwalk.game import settings as user_settings
from layerwalk.game import studies, words
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.level import Level
from layerwalk.game.move import bindings
from layerwalk.game.order import Order
from layerwalk.game.share_bar import ShareBar
from layerwalk.game.train_bar import TrainBar
from layerwalk.game.ui import keys as key_table
from layerwalk.nn import loop
from layerwalk.nn.messages import PRESETS, TrainConfig

OK, FAULTS, INTERRUPTED = 0, 1, 130
_COLUMNS = 3
SYNTHESIS_ROUND_S = 0.05


def play(options: argparse.Namespace, out: TextIO) -> int:
    """Walk in a world; where there is no display, save pictures of a short walk instead."""
    level, settings = _level(options.level or levels.DEFAULT), user_settings.load(options.settings)
    if options.model:
        settings = replace(settings, model=replace(settings.model, host=options.model))
    if options.vr and not has_display():
        raise PlainError("--vr: a headset needs a window beside it, and there is no display here.")
    if options.off_screen or not has_display():
        from layerwalk.game import walk

        reason = "" if options.off_screen else "There is no display here, so nobody can walk. "
        print(f"{reason}Rendering a short walk off-screen.", file=out, flush=True)
        sheet = walk.render(level, folder=options.folder, settings=settings)
        print(f"The pictures are in {options.folder.resolve()}; all of them at a glance: {sheet.resolve()}", file=out)
        return OK
    from layerwalk.game import app

    def tell(sentence: str) -> None:
        print(f"layerwalk: {sentence}", file=sys.stderr, flush=True)

    keeper = keepers.Keeper(
        folder=keepers.own_folder(),
        settings=options.settings or user_settings.default_path(),
        cache=keepers.cache_folder(),
    )
    app.play(
        level,
        settings=settings,
        keeper=keeper,
        name=options.level or levels.DEFAULT,
        on_vr=tell if options.vr else None,
    )
    return OK


def shot(options: argparse.Namespace, out: TextIO) -> int:
    """Save one picture of a world, drawn without a window."""
    from layerwalk.game import shot

    level = _level(options.level)
    drawing = _drawing(options.draw, level.data)
    order = Order(
        view=options.view,
        size=options.size,
        quality=options.quality or "desktop",
        page=options.page or "",
        language=_language(options.language),
        text_size=options.text_size,
        deeds=tuple(options.do),
    )
    shot.shot(level, order, drawing=drawing, file=options.output)
    return OK


def check(options: argparse.Namespace, out: TextIO) -> int:
    """Print one line for every fault of the given level files."""
    networks = loop.names()
    faults = [fault for path in options.files for fault in levels.faults(path, networks=networks)]
    for fault in faults:
        print(fault, file=out)
    return FAULTS if faults else OK


def evaluate(options: argparse.Namespace, out: TextIO) -> int:
    """Measure a network on the test digits."""
    result = loop.evaluate(options.network, progress=_progress)
    if options.json:
        return _json({**asdict(result), "accuracy": result.accuracy}, out)
    print(f"{result.network}: {result.accuracy:.2%} of {result.count} ({result.data})", file=out)
    for name, right, count in result.per_class:
        print(f"  {name}: {right / count:.2%} of {count}", file=out)
    return OK


def train(options: argparse.Namespace, out: TextIO) -> int:
    """Train a network from new weights; an interrupt stops it, and what it learnt until then is measured and kept."""
    bar = TrainBar(sys.stderr)
    try:
        result = loop.train(options.network, _train_config(options), file=options.output, progress=bar.show)
    finally:
        bar.close()
    last, measured = result.last, result.score
    if options.json:
        _json(
            {
                "network": measured.network,
                "data": measured.data,
                "accuracy": measured.accuracy,
                "right": measured.right,
                "count": measured.count,
                "state": last.state,
                "steps": last.step,
                "duration_s": result.duration_s,
                "file": str(options.output) if options.output else None,
                "record": result.record,
            },
            out,
        )
    else:
        print(f"{measured.network}: {measured.accuracy:.2%} of {measured.count} ({measured.data})", file=out)
        kept = (
            f"The weights are in {options.output}." if options.output else "The weights were not kept; -o keeps them."
        )
        print(kept, file=out)
    if last.state == "diverged":
        raise PlainError(words.load("en").say(last.said))
    return INTERRUPTED if last.state == "stopped" else OK


def study(options: argparse.Namespace, out: TextIO) -> int:
    """Remove filters one by one until the answer is wrong, draw how the accuracy falls, or fool the network."""
    bar, texts = ShareBar(sys.stderr), words.load(_language(options.language))
    drawn = {} if options.what == "fool" else {"draws": options.draws}
    how = {"count": options.pictures, **drawn, "seed": options.seed, "progress": bar.show}
    about = {name: getattr(options, name) for name in ("network", "layer", "pictures", *drawn, "seed")}
    studies.check(options.what, layer=options.layer, seed=options.seed, file=options.output)
    try:
        if options.what == "dose":
            result = {**about, **loop.study_dose(options.network, options.layer, **how)}
        elif options.what == "fool":
            result = {**about, **loop.study_fool(options.network, **how)}
        else:
            result = {**about, "layers": loop.study_ablation(options.network, **how)}
    finally:
        bar.close()
    if options.output:
        from layerwalk.game import study_chart

        studies.write_csv(result["curves"], options.output)
        study_chart.draw(result, texts).save(options.output.with_suffix(".png"))
    if options.json:
        return _json(result, out)
    tables = {"ablation": studies.ablation_table, "dose": studies.dose_table, "fool": studies.fool_line}
    print(tables[options.what](result), file=out)
    return OK


def _bench_synthesis(options: argparse.Namespace, out: TextIO) -> int:
    from layerwalk.game import bench_machine, bench_synthesis

    rows = [
        row for name in options.network or loop.names() for row in loop.bench_synthesis(name, seconds=SYNTHESIS_ROUND_S)
    ]
    if options.json:
        return _json({"what": options.what, "machine": bench_machine.describe(), "rows": rows}, out)
    print(bench_synthesis.table(rows), file=out)
    return OK


def _train_config(options: argparse.Namespace) -> TrainConfig:
    """Return the good defaults with what the command line says instead."""
    said = {
        "data": f"{loop.data_of(options.network)}-train",
        "epochs": options.epochs,
        "batch": options.batch,
        "learning_rate": options.learning_rate,
        "optimiser": options.optimiser,
        "augmentation": options.augment,
        "seed": options.seed,
        "share": options.share,
    }
    return replace(PRESETS[options.preset], **{name: value for name, value in said.items() if value is not None})


def list_(options: argparse.Namespace, out: TextIO) -> int:
    """List levels, networks and data sets."""
    networks, language = loop.names(), _language(options.language or user_settings.load().language)
    table = {
        "levels": [_level_row(path, networks, language) for path in _level_paths(options.folder)],
        "networks": [{"name": name, **_network_row(name)} for name in networks],
        "data": [{"name": name} for name in loop.data_names()],
    }
    if options.json:
        return _json(table, out)
    for heading, rows in table.items():
        print(heading, file=out)
        for row in rows:
            cells = (f"{_cell(name, value):<14}" for name, value in list(row.items())[:_COLUMNS])
            print(f"  {'  '.join(cells)}".rstrip(), file=out)
    return OK


def bench(options: argparse.Namespace, out: TextIO) -> int:
    """Measure frames, strokes, the start, training or synthesis on this machine."""
    from layerwalk.game import bench

    how: dict[str, Any] = {"networks": tuple(options.network), "quality": options.quality}
    if options.seconds is not None:
        if options.what != "training" or not options.seconds >= 1:
            raise PlainError("--seconds: expected a number from 1 on, and 'bench training'.")
        how["seconds"] = options.seconds
    if options.what == "synthesis":
        return _bench_synthesis(options, out)
    result = getattr(bench, options.what)(**how)
    if options.json:
        return _json(result, out)
    print(bench.table(result), file=out)
    return OK


def keys(options: argparse.Namespace, out: TextIO) -> int:
    """Say which key does what."""
    mine = user_settings.load()
    language = _language(options.language or mine.language)
    write = key_table.markdown if options.markdown else key_table.plain
    mine_now = bindings.merge(bindings.DEFAULTS, mine.bindings)
    print(write(words.load(language), mine_now, headset=options.headset), file=out)
    return OK


def settings(options: argparse.Namespace, out: TextIO) -> int:
    """Say where the visitor's settings lie, and check them; or write them anew."""
    path = user_settings.default_path()
    if options.write:
        user_settings.write_template(path)
    user_settings.load()
    print(
        f"{path}" if path.exists() else f"{path} (no such file: everything is as it comes; --write makes one)", file=out
    )
    return OK


COMMANDS: Mapping[str, Callable[[argparse.Namespace, TextIO], int]] = MappingProxyType(
    {
        "play": play,
        "shot": shot,
        "check": check,
        "evaluate": evaluate,
        "train": train,
        "study": study,
        "list": list_,
        "bench": bench,
        "keys": keys,
        "settings": settings,
    }
)


def has_display() -> bool:
    """Say whether a window can be opened here."""
    # Panda3D speaks X11 alone, so under Wayland too it is DISPLAY (of Xwayland) that counts.
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY"))


def _level(name: str) -> Level:
    return levels.load(levels.find(name), networks=loop.names())


def _language(name: str) -> str:
    if name not in words.languages():
        raise PlainError(f"--language: expected one of {', '.join(words.languages())}, found {name!r}.")
    return name


def _drawing(picture: str | None, data: str) -> NDArray[np.float32] | None:
    """Return a test picture of a data set, or the picture in a file, four times as fine; float32 in [0, 1], 1 = ink."""
    if picture is None:
        return None
    if not picture.isdecimal():
        from layerwalk.game import drawing

        facts = loop.about(data)
        return drawing.read(Path(picture), picture_side_px=facts.side_px, ink=facts.centred)
    pictures = loop.load_data(f"{data}-test").pictures
    if int(picture) >= len(pictures):
        raise PlainError(f"--draw: expected a file or a number from 0 to {len(pictures) - 1}, found {picture}.")
    return np.asarray(pictures[int(picture)], np.float32) / np.float32(255)


def _level_paths(folder: Path | None) -> list[Path]:
    if folder is not None and not folder.is_dir():
        raise PlainError(f"{folder}: expected a folder with levels.")
    shipped = [levels.find(name) for name in levels.names()]
    return [*shipped, *sorted(folder.glob(f"*{levels.ENDING}"))] if folder else shipped


def _level_row(path: Path, networks: tuple[str, ...], language: str) -> dict[str, Any]:
    try:
        level = levels.load(path, networks=networks)
    except FileError as error:
        return {"name": path.stem, "network": "?", "title": str(error), "file": str(path), "faults": error.faults}
    title = level.title_in(language)
    return {"name": path.stem, "network": level.network_name, "title": title, "file": str(path), "faults": []}


def _network_row(name: str) -> dict[str, Any]:
    spec = loop.read_spec(name)
    return {"layers": len(spec.hidden), "parameters": sum(node.parameters for node in spec.nodes)}


def _cell(name: str, value: object) -> str:
    return f"{value:,} {name}" if isinstance(value, int) else str(value)


def _progress(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:4.0%}", end="\n" if share >= 1 else "", file=sys.stderr, flush=True)


def _json(value: Any, out: TextIO) -> int:
    print(json.dumps(value), file=out)
    return OK

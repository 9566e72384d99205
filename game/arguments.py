"""The words of the command line."""

import argparse
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

from layerwalk.game.errors import PlainError

QUALITIES = ("software", "laptop", "desktop", "headset")
# Said here too, because the messages load numpy, which '--help' does not need.
OPTIMISERS = ("rmsprop", "sgd", "adam", "adamw")
AUGMENTATIONS = ("none", "gentle", "harley")
HOSTS = ("thread", "process")
TRAIN_PRESETS = ("good", "ana")
STUDIED: Mapping[str, str] = MappingProxyType(
    {
        "ablation": "how many filters are needed",
        "dose": "accuracy as more of a layer is removed",
        "fool": "how often it can be fooled",
    }
)
MEASURED: Mapping[str, str] = MappingProxyType(
    {
        "frames": "the time of a frame",
        "stroke": "from a stroke to its answer",
        "why": "from a stroke to what speaks for its answer",
        "start": "to the first answer",
        "training": "steps beside the drawn world",
        "vr": "the processor time of a frame in a headset",
        "synthesis": "steps towards what maps want to see",
    }
)


class Parser(argparse.ArgumentParser):
    """Parse arguments, and raise PlainError where argparse would print a page."""

    def error(self, message: str) -> NoReturn:
        """Raise PlainError instead of leaving the program."""
        raise PlainError(f"{message[:1].upper()}{message[1:]}; '{self.prog} --help' tells more.")


def parser() -> Parser:
    """Return the parser of all commands."""
    common = Parser(add_help=False)
    common.add_argument("--debug", action="store_true", help="log everything, and show where an error comes from")
    top = Parser(prog="layerwalk", description="Walk inside a neural network.", parents=[common])
    top.add_argument("--version", action="version", version=f"layerwalk {_version()}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (_play, _shot, _check, _evaluate, _train, _study, _list, _bench, _keys, _settings):
        add(commands, common)
    return top


def _play(commands: Any, common: Parser) -> None:
    command = commands.add_parser("play", parents=[common], help="walk in a world")
    command.add_argument("level", nargs="?", metavar="LEVEL", help="a level's name or file (see 'list')")
    command.add_argument("--settings", type=Path, metavar="FILE", help="settings file to use instead of your own")
    command.add_argument("--model", choices=HOSTS, help="where the network is calculated, instead of what settings say")
    where = command.add_mutually_exclusive_group()
    where.add_argument("--vr", action="store_true", help="in a headset, where one is connected")
    where.add_argument("--off-screen", action="store_true", help="open no window: save pictures of a short walk")
    command.add_argument("--folder", type=Path, default=Path("out", "walk"), help="where those pictures go")


def _shot(commands: Any, common: Parser) -> None:
    command = commands.add_parser("shot", parents=[common], help="save one picture of a world, without a window")
    command.add_argument("level", metavar="LEVEL", help="a level's name or file (see 'list')")
    command.add_argument(
        "--view", default="court", metavar="NAME", help="court, stage, cubes, output, back, above, ..."
    )
    command.add_argument("--page", metavar="PAGE", help="open the menu at this page: train, network.layers, ...")
    command.add_argument(
        "--do",
        action="append",
        default=[],
        metavar="DEED",
        help="do this first, as an item of the menu is called; more than once: 'select conv1 2 10 12', 'palette=grey'",
    )
    command.add_argument("--language", default="en", metavar="NAME", help="of all texts: en, de")
    command.add_argument("--text-size", type=_text_size, default=1.0, metavar="FACTOR", help="of the menu: 0.75 to 2")
    command.add_argument("--draw", metavar="PICTURE", help="what lies on the easel: a file, or a test digit's number")
    command.add_argument("--size", type=size, default=(1280, 720), metavar="WxH", help="in pixels, as in 1280x720")
    command.add_argument("--quality", choices=QUALITIES, help="instead of what suits the graphics driver")
    command.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.png", help="the picture to write")


def _check(commands: Any, common: Parser) -> None:
    command = commands.add_parser("check", parents=[common], help="validate level files")
    command.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a level's file")


def _evaluate(commands: Any, common: Parser) -> None:
    command = commands.add_parser("evaluate", parents=[common], help="measure a network on the 10,000 test digits")
    command.add_argument("network", metavar="NETWORK", help="a network's name (see 'list')")
    _add_json(command)


def _train(commands: Any, common: Parser) -> None:
    command = commands.add_parser("train", parents=[common], help="train a network from new weights")
    command.add_argument("network", metavar="NETWORK", help="a network's name (see 'list')")
    command.add_argument("--preset", choices=TRAIN_PRESETS, default="good", help="values for what is not said here")
    command.add_argument("--epochs", type=int, metavar="N", help="how often to go through all the digits (5)")
    command.add_argument("--learning-rate", type=float, metavar="RATE", help="size of the steps at their largest")
    command.add_argument("--batch", type=int, metavar="N", help="digits per step (128)")
    command.add_argument("--optimiser", choices=OPTIMISERS, help="how a step is made (adamw)")
    command.add_argument("--augment", choices=AUGMENTATIONS, help="how far the digits are varied (none)")
    command.add_argument("--seed", type=int, metavar="N", help="the same seed gives the same weights (1)")
    command.add_argument("--share", type=float, metavar="SHARE", help="of the training digits, above 0, at most 1")
    command.add_argument("-o", "--output", type=Path, metavar="FILE.safetensors", help="where to keep the weights")
    _add_json(command)


def _study(commands: Any, common: Parser) -> None:
    command = commands.add_parser("study", parents=[common], help="remove parts of a network, or fool it, and measure")
    command.add_argument("what", choices=tuple(STUDIED), help=_each(STUDIED))
    command.add_argument("--network", required=True, metavar="NAME", help="a network's name (see 'list')")
    command.add_argument("--layer", metavar="NAME", help="dose: the layer whose parts are removed")
    command.add_argument("--pictures", type=int, default=1000, metavar="N", help="test pictures to measure with (1000)")
    command.add_argument("--draws", type=int, default=20, metavar="N", help="ablation, dose: random orders (20)")
    command.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same result (1)")
    command.add_argument("--language", default="en", metavar="NAME", help="of the picture's texts: en, de")
    command.add_argument("-o", "--output", type=Path, metavar="FILE.csv", help="dose: the table; a PNG goes beside it")
    _add_json(command)


def _list(commands: Any, common: Parser) -> None:
    command = commands.add_parser("list", parents=[common], help="list levels, networks and data sets")
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="a folder with more levels")
    command.add_argument("--language", metavar="NAME", help="en or de, instead of your own")
    _add_json(command)


def _bench(commands: Any, common: Parser) -> None:
    command = commands.add_parser("bench", parents=[common], help="measure the speed on this machine")
    command.add_argument("what", choices=tuple(MEASURED), help=_each(MEASURED))
    command.add_argument("--network", action="append", default=[], metavar="NAME", help="measure this one (repeatable)")
    command.add_argument("--quality", choices=QUALITIES, help="of what is drawn; software by default, whatever draws")
    command.add_argument("--seconds", type=float, metavar="N", help="training: for each measurement, from 1 on (20)")
    _add_json(command)


def _keys(commands: Any, common: Parser) -> None:
    command = commands.add_parser("keys", parents=[common], help="say what every key does, as your settings have it")
    command.add_argument("--language", metavar="NAME", help="en or de, instead of your own")
    command.add_argument("--markdown", action="store_true", help="as a Markdown table")
    command.add_argument("--headset", action="store_true", help="with what a VR headset's controllers do")


def _settings(commands: Any, common: Parser) -> None:
    command = commands.add_parser("settings", parents=[common], help="say where your settings lie, and check them")
    command.add_argument("--write", action="store_true", help="write a new file with every setting in it")


def _each(texts: Mapping[str, str]) -> str:
    """Return what every choice does in one text."""
    return "; ".join(f"{name}: {text}" for name, text in texts.items())


def size(text: str) -> tuple[int, int]:
    """Return '1280x720' as (1280, 720)."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"expected WIDTHxHEIGHT in pixels, as in 1280x720, found {text!r}")
    if not (16 <= int(width) <= 8192 and 16 <= int(height) <= 8192):
        raise argparse.ArgumentTypeError(f"expected a width and height from 16 to 8192 pixels, found {text!r}")
    return int(width), int(height)


def _text_size(text: str) -> float:
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0.75 <= factor <= 2:
        raise argparse.ArgumentTypeError(f"expected a number from 0.75 to 2, found {text!r}")
    return factor


def _add_json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def _version() -> str:
    try:
        return metadata.version("layerwalk")
    except metadata.PackageNotFoundError:
        return "not installed"

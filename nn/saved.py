"""Networks that visitors have saved: weights, record and blueprint side by side. Leaves torch alone.

`mine.safetensors` has the weights, `mine.record.json` how they came to be, `mine.blueprint.json` how the network is
built.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from safetensors import SafetensorError, safe_open

from layerwalk.nn import files, told
from layerwalk.nn.blueprint import text
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.files import StoreError
from layerwalk.nn.messages import Said
from layerwalk.nn.said import say
from layerwalk.nn.store import BLUEPRINT, RECORD, WEIGHTS

logger = logging.getLogger(__name__)

TEXT_BYTES = 1 << 18
"""A longer record or blueprint is not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedNetwork:
    """Describe saved weights. saved_s: when they were written, seconds since 1970. fault: why they cannot be opened.

    blueprint: how to build the network, None where the file beside it is missing: then the weights can be loaded into
    a network of the same form alone.
    """

    file: Path
    saved_s: float
    record: Mapping[str, str] = field(default_factory=dict)
    blueprint: Blueprint | None = None
    fault: Said | None = None

    @property
    def title(self) -> str:
        """Return what to call it: the file's name without its ending."""
        return self.file.name.removesuffix(WEIGHTS)

    @property
    def told(self) -> tuple[Said, ...]:
        """Return what is told of it: why it cannot be opened, or how it came to be."""
        return (self.fault,) if self.fault else told.told(self.record)


def saved(folder: Path) -> tuple[SavedNetwork, ...]:
    """Return what lies in a folder, newest first; nothing where there is no such folder.

    A faulty file is among them, with its fault, so that whoever looks for it learns what is wrong; a line in the log
    says more.
    """
    found = [_describe(file) for file in folder.glob(f"*{WEIGHTS}") if file.is_file()]
    return tuple(sorted(found, key=lambda one: (-one.saved_s, one.file.name)))


def save(file: Path, weights: bytes, record: Mapping[str, str], blueprint: Blueprint | None = None) -> None:
    """Write weights (safetensors), their record and the blueprint, where there is one; raise StoreError."""
    check_ending(file, WEIGHTS)
    contents = {_beside(file, RECORD): (json.dumps(dict(record), indent=1, ensure_ascii=False) + "\n").encode()}
    if blueprint is not None:
        contents[_beside(file, BLUEPRINT)] = text.to_json(blueprint).encode()
    files.write({**contents, file: weights})
    if blueprint is None:
        _beside(file, BLUEPRINT).unlink(missing_ok=True)


def export(file: Path, script: str, weights: bytes) -> None:
    """Write a script and, beside it, the weights that it reads; raise StoreError."""
    check_ending(file, ".py")
    files.write({file.with_suffix(WEIGHTS): weights, file: script.encode()})


def check_ending(file: Path, ending: str) -> None:
    """Raise StoreError where a file's name has another ending."""
    if not file.name.endswith(ending) or file.name == ending:
        sentence = f"{file}: expected a file whose name ends in {ending}."
        raise StoreError(sentence, say("failed.ending", file=file.name, ending=ending))


def read_record(file: Path) -> dict[str, str]:
    """Return the record beside weights; empty where there is none or it is faulty, which the log says then."""
    beside = _beside(file, RECORD)
    try:
        return {str(key): str(value) for key, value in json.loads(_read(beside)).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError) as error:
        logger.warning("%s: the record is faulty and left out (%s).", beside, error)
        return {}


def read_blueprint(file: Path) -> Blueprint | None:
    """Return the blueprint beside weights, None where there is none; raise StoreError where it is faulty."""
    beside = _beside(file, BLUEPRINT)
    try:
        return text.from_json(_read(beside))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        sentence = f"{beside}: the blueprint cannot be read ({error})"
        raise StoreError(sentence, say("failed.blueprint", file=beside.name)) from error


def _describe(file: Path) -> SavedNetwork:
    saved_s, record = file.stat().st_mtime, read_record(file)
    try:
        _check(file)
        return SavedNetwork(file=file, saved_s=saved_s, record=record, blueprint=read_blueprint(file))
    except StoreError as error:
        logger.warning("%s", error)
        return SavedNetwork(file=file, saved_s=saved_s, record=record, fault=error.said)


def _check(file: Path) -> None:
    """Raise StoreError where the header of the weights is faulty."""
    try:
        with safe_open(file, framework="numpy"):
            pass
    except (OSError, SafetensorError) as error:
        sentence = f"{file}: the file is faulty, expected weights as safetensors ({error})"
        raise StoreError(sentence, say("failed.faulty", file=file.name)) from error


def _read(file: Path) -> str:
    """Return a short file's text; raise OSError, or ValueError where it is too long or no text."""
    if file.stat().st_size > TEXT_BYTES:
        raise ValueError(f"it is {file.stat().st_size} bytes long, expected at most {TEXT_BYTES}")
    return file.read_text(encoding="utf-8")


def _beside(file: Path, ending: str) -> Path:
    return file.with_name(file.name.removesuffix(WEIGHTS) + ending)

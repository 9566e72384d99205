"""Keep pictures that were made on disk, and find them again by all that they depend on."""

import contextlib
import hashlib
import json
import logging
import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors import numpy as safetensors
from torch import nn

from layerwalk.nn import files, weights
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.lesions.targets import Lesions
from layerwalk.nn.messages import Floats

logger = logging.getLogger(__name__)

NAMES = ("pictures", "scores")
MOST_BYTES = 256_000_000
"""A folder holds no more than this: what was read or written longest ago goes first."""


def place(
    folder: Path,
    *,
    network: str,
    model: nn.Module,
    aims: Sequence[Aim],
    config: SynthesisConfig,
    start: Floats,
    lesions: Lesions = (),
) -> Path:
    """Return the file in `folder` for pictures of this network, its weights as they are now, and these settings.

    lesions: those that count; what a visitor calls them does not.
    """
    known: dict[str, Any] = {"network": network, "aims": [asdict(aim) for aim in aims], "config": asdict(config)}
    if lesions:
        known["lesions"] = [asdict(replace(lesion, name="")) for lesion in lesions]
    found = hashlib.sha256(json.dumps(known, sort_keys=True).encode())
    found.update(weights.to_bytes(model.state_dict()))
    found.update(np.ascontiguousarray(start, np.float32).tobytes())
    return folder / f"{found.hexdigest()[:32]}.safetensors"


def read(file: Path, *, shape: tuple[int, ...], steps: int) -> tuple[Floats, Floats] | None:
    """Return the pictures in `file`, (N, C, H, W), and what was climbed, (N, steps); None where they cannot be read."""
    try:
        found = safetensors.load(file.read_bytes())
        pictures, scores = (found[name] for name in NAMES)
    except FileNotFoundError:
        return None
    except (OSError, SafetensorError, KeyError) as error:
        logger.warning("%s: the pictures cannot be read and are made anew: %s", file, error)
        return None
    if pictures.shape != shape or scores.shape != (shape[0], steps) or pictures.dtype != np.float32:
        logger.warning("%s: the pictures have the shape %s, expected %s", file, pictures.shape, shape)
        return None
    pictures.flags.writeable = scores.flags.writeable = False
    _touch(file)
    return pictures, scores


def keep(file: Path, pictures: Floats, scores: Floats) -> None:
    """Write pictures and what was climbed to `file`, whole or not at all; raise StoreError."""
    both = (np.ascontiguousarray(values) for values in (pictures, scores))
    files.write({file: safetensors.save(dict(zip(NAMES, both, strict=True)))})
    _make_room(file.parent)


def _make_room(folder: Path) -> None:
    """Delete what was used longest ago until the folder is small enough; what cannot be deleted stays."""
    known = []
    for file in folder.glob("*.safetensors"):
        with contextlib.suppress(FileNotFoundError):  # somebody else has just made room
            known.append((file.stat().st_mtime, file.stat().st_size, file))
    size = sum(each for _, each, _ in known)
    for _, freed, file in sorted(known):
        if size <= MOST_BYTES:
            return
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("%s: the pictures cannot be deleted: %s", file, error)
        size -= freed


def _touch(file: Path) -> None:
    """Take note that a file was of use; that it cannot be noted does no harm."""
    with contextlib.suppress(OSError):
        os.utime(file)

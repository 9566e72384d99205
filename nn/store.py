"""The shipped networks: each a description, its weights and a record of how it was trained, side by side in assets."""

import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from layerwalk.nn import network
from layerwalk.nn.files import StoreError as StoreError
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.said import say

if TYPE_CHECKING:
    from torch import nn

SPEC, WEIGHTS, RECORD, BLUEPRINT = ".json", ".safetensors", ".record.json", ".blueprint.json"


def names() -> tuple[str, ...]:
    """Return the names of the shipped networks, in the alphabet's order."""
    files = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(WEIGHTS) for name in files if name.endswith(WEIGHTS)))


def read_spec(name: str) -> NetworkSpec:
    """Return the description of a shipped network, without loading torch; raise StoreError where there is none."""
    text = _read(name, SPEC).decode()
    try:
        return network.from_json(text)
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{name}{SPEC}: the description is faulty, expected one that Layerwalk wrote") from error


def read_record(name: str) -> dict[str, str]:
    """Return how a shipped network was trained, as (what, text); raise StoreError where it is not known."""
    text = _read(name, RECORD)
    try:
        return {str(key): str(value) for key, value in json.loads(text).items()}
    except ValueError as error:
        raise StoreError(f"{name}{RECORD}: the record is faulty, expected one that Layerwalk wrote") from error


def load_weights(name: str, model: "nn.Module") -> None:
    """Load the shipped weights called `name` into `model`; raise StoreError where they are missing or do not fit."""
    from safetensors import SafetensorError, torch

    try:
        model.load_state_dict(torch.load(_read(name, WEIGHTS)))
    except (RuntimeError, SafetensorError) as error:
        sentence = f"{name}{WEIGHTS}: the weights do not fit, expected those of this architecture"
        raise StoreError(sentence, say("failed.misfit", file=f"{name}{WEIGHTS}")) from error


def save_spec(spec: NetworkSpec, *, folder: Path) -> None:
    """Write a network's description into `folder`, beside its weights."""
    (folder / f"{spec.name}{SPEC}").write_text(network.to_json(spec) + "\n", encoding="utf-8")


def _folder() -> Traversable:
    return resources.files("layerwalk.assets") / "networks"


def _read(name: str, ending: str) -> bytes:
    if name not in names():
        sentence = f"There is no network '{name}', expected one of: {', '.join(names())}."
        raise StoreError(sentence, say("failed.no_such_network", name=name))
    try:
        return (_folder() / f"{name}{ending}").read_bytes()
    except FileNotFoundError as error:
        raise StoreError(f"{name}{ending}: the file is missing, expected it beside the other files") from error

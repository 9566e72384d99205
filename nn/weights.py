"""Weights as a file: safetensors alone, which holds numbers and executes nothing."""

from pathlib import Path

from safetensors import SafetensorError
from safetensors import torch as safetensors
from torch import nn

from layerwalk.nn.files import StoreError
from layerwalk.nn.said import say
from layerwalk.nn.snapshots import Weights

HEADER_BYTES = 1 << 20


def to_bytes(weights: Weights) -> bytes:
    """Return weights as the content of a safetensors file."""
    return safetensors.save({name: value.detach().cpu().contiguous() for name, value in weights.items()})


def read(file: Path, *, like: nn.Module) -> Weights:
    """Return the weights in `file`, on the CPU, for a network such as `like`, which stays as it is.

    A file that is far larger than such weights can be is not read. Raise StoreError where the file cannot be read,
    or where its weights are of another network or no numbers.
    """
    found = _parse(file, _content(file, most_bytes=_most_bytes(like)))
    wanted = like.state_dict()
    if {name: value.shape for name, value in found.items()} != {name: value.shape for name, value in wanted.items()}:
        raise _misfit(file)
    if not all(bool(value.isfinite().all()) for value in found.values()):
        raise StoreError(f"{file}: some weights are no numbers", say("failed.no_numbers", file=file.name))
    return {name: value.to(wanted[name].dtype) for name, value in found.items()}


def same_form(one: nn.Module, other: nn.Module) -> bool:
    """Say whether two networks have weights of the same names and shapes."""
    forms = [{name: value.shape for name, value in model.state_dict().items()} for model in (one, other)]
    return forms[0] == forms[1]


def _content(file: Path, *, most_bytes: int) -> bytes:
    try:
        if file.stat().st_size > most_bytes:
            raise _misfit(file)
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(f"{file}: the file cannot be read ({reason})", say("failed.read", file=file.name)) from error


def _parse(file: Path, content: bytes) -> Weights:
    try:
        return safetensors.load(content)
    except (SafetensorError, ValueError, KeyError) as error:
        sentence = f"{file}: the file is faulty, expected weights as safetensors ({error})"
        raise StoreError(sentence, say("failed.faulty", file=file.name)) from error


def _most_bytes(model: nn.Module) -> int:
    """Return how large a file with a model's weights can be, twice as fine as torch keeps them."""
    return HEADER_BYTES + 2 * sum(int(value.nbytes) for value in model.state_dict().values())


def _misfit(file: Path) -> StoreError:
    sentence = f"{file}: the weights do not fit, expected those of this architecture"
    return StoreError(sentence, say("failed.misfit", file=file.name))

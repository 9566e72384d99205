"""Record a network's operations by listening to its modules: the way for what cannot be written as a graph."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils import _pytree as pytree

from layerwalk.nn import kinds
from layerwalk.nn.fold import INPUT, Op, Role
from layerwalk.nn.graph import Change, Keep, Recording, exchanged, first_tensor

OUTPUT = "answer"


def record(model: nn.Module, example: Tensor) -> Recording:
    """Return the recording of one forward pass of `model` on `example`, a batch.

    Only calls of modules are seen, so a function between two of them goes unnoticed: a module whose input nobody is
    known to have made is taken to read the one that ran before it, and is not folded into that; an answer that no
    module made stands for itself. A pass that takes another branch leaves out what it does not run.
    """
    scribe = _Scribe(example)
    with torch.inference_mode():
        result = _listen(model, example, scribe.write)
    output = scribe.conclude(result)

    def run(batch: Tensor, keep: Keep, change: Change | None = None) -> None:
        names = _Names()

        def hear(name: str, made: Tensor, read: Tensor | None) -> Tensor:
            changed = change(name, made, read) if change else made
            keep(name, changed)
            return changed

        batch = hear(INPUT, batch, None)
        answer = _listen(
            model, batch, lambda path, module, reads, made: hear(names.next(path), made, first_tensor(reads))
        )
        hear(OUTPUT, _tensor(answer), None)

    return Recording(ops=tuple(scribe.ops), output=output, run=run)


Write = Callable[[str, nn.Module, Any, Tensor], Tensor | None]
"""From a call's path, module, inputs and first tensor to what counts in place of that; None for itself."""


def _listen(model: nn.Module, batch: Tensor, write: Write) -> Any:
    """Run `model`, telling `write` the path, module, inputs and first tensor of each leaf module's call."""
    with ExitStack() as hooks:
        for path, module in _leaves(model, ""):

            def hook(module: nn.Module, reads: Any, made: Any, path: str = path) -> Any:
                value = first_tensor(made)
                changed = write(path, module, reads, value) if value is not None else None
                return made if value is None or changed is None else exchanged(made, value, changed)

            hooks.enter_context(module.register_forward_hook(hook))
        return model(batch)


def _leaves(module: nn.Module, path: str) -> Iterator[tuple[str, nn.Module]]:
    """Yield the modules to listen to: those without children, and torch's own that work as one."""
    children = list(module.named_children())
    whole = isinstance(module, nn.MultiheadAttention)
    if whole or not children:
        yield path or type(module).__name__.lower(), module
        return
    for name, child in children:
        yield from _leaves(child, f"{path}.{name}" if path else name)


def _tensor(result: Any) -> Tensor:
    found = first_tensor(result)
    if found is None:
        raise ValueError(f"it answers with {type(result).__name__}, expected a tensor")
    return found


class _Names:
    """Name the calls of one pass: a path, and from the second call on its number too."""

    def __init__(self) -> None:
        self._calls: Counter[str] = Counter()

    def next(self, path: str) -> str:
        """Return the name of the next call of the module at `path`."""
        self._calls[path] += 1
        return path if self._calls[path] == 1 else f"{path} ({self._calls[path]})"


class _Scribe:
    """Write calls as operations, following tensors by identity; all are kept, so that no identity is used twice."""

    def __init__(self, example: Tensor) -> None:
        self.ops = [
            Op(
                name=INPUT,
                title=INPUT,
                kind=INPUT,
                role=Role.LAYER,
                label=INPUT,
                shape=tuple(example.shape[1:]),
                inputs=(),
            )
        ]
        self._names = _Names()
        self._makers = {id(example): INPUT}
        self._kept: list[object] = [example]
        self._counted: set[int] = set()

    def write(self, path: str, module: nn.Module, reads: Any, made: Tensor) -> None:
        """Add one call."""
        read = [self._makers[id(leaf)] for leaf in pytree.tree_leaves(reads) if id(leaf) in self._makers]
        kind = kinds.of_module(module)
        op = Op(
            name=self._names.next(path),
            title=path,
            kind=kind.kind,
            role=kind.role if read or kind.role is not Role.VALUE else Role.LAYER,
            label=kind.label,
            shape=tuple(made.shape[1:]),
            inputs=tuple(dict.fromkeys(read)) or (self.ops[-1].name,),
            parameters=self._new_parameters(module),
            options=kinds.options(module),
        )
        self.ops.append(op)
        self._makers[id(made)] = op.name
        self._kept.append(made)

    def conclude(self, result: Any) -> str:
        """Return which call made the network's result; where a function did, add that as the last operation."""
        answer = _tensor(result)
        if id(answer) not in self._makers:
            self.ops.append(
                Op(
                    name=OUTPUT,
                    title=OUTPUT,
                    kind="other",
                    role=Role.LAYER,
                    label=OUTPUT,
                    shape=tuple(answer.shape[1:]),
                    inputs=(self.ops[-1].name,),
                )
            )
        return self._makers.get(id(answer), OUTPUT)

    def _new_parameters(self, module: nn.Module) -> int:
        new = {id(value): value.numel() for value in module.parameters() if id(value) not in self._counted}
        self._counted.update(new)
        return sum(new.values())

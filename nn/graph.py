"""Record a network's operations from a torch.fx graph, as torch.fx or torch.export write it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, fx, nn
from torch.utils import _pytree as pytree

from layerwalk.nn import cut, kinds
from layerwalk.nn.cut import Until
from layerwalk.nn.fold import INPUT, Op, Role
from layerwalk.nn.kinds import Kind, Options

Keep = Callable[[str, Tensor], None]
Change = Callable[[str, Tensor, Tensor | None], Tensor]
"""From an operation's name, its result and what it read first, where that is known, to what counts in place of it."""


class Run(Protocol):
    """Run a network forward on a batch, telling `keep` every operation's name and result as it goes."""

    def __call__(self, batch: Tensor, keep: Keep, change: Change | None = None) -> None:
        """Run once; change: may replace each result, for `keep` and for all that reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Hold what one forward pass did: its operations in order, the one whose result is the answer, a way to run it.

    until: a faster way as far as one operation, where there is one.
    """

    ops: tuple[Op, ...]
    output: str
    run: Run
    until: Until | None = None


def record(graph: fx.GraphModule, model: nn.Module, example: Tensor) -> Recording:
    """Return the recording of `graph`, which computes what `model` computes, on a batch like `example`."""

    def run(batch: Tensor, keep: Keep, change: Change | None = None) -> None:
        _Listener(graph, keep, change).run(batch)

    shapes: dict[str, tuple[int, ...]] = {}

    def measure(name: str, value: Tensor) -> None:
        shapes[name] = tuple(value.shape[1:])

    run(example, measure)
    writer = _Writer(graph, model, shapes)
    ops = tuple(writer.ops())
    final = next(node for node in reversed(graph.graph.nodes) if node.op == "output")
    output = next(name for name in _names(final) if name in writer.data)
    return Recording(ops=ops, output=output, run=run, until=cut.until(graph))


class _Listener(fx.Interpreter):
    """Tell every tensor that the graph computes; of several in a tuple, the first."""

    def __init__(self, graph: fx.GraphModule, keep: Keep, change: Change | None) -> None:
        super().__init__(graph)
        self._keep, self._change = keep, change

    def run_node(self, n: fx.Node) -> Any:
        """Compute one node."""
        result = super().run_node(n)
        value = first_tensor(result)
        if value is None or n.op == "output":
            return result
        if self._change is not None:
            read = first_tensor(self.env.get(n.all_input_nodes[0])) if n.all_input_nodes else None
            value, before = self._change(n.name, value, read), value
            result = exchanged(result, before, value)
        self._keep(n.name, value)
        return result


def exchanged(result: Any, before: Tensor, after: Tensor) -> Any:
    """Return a result with one of its tensors in place of another."""
    return result if after is before else pytree.tree_map(lambda leaf: after if leaf is before else leaf, result)


def first_tensor(result: object) -> Tensor | None:
    """Return the first tensor in a result, whatever tuples and dictionaries it is wrapped in."""
    return next((leaf for leaf in pytree.tree_leaves(result) if isinstance(leaf, Tensor)), None)


class _Writer:
    """Write graph nodes as operations; remember which of them depend on the picture (`data`)."""

    def __init__(self, graph: fx.GraphModule, model: nn.Module, shapes: dict[str, tuple[int, ...]]) -> None:
        self.data: set[str] = set()
        self._graph, self._model, self._shapes = graph, model, shapes
        self._counted: set[int] = set()
        self._owed: dict[str, int] = {}

    def ops(self) -> Iterator[Op]:
        """Yield the operations that compute tensors from the picture."""
        for node in self._graph.graph.nodes:
            inputs = tuple(name for name in _names(node) if name in self.data)
            owed = sum(self._owed.pop(name, 0) for name in _names(node)) + self._own_parameters(node)
            if node.op == "output" or node.name not in self._shapes:
                continue
            if node.op == "placeholder" and not self.data:
                yield self._op(node, INPUT, Kind(kind=INPUT, role=Role.LAYER, label=INPUT), (), 0, ())
            elif inputs:
                yield self._call(node, inputs, owed)
            else:
                self._owed[node.name] = owed

    def _call(self, node: fx.Node, inputs: tuple[str, ...], parameters: int) -> Op:
        if node.op == "call_module":
            module = self._graph.get_submodule(str(node.target))
            return self._op(node, str(node.target), kinds.of_module(module), inputs, parameters, kinds.options(module))
        kind = kinds.of_function(_function_name(node), branches=len(inputs), shape=self._shapes[node.name])
        path, module_ = self._module_behind(node, kind)
        if module_ is not None:
            return self._op(node, path, kind, inputs, parameters, kinds.options(module_))
        return self._op(node, path or node.name, kind, inputs, parameters, self._function_options(node, kind))

    def _op(
        self, node: fx.Node, title: str, kind: Kind, inputs: tuple[str, ...], parameters: int, options: Options
    ) -> Op:
        self.data.add(node.name)
        return Op(
            name=node.name,
            title=title,
            kind=kind.kind,
            role=kind.role,
            label=kind.label,
            shape=self._shapes[node.name],
            inputs=inputs,
            parameters=parameters,
            options=options,
        )

    def _own_parameters(self, node: fx.Node) -> int:
        """Count the parameters that a node brings in and no earlier one did."""
        if node.op == "call_module":
            found = list(self._graph.get_submodule(str(node.target)).parameters())
        elif node.op == "get_attr":
            value: Any = self._graph
            for part in str(node.target).split("."):
                value = getattr(value, part)
            found = [value] if isinstance(value, nn.Parameter) else []
        else:
            return 0
        new = {id(value): value.numel() for value in found if id(value) not in self._counted}
        self._counted.update(new)
        return sum(new.values())

    def _module_behind(self, node: fx.Node, kind: Kind) -> tuple[str, nn.Module | None]:
        """Return the path and module that an exported operation stands for, where it is that module's whole work."""
        stack = list(node.meta.get("nn_module_stack", {}).values())
        path = str(stack[-1][0]) if stack else ""
        if not path:
            return "", None
        try:
            module = self._model.get_submodule(path)
        except AttributeError:
            return "", None
        return (path, module) if kinds.of_module(module) == kind else ("", None)

    def _function_options(self, node: fx.Node, kind: Kind) -> Options:
        """Say what can be read off a call: the kernel from a convolution's weights, a stranger's name."""
        if kind.kind == "conv":
            weight = next((self._shapes.get(name) for name in _names(node)[1:]), None)
            return (("kernel", kinds.times(weight[1:])),) if weight else ()
        return (("function", _function_name(node)),) if kind.kind == "other" else ()


def _names(node: fx.Node) -> list[str]:
    return [read.name for read in node.all_input_nodes]


def _function_name(node: fx.Node) -> str:
    """Return a function's plain name: 'conv2d' for torch.nn.functional.conv2d and for aten.conv2d.default alike."""
    target = node.target
    if isinstance(target, str):
        return target
    if isinstance(target, torch._ops.OpOverload):
        return str(target.overloadpacket.__name__)
    return str(getattr(target, "__name__", target))

"""Cut a network's graph short: a forward pass that ends at one operation."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, fx

Until = Callable[[str], Callable[[Tensor], Any]]
"""From an operation's name to a forward pass that ends with its result."""


def until(graph: fx.GraphModule) -> Until:
    """Return the way to cut `graph`; each cut is made once, and shares its modules and weights with the graph.

    torch.fx writes it as plain Python, which takes far less time beside a small layer than going from node to node.
    """
    made: dict[str, Callable[[Tensor], Any]] = {}

    def cut(operation: str) -> Callable[[Tensor], Any]:
        if operation not in made:
            made[operation] = _cut(graph, operation)
        return made[operation]

    return cut


def _cut(graph: fx.GraphModule, operation: str) -> Callable[[Tensor], Any]:
    """Return all that is computed up to an operation, in the same order: any of it may change what it reads."""
    short, copies = fx.Graph(), dict[fx.Node, fx.Node]()
    for node in graph.graph.nodes:
        copies[node] = short.node_copy(node, copies.__getitem__)
        if node.name == operation:
            short.output(copies[node])
            break
    forward: Callable[[Tensor], Any] = fx.GraphModule(graph, short).forward
    return forward

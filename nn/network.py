"""The description of a network that the rest of the house works from: plain data, no torch."""

import functools
import json
import math
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSpec:
    """Describe one layer of a network, with everything that was folded into it."""

    name: str
    """Path of the module ('features.3'), or of the fx node where there is no module ('add_1')."""
    kind: str
    """One of `nn.kinds`'s registry: input, conv, pool, dense, add, concat, norm, mean, attention,
    other."""
    shape: tuple[int, ...]
    """Output shape without the batch: (C, H, W) for maps, (N,) for a line of neurons."""
    parameters: int
    """Trainable values, those of folded batch norms included."""
    inputs: tuple[str, ...]
    """Names of the nodes whose output it reads; more than one where branches join."""
    folded: tuple[str, ...] = ()
    """Kinds of what was folded into it, in order: 'batch norm', 'relu', 'flatten', 'dropout', ..."""
    options: tuple[tuple[str, str], ...] = ()
    """What a reader wants to know, as text: (('kernel', '5×5'), ('stride', '1'))."""

    @property
    def maps(self) -> int:
        """Count the feature maps, or the neurons of a line."""
        return self.shape[0] if self.shape else 1

    @property
    def is_line(self) -> bool:
        """Say whether the output is a line of neurons rather than a stack of maps."""
        return len(self.shape) < 3

    @property
    def values(self) -> int:
        """Count the activations of one forward pass."""
        return math.prod(self.shape)


@dataclass(frozen=True, kw_only=True)
class NetworkSpec:
    """Describe a network: its nodes in topological order; the first is the input, the last the answer."""

    name: str
    nodes: tuple[NodeSpec, ...]
    classes: tuple[str, ...]
    """Names of the answers, as many as the last node has neurons."""

    @property
    def input(self) -> NodeSpec:
        """Return the node of the picture."""
        return self.nodes[0]

    @property
    def answer(self) -> NodeSpec:
        """Return the node of the answer, the last one."""
        return self.nodes[-1]

    @property
    def hidden(self) -> tuple[NodeSpec, ...]:
        """Return every node between the picture and the answer."""
        return self.nodes[1:-1]

    @property
    def values(self) -> int:
        """Count the activations of all nodes."""
        return sum(node.values for node in self.nodes)

    def node(self, name: str) -> NodeSpec:
        """Return the node called `name`; raise KeyError where there is none."""
        return self._by_name[name]

    @functools.cached_property
    def _by_name(self) -> dict[str, NodeSpec]:
        return {node.name: node for node in self.nodes}


def to_json(spec: NetworkSpec) -> str:
    """Write `spec` as readable JSON."""
    return json.dumps({"format": FORMAT, **asdict(spec)}, indent=1, ensure_ascii=False)


def from_json(text: str) -> NetworkSpec:
    """Read what `to_json` wrote; raise ValueError, KeyError or TypeError where it is something else."""
    data: dict[str, Any] = json.loads(text)
    if data["format"] != FORMAT:
        raise ValueError(f"format is {data['format']!r}, expected {FORMAT}")
    nodes = tuple(_node(item) for item in data["nodes"])
    return NetworkSpec(name=data["name"], nodes=nodes, classes=tuple(data["classes"]))


def _node(item: dict[str, Any]) -> NodeSpec:
    return NodeSpec(
        name=str(item["name"]),
        kind=str(item["kind"]),
        shape=tuple(int(size) for size in item["shape"]),
        parameters=int(item["parameters"]),
        inputs=tuple(item["inputs"]),
        folded=tuple(item["folded"]),
        options=tuple((str(key), str(value)) for key, value in item["options"]),
    )

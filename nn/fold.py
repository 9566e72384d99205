"""From operations to nodes: what belongs to a layer is folded into it. Plain data, no torch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from layerwalk.nn.network import NodeSpec

INPUT = "input"


class Role(Enum):
    """Say how an operation relates to what it reads."""

    LAYER = auto()
    """It stands for itself: convolution, pooling, a sum of branches."""
    VALUE = auto()
    """It changes each value in its place and folds: an activation function, a norm."""
    SHAPE = auto()
    """It keeps values and their order and folds: flatten, dropout (when it does not train), identity."""
    ORDER = auto()
    """It keeps values but not their order or number, and folds: transpose, slice, pad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """Describe one operation of a forward pass. name: unique; inputs: names of the operations that it reads."""

    name: str
    title: str
    kind: str
    role: Role
    label: str
    shape: tuple[int, ...]
    inputs: tuple[str, ...]
    parameters: int = 0
    options: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class _Group:
    """Grow a node: its first operation, the one that gives its value (`tap`), and what was folded into it."""

    op: Op
    title: str
    tap: Op
    inputs: tuple[str, ...]
    parameters: int = 0
    folded: list[str] = field(default_factory=list)
    changes: list[Op] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Hold the nodes, the answer last.

    taps: for each the name of the operation whose value it shows. heads: for each that of its first operation.
    ops: for each its first operation, then those that were folded into it and change its values.
    """

    nodes: tuple[NodeSpec, ...]
    taps: Mapping[str, str]
    heads: Mapping[str, str] = field(default_factory=dict)
    ops: Mapping[str, tuple[Op, ...]] = field(default_factory=dict)


def fold(ops: Sequence[Op], *, output: str) -> Folded:
    """Return the nodes of a forward pass from its operations in order; the first is the input.

    A SHAPE or ORDER operation always folds. A VALUE operation folds where nothing else reads what it changes, for
    then the changed value is the layer's; else it stands for itself. Into the input only SHAPE and ORDER fold, and its
    value stays the picture. output: the operation whose result is the answer; its node is put last.
    """
    state = _Folding(ops, output)
    for op in ops:
        state.add(op)
    return state.finish()


class _Folding:
    """Hold the groups while operations are added in order."""

    def __init__(self, ops: Sequence[Op], output: str) -> None:
        self._users = Counter(name for op in ops for name in dict.fromkeys(op.inputs))
        self._users[output] += 1
        self._output = next(op for op in ops if op.name == output)
        self._groups: dict[str, _Group] = {}
        self._home: dict[str, str] = {}
        self._exact: dict[str, bool] = {}

    def add(self, op: Op) -> None:
        """Fold `op` into the group that it reads, or begin a group with it."""
        homes = tuple(dict.fromkeys(self._home[name] for name in op.inputs))
        if op.role is not Role.LAYER and len(homes) == 1 and self._folds(op, self._groups[homes[0]]):
            self._fold(op, homes[0])
        else:
            title = self._unique(op.title)
            inputs = tuple(self._groups[home].title for home in homes)
            self._groups[op.name] = _Group(op=op, title=title, tap=op, inputs=inputs, parameters=op.parameters)
            self._home[op.name], self._exact[op.name] = op.name, True

    def _folds(self, op: Op, group: _Group) -> bool:
        if op.role is not Role.VALUE:
            return True
        return group.op.kind != INPUT and all(self._sole(name) for name in op.inputs)

    def _sole(self, name: str) -> bool:
        """Say whether operation `name` has its group's values in their order, and a single reader."""
        return self._exact[name] and self._users[name] == 1

    def _fold(self, op: Op, home: str) -> None:
        group = self._groups[home]
        if not group.folded or group.folded[-1] != op.label:
            group.folded.append(op.label)
        group.parameters += op.parameters
        self._home[op.name] = home
        if op.role is Role.VALUE:
            group.tap = op
            group.changes.append(op)
        before = all(self._sole(name) for name in op.inputs)
        self._exact[op.name] = op.role is Role.VALUE or (op.role is Role.SHAPE and before)

    def _unique(self, title: str) -> str:
        taken = {group.title for group in self._groups.values()}
        candidates = (title, *(f"{title} ({number})" for number in range(2, len(taken) + 3)))
        return next(candidate for candidate in candidates if candidate not in taken)

    def finish(self) -> Folded:
        """Return the nodes, without what only reads the answer."""
        answer = self._groups[self._home[self._output.name]]
        if answer.op.kind != INPUT:
            answer.tap = self._output
        after = {answer.title}
        groups = []
        for group in self._groups.values():
            if not after.isdisjoint(group.inputs):
                after.add(group.title)
            elif group is not answer:
                groups.append(group)
        nodes = tuple(_node(group, answer=group is answer) for group in (*groups, answer))
        return Folded(
            nodes=nodes,
            taps={group.title: group.tap.name for group in (*groups, answer)},
            heads={group.title: group.op.name for group in (*groups, answer)},
            ops={group.title: (group.op, *group.changes) for group in (*groups, answer)},
        )


def _node(group: _Group, *, answer: bool) -> NodeSpec:
    return NodeSpec(
        name=group.title,
        kind=group.op.kind,
        shape=group.tap.shape if answer else group.op.shape,
        parameters=group.parameters,
        inputs=group.inputs,
        folded=tuple(group.folded),
        options=group.op.options,
    )

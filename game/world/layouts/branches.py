"""Which layers stand side by side: parallel chains between a split and a join."""

from collections.abc import Mapping

from layerwalk.nn.network import NetworkSpec, NodeSpec

Chain = tuple[NodeSpec, ...]
Slot = tuple[Chain, ...]
"""One place on the way of the signal: one layer, or parallel chains, first the longest and then the shortest."""

MOST_CHAINS = 4
MOST_LENGTH = 4


def in_order(spec: NetworkSpec) -> tuple[Slot, ...]:
    """Return the hidden layers one after the other, each in a slot of its own."""
    return tuple(((node,),) for node in spec.hidden)


def slots(spec: NetworkSpec) -> tuple[Slot, ...]:
    """Return the hidden layers as slots, in the order of the signal.

    Two to four disjoint chains that leave one hidden layer and meet in another share a slot; whatever is not of this
    form (nested branches, dense connections) stays in order.
    """
    readers = _readers(spec)
    hidden, at = spec.hidden, 0
    result: list[Slot] = []
    while at < len(hidden):
        result.append(((hidden[at],),))
        chains = _chains_after(hidden, at, readers)
        at += 1 + sum(len(chain) for chain in chains)
        if chains:
            result.append(chains)
    return tuple(result)


def _readers(spec: NetworkSpec) -> Mapping[str, tuple[str, ...]]:
    readers: dict[str, list[str]] = {node.name: [] for node in spec.nodes}
    for node in spec.nodes:
        for name in dict.fromkeys(node.inputs):
            readers[name].append(node.name)
    return {name: tuple(names) for name, names in readers.items()}


def _chains_after(hidden: tuple[NodeSpec, ...], split: int, readers: Mapping[str, tuple[str, ...]]) -> Slot:
    """Return the parallel chains between hidden[split] and the layer where all of them meet, or nothing."""
    by_name = {node.name: node for node in hidden}
    chains: list[Chain] = []
    ends: set[str] = set()
    for name in readers[hidden[split].name]:
        chain = _chain(by_name.get(name), readers, by_name)
        if len(chain) > MOST_LENGTH:
            return ()
        ends.update(readers[chain[-1].name] if chain else (name,))
        chains += [chain] if chain else []
    inside = {node.name for chain in chains for node in chain}
    after = split + 1 + len(inside)
    block = {node.name for node in hidden[split + 1 : after]}
    if not 2 <= len(chains) <= MOST_CHAINS or len(ends) != 1 or inside != block or after >= len(hidden):
        return ()
    if ends != {hidden[after].name}:
        return ()
    longest, *others = sorted(chains, key=len, reverse=True)
    return (longest, others[-1], *others[:-1])


def _chain(node: NodeSpec | None, readers: Mapping[str, tuple[str, ...]], by_name: Mapping[str, NodeSpec]) -> Chain:
    """Follow layers with one input and one reader, from `node` on."""
    chain: list[NodeSpec] = []
    while node is not None and len(set(node.inputs)) == 1 and len(readers[node.name]) == 1:
        chain.append(node)
        node = by_name.get(readers[node.name][0])
    return tuple(chain)

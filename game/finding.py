"""Find a part of a network by what it is called."""

from collections.abc import Iterator, Sequence

from layerwalk.game import selected as selecting
from layerwalk.game.selected import Selected
from layerwalk.game.words import Words
from layerwalk.nn.network import NetworkSpec, NodeSpec

MOST = 12


def find(text: str, spec: NetworkSpec, words: Words) -> tuple[Selected, ...]:
    """Return what `text` may mean, the likeliest first: every layer for no text.

    A layer is found by its title, kind or name, or by its number; further numbers are a map or neuron of it, a row and
    a column; an answer is found by its name.
    """
    letters, numbers = _parts(text)
    found = dict.fromkeys(_found(letters, numbers, spec, words))
    return tuple(found)[: MOST if text.strip() else None]


def _parts(text: str) -> tuple[list[str], list[int]]:
    parts = text.casefold().replace(",", " ").split()
    numbers = [int(part) for part in parts if part.isdecimal()]
    return [part for part in parts if not part.isdecimal()], numbers


def _found(letters: Sequence[str], numbers: Sequence[int], spec: NetworkSpec, words: Words) -> Iterator[Selected]:
    terms = set(words("find.terms").casefold().split())
    named = [part for part in letters if part not in terms]
    yield from _answers(named, numbers, spec, words)
    layers = [node for node in spec.nodes if _is_called(node, named, spec, words)]
    for node in layers:
        if numbers and numbers[0] == spec.nodes.index(node) and numbers[0] > 0:
            yield from _inside(node, numbers[1:])
    for node in layers:
        yield from _inside(node, numbers)


def _answers(named: Sequence[str], numbers: Sequence[int], spec: NetworkSpec, words: Words) -> Iterator[Selected]:
    wanted = " ".join([*named, *map(str, numbers)])
    for place, name in enumerate(spec.classes):
        if wanted and wanted in (name.casefold(), words.class_name(name).casefold()):
            yield Selected(node=spec.answer.name, index=(place,))


def _is_called(node: NodeSpec, named: Sequence[str], spec: NetworkSpec, words: Words) -> bool:
    called = f"{selecting.layer_title(node, spec, words)} {node.kind} {node.name}".casefold()
    return all(part in called for part in named)


def _inside(node: NodeSpec, numbers: Sequence[int]) -> Iterator[Selected]:
    """Yield the layer, or the part of it that numbers from 1 on name, if there is one."""
    index = tuple(number - 1 for number in numbers)
    fits = len(index) <= len(node.shape) and len(index) in (0, 1, len(node.shape))
    if fits and all(0 <= place < size for place, size in zip(index, node.shape, strict=False)):
        yield Selected(node=node.name, index=index)

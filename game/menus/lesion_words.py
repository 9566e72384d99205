"""What lesions are called: 'Convolution 1, map 3: silent'."""

from layerwalk.game import selected as selecting
from layerwalk.game.menus import parts
from layerwalk.game.selected import Selected
from layerwalk.game.words import Words
from layerwalk.nn.lesions.targets import Edge, Edges, Kind, Lesion, Map, Neuron, Noise, Others, Scale, Share, Target
from layerwalk.nn.network import NetworkSpec


def name(lesion: Lesion, spec: NetworkSpec, words: Words) -> str:
    """Return what a lesion is called: by its name where it has one, else by its place, and what is left."""
    return words(
        "lesion_lab.named", place=lesion.name or place(lesion.target, spec, words), kind=kind(lesion.kind, words)
    )


def place(target: Target, spec: NetworkSpec, words: Words) -> str:
    """Return what is lesioned, in words."""
    where = selecting.title(part(target), spec, words)
    match target:
        case Share():
            if target.share == 1:
                return where
            key = "lesion_lab.share_maps" if target.of == "maps" else "lesion_lab.share_neurons"
            return words(key, share=parts.share(words, target.share), layer=where)
        case Others():
            return words("lesion_lab.others", place=where)
        case Edge() | Edges():
            return words("lesion_lab.edges", source=selecting.title(source(target), spec, words), place=where)
    return where


def part(target: Target) -> Selected:
    """Return the part of the network that a target is of, or that its edges lead to."""
    match target:
        case Map():
            return Selected(node=target.node, index=(target.map,))
        case Share():
            return Selected(node=target.node)
        case Neuron() | Others() | Edge() | Edges():
            return Selected(node=target.node, index=target.index)


def source(target: Edge | Edges) -> Selected:
    """Return where the edges come from."""
    return Selected(node=target.source, index=target.at if isinstance(target, Edge) else (target.map,))


def kind(left: Kind, words: Words) -> str:
    """Return what is left, in words."""
    match left:
        case Scale():
            return words("lesion_lab.left.scale", factor=words.short(round(left.factor, 2)))
        case Noise():
            return words("lesion_lab.left.noise", amount=words.short(round(left.amount, 2)))
    return words(f"lesion_lab.left.{left.form}")

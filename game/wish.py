"""What a visitor wants to know of an answer: which pixels speak for it, told in which way."""

from dataclasses import dataclass, replace
from typing import get_args

from layerwalk.nn import messages
from layerwalk.nn.messages import By, Method
from layerwalk.nn.network import NetworkSpec, NodeSpec

METHODS: tuple[Method, ...] = get_args(messages.Method)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Say which map is wanted; the fields are those of `messages.Attribute`."""

    method: Method = "saliency"
    target: int | None = None
    layer: str | None = None
    by: By = "layerwalk"


def convolutions(spec: NetworkSpec) -> tuple[NodeSpec, ...]:
    """Return the layers that Grad-CAM can look at, in their order."""
    return tuple(node for node in spec.hidden if node.kind == "conv" and len(node.shape) == 3)


def fitting(wish: Wish, spec: NetworkSpec) -> Wish | None:
    """Return as much of a wish as makes sense for a network, None for nothing of it."""
    names = [node.name for node in convolutions(spec)]
    if wish.method == "grad-cam" and not names:
        return None
    known = wish.target is not None and wish.target < len(spec.classes)
    layer = wish.layer if wish.layer in names else None
    return replace(wish, target=wish.target if known else None, layer=layer)

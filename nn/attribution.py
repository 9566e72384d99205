"""Say which pixels speak for an answer, and which against it: signed maps of the picture's size, 0 in the middle.

Nothing is attached to the network: gradients are asked for the picture or for a layer's values, never for the weights.
"""

import time
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import cast

import torch
from torch import Tensor

from layerwalk.nn import attribution_captum, device
from layerwalk.nn.attribution_question import (
    MOST_STEPS,
    STEPS,
    TOLERANCE,
    Answer,
    AttributionError,
    Found,
    Method,
    Question,
    of_maps,
    scores,
    windows,
)
from layerwalk.nn.graph import Change
from layerwalk.nn.messages import Attribute, Attributed, Floats
from layerwalk.nn.network import NetworkSpec, NodeSpec
from layerwalk.nn.opening import Network
from layerwalk.nn.said import say


def attribute(network: Network, request: Attribute, *, change: Change | None = None) -> Iterator[Attributed]:
    """Yield the map that `request` asks for, after what there is of it so far where that takes long.

    change: what is lesioned, where something is. The last one's share is 1. The network must stay as it is until then.
    Raise AttributionError.
    """
    start_s, spec = time.perf_counter(), network.traced.spec
    _check(request, spec)
    picture = torch.from_numpy(request.picture.copy()).to(device.of(network.model))
    answer = _answer(network, change)
    with torch.inference_mode():
        answered = answer(picture[None])[0]
    target = int(answered.argmax()) if request.target is None else request.target
    layer = _layer(request, spec)
    question = Question(
        scores=answer, traced=network.traced, picture=picture, target=target, layer=layer, change=change
    )
    for found in _method(request)(question):
        yield Attributed(
            network=spec.name,
            serial=request.serial,
            method=request.method,
            map=_frozen(found.map),
            target=target,
            score=float(answered[target]),
            picture=request.picture,
            window=request.window,
            by=request.by,
            layer=layer,
            own=None if found.maps is None else _frozen(found.maps.sum(0)),
            maps=None if found.maps is None else _frozen(found.maps),
            difference=found.difference,
            share=found.share,
            duration_s=time.perf_counter() - start_s,
        )


def layers(spec: NetworkSpec) -> tuple[NodeSpec, ...]:
    """Return the convolutions of a network, in its order: those of which there are Grad-CAM maps."""
    return tuple(node for node in spec.hidden if node.kind == "conv" and len(node.shape) == 3)


def _saliency(question: Question) -> Iterator[Found]:
    """Take the score's gradient at the picture (Simonyan, Vedaldi and Zisserman 2014, section 3), with its sign."""
    yield Found(map=_gradients(question, question.picture[None])[0].sum(0))


def _gradient_times_input(question: Question) -> Iterator[Found]:
    """Multiply each pixel with the score's gradient there (Shrikumar, Greenside and Kundaje 2017)."""
    yield Found(map=(_gradients(question, question.picture[None])[0] * question.picture).sum(0))


def _integrated_gradients(question: Question) -> Iterator[Found]:
    """Average the gradients on the way from the empty picture (Sundararajan, Taly and Yan 2017, section 3).

    The map sums to the difference of the scores of the picture and the empty one ('completeness').
    """
    ends = torch.stack([question.picture, torch.zeros_like(question.picture)])
    full, empty = scores(question, ends)[:, question.target].tolist()
    steps = STEPS
    while True:
        for done, mean in _means_along(question, steps):
            found = (mean * question.picture).sum(0)
            if done < steps:
                share = 1 - (1 - done / steps / 2) * STEPS / steps  # every doubling is taken to be the last but one
                yield Found(map=found, difference=full - empty, share=share)
        if steps >= MOST_STEPS or abs(float(found.sum()) - (full - empty)) <= TOLERANCE * abs(full - empty):
            break
        steps *= 2
    yield Found(map=found, difference=full - empty)


def _means_along(question: Question, steps: int) -> Iterator[tuple[int, Tensor]]:
    """Yield after how many points of the path which mean of the gradients there is, (C, H, W).

    The points lie densely near the empty picture, where most units begin to fire: share = place squared.
    """
    place = (torch.arange(steps, device=question.picture.device) + 0.5) / steps
    shares, total = (place**2)[:, None, None, None], torch.zeros_like(question.picture)
    for first in range(0, steps, question.pictures):
        part = slice(first, first + question.pictures)
        gradients = _gradients(question, shares[part] * question.picture)
        total = total + (2 * place[part, None, None, None] * gradients).sum(0)
        done = min(steps, first + question.pictures)
        yield done, total / done if done == steps else total / (place[:done].sum() * 2)


def _grad_cam(question: Question) -> Iterator[Found]:
    """Weigh a layer's maps by their mean gradients (Selvaraju et al. 2017, section 3); what speaks against is kept."""
    taps, spec, kept = question.traced.taps, question.traced.spec, dict[str, Tensor]()
    assert question.layer is not None
    wanted = {taps[question.layer], taps[spec.answer.name]}

    def keep(operation: str, value: Tensor) -> None:
        if operation in wanted:
            kept[operation] = value

    with torch.inference_mode(False), torch.enable_grad():
        question.traced.run(question.picture.detach().clone()[None].requires_grad_(), keep, question.change)
        score, values = kept[taps[spec.answer.name]].flatten()[question.target], kept[taps[question.layer]]
        (gradients,) = torch.autograd.grad(score, values, allow_unused=True, materialize_grads=True)
    maps, slopes = (question.traced.shaped(question.layer, each.detach())[0] for each in (values, gradients))
    yield of_maps(question, slopes.mean((1, 2), keepdim=True) * maps)


def _occlusion(question: Question) -> Iterator[Found]:
    """Empty a window of the picture, everywhere in turn, and see how the score falls (Zeiler and Fergus 2014, 4.2).

    A pixel has the mean of all windows over it.
    """
    full = scores(question, question.picture[None])[0, question.target]
    places = windows(*question.picture.shape[1:])
    total, count = torch.zeros(question.picture.shape[1:]), torch.zeros(question.picture.shape[1:])
    for first in range(0, len(places), question.pictures):
        part = places[first : first + question.pictures]
        pictures = question.picture.repeat(len(part), 1, 1, 1)
        for picture, window in zip(pictures, part, strict=True):
            picture[:, *window] = 0
        falls = (full - scores(question, pictures)[:, question.target]).tolist()
        for fall, window in zip(falls, part, strict=True):
            total[window] += fall
            count[window] += 1
        yield Found(map=total / count.clamp(min=1), share=(first + len(part)) / len(places))


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "saliency": _saliency,
        "gradient-times-input": _gradient_times_input,
        "integrated-gradients": _integrated_gradients,
        "grad-cam": _grad_cam,
        "occlusion": _occlusion,
    }
)


def _method(request: Attribute) -> Method:
    """Return the method, by whom it is asked for; raise AttributionError where there is none."""
    if request.by == "layerwalk":
        return METHODS[request.method]
    attribution_captum.check()
    return attribution_captum.METHODS[request.method]


def _check(request: Attribute, spec: NetworkSpec) -> None:
    shape, classes = spec.input.shape, len(spec.classes)
    if request.picture.shape != shape:
        sentence = f"{spec.name}: the picture's shape is {request.picture.shape}, expected {shape}."
        raise AttributionError(sentence)
    if request.target is not None and not 0 <= request.target < classes:
        raise AttributionError(f"{spec.name}: the target is {request.target}, expected one of {classes} classes.")


def _layer(request: Attribute, spec: NetworkSpec) -> str | None:
    """Return the layer that Grad-CAM looks at: the one asked for, else the last convolution."""
    if request.method != "grad-cam":
        return None
    names = [node.name for node in layers(spec)]
    if not names:
        sentence = f"{spec.name}: the network has no convolution, expected one for Grad-CAM."
        raise AttributionError(sentence, say("why.no_layer"))
    if request.layer is not None and request.layer not in names:
        raise AttributionError(f"{spec.name}: the layer is {request.layer!r}, expected one of {', '.join(names)}.")
    return request.layer or names[-1]


def _answer(network: Network, change: Change | None) -> Answer:
    """Return what gives the network's scores; without a change the network is run as it is, which is faster."""
    if change is None:
        return lambda pictures: cast(Tensor, network.model(pictures)).flatten(1)
    traced, kept = network.traced, dict[str, Tensor]()
    tap = traced.taps[traced.spec.answer.name]

    def keep(operation: str, value: Tensor) -> None:
        if operation == tap:
            kept[tap] = value

    def answer(pictures: Tensor) -> Tensor:
        traced.run(pictures, keep, change)
        return kept.pop(tap).flatten(1)

    return answer


def _gradients(question: Question, pictures: Tensor) -> Tensor:
    """Return how the target's score changes with each pixel of each picture, (N, C, H, W)."""
    with torch.inference_mode(False), torch.enable_grad():
        leaves = pictures.detach().clone().requires_grad_()
        (gradients,) = torch.autograd.grad(question.scores(leaves)[:, question.target].sum(), leaves)
    return gradients


def _frozen(values: Tensor) -> Floats:
    array: Floats = values.detach().to("cpu", torch.float32, copy=True).numpy()
    array.flags.writeable = False
    return array

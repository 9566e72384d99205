"""The same methods as Captum calculates them, where it is installed (`layerwalk[captum]`).

Source: Kokhlikyan et al. 2020, Captum: A unified and generic model interpretability library for PyTorch.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import torch
from torch import Tensor, nn

from layerwalk.nn.attribution_question import (
    MOST_STEPS,
    STEPS,
    TOLERANCE,
    AttributionError,
    Found,
    Method,
    Question,
    of_maps,
    scores,
    window_side,
)
from layerwalk.nn.attribution_talk import calculators
from layerwalk.nn.said import say


def check() -> None:
    """Raise AttributionError where Captum is not installed."""
    if "captum" not in calculators():
        sentence = "Captum is not installed, expected it for a map that Captum is to calculate."
        raise AttributionError(sentence, say("why.no_captum"))


def _saliency(question: Question) -> Iterator[Found]:
    from captum import attr

    with torch.inference_mode(False), torch.enable_grad():
        found = attr.Saliency(question.scores).attribute(_leaf(question), target=question.target, abs=False)
    yield Found(map=found[0].sum(0).detach())


def _gradient_times_input(question: Question) -> Iterator[Found]:
    from captum import attr

    with torch.inference_mode(False), torch.enable_grad():
        found = attr.InputXGradient(question.scores).attribute(_leaf(question), target=question.target)
    yield Found(map=found[0].sum(0).detach())


def _integrated_gradients(question: Question) -> Iterator[Found]:
    from captum import attr

    way = attr.IntegratedGradients(question.scores)
    ends = torch.stack([question.picture, torch.zeros_like(question.picture)])
    full, empty = scores(question, ends)[:, question.target].tolist()
    steps, difference = STEPS, full - empty
    while True:
        with torch.inference_mode(False), torch.enable_grad():
            found = (
                way.attribute(
                    _leaf(question),
                    target=question.target,
                    n_steps=steps,
                    method="riemann_middle",
                    internal_batch_size=question.pictures,
                )[0]
                .sum(0)
                .detach()
            )
        if steps >= MOST_STEPS or abs(float(found.sum()) - difference) <= TOLERANCE * abs(difference):
            break
        yield Found(map=found, difference=difference, share=1 - STEPS / (2 * steps))
        steps *= 2
    yield Found(map=found, difference=difference)


def _grad_cam(question: Question) -> Iterator[Found]:
    from captum import attr

    assert question.layer is not None
    probe, node, traced = nn.Identity(), question.layer, question.traced
    layer, answer = traced.taps[node], traced.taps[traced.spec.answer.name]

    def changed(operation: str, value: Tensor, read: Tensor | None) -> Tensor:
        """Lead the layer's maps through the probe, where Captum listens."""
        value = value if question.change is None else question.change(operation, value, read)
        return probe(traced.shaped(node, value)).reshape(value.shape) if operation == layer else value

    def answered(pictures: Tensor) -> Tensor:
        kept = dict[str, Tensor]()
        traced.run(pictures, lambda operation, value: kept.update({operation: value}), changed)
        return kept[answer].flatten(1)

    with torch.inference_mode(False), torch.enable_grad():
        way = attr.LayerGradCam(answered, probe)
        parts = way.attribute(_leaf(question), target=question.target, attr_dim_summation=False)
    yield of_maps(question, parts[0].detach())


def _occlusion(question: Question) -> Iterator[Found]:
    from captum import attr

    channels, height, width = question.picture.shape
    side = window_side(height, width)
    with torch.inference_mode(False), torch.no_grad():
        found = attr.Occlusion(question.scores).attribute(
            question.picture.detach().clone()[None],
            sliding_window_shapes=(channels, side, side),
            strides=(channels, max(1, side // 2), max(1, side // 2)),
            target=question.target,
            perturbations_per_eval=question.pictures,
        )
    yield Found(map=found[0].mean(0))


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "saliency": _saliency,
        "gradient-times-input": _gradient_times_input,
        "integrated-gradients": _integrated_gradients,
        "grad-cam": _grad_cam,
        "occlusion": _occlusion,
    }
)


def _leaf(question: Question) -> Tensor:
    return question.picture.detach().clone()[None].requires_grad_()

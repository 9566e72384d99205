"""What a layer is: a registry from module types and function names to kinds, and its options as text."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from torch import nn
from torch.nn.modules import activation, batchnorm, conv, dropout, instancenorm, padding, pooling

from layerwalk.nn.fold import Role

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Say what an operation is: the kind of node it makes where it stands alone, its role, its name when folded."""

    kind: str
    role: Role
    label: str


def _layer(kind: str, label: str = "") -> Kind:
    return Kind(kind=kind, role=Role.LAYER, label=label or kind)


def _value(label: str, kind: str = "other") -> Kind:
    return Kind(kind=kind, role=Role.VALUE, label=label)


def _shape(label: str) -> Kind:
    return Kind(kind="other", role=Role.SHAPE, label=label)


def _order(label: str) -> Kind:
    return Kind(kind="other", role=Role.ORDER, label=label)


MODULES: tuple[tuple[tuple[type[nn.Module], ...], Kind], ...] = (
    ((conv._ConvNd,), _layer("conv")),
    ((nn.Linear, nn.Bilinear), _layer("dense")),
    ((nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d), _layer("pool", "mean")),
    ((pooling._MaxPoolNd, pooling._AvgPoolNd, pooling._AdaptiveMaxPoolNd, pooling._LPPoolNd), _layer("pool")),
    ((batchnorm._BatchNorm,), _value("batch norm", "norm")),
    ((instancenorm._InstanceNorm,), _value("instance norm", "norm")),
    ((nn.GroupNorm,), _value("group norm", "norm")),
    ((nn.LayerNorm, nn.RMSNorm), _value("layer norm", "norm")),
    ((nn.LocalResponseNorm, nn.CrossMapLRN2d), _value("response norm", "norm")),
    ((activation.MultiheadAttention, nn.TransformerEncoderLayer), _layer("attention")),
    ((dropout._DropoutNd,), _shape("dropout")),
    ((nn.Identity,), _shape("identity")),
    ((nn.Flatten, nn.Unflatten), _shape("flatten")),
    ((padding._ConstantPadNd,), _order("zero pad")),
    ((padding._ReflectionPadNd, padding._ReplicationPadNd, padding._CircularPadNd), _order("pad")),
    ((nn.Softmax, nn.Softmax2d), _value("softmax")),
    ((nn.LogSoftmax,), _value("log softmax")),
)


def _named(kind: Callable[[str], Kind], names: str) -> dict[str, Kind]:
    return {name: kind(name.replace("_", " ")) for name in names.split()}


def _alike(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


FUNCTIONS: Mapping[str, Kind] = MappingProxyType(
    {
        **_alike(_layer("conv"), "conv1d conv2d conv3d convolution conv_transpose1d conv_transpose2d conv_transpose3d"),
        **_alike(_layer("dense"), "linear addmm bilinear"),
        **_alike(_layer("attention"), "scaled_dot_product_attention multi_head_attention_forward"),
        **_alike(_layer("pool"), "max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d"),
        **_alike(_layer("pool"), "adaptive_max_pool1d adaptive_max_pool2d adaptive_max_pool3d lp_pool2d"),
        **_alike(_layer("pool", "mean"), "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d"),
        **_alike(_layer("mean"), "mean"),
        **_alike(_layer("concat"), "cat concat concatenate stack hstack vstack dstack"),
        **_alike(_layer("add"), "add iadd sub isub"),
        **_alike(_layer("other", "product"), "mul imul truediv div itruediv multiply divide"),
        **_alike(_value("batch norm", "norm"), "batch_norm"),
        **_alike(_value("layer norm", "norm"), "layer_norm rms_norm"),
        **_alike(_value("group norm", "norm"), "group_norm"),
        **_alike(_value("instance norm", "norm"), "instance_norm"),
        **_alike(_value("response norm", "norm"), "local_response_norm"),
        **_alike(_value("log softmax"), "log_softmax"),
        **_named(_value, "relu relu6 gelu elu selu celu silu mish sigmoid tanh softplus softsign softmax hardswish"),
        **_named(
            _value, "hardsigmoid hardtanh leaky_relu prelu rrelu logsigmoid clamp clip exp sqrt pow neg abs normalize"
        ),
        **_alike(_shape("dropout"), "dropout dropout1d dropout2d dropout3d alpha_dropout feature_dropout"),
        **_alike(_shape("flatten"), "flatten view reshape squeeze unsqueeze ravel unflatten view_as reshape_as"),
        **_alike(_shape("identity"), "contiguous clone detach to float double half type_as alias"),
        **_alike(_order("transpose"), "permute transpose t swapaxes movedim"),
        **_alike(_order("take"), "getitem select slice narrow split chunk unbind expand expand_as repeat"),
        **_alike(_order("zero pad"), "pad"),
    }
)


def of_module(module: nn.Module) -> Kind:
    """Return what a module is; a type that nobody registered is a layer of kind 'other'."""
    for types, kind in MODULES:
        if isinstance(module, types):
            return _mean(module) if kind.label == "mean" else kind
    if type(module).__module__ == activation.__name__:
        return _value(type(module).__name__.lower())
    return _layer("other", type(module).__name__)


ALONE: Mapping[str, Kind] = MappingProxyType({"add": _value("shift"), "product": _value("scale")})


def of_function(name: str, *, branches: int, shape: tuple[int, ...]) -> Kind:
    """Return what a function or tensor method is, by its name in torch ('conv2d'; in-place names, 'relu_', too).

    branches: how many different results it reads; a sum or product of one with a number only changes its values.
    shape: of its result, without the batch.
    """
    kind = FUNCTIONS.get(name.rstrip("_"), _layer("other", name))
    if kind.label == "mean" and set(shape[1:]) <= {1}:
        return _layer("mean")
    return ALONE.get(kind.label, kind) if branches < 2 else kind


def _mean(module: Any) -> Kind:
    """Tell an average over the whole map from one over regions of it."""
    return _layer("mean" if set(_sizes(module.output_size)) == {1} else "pool", "mean")


def options(module: nn.Module) -> Options:
    """Return a module's options as text, ordered for a sign: (('kernel', '5×5'), ('stride', '1'))."""
    kind = of_module(module)
    if kind.kind == "conv":
        return _conv(module)
    if kind.kind == "pool":
        return _pool(module)
    if isinstance(module, nn.Linear):
        return (("inputs", str(module.in_features)),)
    if isinstance(module, nn.MultiheadAttention):
        return (("heads", str(module.num_heads)),)
    return (("module", type(module).__name__),) if kind.kind == "other" else ()


def _conv(module: Any) -> Options:
    found = [("kernel", times(module.kernel_size)), ("stride", even(module.stride))]
    if module.padding == "same" or set(_sizes(module.padding)) - {0}:
        found.append(("padding", even(module.padding)))
    if set(_sizes(module.dilation)) != {1}:
        found.append(("dilation", even(module.dilation)))
    if module.groups > 1:
        found.append(("groups", str(module.groups)))
    if module.transposed:
        found.append(("direction", "upwards"))
    return tuple(found)


def _pool(module: Any) -> Options:
    how = "max" if "Max" in type(module).__name__ else "mean"
    if hasattr(module, "output_size"):
        return (("pool", f"{how} to {times(module.output_size)}"),)
    size = times(module.kernel_size)
    return (("pool", f"{size if '×' in size else f'{size}×{size}'} {how}"), ("stride", even(module.stride)))


def times(sizes: int | str | Iterable[int]) -> str:
    """Return sizes as a reader writes them: (5, 5) -> '5×5'."""
    return sizes if isinstance(sizes, str) else "×".join(str(size) for size in _sizes(sizes))


def even(sizes: int | str | Iterable[int]) -> str:
    """Return sizes as one number where they are all the same: (2, 2) -> '2', (2, 1) -> '2×1'."""
    values = _sizes(sizes)
    return str(values[0]) if len(set(values)) == 1 else times(values)


def _sizes(sizes: int | str | Iterable[Any]) -> tuple[Any, ...]:
    return (sizes,) if isinstance(sizes, int | str) else tuple(sizes)

"""Write a blueprint as a PyTorch script that runs on its own."""

from layerwalk.nn.blueprint import faults, plan, shapes
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.blueprint.plan import Part

_RESIDUAL = '''
class Residual(nn.Module):
    """Two padded convolutions whose result is added to what came in."""

    def __init__(self, maps, filters, kernel, activation):
        super().__init__()
        self.conv1 = nn.Conv2d(maps, filters, kernel, padding=kernel // 2)
        self.conv2 = nn.Conv2d(filters, filters, kernel, padding=kernel // 2)
        # A 1x1 convolution where the number of maps changes, so that both can be added.
        self.shortcut = nn.Conv2d(maps, filters, 1) if maps != filters else nn.Identity()
        self.activation = activation

    def forward(self, x):
        y = self.conv2(self.activation(self.conv1(x)))
        return self.activation(y + self.shortcut(x))

'''

_SCRIPT = '''\
# {title}
# {layers}, {parameters} parameters. Needs torch, safetensors and numpy.
#
#   python {file}               the answer to a blank picture
#   python {file} picture.npy   the answer to a picture: {shape} numbers from 0 to 1
#
# The weights are read from {weights_name}, which lies beside this file.

import json
import sys
from collections import OrderedDict
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn

WEIGHTS = Path(__file__).with_name({weights})
SHAPE = {shape}  # maps, height, width
CLASSES = {classes}

{residual}
def build():
    """Return the network; the comments say the shape of what leaves each layer."""
    return nn.Sequential(
        OrderedDict(
            [
{modules}
            ]
        )
    )


def read_picture(file):
    """Return the picture in an .npy file as a batch of one."""
    import numpy as np

    picture = torch.from_numpy(np.load(file).astype(np.float32))
    if tuple(picture.shape) not in (SHAPE, SHAPE[1:]):
        sys.exit(f"{{file}}: expected a picture of shape {{SHAPE}}, found {{tuple(picture.shape)}}")
    return picture.reshape(1, *SHAPE)


def main():
    """Print the probability of every class as JSON."""
    network = build()
    network.load_state_dict(load_file(WEIGHTS))
    network.eval()
    picture = read_picture(sys.argv[1]) if len(sys.argv) > 1 else torch.zeros(1, *SHAPE)
    with torch.inference_mode():
        probabilities = network(picture).softmax(dim=1)[0]
    print(json.dumps(dict(zip(CLASSES, probabilities.tolist()))))


if __name__ == "__main__":
    main()
'''


def script(blueprint: Blueprint, weights_name: str) -> str:
    """Return a readable script that builds the network, reads its weights and prints the probabilities as JSON.

    weights_name: of the safetensors file beside it, without a folder. Raise FaultyError where the blueprint has faults.
    """
    faults.check(blueprint)
    parts = plan.plan(blueprint)
    count = len(blueprint.layers) + 1
    has_block = any(part.type == "Residual" for part in parts)
    return _SCRIPT.format(
        title=_comment(blueprint.title),
        layers=f"{count} layers" if count > 1 else "1 layer",
        parameters=f"{shapes.total(blueprint).weights:,}",
        file=_comment(f"{blueprint.name}.py"),
        weights_name=_comment(weights_name),
        weights=_literal(weights_name),
        shape=blueprint.shape,
        classes=_classes(blueprint),
        residual=_RESIDUAL if has_block else "",
        modules="\n".join(_line(part) for part in parts),
    )


def _line(part: Part) -> str:
    arguments = [repr(argument) for argument in part.arguments]
    arguments += [f"{name}={value}" for name, value in part.options]
    if part.type == "Residual":
        arguments.append(f"nn.{part.activation or 'Identity'}()")
    prefix = "" if part.type == "Residual" else "nn."
    return f'                ("{part.name}", {prefix}{part.type}({", ".join(arguments)})),  # {part.shape}'


def _classes(blueprint: Blueprint) -> str:
    """Write the classes in lines that are not too long."""
    lines = [""]
    for name in map(_literal, blueprint.classes):
        if len(lines[-1]) + len(name) > 90:
            lines.append("")
        lines[-1] += f"{name}, "
    if len(lines) == 1:
        return f"({lines[0].removesuffix(', ') if len(blueprint.classes) > 1 else lines[0]})"
    return "(\n" + "\n".join(f"    {line.rstrip()}" for line in lines) + "\n)"


def _literal(text: str) -> str:
    """Write `text` as Python reads it again, with double quotes where that is simple."""
    literal = repr(text)
    return f'"{text}"' if literal == f"'{text}'" and '"' not in text else literal


def _comment(text: str) -> str:
    """Write `text` so that it stays in its line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())

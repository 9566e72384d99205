"""The shaders: files in assets/, put together with what they share and their switches."""

import functools
from dataclasses import dataclass

import panda3d.core as p3d

from layerwalk.game import files

VERSION = "#version 150\n"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say what a shader is made of: vertex file, fragment file, whether it reads a layer's values, its switches."""

    vertex: str
    fragment: str
    cells: bool = False
    switches: tuple[str, ...] = ()


RECIPES = {
    "stone": Recipe("stone", "plain"),
    "sky": Recipe("sky", "sky"),
    "water": Recipe("water", "water"),
    "water mirror": Recipe("water", "water", switches=("MIRROR",)),
    "panels": Recipe("panel", "panel", cells=True, switches=("CELLS",)),
    "dress": Recipe("panel", "dress"),
    "sheet": Recipe("panel", "panel", cells=True),
    "framed panels": Recipe("panel", "panel", cells=True, switches=("CELLS", "FRAMES")),
    "framed sheet": Recipe("panel", "panel", cells=True, switches=("FRAMES",)),
    "cubes": Recipe("cube", "plain", cells=True),
    "pillars": Recipe("pillar", "plain", cells=True),
    "glow": Recipe("glow", "glow"),
    "thread": Recipe("thread", "thread"),
    "picture": Recipe("picture", "picture"),
    "text": Recipe("text", "text"),
    "curve": Recipe("curve", "curve"),
    "ribbons": Recipe("ribbon", "ribbon"),
    "scars": Recipe("scar", "curve"),
    "weights": Recipe("panel", "weights", cells=True),
    "reasons": Recipe("picture", "reason", cells=True),
    "shade": Recipe("picture", "shade"),
    "vignette": Recipe("vignette", "vignette"),
    "veil": Recipe("veil", "veil"),
    "dot": Recipe("dot", "dot"),
    "held": Recipe("held", "plain"),
    "glove": Recipe("glove", "plain"),
    "menu shapes": Recipe("menu_shape", "menu_shape"),
    "menu letters": Recipe("menu_letter", "menu_letter"),
}
"""Every permutation there is; a test compiles each."""


@functools.cache
def load(name: str) -> p3d.Shader:
    """Return the shader called `name` in RECIPES, made once."""
    recipe = RECIPES[name]
    head = VERSION + "".join(f"#define {switch}\n" for switch in recipe.switches) + _text("common.glsl")
    if recipe.cells:
        head += _text("cells.glsl")
    shader = p3d.Shader.make(
        p3d.Shader.SL_GLSL, head + _text(f"{recipe.vertex}.vert"), head + _text(f"{recipe.fragment}.frag")
    )
    if shader is None:
        raise RuntimeError(f"the shader {name!r} could not be read")
    return shader


@functools.cache
def _text(file_name: str) -> str:
    return files.asset("shaders", file_name).read_text(encoding="utf-8")

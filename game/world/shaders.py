"""The shaders: files in assets/, put together with what they share and their switches.

Each can draw for both eyes at once: a camera whose picture has them side by side lets all be drawn as two instances,
and gives the inputs EYE_COUNT and SECOND_EYE.
"""

import functools
from dataclasses import dataclass

import panda3d.core as p3d

from layerwalk.game import files

VERSION = "#version 150\n"
EYE_COUNT = "eye_count"
SECOND_EYE = "second_eye"
"""A matrix: from the clip coordinates of the camera's own projection, the first eye's, to those of the second eye."""


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
    "framed panels and mosaic": Recipe("panel", "panel", cells=True, switches=("CELLS", "FRAMES", "MEAN")),
    "framed sheet and mosaic": Recipe("panel", "panel", cells=True, switches=("FRAMES", "MEAN")),
    "sheet and mosaic": Recipe("panel", "panel", cells=True, switches=("MEAN",)),
    "framed sheet": Recipe("panel", "panel", cells=True, switches=("FRAMES",)),
    "cubes": Recipe("cube", "plain", cells=True),
    "pillars": Recipe("pillar", "plain", cells=True),
    "glow": Recipe("glow", "glow"),
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
    "pointers": Recipe("pointer", "pointer"),
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
    vertex = head + for_eyes(_text(f"{recipe.vertex}.vert"))
    shader = p3d.Shader.make(p3d.Shader.SL_GLSL, vertex, head + _text(f"{recipe.fragment}.frag"))
    if shader is None:
        raise RuntimeError(f"the shader {name!r} could not be read")
    return shader


def wear(path: p3d.NodePath, name: str) -> None:
    """Let `path` be drawn by the shader called `name` in RECIPES, for one eye where the camera says nothing of two."""
    path.set_shader(load(name))
    see_with_one_eye(path)


def see_with_one_eye(path: p3d.NodePath) -> None:
    """Tell the shader of `path` that there is one eye in the picture, unless a camera says otherwise."""
    for told in _one_eye():
        path.set_shader_input(told)


@functools.cache
def _one_eye() -> tuple[p3d.ShaderInput, ...]:
    """Return what says that there is one eye, the same for all: two states whose inputs are two are never one."""
    return p3d.ShaderInput(EYE_COUNT, p3d.LVecBase4(1.0)), p3d.ShaderInput(SECOND_EYE, p3d.LMatrix4.ident_mat())


def for_eyes(vertex: str) -> str:
    """Return the text of a vertex shader that draws for one eye as one that draws for as many as there are."""
    return f"#define main draw_for_first_eye\n{vertex}\n#undef main\n{_text('eyes.glsl')}"


@functools.cache
def _text(file_name: str) -> str:
    return files.asset("shaders", file_name).read_text(encoding="utf-8")

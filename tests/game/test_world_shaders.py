"""Every shader that there is compiles, links and draws on this machine's driver."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.view import offscreen
from layerwalk.game.world import mesh, palette, shaders, textures

CORNERS = np.array([[-1, 0, -1], [1, 0, -1], [1, 0, 1], [-1, 0, 1]], np.float32)


@pytest.fixture(scope="module")
def screen():
    offscreen.configure(off_screen=True)
    screen = offscreen.OffScreen((32, 32))
    screen.camera.set_pos(0, -3, 0.5)
    yield screen
    screen.close()


def picture(value):
    texture = p3d.Texture("picture")
    texture.setup_2d_texture(4, 4, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgba8)
    np.frombuffer(texture.modify_ram_image(), np.uint8)[:] = value
    return texture


def everything():
    """Return a quad with every vertex column and every input that some shader reads."""
    four = np.ones((4, 1), np.float32)
    columns = [
        ("vertex", CORNERS),
        ("color", np.full((4, 4), 200, np.uint8)),
        ("place", CORNERS * np.float32(0.5)),
        ("extras", np.repeat(four * 0, 2, axis=1)),
        ("texcoord", CORNERS[:, [0, 2]].copy()),
        ("form", np.repeat(four, 4, axis=1)),
        ("glyph", CORNERS[:, [0, 2]].copy()),
        *((name, np.full((4, 4), 200, np.uint8)) for name in ("fill", "rim", "tint")),
        *((name, np.array([[1, 0, 0]] * 4, np.float32)) for name in ("along", "facing")),
        ("glow", np.array([[0.5, 0.4, 0.3, 0]] * 4, np.float32)),
        *((name, np.repeat(four, 2, axis=1)) for name in ("bone", "part")),
        *((name, four) for name in ("towards", "page", "scrolls", "hand", "flows")),
        ("ribbon", np.array([[-1, 0.5, 0, -1], [-1, 0.5, 0, -1], [1, 0.5, 0, -1], [1, 0.5, 0, -1]], np.float32)),
    ]
    path = p3d.NodePath(mesh.geom_node("quad", columns, np.array([[0, 1, 2], [0, 2, 3]], np.uint32)))
    path.set_two_sided(True)
    cells = textures.array_texture("cells", rows=4, columns=4, layers=2)
    for name in ("cells", "blocks"):
        path.set_shader_input(name, cells)
        path.set_shader_input(f"{name}_size", p3d.LVecBase2(4, 4))
    for name in ("pictures", "mean_cells", "mean_blocks"):
        path.set_shader_input(name, cells)
    for name in ("sky", "mirror", "picture", "glyphs", "more_glyphs", "drawn", "reasons"):
        path.set_shader_input(name, picture(150))
    path.set_shader_input("palette", palette.texture("viridis"))
    path.set_texture(picture(150))
    for name in ("origin", "right", "down", "normal", "focus", "ink", "paper"):
        path.set_shader_input(name, p3d.LVecBase3(0.5, 0.4, 0.3))
    for name in ("fog_distance_m", "low_m", "tall_m", "reach_m", "time_s", "wave_m", "scrolled_m", "fade_m"):
        path.set_shader_input(name, 1.0)
    for name in ("from_above", "from_below", "from_sun", "sun", "own_light"):
        path.set_shader_input(name, p3d.LVecBase3(0.5, 0.4, 0.3))
    shaders.see_with_one_eye(path)
    path.set_shader_input("joints", p3d.PTA_LVecBase4f([p3d.LVecBase4f(0, 0, 0, 0.01)] * 26))
    path.set_shader_input("grips", p3d.PTA_LVecBase4f([p3d.LVecBase4f(0, 0, 0, 1)] * 4))
    path.set_shader_input("hands", p3d.PTA_LVecBase4f([p3d.LVecBase4f(0, 0, 0, 1)] * 6))
    path.set_shader_input("darkness", 1.0)
    path.set_shader_input("opacity", 1.0)
    path.set_shader_input("edge_darkness", 1.0)
    path.set_shader_input("seen", p3d.LVecBase4(-9, -9, 9, 9))
    path.set_shader_input("reasons_size", p3d.LVecBase2(4, 4))
    path.set_shader_input("edges", p3d.LVecBase4(0, 0, 1, 1))
    path.set_shader_input("window", p3d.LVecBase3i(0, 0, 0))
    path.set_shader_input("stage_light", p3d.PTA_LVecBase4f([p3d.LVecBase4f(0)] * 128))
    return path


def draw(screen, shader, *, without=""):
    root, path = p3d.NodePath("root"), everything()
    path.reparent_to(root)
    screen.camera.reparent_to(root)
    path.set_shader(shader)
    if without:
        path.clear_shader_input(without)
    screen.pixels()


@pytest.mark.parametrize("name", shaders.RECIPES)
def test_a_shader_compiles_and_links_without_a_word(screen, capfd, name):
    draw(screen, shaders.load(name))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("whole", "broken"),
    [
        pytest.param("in vec2 place", "in vec7 place", id="a type that is none"),
        pytest.param("gl_Position =", "gl_Postition =", id="an unknown variable"),
        pytest.param("void main() {\n    uv = place;", "vec2 no();\nvoid main() {\n    uv = no();", id="does not link"),
    ],
)
def test_a_broken_shader_would_be_noticed(screen, capfd, whole, broken):
    folder = shaders.files.asset("shaders", "picture.vert").parent
    head = shaders.VERSION + (folder / "common.glsl").read_text("utf-8")
    vertex = (folder / "picture.vert").read_text("utf-8")
    fragment = (folder / "picture.frag").read_text("utf-8")
    assert whole in vertex
    draw(screen, p3d.Shader.make(p3d.Shader.SL_GLSL, head + vertex.replace(whole, broken), head + fragment))
    assert "glgsg(error)" in capfd.readouterr().err


def test_a_missing_input_would_be_noticed(screen):
    with pytest.raises(AssertionError, match="ink"):
        draw(screen, shaders.load("picture"), without="ink")


def test_every_shader_file_is_part_of_some_shader():
    parts = {f"{recipe.vertex}.vert" for recipe in shaders.RECIPES.values()}
    parts |= {f"{recipe.fragment}.frag" for recipe in shaders.RECIPES.values()}
    files = {path.name for path in shaders.files.asset("shaders", "picture.vert").parent.iterdir()}
    assert files == parts | {"common.glsl", "cells.glsl", "eyes.glsl"}


def test_an_unknown_shader_is_named():
    with pytest.raises(KeyError, match="no such"):
        shaders.load("no such")

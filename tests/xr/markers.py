"""Coloured marks in space, where they are found in a picture, and where OpenXR says that they must be."""

import math

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import shaders

VERTEX = """
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
void main() { gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex; }
"""
FRAGMENT = """#version 150
uniform vec4 colour;
out vec4 shown;
void main() { shown = colour; }
"""
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


def mark(parent: p3d.NodePath, point: tuple[float, float, float], colour: tuple[int, int, int]) -> p3d.NodePath:
    """Hang a small diamond of one colour at a point; it looks the same from everywhere around."""
    maker = p3d.GeomVertexData("mark", p3d.GeomVertexFormat.get_v3(), p3d.Geom.UH_static)
    writer = p3d.GeomVertexWriter(maker, "vertex")
    size = 0.06
    for axis in range(3):
        for sign in (-size, size):
            writer.add_data3(*(sign if axis == number else 0.0 for number in range(3)))
    faces = p3d.GeomTriangles(p3d.Geom.UH_static)
    for x in (0, 1):
        for y in (2, 3):
            for z in (4, 5):
                faces.add_vertices(x, y, z)
    geom = p3d.Geom(maker)
    geom.add_primitive(faces)
    node = p3d.GeomNode("mark")
    node.add_geom(geom)
    path = parent.attach_new_node(node)
    path.set_two_sided(True)
    path.set_shader(p3d.Shader.make(p3d.Shader.SL_GLSL, shaders.VERSION + shaders.for_eyes(VERTEX), FRAGMENT))
    shaders.see_with_one_eye(path)
    path.set_shader_input("colour", p3d.LVecBase4(*(part / 255 for part in colour), 1))
    path.set_pos(*point)
    return path


def found(picture: NDArray[np.uint8], colour: tuple[int, int, int]) -> tuple[float, float]:
    """Return the middle (column, row) of all pixels of a colour; fail where there is none."""
    rows, columns = np.nonzero((picture == np.array(colour, np.uint8)).all(axis=2))
    assert len(rows), f"nothing of the colour {colour} is in the picture"
    return float(columns.mean()) + 0.5, float(rows.mean()) + 0.5


def expected(point, head, view, *, size: tuple[int, int]) -> tuple[float, float]:
    """Return the (column, row) at which a point of our world is seen, by OpenXR's own definitions.

    head: its place and turn; view: fov, turn and place of the eye in the head; all as the runtime was told them.
    """
    (place, turn), (fov, eye_turn, eye_place) = head, view
    target = np.array([point[0], point[2], -point[1]])
    eye = np.array(place) + _matrix(turn) @ np.array(eye_place)
    x, y, z = (_matrix(turn) @ _matrix(eye_turn)).T @ (target - eye)
    left, right, up, down = (math.tan(angle) for angle in fov)
    return (x / -z - left) / (right - left) * size[0], (up - y / -z) / (up - down) * size[1]


def _matrix(turn: tuple[float, float, float, float]) -> NDArray[np.float64]:
    x, y, z, w = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )

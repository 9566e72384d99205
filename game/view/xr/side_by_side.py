"""Both eyes drawn at once: all is drawn as two instances, each into its half of the picture. Half as much is told.

The shaders are told where the left eye sees a point; where the right one does follows from that: back through the left
eye's projection, and on through the right one's.
"""

from typing import Any

import panda3d.core as p3d
from OpenGL.raw.GL.VERSION import GL_1_1, GL_3_0

from layerwalk.game.world import shaders

OVER = 1
"""More than what a thing says for itself, that it is seen by one eye."""


def state(first: p3d.LMatrix4, second: p3d.LMatrix4) -> p3d.RenderState:
    """Return the state of a camera that projects by `first`, in whose picture the second eye is beside the first one.

    first, second: from the camera's frame to the clip coordinates of an eye.
    """
    # In double precision: going back through a projection loses most of what a float has.
    back = p3d.LMatrix4d()
    back.invert_from(p3d.LMatrix4d(*_cells(first)))
    onwards = p3d.LMatrix4(*_cells(back * p3d.LMatrix4d(*_cells(second))))
    drawn = p3d.ShaderAttrib.make().set_instance_count(2)
    for name, value in ((shaders.EYE_COUNT, p3d.LVecBase4(2.0)), (shaders.SECOND_EYE, onwards)):
        drawn = drawn.set_shader_input(p3d.ShaderInput(name, value, OVER))
    return p3d.RenderState.make(drawn)


def begin_cut() -> None:
    """Let nothing reach over into the other eye's half from now on. Draw thread only."""
    GL_1_1.glEnable(GL_3_0.GL_CLIP_DISTANCE0)


def end_cut() -> None:
    """Let everything reach anywhere again. Draw thread only."""
    GL_1_1.glDisable(GL_3_0.GL_CLIP_DISTANCE0)


def _cells(matrix: Any) -> list[float]:
    return [matrix.get_cell(row, column) for row in range(4) for column in range(4)]

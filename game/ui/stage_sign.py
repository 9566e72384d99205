"""The face of a stage's sign as a board, for what hangs on it, over it and under it."""

from layerwalk.game.ui.board import Frame
from layerwalk.game.world import furniture, signs
from layerwalk.game.world.placement import Stage


def frame(stage: Stage) -> Frame:
    """Return where the face of a stage's sign is."""
    centre, right, up = furniture.board_frame(signs.pose(stage), *signs.PLATE_M)
    return Frame(centre=centre, right=right, up=up)

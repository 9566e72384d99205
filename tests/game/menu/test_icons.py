import typing

import pytest

from layerwalk.game.ui.menu import icons
from layerwalk.nn.blueprint.layers import Kind


@pytest.mark.parametrize("kind", [*typing.get_args(Kind), "input", "answer"])
def test_every_kind_of_layer_has_a_drawing_within_its_square(kind):
    strokes = icons.drawing(kind)
    assert strokes
    for stroke in strokes:
        reach = (stroke.half_x**2 + stroke.half_y**2) ** 0.5 if stroke.turn_deg else 0.0
        assert max(stroke.half_x, reach) - 12.5 <= min(stroke.x, icons.SIDE - stroke.x)
        assert -0.5 <= stroke.x <= icons.SIDE + 0.5
        assert -0.5 <= stroke.y <= icons.SIDE + 0.5


def test_no_two_kinds_look_the_same():
    assert len({icons.drawing(kind) for kind in icons.DRAWINGS}) == len(icons.DRAWINGS)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="expected one of: input, conv"):
        icons.drawing("telescope")

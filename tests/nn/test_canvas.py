"""What is changed while a picture is made."""

import pytest
import torch

from layerwalk.nn.aim import Space
from layerwalk.nn.canvas import EDGE, Canvas

SIZES = [(1, 28, 28), (3, 9, 12), (1, 12, 9), (1, 7, 7)]
SPACES: tuple[Space, ...] = ("pixels", "fourier")


def begun(shape: tuple[int, int, int], space: Space) -> tuple[torch.Tensor, Canvas]:
    start = torch.rand(2, *shape, generator=torch.Generator().manual_seed(1)).clamp(EDGE, 1 - EDGE)
    return start, Canvas(start, space=space)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("shape", SIZES)
def test_it_begins_with_the_pictures_it_is_given(shape: tuple[int, int, int], space: Space) -> None:
    start, canvas = begun(shape, space)
    torch.testing.assert_close(canvas.picture(), start, atol=1e-5, rtol=0)


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize("shape", SIZES)
@pytest.mark.parametrize("shift_px", [(1, 0), (0, -1), (-2, 3), (5, 4)])
def test_a_shifted_picture_is_the_picture_rolled(
    shape: tuple[int, int, int], space: Space, shift_px: tuple[int, int]
) -> None:
    _, canvas = begun(shape, space)
    rolled, weights = canvas.picture().roll(shift_px, (-2, -1)), torch.linspace(-1, 1, shape[1] * shape[2])
    shifted = canvas.picture(shift_px=shift_px)
    torch.testing.assert_close(shifted, rolled, atol=1e-5, rtol=0)
    ours, theirs = (
        torch.autograd.grad((each.flatten(2) * weights).sum(), canvas.numbers)[0] for each in (shifted, rolled)
    )
    torch.testing.assert_close(ours, theirs, atol=1e-4, rtol=1e-4)

"""Where the plate beside a neuron goes: into the picture, beside boards, never over its neuron."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.ui import wire_place
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.wire_place import Sight, Spot

EM = 0.024
PICTURE = Rect(left=-0.84, bottom=-0.47, right=0.84, top=0.47)
BOXES = {
    (right, above): Rect(
        left=1.2 if right else -15.2,
        bottom=1.6 if above else -8.6,
        right=15.2 if right else -1.2,
        top=8.6 if above else -1.6,
    )
    for right in (False, True)
    for above in (False, True)
}


def found(x: float, z: float, *boards: Rect, least: float = 1.0, em: float = EM) -> Spot:
    sight = Sight(point=(x, z), picture=PICTURE, boards=boards)
    return wire_place.find(sight, BOXES, em=em, least=least, first=((False, False),))


def lies(spot: Spot, x: float, z: float, *, em: float = EM) -> Rect:
    box, size = BOXES[spot.on_right, spot.above].moved(x=spot.shift[0], z=spot.shift[1]), em * spot.size
    return Rect(
        left=x + size * box.left, bottom=z + size * box.bottom, right=x + size * box.right, top=z + size * box.top
    )


def test_with_room_everywhere_it_stands_where_it_is_wanted() -> None:
    assert found(0.0, 0.0) == Spot(on_right=False, above=False)


def test_a_board_on_its_side_sends_it_to_the_other() -> None:
    board = Rect(left=-0.6, bottom=-0.3, right=-0.1, top=0.3)
    spot = found(0.0, 0.0, board)
    assert spot.is_free
    assert not lies(spot, 0.0, 0.0).meets(board)


def test_where_large_letters_find_no_room_it_is_smaller() -> None:
    boards = (Rect(left=-0.84, bottom=-0.47, right=-0.4, top=0.47), Rect(left=0.4, bottom=-0.47, right=0.84, top=0.47))
    spot = found(0.0, 0.0, *boards, em=2 * EM, least=0.5)
    assert spot.is_free
    assert spot.size < 1


def test_it_is_not_shown_where_boards_leave_no_room() -> None:
    assert not found(0.0, 0.0, PICTURE).is_free


@given(st.floats(-0.84, 0.84), st.floats(-0.47, 0.47))
def test_it_lies_within_the_picture_and_not_over_its_neuron(x: float, z: float) -> None:
    spot = found(x, z)
    placed = lies(spot, x, z)
    assert spot.is_free
    assert PICTURE.holds(placed)
    assert not placed.has(x, z)

"""Maps that are pulled out: which they are, which is in the hand, how large they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import pulled as pulling
from layerwalk.game.pulled import Pulled
from layerwalk.nn.network import NetworkSpec, NodeSpec


def node(name: str, shape: tuple[int, ...]) -> NodeSpec:
    return NodeSpec(name=name, kind="conv", shape=shape, parameters=0, inputs=())


SPEC = NetworkSpec(
    name="small",
    nodes=(node("input", (1, 8, 8)), node("conv", (3, 6, 6)), node("dense", (5,)), node("answer", (2,))),
    classes=("a", "b"),
)


def test_what_is_pulled_out_comes_into_the_hand() -> None:
    pulled = Pulled()
    assert pulled.pull("conv", 1)
    assert pulled.held is pulled.find("conv", 1)


def test_with_the_next_one_the_first_goes_back() -> None:
    pulled = Pulled()
    pulled.pull("conv", 1)
    pulled.pull("conv", 2)
    assert [(piece.map, piece.is_held) for piece in pulled.pieces] == [(2, True)]


def test_what_stands_on_a_floor_has_its_lower_edge_where_one_can_press_it() -> None:
    pulled = Pulled()
    pulled.pull("conv", 1)
    pulled.stand(foot=(1.0, 2.0, 0.5), heading_deg=90.0)
    (piece,) = pulled.pieces
    assert piece.centre == pytest.approx((1.0, 2.0, 0.5 + pulling.EDGE_M + pulling.FIRST_M / 2))
    assert not piece.is_held


def test_however_large_it_is_its_lower_edge_stays_where_it_is() -> None:
    pulled = Pulled()
    pulled.pull("conv", 1)
    pulled.stand(foot=(0.0, 0.0, 0.0), heading_deg=0.0)
    (piece,) = pulled.pieces
    pulled.grow(piece, times=100)
    assert piece.size_m == pulling.LARGEST_M
    assert piece.over_floor_m - piece.size_m / 2 == pytest.approx(pulling.EDGE_M)
    pulled.grow(piece, times=0.001)
    assert piece.size_m == pulling.SMALLEST_M
    assert piece.over_floor_m - piece.size_m / 2 == pytest.approx(pulling.EDGE_M)


def test_what_hangs_in_the_air_stays_where_it_is_when_it_grows() -> None:
    pulled = Pulled()
    pulled.pull("conv", 1)
    pulled.hang(centre=(0.0, 1.0, 2.0), heading_deg=0.0)
    pulled.grow(pulled.pieces[0], times=2)
    assert pulled.pieces[0].centre == (0.0, 1.0, 2.0)
    assert pulled.pieces[0].over_floor_m == 0.0


def test_only_so_many_are_out_at_once() -> None:
    pulled = Pulled()
    for map in range(pulling.MOST):
        assert pulled.pull("conv", map)
        pulled.hang(centre=(0.0, 0.0, 0.0), heading_deg=0.0)
    assert not pulled.pull("conv", 99)
    assert pulled.held is None
    assert pulled.pull("conv", 3), "what is out already comes into the hand"


def test_a_network_keeps_only_maps_that_it_has() -> None:
    pulled = Pulled()
    for name, map in (("conv", 2), ("conv", 3), ("dense", 0), ("other", 0)):
        pulled.pull(name, map)
        pulled.hang(centre=(0.0, 0.0, 0.0), heading_deg=0.0)
    pulled.keep_to(SPEC)
    assert [(piece.node, piece.map) for piece in pulled.pieces] == [("conv", 2)]


@given(st.lists(st.tuples(st.sampled_from(("pull", "stand", "hang", "take", "back")), st.integers(0, 15))))
def test_whatever_is_done_one_at_most_is_in_the_hand_and_none_is_there_twice(steps: list[tuple[str, int]]) -> None:
    pulled = Pulled()
    for step, map in steps:
        piece = pulled.find("conv", map)
        if step == "pull":
            pulled.pull("conv", map)
        elif step == "stand":
            pulled.stand(foot=(0.0, 0.0, 0.0), heading_deg=0.0)
        elif step == "hang":
            pulled.hang(centre=(0.0, 0.0, 0.0), heading_deg=0.0)
        elif piece is not None and step == "take":
            pulled.take(piece)
        elif piece is not None:
            pulled.put_back(piece)
    maps = [piece.map for piece in pulled.pieces]
    assert sum(piece.is_held for piece in pulled.pieces) <= 1
    assert len(maps) == len(set(maps)) <= pulling.MOST

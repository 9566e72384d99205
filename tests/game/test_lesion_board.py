"""What the boards say of lesions: the accuracy before and after, class by class, and how far a measurement is."""

from layerwalk.game import words
from layerwalk.game.ui import lesion_board
from layerwalk.game.ui.lesion_board import Share, Told
from layerwalk.game.ui.menu import typeset
from layerwalk.nn.messages import Score

EN = words.load("en")
TOLD = Told(title="2 lesions", change="99.4 % → 82.8 %", classes=(Share(name="3", before=0.99, after=0.4),))


def score(*right: int, of: int = 10) -> Score:
    classes = tuple((str(name), each, of) for name, each in enumerate(right))
    return Score(network="made up", data="mnist-test", right=sum(right), count=of * len(right), per_class=classes)


def test_the_board_says_how_many_and_what_they_cost() -> None:
    written = [entry.text for entry in lesion_board.texts(TOLD, EN)]
    assert {"2 lesions", "99.4 % → 82.8 %", "3", "40"} <= {*written}


def test_no_text_reaches_over_the_edge() -> None:
    many = tuple(Share(name="a long name of a class", before=1.0, after=0.5) for _ in range(lesion_board.CLASSES))
    told = Told(title="4,096 lesions", change="100.0 % → 100.0 %", note="of 10,000 pictures right " * 2, classes=many)
    half_m = lesion_board.SIZE_M[0] / 2
    for entry in lesion_board.texts(told, EN):
        assert abs(entry.point[0]) + typeset.width_em(entry.text, entry.face) * entry.size_m / 2 < half_m, entry.text


def test_every_class_is_told_in_its_order() -> None:
    found = lesion_board.shares(score(10, 8, 9), score(5, 8, 9), EN)
    assert found == (
        Share(name="0", before=1.0, after=0.5),
        Share(name="1", before=0.8, after=0.8),
        Share(name="2", before=0.9, after=0.9),
    )


def test_of_many_classes_those_are_told_that_lose_most() -> None:
    count = lesion_board.CLASSES + 5
    after = [10 - min(number, 9) for number in range(count)]
    found = lesion_board.shares(score(*[10] * count), score(*after), EN)
    assert [share.name for share in found] == [str(number) for number in range(5, count)]


def test_a_class_without_pictures_is_left_out() -> None:
    before = Score(network="made up", data="mnist-test", right=1, count=1, per_class=(("0", 1, 1), ("1", 0, 0)))
    assert [share.name for share in lesion_board.shares(before, before, EN)] == ["0"]

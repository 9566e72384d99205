"""The mailbox: the newest letter of a key is the one that counts."""

import threading

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from layerwalk.nn.mailbox import Mailbox

Letter = tuple[str, int]


def open_box() -> Mailbox[Letter]:
    return Mailbox(lambda letter: letter[0], last=("infer",))


class MailboxMachine(RuleBasedStateMachine):
    """Hold the mailbox against a plain list in which the same rules are applied by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.box = open_box()
        self.waiting: list[Letter] = []
        self.number = 0

    def expected(self) -> list[Letter]:
        late = [letter for letter in self.waiting if letter[0] == "infer"]
        return [letter for letter in self.waiting if letter not in late] + late

    @rule(key=st.sampled_from(["infer", "load", "reset", "other", "another"]))
    def put(self, key: str) -> None:
        self.number += 1
        self.box.put((key, self.number))
        self.waiting = [letter for letter in self.waiting if letter[0] != key] + [(key, self.number)]

    @rule()
    def take(self) -> None:
        expected = self.expected()[:1]
        taken = self.box.take(timeout_s=0)
        assert ([taken] if taken else []) == expected
        self.waiting = [letter for letter in self.waiting if letter not in expected]

    @rule()
    def drain(self) -> None:
        assert self.box.drain() == self.expected()
        self.waiting = []

    @invariant()
    def every_key_waits_once(self) -> None:
        keys = [key for key, _ in self.waiting]
        assert len(keys) == len(set(keys))


TestMailbox = MailboxMachine.TestCase


def test_a_thousand_strokes_are_one_stroke() -> None:
    box = open_box()
    for number in range(1000):
        box.put(("infer", number))
    assert box.drain() == [("infer", 999)]


def test_a_load_is_served_before_a_stroke_that_waits() -> None:
    box = open_box()
    box.put(("infer", 1))
    box.put(("load", 2))
    assert box.take() == ("load", 2)


def test_letters_of_different_keys_keep_their_order() -> None:
    box = open_box()
    for letter in (("stop", 1), ("load", 2), ("train", 3), ("load", 4)):
        box.put(letter)
    assert box.drain() == [("stop", 1), ("train", 3), ("load", 4)]


def test_whoever_waits_is_woken_by_a_letter() -> None:
    box = open_box()
    found: list[Letter | None] = []
    reader = threading.Thread(target=lambda: found.append(box.take(timeout_s=30)))
    reader.start()
    box.put(("infer", 1))
    reader.join(30)
    assert found == [("infer", 1)]


def test_whoever_waits_is_woken_by_closing() -> None:
    box = open_box()
    found: list[Letter | None] = []
    reader = threading.Thread(target=lambda: found.append(box.take()))
    reader.start()
    box.close()
    reader.join(30)
    assert found == [None]


def test_a_closed_box_takes_no_letters() -> None:
    box = open_box()
    box.put(("infer", 1))
    box.close()
    assert box.closed
    assert box.drain() == []
    with pytest.raises(RuntimeError, match="closed"):
        box.put(("infer", 2))


def test_of_letters_from_many_threads_the_last_put_of_each_key_is_left() -> None:
    box: Mailbox[Letter] = Mailbox(lambda letter: letter[0])

    def write(key: str) -> None:
        for number in range(200):
            box.put((key, number))

    writers = [threading.Thread(target=write, args=(key,)) for key in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(box.drain()) == [(key, 199) for key in "abcd"]


def test_letters_are_taken_among_some_keys_only_where_no_other_waits() -> None:
    box = Mailbox[str](lambda letter: letter[0], last=("a",))
    assert box.take_among("ab") is None
    for letter in ("a1", "b1", "c1"):
        box.put(letter)
    assert box.take_among("ab") is None
    assert box.drain() == ["b1", "c1", "a1"]
    box.put("a2")
    box.put("b2")
    assert [box.take_among("ab"), box.take_among("ab"), box.take_among("ab")] == ["b2", "a2", None]

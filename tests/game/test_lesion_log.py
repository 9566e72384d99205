"""The history of lesions: undo, redo, names, and a log that leads to the same state again."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import lesion_log
from layerwalk.game.errors import FileError
from layerwalk.game.lesion_log import History
from layerwalk.nn.lesions.targets import Edge, Edges, Lesion, Map, Mean, Neuron, Noise, Others, Scale, Share, Zero

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
FIRST = Lesion(target=Map(node="conv1", map=0), name="left edge")
SECOND = Lesion(target=Neuron(node="dense1", index=(3,)), kind=Scale(factor=0.5))

LESIONS = st.builds(
    Lesion,
    target=st.sampled_from(
        [
            Map(node="conv1", map=0),
            Neuron(node="conv1", index=(0, 1, 2)),
            Share(node="dense1", share=0.25, seed=4, of="maps"),
            Others(node="conv1", index=(2,)),
            Edge(source="conv1", at=(0, 1, 2), node="dense1", index=(3,)),
            Edges(source="conv1", map=0, node="dense1", index=(3,)),
        ]
    ),
    kind=st.sampled_from([Zero(), Scale(factor=0.1), Noise(amount=0.5, seed=2), Mean()]),
    name=st.text(max_size=3),
)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "remove", "name", "clear", "undo", "redo", "measured"]), LESIONS))


def step(history: History, deed: str, lesion: Lesion, *, time: datetime) -> History:
    match deed:
        case "add":
            return lesion_log.added(history, lesion, time=time)
        case "remove":
            return lesion_log.removed(history, lesion, time=time)
        case "name":
            return lesion_log.named(history, lesion, name="new", time=time)
        case "clear":
            return lesion_log.cleared(history, time=time)
        case "undo":
            return lesion_log.undone(history, time=time)
        case "redo":
            return lesion_log.redone(history, time=time)
    return lesion_log.measured(history, before=0.9, after=0.1)


def walk(steps: list[tuple[str, Lesion]]) -> History:
    history = History()
    for number, (deed, lesion) in enumerate(steps):
        history = step(history, deed, lesion, time=NOW + timedelta(seconds=number))
    return history


def two() -> History:
    return lesion_log.added(lesion_log.added(History(), FIRST, time=NOW), SECOND, time=NOW)


@given(steps=STEPS)
def test_a_log_leads_to_the_same_history_again(steps: list[tuple[str, Lesion]]) -> None:
    history = walk(steps)
    assert lesion_log.replay(history.log) == history


@given(steps=STEPS, lesion=LESIONS)
def test_undo_brings_back_what_was_and_redo_takes_that_back(steps: list[tuple[str, Lesion]], lesion: Lesion) -> None:
    before = walk(steps)
    done = lesion_log.added(before, lesion, time=NOW)
    undone = lesion_log.undone(done, time=NOW)
    assert (undone.now, undone.past) == (before.now, before.past)
    assert lesion_log.redone(undone, time=NOW).now == done.now


@given(steps=STEPS)
def test_no_target_is_lesioned_twice(steps: list[tuple[str, Lesion]]) -> None:
    targets = [lesion.target for lesion in walk(steps).now]
    assert len(targets) == len(set(targets))


def test_the_newest_lesion_of_a_target_counts() -> None:
    other = Lesion(target=FIRST.target, kind=Mean())
    assert lesion_log.added(two(), other, time=NOW).now == (SECOND, other)


def test_all_is_healed_and_that_can_be_undone() -> None:
    cleared = lesion_log.cleared(two(), time=NOW)
    assert cleared.now == ()
    assert lesion_log.undone(cleared, time=NOW).now == (FIRST, SECOND)


def test_one_is_healed_by_its_target() -> None:
    assert lesion_log.removed(two(), Lesion(target=FIRST.target), time=NOW).now == (SECOND,)


def test_a_lesion_gets_a_name() -> None:
    assert lesion_log.named(two(), SECOND, name="seven", time=NOW).now[1].name == "seven"


def test_where_nothing_was_done_nothing_is_undone() -> None:
    assert lesion_log.redone(lesion_log.undone(History(), time=NOW), time=NOW) == History()


def test_the_accuracy_is_noted_with_what_was_done_last() -> None:
    first, second = lesion_log.measured(two(), before=0.98, after=0.5).log
    assert (first.before, first.after) == (None, None)
    assert (second.before, second.after) == (0.98, 0.5)


@given(steps=STEPS)
def test_a_file_holds_all_of_a_history(
    steps: list[tuple[str, Lesion]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    history, file = walk(steps), tmp_path_factory.mktemp("log") / "lesions.json"
    file.write_text(lesion_log.to_json(history, network="ana-small"), "utf-8")
    assert lesion_log.read(file) == ("ana-small", history)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("{", "Invalid JSON"),
        ('{"format": 2, "network": "a", "log": []}', "format"),
        ('{"format": 1, "network": "a", "log": [{"time": "2026-01-01T00:00:00Z", "deed": "burn"}]}', "log.0.deed"),
        ('{"format": 1, "network": "a", "log": [], "more": 1}', "more"),
    ],
)
def test_a_faulty_file_is_refused_with_the_field(tmp_path: Path, text: str, field: str) -> None:
    file = tmp_path / "lesions.json"
    file.write_text(text, "utf-8")
    with pytest.raises(FileError, match=r"lesions\.json") as caught:
        lesion_log.read(file)
    assert field in str(caught.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        lesion_log.read(tmp_path / "lesions.json")


def test_lesions_are_known_without_torch() -> None:
    script = "import sys; import layerwalk.game.lesion_log, layerwalk.nn.lesions.units; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""Lesions count while pictures are made: they are what the network wants to see that is left."""

from pathlib import Path

import numpy as np
import pytest

from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.lesions.targets import Edges, Lesion, Lesions, Map, Mean, Noise, Scale
from layerwalk.nn.messages import Lesioned, Load, Reply, SetLesions, Synthesise, Synthesised

CONFIG = SynthesisConfig(steps=12, jitter_px=1, variation=0.1)
MAPS = tuple(Aim(node="conv2", index=(map,)) for map in range(6))
REQUEST = Synthesise(aims=MAPS, config=CONFIG)
FIRST = Lesion(target=Map(node="conv1", map=2))
KINDS: dict[str, Lesions] = {
    "a map before it": (FIRST,),
    "a weaker map": (Lesion(target=Map(node="conv1", map=2), kind=Scale(factor=0.3)),),
    "noise": (Lesion(target=Map(node="conv1", map=2), kind=Noise(amount=1.0)),),
    "a map as on average": (Lesion(target=Map(node="conv1", map=2), kind=Mean()),),
    "edges": (Lesion(target=Edges(source="pool1", map=1, node="conv2", index=(0, 2, 2))),),
}


@pytest.fixture
def host() -> loop.InlineHost:
    host = loop.InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    host.poll()
    return host


def set_lesions(host: loop.InlineHost, lesions: Lesions) -> None:
    host.submit(SetLesions(lesions=lesions))
    for _ in range(500):
        if any(isinstance(reply, Lesioned) and reply.lesions == lesions for reply in host.poll()):
            return
    raise AssertionError("they never count")


def to_the_end(host: loop.InlineHost) -> list[Synthesised]:
    replies: list[Reply] = []
    for _ in range(500):
        replies += host.poll()
        found = [reply for reply in replies if isinstance(reply, Synthesised)]
        if found and found[-1].state == "finished":
            return found
    raise AssertionError("it never ends")


def made(host: loop.InlineHost, request: Synthesise = REQUEST) -> Synthesised:
    host.submit(request)
    return to_the_end(host)[-1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesioned_network_wants_other_pictures_and_healed_the_same_to_the_bit(
    host: loop.InlineHost, kind: str
) -> None:
    whole = made(host)
    set_lesions(host, KINDS[kind])
    lesioned = made(host)
    assert not np.array_equal(lesioned.pictures, whole.pictures)
    assert np.array_equal(made(host).pictures, lesioned.pictures)
    set_lesions(host, ())
    healed = made(host)
    assert np.array_equal(healed.pictures, whole.pictures)
    assert np.array_equal(healed.scores, whole.scores)


def test_a_map_that_is_off_likes_nothing(host: loop.InlineHost) -> None:
    set_lesions(host, (Lesion(target=Map(node="conv2", map=3)),))
    scores = made(host).scores
    assert not scores[3].any()
    assert (scores[[0, 1, 2, 4, 5], -1] > scores[[0, 1, 2, 4, 5], 0]).all()


def test_with_other_lesions_it_is_begun_anew(host: loop.InlineHost) -> None:
    set_lesions(host, (FIRST,))
    expected = made(host)
    set_lesions(host, ())
    host.submit(REQUEST)
    for _ in range(5):
        host.poll()
    host.submit(SetLesions(lesions=(FIRST,)))
    reports = to_the_end(host)
    assert 0 in [report.step for report in reports]
    assert np.array_equal(reports[-1].pictures, expected.pictures)
    assert reports[-1].scores.shape == (6, 12)


def test_pictures_of_every_lesion_are_kept_apart(host: loop.InlineHost, tmp_path: Path) -> None:
    request = Synthesise(aims=MAPS, config=CONFIG, folder=tmp_path)
    whole = made(host, request)
    set_lesions(host, (FIRST,))
    lesioned = made(host, request)
    assert len(list(tmp_path.iterdir())) == 2
    host.submit(request)
    (again,) = host.poll()
    assert isinstance(again, Synthesised)
    assert again.state == "finished"
    assert np.array_equal(again.pictures, lesioned.pictures)
    set_lesions(host, ())
    assert np.array_equal(made(host, request).pictures, whole.pictures)


def test_what_a_lesion_is_called_does_not_matter(host: loop.InlineHost, tmp_path: Path) -> None:
    request = Synthesise(aims=MAPS, config=CONFIG, folder=tmp_path)
    set_lesions(host, (FIRST,))
    made(host, request)
    set_lesions(host, (Lesion(target=FIRST.target, name="mine"),))
    made(host, request)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("kind", ["noise", "a map as on average"])
def test_what_depends_on_the_data_too_is_not_kept(host: loop.InlineHost, tmp_path: Path, kind: str) -> None:
    set_lesions(host, KINDS[kind])
    made(host, Synthesise(aims=MAPS, config=CONFIG, folder=tmp_path))
    assert not list(tmp_path.iterdir())

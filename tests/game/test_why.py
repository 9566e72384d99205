"""Asking why: the session asks anew for every answer, and drops what nobody wants to know any more."""

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game import words
from layerwalk.game.session import Session
from layerwalk.game.wish import Wish
from layerwalk.nn.messages import Attribute, Attributed, Failed, Inferred, Loaded, Said


@pytest.fixture
def session(host):
    """Return a session whose network has answered a first drawing."""
    state = sessions.read_spec("ana-small")
    opened = Session(host, state)
    host.tell(opened, Loaded(spec=state.spec))
    draw(host, opened)
    return opened


def draw(host, session, ink=1.0):
    """Draw something, and have it answered."""
    picture = np.full((1, 28, 28), ink, np.float32)
    serial = session.infer(picture[0], centre=False)
    shares = np.full(10, 0.1, np.float32)
    reply = Inferred(
        network="ana-small", serial=serial, picture=picture, activations={}, probabilities=shares, duration_s=0.001
    )
    host.tell(session, reply)


def answer(request, *, network="ana-small", share=1.0):
    return Attributed(
        network=network,
        serial=request.serial,
        method=request.method,
        map=np.zeros((28, 28), np.float32),
        target=3,
        score=1.0,
        picture=request.picture,
        share=share,
    )


def test_the_picture_that_was_classified_is_asked_about_at_once(host, session):
    session.why.want(Wish(method="grad-cam", target=4, layer="conv1"))
    (asked,) = host.asked(Attribute)
    assert (asked.method, asked.target, asked.layer) == ("grad-cam", 4, "conv1")
    np.testing.assert_array_equal(asked.picture, session._state.picture)


def test_every_answer_is_asked_about(host, session):
    session.why.want(Wish(method="saliency"))
    draw(host, session, ink=0.5)
    assert [float(asked.picture.max()) for asked in host.asked(Attribute)] == [1.0, 0.5]
    assert [asked.serial for asked in host.asked(Attribute)] == [1, 2]


def test_before_there_is_an_answer_nothing_is_asked(host):
    state = sessions.read_spec("ana-small")
    opened = Session(host, state)
    opened.why.want(Wish(method="saliency"))
    host.tell(opened, Loaded(spec=state.spec))
    assert host.asked(Attribute) == []
    draw(host, opened)
    assert len(host.asked(Attribute)) == 1


def test_the_map_is_shown_and_nothing_of_the_world_is_drawn_anew(host, session):
    session.why.want(Wish(method="saliency"))
    reply = answer(host.asked(Attribute)[0])
    assert host.tell(session, reply) is False
    assert session._state.attributed is reply


def test_while_one_draws_the_last_but_one_is_shown_until_the_newest_comes(host, session):
    session.why.want(Wish(method="saliency"))
    draw(host, session, ink=0.5)
    first, second = map(answer, host.asked(Attribute))
    host.tell(session, first)
    assert session._state.attributed is first
    host.tell(session, second, first)
    assert session._state.attributed is second


def test_a_long_job_is_shown_as_it_goes_on(host, session):
    session.why.want(Wish(method="occlusion"))
    first, last = (answer(host.asked(Attribute)[0], share=share) for share in (0.5, 1.0))
    host.tell(session, first)
    assert session._state.attributed is first
    host.tell(session, last)
    assert session._state.attributed is last


def test_what_another_way_of_asking_has_brought_is_dropped(host, session):
    session.why.want(Wish(method="saliency"))
    session.why.want(Wish(method="occlusion"))
    host.tell(session, answer(host.asked(Attribute)[0]))
    assert session._state.attributed is None
    host.tell(session, answer(host.asked(Attribute)[1], network="another"))
    assert session._state.attributed is None


def test_nobody_asking_takes_it_away(host, session):
    session.why.want(Wish(method="saliency"))
    host.tell(session, answer(host.asked(Attribute)[0]))
    session.why.want(None)
    assert session._state.attributed is None
    host.tell(session, answer(host.asked(Attribute)[0]))
    draw(host, session)
    assert session._state.attributed is None
    assert len(host.asked(Attribute)) == 1


def test_another_network_is_asked_the_same_with_its_first_answer(host, session):
    session.why.want(Wish(method="saliency", target=3, layer="conv7"))
    host.tell(session, answer(host.asked(Attribute)[0]))
    spec = sessions.read_spec("harley-conv").spec
    host.tell(session, Loaded(spec=spec))
    assert session._state.attributed is None
    assert session._state.wish == Wish(method="saliency", target=3)
    assert len(host.asked(Attribute)) == 1


def test_a_network_without_convolutions_is_not_asked_for_grad_cam(host, session):
    session.why.want(Wish(method="grad-cam"))
    host.tell(session, Loaded(spec=sessions.read_spec("ana-dense").spec))
    assert session._state.wish is None


def test_a_class_that_a_network_does_not_have_is_not_asked_about(host, session):
    session.why.want(Wish(method="saliency", target=7))
    host.tell(session, Loaded(spec=sessions.read_spec("ana-faces").spec))
    assert session._state.wish == Wish(method="saliency")


def test_a_map_that_comes_at_once_is_waited_for_with_its_answer(host, session):
    session.why.want(Wish(method="saliency"))
    quick = answer(host.asked(Attribute)[0])
    host.tell(session, quick)
    assert not session.why.waiting
    draw(host, session, ink=0.5)
    assert session.why.waiting


def test_a_failure_is_told_only_while_somebody_asks(host, session):
    session.why.want(Wish(method="grad-cam"))
    failed = Failed(request=host.asked(Attribute)[0], sentence="It has none.", said=Said(key="why.no_layer"))
    host.tell(session, failed)
    assert session._state.notice == Said(key="why.no_layer")
    session._state.notice = None
    session.why.want(None)
    host.tell(session, failed)
    assert session._state.notice is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_failures_are_said_in_every_language(language):
    spoken = words.load(language)
    assert spoken.say(Said(key="why.no_layer"))
    assert "5" in spoken.say(Said(key="why.failed", values=(("details", "5"),)))


def test_a_drawing_is_answered_and_explained_by_the_network_itself():
    opened = Session(sessions.inline_host(), sessions.read_spec("ana-small"))
    opened.why.want(Wish(method="integrated-gradients"))
    drawing = np.zeros((28, 28), np.float32)
    drawing[5:23, 13:16] = 1
    opened.infer(drawing, centre=False)
    while opened._state.attributed is None or opened._state.attributed.share < 1:
        opened.poll()
    made, state = opened._state.attributed, opened._state
    assert made.target == int(state.probabilities.argmax())
    assert made.map.shape == (28, 28)
    assert not made.map[drawing == 0].any(), "what is empty speaks neither for the answer nor against it"
    assert float(made.map.sum()) == pytest.approx(made.difference, rel=0.02)
    opened.close()

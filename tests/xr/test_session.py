"""Every state that a runtime can tell, told by hand: not every runtime tells all of them."""

from types import SimpleNamespace

import pytest

pytestmark = pytest.mark.xr

WORN = ["IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED"]
TAKEN_OFF = ["VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE"]


@pytest.fixture
def listening(monkeypatch):
    """Return a session, what was begun and ended of it, and a function that tells it states."""
    import xr

    from layerwalk.game.view.xr.session import Session

    done = []
    monkeypatch.setattr(xr, "begin_session", lambda handle, info: done.append("begun"))
    monkeypatch.setattr(xr, "end_session", lambda handle: done.append("ended"))
    session = Session(None)

    def tell(names):
        for name in names:
            session.hear(xr.EventDataSessionStateChanged(state=getattr(xr.SessionState, name)))

    return SimpleNamespace(session=session, done=done, tell=tell)


def test_a_headset_that_is_put_on_is_focused(listening):
    listening.tell(WORN)
    assert (listening.session.state, listening.session.is_running, listening.done) == ("focused", True, ["begun"])


def test_a_headset_that_is_taken_off_waits_and_one_put_on_again_goes_on(listening):
    listening.tell(WORN + TAKEN_OFF)
    assert (listening.session.state, listening.session.is_running) == ("waiting", False)
    listening.tell(WORN[1:])
    assert (listening.session.state, listening.done) == ("focused", ["begun", "ended", "begun"])


def test_a_menu_of_the_headsets_own_takes_the_input_and_not_the_picture(listening):
    listening.tell([*WORN, "VISIBLE"])
    assert (listening.session.state, listening.session.is_running) == ("visible", True)


@pytest.mark.parametrize(("told", "state"), [("EXITING", "ended"), ("LOSS_PENDING", "lost")])
def test_what_is_over_runs_no_more(listening, told, state):
    listening.tell([*WORN, told])
    assert (listening.session.state, listening.session.is_running) == (state, False)


def test_a_runtime_that_goes_away_takes_the_session_along(listening):
    import xr

    listening.tell(WORN)
    listening.session.hear(xr.EventDataInstanceLossPending())
    assert listening.session.state == "lost"


def test_a_room_that_the_runtime_moves_is_told_on(listening):
    import xr

    told = []
    listening.session.on_space = lambda *news: told.append(news)
    kind = xr.ReferenceSpaceType.STAGE
    listening.session.hear(xr.EventDataReferenceSpaceChangePending(reference_space_type=kind, change_time=7))
    assert told == [(kind, 7)]


def test_a_visit_that_the_runtime_ends_is_ended(remote, show):
    import xr

    shown = show()
    xr.request_exit_session(shown.headset._link.session.handle)
    shown.until(lambda tracked: shown.headset.state == "ended")
    assert shown.frame() is None


def test_a_visit_that_is_ended_before_its_frame_was_drawn_is_ended(remote, show):
    import xr

    shown = show()
    xr.request_exit_session(shown.headset._link.session.handle)
    for _ in range(20):
        shown.headset.poll()
    assert shown.headset.state == "ended"

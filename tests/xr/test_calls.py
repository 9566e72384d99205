"""The runtime's functions as they are called every frame: what goes wrong is raised, what is an answer returned."""

import ctypes

import pytest

pytestmark = pytest.mark.xr


def test_an_error_is_raised_as_by_pyopenxr():
    import xr

    from layerwalk.game.view.xr import calls

    sync = calls.call("xrSyncActions", calls.HANDLE, calls.ADDRESS)
    with pytest.raises(xr.HandleInvalidError):
        sync(None, ctypes.byref(xr.ActionsSyncInfo()))


def test_a_result_that_is_an_answer_is_returned_and_raised_where_nobody_asked_for_it(base, remote, show):
    import xr

    from layerwalk.game.view.xr import calls, events

    shown = show()
    instance = shown.headset._runtime.instance
    list(events.Events(instance))
    place = ctypes.byref(xr.EventDataBuffer())
    assert events.POLL(instance, place) == xr.Result.EVENT_UNAVAILABLE.value
    strict = calls.call("xrPollEvent", calls.HANDLE, calls.ADDRESS)
    with pytest.raises(xr.EventUnavailable):
        strict(instance, place)

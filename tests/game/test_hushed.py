"""What libraries write to the error stream becomes lines in the log."""

import logging
import os

import pytest

from layerwalk.game.hushed import ERRORS, hushed


def test_what_is_written_meanwhile_is_logged_and_not_seen(capfd, caplog):
    caplog.set_level(logging.DEBUG)
    with hushed("audio"):
        os.write(ERRORS, b"no card\nno hope\n")
    os.write(ERRORS, b"afterwards\n")
    assert caplog.messages == ["audio: no card", "audio: no hope"]
    assert capfd.readouterr().err == "afterwards\n"


def test_an_error_ends_it_too(capfd):
    with pytest.raises(ValueError, match="wrong"), hushed("audio"):
        raise ValueError("wrong")
    os.write(ERRORS, b"afterwards\n")
    assert capfd.readouterr().err == "afterwards\n"


def test_without_an_error_stream_it_changes_nothing(monkeypatch):
    def none(number):
        raise OSError("there is none")

    monkeypatch.setattr(os, "dup", none)
    with hushed("audio"):
        done = True
    assert done

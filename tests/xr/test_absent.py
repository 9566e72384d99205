"""A machine without the extra `vr`: everything else works, and one sentence says what is missing."""

import subprocess
import sys

import pytest

from layerwalk.game import words
from layerwalk.game.view.xr.opening import open_headset
from layerwalk.game.view.xr.trouble import HeadsetError


def test_the_program_starts_without_anything_of_openxr():
    program = "import sys, layerwalk.game.cli, layerwalk.game.view.xr.opening, layerwalk.game.view.xr.profiles\n"
    program += "print([name for name in ('xr', 'OpenGL', 'torch') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("missing", ["xr", "OpenGL"])
def test_a_missing_package_is_told_in_one_sentence(missing, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(HeadsetError, match="'vr'") as caught:
        open_headset(None)
    assert caught.value.key == "headset.no_extra"


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "reason", ["no_extra", "no_runtime", "no_service", "no_headset", "no_opengl", "old_opengl", "no_session"]
)
def test_every_reason_is_told_in_every_language(reason, language):
    assert words.load(language)(HeadsetError(reason).key).endswith((".", "[vr])."))


def test_every_control_has_a_name_of_its_own_and_every_profile_aims_and_trembles():
    from layerwalk.game.move import controls
    from layerwalk.game.view.xr import profiles

    assert not profiles.CONTROLS & (controls.KEYS | controls.MOUSE_BUTTONS | controls.PAD)
    for sides in profiles.PROFILES.values():
        for table in sides:
            assert {"aim", "grip", "trigger", profiles.PULSE} <= set(table)

"""Sounds: the files, what plays them and how often, and the silence where nothing can be heard."""

import os
import subprocess
import sys
import wave

import numpy as np
import pytest

from layerwalk.game import files, sound
from layerwalk.game.sound import FILES, SHORTEST_GAP_S, Sounds


class Manager:
    """Stands in for an audio manager, and keeps what was played: (file, loudness)."""

    def __init__(self):
        self.played = []
        self.most = self.stopped = 0

    def is_valid(self):
        return True

    def set_concurrent_sound_limit(self, most):
        self.most = most

    def get_sound(self, path):
        return Played(self, path.get_basename())

    def stop_all_sounds(self):
        self.stopped += 1

    def update(self):
        pass

    def shutdown(self):
        pass


class Played:
    def __init__(self, manager, name):
        self.manager, self.name, self.volume = manager, name, None

    def set_volume(self, volume):
        self.volume = volume

    def play(self):
        self.manager.played.append((self.name, pytest.approx(self.volume)))


class Clock:
    now_s = 5.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def manager():
    return Manager()


def read(name):
    with wave.open(str(files.asset("sounds", FILES[name])), "rb") as file:
        shape = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        return shape, np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32767


def test_every_file_is_a_sound_and_every_sound_has_a_file():
    assert {path.name for path in files.asset("sounds").glob("*.wav")} == set(FILES.values())


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_small_and_soft_and_begins_and_ends_in_silence(name):
    shape, samples = read(name)
    assert shape == (1, 2, 22050)
    assert files.asset("sounds", FILES[name]).stat().st_size < 40_000
    assert 0.01 < np.abs(samples).max() < 0.3
    assert np.abs(samples[[0, -1]]).max() < 0.001
    assert np.abs(np.diff(samples)).max() < 0.06, "it clicks"


def test_the_tick_of_pointing_is_the_quietest():
    loudness = {name: float(np.sqrt(np.mean(read(name)[1] ** 2))) for name in FILES}
    assert min(loudness, key=loudness.get) == "hover"


def test_a_sound_is_played_as_loud_as_the_settings_say(manager, clock):
    sounds = Sounds(manager, volume=1.0, clock=clock)
    sounds.play("press")
    sounds.set_volume(0.5)
    sounds.play("page")
    assert manager.played == [("press.wav", 1.0), ("page.wav", 0.25)]


def test_at_volume_0_nothing_is_played_and_what_plays_ends(manager, clock):
    sounds = Sounds(manager, volume=0.5, clock=clock)
    sounds.set_volume(0.0)
    sounds.play("press")
    assert manager.played == []
    assert manager.stopped == 1


def test_the_same_sound_keeps_its_distance_and_another_need_not(manager, clock):
    sounds = Sounds(manager, volume=1.0, clock=clock)
    for name in ("hover", "hover", "press"):
        sounds.play(name)
    clock.now_s += SHORTEST_GAP_S * 0.9
    sounds.play("hover")
    clock.now_s += SHORTEST_GAP_S * 0.2
    sounds.play("hover")
    assert [name for name, _ in manager.played] == ["hover.wav", "press.wav", "hover.wav"]


def test_few_sounds_play_at_once(manager):
    Sounds(manager, volume=1.0)
    assert manager.most == sound.MOST_AT_ONCE


def test_after_the_end_nothing_is_played(manager):
    sounds = Sounds(manager, volume=1.0)
    sounds.close()
    sounds.play("press")
    assert manager.played == []


def test_a_sound_that_there_is_not_is_named(manager):
    with pytest.raises(KeyError, match="no sound 'bang', expected one of: hover"):
        Sounds(manager, volume=1.0).play("bang")


PLAY = """
import logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(name)s: %(message)s")
import panda3d.core as p3d
from layerwalk.game import sound
from layerwalk.game.view import offscreen, window
offscreen.configure(off_screen=False)
if sys.argv[1] == "window":
    p3d.load_prc_file_data("test", window.SOUNDING)
sounds = sound.Sounds(sound.loudspeaker(), volume=0.5)
for name in sound.FILES:
    sounds.play(name)
    sounds.update()
sounds.set_volume(0.0)
sounds.close()
"""


def played(where, **environment):
    done = subprocess.run(
        [sys.executable, "-c", PLAY, where], env=os.environ | environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_off_screen_there_is_no_loudspeaker():
    assert "nothing will be heard" in played("off-screen")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there OpenAL can be told which driver to use")
def test_where_openal_finds_no_device_all_goes_on_in_silence():
    assert "nothing will be heard" in played("window", ALSOFT_DRIVERS="oss")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there OpenAL can be told which driver to use")
def test_where_there_is_a_device_every_file_is_played():
    assert "nothing will be heard" not in played("window", ALSOFT_DRIVERS="null")

"""Make the sounds in assets/sounds: soft taps, a breath of noise and a few bells, from sines and filtered noise.

Run by hand when something shall sound different; the files are part of the project.
"""

import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 22050
SEED = 11
TAIL_S = 0.02
"""So long before its end a sound begins to fade, so that it never ends in a click."""
Floats = NDArray[np.float64]


def times(duration_s: float) -> Floats:
    """Return the time of every sample, in seconds."""
    return np.arange(round(duration_s * RATE_HZ)) / RATE_HZ


def decay(time_s: Floats, *, attack_s: float, half_s: float) -> Floats:
    """Return a loudness that swells for `attack_s` and then halves every `half_s`; 0 before the time 0."""
    swell: Floats = 0.5 - 0.5 * np.cos(np.pi * np.clip(time_s / attack_s, 0, 1))
    loud: Floats = swell * 0.5 ** (np.maximum(time_s - attack_s, 0) / half_s)
    return loud


def breath(duration_s: float, *, low_hz: float, high_hz: float) -> Floats:
    """Return noise of about 1 in height with the pitches from `low_hz` to `high_hz`, soft at both edges."""
    noise = np.random.default_rng(SEED).standard_normal(round(duration_s * RATE_HZ))
    pitch_hz = np.fft.rfftfreq(len(noise), 1 / RATE_HZ)
    kept = np.exp(-((np.maximum(low_hz - pitch_hz, pitch_hz - high_hz).clip(0) / (0.3 * high_hz)) ** 2))
    filtered: Floats = np.fft.irfft(np.fft.rfft(noise) * kept, len(noise))
    even: Floats = filtered / np.abs(filtered).max()
    return even


def tap(duration_s: float, *, pitch_hz: float, half_s: float, wood: float) -> Floats:
    """Return a finger on felt: a short low tone that falls a little, and `wood` of a dull knock."""
    time_s = times(duration_s)
    fallen = np.cumsum(pitch_hz * (1 + 0.12 * np.exp(-time_s / 0.02))) / RATE_HZ
    tone = np.sin(2 * np.pi * fallen) * decay(time_s, attack_s=0.005, half_s=half_s)
    knock = breath(duration_s, low_hz=200, high_hz=1100) * decay(time_s, attack_s=0.003, half_s=0.006)
    return tone + wood * knock


def bell(duration_s: float, *, pitch_hz: float, after_s: float = 0.0, half_s: float = 0.11) -> Floats:
    """Return a struck glass, far off: a tone and two quiet overtones that fade sooner."""
    time_s = times(duration_s) - after_s
    sound = np.zeros_like(time_s)
    for factor, share in ((1.0, 1.0), (2.0, 0.22), (3.01, 0.06)):
        loud = decay(time_s, attack_s=0.018, half_s=half_s / factor**0.7)
        sound += share * loud * np.sin(2 * np.pi * factor * pitch_hz * time_s)
    return sound


def hover() -> Floats:
    """Return a tick that one feels rather than hears."""
    return 0.05 * tap(0.06, pitch_hz=620, half_s=0.008, wood=0.5)


def press() -> Floats:
    """Return a soft tap."""
    return 0.2 * tap(0.2, pitch_hz=300, half_s=0.022, wood=0.4)


def page() -> Floats:
    """Return a leaf of paper that is turned."""
    time_s = times(0.26)
    swell = np.sin(np.pi * np.clip(time_s / 0.24, 0, 1)) ** 2 * np.exp(-time_s / 0.13)
    leaf: Floats = 0.3 * swell * breath(0.26, low_hz=500, high_hz=1900)
    return leaf


def refusal() -> Floats:
    """Return two muffled taps, the second lower."""
    first = tap(0.32, pitch_hz=233, half_s=0.025, wood=0.3)
    second = np.concatenate([np.zeros(round(0.11 * RATE_HZ)), tap(0.21, pitch_hz=196, half_s=0.03, wood=0.3)])
    both: Floats = 0.22 * (first + np.pad(second, (0, len(first) - len(second))))
    return both


def answer() -> Floats:
    """Return one bell with its fifth, for a new answer; it may come often."""
    return 0.15 * (bell(0.8, pitch_hz=440.0) + 0.45 * bell(0.8, pitch_hz=660.0, after_s=0.05))


def finished() -> Floats:
    """Return three bells that rise: a training is done."""
    steps = ((349.2, 0.0), (440.0, 0.13), (523.3, 0.26))
    return 0.16 * sum((bell(0.88, pitch_hz=pitch, after_s=after, half_s=0.1) for pitch, after in steps), np.zeros(1))


def notice() -> Floats:
    """Return two low bells that fall: there is something to read."""
    return 0.17 * (bell(0.75, pitch_hz=329.6, half_s=0.08) + bell(0.75, pitch_hz=261.6, after_s=0.17, half_s=0.1))


SOUNDS: Mapping[str, Callable[[], Floats]] = {
    made.__name__: made for made in (hover, press, page, refusal, answer, finished, notice)
}


def samples(name: str) -> NDArray[np.int16]:
    """Return a sound as it stands in its file, 16 bit."""
    sound = SOUNDS[name]()
    left_s = times(len(sound) / RATE_HZ)[::-1]
    sound = sound * np.clip(left_s / TAIL_S, 0, 1)
    return np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)


def write(folder: Path) -> None:
    """Write every sound to a folder, as WAV files with one channel."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in SOUNDS:
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(samples(name).astype("<i2").tobytes())


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[1] / "assets" / "sounds")

"""The sounds in assets/ are those that the tool makes."""

import wave

import numpy as np


def test_the_tool_makes_the_files_that_are_there(tool, root, tmp_path):
    made = tool("make_sounds")
    made.write(tmp_path)
    for name in made.SOUNDS:
        both = []
        for folder in (tmp_path, root / "assets" / "sounds"):
            with wave.open(str(folder / f"{name}.wav"), "rb") as file:
                both.append(np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(int))
        # Sines may differ in the last bit from machine to machine.
        assert np.abs(both[0] - both[1]).max() <= 1

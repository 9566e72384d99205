"""The picture of the sandbox's screen, which Xvfb keeps in a file: an X window dump."""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path("/tmp/Xvfb_screen0")


def grab(file: Path = FILE) -> NDArray[np.uint8]:
    """Return what is on the screen now, (height, width, 3) uint8 RGB."""
    data = file.read_bytes()
    header, _, _, _, width, height, _, _, _, _, _, bits, line = struct.unpack(">13I", data[:52])
    colours = struct.unpack(">I", data[76:80])[0]
    assert bits == 32, bits
    start = header + 12 * colours
    rows = np.frombuffer(data, np.uint8, count=height * line, offset=start).reshape(height, line)
    return rows[:, : width * 4].reshape(height, width, 4)[:, :, 2::-1].copy()

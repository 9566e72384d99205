"""A short life with everything in it that the layer does, to be listened to by a validation layer.

`lively.py faulty`: with one call in it that no runtime allows.
"""

import contextlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import remote
import showing
import xr

UNKNOWN = 99


def ask_for_an_unknown_space(shown: showing.Showing) -> None:
    """Do what is wrong."""
    with contextlib.suppress(xr.ReferenceSpaceUnsupportedError):
        xr.create_reference_space(
            shown.headset._link.session.handle, xr.ReferenceSpaceCreateInfo(reference_space_type=UNKNOWN)
        )


if __name__ == "__main__":
    scripted = remote.Remote()
    scripted.send()
    base = showing.open_window()
    for _ in range(2):
        shown = showing.Showing(base)
        shown.focus()
        if sys.argv[1:] == ["faulty"]:
            ask_for_an_unknown_space(shown)
        scripted.right.active, scripted.right.hand_tracking = False, True
        scripted.send()
        shown.headset.pulse("left", seconds=0.05, strength=0.5)
        for _ in range(4):
            shown.frame()
        shown.headset.recentre(eye_height_m=1.6)
        shown.headset.poll()  # a frame that is waited for and never drawn
        shown.headset.adapts = False
        shown.headset.eyes.set_resolution(0.7)
        scripted.right.active = True
        scripted.send()
        for _ in range(4):
            shown.frame()
        shown.close()
    print("done", flush=True)

"""Another application that wants the headset: shows it black for so many seconds, and goes."""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import showing

if __name__ == "__main__":
    shown = showing.Showing(showing.open_window(), name="Another")
    print("ready", flush=True)
    until = time.monotonic() + float(sys.argv[1])
    seen = ""
    while time.monotonic() < until:
        shown.frame()
        if shown.headset.state != seen:
            seen = shown.headset.state
            print(seen, flush=True)
        time.sleep(0.005)
    shown.close()

"""Steer the runtime from outside, as its owner does: who has the headset, whose input counts, what is ahead."""

import re
import subprocess


def control(*words: str) -> str:
    """Run the service's own tool, and return what it prints."""
    return subprocess.run(["monado-ctl", *words], capture_output=True, text=True, check=True).stdout


def client(name: str) -> str:
    """Return the number that the service has given to an application."""
    (number,) = re.findall(rf"id: (\d+)\t.*\t{name}$", control(), re.MULTILINE)
    return str(number)


def give_headset(name: str) -> None:
    """Let an application have the headset, and no other."""
    control("-p", client(name))


def turn_input(name: str) -> None:
    """Take all input from an application, or give it back."""
    control("-i", client(name))


def recentre() -> None:
    """Measure the room anew: its middle is where the head is."""
    control("-c")

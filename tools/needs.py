"""Provide what Layerwalk needs of the system: OpenGL and EGL on Linux, and Xvfb for its tests."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

LIBRARIES = ("libGL.so.1", "libEGL.so.1", "libX11.so.6")

COMMANDS = {
    "apt-get": ("apt-get install -y libgl1 libegl1 libgl1-mesa-dri libx11-6", "xvfb"),
    "dnf": ("dnf install -y mesa-libGL mesa-libEGL mesa-dri-drivers libX11", "xorg-x11-server-Xvfb"),
    "zypper": ("zypper install -y Mesa-libGL1 Mesa-libEGL1 Mesa-dri libX11-6", "xorg-x11-server-Xvfb"),
    "pacman": ("pacman -S --needed mesa libglvnd libx11", "xorg-server-xvfb"),
}
"""Package manager -> the command that installs the libraries, and the package that has Xvfb."""


def provide(*, test: bool) -> None:
    """Install what is missing where we may (apt-get and root), else say which one command does, and go on."""
    lacking = missing(test=test)
    if not lacking:
        return
    manager, line = command(test=test)
    if manager == "apt-get" and os.geteuid() == 0:
        print(f"Installing {', '.join(lacking)} with {manager}.", file=sys.stderr, flush=True)
        _apt(line)
        lacking = missing(test=test)
    if lacking:
        advice = f"this installs them: sudo {line}" if line else "please install them with your package manager"
        print(f"The system lacks {', '.join(lacking)}; {advice}", file=sys.stderr, flush=True)


def missing(*, test: bool) -> list[str]:
    """Return the names of what the system lacks; nothing is needed on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return []
    lacking = [library for library in LIBRARIES if not _loads(library)]
    return [*lacking, "Xvfb"] if test and not shutil.which("Xvfb") else lacking


def command(*, test: bool) -> tuple[str, str]:
    """Return the system's package manager and the command that installs everything; empty where unknown."""
    for manager, (libraries, xvfb) in COMMANDS.items():
        if shutil.which(manager):
            return manager, f"{libraries} {xvfb}" if test else libraries
    return "", ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt(line: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["apt-get", "update"], line.split()):
        subprocess.run(words, env=environment, stdout=sys.stderr, check=False)

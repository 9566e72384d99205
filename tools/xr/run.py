"""Run a command beside an OpenXR runtime: `python3 tools/xr/run.py [OPTIONS] COMMAND...`.

--simulated: head and hands move by themselves. --picture: the runtime draws its own picture. --python NAME: run it by
another Python, of the same version as `.venv`'s, with the packages of `.venv`.
The runtime (Monado, with software OpenGL and Vulkan, and a screen of its own) is unpacked the first time, into the
folder LAYERWALK_XR_CACHE or ~/.cache/layerwalk/xr-runtime, and runs in namespaces of its own; the checkout and its
`.venv` are seen there at the same place. A COMMAND that the environment has, such as pytest or python, is taken from
there. Where this cannot be done, one sentence says why; the exit status is 3 where the machine does not allow it, and 4
where it does and the runtime could not be set up or started. Standard library only.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import interpreter
from interpreter import Interpreter

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FORBIDDEN, FAILED = 3, 4
PASSED = ("OXR_", "XRT_", "XR_ENABLE_", "LAYERWALK_", "PYTEST_")
"""What begins so in the environment is passed on to the command."""
ISOLATED = (
    *("unshare", "--mount", "--pid", "--net", "--fork", "--propagation", "private", "sh", "-c"),
    "mount -t proc proc /proc && mount -t tmpfs tmpfs /mnt && mount --bind /usr /mnt && chroot / true",
)
"""What the runtime's sandbox does first, tried without it."""
NEEDED = ("apt-get", "dpkg-deb", "unshare", "chroot", "flock")


class CannotError(Exception):
    """Say in one plain sentence why no runtime can be had here."""

    status = FAILED


class ForbiddenError(CannotError):
    """Say that it is the machine that does not allow it."""

    status = FORBIDDEN


def main(arguments: list[str]) -> int:
    """Set the runtime up where it is not yet, and run the command; return its exit status, 3 or 4 where it cannot."""
    options = _options(arguments)
    if not options.command:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        root = provided()
        chosen = choose(options.python)
        if _run(root, ["true"], chosen, options):
            raise CannotError("it was unpacked, but does not start; what it says stands above")
        return _run(root, options.command, chosen, options)
    except CannotError as error:
        print(f"No OpenXR runtime can be run here: {error}.", file=sys.stderr)
        return error.status


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(usage=__doc__, add_help=False, allow_abbrev=False)
    parser.add_argument("--simulated", action="store_true")
    parser.add_argument("--picture", action="store_true")
    parser.add_argument("--python")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    return parser.parse_args(arguments)


def provided() -> Path:
    """Return the folder of the runtime, unpacked if it was not yet; raise CannotError where it cannot be."""
    reason = obstacle()
    if reason:
        raise ForbiddenError(reason)
    if not bound():
        raise CannotError("the packages of the extra 'vr' could not be installed into .venv")
    cache = Path(os.environ.get("LAYERWALK_XR_CACHE") or Path.home() / ".cache" / "layerwalk" / "xr-runtime").resolve()
    if not (cache / "root" / "complete").exists():
        print(f"Unpacking an OpenXR runtime into {cache}; this takes a minute, once.", file=sys.stderr, flush=True)
        done = subprocess.run([str(HERE / "setup.sh"), str(cache)], stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            raise CannotError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "setup.sh failed")
    return cache / "root"


def obstacle() -> str:
    """Return what speaks against running the runtime here; nothing where nothing does."""
    if not sys.platform.startswith("linux") or platform.machine() != "x86_64":
        return f"it needs Linux on x86-64, and this is {platform.system()} on {platform.machine()}"
    if os.geteuid() != 0:
        return "it needs root, for namespaces of its own"
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        return f"the system lacks {', '.join(lacking)}"
    if subprocess.run(ISOLATED, stderr=subprocess.DEVNULL, check=False).returncode:
        return "namespaces, or folders bound in them, are not allowed here"
    if not python().exists():
        return "there is no environment yet; run 'python3 tools/test.py' first"
    return ""


def bound() -> bool:
    """Say whether the environment has the extra `vr`; it is installed where it has not."""
    asked = [str(python()), "-P", "-c", "import importlib.util as u; raise SystemExit(u.find_spec('xr') is None)"]
    if subprocess.run(asked, check=False).returncode == 0:
        return True
    with (ROOT / "pyproject.toml").open("rb") as file:
        wanted = tomllib.load(file)["project"]["optional-dependencies"]["vr"]
    pip = [str(python()), "-m", "pip", "--disable-pip-version-check", "install", "--no-deps"]
    command = [*pip, "-c", str(ROOT / "tools" / "constraints.txt"), *wanted]
    return subprocess.run(command, stdout=sys.stderr, check=False).returncode == 0


def python() -> Path:
    """Return the Python of the checkout's environment."""
    return ROOT / ".venv" / "bin" / "python"


def choose(name: str | None) -> Interpreter:
    """Return the environment's Python, or the one of that name; raise CannotError where its packages would not fit."""
    own = interpreter.found(python())
    if own is None:
        raise CannotError("the Python of .venv does not start")
    if name is None:
        return dataclasses.replace(own, program=python())
    other = interpreter.found(name)
    if other is None:
        raise CannotError(f"there is no Python {name}")
    if other.version != own.version:
        raise CannotError(f"{name} is Python {other.version}, and the packages of .venv are for {own.version}")
    return dataclasses.replace(other, packages=own.packages)


def _run(root: Path, command: Sequence[str], chosen: Interpreter, options: argparse.Namespace) -> int:
    needs = [path for path in chosen.needs if not path.is_relative_to(ROOT)]
    # The environment's own Python finds its packages by itself.
    paths = [ROOT / "tools" / "dev", *([] if chosen.program == python() else [chosen.packages])]
    environment = os.environ | {
        "BINDS": " ".join(map(str, (ROOT, *needs))),
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "XR_DRIVER": "simulated" if options.simulated else "remote",
        "XR_COMPOSITOR": "xcb" if options.picture else "null",
    }
    passed = [f"{name}={value}" for name, value in os.environ.items() if name.startswith(PASSED)]
    words = ["/usr/bin/env", *passed, *_of_environment(command, by=chosen.program)]
    return subprocess.call([str(HERE / "sandbox.sh"), str(root), *words], env=environment)


def _of_environment(command: Sequence[str], *, by: Path) -> list[str]:
    """Return a command with its first word taken from the environment where it is there, to be run by a Python."""
    if command[0] in ("python", "python3"):
        return [str(by), "-P", *command[1:]]
    if (python().parent / command[0]).exists():
        return [str(by), "-P", "-m", command[0], *command[1:]]
    return list(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

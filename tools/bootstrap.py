"""Make or update `.venv` in the checkout, with Layerwalk installed in it: standard library only.

Three things are made, each only when what it is made from has changed: the environment (Python), the packages
(pyproject.toml, constraints.txt) and Layerwalk itself (its sources). A stamp in `.venv` remembers what was made.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("game", "nn", "levels", "assets")
PYTHONS = ((3, 11), (3, 13))


class SetupError(Exception):
    """Say in one plain sentence why the environment cannot be made."""


def prepare(root: Path = ROOT, *, test: bool) -> Path:
    """Return the Python of an environment in which Layerwalk, and with `test` its tools, are installed.

    Raises SetupError. Everything that is said on the way goes to standard error.
    """
    check_python(sys.version_info[:2])
    folder, kind = root / ".venv", "test" if test else "run"
    wanted = fingerprints(root)
    stamp = read_stamp(folder)
    if stamp.get("python") != wanted["python"] or not python_of(folder).exists():
        stamp = _make(folder, wanted["python"])
    if stamp.get(kind) != wanted["packages"]:
        _say("Installing the packages that Layerwalk needs; this takes some minutes the first time.")
        pip(folder, "install", "-c", str(root / "tools" / "constraints.txt"), *requirements(root, test=test))
        stamp |= {"run": wanted["packages"], kind: wanted["packages"]}
        _write_stamp(folder, stamp)
    if stamp.get("layerwalk") != wanted["layerwalk"]:
        _say("Installing Layerwalk from this checkout.")
        pip(folder, "install", "--no-index", "--no-deps", "--force-reinstall", str(build(root, folder)))
        _write_stamp(folder, stamp | {"layerwalk": wanted["layerwalk"]})
    return python_of(folder)


def check_python(version: tuple[int, int]) -> None:
    """Raise SetupError where `version` is none of those that Layerwalk runs on."""
    low, high = (".".join(map(str, bound)) for bound in PYTHONS)
    if not PYTHONS[0] <= version <= PYTHONS[1]:
        found = ".".join(map(str, version))
        raise SetupError(f"Layerwalk needs Python {low} to {high}, and this is {found}: try python{high} {sys.argv[0]}")


def fingerprints(root: Path) -> dict[str, str]:
    """Return what everything is made from: the Python's version, and hashes of requirements and sources."""
    recipe = [root / "pyproject.toml", root / "tools" / "constraints.txt"]
    return {
        "python": ".".join(map(str, sys.version_info[:2])),
        "packages": _digest(root, recipe),
        "layerwalk": _digest(root, [*recipe, root / "README.md", *sources(root)]),
    }


def sources(root: Path) -> list[Path]:
    """Return every file that belongs into the wheel, sorted."""
    files = (file for folder in FOLDERS for file in (root / folder).rglob("*") if file.is_file())
    return sorted(file for file in files if "__pycache__" not in file.parts)


def requirements(root: Path, *, test: bool) -> list[str]:
    """Return what pyproject.toml asks for: to run and to build, and with `test` to test, with a headset too."""
    import tomllib

    with (root / "pyproject.toml").open("rb") as file:
        table = tomllib.load(file)
    project = table["project"]
    wanted = [*table["build-system"]["requires"], *project["dependencies"]]
    extras = project["optional-dependencies"]
    return [*wanted, *extras["test"], *extras["vr"]] if test else wanted


def build(root: Path, folder: Path) -> Path:
    """Build the wheel of the checkout in the environment `folder`, and return it."""
    wheels = folder / "wheel"
    shutil.rmtree(wheels, ignore_errors=True)
    pip(folder, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(root))
    return wheel_of(folder)


def wheel_of(folder: Path) -> Path:
    """Return the wheel that was built last in the environment `folder`."""
    return next((folder / "wheel").glob("*.whl"))


def pip(folder: Path, *arguments: str) -> None:
    """Run pip in the environment `folder`; raise SetupError where it fails."""
    command = [str(python_of(folder)), "-m", "pip", "--disable-pip-version-check", *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PIP_USER": "0"}
    if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
        raise SetupError(
            "The packages could not be installed: pip's last lines above say why; "
            "most often there is no connection to the internet."
        )


def python_of(folder: Path) -> Path:
    """Return the path of the Python in the environment `folder`."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def read_stamp(folder: Path) -> dict[str, str]:
    """Return what was made in the environment `folder`; nothing where the stamp is missing or broken."""
    try:
        stamp = json.loads(_stamp(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def hand_over(command: list[str]) -> int:
    """Run `command` in the place of this process, or on Windows beside it; return its exit status."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


def _make(folder: Path, version: str) -> dict[str, str]:
    if not _works(folder, version):
        _say(f"Making an environment for Layerwalk in {folder}.")
        try:
            venv.create(folder, clear=True, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SetupError(_why_not(error, folder, version)) from error
    stamp = {"python": version}
    _write_stamp(folder, stamp)
    return stamp


def _works(folder: Path, version: str) -> bool:
    """Say whether `folder` is a whole environment of the right Python, whoever made it."""
    script = "import pip, sys; print(*sys.version_info[:2], sep='.')"
    try:
        found = subprocess.run([str(python_of(folder)), "-c", script], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return found.stdout.strip() == version


def _why_not(error: Exception, folder: Path, version: str) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        return (
            f"Python could not make an environment in {folder}: its module ensurepip may be missing "
            f"(on Debian and Ubuntu: sudo apt-get install python{version}-venv)."
        )
    return f"An environment cannot be made in {folder}: {error}."


def _digest(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _stamp(folder: Path) -> Path:
    return folder / "layerwalk.json"


def _write_stamp(folder: Path, stamp: dict[str, str]) -> None:
    _stamp(folder).write_text(json.dumps(stamp, indent=1) + "\n", "utf-8")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

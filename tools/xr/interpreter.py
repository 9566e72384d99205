"""Which Python runs beside the runtime, and what of it must be seen there. Standard library only."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ASKED = """
import json, os, sys, sysconfig
with open("/proc/self/maps", encoding="utf-8") as maps:
    libraries = {line.split()[-1] for line in maps if "/libpython" in line}
folders = {sysconfig.get_path("stdlib"), sysconfig.get_config_var("DESTSHARED")} - {None}
print(json.dumps({
    "version": sysconfig.get_python_version(), "packages": sysconfig.get_path("purelib"), "base": sys.base_prefix,
    "program": os.path.realpath(sys.executable), "parts": sorted(folders) + sorted(libraries),
}))
"""
SYSTEM = (Path("/"), Path("/usr"))
"""Of a Python that lies there only its own files are shown: the runtime has a system of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """Say what a Python is: its program, its version, where its packages lie, and what of the machine it needs."""

    program: Path
    version: str
    packages: Path
    needs: tuple[Path, ...]


def found(name: str | Path) -> Interpreter | None:
    """Return what a Python of that name or path is; None where there is none."""
    called = shutil.which(name)
    if called is None:
        return None
    done = subprocess.run([called, "-I", "-c", ASKED], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    said = json.loads(done.stdout)
    base, program = Path(said["base"]), Path(said["program"])
    parts = [*_links(Path(called).absolute()), program, *map(Path, said["parts"])] if base in SYSTEM else [base]
    needs = tuple(dict.fromkeys(parts))
    return Interpreter(program=program, version=said["version"], packages=Path(said["packages"]), needs=needs)


def _links(path: Path) -> Iterator[Path]:
    """Return a file and, as long as it is a link, what it leads to: all must be there for one to be started by it."""
    yield path
    while path.is_symlink():
        path = path.parent / path.readlink()
        yield path

"""Check Layerwalk: `python3 tools/test.py [ARGUMENTS FOR pytest]`; with arguments only pytest runs.

Makes or updates `.venv` first, then runs every check, also after one failed: ruff, mypy, the import rules, the
wheel, the tests that need a headset's runtime (beside one that is set up for them, where that can be), and last all
others, against the installed package alone. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bootstrap
import needs

ROOT = bootstrap.ROOT
RUNNER = ROOT / "tools" / "xr" / "run.py"
FORBIDDEN, FAILED = 3, 4
"""With these the runner says that no runtime can be had here: the machine does not allow it, or something failed."""
HEADSET = {
    "headset": ["pytest", "-m", "xr", "tests/xr"],
    "headset's own picture": ["--picture", "pytest", "tests/xr/test_composited.py"],
}
"""Title -> what the runner is asked to run beside a headset's runtime."""


def main(arguments: list[str]) -> int:
    """Run the checks and the tests; return 0 where all passed, 1 where some failed, 2 where there is no environment."""
    try:
        python = bootstrap.prepare(test=True)
    except bootstrap.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    needs.provide(test=True)
    failed = [] if arguments else [title for title, command in checks(python) if not _passes(title, command)]
    if not arguments:
        failed += headset()
    if not _passes("pytest", [str(python), "-m", "pytest", *arguments]):
        failed.append("pytest")
    if failed:
        print(f"Failed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def checks(python: Path) -> list[tuple[str, list[str]]]:
    """Return title and command of every check that comes before the tests, in order."""
    tools = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tools").glob("*.py"))
    wheel = str(bootstrap.wheel_of(ROOT / ".venv"))
    commands = [
        ("ruff check", ["-m", "ruff", "check", "."]),
        ("ruff format", ["-m", "ruff", "format", "--check", "."]),
        ("mypy", ["-m", "mypy", "-p", "layerwalk.game", "-p", "layerwalk.nn"]),
        ("mypy tools", ["-m", "mypy", *tools]),
        ("import rules", ["tools/check_imports.py"]),
        ("wheel", ["tools/check_wheel.py", wheel]),
    ]
    return [(title, [str(python), *words]) for title, words in commands]


def headset() -> list[str]:
    """Run the tests that need a headset's runtime; return what failed.

    Where none can be had they are skipped aloud; where LAYERWALK_XR is 'required' in the environment, only where the
    machine does not allow one.
    """
    excuses = (FORBIDDEN,) if os.environ.get("LAYERWALK_XR") == "required" else (FORBIDDEN, FAILED)
    failed = []
    for title, words in HEADSET.items():
        status = _status(title, [sys.executable, str(RUNNER), *words])
        if status in excuses:
            print(f"Skipped: {title}, for the reason above.", flush=True)
        elif status:
            failed.append(title)
    return failed


def _passes(title: str, command: list[str]) -> bool:
    return _status(title, command) == 0


def _status(title: str, command: list[str]) -> int:
    """Run `command` in the checkout, with no source folder importable; return its exit status."""
    print(f"== {title}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.call(command, cwd=ROOT, env=environment | {"PYTHONSAFEPATH": "1"})


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

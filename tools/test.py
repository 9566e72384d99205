"""Check Layerwalk: `python3 tools/test.py [ARGUMENTS FOR pytest]`; with arguments only pytest runs.

Makes or updates `.venv` first, then runs every check, also after one failed: ruff, mypy, the import rules, the
wheel, and last the tests, against the installed package alone. Standard library only.
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


def main(arguments: list[str]) -> int:
    """Run the checks and the tests; return 0 where all passed, 1 where some failed, 2 where there is no environment."""
    try:
        python = bootstrap.prepare(test=True)
    except bootstrap.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    needs.provide(test=True)
    failed = [] if arguments else [title for title, command in checks(python) if not _passes(title, command)]
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


def _passes(title: str, command: list[str]) -> bool:
    """Run `command` in the checkout, with no source folder importable."""
    print(f"== {title}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.call(command, cwd=ROOT, env=environment | {"PYTHONSAFEPATH": "1"}) == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

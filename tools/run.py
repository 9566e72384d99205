"""Run Layerwalk from a checkout: `python3 tools/run.py [ARGUMENTS FOR layerwalk]`; without arguments, play.

Makes or updates `.venv` first. Standard library only.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bootstrap
import needs


def main(arguments: list[str]) -> int:
    """Prepare the environment and hand over to `layerwalk`; return its exit status, 2 without an environment."""
    try:
        python = bootstrap.prepare(test=False)
    except bootstrap.SetupError as error:
        print(error, file=sys.stderr)
        return 2
    needs.provide(test=False)
    return bootstrap.hand_over([str(python), "-P", "-m", "layerwalk.game.cli", *(arguments or ["play"])])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)

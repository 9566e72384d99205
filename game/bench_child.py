"""One measurement in a process of its own: `python -m layerwalk.game.bench_child WHAT JOB` prints JSON."""

import importlib
import json
import sys
from collections.abc import Sequence

from layerwalk.game import cli
from layerwalk.game.errors import PlainError

MODULES = {
    "frames": "layerwalk.game.bench_frames",
    "stroke": "layerwalk.game.bench_stroke",
    "why": "layerwalk.game.bench_why",
    "start": "layerwalk.game.bench_start",
    "training": "layerwalk.game.bench_training",
    "vr": "layerwalk.game.bench_vr",
}


def main(words: Sequence[str] | None = None) -> int:
    """Measure what `words` say, a name of `MODULES` and its options as JSON; print what was found, or the trouble."""
    what, job = sys.argv[1:] if words is None else words
    # Whatever a library prints goes to standard error, so that standard output is JSON alone.
    with cli.only_writer() as out:
        try:
            found = importlib.import_module(MODULES[what]).measure(**json.loads(job))
        except PlainError as error:
            found = {"trouble": str(error)}
        print(json.dumps(found), file=out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

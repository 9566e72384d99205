"""Check that a wheel has every file of the packages: `check_wheel.py WHEEL`. Standard library only."""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import bootstrap


def faults(root: Path, wheel: Path) -> list[str]:
    """Return one line for every file that is in the packages' folders or in the wheel, but not in both."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("layerwalk/")}
    found = {f"layerwalk/{path.relative_to(root).as_posix()}" for path in bootstrap.sources(root)}
    lacking = [f"{wheel.name}: {name}: expected, but it is missing" for name in sorted(found - packed)]
    return [*lacking, *(f"{wheel.name}: {name}: there is no such file" for name in sorted(packed - found))]


def main(arguments: list[str]) -> int:
    """Print the faults of the wheel named by the only argument; return 1 where there are some."""
    lines = faults(bootstrap.ROOT, Path(arguments[0]))
    print("\n".join(lines) or "the wheel is complete")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

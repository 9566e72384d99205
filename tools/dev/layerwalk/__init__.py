"""Make the checkout importable as `layerwalk` without installing it (put tools/dev on PYTHONPATH)."""

from pathlib import Path

__path__ = [str(Path(__file__).resolve().parents[3])]

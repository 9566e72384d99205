"""Data files: the worlds one can walk in."""

"""Data files: shaders, fonts, digits and trained weights, each with its source and licence."""

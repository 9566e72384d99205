"""Windows, off-screen buffers and quality presets."""

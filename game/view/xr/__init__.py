"""A headset through OpenXR; `opening` is the way in, all else needs the extra `vr`."""

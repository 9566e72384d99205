"""The place one walks in: Panda3D, and never torch."""

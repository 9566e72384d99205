"""Layouts: pure functions from a NetworkSpec to the Placement of its world."""

"""The tools with which a network is examined, as they stand in the world."""

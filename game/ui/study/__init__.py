"""What studies found, drawn: the same on the board in the world and in the picture that is saved."""

"""Networks, data and the model loop: PyTorch, and never Panda3D."""

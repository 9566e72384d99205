"""The page about one neuron's calculation, as it stands in the world."""

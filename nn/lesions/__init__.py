"""What is taken from a network, and how: plain data that the game knows too. Nothing here needs torch."""

"""Lifting of sequences: one coherent motion of each person through all frames."""

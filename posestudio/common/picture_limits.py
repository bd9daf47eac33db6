"""How large a picture may be."""

LARGEST_SIZE = 1_000_000
"""Most pixels of a picture's width or height, in files and in cameras."""

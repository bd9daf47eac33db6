"""Largest sizes of pictures, in pixels."""

LARGEST_SIZE = 1_000_000
"""Width or height that a file or a camera may state."""
LARGEST_PICTURE = 64_000_000
"""Width x height of a picture or video frame that is decoded."""
LARGEST_SHOWN = 4096
"""Width or height of a picture as the studio shows it; larger ones are shrunk while they are decoded."""
LARGEST_RENDER = 8192
"""Width or height of a picture that is drawn of the 3D view."""

"""The version of PoseStudio, which weights, glTF files and the window name."""

__version__ = "0.1.0"

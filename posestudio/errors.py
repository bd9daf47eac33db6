"""Errors about bad input, and their text: one printable line that names file, location and what was expected."""

from __future__ import annotations

import unicodedata

LONGEST_WORD, LONGEST_LINE = 200, 600
"""Characters of a word, and of a line, that are shown in full."""

_JOINERS = "\u200c\u200d"  # between letters of Persian, Hindi and others, and parts of an emoji


def printable(text: object) -> str:
    """``text`` as one line that is safe on a terminal and in a label, whatever file names and values are in it.

    White space becomes single spaces; characters that control a terminal, turn the direction of writing or
    cannot be encoded are written as their escapes (``\\x1b``); of words over 200 and lines over 600 characters
    the middle is left out.
    """
    words = [_shortened(word, LONGEST_WORD) for word in str(text).split()]
    line = _shortened(" ".join(words), LONGEST_LINE)
    return "".join(character if _harmless(character) else _escaped(character) for character in line)


def _harmless(character: str) -> bool:
    """Letters, marks, numbers, punctuation, symbols and spaces."""
    return unicodedata.category(character)[0] not in "CZ" or character == " " or character in _JOINERS


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")


def _shortened(text: str, most: int) -> str:
    """The text cut to ``most`` characters: its beginning, which names a file, and its end, which says what was
    expected."""
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 3]}...{text[-end:]}"


class PoseStudioError(ValueError):
    """Base of every error raised for bad input: one short printable line, whatever the input contains.

    The command line prints it and exits with 1.
    """

    def __str__(self) -> str:
        return printable(super().__str__())


class BvhError(PoseStudioError):
    """A BVH file that cannot be read; the message names line, column and what was expected."""


class RigError(PoseStudioError):
    """A skeleton that cannot be mapped onto the canonical body joints."""


class BodyWarning(UserWarning):
    """A body was found in a clip, but which joint is what, or which way is up, is not certain."""


class KeypointsError(PoseStudioError):
    """A keypoint file or array that cannot be used."""


class LayoutUnknown(KeypointsError):
    """A keypoint file without the order of its keypoints: give the layout.

    ``layouts`` are those that have as many; empty where none has.
    """

    def __init__(self, message: str, layouts: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.layouts = layouts


class SizeUnknown(KeypointsError):
    """A keypoint file with coordinates in fractions of a picture whose size it does not state: give the size."""


class CameraError(PoseStudioError):
    """A camera that cannot be used."""


class PosesError(PoseStudioError):
    """A poses file, or a folder to convert, that cannot be used."""


class CheckpointError(PoseStudioError):
    """Weights or a training checkpoint that cannot be used."""


class LiftError(PoseStudioError):
    """Options or inputs that cannot be lifted with, alone or together."""


class KnownError(PoseStudioError):
    """A file of known lengths, sides, pins or poses that cannot be used."""

"""The sentences of the rooms without a window (what was assumed, why a file cannot be read) in the window's words and
language."""

from __future__ import annotations

import re
from functools import cache

from posestudio.app.common.translation import marked, tr

_SAID: tuple[tuple[str, str], ...] = (
    (
        "No camera given: assumed a level one with a {degrees} degree vertical field of view and its centre in the"
        " picture's.",
        marked("Camera assumed: level, {degrees}° vertical field of view"),
    ),
    (
        "The camera's pose is not known: it is taken to stand level, 1 m high, as without a camera.",
        marked("Place of the camera assumed: level, 1 m high"),
    ),
    (
        "The camera's R and t put it upside down or far away: expected a world in metres where Y is up.",
        marked(
            "The camera's R and t put it upside down or far away: expected a world in metres where Y is up."
        ),
    ),
    (
        "The camera's picture of {old} pixels is scaled to {new}.",
        marked("The camera's picture of {old} pixels is scaled to {new}."),
    ),
    (
        "Most keypoints lie outside of the camera's {size} pixels: are they of a picture of another size?",
        marked(
            "Most keypoints lie outside of the camera's {size} pixels: are they of a picture of another size?"
        ),
    ),
    (
        "2D points that lie where the camera's lens shows nothing are taken as missing.",
        marked("2D points that lie where the camera's lens shows nothing are taken as missing."),
    ),
    (
        "How closely each 2D point is followed depends on its own noise, which came with it.",
        marked("Each keypoint is followed as closely as its own noise says."),
    ),
    (
        "2D points that may be off by more than {share} of the person's size are taken as missing.",
        marked("Keypoints that may be off by more than {share} of the person's size are taken as missing."),
    ),
    (
        "Scale cannot be seen in a picture: bodies are given legs of {length}.",
        marked("Scale assumed: leg length {length}"),
    ),
    (
        "Keypoints found by posestudio detect: taken to be {share} of a person's size off.",
        marked("Keypoints of a detector: taken to be {share} of a person's size off"),
    ),
    (
        "No frame rate given: {rate} frames a second assumed (give it with --fps).",
        marked("Frame rate assumed: {rate} per second"),
    ),
    (
        "The vertical field of view, {degrees} degrees, is that of the photograph's focal length.",
        marked("Field of view of the photograph's focal length: {degrees}°"),
    ),
    ("{path}: the picture is broken: {problem}", marked("{path}: the picture is damaged: {problem}")),
    (
        "{path}: not a picture that can be read{kinds}",
        marked("{path}: not a picture that can be read{kinds}"),
    ),
    ("{path}: not a video that can be read", marked("{path}: not a video that can be read")),
    ("{path}: cannot be read: {problem}", marked("{path}: cannot be read: {problem}")),
    (
        "{path}: there is not enough memory for this picture",
        marked("{path}: there is not enough memory for this picture"),
    ),
)
"""Sentences as they are written, and as they are said here; names in braces stand for what differs."""


def said(sentence: str) -> str:
    """A sentence or an error of another room in the window's language; as it is where it is not known here."""
    for pattern, text in _patterns():
        match = pattern.fullmatch(sentence)
        if match:
            return tr(text, **match.groupdict())
    return sentence


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*)", re.escape(one)), re.DOTALL), text)
        for one, text in _SAID
    )

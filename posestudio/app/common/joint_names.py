"""The names of joints and bones as the window says them."""

from __future__ import annotations

from posestudio.app.common.translation import marked, tr

_NAMES = (
    marked("hips"),
    marked("spine"),
    marked("chest"),
    marked("neck"),
    marked("head"),
    marked("head top"),
    marked("nose"),
    marked("left eye"),
    marked("right eye"),
    marked("left ear"),
    marked("right ear"),
    marked("left collar"),
    marked("right collar"),
    marked("left shoulder"),
    marked("right shoulder"),
    marked("left elbow"),
    marked("right elbow"),
    marked("left wrist"),
    marked("right wrist"),
    marked("left hand"),
    marked("right hand"),
    marked("left hip"),
    marked("right hip"),
    marked("left knee"),
    marked("right knee"),
    marked("left ankle"),
    marked("right ankle"),
    marked("left toe"),
    marked("right toe"),
    marked("left heel"),
    marked("right heel"),
    marked("upper arm"),
    marked("forearm"),
    marked("thigh"),
    marked("shin"),
    marked("left upper arm"),
    marked("right upper arm"),
    marked("left forearm"),
    marked("right forearm"),
    marked("left thigh"),
    marked("right thigh"),
    marked("left shin"),
    marked("right shin"),
)

_PARTS = (
    marked("shoulder"),
    marked("elbow"),
    marked("wrist"),
    marked("hand"),
    marked("hip"),
    marked("knee"),
    marked("ankle"),
    marked("toe"),
    marked("heel"),
)


def joint_name(name: str) -> str:
    """A joint or bone of ``body.layouts`` in words, as in a sentence: "left_wrist" is "left wrist"."""
    return tr(name.replace("_", " "))


def joint_title(name: str) -> str:
    """The same as the first words of a line: "Left wrist"."""
    return begun(joint_name(name))


def begun(words: str) -> str:
    """Words as the first of a line: with a capital, and the rest as it is, since languages differ in that."""
    return words[:1].upper() + words[1:]


def joint_short(name: str) -> str:
    """The name of a joint where there is little space: "left_wrist" is "L wrist"."""
    side, _, part = name.partition("_")
    if side == "left":
        return tr("L {joint}", joint=tr(part))
    return tr("R {joint}", joint=tr(part)) if side == "right" else joint_name(name)

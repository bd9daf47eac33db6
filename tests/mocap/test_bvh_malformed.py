"""Unusual, incomplete and damaged BVH files: which are read as plain ones, repaired with a warning, or refused."""

from __future__ import annotations

import re

import numpy as np
import pytest

from posestudio.mocap.bvh import BvhError, parse_bvh
from tests.mocap.bvh_clips import PLAIN_TEXT, PLAIN_VALUES

HEAD, MOTION = PLAIN_TEXT.split("MOTION")
ROWS = "1 2 3 10 20 30 40 50 60\n4 5 6 11 21 31 41 51 61\n"
ONE_LINE = " ".join(HEAD.split())


def changed(old: str, new: str) -> str:
    """The plain text with one thing changed."""
    assert PLAIN_TEXT.count(old) >= 1
    return PLAIN_TEXT.replace(old, new, 1)


def with_rows(rows: str) -> str:
    return PLAIN_TEXT.replace(ROWS, rows)


# Files that say all they should in unusual ways: read as the plain text is, without a word.
UNUSUAL = {
    "keywords in lower case": HEAD.lower().replace("hips", "Hips").replace("spine", "Spine")
    + "motion"
    + MOTION.lower(),
    "keywords in upper case": HEAD.upper().replace("HIPS", "Hips").replace("SPINE", "Spine")
    + "MOTION"
    + MOTION.upper(),
    "brace on the joint's line": re.sub(r"\n\s*\{", " {", PLAIN_TEXT),
    "brace glued to the name": re.sub(r"\n\s*\{", "{", PLAIN_TEXT),
    "hierarchy on one line": ONE_LINE + "\nMOTION" + MOTION,
    "MOTION behind the last brace": HEAD.rstrip() + " MOTION" + MOTION,
    "blank lines between statements": PLAIN_TEXT.replace("\n", "\n\n"),
    "blank lines of white space": PLAIN_TEXT.replace("\n", "\n \t \n"),
    "blank lines before the first word": "\n\n  \n" + PLAIN_TEXT,
    "comments before HIERARCHY": "# by a program\n  # HIERARCHY of it\n" + PLAIN_TEXT,
    "comments between lines": PLAIN_TEXT.replace("MOTION\n", "# MOTION\nMOTION\n# here\n") + "# 1 2 3\n",
    "blank lines at the end": PLAIN_TEXT + "\n\n   \n",
    "rows wrapped at three numbers": with_rows("1 2 3\n10 20 30\n40 50 60\n4 5 6\n11 21 31\n41 51 61\n"),
    "rows wrapped anywhere": with_rows("1 2 3 10\n20 30 40 50 60 4 5\n6 11 21 31 41 51 61\n"),
    "all rows on one line": with_rows(ROWS.replace("\n", " ") + "\n"),
    "no space after Frames:": changed("Frames: 2", "Frames:2"),
    "space before the colon": changed("Frames: 2", "Frames : 2").replace("Time:", "Time :"),
    "no colons": changed("Frames: 2", "Frames 2").replace("Time:", "Time"),
    "frame count on the next line": changed("Frames: 2", "Frames:\n2"),
    "no space after Frame Time:": changed("Time: 0", "Time:0"),
    "FrameTime in one word": changed("Frame Time", "FrameTime"),
    "Frame Time before Frames": changed("Frames: 2\nFrame Time: 0.033333", "Frame Time: 0.033333\nFrames: 2"),
    "frame time with an exponent": changed("0.033333", "3.3333e-2"),
    "no final newline": PLAIN_TEXT.rstrip("\n"),
    "line ends of Windows": PLAIN_TEXT.replace("\n", "\r\n"),
    "line ends of the old Macintosh": PLAIN_TEXT.replace("\n", "\r"),
    "mixed line ends": HEAD.replace("\n", "\r\n") + "MOTION" + MOTION.replace("\n", "\r"),
    "byte order mark": "\ufeff" + PLAIN_TEXT,
    "tabs": PLAIN_TEXT.replace("  ", "\t").replace(" ", "\t").replace("Frame\tTime", "Frame Time"),
    "trailing spaces": PLAIN_TEXT.replace("\n", "  \t\n"),
    "numbers with exponents": with_rows(
        "1e0 2E+0 .3e1 1.0e+01 20 30 40 50 60\n" + ROWS.splitlines()[1] + "\n"
    ),
    "exponents of Fortran": with_rows("1D0 2 3 1.0D+01 20 30 40 50 60\n" + ROWS.splitlines()[1] + "\n"),
    "numbers with a plus and bare points": with_rows(
        "+1 2. 3 +10. 20 30 40 50 60\n4 5 6 11 21 31 41 51 61\n"
    ),
    "channels on several lines": changed("Zposition Zrotation", "Zposition\n   Zrotation"),
    "End Site with a name": changed("End Site", "End Site Spine_End"),
    "EndSite in one word": changed("End Site", "EndSite"),
    "control-Z at the end": PLAIN_TEXT + "\x1a",
    "frame count with a point": changed("Frames: 2\n", "Frames: 2.0\n"),
}

# Files that say less than they should, or not clearly: read, with a warning that names the line.
MENDED = {
    "Frames: too many": (changed("Frames: 2", "Frames: 5"), "line 17: 5 frames were declared, 2 were found"),
    "Frames: too few": (changed("Frames: 2", "Frames: 1"), "line 17: 1 frames were declared, 2 were found"),
    "Frames: zero": (changed("Frames: 2", "Frames: 0"), "line 17: 0 frames were declared, 2 were found"),
    "Frames: negative": (changed("Frames: 2", "Frames: -2"), "line 17: Frames: is not a number"),
    "Frames: a word": (changed("Frames: 2", "Frames: many"), "line 17: Frames: is not a number"),
    "Frames: empty": (changed("Frames: 2", "Frames:"), "line 17: Frames: is not a number"),
    "Frame Time: zero": (changed("0.033333", "0.0"), "line 18: the frame time is not a positive number"),
    "Frame Time: a word": (changed("0.033333", "fast"), "line 18: the frame time is not a positive number"),
    "Frame Time: NaN": (changed("0.033333", "nan"), "line 18: the frame time is not a positive number"),
    "Frame Time: a rate": (changed("0.033333", "30"), "line 18: Frame Time 30 was read as frames per second"),
    "Frame Time: a broken rate": (
        changed("0.033333", "29.97"),
        "line 18: Frame Time 29.97 was read as frames",
    ),
    "Frame Time: milliseconds": (
        changed("0.033333", "16.6667"),
        "line 18: Frame Time 16.6667 was .* millisec",
    ),
    "no Frame Time": (changed("Frame Time: 0.033333\n", ""), "line 17: no Frame Time"),
    "no MOTION": (changed("MOTION\n", ""), "line 16: MOTION was missing"),
    "no HIERARCHY": (changed("HIERARCHY\n", ""), "line 1: HIERARCHY was missing"),
    "a brace too many": (changed("MOTION", "}\nMOTION"), "line 16: a '}' too many"),
    "no OFFSET": (changed("  OFFSET 0 0 0\n", ""), "line 2: ROOT Hips has no OFFSET"),
    "End Site without OFFSET": (changed("      OFFSET 0 5 0\n", ""), "line 10: End Site has no OFFSET"),
    "OFFSET that is not a number": (
        changed("OFFSET 0 0 0", "OFFSET 0 nan 0"),
        "line 4: an OFFSET that is not a number",
    ),
    "two End Sites": (
        changed("    End Site", "    End Site\n{\nOFFSET 0 5 0\n}\n    End Site"),
        "line 14: a second End Site of JOINT Spine",
    ),
    "CHANNELS without a number": (changed("CHANNELS 3", "CHANNELS"), "line 9: CHANNELS without their number"),
    "CHANNELS with a wrong number": (
        changed("CHANNELS 3", "CHANNELS 6"),
        "line 9: 6 CHANNELS .* 3 are named",
    ),
    "decimal commas": (
        with_rows("1,0 2,0 3,0 10,0 20 30 40 50 60\n4 5 6 11 21 31 41 51 61,0\n"),
        "line 19: commas were read as decimal points",
    ),
    "commas between numbers": (
        with_rows("1.0, 2, 3, 10,20,30,40,50, 60\n4,5,6,11,21,31,41,51,61\n"),
        "line 19: commas were read as separators",
    ),
    "trailing commas": (with_rows(ROWS.replace("\n", ",\n")), "line 19: commas were read as"),
    "rows longer than they should be": (with_rows(ROWS.replace("\n", " 7\n")), "lines 19, 20: .* longer"),
}

# Files whose motion had to be repaired: the values that come of it.
FILLED = {
    "NaN": (with_rows("1 2 3 10 20 30 40 50 60\n4 nan 6 11 21 31 41 51 61\n"), "line 20: .*NaN", (1, 1), 2),
    "NaN of Microsoft": (
        with_rows("1 2 3 10 20 30 40 50 60\n4 -1.#IND00 6 11 21 31 41 51 61\n"),
        "line 20: .*NaN",
        (1, 1),
        2,
    ),
    "infinity": (with_rows("1 2 3 10 20 30 40 50 60\n4 inf 6 11 21 31 41 51 61\n"), "line 20", (1, 1), 2),
    "a number too large": (
        with_rows("1 2 3 10 20 30 40 50 60\n4 1e300 6 11 21 31 41 51 61\n"),
        "line 20",
        (1, 1),
        2,
    ),
    "NaN in the first row": (
        with_rows("1 2 nan 10 20 30 40 50 60\n4 5 6 11 21 31 41 51 61\n"),
        "line 19: .*NaN",
        (0, 2),
        6,
    ),
    "NaN throughout": (
        with_rows("1 2 3 10 20 30 40 50 nan\n4 5 6 11 21 31 41 51 nan\n"),
        "lines 19, 20",
        (1, 8),
        0,
    ),
    "a short first row": (
        with_rows("1 2 3 10 20 30 40 50\n4 5 6 11 21 31 41 51 61\n"),
        "line 19: a row is short of its 9 numbers",
        (0, 8),
        61,
    ),
    "a short last row": (
        with_rows("1 2 3 10 20 30 40 50 60\n4 5 6 11 21 31 41 51\n"),
        "line 20: a row is short of its 9 numbers",
        (1, 8),
        60,
    ),
    "a last number cut in two": (
        with_rows("1 2 3 10 20 30 40 50 60\n4 5 6 11 21 31 41 51 -"),
        "line 20: a row is short of its 9 numbers",
        (1, 8),
        60,
    ),
}

# Files that cannot be understood: the one error, its location, and what was expected there.
HOPELESS = {
    "empty": ("", "line 1, column 1: expected HIERARCHY, found the end of the file"),
    "white space only": (" \n\n ", "line 3, column 2: expected HIERARCHY, found the end"),
    "not BVH at all": ("PK\x03\x04 zip", "line 1, column 1: expected HIERARCHY, found 'PK"),
    "no ROOT": ("HIERARCHY\nMOTION\nFrames: 1\n", "line 2, column 1: expected ROOT, found 'MOTION'"),
    "JOINT instead of ROOT": (changed("ROOT", "JOINT"), "line 2, column 1: expected ROOT or MOTION, found"),
    "hierarchy only": (HEAD, "line 16, column 1: expected MOTION, found the end of the file"),
    "cut within the hierarchy": (HEAD[:150], "expected '}' to close JOINT Spine of line 6, found the end"),
    "a brace too few": (HEAD[:-2] + "MOTION" + MOTION, "expected '}' to close ROOT Hips of line 2, found"),
    "no opening brace": (
        changed("ROOT Hips\n{", "ROOT Hips"),
        "line 3, column 3: expected '{' after ROOT Hips",
    ),
    "OFFSET of two numbers": (
        changed("OFFSET 0 0 0", "OFFSET 0 0"),
        "line 5, column 3: expected a number of",
    ),
    "OFFSET of four numbers": (
        changed("OFFSET 0 0 0", "OFFSET 0 0 0 0"),
        "line 4, column 16: expected OFFSET,",
    ),
    "OFFSET of words": (
        changed("OFFSET 0 0 0", "OFFSET a b c"),
        "line 4, column 10: expected a number of OFFSET",
    ),
    "two OFFSETs": (changed("OFFSET 0 0 0", "OFFSET 0 0 0 OFFSET 1 1 1"), "line 4, column 16: expected one"),
    "a channel that is none": (
        changed("Yrotation\n  J", "Yrot\n  J"),
        "line 5, column 64: expected a channel",
    ),
    "CHANNELS of nothing": (
        changed("CHANNELS 3", "CHANNELS three"),
        "line 9, column 14: expected the number",
    ),
    "CHANNELS in an End Site": (changed("OFFSET 0 5 0", "OFFSET 0 5 0 CHANNELS 3"), "line 12, column 20"),
    "an unknown statement": (
        changed("  CHANNELS 3", "  WEIGHT 3"),
        "line 9, column 5: expected OFFSET, CHANN",
    ),
    "a word among the numbers": (
        changed("5 6 11", "5 six 11"),
        "line 20, column 5: expected a number, found 'six'",
    ),
    "no numbers": (with_rows(""), "line 19, column 1: expected a frame of 9 numbers, found the end"),
    "no frames": (
        with_rows("").replace("Frames: 2", "Frames: 0"),
        "line 19, column 1: expected a frame of 9",
    ),
    "cut within the frame time": (
        PLAIN_TEXT[: PLAIN_TEXT.index("me: 0.03")],
        "expected a number, found 'Frame'",
    ),
}


def test_at_least_43_kinds_are_covered() -> None:
    assert len(UNUSUAL) + len(MENDED) + len(FILLED) + len(HOPELESS) >= 43


@pytest.mark.parametrize("kind", UNUSUAL)
def test_unusual_files_are_read_as_plain_ones(kind: str) -> None:
    clip = parse_bvh(UNUSUAL[kind])
    plain = parse_bvh(PLAIN_TEXT)
    assert clip.warnings == ()
    assert clip.frame_time == pytest.approx(plain.frame_time)
    assert clip.skeleton.joint_names == plain.skeleton.joint_names
    assert clip.skeleton.channels == plain.skeleton.channels
    np.testing.assert_array_equal(clip.skeleton.offsets, plain.skeleton.offsets)
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES)
    np.testing.assert_array_equal(clip.end_positions()[1], plain.end_positions()[1])


@pytest.mark.parametrize("kind", MENDED)
def test_files_that_say_less_are_read_with_a_warning(kind: str) -> None:
    text, warning = MENDED[kind]
    clip = parse_bvh(text)
    assert len(clip.warnings) == 1
    assert re.match(warning, clip.warnings[0]), clip.warnings
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("30", 1 / 30),
        ("120", 1 / 120),
        ("59.94", 1 / 59.94),
        ("33.3333", 1 / 30),
        ("8.3333", 1 / 120),
        ("2", 2.0),
    ],
)
def test_a_frame_time_that_is_a_rate_or_milliseconds_is_understood(written: str, seconds: float) -> None:
    assert parse_bvh(changed("0.033333", written)).frame_time == pytest.approx(seconds, rel=1e-4)


@pytest.mark.parametrize("kind", FILLED)
def test_missing_values_are_held_with_a_warning(kind: str) -> None:
    text, warning, index, value = FILLED[kind]
    clip = parse_bvh(text)
    assert len(clip.warnings) == 1
    assert re.match(warning, clip.warnings[0]), clip.warnings
    expected = PLAIN_VALUES.copy()
    expected[index] = value
    if kind == "NaN throughout":
        expected[:, 8] = 0
    np.testing.assert_array_equal(clip.motion.values, expected)


@pytest.mark.parametrize("kind", HOPELESS)
def test_hopeless_files_raise_one_error_that_names_the_place(kind: str) -> None:
    text, message = HOPELESS[kind]
    with pytest.raises(BvhError) as caught:
        parse_bvh(text, "broken")
    assert str(caught.value).startswith("broken: line ")
    assert message in str(caught.value)


def test_the_last_frame_of_a_cut_file_is_left_out() -> None:
    clip = parse_bvh(PLAIN_TEXT.replace("Frames: 2", "Frames: 100") + "7 8 9 1")
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES)
    assert clip.warnings == (
        "line 21: the last frame is cut short; it was left out",
        "line 17: 100 frames were declared, 2 were found",
    )


def test_joints_of_one_name_keep_their_own_channels() -> None:
    clip = parse_bvh(changed("JOINT Spine", "JOINT Hips"))
    assert clip.skeleton.joint_names == ("Hips", "Hips")
    assert clip.warnings == ("line 6: another joint is named Hips, as on line 2; both were kept",)
    np.testing.assert_array_equal(clip.positions(), parse_bvh(PLAIN_TEXT).positions())


def test_a_second_root_is_read() -> None:
    second = "ROOT Prop { OFFSET 1 2 3 CHANNELS 1 Yrotation }\n"
    clip = parse_bvh(with_rows(ROWS.replace("\n", " 5\n")).replace("MOTION", second + "MOTION"))
    assert clip.warnings == ()
    assert clip.skeleton.joint_names == ("Hips", "Spine", "Prop")
    assert clip.skeleton.parents.tolist() == [-1, 0, -1]
    assert clip.positions()[:, 2].tolist() == [[1, 2, 3]] * 2


@pytest.mark.parametrize("name", ["Low er Spine", "Low  er\tSpine", "Low er Spine {"])
def test_names_with_spaces_are_kept(name: str) -> None:
    text = changed("JOINT Spine\n  {", f"JOINT {name}" + ("" if "{" in name else "\n  {"))
    clip = parse_bvh(text)
    assert clip.warnings == ()
    assert clip.skeleton.joint_names == ("Hips", "Low er Spine")


@pytest.mark.parametrize(
    "name", ["\u0425\u0440\u0435\u0431\u0435\u0442", "mixamorig:Spine", "End", "Site", "MOTION", "OFFSET"]
)
def test_names_of_all_kinds_are_kept(name: str) -> None:
    assert parse_bvh(changed("JOINT Spine", f"JOINT {name}")).skeleton.joint_names == ("Hips", name)


def test_a_joint_without_a_name_gets_one() -> None:
    clip = parse_bvh(changed("JOINT Spine", "JOINT"))
    assert clip.skeleton.joint_names == ("Hips", "joint1")
    assert clip.warnings == ("line 6: a JOINT without a name was named joint1",)


@pytest.mark.parametrize("channels", ["    CHANNELS 0\n", ""])
def test_joints_without_channels_do_not_move(channels: str) -> None:
    text = changed("    CHANNELS 3 Zrotation Xrotation Yrotation\n", channels)
    clip = parse_bvh(text.replace(" 40 50 60", "").replace(" 41 51 61", ""))
    assert clip.skeleton.channels[1] == ()
    assert clip.warnings == (() if channels else ("line 6: JOINT Spine has no CHANNELS; it does not move",))
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES[:, :6])


def test_a_joint_without_offset_or_channels_takes_none_of_its_children() -> None:
    text = changed("  OFFSET 0 0 0\n", "")
    clip = parse_bvh(
        text.replace("  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n", "")
    )
    assert clip.skeleton.offsets.tolist() == [[0, 0, 0], [0, 10, 0]]
    assert clip.skeleton.channels == ((), ("Zrotation", "Xrotation", "Yrotation"))


def test_a_skeleton_without_any_channel_has_one_frame() -> None:
    text = "HIERARCHY ROOT a { OFFSET 1 2 3 CHANNELS 0 } MOTION\nFrames: {}\nFrame Time: 0.1\n"
    clip = parse_bvh(text.replace("{}", "1"))
    assert clip.warnings == ()
    assert clip.positions().tolist() == [[[1, 2, 3]]]
    clip = parse_bvh(text.replace("{}", "900000000000") + "1 2\n")
    assert len(clip) == 1
    assert clip.warnings == (
        "line 4: numbers without a channel were ignored",
        "line 2: 900000000000 frames were declared, 1 were found",
    )


@pytest.mark.parametrize(
    ("channels", "warning"),
    [
        ("Zrotation Xrotation Zrotation", "line 9: JOINT Spine names a channel twice"),
        ("Xscale Yscale Zscale", "line 9: JOINT Spine has scale channels; they are ignored"),
    ],
)
def test_odd_channels_are_warned_of(channels: str, warning: str) -> None:
    clip = parse_bvh(changed("3 Zrotation Xrotation Yrotation", "3 " + channels))
    assert clip.skeleton.channels[1] == tuple(channels.split())
    assert clip.warnings == (warning,)


def test_warnings_of_one_kind_are_one() -> None:
    text = PLAIN_TEXT.replace("Frames: 2", "Frames: 8") + "nan 0 0 0 0 0 0 0 0\n" * 6
    clip = parse_bvh(text)
    assert len(clip) == 8
    assert clip.warnings == (
        "lines 21, 22, 23 and 3 more: a value is not a number (NaN); an earlier one was used",
    )

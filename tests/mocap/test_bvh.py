from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.body.skeleton import Clip, Motion, Skeleton
from posestudio.mocap.bvh import BvhError, format_bvh, load_bvh, parse_bvh, save_bvh
from tests.mocap.bvh_clips import PLAIN_TEXT, PLAIN_VALUES, clips, decimals


def assert_same(read: Clip, written: Clip) -> None:
    assert read.warnings == ()
    assert read.skeleton.joint_names == written.skeleton.joint_names
    assert read.skeleton.channels == written.skeleton.channels
    assert read.skeleton.parents.tolist() == written.skeleton.parents.tolist()
    assert read.frame_time == written.frame_time
    np.testing.assert_array_equal(read.skeleton.offsets, written.skeleton.offsets)
    np.testing.assert_array_equal(read.motion.values, written.motion.values)
    assert read.skeleton.end_sites.keys() == written.skeleton.end_sites.keys()
    for joint, offset in written.skeleton.end_sites.items():
        np.testing.assert_array_equal(read.skeleton.end_sites[joint], offset)


def test_reads_the_hierarchy_and_the_motion() -> None:
    clip = parse_bvh(PLAIN_TEXT, "plain")
    assert clip.name == "plain"
    assert clip.warnings == ()
    assert clip.frame_time == 0.033333
    assert clip.skeleton.joint_names == ("Hips", "Spine")
    assert clip.skeleton.parents.tolist() == [-1, 0]
    assert clip.skeleton.offsets.tolist() == [[0, 0, 0], [0, 10, 0]]
    assert clip.skeleton.channels[1] == ("Zrotation", "Xrotation", "Yrotation")
    assert {joint: end.tolist() for joint, end in clip.skeleton.end_sites.items()} == {1: [0, 5, 0]}
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES)


@settings(max_examples=60, deadline=None)
@given(clips())
def test_what_is_written_reads_back_exactly(clip: Clip) -> None:
    text = format_bvh(clip)
    assert_same(parse_bvh(text), clip)
    assert format_bvh(parse_bvh(text)) == text


@settings(max_examples=30, deadline=None)
@given(clips(depth_first=False))
def test_joints_in_any_order_are_written_depth_first(clip: Clip) -> None:
    read = parse_bvh(format_bvh(clip))
    order = [clip.skeleton.joint_names.index(name) for name in read.skeleton.joint_names]
    np.testing.assert_array_equal(read.positions(), clip.positions()[:, order])


@settings(max_examples=30, deadline=None)
@given(st.lists(decimals(1e9), min_size=9, max_size=9))
def test_numbers_are_never_written_with_exponents(row: list[float]) -> None:
    clip = parse_bvh(PLAIN_TEXT)
    text = format_bvh(Clip(clip.skeleton, Motion(np.array([row])), clip.frame_time))
    numbers = text.splitlines()[-1].split()
    assert all(len(number.partition(".")[2]) == 6 and "e" not in number for number in numbers)
    assert "-0.000000" not in numbers


def test_writes_what_other_programs_expect() -> None:
    text = format_bvh(parse_bvh(PLAIN_TEXT.replace("Spine", "mixamorig:Low er\tSpine")))
    lines = [line.strip() for line in text.split("\n")]
    assert lines[:4] == ["HIERARCHY", "ROOT Hips", "{", "OFFSET 0.000000 0.000000 0.000000"]
    assert lines[4].startswith("CHANNELS 6 Xposition")
    assert lines[5:7] == ["JOINT mixamorig:Low_er_Spine", "{"]
    assert lines[-6:-3] == ["MOTION", "Frames: 2", "Frame Time: 0.033333"]
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert "\r" not in text


def test_values_too_small_to_show_have_no_minus() -> None:
    clip = parse_bvh(PLAIN_TEXT)
    tiny = Clip(clip.skeleton, Motion(np.full((1, 9), -1e-9)), clip.frame_time)
    assert format_bvh(tiny).splitlines()[-1] == " ".join(["0.000000"] * 9)


def test_saves_and_loads_a_file(tmp_path: Path) -> None:
    clip = parse_bvh(PLAIN_TEXT)
    save_bvh(tmp_path / "deep" / "walk.bvh", clip)
    read = load_bvh(tmp_path / "deep" / "walk.bvh")
    assert read.name == "walk"
    assert_same(read, clip)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["walk.bvh"]


def test_a_clip_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "walk.bvh"
    clip = parse_bvh(PLAIN_TEXT)
    save_bvh(path, clip)
    before = path.read_bytes()
    with pytest.raises(BvhError, match=r"walk\.bvh.*finite"):
        save_bvh(path, Clip(clip.skeleton, Motion(np.full((1, 9), np.nan)), 0.04))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("values", "frame_time", "expected"),
    [
        (np.zeros((1, 8)), 0.04, "values"),
        (np.zeros((0, 9)), 0.04, "values"),
        (np.full((1, 9), np.inf), 0.04, "finite"),
        (np.zeros((1, 9)), 0.0, "frame time"),
        (np.zeros((1, 9)), float("nan"), "frame time"),
    ],
)
def test_clips_that_are_no_bvh_are_refused(values: np.ndarray, frame_time: float, expected: str) -> None:
    with pytest.raises(BvhError, match=expected):
        format_bvh(Clip(parse_bvh(PLAIN_TEXT).skeleton, Motion(values), frame_time))


def test_a_skeleton_without_joints_is_refused() -> None:
    empty = Skeleton((), np.zeros(0, dtype=int), np.zeros((0, 3)), ())
    with pytest.raises(BvhError, match="expected joints"):
        format_bvh(Clip(empty, Motion(np.zeros((1, 0))), 0.04))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BvhError, match=r"missing\.bvh"):
        load_bvh(tmp_path / "missing.bvh")
    with pytest.raises(BvhError, match="expected a file, but this is a folder"):
        load_bvh(tmp_path)


@pytest.mark.parametrize(
    ("data", "warning"),
    [
        (b"\xef\xbb\xbf" + PLAIN_TEXT.encode(), None),
        (PLAIN_TEXT.encode("utf-16"), None),
        (PLAIN_TEXT.replace("Spine", "H\u00fcfte").encode(), None),
        (PLAIN_TEXT.replace("Spine", "H\u00fcfte").encode("latin-1"), "line 6: not UTF-8"),
        (PLAIN_TEXT.encode() + b"\x1a", None),
        (PLAIN_TEXT.encode() + b"\0" * 100, None),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, warning: str | None) -> None:
    path = tmp_path / "file.bvh"
    path.write_bytes(data)
    clip = load_bvh(path)
    np.testing.assert_array_equal(clip.motion.values, PLAIN_VALUES)
    assert clip.skeleton.joint_names[1] in ("Spine", "H\u00fcfte")
    assert (warning in clip.warnings[0]) if warning else clip.warnings == ()


def test_the_error_names_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "broken.bvh"
    path.write_text(PLAIN_TEXT.replace("4 5 6 11", "4 5 six 11"))
    with pytest.raises(BvhError) as caught:
        load_bvh(path)
    assert str(caught.value) == f"{path}: line 20, column 5: expected a number, found 'six'"


def survives(text: str) -> None:
    """Reading ends with a clip that can be used and written, or with a BvhError of one line."""
    try:
        clip = parse_bvh(text, "fuzz")
    except BvhError as error:
        assert "\n" not in str(error) and "line " in str(error)
        return
    assert len(clip) > 0 and clip.frame_time > 0
    assert np.isfinite(clip.motion.values).all()
    assert np.isfinite(clip.positions()).all()
    assert all("\n" not in warning for warning in clip.warnings)


WORDS = [
    *PLAIN_TEXT.split(),
    "nan",
    "-1.#IND",
    "1e999",
    "-",
    "1,5",
    "0",
    "\n",
    "}",
    "{",
    "Frames:-3",
    "Xscale",
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_changed_texts_load_or_say_why_not(data: st.DataObject) -> None:
    words = PLAIN_TEXT.replace("\n", " \n ").split(" ")
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(words) - 1))
        change = data.draw(st.sampled_from(["drop", "insert", "replace", "swap", "repeat"]))
        if change == "drop" and len(words) > 1:
            del words[index]
        elif change == "insert":
            words.insert(index, data.draw(st.sampled_from(WORDS)))
        elif change == "replace":
            words[index] = data.draw(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)))
        elif change == "swap":
            other = data.draw(st.integers(0, len(words) - 1))
            words[index], words[other] = words[other], words[index]
        else:
            words[index:index] = words[index : index + data.draw(st.integers(1, 30))]
    survives(" ".join(words))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PLAIN_TEXT)), st.text(max_size=8))
def test_cut_texts_load_or_say_why_not(length: int, tail: str) -> None:
    survives(PLAIN_TEXT[:length])
    survives(PLAIN_TEXT[:length] + tail)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_texts_that_are_no_bvh_say_so(text: str) -> None:
    survives(text)
    survives("HIERARCHY " + text)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, len(PLAIN_TEXT)))
def test_bytes_load_or_say_why_not(tmp_path_factory: pytest.TempPathFactory, data: bytes, index: int) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.bvh"
    plain = PLAIN_TEXT.encode()
    for content in (data, plain[:index] + data + plain[index:]):
        path.write_bytes(content)
        try:
            load_bvh(path)
        except BvhError as error:
            assert "bytes.bvh: line " in str(error)


def test_a_very_deep_tree_is_read_and_written() -> None:
    depth = 3000
    joints = ["ROOT a {OFFSET 0 1 0 CHANNELS 1 Zrotation"]
    joints += [f"JOINT a{joint} {{OFFSET 0 1 0 CHANNELS 1 Zrotation" for joint in range(depth)]
    row = " ".join(["0"] * (depth + 1))
    hierarchy = "\n".join(["HIERARCHY", *joints, "}" * (depth + 1)])
    clip = parse_bvh(f"{hierarchy}\nMOTION\nFrames: 1\nFrame Time: .1\n{row}\n")
    assert clip.positions()[0, -1].tolist() == [0, depth + 1, 0]
    assert_same(parse_bvh(format_bvh(clip)), clip)


def test_frames_of_many_short_rows_are_put_together() -> None:
    values = np.arange(9.0 * 50).reshape(50, 9)
    clip = parse_bvh(PLAIN_TEXT)
    head = format_bvh(Clip(clip.skeleton, Motion(values), 0.04)).partition("Time: 0.040000\n")
    wrapped = "\n".join(head[2].split())
    np.testing.assert_array_equal(parse_bvh(head[0] + head[1] + wrapped).motion.values, values)

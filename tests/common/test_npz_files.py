import io
import os
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posestudio.common.npz_files import ALWAYS, TEXT, WHOLE, Wanted, npz_shapes, read_npz
from posestudio.errors import PosesError, PoseStudioError

WANTED = {
    "joints": Wanted(("rows", 3), "f"),
    "frame": Wanted(("rows",), WHOLE),
    "name": Wanted((), TEXT, optional=True),
    "K": Wanted((3, 3), instead=("rows", 3, 3), optional=True),
}


def whole(rows: int = 4) -> dict[str, np.ndarray]:
    joints = np.random.default_rng(0).normal(size=(rows, 3)).astype(np.float32)
    return {"joints": joints, "frame": np.arange(rows), "name": np.array("Käthe"), "K": np.eye(3)}


def packed(arrays: dict[str, np.ndarray], **extra: bytes) -> bytes:
    """An NPZ, compressed, with other entries beside the arrays."""
    content = io.BytesIO()
    np.savez_compressed(content, **arrays)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in extra.items():
            archive.writestr(name, data)
    return content.getvalue()


def member(shape: object, descr: str = "<f4", data: bytes = b"") -> bytes:
    header = f"{{'descr': {descr!r}, 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + data


def test_what_was_saved_comes_back(tmp_path):
    path = tmp_path / "a.npz"
    path.write_bytes(packed(whole(), **{"other.npy": b"no array at all"}))
    content = read_npz(path, WANTED)
    assert content.keys() == WANTED.keys()
    for name, array in whole().items():
        np.testing.assert_array_equal(content[name], array)
    assert npz_shapes(path, WANTED) == {"joints": (4, 3), "frame": (4,), "name": (), "K": (3, 3)}


def test_of_either_byte_order(tmp_path):
    path = tmp_path / "a.npz"
    arrays = {"joints": whole()["joints"].astype(">f8"), "frame": np.arange(4).astype(">i2")}
    path.write_bytes(packed(arrays | {"name": np.array("Käthe").astype(">U5")}))
    content = read_npz(path, WANTED)
    assert content["joints"].dtype.isnative and content["frame"].tolist() == [0, 1, 2, 3]
    assert str(content["name"]) == "Käthe"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"joints": None}, "joints: expected numbers (rows, 3), found none"),
        ({"joints": np.zeros((4, 2))}, "joints: expected numbers (rows, 3), found float64 (4, 2)"),
        ({"frame": np.arange(5)}, "frame: expected numbers (rows), found int64 (5,) with 4 rows"),
        ({"frame": np.zeros(4)}, "frame: expected numbers (rows), found float64 (4,)"),
        ({"joints": np.array([{}] * 4)}, "joints: expected numbers (rows, 3), found object (4,)"),
        ({"name": np.array(b"bytes")}, "name: expected text (), found |S5 ()"),
        ({"K": np.zeros((5, 3, 3))}, "K: expected numbers (3, 3) or (rows, 3, 3), found float64 (5, 3, 3)"),
        ({"joints": np.zeros((4, 3), [("a", "f4")])}, "joints: expected numbers (rows, 3), found"),
    ],
)
def test_an_array_that_is_not_as_wanted_is_named(tmp_path, changes, words):
    path = tmp_path / "a.npz"
    arrays = whole() | changes
    path.write_bytes(packed({name: array for name, array in arrays.items() if array is not None}))
    for read in (read_npz, npz_shapes):
        with pytest.raises(PosesError) as problem:
            read(path, WANTED, error=PosesError)
        assert str(problem.value).startswith(f"{path}: ") and words in str(problem.value)


@pytest.mark.parametrize(
    "entry",
    [
        b"",
        b"\x93NUMPY\x01\x00",
        b"\x93NUMPY\x07\x00" + bytes(40),
        member("(1,"),
        member("(" * 3000),
        member("(-4, 3)"),
        member("('a', 3)"),
        member("(4, 3)", "<f4", bytes(47)),
        member("(4, 3)", "<f4", bytes(49)),
        member("(4, 3)", "nonsense", bytes(48)),
        member(f"({10**30}, 3)"),
        member("(4, 3)").replace(b"False", b"1/0  "),
    ],
)
def test_a_damaged_array_is_one_clear_line(tmp_path, entry):
    path = tmp_path / "a.npz"
    arrays = whole()
    del arrays["joints"]
    path.write_bytes(packed(arrays, **{"joints.npy": entry}))
    with pytest.raises(PoseStudioError, match=r"a\.npz: ") as problem:
        read_npz(path, WANTED)
    assert "\n" not in str(problem.value)


def bomb(rows: int) -> bytes:
    """Zeros."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        with archive.open("x.npy", "w", force_zip64=True) as stream:
            stream.write(member(f"({rows}, 3)"))
            stream.write(bytes(rows * 12))
    return content.getvalue()


BOMB_ROWS = (ALWAYS + (8 << 20)) // 12


@pytest.mark.parametrize("name", ["joints", "other"])
def test_a_small_file_that_unpacks_a_thousandfold_is_not_unpacked(tmp_path, name):
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(io.BytesIO(bomb(BOMB_ROWS))) as archive:
        big = archive.read("x.npy")
    arrays = whole()
    if name == "joints":
        arrays["frame"] = np.zeros(BOMB_ROWS, np.int8)
        del arrays["joints"]
    path.write_bytes(packed(arrays, **{f"{name}.npy": big}))
    del big, arrays
    tracemalloc.start()
    try:
        if name == "joints":
            with pytest.raises(PoseStudioError, match="far more than the file can hold"):
                read_npz(path, WANTED)
        else:
            assert len(read_npz(path, WANTED)["joints"]) == 4
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_sizes_that_are_lies_are_not_believed(tmp_path):
    """Header and directory agree on 30 GB that are not there."""
    rows = 2_500_000_000
    data = member(f"({rows}, 3)")
    content = bytearray(packed({"frame": np.zeros(3, int)}, **{"joints.npy": data}))
    claim = (len(data) + rows * 12) & 0xFFFFFFFF
    at = content.rindex(b"joints.npy") - 22
    content[at : at + 4] = claim.to_bytes(4, "little")
    (tmp_path / "a.npz").write_bytes(content)
    with pytest.raises(PoseStudioError, match=r"a\.npz"):
        read_npz(tmp_path / "a.npz", WANTED)


def test_letters_that_are_none_are_refused(tmp_path):
    path = tmp_path / "a.npz"
    for letter in (0xD800, 0x7FFFFFFF):
        text = np.array([letter], np.uint32).view("U1").reshape(())
        path.write_bytes(packed(whole() | {"name": text}))
        with pytest.raises(PoseStudioError, match="name: expected text"):
            read_npz(path, WANTED)


def test_what_is_no_file_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "fifo.npz")
    for path in (tmp_path, tmp_path / "fifo.npz"):
        with pytest.raises(PoseStudioError, match="is not a file"):
            read_npz(path, WANTED)
    with pytest.raises(PoseStudioError, match="cannot be read: No such file"):
        read_npz(tmp_path / "nothing.npz", WANTED)


PACKED, STORED = packed(whole()), io.BytesIO()
np.savez(STORED, **whole())


@settings(max_examples=400, deadline=None)
@given(data=st.data(), content=st.sampled_from([PACKED, STORED.getvalue()]))
def test_whatever_is_damaged_the_answer_is_arrays_or_one_line(tmp_path_factory, data, content):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        index = data.draw(st.integers(0, len(damaged) - 1))
        damaged[index : index + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
        damaged = damaged or bytearray(b"x")
    path = tmp_path_factory.getbasetemp() / "fuzzed.npz"
    path.write_bytes(damaged)
    try:
        arrays = read_npz(path, WANTED)
    except PoseStudioError as problem:
        assert str(problem).startswith(str(path)) and "\n" not in str(problem)
    else:
        assert arrays["joints"].shape == (len(arrays["frame"]), 3)

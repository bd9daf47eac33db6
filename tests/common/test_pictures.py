import io
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from PIL import Image, features

from posestudio.common import pictures
from posestudio.common.pictures import as_rgb, picture_files, read_picture, read_shown
from posestudio.common.videos import frame_count, read_video
from posestudio.errors import PoseStudioError


def ramp(height=20, width=30):
    rows, columns = np.mgrid[:height, :width]
    return np.stack([rows * 8, columns * 8, np.full_like(rows, 90)], axis=-1).astype(np.uint8)


def one_line(error, path):
    return str(error.value).startswith(str(path)) and "\n" not in str(error.value)


@pytest.mark.parametrize("suffix", [".png", ".webp", ".bmp", ".tiff", ".ppm"])
def test_lossless_formats_come_as_they_were(tmp_path, suffix):
    options = {"lossless": True} if suffix == ".webp" else {}
    Image.fromarray(ramp()).save(tmp_path / f"a{suffix}", **options)
    assert (read_picture(tmp_path / f"a{suffix}") == ramp()).all()


def test_every_exif_turn_is_turned_back(tmp_path):
    upright = ramp()
    stored = {
        1: upright, 2: upright[:, ::-1], 3: upright[::-1, ::-1], 4: upright[::-1],
        5: upright.transpose(1, 0, 2), 6: np.rot90(upright), 7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }  # fmt: skip
    for turn, content in stored.items():
        exif = Image.Exif()
        exif[0x0112] = turn
        Image.fromarray(np.ascontiguousarray(content)).save(tmp_path / "a.png", exif=exif)
        assert (read_picture(tmp_path / "a.png") == upright).all(), turn


@pytest.mark.parametrize("suffix", [".tiff", ".avif", ".heic"])
@pytest.mark.parametrize("turn", [1, 3, 6, 8])
def test_photographs_of_all_formats_are_turned_upright(tmp_path, suffix, turn):
    if suffix == ".heic":
        pytest.importorskip("pillow_heif").register_heif_opener()
    if suffix == ".avif" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    upright = np.kron(ramp(4, 6), np.ones((10, 10, 1), np.uint8))
    stored = np.rot90(upright, {1: 0, 3: 2, 6: 1, 8: 3}[turn])
    exif = Image.Exif()
    exif[0x0112] = turn
    written = Image.fromarray(np.ascontiguousarray(stored))
    written.save(tmp_path / f"a{suffix}", exif=exif.tobytes(), quality=95)  # as bytes: HEIC has its own turn
    found, size = read_shown(tmp_path / f"a{suffix}", None)
    assert found.shape == upright.shape and size == (60, 40)
    assert np.abs(found.astype(int) - upright).mean() < 4


@pytest.mark.parametrize(
    ("module", "name", "words"),
    [
        (
            "pillow_heif",
            "a.heic",
            "a HEIC picture: this needs the extra heic, which is not installed: pip install",
        ),
        ("PIL.AvifImagePlugin", "a.avif", "an AVIF picture, which this Pillow cannot read"),
    ],
)
def test_what_to_install_is_said(tmp_path, monkeypatch, module, name, words):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).write_bytes(b"\0\0\0\x1cftyp" + name[2:].encode() + bytes(4) + b"mif1miaf" + bytes(99))
    with pytest.raises(PoseStudioError, match=words) as error:
        read_picture(tmp_path / name)
    assert one_line(error, tmp_path / name)


def test_tiffs_of_other_kinds(tmp_path):
    import cv2

    path = tmp_path / "a.tif"
    cv2.imwrite(str(path), ramp()[..., ::-1].astype(np.uint16) << 8)
    assert (read_picture(path) == ramp()).all()
    Image.fromarray(ramp()).convert("CMYK").save(path)
    assert np.abs(read_picture(path).astype(int) - ramp()).max() <= 2
    pages = [Image.fromarray(page) for page in (ramp(), ramp(9, 9))]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert (read_picture(path) == ramp()).all()
    Image.fromarray((ramp()[..., 0].astype(np.uint16) << 8).astype(">u2")).save(path)
    assert (read_picture(path)[..., 1] == ramp()[..., 0]).all()


def test_transparent_is_white(tmp_path):
    rgba = np.dstack([ramp(), np.full((20, 30), 255, np.uint8)])
    rgba[:5, :, 3] = 0
    Image.fromarray(rgba).save(tmp_path / "a.png")
    found = read_picture(tmp_path / "a.png")
    assert (found[:5] == 255).all() and (found[5:] == ramp()[5:]).all()
    assert (as_rgb(rgba) == found).all()
    Image.fromarray(rgba).convert("P").save(tmp_path / "a.gif", transparency=0)
    assert read_picture(tmp_path / "a.gif").shape == (20, 30, 3)


def test_greys_and_sixteen_bits(tmp_path):
    grey = (np.arange(600).reshape(20, 30) * 109).astype(np.uint16)
    Image.fromarray(grey).save(tmp_path / "a.png")
    found = read_picture(tmp_path / "a.png")
    assert found.shape == (20, 30, 3) and np.abs(found[..., 0] - grey / 257).max() < 1
    Image.fromarray(ramp()[..., 0]).save(tmp_path / "b.png")
    assert (read_picture(tmp_path / "b.png") == ramp()[..., :1]).all()
    Image.fromarray(ramp()).convert("1").save(tmp_path / "c.png")
    assert set(np.unique(read_picture(tmp_path / "c.png"))) <= {0, 255}
    Image.fromarray(ramp()).convert("CMYK").save(tmp_path / "d.jpg")
    assert read_picture(tmp_path / "d.jpg").shape == (20, 30, 3)


@pytest.mark.parametrize(
    "array",
    [
        ramp() / 255,
        ramp().astype(np.uint16) * 257,
        ramp().astype(np.int64),
        (ramp() / 255).astype(np.float32),
    ],
)
def test_arrays_of_other_types(array):
    assert (as_rgb(array) == ramp()).all()


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(5), np.zeros((5, 5, 2)), np.zeros((0, 5, 3)), np.full((4, 4, 3), np.nan), np.full((4, 4), -1.0),
        np.full((4, 4, 3), 70000),
        np.full((4, 4, 3), 1.1), np.full((4, 4), 200.0, np.float32), np.full((4, 4), "a"), np.zeros((2, 4, 4, 3)),
    ],
)  # fmt: skip
def test_arrays_that_are_no_picture_are_refused(array):
    with pytest.raises(PoseStudioError, match="picture"):
        as_rgb(array)


def test_a_wrong_extension_does_not_matter_and_a_wrong_content_does(tmp_path):
    Image.fromarray(ramp()).save(tmp_path / "a.png")
    (tmp_path / "a.png").rename(tmp_path / "a.jpg")
    assert (read_picture(tmp_path / "a.jpg") == ramp()).all()
    for name, content in (
        ("text.jpg", b"hello"),
        ("empty.png", b""),
        ("script.png", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(PoseStudioError) as error:
            read_picture(tmp_path / name)
        assert one_line(error, tmp_path / name) and "not a picture" in str(error.value)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tiff", ".gif", ".bmp", ".avif", ".heif"])
def test_a_broken_off_file_is_one_line_at_every_length(tmp_path, suffix):
    if suffix == ".heif":
        pytest.importorskip("pillow_heif").register_heif_opener()
    if suffix == ".avif" and not features.check("avif"):
        pytest.skip("this Pillow has no AVIF")
    stream = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    Image.fromarray(noise).save(stream, format={".jpg": "jpeg", ".tiff": "tiff"}.get(suffix, suffix[1:]))
    content, path = stream.getvalue(), tmp_path / f"a{suffix}"
    for share in (0.02, 0.1, 0.5, 0.9):
        path.write_bytes(content[: int(len(content) * share)])
        with pytest.raises(PoseStudioError) as error:
            read_picture(path)
        assert one_line(error, path)


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is huge."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8001, 8000), (20_000, 20_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_bomb_is_not_decoded(tmp_path, size):
    (tmp_path / "bomb.png").write_bytes(bomb(*size))
    with pytest.raises(PoseStudioError, match="million") as error:
        read_picture(tmp_path / "bomb.png")
    assert one_line(error, tmp_path / "bomb.png")


def test_the_limit_lets_fifty_megapixels_through():
    assert 8660 * 5774 < pictures.LARGEST_PICTURE < 10**8


def test_a_missing_file_and_a_folder_are_one_line(tmp_path):
    for path in (tmp_path / "nothing.png", tmp_path):
        with pytest.raises(PoseStudioError) as error:
            read_picture(path)
        assert one_line(error, path)


def test_a_folders_pictures_in_natural_order(tmp_path):
    for name in ("10.png", "2.JPG", "1.png", "3.HEIC", "4.avif", "5.tif", "notes.txt", ".hidden.png"):
        (tmp_path / name).write_bytes(b"")
    names = [file.name for file in picture_files(tmp_path)]
    assert names == ["1.png", "2.JPG", "3.HEIC", "4.avif", "5.tif", "10.png"]
    assert picture_files(tmp_path / "2.JPG") == [tmp_path / "2.JPG"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(PoseStudioError, match="found none"):
        picture_files(tmp_path / "empty")


@pytest.mark.parametrize("name", ["a.mp4", "a.AVI", "a.png"])
def test_pipes_are_not_waited_for(tmp_path, name):
    from pathlib import Path

    from posestudio.detection.detect_files import DetectOptions, detect_files

    os.mkfifo(tmp_path / name)
    for read in (read_picture, frame_count, lambda path: list(read_video(path))):
        with pytest.raises(PoseStudioError, match="pipe"):
            read(tmp_path / name)
    with pytest.raises(PoseStudioError, match="pipe"):
        next(detect_files([Path(tmp_path / name)], DetectOptions(weights="none")))


PEAK = """
import resource, sys
from posestudio.common.pictures import read_shown
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
pixels, size = read_shown(sys.argv[1], int(sys.argv[2]) or None)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, *pixels.shape, *size)
"""


@pytest.mark.parametrize(("mode", "side"), [("RGB", 0), ("RGB", 4096), ("RGBA", 4096), ("L", 0), ("P", 0)])
def test_a_large_picture_costs_what_its_pixels_do(tmp_path, mode, side):
    Image.new("RGB", (6000, 4000)).convert(mode).save(tmp_path / "a.png")
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(tmp_path / "a.png"), str(side)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    grown, height, width, channels, *size = map(int, done.stdout.split())
    assert size == [6000, 4000] and channels == 3 and max(height, width) == (side or 6000)
    assert grown < 1024 * (24 * 4 + 24 * 3 + (60 if side else 30))  # decoded, and the result

"""Focal lengths from EXIF data: what cameras write, what they leave out, and what no lens has."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from posestudio.detection.detect_files import DetectOptions, detect_files
from posestudio.geometry import photograph_lens as tags
from posestudio.geometry.photograph_lens import photograph_focal_length, photograph_lens
from posestudio.keypoints import load_keypoints, save_keypoints
from posestudio.lifting.frames import lift_frames
from tests.fakes import FakeLifter


def photograph(path, size=(400, 300), **exif):
    """A JPEG with these tags of the camera's directory, and maker and model."""
    picture = Image.new("RGB", size, "grey")
    data = picture.getexif()
    for name, tag in (("make", tags.MAKE), ("model", tags.MODEL)):
        if name in exif:
            data[tag] = exif.pop(name)
    data.get_ifd(0x8769).update({getattr(tags, name): value for name, value in exif.items()})
    picture.save(path, exif=data)
    return path


def test_the_angle_of_view_on_film_comes_first(tmp_path):
    seen = photograph(tmp_path / "a.jpg", (360, 240), FOCAL_LENGTH_35MM=50, FOCAL_LENGTH=4.2, make="Apple")
    assert photograph_focal_length(seen) == pytest.approx(500)  # 36 mm across are 360 pixels


@pytest.mark.parametrize("size", [(300, 400), (400, 300), (800, 600)])
def test_a_sensors_resolution_or_its_width_give_the_same_lens_whatever_the_pictures_size(tmp_path, size):
    known = {"FOCAL_LENGTH": 35.0, "PIXEL_WIDTH": 4000, "PIXEL_HEIGHT": 3000}
    by_resolution = photograph(
        tmp_path / "a.jpg", size, **known, PLANE_X_RESOLUTION=4000 / 23.5 * 25.4, PLANE_UNIT=2
    )
    by_model = photograph(tmp_path / "b.jpg", size, **known, make="NIKON CORPORATION", model="NIKON D5100")
    expected = 35 / 23.5 * max(size)
    assert photograph_focal_length(by_resolution) == pytest.approx(expected, rel=1e-3)
    assert photograph_focal_length(by_model) == pytest.approx(expected)


def test_a_cropped_picture_an_unknown_camera_and_no_data_tell_nothing(tmp_path):
    cropped = photograph(
        tmp_path / "a.jpg", (200, 200), FOCAL_LENGTH_35MM=50, PIXEL_WIDTH=400, PIXEL_HEIGHT=300
    )
    unknown = photograph(tmp_path / "b.jpg", FOCAL_LENGTH=5.0, make="Somebody", model="Box")
    for file in (cropped, unknown, photograph(tmp_path / "c.jpg")):
        assert photograph_focal_length(file) is None


@given(
    st.dictionaries(
        st.sampled_from([tags.FOCAL_LENGTH, tags.FOCAL_LENGTH_35MM, tags.PLANE_X_RESOLUTION, tags.PLANE_UNIT,
                         tags.DIGITAL_ZOOM, tags.PIXEL_WIDTH, tags.PIXEL_HEIGHT, tags.MAKE, tags.MODEL]),
        st.one_of(st.none(), st.floats(), st.integers(), st.text(), st.binary(), st.just("Canon"), st.just((1, 2))),
    )
)  # fmt: skip
def test_no_tags_give_a_lens_that_cannot_be(exif):
    lens = photograph_lens(exif, (640, 480))
    assert lens is None or 0.2 * 640 <= lens.focal_length <= 20 * 640


def test_the_focal_length_goes_from_the_photograph_to_the_camera_of_the_lift(tmp_path):
    file = photograph(tmp_path / "a.jpg", (360, 240), FOCAL_LENGTH_35MM=50)
    (found,) = detect_files([file], DetectOptions(boxes=[[80, 20, 200, 200]], steps=1, flip=False))
    save_keypoints(tmp_path / "k.json", found)
    (read,) = load_keypoints(tmp_path / "k.json")
    other = replace(read, focal_length=900.0)
    cameras = [
        one.camera for one in lift_frames(FakeLifter(), [read, other, replace(read, focal_length=None)])
    ]
    assert [camera.fov for camera in cameras] == pytest.approx([27.0, 15.2, 50.0], abs=0.1)
    camera = cameras[0]
    assert (camera.assumed, camera.pose_assumed) == (False, True)
    assert any("focal length" in remark for remark in camera.remarks())

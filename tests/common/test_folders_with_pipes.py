"""Folders in which one entry is not a file: it is left out with a note, and reading does not wait for it."""

import os

import cv2
import numpy as np
import pytest

from posestudio.common.pictures import picture_files, read_picture
from posestudio.dataset.clip_poses import fingerprint
from posestudio.dataset.convert import convert
from posestudio.errors import PoseStudioError
from tests.dataset.clips import write_clip

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files")


@pytest.fixture(params=["pipe", "link that leads nowhere", "device"])
def odd(request):
    """Makes an entry that is not a file."""

    def make(path):
        if request.param == "pipe":
            os.mkfifo(path)
        elif request.param == "device":
            path.symlink_to("/dev/zero")
        else:
            path.symlink_to(path.with_name("gone"))

    return make


def test_a_conversion_reads_the_other_clips(tmp_path, odd):
    write_clip(tmp_path / "a" / "01_01.bvh")
    odd(tmp_path / "a" / "01_02.bvh")
    report = convert([tmp_path / "a"], tmp_path / "out.npz", workers=1)
    assert report.poses and len(report.failed) == 1 and "01_02.bvh" in report.failed[0]
    assert fingerprint([tmp_path / "a"], 30)


def test_pictures_of_a_folder_are_listed_and_the_odd_one_refused(tmp_path, odd):
    cv2.imwrite(str(tmp_path / "1.png"), np.zeros((4, 4, 3), np.uint8))
    odd(tmp_path / "2.png")
    assert [file.name for file in picture_files(tmp_path)] == ["1.png", "2.png"]
    with pytest.raises(PoseStudioError, match=r"2\.png"):
        read_picture(tmp_path / "2.png")

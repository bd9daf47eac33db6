"""What an archive consists of, and its items as files."""

import io
import json
import os
import tarfile

import pytest

from posestudio.archives.sources import braces_expanded, list_items
from posestudio.archives.sources_item import item_order, safe_name
from posestudio.archives.sources_reading import as_file, read_recording
from posestudio.errors import PoseStudioError

PERSON = json.dumps({"people": [{"pose_keypoints_2d": [9.0, 9.0, 0.9] * 18}]}).encode()


def tar_of(path, members):
    """Write a tar of (name, bytes)."""
    with tarfile.open(path, "w") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def names(*given, **more):
    return [item.name for item in list_items(*given, **more)]


def test_a_folder_is_searched_with_all_folders_in_it_in_natural_order(tmp_path):
    for name in ("b/10.json", "b/2.json", "a.json", ".hidden/1.json", "b/.x.json", "b/1.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(PERSON)
    (tmp_path / "done").mkdir()
    for name in ("manifest.json", "part-000000.npz"):
        (tmp_path / "done" / name).touch()
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert names(tmp_path, "keypoints") == ["a.json", "b/2.json", "b/10.json"]
    assert names(tmp_path, "pictures") == ["b/1.jpg"]
    assert names(tmp_path / "b" / "2.json", "keypoints") == ["2.json"]
    assert names(f"{tmp_path}/*/*.json", "keypoints") == ["b/2.json", "b/10.json", "done/manifest.json"]
    with pytest.raises(PoseStudioError, match=r"holds no motion files: expected files ending in \.bvh"):
        list_items(tmp_path, "motion")


def test_members_of_tars_are_items_of_which_a_sample_has_one(tmp_path):
    first = [("./1.jpg", b"jpeg"), ("./1.json", b"{}"), ("2.mask.png", b"x"), ("2.png", b"png")]
    tar_of(tmp_path / "shard-000.tar", [*first, ("._1.jpg", b"x"), ("a/1.keypoints.json", PERSON)])
    tar_of(tmp_path / "shard-001.tar", [("1.jpg", b"other"), ("a/0.5s.jpg", b"a"), ("a/0.6s.jpg", b"b")])
    pattern = f"{tmp_path}/shard-{{000..001}}.tar"
    items = list_items(pattern, "pictures")
    assert [item.name for item in items] == [
        "shard-000/1.jpg",
        "shard-000/2.png",
        "shard-001/1.jpg",
        "shard-001/a/0.5s.jpg",
        "shard-001/a/0.6s.jpg",
    ]
    for item, content in zip(items, (b"jpeg", b"png", b"other", b"a", b"b"), strict=True):
        with as_file(item) as path:
            assert path.read_bytes() == content
            assert path.name == item.file_name
        assert not path.exists()
    assert names(tmp_path, "keypoints") == ["shard-000/1.json", "shard-000/a/1.keypoints.json"]
    assert read_recording(list_items(tmp_path, "keypoints")[1]).frames[0].people == 1


def test_an_error_about_a_members_copy_names_tar_and_member(tmp_path):
    tar = tar_of(tmp_path / "x.tar", [("bad.json", b"{nonsense")])
    (item,) = list_items(tar, "keypoints")
    with pytest.raises(PoseStudioError, match=r"x\.tar: x/bad\.json:1:2: ") as caught:
        read_recording(item)
    assert "/posestudio-" not in str(caught.value)
    with pytest.raises(RuntimeError), as_file(item) as path:
        raise RuntimeError
    assert not path.exists()


@pytest.mark.parametrize("name", ["/etc/passwd.json", "../up.json", "a/../../up.json"])
def test_a_member_that_leads_out_of_the_tar_is_refused(tmp_path, name):
    tar = tar_of(tmp_path / "x.tar", [("fine.json", b"{}"), (name, b"{}")])
    with pytest.raises(PoseStudioError, match=r"x\.tar: .*: expected the name of a file below"):
        list_items(tar, "keypoints")


def test_of_a_damaged_tar_the_members_before_the_damage_stay(tmp_path):
    whole = tar_of(tmp_path / "whole.tar", [(f"{n}.json", PERSON * 9) for n in range(3)]).read_bytes()
    start = whole.index(b"1.json")
    damaged = {
        "cut.tar": (whole[: start + 900], "expected .* bytes, found 388: the tar is cut off"),
        "header.tar": (whole[:start] + b"\x05" * 512 + whole[start + 512 :], f"is damaged at byte {start}"),
        "end.tar": (whole[:start], "ends without a tar's end mark"),
        "padding.tar": (whole[: start - 1], "is damaged or cut off after 0.json: unexpected end of data"),
    }
    for name, (content, message) in damaged.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(PoseStudioError, match=message):
            list_items(tmp_path / name, "keypoints")
        problems = []
        assert names(tmp_path / name, "keypoints", problems=problems) == [f"{name[:-4]}/0.json"]
        assert len(problems) == 1
    (tmp_path / "no.tar").write_bytes(b"no tar")
    (tmp_path / "packed.tar.gz").write_bytes(b"")
    problems = []
    assert len(names(tmp_path, "keypoints", problems=problems)) == 7
    assert len(problems) == 6
    with pytest.raises(PoseStudioError, match="no.tar: expected a tar, undamaged"):
        list_items(tmp_path / "no.tar", "keypoints", problems)


def test_a_size_below_zero_does_not_lead_back(tmp_path):
    tar = tar_of(tmp_path / "x.tar", [("1.json", b"{}"), ("2.json", b"{}")])
    content = bytearray(tar.read_bytes())
    content[1024 + 124 : 1024 + 136] = b"\xff" * 10 + b"\xf8\x00"  # 2048 bytes less than nothing
    content[1024 + 148 : 1024 + 156] = b" " * 8
    content[1024 + 148 : 1024 + 156] = f"{sum(content[1024:1536]):06o}\0 ".encode()
    tar.write_bytes(content)
    with pytest.raises(PoseStudioError, match=r"x\.tar: 2\.json: expected a size, found -2048 bytes"):
        list_items(tar, "keypoints")


def test_a_second_item_of_one_name_is_refused(tmp_path):
    tar = tar_of(tmp_path / "x.tar", [("1.json", b"{}"), ("1.json", b"{}")])
    with pytest.raises(PoseStudioError, match=r"x\.tar: 1\.json: is in it twice"):
        list_items(tar, "keypoints")
    for name in ("a:b.json", "a_b.json"):
        (tmp_path / name).touch()
    with pytest.raises(PoseStudioError, match="a second item of the name a_b.json"):
        list_items(f"{tmp_path}/*.json", "keypoints")


def test_names_are_those_of_files_on_every_system():
    assert safe_name("a/con.json") == "a/_con.json"
    assert safe_name('x:"y"?/b. /c.') == "x__y__/b__/c_"
    assert safe_name("konsole/été.json") == "konsole/été.json"
    assert sorted(["a/10", "a/2", "a-b/1", "A/3"], key=item_order) == ["a/2", "A/3", "a/10", "a-b/1"]


def test_braces_stand_for_numbers_and_lists():
    assert list(braces_expanded("s-{08..11}.tar")) == ["s-08.tar", "s-09.tar", "s-10.tar", "s-11.tar"]
    assert list(braces_expanded("{a,b}/{1..2}")) == ["a/1", "a/2", "b/1", "b/2"]
    assert list(braces_expanded("{x}-{3..1}")) == ["{x}-3", "{x}-2", "{x}-1"]
    with pytest.raises(PoseStudioError, match="expected at most"):
        list(braces_expanded("{0..99999999}"))


def test_a_folder_that_cannot_be_found_or_holds_a_named_pipe_is_one_error(tmp_path):
    with pytest.raises(PoseStudioError, match="nothing: no such file or folder"):
        list_items(tmp_path / "nothing", "keypoints")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "x.tar")
        with pytest.raises(PoseStudioError, match="named pipe"):
            list_items(tmp_path, "keypoints")

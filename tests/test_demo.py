import av
import numpy as np
from PIL import Image

from posestudio import demo
from posestudio.export.lifted_npz import load_lifted
from posestudio.geometry.camera_files import load_camera
from posestudio.keypoints import load_keypoints
from posestudio.mocap.bvh import load_bvh
from tests.fakes import CAMERA, FakeLifter, standing_keypoints


def test_the_demo_writes_everything(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "example", lambda: (standing_keypoints(), CAMERA))
    monkeypatch.setattr(demo, "HYPOTHESES", 2)
    monkeypatch.setattr("posestudio.export.video._FPS", 3.0)
    monkeypatch.setattr("posestudio.export.video.DenoisingVideo.fps", 3.0)
    progressed = []
    files = demo.run_demo(tmp_path / "demo", FakeLifter(), progress=lambda *what: progressed.append(what))
    assert sorted(file.name for file in files) == sorted(path.name for path in (tmp_path / "demo").iterdir())
    folder = tmp_path / "demo"
    assert load_keypoints(folder / "keypoints.json")[0].people == 1
    assert load_camera(folder / "camera.json") == CAMERA
    assert load_lifted(folder / "lifted.npz").trajectory is not None
    assert len(load_bvh(folder / "lifted.bvh")) == 1
    assert Image.open(folder / "lifted.png").size == (1280, 720)
    with av.open(str(folder / "lifted.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == progressed[-1][0] == progressed[-1][1]


def test_the_bundled_example_is_one_person_in_the_camera_s_picture():
    keypoints, camera = demo.example()
    assert keypoints.people >= 1
    assert keypoints.size == camera.size
    observed = keypoints.points[keypoints.observed]
    assert len(observed) >= 12
    assert ((observed >= 0) & (observed <= np.array(camera.size))).all()

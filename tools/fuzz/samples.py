"""Small valid files of every kind that the program reads, as bytes, to be damaged."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np


def _bodies(frames: int = 2) -> np.ndarray:
    from posestudio.body.standing import standing_body

    bodies = np.repeat(standing_body()[None], frames, 0)
    bodies[:, [13, 14, 17, 18], 1] += 0.05 * np.arange(frames)[:, None]
    return bodies.astype(np.float32)


def _camera() -> Any:
    from posestudio.geometry.camera import Camera

    return Camera.look_at(position=(0, 1.2, 4), target=(0, 1, 0), fov=50, size=(640, 480))


def _keypoints(people: int = 1) -> Any:
    from posestudio.body.layouts import to_keypoints
    from posestudio.keypoints import Keypoints

    camera = _camera()
    return Keypoints(
        np.repeat(camera.project(to_keypoints(_bodies(1))), people, 0),
        size=camera.size,
        confidence=np.full((people, 17), 0.8),
        noise=np.where(np.arange(17) == 3, np.nan, np.full((people, 17), 2.5)),
        boxes=np.full((people, 4), 90.0),
        scores=np.full(people, 0.7),
    )


def _written(write: Callable[[Path], Any], suffix: str) -> bytes:
    """The bytes that ``write`` writes to a file with this ending."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample" + suffix)
        write(path)
        return path.read_bytes()


def bvh() -> list[bytes]:
    from posestudio.mocap.bvh import format_bvh
    from posestudio.mocap.retargeting import to_clip

    made = format_bvh(to_clip(_bodies())).encode()
    small = (
        b"HIERARCHY\nROOT Hips\n{\n OFFSET 0 0 0\n CHANNELS 6 Xposition Yposition Zposition "
        b"Zrotation Xrotation Yrotation\n JOINT LeftUpLeg\n {\n  OFFSET 9 0 0\n"
        b"  CHANNELS 3 Zrotation Xrotation Yrotation\n  End Site\n  {\n   OFFSET 0 -40 0\n"
        b"  }\n }\n}\nMOTION\nFrames: 2\nFrame Time: 0.0333\n0 90 0 0 0 0 1 2 3\n1 90 0 0 5 0 1 2 3\n"
    )
    return [made, small]


def keypoint_files() -> list[bytes]:
    from posestudio.keypoints import save_keypoints

    coco = _written(lambda path: save_keypoints(path, [_keypoints(), _keypoints(2)]), ".json")
    points = _keypoints().points[0]
    scored = np.concatenate([points, np.full((17, 1), 0.9)], 1).round(2)
    body25 = np.concatenate([np.tile([100.0, 100.0, 0.8], (8, 1)), scored]).ravel().tolist()
    openpose = {"version": 1.3, "people": [{"person_id": [-1], "pose_keypoints_2d": body25}]}
    mmpose = {
        "meta_info": {"dataset_name": "coco"},
        "instance_info": [
            {"frame_id": 1, "instances": [{"keypoints": points.tolist(), "keypoint_scores": [0.9] * 17}]}
        ],
    }
    alphapose = [
        {
            "image_id": f"{n}.jpg",
            "category_id": 1,
            "keypoints": scored.ravel().tolist(),
            "score": 2.1,
            "idx": 1,
        }
        for n in (0, 1, 10)
    ]
    return [coco, *(json.dumps(content).encode() for content in (openpose, mmpose, alphapose))]


def cameras() -> list[bytes]:
    from posestudio.geometry.camera_files import save_camera

    return [_written(lambda path: save_camera(path, _camera()), ".json")]


def calibrations() -> list[bytes]:
    size = "image_width: 640\nimage_height: 480\n"
    numbers = "500., 0., 320., 0., 500., 240., 0., 0., 1."
    opencv = (
        f"%YAML:1.0\n---\n{size}camera_matrix: !!opencv-matrix\n   rows: 3\n   cols: 3\n"
        f"   dt: d\n   data: [ {numbers} ]\ndistortion_coefficients: !!opencv-matrix\n   rows: 1\n"
        "   cols: 5\n   dt: d\n   data: [ 0.1, -0.2, 0., 0., 0. ]\n"
    )
    ros = (
        f"{size}camera_name: a\ncamera_matrix:\n  rows: 3\n  cols: 3\n  data: [{numbers}]\n"
        "distortion_model: plumb_bob\ndistortion_coefficients:\n  rows: 1\n  cols: 5\n  data: [0.1, -0.2, 0, 0, 0]\n"
    )
    return [opencv.encode(), ros.encode()]


def calibrations_xml() -> list[bytes]:
    return [
        b'<?xml version="1.0"?>\n<opencv_storage>\n<image_width>640</image_width>\n<image_height>480</image_height>\n'
        b'<camera_matrix type_id="opencv-matrix">\n<rows>3</rows><cols>3</cols><dt>d</dt>\n<data>'
        b"500. 0. 320. 0. 500. 240. 0. 0. 1.</data></camera_matrix>\n</opencv_storage>\n"
    ]


def camera_groups() -> list[bytes]:
    table = (
        '[cam_{0}]\nname = "cam {0}"\nsize = [640, 480]\ndistortions = [0.1, 0.0, 0.0, 0.0]\nfisheye = false\n'
        "matrix = [[500.0, 0.0, 320.0], [0.0, 500.0, 240.0], [0.0, 0.0, 1.0]]\n"
        "rotation = [1.2, {0}.1, 0.0]\ntranslation = [0.{0}, 1.0, 3.0]\n"
    )
    return ["".join(table.format(number) for number in (1, 2)).encode() + b"[metadata]\nerror = 0.5\n"]


def camera_groups_json() -> list[bytes]:
    K = [[500.0, 0.0, 320.0], [0.0, 500.0, 240.0], [0.0, 0.0, 1.0]]
    pose: dict[str, Any] = {"R": [[1, 0, 0], [0, 1, 0], [0, 0, 1]], "T": [[-1.0], [0.0], [0.0]]}
    stereo = {"M1": K, "D1": [0.1, 0, 0, 0], "M2": K, "image_size": [640, 480], **pose}
    named = {f"{key}_a": value for key, value in {"K": K, "H": 480, "W": 640, **pose}.items()}
    own = {"cameras": {"left": _camera().to_json(), "right": _camera().to_json()}}
    listed = {"cameras": [{"name": name, "K": K, "width": 640, "height": 480, **pose} for name in "ab"]}
    return [json.dumps(content).encode() for content in (stereo, named, own, listed)]


def views() -> list[bytes]:
    return [json.dumps({"unit": "m", "views": [{"keypoints": "a.json"}, {"keypoints": "b.json"}]}).encode()]


def known() -> list[bytes]:
    from posestudio.body.layouts import BODY_JOINTS

    known = {
        "bone_lengths": {"thigh": 0.41, "shin": 0.4},
        "sides": True,
        "pins": [{"left_wrist": [0.5, 1.2, 0.1]}],
        "pose": [dict(zip(BODY_JOINTS, _bodies(1)[0].astype(float).tolist(), strict=True))],
        "pose_noise": 0.05,
    }
    return [json.dumps(known).encode()]


def keys() -> list[bytes]:
    """Key poses of one person by the number of the frame."""
    pinned = {"pins": [{"head": [0.1, 1.6, 0], "left_wrist": [0.4, 1.1, 0.2]}]}
    return [json.dumps({"0": pinned, "12": pinned | {"sides": False}, "40": {"sides": True}}).encode()]


def poses() -> list[bytes]:
    from posestudio.dataset.poses import Poses, save_poses

    names = np.array(["13", "01"])
    poses = Poses(_bodies(), names, names, np.arange(2))
    return [_written(lambda path: save_poses(path, poses), ".npz")]


def _lifted_result(trajectory: bool) -> Any:
    from posestudio.lifting.result import Lifted

    bodies = np.repeat(_bodies(1)[:, None], 2, 1)
    sigmas = np.array([5.0, 1.0, 0.0], np.float32)
    return Lifted(
        joints=bodies,
        reprojection=np.ones((1, 2), np.float32),
        score=-np.arange(2, dtype=np.float32)[None],
        keypoints=_keypoints(),
        camera=_camera(),
        seed=1,
        weights="fuzz",
        sampler="dpmpp_2m",
        trajectory=np.repeat(bodies[None], 3, 0) if trajectory else None,
        sigmas=sigmas if trajectory else None,
    )


def lifted() -> list[bytes]:
    from posestudio.export.lifted import save_lifted

    return [
        _written(lambda path, with_it=with_it: save_lifted(path, _lifted_result(with_it)), ".npz")
        for with_it in (False, True)
    ]


def limits() -> list[bytes]:
    from posestudio.body.limits import JointLimits

    poses = _bodies(40)
    poses += np.random.default_rng(0).normal(0, 0.05, poses.shape).astype(np.float32)
    return [_written(JointLimits(poses).save, ".npz")]


def lifter_weights() -> list[bytes]:
    from posestudio.diffusion.checkpoint import build_denoiser, save_weights

    found = []
    for model, network in (
        ("mlp", {"width": 8, "blocks": 1}),
        ("transformer", {"width": 8, "layers": 1, "heads": 2}),
    ):
        card = {
            "model": model,
            "network": network,
            "denoiser": "preconditioned",
            "denoiser_options": {},
            "scale": 0.2,
            "steps": 1,
        }
        state = build_denoiser(card).state_dict()
        found.append(
            _written(lambda path, state=state, card=card: save_weights(path, state, card), ".safetensors")
        )
    return found


def detector_weights() -> list[bytes]:
    from posestudio.detection.network.checkpoint import save_detector
    from posestudio.detection.network.model import DiffusionPose, ModelConfig

    config = ModelConfig(size=64, channels=16, heads=2, window=4, sigma=4.5)
    state = DiffusionPose(config).state_dict()
    return [_written(lambda path: save_detector(path, state, {"model": asdict(config)}), ".safetensors")]


def onnx_models() -> list[bytes]:
    from onnx import TensorProto, helper, numpy_helper

    forms = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in (("input", ["n", 3, 8, 8]), ("output", ["n", 17, 8, 8]))
    ]
    weight = numpy_helper.from_array(np.ones((17, 3, 1, 1), np.float32), "weight")
    nodes = [helper.make_node("Conv", ["input", "weight"], ["output"])]
    model = helper.make_model(helper.make_graph(nodes, "g", forms[:1], forms[1:], [weight]))
    helper.set_model_props(model, {"task": "pose", "kpt_shape": "[17, 3]"})
    return [model.SerializeToString()]


def annotations() -> list[bytes]:
    person = {
        "image_id": 1,
        "id": 1,
        "category_id": 1,
        "bbox": [10, 10, 100, 200],
        "area": 9000,
        "iscrowd": 0,
    }
    ends = {"neck": [90, 80, 2], "head_top": [90, 50, 2]}
    coco = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
        "annotations": [
            person | {"num_keypoints": 17, "keypoints": [100, 120, 2] * 17, "extra_keypoints": ends}
        ],
        "categories": [{"id": 1, "name": "person", "keypoints": list(_coco_names()), "skeleton": []}],
    }
    mpii = {
        "image": "a.jpg",
        "center": [90.0, 90.0],
        "scale": 1.2,
        "joints": [[100.0 + n, 50.0 + 9 * n] for n in range(16)],
        "joints_vis": [1] * 16,
    }
    return [json.dumps(content).encode() for content in (coco, [mpii, mpii])]


def _coco_names() -> Iterable[str]:
    from posestudio.body.layouts import COCO_KEYPOINTS

    return COCO_KEYPOINTS


def projects() -> list[bytes]:
    from posestudio.app.model.project import Project, save_project
    from posestudio.app.model.sources import ClipSource, KeypointsSource
    from posestudio.app.model.state import State

    found = []
    for source in (ClipSource("a", _bodies()), KeypointsSource("k", (_keypoints(), _keypoints()))):
        state = State(source=source, camera=_camera())
        found.append(_written(lambda path, state=state: save_project(path, Project(state, 0)), ".posestudio"))
    return found


def run_settings() -> list[bytes]:
    from posestudio.training.config import TrainConfig

    return [json.dumps(asdict(TrainConfig("poses.npz"))).encode()]


def run_logs() -> list[bytes]:
    scores = {"energy": 50.0, "mpjpe": 60.0}
    lines = [
        {"step": 10, "loss": 0.5, "rate": 9.0},
        {"step": 20, "validation": scores, "training": scores, "control": scores},
    ]
    return ["\n".join(map(json.dumps, lines)).encode()]


def checkpoints() -> list[bytes]:
    import torch
    from safetensors.torch import save

    facts = {"facts": json.dumps({"step": 3, "best": [1, 50.0]}), "step": "3"}
    return [save({"a": torch.zeros(3), "average.a": torch.zeros(3)}, facts)]


def pictures() -> list[bytes]:
    from PIL import Image

    pixels = np.random.default_rng(0).integers(0, 255, (16, 12, 3), np.uint8)
    found = []
    for kind in ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", *_photograph_formats()):
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, kind)
        found.append(stream.getvalue())
    return found


def _photograph_formats() -> list[str]:
    """AVIF and HEIF, as far as this installation writes them."""
    from PIL import features

    kinds = ["AVIF"] if features.check("avif") else []
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        return kinds
    register_heif_opener()
    return [*kinds, "HEIF"]


def videos() -> list[bytes]:
    from posestudio.export.video_encoding import encode_video

    frames = [np.full((32, 32, 3), 40 * n, np.uint8) for n in range(3)]
    return [_written(lambda path: encode_video(path, frames, 3, 10.0), ".mp4")]


def rigs() -> list[bytes]:
    from posestudio.mocap.rig_matching import ROLES

    return [json.dumps({"joints": {role: f"joint {role}" for role in ROLES}}).encode()]


def events() -> list[bytes]:
    from posestudio.learning.events import Progress, event_line

    return [event_line(Progress(3, 10, 0.5, 1e-3, 0.1, 2.0, 9.0)).encode()]

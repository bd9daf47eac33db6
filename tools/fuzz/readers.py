"""The readers that are fuzzed: what each calls, the files that it is given, and how those are damaged."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import archives
import samples
from archives import damage_table, damage_tar, read_archive, read_shard
from mutate import Mutation, damage_bytes, damage_json, damage_npz, damage_tensors, damage_tokens

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@dataclass(frozen=True)
class Reader:
    """``read`` gets the path of a damaged variant of one of ``samples``; ``share`` of all inputs are for it."""

    name: str
    suffix: str
    share: float
    read: Callable[[Path], Any]
    mutations: tuple[Mutation, ...]
    samples: Callable[[], list[bytes]]


def _read_bvh(path: Path) -> None:
    from posestudio.mocap.body_from_clip import to_body
    from posestudio.mocap.bvh import load_bvh

    to_body(load_bvh(path))


def _read_project(path: Path) -> None:
    from posestudio.app.model.project import load_project
    from posestudio.errors import PoseStudioError

    def refuse(named: Any) -> Any:
        raise PoseStudioError(f"{named}: not read here")

    load_project(path, refuse)


def _read_settings(path: Path) -> None:
    from posestudio.learning.config import load_config
    from posestudio.training.config import TrainConfig

    load_config(path.parent, TrainConfig)


def _read_log(path: Path) -> None:
    from posestudio.training.run_list import read_run

    (path.parent / "config.json").write_bytes(samples.run_settings()[0])
    read_run(path.parent)


def _read_checkpoint(path: Path) -> None:
    from posestudio.learning.run_folder import load_checkpoint

    load_checkpoint(path.parent)


def _read_rigs(path: Path) -> None:
    from posestudio.mocap.rig_files import load_rigs

    load_rigs(path.parent)


def _read_video(path: Path) -> None:
    from posestudio.common.videos import frame_count, read_video

    frame_count(path)
    for _ in read_video(path):
        pass


def _call(module: str, name: str, *more: Any) -> Callable[[Path], Any]:
    """A function that imports ``module`` and calls its ``name`` with the path."""

    def read(path: Path) -> Any:
        import importlib

        return getattr(importlib.import_module(module), name)(path, *more)

    return read


def _load_limits(path: Path) -> None:
    from posestudio.body.limits import JointLimits

    JointLimits.load(path)


def _event(path: Path) -> None:
    from posestudio.learning.events import read_event

    read_event(path.read_bytes().decode(errors="replace"))


TEXT: tuple[Mutation, ...] = (damage_tokens, damage_tokens, damage_bytes)

load_keypoints = _call("posestudio.keypoints", "load_keypoints")
open_camera = _call("posestudio.geometry.camera_files", "open_camera")
load_cameras = _call("posestudio.geometry.camera_group", "load_cameras")
load_views = _call("posestudio.lifting.views.file", "load_views")
load_known = _call("posestudio.lifting.known", "load_known", 1)
load_keys = _call("posestudio.lifting.known", "load_keys")
read_people = _call("posestudio.detection.training.annotations", "read_people")
load_lifted = _call("posestudio.export.lifted_npz", "load_lifted")
load_poses = _call("posestudio.dataset.poses", "load_poses")
load_denoiser = _call("posestudio.diffusion.checkpoint", "load_denoiser")
load_model = _call("posestudio.detection.network.checkpoint", "load_model")
read_header = _call("posestudio.detection.foreign.onnx_header", "read_header")
read_picture = _call("posestudio.common.pictures", "read_picture")
read_shown = _call("posestudio.app.model.picture", "read_picture")

READERS = (
    Reader("bvh", ".bvh", 12, _read_bvh, TEXT, samples.bvh),
    Reader("keypoints", ".json", 20, load_keypoints, (damage_json,), samples.keypoint_files),
    Reader("camera", ".json", 12, open_camera, (damage_json,), samples.cameras),
    Reader("calibration", ".yml", 8, open_camera, TEXT, samples.calibrations),
    Reader("calibration xml", ".xml", 4, open_camera, TEXT, samples.calibrations_xml),
    Reader("calibration toml", ".toml", 4, load_cameras, TEXT, samples.camera_groups),
    Reader("calibrations", ".json", 4, load_cameras, (damage_json,), samples.camera_groups_json),
    Reader("views", ".json", 2, load_views, (damage_json,), samples.views),
    Reader("known", ".json", 10, load_known, (damage_json,), samples.known),
    Reader("keys", ".json", 4, load_keys, (damage_json,), samples.keys),
    Reader("project", ".posestudio", 8, _read_project, (damage_json,), samples.projects),
    Reader("annotations", ".json", 8, read_people, (damage_json,), samples.annotations),
    Reader("run settings", "config.json", 4, _read_settings, (damage_json,), samples.run_settings),
    Reader("run log", "log.jsonl", 3, _read_log, (*TEXT,), samples.run_logs),
    Reader("checkpoint", "last.safetensors", 3, _read_checkpoint, (damage_tensors,), samples.checkpoints),
    Reader("events", ".txt", 3, _event, (damage_json,), samples.events),
    Reader("lifted", ".npz", 4, load_lifted, (damage_npz,), samples.lifted),
    Reader("poses", ".npz", 4, load_poses, (damage_npz,), samples.poses),
    Reader("limits", ".npz", 3, _load_limits, (damage_npz,), samples.limits),
    Reader("lifter", ".safetensors", 2, load_denoiser, (damage_tensors,), samples.lifter_weights),
    Reader("detector", ".safetensors", 0.2, load_model, (damage_tensors,), samples.detector_weights),
    Reader("pose model", ".onnx", 2, read_header, (damage_bytes,), samples.onnx_models),
    Reader("picture", ".img", 4, read_picture, (damage_bytes,), samples.pictures),
    Reader("window's picture", ".png", 2, read_shown, (damage_bytes,), samples.pictures),
    Reader("video", ".mp4", 0.1, _read_video, (damage_bytes,), samples.videos),
    Reader("tar", ".tar", 4, read_archive, (damage_tar,), archives.tars),
    Reader("keypoint table", ".parquet", 6, read_archive, (damage_table,), archives.keypoint_tables),
    Reader("lifted table", ".parquet", 3, read_shard, (damage_table,), archives.lifted_tables),
    Reader("poses table", ".parquet", 2, read_shard, (damage_table,), archives.poses_tables),
    Reader("rigs", ".json", 2, _read_rigs, (damage_json,), samples.rigs),
)  # fmt: skip

"""Measures the lifting of an archive of recordings: by the stream, and by a Ray cluster that loses a node half-way.

    python benchmarks/archives.py [--frames 20000] [--recordings 100] [--hypotheses 2] [--workers 1 2 4]

The archive is made of the bundled clip: tars of keypoint files, each a recording of one person whom a camera of its
own sees, with noise of 0.5 % of the person's size and 5 % of the keypoints missing. The cluster has two nodes of one
processor core each, as processes of this machine (`ray.cluster_utils`); the second is killed when half of the parts
are done. Every file of its folder is compared with the stream's. Then a share of the archive is lifted by 1, 2 and 4
worker processes of the stream, and by as many workers of Ray. Times include loading the networks; those of Ray are
also given from the first part on, without the start of the cluster.
"""

from __future__ import annotations

import argparse
import io
import os
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from posestudio.archives.archive_run import PARTS, run_archive
from posestudio.archives.engine import HERE
from posestudio.archives.lift_archive import LiftJob
from posestudio.archives.manifest import MANIFEST
from posestudio.archives.parts import Engine
from posestudio.archives.recording_items import RecordingPart, recording_parts
from posestudio.archives.sources import list_items
from posestudio.body.layouts import to_keypoints
from posestudio.common.resources import asset
from posestudio.geometry.camera import Camera
from posestudio.keypoints import Keypoints, save_keypoints
from posestudio.lifting.whole_recordings import RecordingLift
from posestudio.mocap.body_from_file import load_body

SIZE = (1280, 720)
TARS = 4


def recording(body: np.ndarray, frames: int, seed: int) -> list[Keypoints]:
    """Keypoints (frames) of a clip's body (F, 29, 3), to and fro from some frame on, as one camera sees them."""
    rng = np.random.default_rng(seed)
    there_and_back = np.abs(
        (rng.integers(len(body)) + np.arange(frames)) % (2 * len(body) - 2) - len(body) + 1
    )
    turn, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.8, 1.8)
    middle = body[:, 0].mean(0) * [1, 0, 1] + [0, 0.9, 0]
    distance = 2.5 + np.abs(body - middle).max()
    position = middle + [distance * np.sin(turn), height - 0.9, distance * np.cos(turn)]
    camera = Camera.look_at(position, middle, fov=50, size=SIZE)
    made = []
    for number, pose in enumerate(body[there_and_back]):
        points = camera.project(to_keypoints(pose[None]))[0]
        points = points + rng.normal(0, 0.005 * np.ptp(points[:, 1]), points.shape)
        seen = np.where(rng.random(17) < 0.05, 0, 2).astype(np.int8)
        made.append(Keypoints(points[None], seen[None], SIZE, source=f"frame_{number:06d}"))
    return made


def make_archive(folder: Path, recordings: int, frames: int) -> None:
    """Tars of ``recordings`` keypoint files, with ``frames`` frames in all."""
    body = load_body(asset("example/clip.bvh"))[1].joints
    each = -(-frames // recordings)
    folder.mkdir(parents=True)
    for tar_number in range(TARS):
        with tarfile.open(folder / f"shard-{tar_number:03d}.tar", "w") as tar:
            for number in range(tar_number, recordings, TARS):
                file = folder / "recording.json"
                save_keypoints(file, recording(body, each, number), fps=30)
                content = file.read_bytes()
                file.unlink()
                member = tarfile.TarInfo(f"{number:06d}.json")
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))


def lifted(
    archive: Path,
    job: LiftJob,
    parts: list[RecordingPart],
    engine: Engine = HERE,
    then: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[float, float]:
    """Seconds that the parts take, in all and from the first report on."""
    began = time.perf_counter()
    reported = []

    def progress(done: int, total: int, _: str) -> None:
        reported.append(time.perf_counter())
        then(done, total)

    run_archive(job, str(archive), parts, engine=engine, progress=progress)
    return time.perf_counter() - began, reported[-1] - reported[0]


def differing(one: Path, other: Path) -> list[str]:
    """The files that differ between two folders, or are in one of them only."""
    names = {path.name for folder in (one, other) for path in folder.iterdir()}
    return sorted(name for name in names if _content(one / name) != _content(other / name))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=20_000)
    parser.add_argument("--recordings", type=int, default=100)
    parser.add_argument("--hypotheses", type=int, default=2)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--per-frame", action="store_true")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    parser.add_argument("--share", type=float, default=0.2, help="of the recordings, for --workers")
    options = parser.parse_args()
    how = RecordingLift(hypotheses=options.hypotheses, per_frame=options.per_frame, options={"seed": 0})
    if options.steps is not None:
        how = replace(how, options=how.options | {"steps": options.steps})
    with tempfile.TemporaryDirectory(prefix="posestudio-archives-") as temporary:
        folder = Path(temporary)
        archive = folder / "archive"
        make_archive(archive, options.recordings, options.frames)
        parts = recording_parts(list_items(archive, "keypoints"), "keypoints")
        job = LiftJob(folder / "stream", how=how, device="cpu")
        print(
            f"{options.frames} frames in {len(parts)} recordings, {os.cpu_count()} processor cores",
            flush=True,
        )
        before = time.process_time()
        seconds, _ = lifted(archive, job, parts)
        computed = time.process_time() - before  # of this process, however busy the machine is
        size = sum(path.stat().st_size for path in job.out.glob("part-*"))
        print(
            f"stream, this process: {seconds:.1f} s, {options.frames / seconds:.0f} frames/s,"
            f" {1000 * computed / options.frames:.1f} ms of processor time and"
            f" {size / options.frames:.0f} bytes a frame",
            flush=True,
        )
        lose_a_node(archive, replace(job, out=folder / "cluster"), parts, options.frames, job.out)
        some = parts[: max(1, round(options.share * len(parts)))]
        frames = options.frames * len(some) / len(parts)
        for ray in (None, "local"):
            for workers in options.workers:
                out = folder / f"{ray}-{workers}"
                whole, after = lifted(archive, replace(job, out=out), some, Engine(workers, ray))
                rate = frames * (len(some) - 1) / len(some) / after if len(some) > 1 else frames / whole
                print(
                    f"{'Ray' if ray else 'stream'}, {workers} workers: {frames:.0f} frames in {whole:.1f} s,"
                    f" {frames / whole:.0f} frames/s; {rate:.0f} frames/s from the first part on",
                    flush=True,
                )


def lose_a_node(archive: Path, job: LiftJob, parts: list[RecordingPart], frames: int, stream: Path) -> None:
    """Lift on a cluster of two nodes, one of which is killed half-way, and compare with the stream's folder."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 128 << 20}
    cluster = Cluster(initialize_head=True, head_node_args=head)
    try:
        second = cluster.add_node(num_cpus=1, object_store_memory=128 << 20)
        killed_at: list[int] = []

        def kill(done: int, total: int) -> None:
            if 2 * done >= total and not killed_at:
                killed_at.append(done)
                cluster.remove_node(second, allow_graceful=False)

        seconds, _ = lifted(archive, job, parts, Engine(ray=cluster.address), kill)
    finally:
        cluster.shutdown()
    different = differing(stream, job.out)
    print(
        f"Ray, two nodes, one killed after part {killed_at[0]} of {len(parts)}: {seconds:.1f} s,"
        f" {frames / seconds:.0f} frames/s; {len(list(job.out.glob('part-*')))} parts, {len(different)} files differ"
        f" from the stream's ({MANIFEST} and {PARTS} included) {' '.join(different[:5])}",
        flush=True,
    )


if __name__ == "__main__":
    main()

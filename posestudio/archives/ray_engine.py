"""Runs the parts of a job on a Ray cluster: each worker is an actor of a Ray Data pool, which loads its models once.

What happens when a worker or a node dies is Ray's: actors are restarted and their tasks done again, without limit,
which is what Ray Data asks of Ray Core by itself (``max_restarts`` and ``max_task_retries`` of -1):
https://docs.ray.io/en/latest/ray-core/fault_tolerance/actors.html. A part that ends its process each time is left out
by `parts.Worker`.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from posestudio.archives.parts import Job, Part, PartReport, Worker
from posestudio.common.allocator import keep_freed_memory
from posestudio.common.extras import needed
from posestudio.common.workers import cores
from posestudio.errors import PoseStudioError

LOCAL = "local"
"""The address that starts a cluster of this machine alone, for the run."""

PARTS_AT_ONCE = 10_000
"""So many parts are given to Ray at a time: it keeps a record of each."""

_ANSWERS = 15  # seconds within which a cluster does
_OBJECT_STORE = 128 << 20  # bytes; parts and reports are small


def run_on_ray(
    job: Job, parts: Sequence[Part], address: str, workers: int | None = None
) -> Iterator[PartReport]:
    """The report of each part when it is done, in no order.

    Every worker has a GPU, where the cluster has some and the job computes on one, else a processor core and one
    thread. Raises PoseStudioError where there is no cluster at ``address``, where the cluster ends, and what the job
    raises.
    """
    if not parts:
        return
    with _connected(address, workers) as ray:
        for first in range(0, len(parts), PARTS_AT_ONCE):
            try:
                yield from _run(ray, job, parts[first : first + PARTS_AT_ONCE], workers)
            except ray.exceptions.RayError as problem:
                raise PoseStudioError(
                    f"--ray {address}: the cluster failed: {_shortly(problem)}; the same command continues"
                ) from problem


def _run(ray: Any, job: Job, parts: Sequence[Part], workers: int | None) -> Iterator[PartReport]:
    data = needed("ray.data", "ray")
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    context = data.DataContext.get_current()
    context.enable_progress_bars = context.print_on_execution_start = False
    there = ray.cluster_resources()
    on_gpu = job.device not in (None, "cpu") and there.get("GPU", 0) >= 1
    most = min(len(parts), workers or max(1, int(there.get("GPU" if on_gpu else "CPU", 1))))
    reports = data.from_items(
        [{"part": pickle.dumps(part)} for part in parts], override_num_blocks=len(parts)
    ).map_batches(
        _RayWorker,
        batch_size=1,
        fn_constructor_args=(pickle.dumps(job),),
        # One task at a time: what waits for a node that has died waits until Ray knows that it has.
        compute=data.ActorPoolStrategy(
            min_size=1, max_size=most, initial_size=most, max_tasks_in_flight_per_actor=1
        ),
        num_cpus=1,
        num_gpus=1 if on_gpu else None,
    )
    # By blocks, not rows: rows are prefetched in a thread that may outlive an iteration that is broken off.
    for bundle in reports.iter_internal_ref_bundles():
        for block in ray.get(list(bundle.block_refs)):
            for content in block["report"].to_pylist():
                report = pickle.loads(content)
                if isinstance(report, Exception):
                    raise report
                yield report


class _RayWorker:
    """What an actor does: a batch is one part."""

    def __init__(self, job: bytes):
        keep_freed_memory()
        self._do = Worker(pickle.loads(job))

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        result: PartReport | Exception
        try:
            result = self._do(pickle.loads(batch["part"][0]))
        except (PoseStudioError, OSError) as problem:
            result = problem
        except Exception:
            result = RuntimeError(traceback.format_exc())
        return {"report": [pickle.dumps(result)]}


@contextmanager
def _connected(address: str, workers: int | None) -> Iterator[Any]:
    """The package ray, connected to the cluster until the block ends. A cluster of this machine is started and
    ended."""
    if address.startswith("ray://"):
        raise PoseStudioError(
            f"--ray {address}: run the command on a machine of the cluster, with --ray auto or HOST:PORT"
        )
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal():  # ray.init waits very long for one that is not there
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_ANSWERS).close()
        except (OSError, OverflowError) as problem:
            raise PoseStudioError(f"--ray {address}: no cluster there: {problem}") from problem
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    ray = needed("ray", "ray")
    own: dict[str, Any] = {}
    if address == LOCAL:
        own = {
            "num_cpus": workers or cores(),
            "object_store_memory": _OBJECT_STORE,
            "include_dashboard": False,
        }
    try:
        with _same_signals(), _without_stderr():
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except Exception as problem:  # ConnectionError, RuntimeError, ValueError and others
        ray.shutdown()
        if "AuthToken" in f"{problem} {problem.__cause__}":
            raise PoseStudioError(
                f"--ray {address}: the cluster asks for its token: set RAY_AUTH_MODE=token, and have the token in"
                " ~/.ray/auth_token or RAY_AUTH_TOKEN"
            ) from problem
        raise PoseStudioError(f"--ray {address}: no cluster there: {_shortly(problem)}") from problem
    try:
        with _silent(ray):
            yield ray
    finally:
        ray.shutdown()


@contextmanager
def _same_signals() -> Iterator[None]:
    """Keep the handler of SIGTERM, which ray.init replaces by one that ends the process."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread() and before is not None:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _without_stderr() -> Iterator[None]:
    """Leave out what the C++ side of Ray says about its settings; what goes wrong is in the exceptions."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def _silent(ray: Any) -> Iterator[None]:
    """Keep Ray from printing the log of a node that died to standard output, for which it has no option; a release
    that prints it otherwise does print it."""
    module: Any = getattr(getattr(ray, "_private", None), "worker", None)
    printed = getattr(module, "print_to_stdstream", None)
    if printed is None:
        yield
        return
    module.print_to_stdstream = lambda *data, **options: None
    try:
        yield
    finally:
        module.print_to_stdstream = printed


def _shortly(problem: Exception) -> str:
    """The first and last line of an error's text, which of Ray's are what failed and why."""
    text = re.sub(r"\x1b\[\d*m", "", str(problem)).strip() or type(problem).__name__
    lines = text.splitlines()
    return ": ".join(dict.fromkeys((lines[0][:300], lines[-1][:300])))

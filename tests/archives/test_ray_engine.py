"""Parts done on a Ray cluster: of two nodes, one of which is killed half-way."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from posestudio.archives.archive_run import run_archive
from posestudio.archives.manifest import MANIFEST
from posestudio.archives.parts import Engine, Part
from posestudio.archives.ray_engine import run_on_ray
from posestudio.archives.sources_item import Item
from posestudio.errors import PoseStudioError
from tests.archives.ray_job import NumbersJob

pytest.importorskip("ray.data")

PARTS = [Part(n, (Item("bad" if n == 5 else f"item-{n}", f"item-{n}"),)) for n in range(8)]
QUICK = {
    "health_check_period_ms": 500,
    "health_check_failure_threshold": 2,
}  # a node's death is seen in a second


@pytest.fixture
def cluster(tmp_path_factory, monkeypatch):
    """Two nodes of a processor core each, of which the second may be killed."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_BACKEND_LOG_LEVEL", "fatal")
    monkeypatch.setenv("PYTHONPATH", os.getcwd(), prepend=os.pathsep)
    from ray.cluster_utils import Cluster

    store = 80 << 20
    cluster = Cluster(
        initialize_head=True,
        head_node_args={
            "num_cpus": 1,
            "include_dashboard": False,
            "object_store_memory": store,
            "_system_config": QUICK,
        },
    )
    try:
        cluster.second = cluster.add_node(num_cpus=1, object_store_memory=store)
        yield cluster
    finally:
        cluster.shutdown()


def run(out: Path, engine: Engine, progress=None, **options) -> tuple[int, list[str]]:
    return run_archive(NumbersJob(out, **options), "memory", PARTS, engine=engine, progress=progress)


def test_a_node_that_dies_half_way_has_its_parts_done_again(cluster, tmp_path, capfd):
    expected = run(tmp_path / "here", Engine(1))
    out = tmp_path / "out"
    killed = []

    def kill(done: int, total: int, _: str) -> None:
        if done >= 3 and not killed:
            killed.append(done)
            cluster.remove_node(cluster.second, allow_graceful=False)

    assert run(out, Engine(ray=cluster.address), kill, seconds=0.2) == expected == (7, ["bad: not a number"])
    assert killed and json.loads((out / MANIFEST).read_text()) == json.loads(
        (tmp_path / "here" / MANIFEST).read_text()
    )
    for path in (tmp_path / "here").glob("part-*"):
        assert path.read_bytes() == (out / path.name).read_bytes()
    begun = (out / "done").read_text().split()
    assert set(begun) == {str(part.number) for part in PARTS}
    printed = capfd.readouterr()
    assert not printed.out and not printed.err


def test_an_address_without_a_cluster_is_one_error(tmp_path):
    with pytest.raises(PoseStudioError, match="--ray 127.0.0.1:9: no cluster there"):
        run(tmp_path / "out", Engine(ray="127.0.0.1:9"))
    with pytest.raises(PoseStudioError, match="run the command on a machine of the cluster"):
        run(tmp_path / "out", Engine(ray="ray://127.0.0.1:9"))


def test_a_cluster_whose_token_is_missing_is_one_error(tmp_path, monkeypatch):
    import ray

    def refused(*arguments, **options):
        raise ConnectionError("Failed to connect") from RuntimeError("RPC error: InvalidAuthToken: missing")

    monkeypatch.setattr(ray, "init", refused)
    with pytest.raises(
        PoseStudioError, match="--ray auto: the cluster asks for its token: set RAY_AUTH_MODE"
    ):
        list(run_on_ray(NumbersJob(tmp_path), PARTS, "auto"))

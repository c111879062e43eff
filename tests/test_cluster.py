"""A batch on two local Ray nodes, one of which is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from merchant_studio import StudioConfig
from merchant_studio.batch import Batch, Looked, Outcome
from merchant_studio.batch.cluster import Actors, ClusterError
from merchant_studio.batch.job import Job
from merchant_studio.batch.ledger import Ledger
from merchant_studio.batch.pool import Pool
from merchant_studio.batch.products import Product
from merchant_studio.batch.worker import Finished
from merchant_studio.cli import commands as cli
from merchant_studio.pipeline import Prepared, Step, Studio
from tests.batches import FAKE, add_product, make_pitch, tree
from tests.s3 import SECRET, download, new_bucket, server  # noqa: F401
from tests.test_batch import Dying

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.thorough,
    # Ray leaves the log files and pipes of the processes that it started to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed file <_io:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:subprocess \\d+ is still running:ResourceWarning"),
]
NAMES = [f"P{number}" for number in range(6)]
LANGUAGES = ("en", "ar")


@pytest.fixture(scope="module")
def nodes(server: dict[str, str]) -> Iterator[Any]:  # noqa: F811
    """A Ray cluster of this machine alone; its head has a core and, it says, a GPU."""
    from ray.cluster_utils import Cluster

    # The sockets of a node have paths of at most 107 bytes.
    place = tempfile.mkdtemp(prefix="r", dir="/tmp")
    ray_place = Path(place, "ray")  # where TMPDIR would have it, too
    ray_place.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("TMPDIR", place)
        patch.setattr("tempfile.tempdir", None)
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        for name, value in server.items():
            patch.setenv(name, value)
        head = {"num_cpus": 1, "num_gpus": 1, "object_store_memory": 80_000_000}
        cluster = Cluster(
            initialize_head=True,
            head_node_args={**head, "temp_dir": str(ray_place), "include_dashboard": False},
        )
        yield cluster
        cluster.shutdown()
    shutil.rmtree(place, ignore_errors=True)


def processes_below(pid: int) -> list[int]:
    """A process and all that it started, by /proc."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in processes_below(int(child)))]


class Marking(Studio):
    """Notes which node prepares which product: a worker's parent is its node's raylet."""

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        with (Path(path).parents[1] / "marks").open("a", encoding="utf-8") as marks:
            marks.write(f"{slug} {os.getppid()}\n")
        return super().prepare(path, languages, slug=slug)


def marks() -> list[list[str]]:
    path = Path("marks")
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


class Killer:
    """A watcher that kills a node as soon as it hears of a product that is prepared there."""

    def __init__(self, raylet: int) -> None:
        self.raylet = raylet
        self.killed = ""
        self.finished: list[Outcome] = []

    def looked(self, done: int, total: int) -> None:
        pass

    def start(self, products: Sequence[Looked], done: int, total: int) -> None:
        pass

    def step(self, product: str, step: Step) -> None:
        here = [product.lower(), str(self.raylet)]
        if self.raylet and not self.killed and here in marks():
            self.killed = product
            for pid in processes_below(self.raylet):
                os.kill(pid, signal.SIGKILL)

    def finish(self, outcome: Outcome) -> None:
        self.finished.append(outcome)

    def tell(self, message: str) -> None:
        pass


def config(**more: Any) -> StudioConfig:
    return StudioConfig(
        recognizer="fake",
        writer="none",
        translator="fake",
        preset="ultrafast",
        crf=40,
        threads=1,
        **more,
    )


def test_a_node_is_lost_and_every_product_is_made(
    nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pitch = make_pitch(tmp_path)
    for name in NAMES:
        add_product(Path("products"), name, pitch)
    place, out = Path("products"), Path("out")
    with Batch(
        config=config(out=out), place=place, languages=LANGUAGES, watcher=Killer(0)
    ) as batch:
        assert batch.run().counts["made"] == len(NAMES)
    local = tree(out)
    shutil.rmtree(out)
    second = nodes.add_node(num_cpus=1, object_store_memory=80_000_000)
    raylet = second.all_processes["raylet"][0].process.pid
    watcher = Killer(raylet)
    with (
        Actors(nodes.address, studio=Marking) as actors,
        Batch(
            config=config(out=out),
            place=place,
            languages=LANGUAGES,
            watcher=watcher,
            workers=actors,
        ) as batch,
    ):
        assert actors.count == 2
        result = batch.run()
    assert watcher.killed
    assert result.counts == {"made": len(NAMES), "blocked": 0, "failed": 0, "waiting": 0}
    prepared = Counter(slug for slug, _ in marks())
    assert prepared[watcher.killed.lower()] == 2, "it was begun again elsewhere"
    assert tree(out) == local


def test_a_crash_of_an_actor_stops_no_other_product(nodes: Any, tmp_path: Path) -> None:
    ledger = Ledger(Job.of(config(out=tmp_path), ["en"]))
    ledger.open()
    products = [
        Product(name=name, slug=name, path=Path(__file__))
        for name in ("a", "bad", "b", "unlucky", "c")
    ]
    with Actors(nodes.address, studio=Dying) as actors:
        pool = Pool(ledger, actors)
        messages = list(pool.make(products))
        pool.close()
    found = {m.outcome.product: m.outcome.status for m in messages if isinstance(m, Finished)}
    assert found == {"a": "made", "b": "made", "unlucky": "made", "c": "made", "bad": "failed"}


def test_a_machine_without_the_shared_disk_is_told(nodes: Any, tmp_path: Path) -> None:
    ledger = Ledger(Job.of(config(out=tmp_path), ["en"], "/nowhere/products"))
    with Actors(nodes.address) as actors:
        pool = Pool(ledger, actors)
        with pytest.raises(ClusterError) as error:
            list(pool.make([Product(name="a", slug="a", path=Path("/nowhere/products/a"))]))
        pool.close()
    assert str(error.value) == (
        f"the machine {socket.gethostname()} does not see /nowhere/products; "
        "put it on a disk that all machines share, or in a store such as s3://"
    )


def test_a_bucket_is_made_on_a_cluster_with_half_a_gpu_each(
    nodes: Any,
    server: dict[str, str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    bucket = new_bucket("cluster", server)
    pitch = make_pitch(tmp_path)
    for name in ("A1", "A2"):
        add_product(Path("products"), name, pitch)
    (Path("products/A2") / "pitch.txt").write_text("", encoding="utf-8")
    bucket.push("products")
    arguments = ["--to", "en", *FAKE, "--ray", nodes.address, "--ray-gpus", "0.5"]
    place, out = f"{bucket.url}/products", f"{bucket.url}/out"
    result = CliRunner().invoke(cli.main, ["batch", place, "--out", out, *arguments])
    assert result.stdout.splitlines() == [
        "A2: failed: pitch.mp4 has no speech in it; record it again, closer",
        f"1 made, 1 failed; {out}/report.html",
        "after the repair, run the same command with --retry-failed",
    ], result.output
    folder = download(bucket, "out", tmp_path / "fetched")
    assert "CNY\u00a018.50" in (folder / "a1/en/captions.srt").read_text("utf-8")
    assert not any(SECRET.encode() in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("127.0.0.1:1",), "no Ray cluster answers at '127.0.0.1:1' ("),
        (("nowhere",), "no Ray cluster answers at 'nowhere' ("),
        (("NODES", "--ray-gpus", "4"), "no machine of the cluster has 4 GPUs for a worker; "),
    ],
)
def test_a_cluster_that_cannot_do_it_is_told_before_anything_is_made(
    nodes: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    add_product(Path("products"), "A1", make_pitch(tmp_path))
    address, *more = options
    ray = ["--ray", nodes.address if address == "NODES" else address, *more]
    result = CliRunner().invoke(cli.main, ["batch", "products", "--to", "en", *FAKE, *ray])
    assert result.stderr.startswith(f"merchant-studio: {message}"), result.output
    assert len(result.stderr.splitlines()) == 1
    assert not Path("out").exists()


def test_a_missing_ray_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    result = CliRunner().invoke(cli.main, ["batch", "x", "--to", "en", *FAKE, "--ray", "auto"])
    assert result.stderr == (
        "merchant-studio: --ray and clusters need more packages; "
        "run: pip install 'merchant-studio[cluster]'\n"
    )

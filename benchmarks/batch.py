"""Products per hour with the real models, and what the batch itself costs.

    python -m benchmarks.batch [--products 10] [--languages en,es] [--many 10000]
        [--recording FILE] [--json]

`pipelined_vs_one_after_other` is the time of a batch in which a worker prepares the next product
while it renders, over the time of one in which it does one product after the other. The
scheduling is measured with a studio that does nothing: locks, messages, ledger and reports are
what is left. Looking at a product (its sheet read, its sound decoded) is measured on its own.

`ray_two_vs_one` is the time of two Ray workers on this machine over that of one, with the fake
engines and real renders; `ray_waits_two_vs_one` the same where the work is waiting, as on two
machines. With `--ray-products 0` there is no Ray.
"""

from __future__ import annotations

import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.frame import options, tell
from merchant_studio import Release, StudioConfig
from merchant_studio.batch import Batch, Looked, Outcome, pool
from merchant_studio.batch.job import Job
from merchant_studio.batch.ledger import Ledger
from merchant_studio.batch.processes import Processes
from merchant_studio.batch.products import Product, find_products
from merchant_studio.batch.report import write_reports
from merchant_studio.batch.worker import Finished
from merchant_studio.pipeline import Prepared, Step, Studio
from merchant_studio.run.folder import RunFolder

SPOKEN = "大家好。这款不锈钢保温杯，容量500毫升。单价18块5，100个起订，7天交货。欢迎联系我们。"
EXAMPLE = Path(__file__).parents[1] / "examples" / "flask"
RECORDING = EXAMPLE / "pitch.mp4"


class Idle:
    """A watcher that keeps the sum of what the products took."""

    def __init__(self) -> None:
        self.prepare_ms = self.render_ms = 0
        self.failed: list[str] = []

    def looked(self, done: int, total: int) -> None:
        """Nothing to show."""

    def start(self, products: Sequence[Looked], done: int, total: int) -> None:
        """Nothing to show."""

    def step(self, product: str, step: Step) -> None:
        """Nothing to show."""

    def finish(self, outcome: Outcome) -> None:
        """Add up."""
        self.prepare_ms += outcome.prepare_ms
        self.render_ms += outcome.render_ms
        if outcome.status != "made":
            self.failed.append(f"{outcome.product}: {outcome.reason}")

    def tell(self, message: str) -> None:
        """Nothing to tell."""


class NoStudio(Studio):
    """Makes nothing, at once."""

    WAIT_S = 0.0

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        """A pitch with no drafts."""
        time.sleep(self.WAIT_S / 2)
        folder = RunFolder(self.config.out / slug)
        return Prepared(folder=folder, languages=tuple(languages), drafts=(), failed=())

    def finish(self, prepared: Prepared) -> tuple[Release, ...]:
        """No releases."""
        time.sleep(self.WAIT_S)
        return ()


class WaitingStudio(NoStudio):
    """Makes nothing and takes its time, as a worker on another machine seems to."""

    WAIT_S = 0.2


def catalogue(folder: Path, count: int, recording: Path, spoken: str = "") -> Path:
    """The example, `count` times, each with another price, and with this recording.

    `spoken` is what the fake recognizer hears.
    """
    for number in range(count):
        product = folder / f"flask-{number:05}"
        shutil.copytree(EXAMPLE, product)
        shutil.copy(recording, product / RECORDING.name)
        if spoken:
            (product / "pitch.txt").write_text(spoken, encoding="utf-8")
        sheet = product / "product.yaml"
        text = sheet.read_text(encoding="utf-8")
        changed = text.replace("18.5 CNY", f"{18 + number}.5 CNY").replace(
            "A203", f"A{203 + number}"
        )
        assert changed != text or not number, "the example's sheet has another price"
        sheet.write_text(changed, encoding="utf-8")
    return folder


def real(place: Path, count: int, languages: Sequence[str], ahead: int) -> dict[str, float]:
    """A batch on the real models; `ahead` products at a worker at a time."""
    usual, pool.AHEAD = pool.AHEAD, ahead
    watcher = Idle()
    out = place / f"out-{ahead}"
    started = time.monotonic()
    try:
        job = Batch(
            config=StudioConfig(out=out),
            place=place / "products",
            languages=tuple(languages),
            watcher=watcher,
        )
        with job:
            job.run()
    finally:
        pool.AHEAD = usual
    seconds = time.monotonic() - started
    if watcher.failed:
        raise SystemExit("\n".join(watcher.failed))
    uploaded_mb = megabytes(out) / count
    fetched_mb = megabytes(place / "products") / count
    shutil.rmtree(out)
    return {
        "seconds": seconds,
        "fetched_mb": 2 * fetched_mb,  # once to look at it, once to make it
        "uploaded_mb": uploaded_mb,
        "prepare_s": watcher.prepare_ms / 1000,
        "render_s": watcher.render_ms / 1000,
        "products_per_hour": count * 3600 / seconds,
    }


def scheduling(place: Path, count: int) -> dict[str, float]:
    """What a batch costs beside the making, for many products."""
    folder = place / "many"
    for number in range(count):
        product = folder / f"{number:06}"
        product.mkdir(parents=True)
        (product / "pitch.mp4").touch()
    config = StudioConfig(
        out=place / "out-many", writer="none", translator="fake", recognizer="fake"
    )
    ledger = Ledger(Job.of(config, ["en"]))
    ledger.open()
    started, worked_s = time.monotonic(), cpu_s()
    products = find_products(folder, config.out)
    hands = pool.Pool(ledger, Processes(1, NoStudio))
    statuses: dict[str, str] = {}
    early_kb = 0
    try:
        for message in hands.make(products):
            if isinstance(message, Finished):
                statuses[message.outcome.slug] = message.outcome.status
                if len(statuses) == count // 10:
                    early_kb = peak_kb()
    finally:
        hands.close()
    write_reports(products, statuses, ledger)
    seconds = time.monotonic() - started
    assert set(statuses.values()) == {"made"} and len(statuses) == count
    return {
        "ms_per_product_scheduling": seconds * 1000 / count,
        "cpu_ms_per_product_scheduling": (cpu_s() - worked_s) * 1000 / count,
        "memory_growth_mb": (peak_kb() - early_kb) / 1024,
    }


def ray(place: Path, count: int, many: int, recording: Path) -> dict[str, float]:
    """Ray workers on this machine: two beside one, and what they cost where nothing is made."""
    from merchant_studio.batch.cluster import LOCAL, Actors

    def spent(workers: int, products: list[Product], studio: type[Studio], name: str) -> float:
        config = StudioConfig(
            out=place / f"out-ray-{name}-{workers}",
            writer="none",
            translator="fake",
            recognizer="fake",
            threads=1,
        )
        ledger = Ledger(Job.of(config, ["en", "ar"], str(place)))
        ledger.open()
        with Actors(LOCAL, workers, studio=studio) as actors:
            hands = pool.Pool(ledger, actors)
            warm = pool.AHEAD * 2  # so that two have started, too
            _ = list(hands.make(products[:warm]))
            started = time.monotonic()
            done = [m.outcome for m in hands.make(products[warm:]) if isinstance(m, Finished)]
            seconds = time.monotonic() - started
            hands.close()
        assert {each.status for each in done} == {"made"} and len(done) == len(products) - warm
        shutil.rmtree(config.out)
        return seconds

    warm = pool.AHEAD * 2
    products = catalogue(place / "ray", count + warm, recording, SPOKEN)
    real = find_products(products, place / "none")
    idle = [Product(name=f"{n:06}", slug=f"{n:06}", path=place) for n in range(many)]
    return {
        "ray_two_vs_one": spent(2, real, Studio, "real") / spent(1, real, Studio, "real"),
        "ray_waits_two_vs_one": spent(2, idle[:40], WaitingStudio, "waits")
        / spent(1, idle[:40], WaitingStudio, "waits"),
        "ray_ms_per_product": spent(1, idle, NoStudio, "idle") * 1000 / (many - warm),
    }


def looking(place: Path, count: int) -> dict[str, float]:
    """What looking at a product costs: when it is new."""
    job = Batch(
        config=StudioConfig(out=place / "none"),
        place=place / "products",
        languages=("en",),
        watcher=Idle(),
    )
    started = time.monotonic()
    with job:
        assert len(job.plan().ready) == count
    return {"ms_per_product_looking": (time.monotonic() - started) * 1000 / count}


def cpu_s() -> float:
    """What this process and its ended workers have worked."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def megabytes(folder: Path) -> float:
    """The size of what is in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def peak_kb() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


OPTIONS = options(
    __doc__,
    products=10,
    languages=("en", "es", "ar", "vi", "fr", "ru"),
    recording=RECORDING,
    many=10_000,
    ray_products=8,
    json=False,
)


def main() -> None:
    """Print the table, and with `--json` one document as the last line."""
    asked = OPTIONS.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        figures = scheduling(place, asked.many)
        if asked.products:
            catalogue(place / "products", asked.products, asked.recording)
            figures |= looking(place, asked.products)
            one = real(place, asked.products, asked.languages, ahead=1)
            two = real(place, asked.products, asked.languages, ahead=2)
            figures |= two
            figures |= {f"one_after_other_{name}": value for name, value in one.items()}
            figures["pipelined_vs_one_after_other"] = two["seconds"] / one["seconds"]
        if asked.ray_products:
            figures |= ray(place, asked.ray_products, asked.many // 5, asked.recording)
    table = "\n".join(f"{name:32} {value:10.2f}" for name, value in figures.items())
    tell(figures, table, as_json=asked.json)


if __name__ == "__main__":
    main()

"""Products per hour with the real models, and what the batch itself costs.

    python -m benchmarks.batch [--products 10] [--languages en,es] [--many 10000] [--json]

`pipelined_vs_one_after_other` is the time of a batch in which a worker prepares the next product
while it renders, over the time of one in which it does one product after the other. The
scheduling is measured with a studio that does nothing: locks, messages, ledger and reports are
what is left. Looking at a product (its sheet read, its sound decoded) is measured on its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from merchant_studio import Release, StudioConfig
from merchant_studio.batch import Batch, Looked, Outcome, pool
from merchant_studio.batch.ledger import Ledger
from merchant_studio.batch.processes import Processes
from merchant_studio.batch.products import find_products
from merchant_studio.batch.report import write_reports
from merchant_studio.batch.site import Job
from merchant_studio.batch.worker import Finished
from merchant_studio.pipeline import Prepared, Step, Studio
from merchant_studio.runfolder import RunFolder

EXAMPLE = Path(__file__).parents[1] / "examples" / "flask"


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

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        """A pitch with no drafts."""
        folder = RunFolder(self.config.out / slug)
        return Prepared(folder=folder, languages=tuple(languages), drafts=(), failed=())

    def finish(self, prepared: Prepared) -> tuple[Release, ...]:
        """No releases."""
        return ()


def catalogue(folder: Path, count: int) -> Path:
    """The example, `count` times, each time with another price and order quantity."""
    for number in range(count):
        product = folder / f"flask-{number:05}"
        shutil.copytree(EXAMPLE, product)
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
    shutil.rmtree(out)
    return {
        "seconds": seconds,
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
    ledger = Ledger(StudioConfig(out=place / "out-many", writer="fake", recognizer="fake"), ["en"])
    ledger.open()
    started = time.monotonic()
    products = find_products(folder, ledger.config.out)
    job = Job(config=ledger.config, languages=ledger.languages, options=ledger.options)
    hands = pool.Pool(ledger, Processes(1, NoStudio), job)
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
        "memory_growth_mb": (peak_kb() - early_kb) / 1024,
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


def peak_kb() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Print the table, and with `--json` one document as the last line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--products", type=int, default=10)
    parser.add_argument("--languages", default="en,es,ar,vi,fr,ru")
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        figures |= scheduling(place, options.many)
        if options.products:
            catalogue(place / "products", options.products)
            figures |= looking(place, options.products)
            languages = options.languages.split(",")
            one = real(place, options.products, languages, ahead=1)
            two = real(place, options.products, languages, ahead=2)
            figures |= two
            figures |= {f"one_after_other_{name}": value for name, value in one.items()}
            figures["pipelined_vs_one_after_other"] = two["seconds"] / one["seconds"]
    for name, value in figures.items():
        print(f"{name:32} {value:10.2f}")
    if options.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()

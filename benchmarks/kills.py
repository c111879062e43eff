"""Kill the program at random moments, go on, and see whether anything is lost or left over.

    python -m benchmarks.kills [--kills 200] [--seed 7] [--only run,batch,page,pull] [--json]

Each way is done once undisturbed. Then it is begun, killed (kill -9, the process alone or with all
that it started) after a random part of the time that it takes, and begun again, until one attempt
gets to the end: what lies there must be the same, byte by byte, and nothing else. The ways are done
in turn, on the fake engines. It is no measurement of time; it counts kills and differences.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frame import options, tell
from tests.batches import FAKE, add_product, make_pitch
from tests.hub_server import MODEL_CARD, Hub, serving
from tests.waiting import LIMIT_S

ROOT = Path(__file__).parents[1]
SIGNALS: tuple[Callable[[int, int], None], ...] = (os.kill, os.killpg)
"""The process alone, whose helpers must end by themselves; or all at once, as a power cut does."""
COMMAND = "from merchant_studio.cli import main; main(prog_name='merchant-studio')"
PAGE = """
import sys
from pathlib import Path
from merchant_studio import StudioConfig
from merchant_studio.webui import actions
from merchant_studio.webui.session import App
from merchant_studio.webui.jobs import JobQueue
from tests.waiting import LIMIT_S

def done(job):
    if job is not None and not (job.ended.wait(LIMIT_S) and job.state == "done"):
        raise SystemExit(f"{job.state}: {job.error}")

def main():
    out, recording = Path(sys.argv[1]), Path(sys.argv[2])
    config = StudioConfig(out=out, recognizer=f"fake:{recording.with_suffix('.txt')}",
                          writer="none", translator="fake", preset="ultrafast", crf=40)
    jobs = JobQueue(config)
    session = App(config=config, jobs=jobs, uploads=out).session("", "20260101-0123456789ab")
    chosen = session.product.choices
    if not chosen.take:
        session.product.choose(created="2026-01-01T00:00:00.000+00:00", name="不锈钢保温杯")
        if not session.product.takes():
            with recording.open("rb") as body:
                session.product.receive(recording.name, body, config)
        else:
            session.product.use(session.product.takes()[0].name)
    if not session.product.choices.heard:
        done(actions.film.listen(session))
    if session.brief.unconfirmed:
        actions.facts.confirm(session)
    session.product.choose(languages=("en", "ar"))
    writing = actions.scripts.write(session)
    if writing:
        done(writing)
    if session.script("en").lines[0].text != "My own words.":
        actions.scripts.edit_line(session, "en", 0, "My own words.")
    done(actions.videos.render(session))
    jobs.close()

if __name__ == "__main__":
    main()
"""
"""What a merchant does on the page, going on from what is there."""
PULL = """
import sys
from pathlib import Path
from merchant_studio.engines import weights
from merchant_studio.engines.weights import catalogue
catalogue.card_folder = lambda: Path(sys.argv[1])
weights.pull("tiny", lambda each: None)
"""
TEXTS = (".json", ".html")
TIMES = re.compile(
    rb'"(?:prepare_ms|render_ms|time_ns)": \d+|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?:[:.\d]*)(?:\+00:00)?'
)
"""When something was made, and how long it took, is another time each time."""
BODY = random.Random(1).randbytes(3_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing that is done: how it is started, and where its results lie."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    results: tuple[Path, ...]

    def tree(self) -> dict[str, str]:
        """Every file among the results with its digest; a lock file is no result.

        Nor are the page's steps back: here nobody presses. `benchmarks.page_kills` compares them.
        """
        return {
            str(path.relative_to(result.parent)): hashlib.sha256(
                TIMES.sub(b"", path.read_bytes()) if path.suffix in TEXTS else path.read_bytes()
            ).hexdigest()
            for result in self.results
            for path in sorted(result.rglob("*"))
            if path.is_file() and path.suffix != ".lock" and "history" not in path.parts
        }

    def clear(self) -> None:
        """Remove the results."""
        for result in self.results:
            shutil.rmtree(result, ignore_errors=True)


def kill(way: Way, kills: int, chance: random.Random) -> dict[str, object]:
    """Kill a way so many times; what was found."""
    way.clear()
    began = time.monotonic()
    _finish(way)
    took_s = time.monotonic() - began
    whole, done, rounds, different = way.tree(), 0, 0, list[str]()
    way.clear()
    while done < kills:
        process = way.start()
        with suppress(subprocess.TimeoutExpired):
            process.wait(took_s * chance.random())
        if process.poll() is None:
            done += 1
            chance.choice(SIGNALS)(process.pid, signal.SIGKILL)
            process.wait()
            if done < kills and chance.random() < 0.8:  # else go on to the end
                continue
        _finish(way)
        rounds += 1
        different += _differences(whole, way.tree())
        way.clear()
    return {"way": way.name, "kills": done, "rounds": rounds, "different": different}


def _finish(way: Way) -> None:
    """Go on to the end; whoever still holds a lock, because it outlived its parent, ends soon."""
    until = time.monotonic() + LIMIT_S
    while True:
        process = way.start()
        if process.wait(LIMIT_S) == 0:
            return
        if time.monotonic() > until:
            raise SystemExit(f"{way.name} does not come to an end")
        time.sleep(0.5)


def _differences(whole: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    names = {*whole, *found}
    return sorted(name for name in names if whole.get(name) != found.get(name))


def ways(folder: Path, stack: ExitStack) -> list[Way]:
    """The four ways, in a folder of their own."""
    pitch = make_pitch(folder)
    product = add_product(folder / "one", "A1", pitch)
    for name in ("B1", "B2"):
        add_product(folder / "products", name, pitch)
    (folder / "pitch.txt").write_text("大家好。单价18块5，100个起订。", encoding="utf-8")
    hub = Hub({"maker/tiny": {"model.bin": BODY}})
    address = stack.enter_context(serving(hub)).address
    cards = folder / "cards"
    cards.mkdir()
    digest = hashlib.sha256(BODY).hexdigest()
    card = MODEL_CARD.format(name="tiny", role="writer", kind="hf", size=len(BODY), sha256=digest)
    (cards / "tiny.toml").write_text(card, encoding="utf-8")
    cache = folder / "cache"
    hubs = {"HF_ENDPOINT": address, "MERCHANT_STUDIO_CACHE": str(cache)}

    def run(code: str, *arguments: str, **variables: str) -> Callable[[], subprocess.Popen[bytes]]:
        return lambda: _start(folder, code, arguments, variables)

    made = {name: folder / name for name in ("out-run", "out-batch", "out-page")}
    to = ("--to", "en,ar", "--out")
    return [
        Way(
            name="run",
            start=run(COMMAND, "run", str(product), *to, str(made["out-run"]), *FAKE),
            results=(made["out-run"],),
        ),
        Way(
            name="batch",
            start=run(COMMAND, "batch", "products", *to, str(made["out-batch"]), *FAKE),
            results=(made["out-batch"],),
        ),
        Way(
            name="page",
            start=run(PAGE, str(made["out-page"]), str(pitch)),
            results=(made["out-page"],),
        ),
        Way(name="pull", start=run(PULL, str(cards), **hubs), results=(cache,)),
    ]


def _start(
    folder: Path, code: str, arguments: tuple[str, ...], variables: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    script = folder / f"{hashlib.sha256(code.encode()).hexdigest()[:8]}.py"  # workers import it
    if not script.exists():
        guarded = code if "__main__" in code else f"if __name__ == '__main__':\n    {code}"
        script.write_text(guarded if code is not PULL else code, encoding="utf-8")
    log = (folder / "log.txt").open("ab")
    return subprocess.Popen(
        [sys.executable, str(script), *arguments],
        cwd=folder,
        env={**os.environ, **variables, "PYTHONPATH": str(ROOT)},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


OPTIONS = options(__doc__, kills=200, seed=7, only=("run", "batch", "page", "pull"), json=False)


def main() -> None:
    """Kill every way in turn, and print what was found; exit 1 if anything differs."""
    asked = OPTIONS.parse_args()
    chance = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        chosen = [way for way in ways(Path(place), stack) if way.name in asked.only]
        found = [kill(way, -(-asked.kills // len(chosen)), chance) for way in chosen]
    row = "{way:6} {kills:4} kills  {rounds:4} times to the end  {different}"
    tell(found, "\n".join(row.format(**each) for each in found), as_json=asked.json)
    sys.exit(any(each["different"] for each in found))


if __name__ == "__main__":
    main()

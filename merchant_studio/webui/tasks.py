"""What the page's worker process does: the pipeline's own steps, for one product at a time."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ..config import StudioConfig
from ..errors import InputError, StudioError
from ..messages import say, stored
from ..pipeline import Prepared, Step, Studio
from ..records import Brief, Finding, Script, from_json, to_json
from ..run import BRIEF, MadeFrom, RunFolder, leave_doubted_open, put_line
from .products import ALSO, Product
from .recordings import make_recording

Action: TypeAlias = Literal["listen", "write", "rewrite", "back", "render"]
FINDINGS_FILE = "findings.json"
"""What was found when the scripts were laid out; of a language, with the facts of that time."""
SPENT_FILE = "spent.json"
"""What a model was last asked for the product, and that in a sentence."""
RECORDS = ("transcript.json", "brief.json", "message.json", "names.json", "*/script.json")
TELL_S = 0.2
"""Steps are sent at most five times a second."""
PATIENCE_S = 30.0
"""How long it waits for another program, or another page, that is working at the product."""
NICENESS = 10
"""The page itself answers first."""


class StoppedError(StudioError):
    """The merchant stopped the work."""

    def __init__(self) -> None:
        super().__init__(say("stopped; start again when you like, what is finished is kept"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to be done for one product."""

    action: Action
    config: StudioConfig
    source: Path
    slug: str
    languages: tuple[str, ...] = ()
    line: int = -1
    """The line to be written anew."""
    blocked: tuple[str, ...] = ()
    """Those of the languages of which no video will be made: a line states a wrong fact."""
    also: str = ""
    """A folder in the run's, for videos of the same texts in another shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Sent to the page when the video of one language is finished."""

    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Sent when the task has ended; `error` says why it was not done."""

    error: StudioError | None = None


Message: TypeAlias = Step | Made | Ended


def serve(connection: Connection, stop: Event, config: StudioConfig) -> None:
    """Do one task after another, as they come; the engines stay loaded between them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    teller = _Teller(connection, stop)
    studio = Studio(config, teller.step)
    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError, KeyboardInterrupt):
            return
        connection.send(Ended(error=_do(task, studio.reconfigured(task.config), teller)))


def _do(task: Task, studio: Studio, teller: _Teller) -> StudioError | None:
    try:
        with RunFolder(task.config.out / task.slug).alone(PATIENCE_S):
            _cut_take(task, teller)
            _ACTIONS[task.action](task, studio, teller)
    except StudioError as error:
        return error
    except Exception as error:
        import traceback

        traceback.print_exc()  # for whoever runs the server
        return StudioError(
            say(
                "something went wrong ({error}); try again, and if it comes back, show the "
                "terminal to whoever looks after this page",
                error=type(error).__name__,
            )
        )
    return None


class _Teller:
    """Sends the steps of the work to the page, and ends the work when the merchant stops it."""

    def __init__(self, connection: Connection, stop: Event) -> None:
        self._connection, self._stop = connection, stop
        self._last: tuple[Step, float] | None = None

    def step(self, step: Step) -> None:
        """Tell a step.

        Raises:
            StoppedError: the merchant stopped the work.
        """
        if self._stop.is_set():
            raise StoppedError
        now = time.monotonic()
        if self._last:
            last, at = self._last
            is_same = (last.stage, last.what) == (step.stage, step.what)
            is_news = step.writing is not None or step.done == step.total
            if is_same and now - at < TELL_S and not is_news:
                return
        self._last = step, now
        self._connection.send(step)

    def made(self, language: str) -> None:
        """Tell that a video is there."""
        self._connection.send(Made(language=language))


def _cut_take(task: Task, teller: _Teller) -> None:
    """Make the recording where only a part of the take is used, which may take a minute."""
    product = Product(task.config.out, task.slug, task.config)
    take, cut = product.choices.take, product.choices.cuts.get(product.choices.take)
    if cut:
        teller.step(Step(stage="ingest", what=take))
        make_recording(product.run, take, cut, task.config.encoder)


def _listen(task: Task, studio: Studio, teller: _Teller) -> None:
    studio.listen(task.source, slug=task.slug)
    leave_doubted_open(RunFolder(task.config.out / task.slug))


def _write(task: Task, studio: Studio, teller: _Teller) -> None:
    prepared = studio.prepare(task.source, task.languages, slug=task.slug)
    keep_found(prepared, is_whole=False)
    studio.translate_back(prepared.folder, task.languages)
    keep_found(replace(prepared, spending=studio.spending))


def _rewrite(task: Task, studio: Studio, teller: _Teller) -> None:
    (language,) = task.languages
    line = studio.rewrite_line(task.source, language, task.line, slug=task.slug)
    folder = RunFolder(task.config.out / task.slug)
    name = f"{language}/script.json"
    script = folder.stored(name, Script)
    if line.text == script.lines[task.line].text:
        raise InputError(say("there is no other wording that says the same; write your own"))
    folder.edit(name, put_line(script, line))
    studio.translate_back(folder, task.languages)


def _back(task: Task, studio: Studio, teller: _Teller) -> None:
    studio.translate_back(RunFolder(task.config.out / task.slug), task.languages)


def _render(task: Task, studio: Studio, teller: _Teller) -> None:
    """The first video alone, so that it can be seen while the others are rendered."""
    if task.also:
        studio, prepared = _in_other_shape(task, studio)
    else:
        prepared = studio.prepare(task.source, task.languages, slug=task.slug)
        keep_found(prepared)
    if len(prepared.drafts) > 1:
        first = prepared.drafts[0]
        (release,) = studio.finish(
            replace(prepared, languages=(first.tag,), drafts=(first,), failed=())
        )
        if not release.blocked:
            teller.made(first.tag)
    for release in studio.finish(prepared):
        if not release.blocked:
            teller.made(release.language)


def _in_other_shape(task: Task, studio: Studio) -> tuple[Studio, Prepared]:
    """The same texts, from the same records, for videos in a folder of their own."""
    run = task.config.out / task.slug
    also = run / task.also
    for name in RECORDS:
        for path in [p for p in run.glob(name) if ALSO not in p.relative_to(run).parts]:
            target = also / path.relative_to(run)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    other = studio.reconfigured(replace(task.config, out=also.parent))
    return other, other.prepare(task.source, task.languages, slug=also.name)


def keep_found(prepared: Prepared, *, is_whole: bool = True) -> None:
    """Keep what was found in the texts, and what they cost; texts that are kept cost nothing.

    Where that is not all yet that is written, who is stopped now writes the rest the next time.
    """
    run = prepared.folder
    inputs = dict(of_checks(run.stored(BRIEF, Brief)).digests) if is_whole else {}
    found = {
        tag: {"inputs": inputs, "found": [to_json(finding) for finding in findings]}
        for tag, findings in (
            *((draft.tag, draft.findings) for draft in prepared.drafts),
            *((release.language, release.findings) for release in prepared.failed),
        )
    }
    run.write_json(FINDINGS_FILE, {**(run.read_json(FINDINGS_FILE) or {}), **found})
    spent = prepared.spending
    if spent:
        run.write_json(SPENT_FILE, {"asked": spent.values, "said": stored(spent.told)})


def of_checks(brief: Brief) -> MadeFrom:
    """What a script is laid out with: the facts, and their amounts."""
    return MadeFrom({"facts": [brief]})


def checks_of(run: RunFolder, tag: str) -> dict[str, Any]:
    """What was found when a language's script was laid out: {"inputs": {...}, "found": [...]}."""
    kept = (run.read_json(FINDINGS_FILE) or {}).get(tag, [])
    return {"found": kept} if isinstance(kept, list) else kept  # of the first version, a list


def found_last(run: RunFolder, tag: str) -> list[Finding]:
    """The findings of `checks_of`."""
    file = run.path / FINDINGS_FILE
    return [from_json(Finding, values, file) for values in checks_of(run, tag)["found"]]


_ACTIONS: dict[Action, Callable[[Task, Studio, _Teller], None]] = {
    "listen": _listen,
    "write": _write,
    "rewrite": _rewrite,
    "back": _back,
    "render": _render,
}

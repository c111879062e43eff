"""One product as a user has it before him: its records, its choices, and the work at it.

What he can do with it, step by step, is in `actions`. A change, such as a corrected price, is
written into a record of the run folder; what takes time, such as a render, becomes a task in the
queue of `jobs.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..errors import InputError, UsageError
from ..languages import canonical_tag, profile
from ..messages import NOTHING, Notice, read_back, say
from ..publish import Outdated, outdated
from ..records import Brief, Message, Script, Transcript, digest
from ..run import MESSAGE, History, RunFolder, What, changes, revisions, with_names
from ..write import Writing
from .choices import with_options
from .jobs import Job, JobQueue
from .products import ALSO, PAGE_FILE, Product, Products
from .quota import Limits, Quotas
from .tasks import SPENT_FILE, Action, Task

BRIEF, TRANSCRIPT = "brief.json", "transcript.json"
DEPTH = 4
"""How deep what is shown of a product lies: `also/1x1/en/report.json`."""
STOP_S = 10.0
"""What work that is stopped may take to end, before its product is deleted."""
SHAPE_FOLDERS = {"9:16": "9x16", "1:1": "1x1", "16:9": "16x9"}


@dataclass(slots=True, eq=False)
class Row:
    """A product in the list of products."""

    created: str
    shown: dict[str, Any]
    """The values of its template."""
    stamp: tuple[object, ...] = ()
    """When its files were changed that this was made from; empty: just now."""
    html: dict[str, str] = field(default_factory=dict)
    """The filled template, by the page's language."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """The list of a user's products, and its filled template by the page's language."""

    by_id: Mapping[str, Row] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    """The newest first."""
    html: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """What all users share: the configuration, the queue of work, and the folder of uploads."""

    config: StudioConfig
    jobs: JobQueue
    uploads: Path
    """Where Gradio keeps what was sent to the API, and nothing else is."""
    quotas: Quotas = field(default_factory=lambda: Quotas(Limits()))
    """How much each user may keep."""
    listings: dict[Path, Listing] = field(default_factory=dict)
    """The products in each folder, as they were when they were last shown."""

    def products(self, user: str) -> Products:
        """The user's products."""
        return Products(self.config, user, self.quotas)

    def session(
        self, user: str, product: str, step: int = 0, tongue: str = "", press: str = ""
    ) -> Session:
        """What a user can do with one of his products; step and language are those of his tab.

        `press` names what he pressed there; see `History`.

        Raises:
            InputError: it is no product of theirs.
        """
        return Session(self, user, self.products(user).product(product), step, tongue, press)

    def new_session(self, user: str) -> Session:
        """A new product of a user, of which nothing is kept yet."""
        return self.session(user, self.products(user).new_name())


class Session:
    """One product of one user: what is kept of it, and how it is changed."""

    def __init__(
        self,
        app: App,
        user: str,
        product: Product,
        step: int = 0,
        tongue: str = "",
        press: str = "",
    ) -> None:
        """`step` and `tongue` are where a tab stands; without them it is where he was last."""
        self.app, self.user, self.product = app, user, product
        self.run: RunFolder = product.run
        self.history = History(product.run, press)
        self.history.settle()
        self._step, self._tongue = step, tongue

    @property
    def step(self) -> int:
        """The step that his tab shows, of those that he has reached."""
        wanted, reached = self._step or self.product.choices.step, self.reached
        return next((n for n in range(min(wanted, len(reached)), 1, -1) if reached[n - 1]), 1)

    @property
    def tongue(self) -> str:
        """The language whose script his tab shows; empty where none is wanted."""
        return self._picked_tongue or next(iter(self.product.choices.languages), "")

    @property
    def _picked_tongue(self) -> str:
        """The language that was picked, here or where he was last; empty if none was."""
        chosen = self.product.choices
        tags = (tag for tag in (self._tongue, chosen.tongue) if tag in chosen.languages)
        return next(tags, "")

    @property
    def reached(self) -> tuple[bool, ...]:
        """For each step, whether there is something in it."""
        chosen, job = self.product.choices, self.job
        action = job.task.action if job else ""
        heard = bool(chosen.heard) or bool(action)
        has_scripts = self.product.is_written or action not in ("", "listen")
        there = (True, heard, has_scripts, has_scripts)
        return tuple(is_there or n <= chosen.step for n, is_there in enumerate(there, 1))

    def go(self, step: int, tongue: str = "") -> None:
        """Show another step; the address without a step leads there from now on."""
        self._step, self._tongue = step, tongue or self._tongue
        self.product.choose(step=step, tongue=self._picked_tongue)

    @property
    def version(self) -> str:
        """A text that changes with what any tab shows of the product, wherever it was changed.

        Two tabs, or two phones, may show one product. Each asks from time to time with the version
        that it has. While the product is worked at, the job tells when there is something to see.
        """
        chosen = replace(self.product.choices, step=1, tongue="", created="")
        made = [] if self.job and self.job.is_open else sorted(_files(self.product.folder, DEPTH))
        return digest(self.job.version if self.job else "", chosen, made)[:16]

    @property
    def config(self) -> StudioConfig:
        """The options of its runs."""
        return with_options(self.app.config, self.product.folder.parent, self.product.choices)

    @property
    def job(self) -> Job | None:
        """What is, or was last, being done for it."""
        return self.app.jobs.job(self.user, self.product.id)

    def goes_on(self, action: Action) -> bool:
        """Whether such work has ended unfinished, so that the progress offers to go on with it."""
        job = self.job
        return bool(job and job.state in ("failed", "stopped") and job.task.action == action)

    @property
    def brief(self) -> Brief | None:
        """Its facts; None before it was listened to."""
        return self.run.find(BRIEF, Brief)

    @property
    def transcript(self) -> Transcript | None:
        """What was heard; None before it was listened to."""
        return self.run.find(TRANSCRIPT, Transcript)

    @property
    def message(self) -> Message | None:
        """The selling points that the pitch states; None before they were read."""
        return self.run.find(MESSAGE, Message)

    def named(self, brief: Brief) -> Brief:
        """The facts with what the product is called in every language."""
        return with_names(brief, self.run)

    def script(self, language: str) -> Script | None:
        """A language's script; None before it was written."""
        return self.run.find(f"{canonical_tag(language)}/script.json", Script)

    def writing(self, language: str) -> Writing | None:
        """A language's script while it is written; None: nobody is writing it."""
        job = self.job
        return job.writings.get(language) if job and job.is_open else None

    @property
    def spent(self) -> str:
        """What a model was last asked: `asked deepseek-flash 9 times: ...`; or empty."""
        return read_back((self.run.read_json(SPENT_FILE) or {}).get("said", ""))

    def old(self, place: str) -> Notice:
        """What is old in the video of a folder such as `also/1x1/es`; or empty."""
        found = self.outdated(place)
        return found.told if found else NOTHING

    def outdated(self, place: str) -> Outdated | None:
        """What is old in the video of a folder such as `also/1x1/es`; None: nothing, or none."""
        brief, (above, _, tag) = self.brief, place.rpartition("/")
        if brief is None:
            return None
        known, script, config = self.named(brief), self.script(tag), self.config
        own = next((s for s, name in SHAPE_FOLDERS.items() if above.endswith(name)), config.shape)
        config = config.changed(shape=own)
        return outdated(place, self.run, self.transcript, known, script, profile(tag), config)

    def delete(self) -> None:
        """Remove the product with all that was made of it; work at it is stopped first.

        Raises:
            UsageError: the work does not end.
        """
        if self.job and self.job.is_open:
            self.stop()
            self.job.ended.wait(STOP_S)
        with self.run.changing():
            self.be_free()
            self.app.products(self.user).delete(self.product)

    def stop(self) -> None:
        """End what is being done."""
        if self.job:
            self.app.jobs.stop(self.job)

    def submit(
        self,
        action: Action,
        languages: tuple[str, ...] = (),
        *,
        line: int = -1,
        shape: str = "",
        blocked: tuple[str, ...] = (),
        then: Callable[[], object] | None = None,
    ) -> Job:
        """Have something done for it, after what others are waiting for.

        Raises:
            InputError: there is no take yet.
            UsageError: there is no such shape, or it is being worked at.
        """
        if not self.product.exists or not self.product.choices.take:
            raise InputError(say("film yourself or choose a recording first"))
        config, slug = self.config, self.product.id
        if shape:
            if shape not in SHAPE_FOLDERS:
                raise UsageError(
                    say("there is no shape {shape!r}; choose 9:16, 1:1 or 16:9", shape=shape)
                )
            config = config.changed(shape=shape)
        task = Task(
            action=action,
            config=config,
            source=self.product.source,
            slug=slug,
            languages=languages,
            line=line,
            blocked=blocked,
            also=f"{ALSO}/{SHAPE_FOLDERS[shape]}" if shape else "",
        )
        return self.app.jobs.submit(self.user, task, then)

    def remember(self, what: What) -> None:
        """Keep the state before a change, so that it can be taken back.

        Raises:
            InputError: the product is new, and there is no place for one more.
            StorageError: the folder cannot be written.
        """
        self.product.quota.begin(self.product.folder)
        self.history.remember(what)

    def change_facts(self, change: Callable[[Brief], Brief]) -> None:
        """Change its facts; a value that can hardly be right stays open till he confirms it.

        Raises:
            InputError: nothing was heard yet.
            UsageError: it is being worked at.
        """
        self.be_free()
        brief = self.brief
        if brief is None:
            raise InputError(say("nothing was heard yet; film yourself first"))
        new = revisions.doubted_open(change(brief))
        if new != brief:
            self.remember(changes.of_facts(brief, new))
            self.run.edit(BRIEF, new)

    def change_script(self, language: str, change: Callable[[Script], Script]) -> None:
        """Change a language's script.

        Raises:
            InputError: it is not written yet.
            UsageError: it is being worked at.
        """
        self.be_free()
        script = self.script(language)
        if script is None:
            raise InputError(say("this script is not written yet"))
        new = change(script)
        if new != script:
            self.remember(changes.of_script(script, new))
            self.run.edit(f"{script.language}/script.json", new)

    def choose(self, act: str, **chosen: object) -> None:
        """Keep what the merchant chose or typed; `act` says what that was, such as `sheet`.

        Errors as in `Product.choose`.
        """
        now = self.product.choices
        if any(getattr(now, name) != value for name, value in chosen.items()):
            self.remember({"act": act})
            self.product.choose(**chosen)

    def be_free(self) -> None:
        """Refuse a change while it is being worked at.

        Raises:
            UsageError: it is, here or by another program.
        """
        if self.job and self.job.is_open:
            raise UsageError(say("this product is being worked at; wait for it, or stop it first"))
        with self.run.changing() as is_free:
            if not is_free:
                told = say("another program is working at this product; wait until it has ended")
                raise UsageError(told)


def _files(folder: Path, depth: int) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of each file that is finished."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name == PAGE_FILE:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _files(Path(entry.path), depth - 1) if depth > 1 else ()
                else:
                    found = entry.stat(follow_symlinks=False)
                    yield entry.path, found.st_size, found.st_mtime_ns
    except FileNotFoundError:
        return

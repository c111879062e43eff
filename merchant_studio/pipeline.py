"""One pitch through all stages, in order; the place to read first.

    ingest -> transcribe -> brief -> script -> voice -> caption -> compose -> render -> check
    -> publish

Every stage takes values and gives a value. A value that costs something is kept in the run
folder under a digest of all that went into it, so a second run does only what changed, and a
merchant may edit `brief.json` or `es/script.json` and render again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from . import __version__
from .config import StudioConfig
from .drafts import make_draft
from .engines import RECOGNIZERS, WRITERS, EngineOptions, Recognizer, Skills, Writer
from .errors import EngineError, InputError, UsageError
from .languages import LanguageProfile, profile
from .records import Brief, Finding, Pitch, Release, Script, Transcript, digest, to_json
from .runfolder import RunFolder
from .stages.brief import settle_brief
from .stages.check import check_script, check_video
from .stages.ingest import read_pitch
from .stages.publish import (
    VIDEO,
    Draft,
    cover_shot,
    is_published,
    is_whole,
    publish_release,
    read_release,
    summary_report,
)
from .stages.render import RenderJob, picture_of, render_videos
from .stages.script import SourceLine, plan_lines, write_script
from .stages.transcribe import hotwords, transcribe_pitch
from .typeset import style

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is being done to what, for whoever shows progress."""

    stage: str
    what: str
    done: int = 0
    total: int = 0
    """0: nobody knows how much there is to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A pitch whose texts are written and checked; what is left is to render and publish."""

    folder: RunFolder
    languages: tuple[str, ...]
    drafts: tuple[Draft, ...]
    failed: tuple[Release, ...]
    """Languages whose engine failed."""


class Studio:
    """Runs pitches with one configuration; engines are loaded once, when first needed."""

    def __init__(
        self,
        config: StudioConfig | None = None,
        on_step: Callable[[Step], None] = lambda step: None,
    ) -> None:
        self.config = config or StudioConfig()
        self._on_step = on_step

    def run(
        self, path: str | Path, languages: Sequence[str], *, slug: str = ""
    ) -> tuple[Release, ...]:
        """A release per language; one that failed or is blocked has no video and says why.

        `slug` names the run's folder; without one the product does.

        Raises:
            UsageError: an unknown language, engine or style; a recording or sheet that cannot
                be used.
            WeightsError: a model's weights are not here.
            StorageError: the results cannot be written.
        """
        return self.finish(self.prepare(path, languages, slug=slug))

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        """All that comes before the render; errors as in `run`."""
        folder, drafts, failed = self._drafts(Path(path), languages, slug)
        return Prepared(
            folder=folder, languages=tuple(languages), drafts=tuple(drafts), failed=tuple(failed)
        )

    def finish(self, prepared: Prepared) -> tuple[Release, ...]:
        """The releases of what `prepare` gave; may run while the next pitch is prepared.

        Raises:
            RenderError: a video could not be made.
            StorageError: the results cannot be written.
        """
        folder, drafts = prepared.folder, prepared.drafts
        fresh = [d for d in drafts if not d.blocked and not is_published(d, folder)]
        self._render(fresh, folder)
        cover = picture_of(fresh[0].timeline, cover_shot(fresh[0].timeline)) if fresh else None
        made = [
            publish_release(self._checked(draft, folder), folder, cover)
            if draft in fresh or draft.blocked
            else read_release(draft, folder)
            for draft in drafts
        ]
        releases = sorted(
            [*made, *prepared.failed], key=lambda r: prepared.languages.index(r.language)
        )
        folder.write_json("report.json", summary_report(releases))
        return tuple(releases)

    def plan(
        self, path: str | Path, languages: Sequence[str]
    ) -> tuple[Path, tuple[Draft, ...], tuple[Finding, ...]]:
        """The run folder, all that comes before the render, and every finding; errors as in `run`.

        A language whose engine failed has no draft, but a `block` among the findings.
        """
        folder, drafts, failed = self._drafts(Path(path), languages)
        findings = [found for draft in drafts for found in draft.findings]
        findings += [found for release in failed for found in release.findings]
        return folder.path, tuple(drafts), tuple(findings)

    def _drafts(
        self, path: Path, languages: Sequence[str], slug: str = ""
    ) -> tuple[RunFolder, list[Draft], list[Release]]:
        """The drafts of all languages, and a release for each that failed before it had one."""
        profiles = {tag: profile(tag) for tag in languages}
        if not profiles:
            raise UsageError("no language is asked for; name at least one, such as --to en,es")
        # A name that does not exist is told now, not after minutes of work.
        _ = style(self.config.style), self._recognizer, self._skills, profile(self.config.source)
        if self.config.bilingual:
            profile(self.config.bilingual)
        self._on_step(Step(stage="ingest", what=path.name))
        pitch = read_pitch(path, self.config)
        folder = RunFolder(self.config.out / (slug or pitch.slug))
        transcript = self._transcript(pitch, folder)
        brief = self._brief(pitch, transcript, folder)
        lines = plan_lines(transcript, brief, pitch.speech.duration_ms)
        self._remember(path, languages, folder)
        drafts: list[Draft] = []
        failed: list[Release] = []
        for done, (tag, language) in enumerate(profiles.items()):
            self._on_step(Step(stage="script", what=language.name, done=done, total=len(profiles)))
            try:
                script = self._script(lines, brief, language, tag, folder)
            except EngineError as error:
                failed.append(_failed(tag, folder, error))
            else:
                second = self._second(lines, brief, tag, folder)
                drafts.append(
                    make_draft(pitch, transcript, brief, language, script, second, self.config)
                )
        return folder, drafts, failed

    def _transcript(self, pitch: Pitch, folder: RunFolder) -> Transcript:
        recording, total_ms = pitch.speech.path, pitch.speech.duration_ms

        def on_progress(done_ms: int) -> None:
            done = min(done_ms, total_ms)
            self._on_step(Step(stage="transcribe", what=recording.name, done=done, total=total_ms))

        def make() -> Transcript:
            on_progress(0)
            return transcribe_pitch(pitch, self._recognizer, source, on_progress)

        source = profile(self.config.source)
        words = hotwords(pitch, source)
        inputs = digest(
            __version__,
            pitch.speech.sha256,
            [source.code, source.hearing.model_dump(), *words],
            self._recognizer.stamp,
        )
        return folder.record("transcript.json", Transcript, inputs, make)

    def _brief(self, pitch: Pitch, transcript: Transcript, folder: RunFolder) -> Brief:
        accept, strict = self.config.accept_heard, self.config.strict

        def make() -> Brief:
            return settle_brief(pitch, transcript, accept_heard=accept, strict=strict)

        inputs = digest(__version__, pitch.sheet, transcript, accept, strict)
        return folder.record("brief.json", Brief, inputs, make)

    def _script(
        self,
        lines: Sequence[SourceLine],
        brief: Brief,
        language: LanguageProfile,
        tag: str,
        folder: RunFolder,
    ) -> Script:
        writer, tone, skills = self._writer, self.config.tone, self._skills

        def make() -> Script:
            return write_script(
                lines, brief, language, tag=tag, tone=tone, writer=writer, skills=skills
            )

        inputs = digest(
            __version__,
            [to_json(line) for line in lines],
            brief,
            language.model_dump(mode="json"),
            [tag, tone, sorted(skills.writes), sorted(skills.trade_terms), skills.least_confidence],
            writer.stamp,
        )
        return folder.record(f"{tag}/script.json", Script, inputs, make)

    def _second(
        self, lines: Sequence[SourceLine], brief: Brief, first: str, folder: RunFolder
    ) -> tuple[LanguageProfile, Script] | None:
        """What stands under the captions of a bilingual video."""
        tag = self.config.bilingual
        if not tag or tag == first:
            return None
        return profile(tag), self._script(lines, brief, profile(tag), tag, folder)

    def _render(self, drafts: Sequence[Draft], folder: RunFolder) -> None:
        """The videos of all drafts, in one pass over the recording."""
        what = ", ".join(draft.profile.name for draft in drafts)

        def on_progress(done: int, total: int) -> None:
            self._on_step(Step(stage="render", what=what, done=done, total=total))

        if drafts:
            render_videos(
                [
                    RenderJob(timeline=d.timeline, target=folder.path / d.tag / VIDEO)
                    for d in drafts
                ],
                crf=self.config.crf,
                preset=self.config.preset,
                threads=self.config.threads,
                on_progress=on_progress,
            )

    def _checked(self, draft: Draft, folder: RunFolder) -> Draft:
        """The draft with what is found in its finished video."""
        if draft.blocked:
            return draft
        found = check_video(folder.path / draft.tag / VIDEO, draft.timeline)
        return replace(draft, findings=(*draft.findings, *found))

    def _remember(self, path: Path, languages: Iterable[str], folder: RunFolder) -> None:
        """What was asked for, so that `render` can go on from the folder alone."""
        options = asdict(self.config)
        options["out"] = str(self.config.out)
        known = folder.read_json(RUN_FILE) or {}
        tags = dict.fromkeys([*known.get("languages", ()), *languages])
        folder.write_json(
            RUN_FILE,
            {"source": str(path.resolve()), "languages": list(tags), "config": options},
        )

    @cached_property
    def _recognizer(self) -> Recognizer:
        name, model = self.config.recognizer, self.config.recognizer_model
        return RECOGNIZERS.load(name, self._options(RECOGNIZERS.model(name, model)))

    @cached_property
    def _writer(self) -> Writer:
        name, model = self.config.writer, self.config.writer_model
        return WRITERS.load(name, self._options(WRITERS.model(name, model)))

    @property
    def _skills(self) -> Skills:
        """What the writer may write: what the merchant says, else what its card certifies."""
        named = self.config.writer_languages
        if not named:
            return self._writer.skills
        writes = frozenset(profile(tag.strip()).code for tag in named.split(","))
        return replace(self._writer.skills, writes=writes)

    def _options(self, model: str) -> EngineOptions:
        return EngineOptions(model=model, seed=self.config.seed, threads=self.config.threads)


def open_run(folder: Path) -> tuple[StudioConfig, Path, tuple[str, ...]]:
    """The configuration, source and languages that a run folder was made with.

    Raises:
        InputError: the folder is not a run's.
    """
    run = RunFolder(folder).read_json(RUN_FILE)
    if run is None:
        raise InputError(f"{folder} is not a run's folder; give one such as out/flask")
    known = {item.name for item in fields(StudioConfig)}
    options: dict[str, Any] = {k: v for k, v in run["config"].items() if k in known}
    config = StudioConfig(**{**options, "out": folder.parent})
    return config, Path(run["source"]), tuple(run["languages"])


def check_run(folder: Path) -> tuple[Finding, ...]:
    """What is found in a run folder's finished texts, without making anything.

    Raises:
        InputError: the folder is not a run's.
        RecordError: a record cannot be read.
    """
    _, _, languages = open_run(folder)
    run = RunFolder(folder)
    brief = run.stored("brief.json", Brief)
    findings: list[Finding] = list(brief.findings)
    for tag in languages:
        script = run.stored(f"{tag}/script.json", Script)
        findings += check_script(script, brief, profile(tag))
        if not is_whole(tag, run):
            message = f"{tag}: its files are not whole; run: merchant-studio render {folder}"
            findings.append(Finding(check="files", severity="block", where=tag, message=message))
    return tuple(findings)


def _failed(tag: str, folder: RunFolder, error: EngineError) -> Release:
    finding = Finding(check="engine", severity="block", where=tag, message=f"{tag}: {error}")
    return Release(
        language=tag, folder=folder.path / tag, files=(), findings=(finding,), made_by=()
    )

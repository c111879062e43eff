"""One pitch through all rooms, in order; the place to read first.

    hear -> read -> write -> speak -> picture -> check -> publish

Each takes records and gives a record. What costs something is kept in the run folder under a
digest of all that it was made from, so a second run does only what changed, and a merchant may
edit `brief.json` or `es/script.json` and render again. Texts are checked before the render, the
finished file after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .config import StudioConfig
from .encoders import encoder_of
from .engines import ChosenEngines, Spending
from .errors import EngineError, UsageError
from .hear import sheet_words, silences, transcribe_pitch
from .languages import LanguageProfile, canonical_tag, markets_in, profile
from .messages import Notice, name_of, say
from .picture.render import picture_of
from .picture.typeset import style
from .publish import (
    Draft,
    checked,
    cover_shot,
    failed_release,
    is_published,
    keep_release,
    make_draft,
    publish_release,
    render_drafts,
    summary_report,
)
from .read import read_pitch
from .records import Brief, Finding, Pitch, Release, Script, ScriptLine, Transcript
from .run import (
    BRIEF,
    RunFolder,
    check_places,
    check_sheet,
    kept_brief,
    kept_transcript,
    own_folder,
    remember_run,
    with_doubts,
    with_names,
)
from .settings import user_config
from .speak import Narrator, check_voice
from .write import (
    Said,
    ScriptJob,
    Wanted,
    Writing,
    make_scripts,
    plan_jobs,
    rewrite_line,
    translate_back,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A report of progress: the stage, what it works on, and how much of that is done."""

    stage: str
    what: str
    done: int = 0
    total: int = 0
    """0: nobody knows how much there is to do."""
    languages: tuple[str, ...] = ()
    """The languages whose scripts are written or videos rendered; empty in other steps."""
    writing: Writing | None = None
    """The script of the language, as far as it is written; None: there is nothing new to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A pitch whose texts are written and checked; what is left is to render and publish."""

    folder: RunFolder
    languages: tuple[str, ...]
    drafts: tuple[Draft, ...]
    failed: tuple[Release, ...]
    """Languages whose engine failed."""
    spending: Spending | None = None
    """What a model was asked for it; None: none was, its lines are in the folder."""


class Studio:
    """Runs pitches with one configuration; engines are loaded once, when first needed.

    Without one it has the options that the user has: see `user_config`.
    """

    def __init__(
        self,
        config: StudioConfig | None = None,
        on_step: Callable[[Step], None] = lambda step: None,
    ) -> None:
        self.config = config or user_config()
        self._on_step = on_step
        self._held: ExitStack | None = None
        self._engines = ChosenEngines(
            self.config, on_load=lambda what: self._on_step(Step(stage="load", what=what))
        )

    def reconfigured(self, config: StudioConfig) -> Studio:
        """A studio with other options and the same engines; `config` must name the same engines."""
        other = Studio(config, self._on_step)
        other._engines = self._engines
        return other

    @property
    def spending(self) -> Spending | None:
        """What a model was asked in the last run, plan or `prepare`; None: none was."""
        return self._engines.spending

    def unexamined(self, languages: Sequence[str]) -> Notice:
        """That nobody examined the writer in some of these languages, and what to do; or empty.

        To be told before a run. Errors as in `run`.
        """
        return self._engines.unexamined(languages)

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
            BusyError: somebody else is working in the run's folder.
        """
        with self._alone():
            return self.finish(self.prepare(path, languages, slug=slug))

    def listen(self, path: str | Path, *, slug: str = "") -> tuple[Pitch, Transcript, Brief]:
        """What is said in a pitch, and its facts; kept in the run folder for `prepare`.

        Errors as in `run`.
        """
        _, pitch, transcript, brief = self._listen(Path(path), slug)
        return pitch, transcript, brief

    def rewrite_line(
        self, path: str | Path, language: str, line: int, *, slug: str = ""
    ) -> ScriptLine:
        """One line in other words that say no less, or the same line; it is not stored.

        Errors as in `run`; EngineError: the writer failed.
        """
        folder, pitch, transcript, brief = self._listen(Path(path), slug)
        own = profile(language).said_by(brief.speaker)
        wanted = {language: Wanted(profile=own, chars_per_second=None)}
        job = self._plan(self._said(pitch, transcript, brief), wanted, folder)[language]
        if isinstance(job, EngineError):
            raise job
        script = folder.stored(f"{language}/script.json", Script)
        self._on_step(Step(stage="script", what=name_of(own.name), languages=(language,)))
        return rewrite_line(job, self._engines.authors, script, line, folder)

    def translate_back(self, folder: RunFolder, languages: Sequence[str]) -> None:
        """Keep what lines of scripts tell, in the merchant's language, as far as anybody knows."""
        self._on_step(Step(stage="back", what=folder.path.name))
        brief = folder.stored("brief.json", Brief)
        translate_back(languages, brief, self._engines.authors, folder)

    def prepare(self, path: str | Path, languages: Sequence[str], *, slug: str = "") -> Prepared:
        """Checked texts, ready to render; the caller holds the run's lock; errors as in `run`.

        Names that nobody knows are refused before anything is read.
        """
        profiles = {canonical_tag(tag): profile(tag) for tag in languages}
        if not profiles:
            raise UsageError(say("no language is asked for; name at least one, such as --to en,es"))
        config, engines = self.config, self._engines
        _ = style(config.style), markets_in(config.market), encoder_of(config.encoder)
        if config.bilingual:
            profile(config.bilingual)
        engines.count_anew()
        folder, pitch, transcript, brief = self._listen(Path(path), slug)
        said = self._said(pitch, transcript, brief)
        remember_run(folder, Path(path), pitch, tuple(profiles), config)

        def tell(stage: str, what: str) -> None:
            self._on_step(Step(stage=stage, what=what))

        narrator = Narrator(
            config, pitch, transcript, folder, engines.speaker, engines.listener, tell
        )
        drafts, failed = list[Draft](), list[Release]()
        paces = self._paces(profiles, narrator)
        profiles = {
            tag: language
            if isinstance(paces[tag], EngineError)
            else language.said_by(narrator.speaker(tag, language))
            for tag, language in profiles.items()
        }
        scripts = self._scripts(said, profiles, paces, folder)
        told = (*check_sheet(brief, pitch.sheet, strict=self.config.strict), *folder.told)
        brief = with_doubts(with_names(brief, folder), transcript, folder)
        for tag, language in profiles.items():
            try:
                dub = narrator.narrate(_written(scripts[tag]), brief, language)
                heard = narrator.listen(dub, brief, language)
                second = self._second(scripts, tag)
            except EngineError as error:
                failed.append(failed_release(tag, folder, error))
            else:
                draft = make_draft(pitch, transcript, brief, language, dub, second, config, heard)
                drafts.append(replace(draft, findings=(*draft.findings, *told)))
        return Prepared(
            folder=folder,
            languages=tuple(profiles),
            drafts=tuple(drafts),
            failed=tuple(failed),
            spending=self.spending,
        )

    def finish(self, prepared: Prepared) -> tuple[Release, ...]:
        """The releases of what `prepare` gave; may run while the next pitch is prepared.

        Raises:
            RenderError: a video could not be made.
            StorageError: the results cannot be written.
        """
        folder, drafts = prepared.folder, prepared.drafts
        fresh = [d for d in drafts if not d.blocked and not is_published(d, folder)]
        render_drafts(fresh, folder, self.config, self._tell_render)
        cover = picture_of(fresh[0].timeline, cover_shot(fresh[0].timeline)) if fresh else None
        made = [
            publish_release(checked(draft, folder), folder, cover)
            if draft in fresh or draft.blocked
            else keep_release(draft, folder)
            for draft in drafts
        ]
        releases = sorted(
            [*made, *prepared.failed], key=lambda r: prepared.languages.index(r.language)
        )
        folder.write_json("report.json", summary_report(releases, prepared.spending, self.config))
        return tuple(releases)

    def plan(
        self, path: str | Path, languages: Sequence[str]
    ) -> tuple[Path, tuple[Draft, ...], tuple[Finding, ...]]:
        """The run folder, all that comes before the render, and every finding; errors as in `run`.

        A language whose engine failed has no draft, but a `block` among the findings.
        """
        with self._alone():
            made = self.prepare(path, languages)
        findings = [found for draft in made.drafts for found in draft.findings]
        findings += [found for release in made.failed for found in release.findings]
        return made.folder.path, made.drafts, tuple(findings)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Lock the run's folder, once it is known, until the block ends."""
        try:
            with ExitStack() as self._held:
                yield
        finally:
            self._held = None

    def _listen(self, path: Path, slug: str) -> tuple[RunFolder, Pitch, Transcript, Brief]:
        _ = profile(self.config.source)
        self._engines.check()
        check_voice(self.config, self._engines.speaker)
        self._on_step(Step(stage="ingest", what=path.name))
        pitch = read_pitch(path, self.config)
        out = self.config.out
        folder = RunFolder(out / slug) if slug else own_folder(out, pitch.slug, path)
        if self._held:
            self._held.enter_context(folder.alone())
            self._held = None  # lock it only once
        transcript = self._transcript(pitch, folder)
        brief = kept_brief(pitch.sheet, transcript, folder, self.config)
        check_places(transcript, brief, folder.path / BRIEF)
        return folder, pitch, transcript, brief

    def _said(self, pitch: Pitch, transcript: Transcript, brief: Brief) -> Said:
        """What was said, and what every language must say of it."""
        return Said(
            transcript=transcript,
            brief=brief,
            speech_ms=pitch.speech.duration_ms,
            voice=self.config.voice,
            script=self.config.script,
        )

    def _transcript(self, pitch: Pitch, folder: RunFolder) -> Transcript:
        recording, total_ms = pitch.speech.path, pitch.speech.duration_ms

        def on_progress(done_ms: int) -> None:
            done = min(done_ms, total_ms)
            self._on_step(Step(stage="transcribe", what=recording.name, done=done, total=total_ms))

        def make() -> Transcript:
            on_progress(0)
            silent = silences(recording) if recognizer.timing == "exact" else ()
            return transcribe_pitch(pitch, recognizer, source, on_progress, silent)

        source, recognizer = profile(self.config.source), self._engines.recognizer
        words = [source.code, source.hearing.model_dump(), *sheet_words(pitch, source)]
        return kept_transcript(folder, pitch.speech.sha256, words, recognizer.stamp, make)

    def _plan(
        self, said: Said, wanted: Mapping[str, Wanted], folder: RunFolder
    ) -> dict[str, ScriptJob | EngineError]:
        """The job of each language, or why it cannot be written."""
        tone, authors = self.config.tone, self._engines.authors
        step = Step(stage="understand", what=folder.path.name)
        return plan_jobs(said, wanted, tone, authors, folder, lambda: self._on_step(step))

    def _paces(
        self, profiles: Mapping[str, LanguageProfile], narrator: Narrator
    ) -> dict[str, float | EngineError | None]:
        """How fast each language will be spoken, in characters a second; None: it is only read."""
        paces: dict[str, float | EngineError | None] = {}
        for tag, language in profiles.items():
            try:
                paces[tag] = narrator.chars_per_second(tag, language)
            except EngineError as error:
                paces[tag] = error
        if self.config.bilingual:
            paces.setdefault(self.config.bilingual, None)
        return paces

    def _scripts(
        self,
        said: Said,
        profiles: Mapping[str, LanguageProfile],
        paces: Mapping[str, float | EngineError | None],
        folder: RunFolder,
    ) -> dict[str, Script | EngineError]:
        """The script of each language, or why it has none."""
        wanted = {
            tag: Wanted(
                profile=profiles.get(tag) or profile(tag).said_by(said.brief.speaker),
                chars_per_second=pace,
            )
            for tag, pace in paces.items()
            if not isinstance(pace, EngineError)
        }
        planned = self._plan(said, wanted, folder)
        jobs = [job for job in planned.values() if isinstance(job, ScriptJob)]

        def tell(next_ones: Sequence[ScriptJob], done: int, writing: Writing | None = None) -> None:
            self._on_step(
                Step(
                    stage="script",
                    what=name_of(*(job.profile.name for job in next_ones)),
                    done=done,
                    total=len(jobs),
                    languages=tuple(job.tag for job in next_ones),
                    writing=writing,
                )
            )

        failures = {**paces, **planned}
        mute = {tag: why for tag, why in failures.items() if isinstance(why, EngineError)}
        scripts = make_scripts(jobs, self._engines.authors, folder, tell)
        for tag, script in scripts.items():
            if isinstance(script, Script):
                check_places(said.transcript, script, folder.path / tag / "script.json")
        return {**scripts, **mute}

    def _tell_render(self, drafts: Sequence[Draft], done: int, total: int) -> None:
        names = name_of(*(draft.profile.name for draft in drafts))
        tags = tuple(draft.tag for draft in drafts)
        self._on_step(Step(stage="render", what=names, done=done, total=total, languages=tags))

    def _second(
        self, scripts: dict[str, Script | EngineError], first: str
    ) -> tuple[LanguageProfile, Script] | None:
        """The language and script under the captions, if any; EngineError: that script failed."""
        tag = self.config.bilingual
        if not tag or tag == first:
            return None
        return profile(tag), _written(scripts[tag])


def _written(script: Script | EngineError) -> Script:
    if isinstance(script, EngineError):
        raise script
    return script

"""What a user can do with one product; the page and the HTTP API both call it.

A change, such as a corrected price, is written into a record of the run folder. What takes time,
such as a render, becomes a task in the queue of `workshop.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..config import StudioConfig
from ..errors import InputError, UsageError
from ..languages import profile
from ..publish import outdated
from ..records import Brief, Code, FactValue, Script, Term, Transcript, digest
from ..run import RunFolder, revisions, with_names
from ..write import ScriptJob, SourceLine, phrase_line, plan_lines, retold
from .shelf import ALSO, Product, Shelf, with_options
from .tasks import SPENT_FILE, Action, Task
from .workshop import Job, Workshop

BRIEF, TRANSCRIPT = "brief.json", "transcript.json"
SHAPE_FOLDERS = {"9:16": "9x16", "1:1": "1x1", "16:9": "16x9"}
MAX_NAME_CHARS, MAX_POINTS_CHARS = 120, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What all users share: the configuration, the queue of work, and the folder of uploads."""

    config: StudioConfig
    workshop: Workshop
    uploads: Path
    """Where Gradio keeps what was sent to the API, and nothing else is."""

    def shelf(self, user: str) -> Shelf:
        """The user's products."""
        return Shelf(self.config, user)

    def desk(self, user: str, product: str) -> Desk:
        """What a user can do with one of his products.

        Raises:
            InputError: it is no product of theirs.
        """
        return Desk(self, user, self.shelf(user).product(product))


class Desk:
    """All that a user does with one product: film, check facts, edit scripts, make videos."""

    def __init__(self, office: Office, user: str, product: Product) -> None:
        self.office, self.user, self.product = office, user, product
        self.run: RunFolder = product.run

    @property
    def config(self) -> StudioConfig:
        """The options of its runs."""
        return with_options(self.office.config, self.product, self.product.choices)

    @property
    def job(self) -> Job | None:
        """What is, or was last, being done for it."""
        return self.office.workshop.job(self.user, self.product.id)

    @property
    def brief(self) -> Brief | None:
        """Its facts; None before it was listened to."""
        return self.run.find(BRIEF, Brief)

    @property
    def transcript(self) -> Transcript | None:
        """What was heard; None before it was listened to."""
        return self.run.find(TRANSCRIPT, Transcript)

    def script(self, language: str) -> Script | None:
        """A language's script; None before it was written."""
        return self.run.find(f"{profile_tag(language)}/script.json", Script)

    @property
    def spent(self) -> str:
        """What a model was last asked: `asked deepseek-flash 9 times: ...`; or empty."""
        return str((self.run.read_json(SPENT_FILE) or {}).get("said", ""))

    def old(self, place: str) -> str:
        """What is old in the video of a folder such as `also/1x1/es`, in English; or empty."""
        brief, tag = self.brief, place.rpartition("/")[2]
        if brief is None:
            return ""
        report = self.run.read_json(f"{place}/report.json") or {}
        known = with_names(brief, self.run)
        found = outdated(place, self.run, known, self.script(tag), profile(tag))
        if found:
            return str(found)
        is_dubbed = self.product.choices.voice != "original"
        other = bool(report.get("files")) and report.get("dubbed") != is_dubbed
        return "old: it has another voice than you chose" if other else ""

    # --- 1: film ---------------------------------------------------------------------------

    def describe(self, *, name: str, english: str, points: str, source: str) -> None:
        """Keep what the merchant typed before filming: name, points to say, language spoken.

        Raises:
            UsageError: nobody hears that language.
        """
        _ = profile(source)
        self.product.choose(
            name=name.strip()[:MAX_NAME_CHARS],
            english=english.strip()[:MAX_NAME_CHARS],
            points=points.strip()[:MAX_POINTS_CHARS],
            source=source,
        )

    def listen(self) -> Job | None:
        """Have the chosen take transcribed; None: it was, and nothing has changed.

        Facts that were confirmed in an earlier take go into the sheet, so that they stay.

        Raises:
            InputError: there is no take yet, or the name cannot be used.
        """
        chosen, brief = self.product.choices, self.brief
        if not chosen.take:
            raise InputError("film yourself or choose a recording first")
        basis = digest(chosen.take, chosen.name, chosen.english, chosen.source)
        if brief and chosen.heard == basis:
            self.product.choose(step=2)
            return None
        known: dict[str, Any] = {}
        if brief and brief.source_language == chosen.source:
            own = profile(chosen.source)
            known = {
                fact.key: _in_sheet(fact.value) or revisions.typed(fact, own, chosen.source)
                for fact in brief.facts
            }
            if brief.points:
                known["points"] = [point.catalogue or point.text for point in brief.points]
        names = {
            chosen.source: chosen.name,
            "en": chosen.english or known.get("name", {}).get("en"),
        }
        names = {code: word for code, word in names.items() if word}
        if chosen.name:
            revisions.check_name(names)
            known["name"] = names
        self._be_free()
        self.product.write_sheet(known)
        self.product.choose(heard="", step=2)
        return self._submit("listen", then=lambda: self.product.choose(heard=basis))

    # --- 2: facts --------------------------------------------------------------------------

    def confirm(self, *keys: str) -> None:
        """Mark facts as confirmed by the merchant; without keys, all of them."""
        self._change(lambda b: revisions.confirm(b, *(keys or _all_keys(b))))

    def revise(self, key: str, new_key: str, text: str, english: str = "") -> None:
        """Put a fact right; errors as in `revisions.revise`."""

        def change(brief: Brief) -> Brief:
            new = revisions.revise(brief, key, new_key, text)
            return revisions.name_in(new, new_key, "en", english) if english.strip() else new

        self._change(change)

    def add_fact(self, key: str, text: str) -> None:
        """Add a fact that nobody said; errors as in `revisions.add`."""
        self._change(lambda brief: revisions.add(brief, key, text))

    def remove_fact(self, key: str) -> None:
        """Leave a fact out."""
        self._change(lambda brief: revisions.remove(brief, key))

    def add_point(self, words: str) -> None:
        """Add a selling point that the merchant takes or types; see `revisions.add_point`."""
        self._change(lambda brief: revisions.add_point(brief, words))

    def strike_point(self, name: str) -> None:
        """Take a selling point out."""
        self._change(lambda brief: revisions.strike_point(brief, name))

    # --- 3: scripts ------------------------------------------------------------------------

    def want(self, languages: Sequence[str], **options: str) -> None:
        """Keep which languages are wanted, and how (voice, script, shape, tone).

        Raises:
            UsageError: there is no such language or option.
        """
        tags = tuple(dict.fromkeys(profile_tag(tag) for tag in languages))
        self.product.choose(languages=tags, **options)
        _ = self.config  # refuses what is no option

    def write(self) -> Job:
        """Have the scripts written.

        Raises:
            InputError: no language is chosen, or nothing was heard yet.
        """
        chosen = self.product.choices
        if not chosen.languages:
            raise InputError("choose at least one language")
        self._be_free()
        tongue = chosen.tongue if chosen.tongue in chosen.languages else chosen.languages[0]
        self.product.choose(step=3, tongue=tongue)
        return self._submit("write", chosen.languages, then=self._remember_written())

    def edit_line(self, language: str, line: int, text: str) -> None:
        """Put the merchant's words into a line; errors as in `revisions.edit_line`."""
        self._change_script(language, lambda script: revisions.edit_line(script, line, text))

    def phrase(self, language: str, line: int) -> None:
        """Put the phrasebook's words into a line."""

        def change(script: Script) -> Script:
            job = self._script_job(language, script)
            return revisions.put_line(script, phrase_line(job, line))

        self._change_script(language, change)

    def rewrite(self, language: str, line: int) -> Job:
        """Have a line written in other words."""
        return self._submit("rewrite", (profile_tag(language),), line=line)

    # --- 4: videos -------------------------------------------------------------------------

    def render(self, languages: Sequence[str] = (), shape: str = "") -> Job:
        """Have the videos made, of all languages if none is named; `shape`: another one, too.

        Raises:
            InputError: no language is chosen, or nothing was heard yet.
            UsageError: there is no such shape.
        """
        tags = tuple(languages) or self.product.choices.languages
        if not tags:
            raise InputError("choose at least one language")
        self._be_free()
        self.product.choose(step=4)
        return self._submit("render", tags, shape=shape, then=self._remember_written())

    def add_language(self, language: str) -> Job:
        """Have one more language written; its script is shown before anything is rendered."""
        tag, known = profile_tag(language), self.product.choices.languages
        self._be_free()
        languages = tuple(dict.fromkeys((*known, tag)))
        self.product.choose(languages=languages, step=3, tongue=tag)
        return self._submit("write", (tag,), then=self._remember_written())

    def delete(self) -> None:
        """Remove the product with all that was made of it.

        Raises:
            UsageError: it is being worked at.
        """
        self._be_free()
        self.office.shelf(self.user).delete(self.product)

    def stop(self) -> None:
        """End what is being done."""
        if self.job:
            self.office.workshop.stop(self.job)

    def _remember_written(self) -> Callable[[], object]:
        """A function that keeps what the scripts are made from now; called when a job is done."""
        written = self.written_from()
        return lambda: self.product.choose(written=written)

    def written_from(self) -> str:
        """What the scripts are made from, as a digest that changes with it."""
        chosen = self.product.choices
        return (
            digest(self.brief, chosen.voice, self.config.script, chosen.tone) if self.brief else ""
        )

    def _submit(
        self,
        action: Action,
        languages: tuple[str, ...] = (),
        *,
        line: int = -1,
        shape: str = "",
        then: Callable[[], object] | None = None,
    ) -> Job:
        if not self.product.exists or not self.product.choices.take:
            raise InputError("film yourself or choose a recording first")
        config, slug = self.config, self.product.id
        if shape:
            if shape not in SHAPE_FOLDERS:
                raise UsageError(f"there is no shape {shape!r}; choose 9:16, 1:1 or 16:9")
            config = config.changed(shape=shape)
        task = Task(
            action=action,
            config=config,
            source=self.product.source,
            slug=slug,
            languages=languages,
            line=line,
            also=f"{ALSO}/{SHAPE_FOLDERS[shape]}" if shape else "",
        )
        return self.office.workshop.submit(self.user, task, then)

    def _change(self, change: Callable[[Brief], Brief]) -> None:
        self._be_free()
        brief = self.brief
        if brief is None:
            raise InputError("nothing was heard yet; film yourself first")
        self.run.edit(BRIEF, change(brief))

    def _change_script(self, language: str, change: Callable[[Script], Script]) -> None:
        self._be_free()
        script = self.script(language)
        if script is None:
            raise InputError("this script is not written yet")
        self.run.edit(f"{script.language}/script.json", change(script))

    def _be_free(self) -> None:
        if self.job and self.job.is_open:
            raise UsageError("this product is being worked at; wait for it, or stop it first")

    def _script_job(self, language: str, script: Script) -> ScriptJob:
        brief, transcript = self.brief, self.transcript
        if brief is None or transcript is None:
            raise InputError("nothing was heard yet; film yourself first")
        source: list[SourceLine] = list(plan_lines(transcript, brief, 0))
        if script.free:
            lines = list(retold(source, script))
        elif len(source) != len(script.lines):
            raise InputError("the facts have changed; have the scripts written again")
        else:
            lines = [
                replace(planned, budget=line.budget)
                for planned, line in zip(source, script.lines, strict=True)
            ]
        return ScriptJob(
            source=lines,
            brief=with_names(brief, self.run),
            profile=profile(language).said_by(brief.speaker),
            tag=language,
            tone=self.product.choices.tone,
        )


def profile_tag(tag: str) -> str:
    """The same tag; refuses one that is no language's, such as a path.

    Raises:
        UnknownNameError: there is none.
    """
    _ = profile(tag)
    return tag


def _all_keys(brief: Brief) -> tuple[str, ...]:
    return tuple(fact.key for fact in (*brief.facts, *brief.unconfirmed))


def _in_sheet(value: FactValue) -> Any:
    """Words and codes as a sheet has them; None for what is written as a text."""
    match value:
        case Term(translations=names):
            return dict(names)
        case Code(codes=codes):
            return list(codes)
        case _:
            return None

"""The sets of models in `models/sets.toml`, and which of them is the best that a machine can run.

The file has them from the least to the best; those that need the key of a service come last.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..config import StudioConfig
from ..engines import ChosenEngines, exam_of, weights
from ..errors import UnknownNameError, UsageError, WeightsError
from ..messages import NOTHING, Notice, all_of, joined, name_of, plain, say
from .machine import GIGABYTE, PLACES, Machine
from .speed import Speed, foretell_exam_s, foretell_s


class ModelSet(BaseModel):
    """Models that work together, such as Whisper small and a small writer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    says: str
    """What a merchant gets of it, in one sentence."""
    recognizer: str
    """As the option has it: `faster-whisper:whisper-small`."""
    writer: str
    memory_gb: float = Field(gt=0)
    gpu_gb: float = Field(default=0, ge=0)
    """0: it needs no GPU."""
    models: tuple[str, ...]
    """Cards of all models to fetch."""
    key: str = ""
    """The variable of the key that its service needs; empty: it has no service."""

    def config(self, key_file: str = "") -> StudioConfig:
        """The options of a run with this set, and all others as they are by default."""
        return StudioConfig(recognizer=self.recognizer, writer=self.writer, key_file=key_file)

    @property
    def bytes_to_fetch(self) -> int:
        """Bytes of its models that are not here yet."""
        return sum(map(weights.bytes_to_fetch, self.models))

    def not_to_be_had(self, machine: Machine) -> Notice:
        """Why its models cannot be fetched, and what would help; empty: they can be, or are here.

        `whisper-small cannot be fetched: Hugging Face does not answer; set HF_ENDPOINT ...`
        """
        for model in self.models:
            kinds = [source.kind for source in weights.card(model).sources]
            if weights.bytes_to_fetch(model) and not {*kinds} & {*machine.answering}:
                places = [name_of(PLACES[kind]) for kind in kinds if kind in PLACES]
                does = say("does not answer") if len(places) == 1 else say("do not answer")
                step = (
                    say("set HF_ENDPOINT to a mirror that does")
                    if "hf" in kinds
                    else say("check the connection")
                )
                return say(
                    "{model} cannot be fetched: {places} {silent}; {step}, or copy its files into "
                    "{folder}",
                    model=model,
                    places=all_of(places),
                    silent=does,
                    step=step,
                    folder=weights.cache_dir() / "models" / model,
                )
        needed_gb = self.bytes_to_fetch / GIGABYTE
        if needed_gb > machine.free_gb:
            return say(
                "{free_gb} GB are free on the disk and {needed_gb} GB are to be fetched; free "
                "some, or set MERCHANT_STUDIO_CACHE to a folder on another disk",
                free_gb=f"{machine.free_gb:g}",
                needed_gb=f"{needed_gb:.2g}",
            )
        return NOTHING

    def too_large(self, machine: Machine) -> Notice:
        """What the machine is too small for; empty: nothing."""
        if self.memory_gb > machine.memory_gb:
            return say(
                "it needs {memory_gb} GB of memory, and {own_gb} GB are here",
                memory_gb=f"{self.memory_gb:g}",
                own_gb=f"{machine.memory_gb:g}",
            )
        if self.gpu_gb > machine.gpu_gb:
            if not machine.gpu_gb:
                return say(
                    "it needs a GPU of {gpu_gb} GB that llama.cpp can use, and none is here",
                    gpu_gb=f"{self.gpu_gb:g}",
                )
            return say(
                "it needs a GPU of {gpu_gb} GB that llama.cpp can use, and {own_gb} GB are here",
                gpu_gb=f"{self.gpu_gb:g}",
                own_gb=f"{machine.gpu_gb:g}",
            )
        return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A set for a machine; in words, what it takes and what it gives."""

    chosen: ModelSet
    fetch_bytes: int
    pitch_s: float
    """Seconds that a pitch of 30 s in five languages takes here, foretold."""
    exam_s: float
    """Seconds of its writer's exam, once; 0: it needs none, or has taken it."""
    notes: tuple[Notice, ...] = ()
    """What is to be known beside: why no better set, which key is here."""

    @property
    def told(self) -> Notice:
        """`small: hears well. 0.5 GB to fetch, 4 GB of memory; a pitch ... about 3 min here.`"""
        chosen = self.chosen
        fetched = say("{gb} GB to fetch", gb=f"{self.fetch_bytes / GIGABYTE:.1f}")
        gpu = say(" and a GPU of {gb} GB", gb=f"{chosen.gpu_gb:g}")
        exam = say(", the writer's exam up to {minutes} once", minutes=_minutes(self.exam_s))
        return say(
            "{name}: {says}. {fetched}, {memory_gb} GB of memory{gpu}; a pitch of 30 s in five "
            "languages takes about {minutes} here{exam}.",
            name=chosen.name,
            says=plain(chosen.says.rstrip(".")),
            fetched=fetched if self.fetch_bytes else say("All of it is here"),
            memory_gb=f"{chosen.memory_gb:g}",
            gpu=gpu if chosen.gpu_gb else NOTHING,
            minutes=_minutes(self.pitch_s),
            exam=exam if self.exam_s else NOTHING,
        )


def model_sets() -> Mapping[str, ModelSet]:
    """All sets by name, from the least to the best.

    Raises:
        UsageError: the file has what is no set.
    """
    file = weights.card_folder() / weights.SETS_FILE
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: ModelSet(name=name, **values) for name, values in read.items()}
    except (OSError, ValueError, TypeError, ValidationError) as error:
        raise UsageError(
            say(
                "{file} cannot be read ({why}); install merchant-studio again", file=file, why=error
            )
        ) from (error)


def propose(
    machine: Machine, speed: Speed, named: str = "", languages: Sequence[str] = ()
) -> Proposal:
    """The set of that name, or else the best one for this machine that needs no account.

    Its writer will be examined in these languages (codes).

    A service costs money and gets to read what he says, so it is named, but never proposed.

    Raises:
        UnknownNameError: there is no such set.
        WeightsError: its models cannot be fetched; says which set could be.
    """
    sets = model_sets()
    if named and named not in sets:
        raise UnknownNameError("set of models", named, list(sets))
    best = sets.get(named) or _best(sets, machine)
    if best is None:
        least = next(iter(sets.values()))
        raise WeightsError(
            say(
                "no set can be had here: {why}",
                why=least.not_to_be_had(machine),
            )
        )
    if missing := best.not_to_be_had(machine):
        raise cannot_be_had(best, missing, next_best(best, machine))
    return Proposal(
        chosen=best,
        fetch_bytes=best.bytes_to_fetch,
        pitch_s=foretell_s(best.config(), speed, on_gpu=best.gpu_gb > 0),
        exam_s=_exam_s(best, speed, languages),
        notes=tuple(filter(None, (best.too_large(machine), *_notes(sets, best, machine, named)))),
    )


def _exam_s(chosen: ModelSet, speed: Speed, languages: Sequence[str]) -> float:
    """Seconds of the exam that is still to be taken."""
    if not chosen.key and not chosen.bytes_to_fetch:
        writer = ChosenEngines(chosen.config()).writer
        exam = exam_of(writer) if writer else None
        if writer is None or (exam and exam.tells_of(languages)):
            return 0.0
    return foretell_exam_s(chosen.config(), speed, len(languages), on_gpu=chosen.gpu_gb > 0)


def _minutes(seconds: float) -> str:
    """`3 min`; from two hours on `4 h`."""
    minutes = max(1, round(seconds / 60))
    return f"{minutes} min" if minutes < 120 else f"{round(minutes / 60)} h"


def next_best(failed: ModelSet, machine: Machine, lost: Collection[str] = ()) -> ModelSet | None:
    """The best set below one that cannot be had, without the models in `lost`; None: there is none.

    Whoever has no service goes without one, so any set on his own machine is below it.
    """
    sets = model_sets()
    names = list(sets)
    below = {name: sets[name] for name in names[: names.index(failed.name)]}
    return _best({n: s for n, s in below.items() if not {*s.models} & {*lost}}, machine)


def cannot_be_had(failed: ModelSet, why: Notice, other: ModelSet | None) -> WeightsError:
    """The error that says why, and offers the next best set, if there is one."""
    told = say("{failed} cannot be set up: {why}", failed=failed.name, why=why)
    if other is None:
        return WeightsError(told)
    next_step = say("the next best set: merchant-studio setup --set {name}", name=other.name)
    return WeightsError(joined([told, next_step]))


def _best(sets: Mapping[str, ModelSet], machine: Machine) -> ModelSet | None:
    fitting = [
        each
        for each in sets.values()
        if not each.key and not each.too_large(machine) and not each.not_to_be_had(machine)
    ]
    return fitting[-1] if fitting else None


def _notes(
    sets: Mapping[str, ModelSet], best: ModelSet, machine: Machine, named: str
) -> tuple[Notice, ...]:
    """Why it is no better set, and which service has its key here."""
    if named:
        return ()
    own = [each for each in sets.values() if not each.key]
    better = own[own.index(best) + 1 :][:1]
    why = [
        say(
            "not {name}: {why}",
            name=each.name,
            why=each.too_large(machine) or each.not_to_be_had(machine),
        )
        for each in better
    ]
    served = [
        say(
            "{key} is here: merchant-studio setup --set {name} would use it, which costs money and "
            "sends what is said to the service",
            key=each.key,
            name=each.name,
        )
        for each in sets.values()
        if each.key and each.key in machine.keys
    ]
    return (*why, *served)

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

    def not_to_be_had(self, machine: Machine) -> str:
        """Why its models cannot be fetched, and what would help; empty: they can be, or are here.

        `whisper-small cannot be fetched: Hugging Face does not answer; set HF_ENDPOINT ...`
        """
        for model in self.models:
            kinds = [source.kind for source in weights.card(model).sources]
            if weights.bytes_to_fetch(model) and not {*kinds} & {*machine.answering}:
                places = [PLACES[kind] for kind in kinds if kind in PLACES]
                silent = f"{' and '.join(places)} {'do' if len(places) > 1 else 'does'} not answer"
                step = "set HF_ENDPOINT to a mirror that does"
                step = step if "hf" in kinds else "check the connection"
                folder = weights.cache_dir() / "models" / model
                return (
                    f"{model} cannot be fetched: {silent}; {step}, or copy its files into {folder}"
                )
        needed_gb = self.bytes_to_fetch / GIGABYTE
        if needed_gb > machine.free_gb:
            return (
                f"{machine.free_gb:g} GB are free on the disk and {needed_gb:.2g} GB are to be "
                "fetched; free some, or set MERCHANT_STUDIO_CACHE to a folder on another disk"
            )
        return ""

    def too_large(self, machine: Machine) -> str:
        """What the machine is too small for; empty: nothing."""
        if self.memory_gb > machine.memory_gb:
            return (
                f"it needs {self.memory_gb:g} GB of memory, and {machine.memory_gb:g} GB are here"
            )
        if self.gpu_gb > machine.gpu_gb:
            found = f"{machine.gpu_gb:g} GB are" if machine.gpu_gb else "none is"
            return f"it needs a GPU of {self.gpu_gb:g} GB that llama.cpp can use, and {found} here"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A set for a machine; in words, what it takes and what it gives."""

    chosen: ModelSet
    fetch_bytes: int
    pitch_s: float
    """Seconds that a pitch of 30 s in five languages takes here, foretold."""
    exam_s: float
    """Seconds of its writer's exam, once; 0: it needs none, or has taken it."""
    notes: tuple[str, ...] = ()
    """What is to be known beside: why no better set, which key is here."""

    def __str__(self) -> str:
        """`small: hears well. 0.5 GB to fetch, 4 GB of memory; a pitch ... about 3 min here.`"""
        chosen, fetched = self.chosen, f"{self.fetch_bytes / GIGABYTE:.1f} GB to fetch"
        gpu = f" and a GPU of {chosen.gpu_gb:g} GB" if chosen.gpu_gb else ""
        exam = f", the writer's exam up to {_minutes(self.exam_s)} once" if self.exam_s else ""
        return (
            f"{chosen.name}: {chosen.says.rstrip('.')}. "
            f"{fetched if self.fetch_bytes else 'All of it is here'}, "
            f"{chosen.memory_gb:g} GB of memory{gpu}; a pitch of 30 s in five languages takes "
            f"about {_minutes(self.pitch_s)} here{exam}."
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
        raise UsageError(f"{file} cannot be read ({error}); install merchant-studio again") from (
            error
        )


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
        raise WeightsError(f"no set can be had here: {least.not_to_be_had(machine)}")
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


def cannot_be_had(failed: ModelSet, why: str, other: ModelSet | None) -> WeightsError:
    """The error that says why, and offers the next best set, if there is one."""
    offered = f"; the next best set: merchant-studio setup --set {other.name}" if other else ""
    return WeightsError(f"{failed.name} cannot be set up: {why}{offered}")


def _best(sets: Mapping[str, ModelSet], machine: Machine) -> ModelSet | None:
    fitting = [
        each
        for each in sets.values()
        if not each.key and not each.too_large(machine) and not each.not_to_be_had(machine)
    ]
    return fitting[-1] if fitting else None


def _notes(
    sets: Mapping[str, ModelSet], best: ModelSet, machine: Machine, named: str
) -> tuple[str, ...]:
    """Why it is no better set, and which service has its key here."""
    if named:
        return ()
    own = [each for each in sets.values() if not each.key]
    better = own[own.index(best) + 1 :][:1]
    why = [
        f"not {each.name}: {each.too_large(machine) or each.not_to_be_had(machine)}"
        for each in better
    ]
    served = [
        f"{each.key} is here: merchant-studio setup --set {each.name} would use it, which costs "
        "money and sends what is said to the service"
        for each in sets.values()
        if each.key and each.key in machine.keys
    ]
    return (*why, *served)

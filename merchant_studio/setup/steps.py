"""Sets a set of models up: fetch, try, keep, examine. What is done is not done again.

Each step can be stopped at any moment and run again: downloads go on where they broke off, a trial
that succeeded stays in the cache, and so does each answer of an exam. The choice is written after
the trial, so that `config.toml` never names what does not work, and before the exam, which takes
minutes: until it is taken, no line of the writer is checked for its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from .. import __version__
from ..engines import ChosenEngines, Exam, exam_of, weights
from ..errors import EngineFailedError, StorageError
from ..messages import Notice, say
from ..pipeline import Step, Studio
from ..records import digest
from ..run import RunFolder
from ..settings import keep_settings
from ..write import ExamStep, take_exam
from .example import short_example
from .sets import ModelSet

TRIAL_LANGUAGE = "en"


def fetch(chosen: ModelSet, tell: Callable[[weights.Progress], None]) -> None:
    """Fetch and verify the models that are not here; `tell` hears how far all of them are.

    Raises:
        WeightsError: one of them cannot be fetched, or is not the published one.
        StorageError: there is no space for it.
    """
    sizes = {model: weights.card(model).total_bytes for model in chosen.models}
    whole, before = sum(sizes.values()), 0
    for model, size in sizes.items():

        def tell_of_all(now: weights.Progress, before: int = before) -> None:
            tell(weights.Progress(now.model, now.what, before + now.done_bytes, whole))

        weights.pull(model, tell_of_all)
        before += size


def examine(
    chosen: ModelSet,
    key_file: str,
    languages: Sequence[str],
    on_load: Callable[[Notice], None],
    tell: Callable[[ExamStep], None],
) -> Exam | None:
    """The exam of the set's writer, taken now in those of the languages (codes) in which it was
    not yet; None: nobody writes.

    Raises:
        EngineError: it cannot be asked.
        StorageError: the cache cannot be written.
    """
    writer = ChosenEngines(chosen.config(key_file), on_load).writer
    if writer is None:
        return None
    known = exam_of(writer)
    if known is not None and known.tells_of(languages):
        return known
    return take_exam(writer, languages, tell).exam()


def try_out(chosen: ModelSet, key_file: str, tell: Callable[[Step], None]) -> Path:
    """The video of a short pitch, made with the set from beginning to end, unless it is there.

    Raises:
        EngineFailedError: no video was made; says why.
        StudioError: an engine or the disk failed.
    """
    revisions = [weights.card(model).revision for model in chosen.models]
    key = digest(__version__, chosen.recognizer, chosen.writer, revisions)[:12]
    place = weights.cache_dir() / "setup" / f"{chosen.name}-{key}"
    run = RunFolder(place / "flask")
    video = run.path / TRIAL_LANGUAGE / "video.mp4"
    if run.read_json("report.json") and video.is_file():
        return video
    try:
        product = short_example(place / "product")
    except OSError as error:
        raise StorageError.from_os_error(place, error) from error
    config = chosen.config(key_file).changed(out=place, preset="ultrafast")
    (release,) = Studio(config, tell).run(product, [TRIAL_LANGUAGE], slug="flask")
    if release.blocked:
        why = next(each.message for each in release.findings if each.severity == "block")
        raise EngineFailedError(chosen.name, say("the trial made no video: {why}", why=why))
    return video


def keep(chosen: ModelSet, key_file: str) -> Path:
    """The user's `config.toml`, which chooses the set from now on.

    Raises:
        UsageError: the file has what is no option.
        StorageError: it cannot be written.
    """
    changes = {"recognizer": chosen.recognizer, "writer": chosen.writer}
    if key_file:
        changes["key_file"] = str(Path(key_file).expanduser().absolute())
    return keep_settings(changes)

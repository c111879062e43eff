"""`merchant-studio models ...`: the models' weights, and the exam of a writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..messages import say
from ..settings import user_config
from ..telling import told
from .options import as_json, config_options, tags, to
from .rows import padded, print_json, print_rows

if TYPE_CHECKING:
    from pathlib import Path

    from ..config import StudioConfig
    from ..engines.weights import Card
    from ..write import ExamResult


@click.group()
def models() -> None:
    """The models: what they are, fetching and checking their weights, examining writers."""


@models.command("list")
@as_json
def models_list(as_json: bool) -> None:
    """List the models: size (MB to pull, or parameters), licence, and whether they are here."""
    from ..engines import Exam, weights

    rows = [
        {
            "id": card.id,
            "role": card.role,
            "licence": card.licence,
            "commercial": card.commercial,
            "languages": list(card.languages),
            "megabytes": card.download_mb or None,
            "parameters_m": card.parameters_m,
            "gpu_gb": card.gpu_gb,
            "size": _size(card),
            "here": weights.is_present(card.id),
            "choice": card.choice,
            "title": card.title,
            "exam": card.exam and Exam.of(card.exam),
        }
        for card in weights.cards()
    ]

    def line(row: dict[str, Any]) -> str:
        here = padded(told("here" if row["here"] else say("not here")), 8)
        sold = "" if row["commercial"] else told(say(" (not for business)"))
        gpu = told(say(", for a GPU of {gpu_gb} GB", gpu_gb=row["gpu_gb"])) if row["gpu_gb"] else ""
        start = f"{row['id']:28} {row['role']:10} {row['size']:>8}  {here} {row['licence']}{sold}"
        exam = f"; {told(row['exam'].told)}" if row["exam"] else ""
        return f"{start}  {row['title']}{gpu}{exam}"

    print_rows(rows, line, as_json)


def _size(card: Card) -> str:
    if card.files:
        return f"{card.download_mb} MB"
    return f"{card.parameters_m / 1000:g}B" if card.parameters_m else "server"


@models.command("pull")
@click.argument("ids", nargs=-1)
def models_pull(ids: tuple[str, ...]) -> None:
    """Fetch the weights of IDS; without IDS, those that a run needs."""
    from ..engines import needed_models, weights
    from .console import downloads

    for model in ids or needed_models(user_config()):
        with downloads() as on_progress:
            folder = weights.pull(model, on_progress)
        click.echo(f"{model}  {folder}")


@models.command("verify")
@click.argument("ids", nargs=-1)
def models_verify(ids: tuple[str, ...]) -> None:
    """Compare every byte of IDS (or of all that are here) with the published sha256."""
    from ..engines import weights
    from .console import downloads

    here = [card.id for card in weights.cards() if card.files and weights.is_present(card.id)]
    for model in ids or here:
        with downloads() as on_progress:
            weights.verify(model, on_progress)
        click.echo(told(say("{model}  as published", model=model)))


@models.command("exam")
@to
@config_options(
    *("writer", "writer_model", "writer_precision", "device", "threads", "key_file", "timeout")
)
@as_json
def models_exam(to: str, as_json: bool, config: StudioConfig) -> None:
    """Give a writer small tasks with known answers, and keep what it may do from now on.

    It ends as soon as it is sure. Stopped, it goes on where it was; other languages are added.
    """
    from ..engines import ChosenEngines, exam_file
    from ..languages import profile
    from ..write import take_exam
    from .console import examining

    languages = tuple(dict.fromkeys(profile(tag).code for tag in tags(to)))
    with examining() as (on_load, on_step):
        writer = ChosenEngines(config, on_load).writer
        if writer is None:
            raise UsageError(
                say("nobody writes, so nobody can be examined; name one with --writer")
            )
        result = take_exam(writer, languages, on_step)
    kept = exam_file(writer)
    if as_json:
        print_json(_exam_values(result, kept))
    else:
        _print_exam(result, kept)


def _exam_values(result: ExamResult, kept: Path) -> dict[str, Any]:
    return {
        "writer": result.of.name,
        "model": result.of.model,
        "revision": result.of.revision,
        "exam": result.exam(),
        "answers": result.answers,
        "asked": result.asked,
        "seconds": result.seconds,
        "kept": str(kept),
    }


def _print_exam(result: ExamResult, kept: Path) -> None:
    """What it was asked and what it may do by that."""
    rows = [(kind, "") for kind in ("understanding", "naming")]
    rows += [("script", code) for code in result.scripts]
    rows += [(kind, "") for kind in ("wrong line", "right line")]
    for kind, code in rows:
        told_of = result.tally(kind, code)
        if told_of.asked:
            row = say(
                "{what}: {right} of {asked} right, {verdict}",
                what=say(_ASKED[kind], code=code),
                right=told_of.right,
                asked=told_of.asked,
                verdict=_MARKS[result.is_passed(kind, code)],
            )
            click.echo(told(row))
    if result.changed_number:
        click.echo(told(say("it changed a number, so it may not understand pitches")))
    click.echo(f"{result.of.model}: {told(result.exam().told)}")
    seconds = f"{result.seconds:.0f}"
    click.echo(told(say("it took {seconds} s; kept in {kept}", seconds=seconds, kept=kept)))


_ASKED = {
    "understanding": say("understanding"),
    "naming": say("naming"),
    "script": say("scripts in {code}"),
    "wrong line": say("wrong lines found"),
    "right line": say("right lines accepted"),
}
"""What is asked for, by the kind of a task."""
_MARKS = {True: say("passed"), False: say("failed"), None: say("not sure yet")}

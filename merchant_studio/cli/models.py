"""`merchant-studio models ...`: the models' weights, and the exam of a writer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from ..errors import UsageError
from ..messages import NOTHING, say
from ..settings import user_config
from ..telling import told
from .options import as_json, config_options
from .rows import padded, print_json, print_rows

if TYPE_CHECKING:
    from pathlib import Path

    from ..config import StudioConfig
    from ..engines import Exam
    from ..engines.weights import Card
    from ..write import ExamResult


@click.group()
def models() -> None:
    """The models: what they are, fetching and checking their weights, examining writers."""


@models.command("list")
@as_json
def models_list(as_json: bool) -> None:
    """List the models: size (MB to pull, or parameters), licence, and whether they are here."""
    from ..engines import weights

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
        }
        for card in weights.cards()
    ]

    def line(row: dict[str, Any]) -> str:
        here = padded(told("here" if row["here"] else say("not here")), 8)
        sold = "" if row["commercial"] else told(say(" (not for business)"))
        gpu = told(say(", for a GPU of {gpu_gb} GB", gpu_gb=row["gpu_gb"])) if row["gpu_gb"] else ""
        start = f"{row['id']:28} {row['role']:10} {row['size']:>8}  {here} {row['licence']}{sold}"
        return f"{start}  {row['title']}{gpu}"

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
@config_options(
    *("writer", "writer_model", "writer_precision", "device", "threads", "key_file", "timeout")
)
@as_json
def models_exam(as_json: bool, config: StudioConfig) -> None:
    """Give a writer 132 small tasks with known answers, and keep what it may do from now on."""
    from ..engines import ChosenEngines, keep_exam
    from ..write import take_exam
    from .console import examining

    with examining() as (on_load, on_step):
        writer = ChosenEngines(config, on_load).writer
        if writer is None:
            raise UsageError(
                say("nobody writes, so nobody can be examined; name one with --writer")
            )
        result = take_exam(writer, on_step)
    exam = result.exam(date.today().isoformat())
    kept = keep_exam(result.of, exam)
    if as_json:
        print_json(_exam_values(result, exam, kept))
    else:
        _print_exam(result, exam, kept)


def _exam_values(result: ExamResult, exam: Exam, kept: Path) -> dict[str, Any]:
    return {
        "writer": result.of.name,
        "model": result.of.model,
        "revision": result.of.revision,
        "exam": exam,
        "understood": result.understood,
        "named": result.named,
        "scripts": result.scripts,
        "judged": result.judged,
        "seconds": result.seconds,
        "kept": str(kept),
    }


def _print_exam(result: ExamResult, exam: Exam, kept: Path) -> None:
    """What it may do by language, then in all."""
    understood, judged = result.understood, result.judged_in_all
    click.echo(told(say("language  whole pitches  wrong lines found  right lines refused")))
    for code in sorted({*result.scripts, *result.judged}):
        judge = result.judged.get(code)
        scripts = f"{result.scripts[code]} of {result.scripts_of}" if result.scripts else ""
        found = f"{judge.found} of {judge.wrong}" if judge else ""
        refused = f"{judge.refused} of {judge.right}" if judge else ""
        click.echo(f"{code:8}  {scripts:13}  {found:17}  {refused}".rstrip())
    stopped = say("; stopped, for it could not pass any more")
    said = say(
        "understanding: {right} of {asked} answers right{numbers}{early}",
        right=understood.right,
        asked=understood.asked,
        numbers=say(", and it changed a number") if understood.changed_number else NOTHING,
        early=stopped if understood.cannot_pass else NOTHING,
    )
    click.echo(told(said))
    named = result.named
    if named.asked:
        said = say(
            "naming: {right} of {asked} nouns right, with gender and number",
            right=named.right,
            asked=named.asked,
        )
        click.echo(told(said))
    said = say(
        "judging: {found} of {wrong} wrong lines found, {refused} of {right} right ones refused"
        "{early}",
        found=judged.found,
        wrong=judged.wrong,
        refused=judged.refused,
        right=judged.right,
        early=stopped if result.cannot_judge else NOTHING,
    )
    click.echo(told(said))
    click.echo(f"{result.of.model}: {told(exam.told)}")
    click.echo(
        told(say("it took {seconds} s; kept in {kept}", seconds=f"{result.seconds:.0f}", kept=kept))
    )

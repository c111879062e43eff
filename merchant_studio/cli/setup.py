"""The command `setup`: the right models for this machine, proposed, fetched, tried, and chosen."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import ChecksumError, DownloadError, StorageError, UsageError, WeightsError
from ..messages import Notice, say
from ..settings import settings_file, user_config
from ..telling import told
from .options import as_json, tags
from .rows import print_json

if TYPE_CHECKING:
    from ..setup import Machine, ModelSet, Proposal

SETS = "embedded|small|local|large|service"


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing; the one set is set up, or none.")
@click.option("--show", is_flag=True, help="Say what would be set up; no more.")
@click.option("--set", "named", metavar=SETS, default="", help="This set, not the best that fits.")
@click.option(
    "--to",
    "to",
    default="en,es,vi,ru,ar",
    show_default=True,
    help="Your buyers' languages: the writer is examined in these.",
)
@as_json
def setup(yes: bool, show: bool, named: str, to: str, as_json: bool) -> None:
    """Propose the best models for this machine, fetch and try them, and use them from then on.

    The choice is written to the user's config.toml, which every run reads below its options.
    """
    from ..languages import profile
    from ..setup import look, measure, propose

    if as_json and not (yes or show):
        raise UsageError(say("--json asks nothing; add --show or --yes"))
    languages = tuple(dict.fromkeys(profile(tag).code for tag in tags(to)))
    machine = look(user_config().key_file)
    speed = measure()
    proposal = propose(machine, speed, named, languages)
    if not as_json:
        _print(proposal)
    if show:
        if as_json:
            print_json(_values(proposal, machine))
        return
    while yes or click.confirm(told(say("Set it up?")), default=True, err=True):
        other = _set_up(proposal.chosen, machine, languages, yes=yes)
        if other is None:
            break
        proposal = propose(machine, speed, other.name, languages)
        _print(proposal)
    else:
        click.echo(told(say("nothing was changed")), err=True)
        sys.exit(1)
    if as_json:
        print_json({**_values(proposal, machine), "config": str(settings_file())})
    else:
        done = say(
            "{name} is set up; every run uses it: {file}",
            name=proposal.chosen.name,
            file=settings_file(),
        )
        click.echo(told(done))


def _print(proposal: Proposal) -> None:
    click.echo(told(proposal.told))
    for note in proposal.notes:
        click.echo(f"  {told(note)}")


def _values(proposal: Proposal, machine: Machine) -> dict[str, Any]:
    chosen = proposal.chosen
    return {
        "set": chosen.name,
        "recognizer": chosen.recognizer,
        "writer": chosen.writer,
        "fetch_bytes": proposal.fetch_bytes,
        "pitch_s": round(proposal.pitch_s),
        "exam_s": round(proposal.exam_s),
        "notes": list(proposal.notes),
        "machine": asdict(machine),
    }


def _set_up(
    chosen: ModelSet, machine: Machine, languages: Sequence[str], *, yes: bool
) -> ModelSet | None:
    """None: it is set up. Another set: this one could not be fetched, and that one could be.

    Raises:
        WeightsError: it could not be fetched; with `yes`, also if there is another set.
        StudioError: the trial or the exam failed.
    """
    from ..setup import cannot_be_had, examine, fetch, keep, next_best, try_out
    from .console import downloads, examining, progress

    key_file = _key_file(chosen, machine, yes=yes)
    try:
        with downloads() as on_progress:
            fetch(chosen, on_progress)
    except (DownloadError, ChecksumError, StorageError) as error:
        lost = () if isinstance(error, StorageError) else (error.model,)
        other = next_best(chosen, machine, lost)
        failure = cannot_be_had(chosen, _reason(error), other)
        if other is None or yes:
            raise failure from error
        click.echo(told(failure.message), err=True)
        return other
    with progress() as on_step:
        video = try_out(chosen, key_file, on_step)
    click.echo(told(say("the trial: {video}", video=video)), err=True)
    keep(chosen, key_file)
    with examining() as (on_load, on_exam):
        exam = examine(chosen, key_file, languages, on_load, on_exam)
    if exam:
        click.echo(f"{chosen.writer}: {told(exam.told)}", err=True)
    return None


def _reason(error: WeightsError | StorageError) -> Notice:
    """Why models could not be fetched, in one clause."""
    if isinstance(error, DownloadError):
        return say(
            "{model} could not be fetched ({problem}); {next_step}",
            model=error.model,
            problem=error.problem,
            next_step=error.next_step,
        )
    if isinstance(error, ChecksumError):
        return say(
            "{file} of {model} came with wrong bytes, which were thrown away",
            file=error.file,
            model=error.model,
        )
    return error.message


def _key_file(chosen: ModelSet, machine: Machine, *, yes: bool) -> str:
    """The file with the key that the set needs; empty: it needs none, or the environment has it.

    Raises:
        UsageError: there is no key, and nobody may be asked.
    """
    from ..setup import keep_key

    known = user_config().key_file
    if not chosen.key:
        return ""
    if chosen.key in machine.keys:
        return "" if os.environ.get(chosen.key) else known
    if yes:
        raise UsageError(
            say(
                "{name} needs a key; set {key} in the environment, or leave --yes out to be asked "
                "for it",
                name=chosen.name,
                key=chosen.key,
            )
        )
    key = click.prompt(
        told(say("{key} (it is not shown)", key=chosen.key)), hide_input=True, err=True
    )
    named = click.prompt(
        told(say("File to keep it in (only you may read it)")), default=known or None, err=True
    )
    file = Path(named).expanduser().absolute()
    keep_key(file, chosen.key, key)
    return str(file)

"""The command line; the one place where an error becomes an exit code.

Results go to stdout, progress and errors to stderr. Exit 0: all well; 1: something failed or is
blocked, the rest was made; 2: bad usage or input.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import __version__
from ..config import StudioConfig
from ..errors import StudioError
from ..messages import say
from ..probe import warm_up
from ..records import to_json
from ..telling import lang, told
from ..webui import commands
from .batch import batch
from .models import models, models_pull
from .options import as_json as _json
from .options import config_options as _config_options
from .options import path as _path
from .options import tags as _tags
from .options import to as _to
from .quote import catalogue, quote
from .rows import kept, padded
from .rows import print_json as _print_json
from .rows import print_rows as _print_rows
from .setup import setup
from .still import still
from .terminal import prepare_terminal

DEMO_LANGUAGES = ("en", "es", "vi", "ar")

if TYPE_CHECKING:
    from ..pipeline import Studio
    from ..read import Missing
    from ..records import Finding, Release
    from .doctor import Row


class _Group(click.Group):
    """Commands whose errors are one sentence and an exit code."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line, whatever its terminal lacks, and if it is closed meanwhile."""
        prepare_terminal()
        return super().main(*arguments, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the chosen command.

        Raises:
            SystemExit: with the error's exit code, unless `--debug` asks for the traceback.
        """
        try:
            return super().invoke(ctx)
        except StudioError as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"merchant-studio: {told(error.message)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            stopped = told(say("stopped; run the same command again to go on"))
            click.echo(f"merchant-studio: {stopped}", err=True)
            ctx.exit(130)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="An option that is left out is as MERCHANT_STUDIO_<OPTION> has it, else as your "
    "config.toml (see setup), else its default; doctor shows who chose each engine.",
)
@click.version_option(__version__, prog_name="merchant-studio")
@click.option("--debug", is_flag=True, help="Show the whole traceback of an error.")
@lang
def main(debug: bool, lang: str) -> None:
    """One recording of a merchant in, captioned product videos per language out."""


main.add_command(batch)
main.add_command(models)
main.add_command(setup)
main.add_command(still)
main.add_command(quote)
main.add_command(catalogue)


@main.command()
@_path
@_to
@_config_options()
@_json
def run(path: Path, to: str, as_json: bool, config: StudioConfig) -> None:
    """Make a video per language from PATH: a product folder or a recording."""
    _run(config, path, _tags(to), as_json)


def _run(
    config: StudioConfig, path: Path, tags: Sequence[str], as_json: bool, slug: str = ""
) -> None:
    warm_up()  # it starts while the rest is imported
    from ..pipeline import Studio
    from .console import progress

    with progress() as on_step:
        studio = Studio(config, on_step)
        _tell_unexamined(studio, tags)
        releases = studio.run(path, tags, slug=slug)
    if as_json:
        _print_json([_release_values(release) for release in releases])
    else:
        _print_releases(releases)
        _print_missing(releases[0].folder.parent)
        _print_spending(studio)
    _exit_if_blocked([finding for release in releases for finding in release.findings])


@main.command()
@_path
@_to
@_config_options()
@_json
def plan(path: Path, to: str, as_json: bool, config: StudioConfig) -> None:
    """Stop before the render: write the scripts, for you to read and edit."""
    warm_up()
    from ..pipeline import Studio
    from .console import progress

    with progress() as on_step:
        studio = Studio(config, on_step)
        _tell_unexamined(studio, _tags(to))
        folder, drafts, findings = studio.plan(path, _tags(to))
    scripts = [
        {
            "language": draft.tag,
            "lines": [
                {
                    "text": text,
                    "template": line.text,
                    "written_by": line.author,
                    "meaning": "checked" if line.assured == "checked" else "unchecked",
                }
                for line, text in zip(draft.script.lines, draft.texts, strict=True)
            ],
        }
        for draft in drafts
    ]
    if as_json:
        asked = [{"keys": one.keys, "said": _quote(one)} for one in _missing(folder)]
        found = [to_json(finding) for finding in findings]
        _print_json({"scripts": scripts, "findings": found, "missing": asked})
    else:
        for draft in drafts:
            click.echo(f"{draft.tag}  {draft.profile.name}")
            for line, text in zip(draft.script.lines, draft.texts, strict=True):
                by_model = line.author in ("llm", "llm-retry") and line.assured == "unchecked"
                unread = f", {told('meaning unchecked')}" if by_model else ""
                click.echo(f"  {line.index + 1:2} [{told(line.author)}{unread}] {text}")
        _print_findings(findings)
        _print_missing(folder)
        _print_spending(studio)
        edit = say(
            "edit {folder}/<language>/script.json, then: merchant-studio render {folder}",
            folder=folder,
        )
        click.echo(told(edit))
    _exit_if_blocked(findings)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_json
def render(folder: Path, as_json: bool) -> None:
    """Go on from FOLDER (such as out/flask) with what was edited there."""
    from ..run import open_run

    config, source, languages = open_run(folder)
    _run(config, source, languages, as_json, folder.resolve().name)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--read-data", is_flag=True, help="Compare recording and photos with what was read, too."
)
@_json
def check(folder: Path, read_data: bool, as_json: bool) -> None:
    """Read the finished texts in FOLDER again and compare every number with the facts."""
    from ..publish import check_run

    findings = check_run(folder, read_data=read_data)
    if as_json:
        _print_json([to_json(finding) for finding in findings])
    else:
        _print_findings(findings)
        blocks = sum(finding.severity == "block" for finding in findings)
        click.echo(
            told(
                say(
                    "{folder}: {blocks} wrong, {count} to look at",
                    folder=folder,
                    blocks=blocks,
                    count=len(findings) - blocks,
                )
            )
        )
    _exit_if_blocked(findings)


@main.command()
@_json
def languages(as_json: bool) -> None:
    """List the languages that videos can be made in."""
    from ..languages import language_codes, profile

    rows = [
        {"code": code, "name": profile(code).name, "native_name": profile(code).native_name}
        for code in language_codes()
    ]
    _print_rows(rows, lambda row: "{code:4} {name:12} {native_name}".format(**row), as_json)


@main.command()
@click.argument("words", default="")
@_json
def points(words: str, as_json: bool) -> None:
    """List the selling points that a sheet may name: those like WORDS, or all of them."""
    from ..points import catalogue, search

    known = catalogue()
    rows = [
        {"id": written, "kind": known[name].kind, "zh": known[name].zh, "en": known[name].en}
        for name, written in search(words, "zh").items()
    ]
    _print_rows(rows, lambda row: "{id:32} {zh}  {en}".format(**row), as_json)


@main.command()
@click.option("--to", "to", default="", help="Languages, such as en,es; all without it.")
@click.option("--sample", type=click.Path(path_type=Path), help="Folder to write a sample of each.")
@_config_options("speaker", "speaker_model", "speaker_voice", "draft_voice", "threads")
@_json
def voices(to: str, sample: Path | None, as_json: bool, config: StudioConfig) -> None:
    """List the voices that a dub can have; with --sample, let each say a greeting into a file."""
    from ..languages import language_codes
    from ..speak import list_voices, write_sample

    rows = []
    for tag in _tags(to) or language_codes():
        for speaker, voice in list_voices(config, tag):
            row = {**dataclasses.asdict(voice), "language": tag, "speaker": speaker}
            if sample:
                row["sample"] = str(write_sample(config, speaker, voice, tag, sample))
            rows.append(row)
            if not as_json:
                pitch = f"{voice.pitch_hz} Hz" if voice.pitch_hz else ""
                click.echo(
                    f"{tag:6} {speaker:8} {voice.name:14} {voice.gender:7} {pitch:7} "
                    f"{row.get('sample', '')}".rstrip()
                )
    if as_json:
        _print_json(rows)


@main.command()
@_json
def engines(as_json: bool) -> None:
    """List the engines, and what would make those usable that are not."""
    from .doctor import engine_rows

    _print_rows(
        engine_rows(),
        lambda row: f"{_mark(row.ready)} {row.role:11} {row.name:15} {told(row.state)}",
        as_json,
    )


@main.command()
@_config_options(
    *("recognizer", "recognizer_model", "writer", "writer_model", "translator", "voice", "consent"),
    *("speaker", "speaker_model", "device", "key_file", "encoder", "out"),
)
@_json
def doctor(as_json: bool, config: StudioConfig) -> None:
    """Check the set-up, a line each, for a run with the same options."""
    from .doctor import examine

    rows = tuple(examine(config))

    def line(row: Row) -> str:
        return f"{_mark(row.well)} {padded(told(row.what), 11)} {told(row.found)}"

    _print_rows(rows, line, as_json)
    if not all(row.well for row in rows):
        sys.exit(1)


@main.command()
@_config_options("out")
def demo(config: StudioConfig) -> None:
    """Fetch the weights if needed and make the example's videos in en, es, vi and ar."""
    from ..setup import example_folder

    click.get_current_context().invoke(models_pull, ids=())
    _run(config, example_folder(), DEMO_LANGUAGES, as_json=False)
    if config.chooser("writer") == "default":
        click.echo(told(say("better results with better models: merchant-studio setup")))


def _mark(well: bool) -> str:
    return click.style("ok ", fg="green") if well else click.style("no ", fg="red")


def _exit_if_blocked(findings: Sequence[Finding]) -> None:
    """Exit 1 when a language was blocked; the others were made."""
    if any(finding.severity == "block" for finding in findings):
        sys.exit(1)


def _release_values(release: Release) -> dict[str, Any]:
    return {
        "language": release.language,
        "folder": str(release.folder),
        "blocked": release.blocked,
        "files": list(release.files),
        "findings": [to_json(finding) for finding in release.findings],
    }


def _print_releases(releases: Sequence[Release]) -> None:
    for release in releases:
        if release.blocked:
            click.echo(f"{release.language:6} {told('blocked')}")
            continue
        video = release.folder / "video.mp4"
        click.echo(f"{release.language:6} {video}  {told(kept(release))}")
    _print_findings([finding for release in releases for finding in release.findings])


def _print_missing(folder: Path) -> None:
    """What buyers will ask for, and where it was perhaps said."""
    for one in _missing(folder):
        click.echo(told(str(one)))


def _missing(folder: Path) -> tuple[Missing, ...]:
    from ..run import RunFolder, missing_in

    return missing_in(RunFolder(folder))


def _quote(one: Missing) -> dict[str, Any] | None:
    heard = one.half_heard
    return {"at_ms": heard.span.start_ms, "text": heard.text} if heard else None


def _print_spending(studio: Studio) -> None:
    """What a model was asked, if one was: `asked qwen2.5-coder-1.5b 4 times: ...`."""
    if studio.spending:
        click.echo(told(studio.spending.told))


def _tell_unexamined(studio: Studio, tags: Sequence[str]) -> None:
    """Before anything is written: that nobody examined the writer, so that nobody checks it."""
    if unexamined := studio.unexamined(tags):
        click.echo(told(unexamined), err=True)


def _print_findings(findings: Sequence[Finding]) -> None:
    for severity, message in dict.fromkeys((each.severity, each.message) for each in findings):
        click.echo(f"{told(severity)}: {told(message)}")


main.command()(_config_options()(commands.ui))
main.add_command(commands.users)

if __name__ == "__main__":
    main()

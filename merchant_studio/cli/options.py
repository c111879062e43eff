"""Options that commands share; those for a run's configuration are built from `config.py`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..config import StudioConfig, choices_of

Command = TypeVar("Command", bound=Callable[..., Any])
"""A command that gets an option."""


def config_options(*names: str, without: str = "") -> Callable[[Command], Command]:
    """Options for fields of `StudioConfig`, with their defaults, choices and help."""

    def add(command: Command) -> Command:
        for field in reversed(dataclasses.fields(StudioConfig)):
            if field.name == without or (names and field.name not in names):
                continue
            flag, usual = f"--{field.name.replace('_', '-')}", field.default
            kind: dict[str, Any] = {"show_default": usual != ""}
            if isinstance(usual, bool):
                kind = {"is_flag": True}
            elif choices := choices_of(field.name):
                kind["type"] = click.Choice(choices)
            elif isinstance(usual, int):
                kind["type"] = click.IntRange(field.metadata["low"], field.metadata["high"])
            elif isinstance(usual, Path):
                kind["type"] = click.Path(path_type=Path)
            option = click.option(flag, default=usual, help=field.metadata["help"], **kind)
            command = option(command)
        return command

    return add


to = click.option("--to", "to", required=True, help="Languages, such as en,es,ar or es-MX.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
path = click.argument("path", type=click.Path(path_type=Path))


def tags(text: str) -> tuple[str, ...]:
    """The languages that `--to` names, each once."""
    return tuple(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))

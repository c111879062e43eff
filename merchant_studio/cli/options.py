"""Options that commands share; those for a run's configuration are built from `config.py`."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from ..config import choices_of, options
from ..settings import user_config

Command = TypeVar("Command", bound=Callable[..., Any])
"""A command that gets an option."""


def config_options(*names: str, without: str = "") -> Callable[[Command], Command]:
    """Options for fields of `StudioConfig`; the command gets them as `config`.

    What its command line does not say is as the user's environment and file have it.
    """
    fields = [
        field for field in options() if field.name != without and (not names or field.name in names)
    ]

    def add(command: Command) -> Command:
        @wraps(command)
        def configured(**values: Any) -> Any:
            said = {field.name: values.pop(field.name) for field in fields}
            given = {name: value for name, value in said.items() if is_given(name)}
            return command(config=user_config(**given), **values)

        made: Any = configured
        for field in reversed(fields):
            made = _option(field)(made)
        return cast(Command, made)

    return add


def _option(field: dataclasses.Field[Any]) -> Callable[[Any], Any]:
    """One field as an option, with its default, choices and help."""
    flag, usual = f"--{field.name.replace('_', '-')}", field.default
    kind: dict[str, Any] = {"show_default": usual != ""}
    if isinstance(usual, bool):
        flag, kind = f"{flag}/--no-{flag[2:]}", {}
    elif choices := choices_of(field.name):
        kind["type"] = click.Choice(choices)
    elif isinstance(usual, int):
        kind["type"] = click.IntRange(field.metadata["low"], field.metadata["high"])
    elif isinstance(usual, Path):
        kind["type"] = click.Path(path_type=Path)
    return click.option(flag, default=usual, help=field.metadata["help"], **kind)


def is_given(name: str) -> bool:
    """Whether an option of the command that runs stands on its command line."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


to = click.option("--to", "to", required=True, help="Languages, such as en,es,ar or es-MX.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
path = click.argument("path", type=click.Path(path_type=Path))


def tags(text: str) -> tuple[str, ...]:
    """The languages that `--to` names, each once.

    Raises:
        UnknownNameError: one of them nobody knows.
    """
    from ..languages import canonical_tag

    named = (tag.strip() for tag in text.split(","))
    return tuple(dict.fromkeys(canonical_tag(tag) for tag in named if tag))

"""The options that a user always wants: in a file, or in the environment.

    ~/.config/merchant_studio/config.toml   writer = "deepseek"
    MERCHANT_STUDIO_WRITER=deepseek         stronger than the file
    merchant-studio run --writer deepseek   stronger than both

`MERCHANT_STUDIO_CONFIG` names another file. Its keys are the names of the options, as in
`StudioConfig`; `merchant-studio setup` writes those that choose models.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from .config import StudioConfig, check_value, options
from .errors import StorageError, UsageError
from .files import read_text, replace_text
from .messages import plain, say

VARIABLE = "MERCHANT_STUDIO_"
"""How the name of an option's variable begins."""
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
"""How a variable says them."""


def settings_file() -> Path:
    """The user's file: `$MERCHANT_STUDIO_CONFIG`, else `config.toml` where settings usually are."""
    named = os.environ.get("MERCHANT_STUDIO_CONFIG")
    usual = Path(platformdirs.user_config_dir("merchant_studio")) / "config.toml"
    return Path(named).expanduser().absolute() if named else usual


def user_config(**given: Any) -> StudioConfig:
    """The configuration of a run: what is given, then the environment, the user's file, defaults.

        user_config(voice="dub")    # with the writer that `merchant-studio setup` chose

    What is given as the writer leaves out the `writer_model` that the file has for another one.

    Raises:
        UsageError: the file cannot be read; a value is wrong; names file, key and what is accepted.
    """
    file = settings_file()
    weakest_first = [(file.name, _in_file(file)), *_in_environment(), ("option", given)]
    usual = {item.name: item.default for item in options()}
    values: dict[str, Any] = {}
    choosers: dict[str, str] = {}
    for chooser, found in weakest_first:
        for name, value in found.items():
            if values.get(name, usual.get(name)) != value:
                _forget(values, f"{name}_")
            values[name], choosers[name] = value, chooser
    chosen_by = {name: choosers[name] for name in values if choosers[name] != "option"}
    try:
        return StudioConfig(**values, chosen_by=chosen_by)
    except UsageError as error:
        if not chosen_by:
            raise
        told = ", ".join(f"{name} by {chooser}" for name, chooser in chosen_by.items())
        raise UsageError(say("{why}; no option chose: {told}", why=error, told=told)) from error


def keep_settings(changes: Mapping[str, str]) -> Path:
    """The user's file, in which these options now have these values; its other lines stay.

    What was said of another engine goes: a new writer is not asked for the old one's model.

    Where it names a file of keys, only the user may read it.

    Raises:
        UsageError: the file cannot be read.
        StorageError: it cannot be written.
    """
    file = settings_file()
    before = _in_file(file)
    wanted = dict(before)
    for name, value in changes.items():
        if before.get(name) != value:
            _forget(wanted, f"{name}_")
    gone = {*changes, *before} - {*wanted} | {*changes}
    kept = [line for line in _lines(file) if line.partition("=")[0].strip() not in gone]
    wanted.update(changes)
    text = "\n".join([*kept, *(f"{name} = {_quoted(value)}" for name, value in changes.items())])
    if _values(file, text) != wanted:
        raise UsageError(
            say("{file} has a value of several lines; write each in one line", file=file)
        )
    try:
        replace_text(file, text + "\n", 0o600 if "key_file" in wanted else 0o644)
    except OSError as error:
        step = say("set MERCHANT_STUDIO_CONFIG to a file that you may write")
        raise StorageError(file, plain(error.strerror or str(error)), step) from error
    return file


def _forget(values: dict[str, Any], beginning: str) -> None:
    """Leave out what belongs to an engine that is not chosen any more: its model, its voice."""
    for name in [name for name in values if name.startswith(beginning)]:
        del values[name]


def _in_file(file: Path) -> dict[str, Any]:
    return _values(file, "\n".join(_lines(file)))


def _lines(file: Path) -> list[str]:
    """The lines of the file; none if there is no file."""
    try:
        return read_text(file).splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("{file} cannot be read; mend it, or delete it", file=file)) from error


def _values(file: Path, text: str) -> dict[str, Any]:
    """The options that a text of TOML has.

    Raises:
        UsageError: names the file, the key, and what is accepted.
    """
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(
            say(
                '{file} cannot be read: {why}; write lines such as writer = "deepseek"',
                file=file,
                why=error,
            )
        ) from error
    known = {item.name: item for item in options()}
    for name in found:
        if name not in known:
            raise UsageError(
                say(
                    "{file}: there is no option {name!r}; write one of: {known}",
                    file=file,
                    name=name,
                    known=", ".join(known),
                )
            )
    return {name: _checked(known[name], value, str(file)) for name, value in found.items()}


def _in_environment() -> Iterable[tuple[str, dict[str, Any]]]:
    """The name of each variable that has an option's value, with that value."""
    for item in options():
        variable = VARIABLE + item.name.upper()
        if text := os.environ.get(variable, ""):
            yield variable, {item.name: _checked(item, _said(item, text), variable)}


def _said(item: dataclasses.Field[Any], text: str) -> object:
    """The value that a variable's text means; the text itself where it means none."""
    if isinstance(item.default, bool):
        return True if text.lower() in YES else False if text.lower() in NO else text
    if isinstance(item.default, int):
        return int(text) if text.removeprefix("-").isdecimal() else text
    return text


def _checked(item: dataclasses.Field[Any], value: object, place: str) -> object:
    """The value as `StudioConfig` takes it.

    Raises:
        UsageError: names the place, the option, and what is accepted.
    """
    kind = type(item.default)
    if type(value) is not (str if issubclass(kind, Path) else kind):
        low, high = item.metadata["low"], item.metadata["high"]
        accepted = {
            bool: say("true or false"),
            int: say("a whole number, {low} to {high}", low=low, high=high),
        }
        told = accepted.get(kind, say("a text"))
        raise UsageError(
            say(
                "{place}: {option} is {value!r}; write {told}",
                place=place,
                option=item.name,
                value=value,
                told=told,
            )
        )
    try:
        check_value(item, value)
    except UsageError as error:
        raise UsageError(say("{place}: {problem}", place=place, problem=error)) from error
    return Path(str(value)).expanduser() if issubclass(kind, Path) else value


def _quoted(value: str) -> str:
    """A text of TOML in quotes: a path of Windows has its backslashes doubled."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

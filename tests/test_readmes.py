"""The commands of both READMEs: the Chinese one has none of its own, and all are real."""

from __future__ import annotations

import re
import shlex
from itertools import product
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from merchant_studio.cli import main

ROOT = Path(__file__).parents[1]
MAIN = {"python install.py", "merchant-studio ui --open"}
"""What a merchant needs to begin: both READMEs have it."""
FAST = {"merchant-studio languages", "merchant-studio points fold", "merchant-studio engines"}
"""What a test can run as it is written, without weights."""
_BEGINS = r"(?:\w+=\S+ )?(?:make|python|(?:\.venv\S+?[/\\])?merchant-studio)"


def commands(name: str) -> set[str]:
    """Every command of a README, in a block or in a sentence, without its comment.

    `models list|pull` is two.
    """
    text = (ROOT / name).read_text(encoding="utf-8")
    block = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
    lines = [line for kind, held in block.findall(text) if not kind for line in held.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", block.sub("", text))
    bare = (re.sub(r"\s+#.*", "", line).strip() for line in lines)
    found = {line for line in bare if re.match(_BEGINS + r"(?: |$)", line)} - {"merchant-studio"}
    ways = [[word.split("|") for word in line.split(" ")] for line in found]
    return {" ".join(words) for way in ways for words in product(*way)}


ALL = sorted(commands("README.md") | commands("README.zh.md"))


def words_of(command: str) -> list[str]:
    """What follows `merchant-studio` in a command; nothing if it calls another program."""
    words = [word for word in shlex.split(command, posix="\\" not in command) if "=..." not in word]
    return words[1:] if words[0].endswith("merchant-studio") else []


def test_the_chinese_readme_has_the_english_ones_commands() -> None:
    assert commands("README.zh.md") - commands("README.md") == set()
    assert commands("README.zh.md") >= MAIN


def test_the_readmes_lead_to_each_other() -> None:
    for name, other in (("README.md", "README.zh.md"), ("README.zh.md", "README.md")):
        assert f"]({other})" in "".join((ROOT / name).read_text("utf-8").splitlines(True)[:5])


@pytest.mark.parametrize("command", ALL)
def test_a_command_of_the_readmes_is_one(command: str) -> None:
    words = words_of(command)
    if not words:
        program, what = command.split()[:2]
        made = f"\n{what}:" in f"\n{(ROOT / 'Makefile').read_text('utf-8')}"
        assert made if program == "make" else (ROOT / what).is_file()
        return
    given: click.Command = main
    context = click.Context(main)
    while isinstance(given, click.Group):
        words = given.make_parser(context).parse_args(words)[1]
        assert words[0] in given.commands, command
        given = given.commands[words.pop(0)]
        context = click.Context(given, parent=context)
    given.make_parser(context).parse_args(words)


@pytest.mark.parametrize("command", sorted(FAST))
def test_a_fast_command_of_the_readmes_runs(command: str) -> None:
    assert command in ALL
    result = CliRunner().invoke(main, words_of(command))
    assert (result.exit_code, result.stdout != "") == (0, True)

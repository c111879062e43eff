"""The commands of both READMEs: the Chinese one has none of its own, and all are real."""

from __future__ import annotations

import re
import shlex
from itertools import product
from pathlib import Path

import click
import pytest

from merchant_studio.cli import main

ROOT = Path(__file__).parents[1]
MAIN = {"python install.py", "merchant-studio ui --open"}
"""What a merchant needs to begin: both READMEs have it."""
_CODE = re.compile(r"^```(\w*)\n(.*?)^```$|`([^`\n]+)`", re.M | re.S)
"""A block with the name of its language, or code in a sentence."""
_BEGINS = r"(?:make|python|sh|(?:\.venv\S+?[/\\])?(?:merchant-studio|pip))"


def commands(name: str) -> list[str]:
    """Every command of a README once, in its order, in a block or in a sentence; no comments.

    `models list|pull` is two.
    """
    lines = list[str]()
    for kind, block, inline in _CODE.findall((ROOT / name).read_text(encoding="utf-8")):
        lines += [inline] if inline else [] if kind else block.splitlines()
    bare = (re.sub(r"\s+#.*", "", line).strip() for line in lines)
    found = [line for line in bare if re.match(_BEGINS + r"(?: |$)", line)]
    ways = [[word.split("|") for word in line.split(" ")] for line in found]
    every = (" ".join(words) for way in ways for words in product(*way))
    return [line for line in dict.fromkeys(every) if line != "merchant-studio"]


COMMANDS = {name: commands(name) for name in ("README.md", "README.zh.md")}
ENGLISH, CHINESE = map(set, COMMANDS.values())


def words_of(command: str) -> list[str]:
    """What follows `merchant-studio` in a command; nothing if it calls another program."""
    words = [word for word in shlex.split(command, posix="\\" not in command) if "=..." not in word]
    return words[1:] if words[0].endswith("merchant-studio") else []


def test_the_chinese_readme_has_the_english_ones_commands() -> None:
    assert CHINESE <= ENGLISH
    assert CHINESE >= MAIN


def test_the_readmes_lead_to_each_other() -> None:
    for name, other in (("README.md", "README.zh.md"), ("README.zh.md", "README.md")):
        assert f"]({other})" in "".join((ROOT / name).read_text("utf-8").splitlines(True)[:5])


@pytest.mark.parametrize("command", sorted(ENGLISH | CHINESE))
def test_a_command_of_the_readmes_is_one(command: str) -> None:
    words = words_of(command)
    if not words:
        program, *_, what = command.split()
        made = f"\n{what}:" in f"\n{(ROOT / 'Makefile').read_text('utf-8')}"
        assert made if program == "make" else (ROOT / what).exists()
        return
    given: click.Command = main
    context = click.Context(main)
    while isinstance(given, click.Group):
        words = given.make_parser(context).parse_args(words)[1]
        assert words[0] in given.commands, command
        given = given.commands[words.pop(0)]
        context = click.Context(given, parent=context)
    given.make_parser(context).parse_args(words)

"""What the program says, told in a merchant's language: `data/messages/<code>.toml`.

The file has each template of the code (`messages.py`), and how its language says it:

    "{file} is silent; record it again" = "{file} 没有声音；请重新录"

A template without a line stays English. To add a language, add a file; nothing else names it. The
command line speaks the language of `--lang`, of MERCHANT_STUDIO_LANG, or of the system.
"""

from __future__ import annotations

import locale
import os
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from .languages import language_codes, profile
from .messages import Notice, filled, shown

FOLDER = Path(__file__).parent / "data" / "messages"
ENGLISH = "en"
"""The language in which the program makes its sentences."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells what the program says in one language."""

    forms: Mapping[str, str]
    """Each English template and name, and how the language says it."""
    comma: str = ", "
    """What stands between the things of a list."""

    def tell(self, text: str) -> str:
        """The text in the language; as it is, where that has no words for it."""
        if not isinstance(text, Notice):
            text = Notice(text)
        form = self.forms.get(text.template, text.template)
        return filled(form, text.values, self.tell, self.comma)


@cache
def teller(language: str) -> Teller:
    """Who tells things in a language, by its file and its names; without a file, in English."""
    known = templates(language)
    return Teller(names(language) | known if known else {}, comma(language))


def templates(language: str) -> dict[str, str]:
    """Each template of a language's file, and how the language says it."""
    tables = (table for name, table in _file(language).items() if name != "comma")
    return {english: form for table in tables for english, form in table.items()}


@cache
def names(language: str) -> dict[str, str]:
    """Words by which the program names facts and languages, as the language says them."""
    known = dict(profile(language).labels) if language in language_codes() else {}
    return known | {profile(code).name: language_name(code, language) for code in language_codes()}


def comma(language: str) -> str:
    """What a language writes between the things of a list."""
    return _file(language).get("comma", {}).get("list", ", ")


@cache
def message_languages() -> tuple[str, ...]:
    """The codes of the languages in which the program can speak, English first."""
    return (ENGLISH, *sorted(path.stem for path in FOLDER.glob("*.toml")))


def system_language() -> str:
    """The language of the system among those of the program; English if it is none of them."""
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not told and sys.platform == "win32":
        told = locale.getlocale()[0] or ""  # "zh_CN", or by its name: "Chinese (Simplified)_China"
    beginnings = {c: (c, language_name(c, ENGLISH).lower()) for c in message_languages()}
    return next((c for c, one in beginnings.items() if told.lower().startswith(one)), ENGLISH)


def language_name(tag: str, language: str) -> str:
    """A language's name in another one: 西班牙语, Spanish (Mexico)."""
    from babel import Locale

    parsed = Locale.parse(tag.replace("-", "_"))
    return parsed.get_display_name(language) or tag


@cache
def _file(language: str) -> dict[str, dict[str, str]]:
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


# --- the command line ---------------------------------------------------------------------------


def _known(context: click.Context, option: click.Parameter, code: str) -> str:
    if code not in message_languages():
        raise click.BadParameter(f"choose one of: {', '.join(message_languages())}")
    return code


lang = click.option(
    "--lang",
    default=system_language,
    envvar="MERCHANT_STUDIO_LANG",
    callback=_known,
    show_default="the system's",
    help="Language in which you are told what happens, zh or en.",
)
"""The option of the whole command line: `merchant-studio --lang zh run ...`."""


def in_this_command() -> Callable[[str], str]:
    """What tells a text in the language of this command; any thread may call it.

    Names of files in a plain text are told so that they cannot steer the terminal.
    """
    context = click.get_current_context(silent=True)
    language = context.find_root().params.get("lang", ENGLISH) if context else ENGLISH
    tell = teller(language).tell
    return lambda text: tell(text if isinstance(text, Notice) else shown(text))


def told(text: str) -> str:
    """The text in the language of this command; as it is where that has no words for it."""
    return in_this_command()(text)

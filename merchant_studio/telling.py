"""In which language the command line speaks: `--lang`, MERCHANT_STUDIO_LANG, or the system's."""

from __future__ import annotations

from collections.abc import Callable

import click

from .files import shown
from .messages import ENGLISH, catalogue, message_languages, system_language


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


def teller() -> Callable[[str], str]:
    """What says a text in the language of this command; any thread may call it.

    Names of files in it are told so that they cannot steer the terminal.
    """
    context = click.get_current_context(silent=True)
    language = context.find_root().params.get("lang", ENGLISH) if context else ENGLISH
    say = catalogue(language).say
    return lambda text: say(shown(text))


def told(text: str) -> str:
    """The text in the language of this command; as it is where that has no words for it."""
    return teller()(text)

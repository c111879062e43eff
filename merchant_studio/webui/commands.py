"""`merchant-studio ui` and `merchant-studio users`; Gradio is loaded only when the page starts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import UnknownNameError
from ..messages import say
from ..telling import told
from .quota import GIGABYTE, Limits

USUAL = Limits()

if TYPE_CHECKING:
    from ..config import StudioConfig


def _limit(usual: int) -> dict[str, Any]:
    """What an option for a number of at least 1 is made of."""
    return {"type": click.IntRange(1), "default": usual, "show_default": True}


@click.option("--host", default="127.0.0.1", show_default=True, help="Address to answer at.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=7860, show_default=True, help="Port there."
)
@click.option(
    "--auth",
    "users",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Who may use the page: a file made by `users add`; needed where others can reach it.",
)
@click.option(
    "--cert", type=click.Path(path_type=Path), help="Certificate (PEM): phones film by https only."
)
@click.option("--key", type=click.Path(path_type=Path), help="Its private key (PEM).")
@click.option("--mcp", is_flag=True, help="Offer the API as tools for agents (MCP), too.")
@click.option("--max-products", **_limit(USUAL.products), help="Products that each user may keep.")
@click.option(
    "--max-gigabytes",
    **_limit(USUAL.bytes // GIGABYTE),
    help="What all files of a user may take, videos too.",
)
@click.option(
    "--max-uploads",
    **_limit(USUAL.uploads),
    help="Files of a user that may be on their way at once.",
)
@click.option("--open", "open_page", is_flag=True, help="Open it in the browser, too.")
def ui(
    host: str,
    port: int,
    users: Path | None,
    cert: Path | None,
    key: Path | None,
    mcp: bool,
    max_products: int,
    max_gigabytes: int,
    max_uploads: int,
    open_page: bool,
    config: StudioConfig,
) -> None:
    """Serve the page for merchants: film, check, get the videos."""
    from .serving import serve

    serve(
        config,
        host=host,
        port=port,
        users=users,
        mcp=mcp,
        cert=cert,
        key=key,
        open_page=open_page,
        limits=Limits(products=max_products, bytes=max_gigabytes * GIGABYTE, uploads=max_uploads),
    )


@click.group()
def users() -> None:
    """Who may use the page."""


_file = click.argument("file", type=click.Path(path_type=Path))
_name = click.argument("name")
_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, one line."
)


@users.command("add")
@_file
@_name
@_stdin
def users_add(file: Path, name: str, password_stdin: bool) -> None:
    """Let NAME use the page (`ui --auth FILE`), or give them a new password."""
    from .users import add_user

    add_user(file, name, _password(password_stdin))
    added = say(
        "{name} may use the page now; start it with: merchant-studio ui --auth {file}",
        name=name,
        file=file,
    )
    click.echo(told(added))


@users.command("passwd")
@_file
@_name
@_stdin
def users_passwd(file: Path, name: str, password_stdin: bool) -> None:
    """Give NAME a new password; whoever is logged in with the old one has to log in again."""
    from .users import add_user, read_users

    known = read_users(file)
    if name not in known:
        raise UnknownNameError("user", name, tuple(known))
    add_user(file, name, _password(password_stdin))
    click.echo(
        told(say("{name} has a new password; sessions with the old one have ended", name=name))
    )


@users.command("remove")
@_file
@_name
def users_remove(file: Path, name: str) -> None:
    """Take NAME out of FILE: the page does not answer them any more; their products stay."""
    from .users import remove_user

    remove_user(file, name)
    click.echo(
        told(say("{name} may not use the page any more; what was made stays in OUT", name=name))
    )


def _password(from_stdin: bool) -> str:
    """The new password: typed twice, or a line of standard input; never an argument, which `ps`
    shows to everybody on the machine."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))

"""`merchant-studio ui` and `merchant-studio users`; Gradio is loaded only when the page starts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..telling import told

if TYPE_CHECKING:
    from ..config import StudioConfig


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
@click.option("--open", "open_page", is_flag=True, help="Open it in the browser, too.")
def ui(
    host: str,
    port: int,
    users: Path | None,
    cert: Path | None,
    key: Path | None,
    mcp: bool,
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
    )


@click.group()
def users() -> None:
    """Who may use the page."""


@users.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name")
@click.password_option(help="Asked for if it is not given.")
def users_add(file: Path, name: str, password: str) -> None:
    """Let NAME use the page (`ui --auth FILE`), or give them a new password."""
    from .users import add_user

    add_user(file, name, password)
    start = f"merchant-studio ui --auth {file}"
    click.echo(told(f"{name} may use the page now; start it with: {start}"))

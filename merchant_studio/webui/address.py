"""Where the page answers: its port, and the browser that is opened there.

The port is taken before the page is built, which takes seconds: a browser that comes meanwhile
waits at it. So the browser starts while the page is built.
"""

from __future__ import annotations

import errno
import socket
import webbrowser
from contextlib import ExitStack

import click

from ..errors import UsageError
from ..messages import say
from ..telling import told

SERVER = "merchant-studio"
"""What the page calls itself in every answer, so that a second start knows it."""
ANSWER_S = 30.0
"""A page that is still being built answers within this time."""
ALL_ADDRESSES = {"0.0.0.0": "127.0.0.1", "::": "::1"}
"""The page is at all addresses of the machine, and a browser there asks at this one."""


def url_of(host: str, port: int, *, is_secure: bool) -> str:
    """`http://127.0.0.1:7860`, as a browser on this machine asks for the page."""
    asked = ALL_ADDRESSES.get(host, host)
    named = f"[{asked}]" if ":" in asked else asked
    return f"http{'s' if is_secure else ''}://{named}:{port}"


def take_port(host: str, port: int, url: str) -> list[socket.socket]:
    """Sockets at which browsers wait until the page answers; none if our page is there already.

    Raises:
        UsageError: another program has the port, or this machine has no such address.
    """
    try:
        with ExitStack() as opened:
            places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            taken = [
                opened.enter_context(socket.create_server(address[:2], family=family))
                for family, _, _, _, address in places
            ]
            opened.pop_all()
            return taken
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            problem = error.strerror or str(error)
            raise UsageError(
                say(
                    "the page cannot be at {host}, port {port} ({problem}); choose another place "
                    "with --host and --port",
                    host=host,
                    port=port,
                    problem=problem,
                )
            ) from error
        if _is_our_page(url):
            return []
        raise UsageError(
            say(
                "another program is at port {port}; choose another one, such as --port {other}",
                port=port,
                other=port + 1,
            )
        ) from error


def _is_our_page(url: str) -> bool:
    import httpx2

    try:
        # What it shows is public, and a proxy knows nothing of this machine.
        answer = httpx2.get(f"{url}/page.css", timeout=ANSWER_S, verify=False, trust_env=False)
    except httpx2.HTTPError:
        return False
    return answer.headers.get("server") == SERVER


def open_browser(url: str) -> None:
    """Open the user's browser at the page; where there is none, say where the page is."""
    if not webbrowser.open(url):
        click.echo(told(say("open {url} in your browser", url=url)), err=True)

"""The endpoints of the HTTP API, which are also the tools of an MCP client: made from the table.

What a program may ask for is in `actions`; here each gets what every endpoint has: the product
that it is about, the user who is logged in, and an answer.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from typing import Any

import gradio as gr

from ..errors import InputError, StudioError
from ..languages import canonical_tag
from ..messages import say
from .actions.table import ACTIONS, Action, Number, Tongue, Upload
from .answers import ANSWERS
from .jobs import Job, wait_for
from .session import App

AT_ONCE = 8
"""Calls of one endpoint that are answered at the same time."""
PRODUCT = {
    "product": "Its id, as new_product returned it.",
    "product or new": "Its id; empty: a new product, which begins with what the shop remembers.",
}
"""What is told of the product that an endpoint is about."""

_SHOWN: dict[Any, Any] = {int: float, Number: float, Upload: str, Tongue: str}
"""Types as programs see them: a number of JSON has no kind."""
MOST = 10**15
"""More than a moment in milliseconds has."""


def _whole(number: float) -> int:
    """A number of JSON as one that counts.

    Raises:
        InputError: it is none, such as 1e308.
    """
    if not abs(number) < MOST:
        raise InputError(
            say("a number is too large; give a moment in milliseconds, or a line's number")
        )
    return int(number)


_READ: dict[Any, Callable[[Any], Any]] = {
    int: _whole,
    Number: lambda number: _whole(number) - 1,
    Tongue: canonical_tag,
}
"""What is made of what they give."""


def add_endpoints(app: App) -> None:
    """Put the endpoints into the page that is being built."""
    for action in (each for each in ACTIONS.values() if each.source == "program"):
        call = endpoint_of(app, action)
        if Upload not in (each.annotation for each in action.asked.values()):
            gr.events.api(call, api_name=action.name, concurrency_limit=AT_ONCE)
            continue
        # A file is taken by a component: it refuses every path that is no upload.
        _, *others = list(inspect.signature(call).parameters)[:-1]
        with gr.Row(visible=False):
            given = [gr.File(label="recording", type="filepath")]
            texts = [gr.Textbox(label=name) for name in others]
            gr.Button().click(
                call,
                [*given, *texts],
                gr.JSON(label="product"),
                api_name=action.name,
                concurrency_limit=AT_ONCE,
            )


def endpoint_of(app: App, action: Action) -> Callable[..., Any]:
    """The function of an endpoint; its signature and docstring are what Gradio tells of it."""
    known = {name: each.annotation for name, each in action.asked.items()}
    uploads = {name: kind for name, kind in known.items() if kind is Upload}
    product = {"product": str} if action.target in PRODUCT else {}
    asked = {**uploads, **product, **known}
    shown = {name: _SHOWN.get(kind, kind) for name, kind in asked.items()}
    if action.target != "nothing":
        shown["request"] = gr.Request
    answer = ANSWERS.get(action.shows, action.function)
    returns = inspect.signature(answer, eval_str=True).return_annotation

    def call(*given: Any) -> Any:
        user = given[-1].username or "" if action.target != "nothing" else ""
        try:
            return _answer(app, action, user, dict(zip(asked, given, strict=False)))
        except StudioError as error:
            raise gr.Error(error.message, print_exception=False) from error
        except Exception as error:
            traceback.print_exc()  # for whoever runs the server; a caller learns no more
            raise gr.Error(f"something went wrong ({type(error).__name__})") from error

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter(name, kind, annotation=of) for name, of in shown.items()]
    signature = inspect.Signature(parameters, return_annotation=returns)
    call.__name__, call.__doc__ = action.name, _told(action)
    call.__annotations__ = {**shown, "return": returns}
    vars(call)["__signature__"] = signature
    return call


def _answer(app: App, action: Action, user: str, given: dict[str, Any]) -> Any:
    """Do it for a user, and what he is answered when all work of it has ended."""
    product = given.pop("product", "")
    values = {
        name: _READ.get(each.annotation, lambda value: value)(given[name])
        for name, each in action.asked.items()
    }
    if action.target == "nothing":
        return action.function(**values)
    if action.target == "products":
        return action.function(app.products(user), **values)
    is_new = action.target == "new" or (action.target == "product or new" and not product)
    session = app.new_session(user) if is_new else app.session(user, product)
    done = action.do(session, values)
    if isinstance(done, Job):
        wait_for(done)
    return ANSWERS[action.shows](session, done) if action.shows in ANSWERS else done


def _told(action: Action) -> str:
    """The docstring of an endpoint, which tells of the product, too."""
    told = (inspect.getdoc(action.function) or "").partition("\n\nRaises:")[0]
    if action.target not in PRODUCT or "\n    product:" in told:
        return told
    first, _, others = told.partition("\n\nArgs:\n")
    line = f"    product: {PRODUCT[action.target]}"
    return "\n".join(filter(None, [f"{first}\n\nArgs:", line, others]))

"""The page: regions of HTML, and what happens when something is pressed in them.

A press is one request to `/press`, with its name and values, and where its tab stands: product,
step, language. The answer is the regions as they are now, without those that the tab has already.
The server keeps nothing between two presses but the run folder, so a reload, another tab or another
device shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from ..errors import StudioError
from . import templates
from .actions import ACTIONS, number_of, text_of
from .actions.history import Done
from .api import add_endpoints
from .session import App, Session
from .templates import Shown

NEW = "new"
"""The product in the address of a page on which nothing was begun yet."""
_NAMES = ("bar", "products", "head", "notice", "live", "body")
_REGIONS = "".join(f'<div class="studio-{name}"></div>' for name in _NAMES)


def build_page(app: App) -> Any:
    """The page (`gradio.Blocks`), ready to be mounted; its scripts fill it by `/press`."""
    with gr.Blocks(title="Merchant Studio", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            _REGIONS,
            elem_classes=["studio"],
            js_on_load="window.studio.attach(element);",
            apply_default_css=False,
        )
        add_endpoints(app)
    return page


def press_button(app: App, values: Mapping[str, Any], user: str, language: str) -> Shown:
    """What the page shows after a press; an error becomes a sentence."""
    name, action = text_of(values, "act"), ACTIONS.get(("page", text_of(values, "act")))
    has, list_is_open = text_of(values, "has"), bool(text_of(values, "list"))
    try:
        session = _session_of(app, user, values)
    except StudioError as error:
        session = app.new_session(user)
        return templates.regions(session, language, templates.notice(language, wrong=error.message))
    if name == "look":
        # First the progress, which tells its version: work that ends after it is seen next time.
        live = templates.live(session, language)
        if session.version == text_of(values, "seen"):
            return {"live": live}
        return templates.regions(session, language, None, has, list_is_open=list_is_open)
    told, done = "", None
    try:
        if action:  # any other name, such as `at`, only shows where its tab stands
            session.history.begin()
            done = action.run(session, values)
        session = done if isinstance(done, Session) else session
        if isinstance(done, Done):
            told = templates.done_again(session, language, done)
    except StudioError as error:
        told = templates.notice(language, wrong=error.message)
    return templates.regions(session, language, told, has, list_is_open=list_is_open)


def _session_of(app: App, user: str, values: Mapping[str, Any]) -> Session:
    """The product of the tab that asks; an address without one is that of the last one."""
    product, tab, number = (text_of(values, name) for name in ("product", "tab", "number"))
    if product == NEW:
        return app.new_session(user)
    if not product:
        product = app.products(user).last() or app.products(user).new_name()
    press = f"{tab} {int(number)}" if tab and number_of(values, "number") else ""
    place = number_of(values, "on_step"), text_of(values, "on_language")
    return app.session(user, product, *place, press)

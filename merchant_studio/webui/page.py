"""The page: four regions of HTML, and what happens when something is pressed in them.

Every press is one event, `act`, with its name and its values; the server keeps nothing between two
of them but the run folder, so a reload, another tab or another device shows the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gradio as gr

from ..errors import StudioError
from . import steps, views
from .api import add_endpoints
from .desk import Desk, Office
from .pressed import Act, Pressed
from .steps.history import Done
from .texts import choose_language

_ATTACH = "window.studio.attach(element, (name, data) => trigger('act', data), watch);"
"""What a region does when it is there; `'act'` is the event that it may trigger."""
Shown = tuple[Any, Any, Any, Any]
"""Head, notice, step and progress; `gr.skip()` leaves one as it is."""


def build_page(office: Office) -> Any:
    """The page (`gradio.Blocks`), ready to be mounted."""
    with gr.Blocks(title="Merchant Studio", analytics_enabled=False, fill_width=True) as page:
        head, notice, live, body = (
            gr.HTML(
                elem_classes=["studio", f"studio-{name}"],
                js_on_load=_ATTACH,
                apply_default_css=False,
            )
            for name in ("head", "notice", "live", "body")
        )
        shown = [head, notice, body, live]

        def load(request: gr.Request) -> Shown:
            desk = _desk_at(office, request)
            language = _language(request)
            return _all(desk, language, 0, "")

        def press(event: gr.EventData, request: gr.Request) -> Shown:
            return press_button(office, dict(event._data), request)

        page.load(load, None, shown, show_progress="hidden", api_visibility="private")
        for region in (head, notice, body, live):
            region.act(
                press,
                None,
                shown,
                show_progress="hidden",
                api_visibility="private",
                queue=False,
                trigger_mode="multiple",
            )
        add_endpoints(office)
    return page


def press_button(office: Office, values: Mapping[str, Any], request: gr.Request) -> Shown:
    """What the page shows after a press; an error becomes a sentence above the step."""
    language = _language(request)
    user, pressed = request.username or "", Pressed(values)
    name = pressed.text("act")
    try:
        desk = office.desk(user, pressed.text("product"))
    except StudioError:
        desk = views.empty_desk(office, user)
    number = pressed.number("number")
    if name == "look":
        return _look(desk, language, number, pressed.text("seen"))
    told = ""
    try:
        opened = _ACTS[name](desk, pressed) if name in _ACTS else None
        desk = opened if isinstance(opened, Desk) else desk
        if isinstance(opened, Done):
            told = views.done_again(desk, language, opened)
        if pressed.text("wrong"):
            told = views.notice(language, wrong=pressed.text("wrong"))
        elif values.get("broken"):
            told = views.notice(language, well="film.upload_failed")
    except StudioError as error:
        told = views.notice(language, wrong=str(error))
    return _all(desk, language, number, told)


def _all(desk: Desk, language: str, number: int, told: Any) -> Shown:
    # First the progress: work that ends after it is looked at again, so the step is never old.
    live = views.live(desk, language, number)
    return views.head(desk, language), told, views.body(desk, language), live


def _look(desk: Desk, language: str, number: int, seen: str) -> Shown:
    """The progress alone, or the whole page when the work has made or ended something."""
    job = desk.job
    if job and job.version == seen:
        return gr.skip(), gr.skip(), gr.skip(), views.live(desk, language, number)
    return _all(desk, language, number, gr.skip())


def _desk_at(office: Office, request: gr.Request) -> Desk:
    """The desk of the product that the address names, or an empty one."""
    user = request.username or ""
    try:
        return office.desk(user, str(request.query_params.get("product", "")))
    except StudioError:
        return views.empty_desk(office, user)


def _language(request: gr.Request) -> str:
    return choose_language(request.headers.get("accept-language", ""))


def _go(desk: Desk, pressed: Pressed) -> None:
    step = pressed.number("step")
    if 1 <= step <= len(views.STEPS) and desk.product.exists:
        desk.product.choose(step=step)


def _again(desk: Desk, pressed: Pressed) -> None:
    if desk.job and not desk.job.is_open:
        desk.office.workshop.submit(desk.user, desk.job.task, desk.job.then)


def _open(desk: Desk, pressed: Pressed) -> Desk:
    return desk.office.desk(desk.user, pressed.text("id"))


def _delete(desk: Desk, pressed: Pressed) -> Desk | None:
    gone = desk.office.desk(desk.user, pressed.text("id"))
    gone.delete()
    return views.empty_desk(desk.office, desk.user) if gone.product.id == desk.product.id else None


_ACTS: Mapping[str, Act] = {
    **steps.ACTS,
    "new": lambda desk, pressed: views.empty_desk(desk.office, desk.user),
    "open": _open,
    "delete": _delete,
    "go": _go,
    "stop": lambda desk, pressed: desk.stop(),
    "again": _again,
}
"""What each button does."""

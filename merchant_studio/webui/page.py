"""The page: four regions of HTML, and what happens when something is pressed in them.

A press is one request to `/press`, with its name and values, and where its tab stands: product,
step, language. The answer is the regions as they are now. The server keeps nothing between two
presses but the run folder, so a reload, another tab or another device shows the same.
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
from .views import Shown

NEW = "new"
"""The product in the address of a page on which nothing was begun yet."""
_NAMES = ("head", "notice", "live", "body")
_REGIONS = "".join(f'<div class="studio-{name}"></div>' for name in _NAMES)


def build_page(office: Office) -> Any:
    """The page (`gradio.Blocks`), ready to be mounted; its scripts fill it by `/press`."""
    with gr.Blocks(title="Merchant Studio", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            _REGIONS,
            elem_classes=["studio"],
            js_on_load="window.studio.attach(element);",
            apply_default_css=False,
        )
        add_endpoints(office)
    return page


def press_button(office: Office, values: Mapping[str, Any], user: str, language: str) -> Shown:
    """What the page shows after a press; an error becomes a sentence."""
    pressed = Pressed(values)
    name = pressed.text("act")
    try:
        desk = _desk_of(office, user, pressed)
    except StudioError as error:
        desk = views.empty_desk(office, user)
        return views.regions(desk, language, views.notice(language, wrong=str(error)))
    if name == "look":
        return _look(desk, language, pressed.text("seen"))
    told = ""
    try:
        opened = None
        if name in _ACTS:
            desk.history.begin()
            opened = _ACTS[name](desk, pressed)
        desk = opened if isinstance(opened, Desk) else desk
        if isinstance(opened, Done):
            told = views.done_again(desk, language, opened)
    except StudioError as error:
        told = views.notice(language, wrong=str(error))
    return views.regions(desk, language, told)


def _desk_of(office: Office, user: str, pressed: Pressed) -> Desk:
    """The desk of the tab that asks; an address without a product is that of the last one."""
    product = pressed.text("product")
    if product == NEW:
        return views.empty_desk(office, user)
    if not product:
        product = office.shelf(user).last() or office.shelf(user).new_name()
    place = pressed.number("on_step"), pressed.text("on_language")
    return office.desk(user, product, *place, pressed.name)


def _look(desk: Desk, language: str, seen: str) -> Shown:
    """The progress alone, or the whole page when the product has changed since it was `seen`."""
    # First the progress, which tells its version: work that ends after it is seen the next time.
    live = views.live(desk, language)
    return views.regions(desk, language, None) if desk.version != seen else {"live": live}


def _go(desk: Desk, pressed: Pressed) -> None:
    step = pressed.number("step")
    if 1 <= step <= len(views.STEPS) and desk.product.exists:
        desk.go(step)


def _again(desk: Desk, pressed: Pressed) -> None:
    if desk.job and not desk.job.is_open:
        if desk.job.task.action == "render":
            desk.product.quota.check_room()
        desk.office.workshop.submit(desk.user, desk.job.task, desk.job.then)


def _new(desk: Desk, pressed: Pressed) -> Desk:
    desk.product.quota.check_place()
    return views.empty_desk(desk.office, desk.user)


def _open(desk: Desk, pressed: Pressed) -> Desk:
    opened = desk.office.desk(desk.user, pressed.text("id"))
    if opened.product.exists:
        opened.go(opened.step)
    return opened


def _delete(desk: Desk, pressed: Pressed) -> Desk | None:
    gone = desk.office.desk(desk.user, pressed.text("id"))
    gone.delete()
    return views.empty_desk(desk.office, desk.user) if gone.product.id == desk.product.id else None


_ACTS: Mapping[str, Act] = {
    **steps.ACTS,
    "new": _new,
    "open": _open,
    "delete": _delete,
    "go": _go,
    "stop": lambda desk, pressed: desk.stop(),
    "again": _again,
}
"""What each button does; any other name, such as `at`, only shows where its tab stands."""

"""The page: four regions of HTML, and what happens when something is pressed in them.

Every press is one event, `act`, with its name and its values; the server keeps nothing between two
of them but the run folder, so a reload, another tab or another device shows the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from ..errors import StudioError
from . import views
from .api import add_endpoints
from .desk import Desk, Office
from .texts import choose_language, page_languages, texts

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
    user = request.username or ""
    name = str(values.get("act", ""))
    try:
        desk = office.desk(user, str(values.get("product", "")))
    except StudioError:
        desk = views.empty_desk(office, user)
    number = _number(values, "number")
    if name == "look":
        return _look(desk, language, number, str(values.get("seen", "")))
    told = ""
    try:
        opened = _ACTS[name](desk, values) if name in _ACTS else None
        desk = opened if isinstance(opened, Desk) else desk
        if values.get("wrong"):
            told = views.notice(language, wrong=str(values["wrong"]))
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


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _number(values: Mapping[str, Any], name: str) -> int:
    text = _text(values, name)
    return int(text) if text.isdecimal() else 0


def _describe(desk: Desk, values: Mapping[str, Any]) -> None:
    usual = {texts(code)["film.usual_points"].strip() for code in page_languages()}
    points = _text(values, "points").strip()
    desk.describe(
        name=_text(values, "name"),
        english=_text(values, "english"),
        points="" if points in usual else points,
        source=_text(values, "source"),
    )


def _listen(desk: Desk, values: Mapping[str, Any]) -> None:
    _describe(desk, values)
    desk.listen()


def _go(desk: Desk, values: Mapping[str, Any]) -> None:
    step = _number(values, "step")
    if 1 <= step <= len(views.STEPS) and desk.product.exists:
        desk.product.choose(step=step)


def _confirm(desk: Desk, values: Mapping[str, Any]) -> None:
    desk.confirm(*filter(None, [_text(values, "key")]))


def _revise(desk: Desk, values: Mapping[str, Any]) -> None:
    desk.revise(
        _text(values, "key"),
        _text(values, "kind"),
        _text(values, "value"),
        _text(values, "english"),
    )


def _take(desk: Desk, values: Mapping[str, Any]) -> None:
    desk.add_point(_text(values, "point"))
    if _text(values, "instead"):
        desk.strike_point(_text(values, "instead"))


def _want(desk: Desk, values: Mapping[str, Any]) -> None:
    chosen = values.get("languages", [])
    names = [tag for tag in chosen if isinstance(tag, str)] if isinstance(chosen, list) else []
    options = {
        name: text for name in ("voice", "script", "shape", "tone") if (text := _text(values, name))
    }
    desk.want(names, **options)


def _write(desk: Desk, values: Mapping[str, Any]) -> None:
    if "tone" in values:
        _want(desk, values)
    desk.write()


def _tongue(desk: Desk, values: Mapping[str, Any]) -> None:
    if _text(values, "tag") in desk.product.choices.languages:
        desk.product.choose(tongue=_text(values, "tag"), step=3)


def _again(desk: Desk, values: Mapping[str, Any]) -> None:
    if desk.job and not desk.job.is_open:
        desk.office.workshop.submit(desk.user, desk.job.task, desk.job.then)


def _open(desk: Desk, values: Mapping[str, Any]) -> Desk:
    return desk.office.desk(desk.user, _text(values, "id"))


def _delete(desk: Desk, values: Mapping[str, Any]) -> Desk | None:
    gone = desk.office.desk(desk.user, _text(values, "id"))
    gone.delete()
    return views.empty_desk(desk.office, desk.user) if gone.product.id == desk.product.id else None


_ACTS: Mapping[str, Callable[[Desk, Mapping[str, Any]], object]] = {
    "new": lambda desk, values: views.empty_desk(desk.office, desk.user),
    "open": _open,
    "delete": _delete,
    "go": _go,
    "describe": _describe,
    "listen": _listen,
    "use": lambda desk, values: desk.product.use(_text(values, "file")),
    "drop": lambda desk, values: desk.product.drop(_text(values, "file")),
    "confirm": _confirm,
    "revise": _revise,
    "add": lambda desk, values: desk.add_fact(_text(values, "kind"), _text(values, "value")),
    "remove": lambda desk, values: desk.remove_fact(_text(values, "key")),
    "take": _take,
    "strike": lambda desk, values: desk.strike_point(_text(values, "point")),
    "want": _want,
    "write": _write,
    "tongue": _tongue,
    "edit": lambda desk, values: desk.edit_line(
        desk.product.choices.tongue, _number(values, "line"), _text(values, "text")
    ),
    "phrase": lambda desk, values: desk.phrase(
        desk.product.choices.tongue, _number(values, "line")
    ),
    "rewrite": lambda desk, values: desk.rewrite(
        desk.product.choices.tongue, _number(values, "line")
    ),
    "render": lambda desk, values: desk.render(),
    "square": lambda desk, values: desk.render(shape="1:1"),
    "shape": lambda desk, values: desk.render(shape=_text(values, "shape")),
    "more": lambda desk, values: desk.add_language(_text(values, "tag")),
    "stop": lambda desk, values: desk.stop(),
    "again": _again,
}
"""What each button does. One that opens another product gives its desk, which is then shown."""

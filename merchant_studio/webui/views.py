"""What the page shows, as HTML: templates of `data/webui` filled with a product's records.

Whatever comes from outside is escaped by the templates (Jinja, autoescape); nothing is marked safe.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..languages import profile
from ..messages import language_name
from .desk import Desk, Office
from .looks import (
    facts_look,
    film_look,
    history_look,
    live_look,
    offered_languages,
    products_look,
    scripts_look,
    sheet_look,
    shop_look,
    told_of,
    videos_look,
)
from .steps.history import Done
from .texts import FOLDER, texts
from .wording import label_of, say

Shown: TypeAlias = dict[str, str]
"""HTML by region; a region that is not in it stays as it is."""
STEPS = ("film", "facts", "scripts", "videos")
_LOOKS = (film_look, facts_look, scripts_look, videos_look)


def head(desk: Desk, language: str) -> str:
    """The product's name, the way to others, and the steps."""
    chosen, job = desk.product.choices, desk.job
    now, reached = desk.step, desk.reached
    steps = [
        {"number": number, "name": name, "is_now": number == now, "may": reached[number - 1]}
        for number, name in enumerate(STEPS, 1)
    ]
    return _fill(
        "head.html",
        language,
        product=desk.product.id,
        name=chosen.name or chosen.english,
        products=products_look(desk),
        steps=steps,
        user=desk.user,
        busy=bool(job and job.is_open),
        shop=shop_look(desk.office.shelf(desk.user).shop, language),
        **history_look(desk, language),
    )


def body(desk: Desk, language: str) -> str:
    """The step at hand."""
    step = desk.step
    look = _LOOKS[step - 1](desk, language)
    return _fill(f"{STEPS[step - 1]}.html", language, product=desk.product.id, step=step, **look)


def live(desk: Desk, language: str) -> str:
    """The progress of the work, or why it failed."""
    return _fill("live.html", language, **live_look(desk, language))


def regions(desk: Desk, language: str, told: str | None) -> Shown:
    """All that the page shows, by region; without `told` what was told last stays."""
    # First the progress: work that ends after it is looked at again, so the step is never old.
    shown = {"live": live(desk, language), "head": head(desk, language)}
    shown["body"] = body(desk, language)
    return shown if told is None else {**shown, "notice": told}


def sheet_parts(desk: Desk, language: str) -> dict[str, Any]:
    """What changes beside a field of the sheet that was filled in: points, prompter, the code."""
    look = sheet_look(desk, language)
    return {
        "points": _fill("sheet_points.html", language, points=look["points"]),
        "prompts": _fill("sheet_prompts.html", language, **look, chosen=desk.product.choices),
        "code": look["code"],
        "counts": {group["name"]: group["count"] for group in look["groups"]},
        "count": look["count"],
    }


def notice(language: str, *, wrong: str = "", well: str = "") -> str:
    """A sentence of the core, or a text of the page, for the merchant."""
    told = say(wrong, language) if wrong else texts(language)[well] if well else ""
    return _fill("notice.html", language, told=told, is_wrong=bool(wrong))


def done_again(desk: Desk, language: str, done: Done) -> str:
    """What was taken back or done again, for the merchant."""
    return _fill("notice.html", language, told=told_of(done, desk, language), is_wrong=False)


def login_page(language: str, wrong: str = "") -> str:
    """The page where a user logs in."""
    return _fill("login.html", language, language=language, wrong=wrong)


def empty_desk(office: Office, user: str) -> Desk:
    """A desk with a new product on it, of which nothing is kept yet."""
    return office.desk(user, office.shelf(user).new_name())


def _fill(template: str, ui: str, /, **values: Any) -> str:
    words: Mapping[str, str] = texts(ui)

    def t(key: str, **parts: object) -> str:
        return words[key].format(**parts) if parts else words[key]

    return (
        _environment()
        .get_template(template)
        .render(
            t=t,
            say=lambda sentence: say(sentence, ui),
            label=lambda key, own={}: label_of(key, ui, own),
            tongue=lambda tag: language_name(tag, ui),
            tongues=lambda tags: words["page.comma"].join(language_name(tag, ui) for tag in tags),
            native=lambda tag: profile(tag).native_name,
            codes=offered_languages(),
            ui=ui,
            **values,
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

"""What the page shows, as HTML: templates of `data/webui` filled with a product's records.

Whatever comes from outside is escaped by the templates (Jinja, autoescape); nothing is marked safe
but what another template has made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..languages import profile
from ..telling import language_name
from .actions.history import Done
from .actions.products import STEPS
from .session import Listing, Session
from .texts import FOLDER, texts
from .views.common import offered_languages
from .views.facts import facts_view
from .views.film import film_view
from .views.history import history_view, told_of
from .views.live import live_view
from .views.products import listing_of
from .views.scripts import scripts_view
from .views.sheet import sheet_view, shop_view
from .views.videos import videos_view
from .wording import label_of, tell

Shown: TypeAlias = dict[str, str]
"""HTML by region; a region that is not in it stays as it is."""
_VIEWS = (film_view, facts_view, scripts_view, videos_view)


def bar(session: Session, language: str, count: int) -> str:
    """The product's name, and the way to the others, of which there are `count`."""
    chosen = session.product.choices
    return _fill(
        "bar.html",
        language,
        name=chosen.name or chosen.english,
        count=count,
        user=session.user,
    )


def products(listing: Listing, language: str) -> str:
    """The list of products; each is filled in once, until something of it has changed."""
    if language not in listing.html:
        for row in listing.rows:
            if language not in row.html:
                row.html[language] = _fill("product.html", language, one=row.shown)
        rows = Markup("".join(row.html[language] for row in listing.rows))
        listing.html[language] = _fill("products.html", language, rows=rows)
    return listing.html[language]


def head(session: Session, language: str) -> str:
    """The panel of the shop, the steps, undo and redo."""
    job, now, reached = session.job, session.step, session.reached
    steps = [
        {"number": number, "name": name, "is_now": number == now, "may": reached[number - 1]}
        for number, name in enumerate(STEPS, 1)
    ]
    return _fill(
        "head.html",
        language,
        steps=steps,
        busy=bool(job and job.is_open),
        shop=shop_view(session.app.products(session.user).shop, language),
        **history_view(session, language),
    )


def body(session: Session, language: str) -> str:
    """The step at hand."""
    step = session.step
    look = _VIEWS[step - 1](session, language)
    return _fill(f"{STEPS[step - 1]}.html", language, product=session.product.id, step=step, **look)


def live(session: Session, language: str) -> str:
    """The progress of the work, or why it failed."""
    return _fill("live.html", language, **live_view(session, language))


def regions(
    session: Session, language: str, told: str | None, has: str = "", *, list_is_open: bool = False
) -> Shown:
    """What the page shows, by region; without `told` what was told last stays.

    Regions of which the tab has the marks in `has` are left out; its marks are then those of `has`.
    The list of products may be old while it is closed: it is shown anew when products come or go.
    """
    # First the progress: work that ends after it is looked at again, so the step is never old.
    shown, listing = {"live": live(session, language)}, listing_of(session)
    marked = {
        "bar": bar(session, language, len(listing.rows)),
        "head": head(session, language),
        "body": body(session, language),
    }
    known = dict(each.split(".", 1) for each in has.split() if "." in each)
    if list_is_open or known.get("bar") != _mark(marked["bar"]):
        marked["products"] = products(listing, language)
    marks = {name: _mark(html) for name, html in marked.items()}
    shown |= {name: html for name, html in marked.items() if known.get(name) != marks[name]}
    shown["has"] = " ".join(f"{name}.{mark}" for name, mark in {**known, **marks}.items())
    return shown if told is None else {**shown, "notice": told}


def _mark(html: str) -> str:
    return hashlib.blake2b(html.encode(), digest_size=8).hexdigest()


def sheet_parts(session: Session, language: str) -> dict[str, Any]:
    """What changes beside a field of the sheet that was filled in: points, prompter, the code."""
    look = sheet_view(session, language)
    return {
        "points": _fill("sheet_points.html", language, points=look["points"]),
        "prompts": _fill("sheet_prompts.html", language, **look, chosen=session.product.choices),
        "code": look["code"],
        "counts": {group["name"]: group["count"] for group in look["groups"]},
        "count": look["count"],
    }


def notice(language: str, *, wrong: str = "", well: str = "") -> str:
    """A sentence of the core, or a text of the page, for the merchant."""
    told = tell(wrong, language) if wrong else texts(language)[well] if well else ""
    return _fill("notice.html", language, told=told, is_wrong=bool(wrong))


def done_again(session: Session, language: str, done: Done) -> str:
    """What was taken back or done again, for the merchant."""
    return _fill("notice.html", language, told=told_of(done, session, language), is_wrong=False)


def login_page(language: str, wrong: str = "") -> str:
    """The page where a user logs in."""
    return _fill("login.html", language, language=language, wrong=wrong)


def _fill(template: str, ui: str, /, **values: Any) -> str:
    words: Mapping[str, str] = texts(ui)

    def t(key: str, **parts: object) -> str:
        return words[key].format(**parts) if parts else words[key]

    return (
        _environment()
        .get_template(template)
        .render(
            t=t,
            tell=lambda sentence: tell(sentence, ui),
            label=lambda key, own={}: label_of(key, ui, own),
            tongue=lambda tag: _tongue(tag, ui),
            tongues=lambda tags: words["page.comma"].join(_tongue(tag, ui) for tag in tags),
            native=lambda tag: profile(tag).native_name,
            codes=offered_languages(),
            ui=ui,
            **values,
        )
    )


@cache
def _tongue(tag: str, ui: str) -> str:
    """The name of a language in the page's."""
    return language_name(tag, ui)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

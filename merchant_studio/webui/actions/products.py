"""In every step: another product, another step, and the work that is being done."""

from __future__ import annotations

from typing import Any

from ...languages import language_codes, profile
from ...records import to_json
from ..products import Products
from ..session import Session
from . import sheet
from .table import endpoint, press

STEPS = ("film", "facts", "scripts", "videos")


@press(holds=False)
def new(session: Session) -> Session:
    """Begin a product.

    Raises:
        InputError: he has as many as are allowed.
    """
    session.product.quota.check_place()
    return session.app.new_session(session.user)


@press(holds=False)
def open(session: Session, id: str) -> Session:
    """Show another product, where he was in it last."""
    opened = session.app.session(session.user, id)
    if opened.product.exists:
        opened.go(opened.step)
    return opened


@press(holds=False)
def copy(session: Session, id: str) -> Session:
    """Begin a product with the sheet of another one; errors as in `sheet.copy_product`."""
    return sheet.copy_product(session.app.session(session.user, id))


@press(holds=False)
def delete(session: Session, id: str) -> Session | None:
    """Delete a product; a new one is shown if his tab showed it."""
    gone = session.app.session(session.user, id)
    gone.delete()
    is_shown = gone.product.id == session.product.id
    return session.app.new_session(session.user) if is_shown else None


@press()
def go(session: Session, step: int) -> None:
    """Show another step."""
    if 1 <= step <= len(STEPS) and session.product.exists:
        session.go(step)


@press("stop")
@endpoint()
def stop(session: Session) -> str:
    """Stop what is being done for a product; what is finished is kept."""
    session.stop()
    return "stopped"


@press()
def again(session: Session) -> None:
    """Do what was stopped or has failed once more."""
    if session.job and not session.job.is_open:
        if session.job.task.action == "render":
            session.product.quota.check_room()
        session.app.jobs.submit(session.user, session.job.task, session.job.then)


@endpoint()
def copy_product(session: Session) -> dict[str, Any]:
    """Begin a product with the sheet, points, choices and pictures of another one.

    Args:
        product: The id of the other one; its takes and videos are not copied.
    """
    one = sheet.copy_product(session)
    return {"product": one.product.id, "sheet": sheet.sheet_of(one)}


@endpoint()
def progress(session: Session) -> dict[str, Any]:
    """Return what is being done for a product, and how far it is."""
    job = session.job
    if job is None:
        return {"state": "idle"}
    return {
        "state": job.state,
        "task": job.task.action,
        "ahead": session.app.jobs.ahead(job),
        "step": to_json(job.step) if job.step else None,
        "made": list(job.made),
        "error": str(job.error) if job.error else "",
    }


@endpoint("products", target="products")
def list_products(products: Products) -> list[dict[str, Any]]:
    """Return all products of the user, the newest first."""
    return [
        {
            "product": each.id,
            "name": chosen.name,
            "created": chosen.created,
            "languages": list(chosen.languages),
        }
        for each, chosen in products.all()
    ]


@endpoint(target="nothing")
def languages() -> list[dict[str, str]]:
    """Return the languages that videos can be made in."""
    return [{"code": code, "name": profile(code).name} for code in language_codes()]

"""How the videos look: style, place of the captions, cards and shape, beside a still of them."""

from __future__ import annotations

from ...errors import UsageError
from ...messages import say
from ..session import Session
from ..views.stills import chosen_style
from .table import endpoint, press


@press()
def show(
    session: Session,
    style: str = "",
    captions: str = "",
    shape: str = "",
    cards: bool | None = None,
    end_card: bool | None = None,
) -> None:
    """Keep how the videos look; what is left out stays as it is.

    Raises:
        UnknownNameError: there is no such style.
        UsageError: there is no such place or shape.
    """
    before = session.product.choices
    chosen = {
        "style": chosen_style(session, style),
        "captions": captions or before.captions,
        "shape": shape or before.shape,
        "cards": before.cards if cards is None else cards,
        "end_card": before.end_card if end_card is None else end_card,
    }
    _ = session.config.changed(**chosen)  # refuses what is no option
    session.choose("choices", **chosen)


@endpoint(answers="look")
def set_look(
    session: Session, style: str, captions: str, shape: str, cards: str, end_card: str
) -> None:
    """Choose how a product's videos look; return the choices and the addresses of stills.

    Args:
        style: outline, shadow or box; empty, as all that follow: as it is.
        captions: Where captions stand: bottom or top.
        shape: source, 9:16, 1:1 or 16:9.
        cards: Whether a card shows each fact while it is said: on or off.
        end_card: Whether the video ends with a card of facts and contacts: on or off.
    """
    on = _is_on("cards", cards), _is_on("end_card", end_card)
    show(session, style, captions, shape, *on)


def _is_on(name: str, said: str) -> bool | None:
    """What `on` and `off` mean; None for an empty text.

    Raises:
        UsageError: it is another word.
    """
    if said not in ("", "on", "off"):
        raise UsageError(say("{name} is {said!r}; choose one of: on, off", name=name, said=said))
    return said == "on" if said else None

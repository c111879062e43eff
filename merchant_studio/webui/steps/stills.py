"""How the videos look: style, place of the captions, cards and shape, beside a still of them."""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import UsageError
from ..desk import Desk
from ..looks.stills import chosen_style
from ..pressed import Act, Pressed


def show(
    desk: Desk,
    *,
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
    before = desk.product.choices
    chosen = {
        "style": chosen_style(desk, style),
        "captions": captions or before.captions,
        "shape": shape or before.shape,
        "cards": before.cards if cards is None else cards,
        "end_card": before.end_card if end_card is None else end_card,
    }
    _ = desk.config.changed(**chosen)  # refuses what is no option
    desk.choose("choices", **chosen)


def is_on(name: str, said: str) -> bool | None:
    """What `on` and `off` mean; None for an empty text.

    Raises:
        UsageError: it is another word.
    """
    if said not in ("", "on", "off"):
        raise UsageError(f"{name} is {said!r}; choose one of: on, off")
    return said == "on" if said else None


def _show(desk: Desk, pressed: Pressed) -> None:
    show(
        desk,
        **{name: pressed.text(name) for name in ("style", "captions", "shape")},
        cards=bool(pressed.texts("cards")) if pressed.has("cards") else None,
        end_card=bool(pressed.texts("end_card")) if pressed.has("end_card") else None,
    )


ACTS: Mapping[str, Act] = {"show": _show}

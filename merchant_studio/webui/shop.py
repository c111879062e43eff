"""What a merchant's next product begins with: how to reach him, his logo, his last choices.

    <user>/shop.json      {"contact": {"whatsapp": "+86 138 0013 8000"}, "choices": {...}}
    <user>/shop-logo.png

Nobody but the owner of the process may read them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import RecordError, StorageError
from ..intake import LOGO_STEM, PHOTO_SUFFIXES
from ..run import SHARED, RunFolder, one_hand, remove
from .reading import ReadOnce

SHOP_FILE, LOGO = "shop.json", "shop-logo"
CONTACT = ("whatsapp", "wechat", "phone", "email")
"""The facts that are of the shop, and not of a product."""
REMEMBERED = ("languages", "voice", "script", "tone", "style")
"""The choices that a new product has as the last one had them."""


class Shop:
    """What is remembered of a user."""

    def __init__(self, folder: Path) -> None:
        self._folder = ReadOnce(folder)

    @property
    def contact(self) -> dict[str, str]:
        """How to reach the merchant, as he typed it, by key."""
        return {key: text for key, text in self._part("contact").items() if key in CONTACT}

    @property
    def choices(self) -> dict[str, Any]:
        """His last choices, such as `languages`."""
        return {key: each for key, each in self._part("choices").items() if key in REMEMBERED}

    @property
    def logo(self) -> Path | None:
        """The picture of his logo."""
        paths = (self._folder.path / f"{LOGO}{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
        return next((path for path in paths if path.exists()), None)

    def remember(self, contact: Mapping[str, str], choices: Mapping[str, Any]) -> None:
        """Keep how to reach him and what he chose; an empty text is forgotten.

        Raises:
            StorageError: the folder cannot be written.
        """
        with one_hand(self._folder.path / SHARED / "shop.hand"):
            reach = {key: text for key, text in {**self.contact, **contact}.items() if text}
            kept = {"contact": reach, "choices": {**self.choices, **choices}}
            if kept != self._kept():
                self._folder.write_json(SHOP_FILE, kept)
                self._hide(SHOP_FILE)

    def remember_logo(self, picture: Path) -> None:
        """Keep a copy of his logo."""
        if self.logo and self.logo.suffix != picture.suffix:
            remove(self.logo)
        name = f"{LOGO}{picture.suffix}"
        with self._folder.replacing(name) as temporary:
            shutil.copyfile(picture, temporary)
        self._hide(name)

    def give_logo(self, product: Path) -> None:
        """Put his logo into a product's folder, if there is none.

        Raises:
            StorageError: the folder cannot be written.
        """
        if self.logo and not any(product.glob(f"{LOGO_STEM}.*")):
            with RunFolder(product).replacing(f"{LOGO_STEM}{self.logo.suffix}") as temporary:
                shutil.copyfile(self.logo, temporary)

    def forget(self) -> None:
        """Remove all that is remembered; no product changes."""
        for path in filter(None, (self._folder.path / SHOP_FILE, self.logo)):
            remove(path)

    def _part(self, name: str) -> dict[str, Any]:
        part = self._kept().get(name)
        return part if isinstance(part, dict) else {}

    def _kept(self) -> dict[str, Any]:
        try:
            return self._folder.read_json(SHOP_FILE) or {}
        except RecordError:
            return {}

    def _hide(self, name: str) -> None:
        path = self._folder.path / name
        try:
            path.chmod(0o600)
        except OSError as error:
            raise StorageError.from_os_error(path, error) from error

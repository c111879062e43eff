"""The base of everything that is read from a TOML file: strict, frozen, no key is ignored."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Table(BaseModel):
    """A TOML table in which an unknown or missing key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

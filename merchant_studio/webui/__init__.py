"""The merchant's page: upload a recording, choose languages, get videos. No logic of its own."""

from .page import build_page

__all__ = ["build_page"]

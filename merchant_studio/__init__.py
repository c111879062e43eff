"""One recording of a merchant in, captioned product videos per language out.

from merchant_studio import Studio
for release in Studio().run("examples/flask", languages=["en", "vi", "ar"]):
    print(release.folder, release.findings)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .config import StudioConfig
    from .pipeline import Studio
    from .records import Finding, Release
    from .settings import user_config

__version__ = "0.1.0"
__all__ = ["Finding", "Release", "Studio", "StudioConfig", "__version__", "user_config"]

_HOMES = {
    "Studio": "pipeline",
    "StudioConfig": "config",
    "user_config": "settings",
    "Finding": "records",
    "Release": "records",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `import merchant_studio` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)

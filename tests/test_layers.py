"""A room imports only rooms below its own, and of them only what they show."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "merchant_studio"
ROOMS = (
    *("errors", "records", "languages", "config", "facts", "engines"),
    *("hear", "read", "check", "run", "write", "speak", "picture", "publish"),
    *("pipeline", "batch", "webui", "cli"),
)
"""From the ground up: a room may import those before it."""
APART = {("hear", "read"), ("read", "hear"), ("picture", "speak"), ("speak", "write")}
"""Rooms of which the first must not import the second, though it stands above it."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[tuple[str, ...]]:
    """The merchant_studio modules that a file imports, as paths: ("picture", "caption")."""
    package = path.relative_to(PACKAGE).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        parts = base + tuple((node.module or "").split(".") if node.module else ())
        found |= {parts} if parts else {(alias.name,) for alias in node.names}
    return {parts for parts in found if parts[0] in ROOMS}


def room_of(path: Path) -> str:
    """The room in which a file lies: `picture`, or `pipeline` for pipeline.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = room_of(path)
    if own == "__init__":
        return
    for imported in imports_of(path):
        room = imported[0]
        if room != own:
            assert ROOMS.index(room) < ROOMS.index(own), f"{own} imports {'.'.join(imported)}"
            assert (own, room) not in APART, f"{own} imports {'.'.join(imported)}"


def test_the_house_has_these_rooms_and_no_other() -> None:
    assert {room_of(path) for path in MODULES} == {"__init__", *ROOMS}


def test_every_room_that_is_drawn_has_its_place() -> None:
    drawing = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    flow = ("hear", "read", "write", "speak", "picture", "check", "publish")
    places = [drawing.index(f"{room}/") for room in flow]
    assert all(a < b for a, b in pairwise(places))


def test_only_render_imports_moviepy() -> None:
    for path in MODULES:
        if "render" not in path.relative_to(PACKAGE).parts:
            assert "moviepy" not in path.read_text(encoding="utf-8").split('"""', 2)[-1]

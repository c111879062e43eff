"""A room imports only rooms below its own, and of them only what they show."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "merchant_studio"
ROOMS = (
    *("errors", "media", "records", "languages", "config", "facts", "engines"),
    *("hear", "read", "check", "run", "write", "speak", "picture", "publish"),
    *("pipeline", "batch", "webui", "cli"),
)
"""From the ground up: a room may import those before it."""
APART = {("hear", "read"), ("read", "hear"), ("picture", "speak"), ("speak", "write")}
"""Rooms of which the first must not import the second, though it stands above it."""
DOORS = {
    "facts.numbers": "numerals and names of units: sixteen names for those who read numbers",
    "engines.weights": "a name for everything that is done with weights: `weights.pull`",
    "picture.caption": "one of the four packages that make the picture",
    "picture.compose": "one of the four packages that make the picture",
    "picture.render": "one of the four packages that make the picture",
    "picture.typeset": "one of the four packages that make the picture",
}
"""Packages inside a room that other rooms may import beside the room itself, each with why."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[tuple[str, str]]:
    """What a file imports of merchant_studio, and from where: ("picture.caption", "lay_captions").

    A room that is one file is imported as itself: ("errors", "InputError").
    """
    package = path.relative_to(PACKAGE).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        place = ".".join((*base, *filter(None, [node.module])))
        found |= {(place or alias.name, alias.name) for alias in node.names}
    return {(place, name) for place, name in found if place.split(".")[0] in ROOMS}


def shown_by(door: str) -> set[str]:
    """The names in `__all__` of a room or a package of it; of a room that is one file, its own."""
    place = PACKAGE.joinpath(*door.split("."))
    if place.is_dir():
        for node in ast.parse((place / "__init__.py").read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                return set(ast.literal_eval(node.value))
        return set()
    tree = ast.parse(place.with_suffix(".py").read_text(encoding="utf-8"))
    return {name for node in tree.body for name in _bound(node) if not name.startswith("_")}


def _bound(node: ast.stmt) -> list[str]:
    """The names that a statement of a module defines."""
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign(targets=targets):
            return [ast.unparse(target) for target in targets]
        case ast.AnnAssign(target=target):
            return [ast.unparse(target)]
    return []


def room_of(path: Path) -> str:
    """The room in which a file lies: `picture`, or `pipeline` for pipeline.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = room_of(path)
    if own == "__init__":
        return
    for imported, _ in imports_of(path):
        room = imported.split(".")[0]
        if room != own:
            assert ROOMS.index(room) < ROOMS.index(own), f"{own} imports {imported}"
            assert (own, room) not in APART, f"{own} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_is_entered_through_its_door(path: Path) -> None:
    for door, name in imports_of(path):
        if room_of(path) not in (door.split(".")[0], "__init__"):
            assert door in (*ROOMS, *DOORS), f"{door} is inside a room: import {name} from its door"
            assert name in {*shown_by(door), door}, f"{door} does not show {name}"


def test_every_door_is_used() -> None:
    used = {
        door
        for path in MODULES
        for door, _ in imports_of(path)
        if door.split(".")[0] != room_of(path)
    }
    assert set(DOORS) <= used


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

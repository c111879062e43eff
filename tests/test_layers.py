"""The rooms are as `docs/architecture.md` draws them, and are entered through their doors."""

import ast
import re
from itertools import pairwise
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "merchant_studio"
ARCHITECTURE = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
DRAWN = re.findall(r"^```\n(.*?)^```$", ARCHITECTURE, re.M | re.S)[1]
"""The drawing of the house: a row may import the rows below it."""
ROWS = [re.findall(r"(\w+)(?:/|\.py)(?= |$)", row.split("   ")[0]) for row in DRAWN.splitlines()]
APART = {("speak", "write")}
"""Rooms of which the first must not import the second, though it stands above it."""
DOORS = {
    "facts.numbers": "numerals and the names of units, for those who read numbers",
    "engines.answers": "the words that schemas of JSON answers are made of: `an_object`, `TEXT`",
    "engines.weights": "a name for everything that is done with weights: `weights.pull`",
    "picture.caption": "one of the four packages that make the picture",
    "picture.compose": "one of the four packages that make the picture",
    "picture.render": "one of the four packages that make the picture",
    "picture.typeset": "one of the four packages that make the picture",
}
"""Packages inside a room that other rooms may import beside the room itself, each with why."""
FLOORS = {room: floor for floor, rooms in enumerate(reversed(ROWS)) for room in rooms}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imports_of(path: Path) -> set[tuple[str, str]]:
    """What a file imports of merchant_studio, and from where: ("picture.caption", "lay_captions").

    A room that is one file is imported as it is: ("errors", "InputError"); a whole room has no name
    behind it: ("media", "").
    """
    package = path.relative_to(PACKAGE).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        place = ".".join((*base, *filter(None, [node.module])))
        for alias in node.names:
            found.add((place, alias.name) if place else (alias.name, ""))
    return {(place, name) for place, name in found if place.split(".")[0] in FLOORS}


def shown_by(door: str) -> set[str]:
    """The names in the `__all__` of a room, or of a package in it."""
    init = PACKAGE.joinpath(*door.split("."), "__init__.py")
    for node in ast.parse(init.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def room_of(path: Path) -> str:
    """The room in which a file lies: `picture`, or `pipeline` for pipeline.py."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_imports_go_down() -> None:
    wrong = []
    for path in MODULES:
        own = room_of(path)
        rooms = {door.split(".")[0] for door, _ in imports_of(path)} - {own}
        for room in rooms if own != "__init__" else ():
            if FLOORS[room] >= FLOORS[own] or (own, room) in APART:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {room}")
    assert wrong == []


def test_a_room_is_entered_through_its_door() -> None:
    wrong = []
    for path in MODULES:
        for door, name in imports_of(path):
            if door.split(".")[0] == room_of(path):
                continue
            if (PACKAGE / door).with_suffix(".py").exists():
                is_shown = not name.startswith("_")
            else:
                is_shown = door in {*FLOORS, *DOORS} and name in {"", *shown_by(door)}
            if not is_shown:
                wrong.append(f"{path.relative_to(PACKAGE)} takes {name} of {door}")
    assert wrong == []


def test_every_door_is_used() -> None:
    used = {
        door
        for path in MODULES
        for door, _ in imports_of(path)
        if door.split(".")[0] != room_of(path)
    }
    assert set(DOORS) <= used


def test_every_room_is_drawn_once() -> None:
    drawn = [room for rooms in ROWS for room in rooms]
    assert sorted(drawn) == sorted({room_of(path) for path in MODULES} - {"__init__"})


def test_the_flow_is_drawn_in_its_order() -> None:
    flow = ("hear", "read", "write", "speak", "picture", "check", "publish")
    places = [ARCHITECTURE.index(f"{room}/") for room in flow]
    assert all(a < b for a, b in pairwise(places))


def test_only_render_imports_moviepy() -> None:
    for path in MODULES:
        if "render" not in path.relative_to(PACKAGE).parts:
            assert "moviepy" not in path.read_text(encoding="utf-8").split('"""', 2)[-1]

"""A module imports lower layers only, and stages never import one another."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "merchant_studio"
LAYERS = {
    "errors": 0,
    "records": 1,
    "tables": 1,
    "facts": 2,
    "language_tables": 1,
    "languages": 2,
    "lexicon": 2,
    "config": 2,
    "weights": 2,
    "media": 2,
    "stores": 2,
    "runfolder": 2,
    "platforms": 2,
    "sidecars": 3,
    "proofread": 3,
    "typeset": 3,
    "engines": 3,
    "mentions": 3,
    "votes": 3,
    "hear": 4,
    "stages": 4,
    "crew": 5,
    "drafts": 5,
    "revisions": 5,
    "dubbing": 5,
    "runs": 5,
    "scripting": 5,
    "pipeline": 5,
    "batch": 6,
    "cluster": 6,
    "doctor": 6,
    "demo": 6,
    "console": 6,
    "webui": 7,
    "cli_options": 7,
    "cli_batch": 7,
    "cli": 7,
}
INSIDE_A_LAYER = {
    "facts": {"languages", "lexicon"},
    "lexicon": {"languages"},
    "sidecars": {"typeset"},
    "dubbing": {"crew"},
    "scripting": {"revisions"},
    "pipeline": {"crew", "drafts", "dubbing", "runs", "scripting"},
    "batch": {"console"},
    "cluster": {"batch"},
    "cli_batch": {"cli_options"},
    "cli": {"cli_batch", "cli_options", "webui"},
}
"""What may be imported from the same layer: facts are written by language profiles, which also say
what is expected in a recording, and named by the lexicon, a caption file looks like the burned
captions, a batch shows its progress as a run does, and commands share options and start the
page."""
TABLES = {"chinese", "units"}
"""What hearing may know of facts: what numbers and units are called, not how facts are read."""
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "data")


def imports_of(path: Path) -> set[tuple[str, ...]]:
    """The merchant_studio modules that a file imports, as paths: ("stages", "voice")."""
    package = path.relative_to(PACKAGE).parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1]
        parts = base + tuple((node.module or "").split(".") if node.module else ())
        found |= {parts} if parts else {(alias.name,) for alias in node.names}
    return {parts for parts in found if parts[0] in LAYERS}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = path.relative_to(PACKAGE).with_suffix("").parts
    if own == ("__init__",):
        return
    for imported in imports_of(path):
        if imported[0] == own[0]:
            if own[0] == "stages":
                assert imported[:2] == own[:2], f"{'.'.join(own)} imports {'.'.join(imported)}"
            continue
        below = LAYERS[imported[0]] < LAYERS[own[0]]
        assert below or imported[0] in INSIDE_A_LAYER.get(own[0], ()), (
            f"{'.'.join(own)} imports {'.'.join(imported)}"
        )


def test_hearing_reads_no_facts() -> None:
    for path in (PACKAGE / "hear").rglob("*.py"):
        for imported in imports_of(path):
            if imported[0] == "facts":
                assert imported[1:] and imported[1] in TABLES, f"{path.name} imports {imported}"


def test_every_module_has_a_layer() -> None:
    known = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert known - {"__init__"} <= set(LAYERS)


def test_only_render_imports_moviepy() -> None:
    for path in MODULES:
        if "render" not in path.relative_to(PACKAGE).parts and path.stem != "render":
            assert "moviepy" not in path.read_text(encoding="utf-8").split('"""', 2)[-1]

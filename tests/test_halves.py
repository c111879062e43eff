"""Languages are spoken while others are rendered, and nobody can tell from the result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest

from merchant_studio.config import StudioConfig
from merchant_studio.errors import RenderError
from merchant_studio.halves import CORES_FOR_BOTH, halves, make_in_turn
from merchant_studio.records import Release

from .test_dubbing import dubbed

CODES = ("es", "fr", "hi")


@pytest.mark.parametrize(
    ("voice", "threads", "parts"),
    [
        ("dub", CORES_FOR_BOTH, (("es", "fr"), ("hi",))),
        ("dub", 2, (CODES,)),
        ("original", CORES_FOR_BOTH, (CODES,)),
    ],
)
def test_dubs_are_halved_where_cores_are_free(
    voice: str, threads: int, parts: tuple[Sequence[str], ...]
) -> None:
    config = StudioConfig(voice=voice, threads=threads)  # type: ignore[arg-type]
    assert halves(config, CODES) == parts
    assert halves(config, ("es",)) == (("es",),)


def a_release(folder: Path, language: str) -> Release:
    return Release(language=language, folder=folder / language, files=(), findings=(), made_by=())


def test_one_half_is_finished_while_the_other_is_prepared(tmp_path: Path) -> None:
    """Each side waits for the other to be at work, which never comes if they take turns."""
    second_began, first_began = Event(), Event()

    def prepare(part: Sequence[str]) -> Sequence[str]:
        if part == ("hi",):
            second_began.set()
            assert first_began.wait(10)
        return part

    def finish(part: Sequence[str]) -> tuple[Release, ...]:
        first_began.set()
        assert second_began.wait(10)
        return tuple(a_release(tmp_path, code) for code in part)

    made = make_in_turn([("es", "fr"), ("hi",)], prepare, finish)
    assert [release.language for release in made] == ["es", "fr", "hi"]


def test_an_error_of_a_half_is_raised(tmp_path: Path) -> None:
    def finish(part: Sequence[str]) -> tuple[Release, ...]:
        raise RenderError(f"{part[0]} cannot be made")

    with pytest.raises(RenderError, match="es cannot be made"):
        make_in_turn([("es",), ("fr",)], lambda part: part, finish)


def test_what_is_made_does_not_depend_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))
    trees = []
    for cores in (3, 2):
        monkeypatch.setattr("merchant_studio.halves.CORES_FOR_BOTH", cores)
        folder = tmp_path / str(cores)
        folder.mkdir()
        made = dubbed(folder, *CODES, threads=2)
        assert [release.language for release in made] == list(CODES)
        report = json.loads((made[0].folder.parent / "report.json").read_text("utf-8"))
        assert len(report["languages"]) == len(CODES)
        trees.append(
            {
                f"{release.language}/{name}": (release.folder / name).read_bytes()
                for release in made
                for name in ("dub.wav", "captions.srt", "cover.jpg", "video.mp4")
            }
        )
    assert trees[0].keys() == trees[1].keys()
    assert [name for name in trees[0] if trees[0][name] != trees[1][name]] == []

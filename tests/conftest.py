"""Small real media for the tests, made once per session with FFmpeg's own generators."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from merchant_studio.config import StudioConfig, options
from merchant_studio.engines import EngineOptions, Registry, weights
from merchant_studio.points import recognizing
from merchant_studio.read import readers
from merchant_studio.settings import VARIABLE

from .browsing import browser, page, pattern, playwright, visit
from .media import make_sound, make_video, quarters, tone

__all__ = ["browser", "page", "pattern", "playwright", "visit"]

# No test is timed: the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# Whatever the system's language is, the command line speaks English to the tests.
os.environ["MERCHANT_STUDIO_LANG"] = "en"

FAKE = (
    "--recognizer=fake",
    "--writer=none",
    "--translator=fake",
    "--preset=ultrafast",
    "--crf=40",
)
"""On the command line what `faked` is in Python."""

SPOKEN = """\
大家好，欢迎来到我们的展位。
这款不锈钢保温杯，容量500毫升。
单价18块5，100个起订，7天交货。
欢迎联系我们。"""
"""What the fake recognizer hears: facts, a greeting and a farewell; about 9 s."""

SHEET = """\
name: {zh: 不锈钢保温杯, en: stainless steel vacuum flask, ar: قارورة حافظة للحرارة}
price: 18.5 CNY
moq: 100 pcs
lead_time: 7 days
capacity: 500 ml
model: A203
"""


def ffmpeg(*arguments: str | Path) -> None:
    """Run the FFmpeg that comes with moviepy."""
    import imageio_ffmpeg

    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-loglevel", "error", "-y", *map(str, arguments)], check=True)


CONTRACTS = {
    "test_recognizers": "engine",
    "test_writers": "writer",
    "test_speakers": "speaker",
    "test_translators": "translator",
}
"""The contract of each role, and the fixture that has the engine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "hold the contract of its role against this engine, and no other: my-ear:MODEL"
    parser.addoption("--engine", default="", metavar="NAME", help=words)


def engine_of(roles: Registry[Any], named: str) -> Any:
    """The engine that an option would choose: `my-ear:MODEL`."""
    choice = roles.choose(named)
    options = EngineOptions(model=choice.model, url=choice.url, seed=7, threads=2)
    return roles.load(choice.name, options)


def _judged(items: list[pytest.Item], named: str) -> list[pytest.Item]:
    """The contract's tests, once each, with this engine in the place of the fake one."""
    judged = list[pytest.Item]()
    for item in items:
        fixture = CONTRACTS.get(item.path.stem, "")
        params = getattr(item, "callspec", None) and item.callspec.params
        if params and params.get(fixture) == "fake":
            params[fixture] = named
            item.name, item._nodeid = (
                text.replace("fake", named) for text in (item.name, item.nodeid)
            )
            judged.append(item)
    return judged


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files with real models, browsers and clusters first: so no worker is left with a long one."""
    if named := config.getoption("--engine"):
        items[:] = _judged(items, named)
    heavy = {
        item.path
        for item in items
        if any(item.get_closest_marker(name) for name in ("weights", "browser", "cluster", "torch"))
    }
    items.sort(key=lambda item: item.path not in heavy)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `pitch.mp4` (9 s of moving picture with a tone) and `photo.jpg`."""
    folder = tmp_path_factory.mktemp("made")
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=size=128x224:rate=10:duration=9.5"),
        *("-f", "lavfi", "-i", "sine=frequency=330:duration=9.5"),
        *("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", folder / "pitch.mp4"),
    )
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=96x128", "-frames:v", "1", folder / "photo.jpg")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _no_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the developer has chosen for himself does not count in tests."""
    with pytest.MonkeyPatch.context() as patched:
        for item in options():
            patched.delenv(f"{VARIABLE}{item.name.upper()}", raising=False)
        nothing = tmp_path_factory.getbasetemp() / "no settings" / "config.toml"
        patched.setenv("MERCHANT_STUDIO_CONFIG", str(nothing))
        yield


@pytest.fixture
def real_points() -> None:
    """The learned network recognizes selling points in this test."""


@pytest.fixture(autouse=True)
def _no_points(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Elsewhere nobody does, so that what is expected does not hang on what it learned."""
    if "real_points" in request.fixturenames or request.node.get_closest_marker("weights"):
        yield
        return
    nothing = {recognizing.NOTHING: 1.0}
    monkeypatch.setattr(recognizing, "likelihoods", lambda clause, language: nothing)
    monkeypatch.setattr(recognizing, "stated_by", lambda sentence, language: None)
    recognizing.read_points.cache_clear()
    readers.read_speech.cache_clear()
    yield
    recognizing.read_points.cache_clear()
    readers.read_speech.cache_clear()


@pytest.fixture
def product(made: Path, tmp_path: Path) -> Path:
    """A product folder whose recording the fake recognizer understands."""
    folder = tmp_path / "flask"
    folder.mkdir()
    shutil.copy(made / "pitch.mp4", folder)
    shutil.copy(made / "photo.jpg", folder)
    (folder / "pitch.txt").write_text(SPOKEN, encoding="utf-8")
    (folder / "product.yaml").write_text(SHEET, encoding="utf-8")
    return folder


def faked(out: Path, **more: Any) -> StudioConfig:
    """The fake engines, and videos that are made as fast as may be."""
    return StudioConfig(
        out=out,
        recognizer="fake",
        writer="none",
        translator="fake",
        preset="ultrafast",
        crf=40,
        **more,
    )


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    """As `faked`, into a folder of this test."""
    return faked(tmp_path / "out")


@pytest.fixture
def convert(made: Path, tmp_path: Path) -> Callable[..., Path]:
    """A recording with another name and container, beside its text for the fake recognizer."""

    def make(name: str, *options: str) -> Path:
        target = tmp_path / name
        ffmpeg("-i", made / "pitch.mp4", *options, target)
        target.with_suffix(".txt").write_text(SPOKEN, encoding="utf-8")
        return target

    return make


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `quarters.mp4` (four colors, 400 ms) and `tone.wav`."""
    folder = tmp_path_factory.mktemp("media")
    make_video(folder / "quarters.mp4", [quarters()] * 10)
    make_sound(folder / "tone.wav", tone(400))
    return folder


def serve_llama(model: Path) -> tuple[str, object]:
    """The address of a real llama.cpp server on this machine, and what keeps it running."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.n_ctx, params.n_parallel, params.warmup, params.verbosity = 8192, 1, False, -1
    params.port = 0
    server = xllamacpp.Server(params)
    return f"{server.listening_address}/v1", server


@pytest.fixture(scope="module")
def llama_server() -> Iterator[str]:
    """A llama.cpp server with the small model."""
    url, server = serve_llama(next(weights.locate("qwen2.5-coder-0.5b").glob("*.gguf")))
    yield url
    del server

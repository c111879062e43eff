"""Takes that arrive in parts, and what is used of them."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from starlette.requests import ClientDisconnect

from merchant_studio import StudioConfig
from merchant_studio.errors import InputError, RenderError
from merchant_studio.intake import probe_recording
from merchant_studio.media import states_length, trimmed
from merchant_studio.webui import products
from merchant_studio.webui.actions import film
from merchant_studio.webui.products import MAX_TAKES, Product, Products
from merchant_studio.webui.recordings import make_recording
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.uploads import KEPT_S, Incoming
from merchant_studio.webui.views.common import media_of
from tests.conftest import ffmpeg
from tests.page import Page, page_server
from tests.waiting import LIMIT_S

LIVE = ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-live", "1", "-f", "webm")
"""As a browser films: the file cannot say how long it is, for it was written as he spoke."""


def seen(path: Path) -> tuple[list[Fraction], set[int]]:
    """When each picture of a file is shown, in seconds, and how they are turned."""
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [frame.pts * frame.time_base for frame in frames], {frame.rotation for frame in frames}


def heard_s(path: Path) -> float:
    with av.open(str(path)) as container:
        return sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))


# --- a part of a recording --------------------------------------------------------------------


@pytest.fixture(scope="module")
def live(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("live") / "live.webm"
    ffmpeg("-i", made / "pitch.mp4", *LIVE, target)
    return target


def test_what_a_browser_filmed_is_told_how_long_it_is(live: Path, tmp_path: Path) -> None:
    target = tmp_path / "whole.webm"
    assert not states_length(live)
    trimmed(live, target, encoder="x264")
    assert states_length(target)
    assert seen(target) == seen(live)
    assert probe_recording(target, StudioConfig())[0].duration_ms == pytest.approx(9500, abs=60)


def test_a_cut_is_where_he_put_it(live: Path, made: Path, tmp_path: Path) -> None:
    for source in (live, made / "pitch.mp4"):
        target = tmp_path / "part.mp4"
        trimmed(source, target, 1500, 4000, encoder="x264")
        times, _ = seen(target)
        assert (len(times), times[0]) == (25, 0)
        assert heard_s(target) == pytest.approx(2.5, abs=0.05)


def test_a_cut_of_the_end_changes_no_picture(made: Path, tmp_path: Path) -> None:
    source, target = made / "pitch.mp4", tmp_path / "part.mp4"
    trimmed(source, target, 0, 4000, encoder="x264")
    with av.open(str(source)) as old, av.open(str(target)) as new:
        before = [bytes(packet) for packet in old.demux(video=0)]
        after = [bytes(packet) for packet in new.demux(video=0) if packet.size]
    assert after == before[: len(after)] and 40 <= len(after) <= 43


def test_a_cut_of_sound_copies_it(made: Path, tmp_path: Path) -> None:
    sound, target = tmp_path / "pitch.m4a", tmp_path / "part.m4a"
    ffmpeg("-i", made / "pitch.mp4", "-vn", sound)
    trimmed(sound, target, 1500, 4000, encoder="x264")
    assert heard_s(target) == pytest.approx(2.5, abs=0.05)


def test_a_turned_picture_stays_turned(made: Path, tmp_path: Path) -> None:
    turned = tmp_path / "turned.mp4"
    ffmpeg("-display_rotation", "90", "-i", made / "pitch.mp4", "-c", "copy", turned)
    for start_ms in (0, 1500):
        trimmed(turned, tmp_path / "part.mp4", start_ms, 4000, encoder="x264")
        assert seen(tmp_path / "part.mp4")[1] == {90}


def test_what_cannot_be_cut_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_text("no video", encoding="utf-8")
    with pytest.raises(RenderError, match=r"broken\.mp4 cannot be read"):
        trimmed(broken, tmp_path / "part.mp4", 0, 1000, encoder="x264")


# --- takes that arrive in parts ---------------------------------------------------------------


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return StudioConfig(out=tmp_path / "out", max_megabytes=5)


@pytest.fixture
def product(config: StudioConfig) -> Product:
    products = Products(config)
    return products.product(products.new_name())


async def blocks(content: bytes, until: int | None = None) -> AsyncIterator[bytes]:
    """A body; with `until` the connection breaks there."""
    for at in range(0, len(content), 1000):
        if until is not None and at >= until:
            raise ClientDisconnect
        yield content[at : at + 1000]


def test_what_has_arrived_is_kept_when_the_connection_breaks(
    product: Product, config: StudioConfig, made: Path
) -> None:
    content, token = (made / "pitch.mp4").read_bytes(), secrets.token_hex(16)

    def send(at: int, until: int | None = None) -> dict[str, Any]:
        body = blocks(content[at:], until)
        one = Incoming(product, token)  # as after the server has started again
        return asyncio.run(one.write("take.mp4", len(content), at, body, config))

    assert Incoming(product, token).state() == {"has": 0}
    with pytest.raises(ClientDisconnect):
        send(0, until=5000)
    assert Incoming(product, token).state() == {"has": 5000}
    assert send(7000) == {"has": 5000}  # there would be a hole
    kept = {"kept": "take-1.mp4", "size": len(content)}
    assert send(4000) == kept
    assert send(0) == Incoming(product, token).state() == kept  # its answer was lost: no new take
    assert [path.read_bytes() == content for path in product.takes()] == [True]
    assert not list((product.folder / "takes").glob(".incoming-*"))


class KilledError(BaseException):
    """The server ends here."""


@pytest.mark.parametrize("killed_at", ["trimmed", "put_in_place", "use", "begin_with"])
@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("name", ["take.mp4", "take.webm"])
def test_a_take_is_taken_in_once_wherever_the_server_is_killed(
    killed_at: str,
    is_done: bool,
    name: str,
    product: Product,
    config: StudioConfig,
    made: Path,
    live: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed between placing and noting it, the browser sent it again and it was there twice."""
    content = (made / "pitch.mp4" if name == "take.mp4" else live).read_bytes()
    token, there = secrets.token_hex(16), products if hasattr(products, killed_at) else Product
    does = getattr(there, killed_at)

    def send(at: int) -> dict[str, Any]:
        one = Incoming(product, token)
        return asyncio.run(one.write(name, len(content), at, blocks(content[at:]), config))

    def killed(*arguments: object, **options: object) -> None:
        if is_done:
            does(*arguments, **options)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(there, killed_at, killed)
        if name == "take.mp4" and killed_at == "trimmed":  # it is taken as it came
            send(0)
        else:
            with pytest.raises(KilledError):
                send(0)
    state = Incoming(product, token).state()
    answer = state if "kept" in state else send(state["has"])
    assert answer == {"kept": product.takes()[0].name, "size": len(content)}
    assert [path.name for path in product.takes()] == [name.replace("take", "take-1")]
    assert product.choices.take == product.takes()[0].name
    assert states_length(product.takes()[0])
    hidden = [path.name[:5] for path in (product.folder / "takes").glob(".*")]
    assert hidden == [".kept"]


def test_what_cannot_be_used_is_told_and_not_kept(product: Product, config: StudioConfig) -> None:
    def send(name: str, content: bytes, size: int) -> object:
        one = Incoming(product, "0" * 32)
        return asyncio.run(one.write(name, size, 0, blocks(content), config))

    for name, content, size, message in (
        ("take.mp4", b"no video", 8, r"take\.mp4 is not a recording that can be read"),
        ("take.exe", b"x", 1, r"take\.exe is no recording and no photo"),
        ("take.mp4", b"x", 6_000_000, r"take\.mp4 is larger than 5 MB"),
        ("take.mp4", b"xxx", 2, "more arrived than the browser had said"),
    ):
        with pytest.raises(InputError, match=message):
            send(name, content, size)
    assert not list((product.folder / "takes").glob("take-*"))
    for token in ("", "../../etc/passwd", "0" * 31, "F" * 32):
        with pytest.raises(InputError, match="there is no such file on its way"):
            Incoming(product, token)


def test_parts_that_nobody_goes_on_with_are_removed(product: Product, config: StudioConfig) -> None:
    def begin() -> None:
        one = Incoming(product, secrets.token_hex(16))
        asyncio.run(one.write("take.mp4", 9, 0, blocks(b"xxx"), config))

    for _ in range(MAX_TAKES):
        begin()
    with pytest.raises(InputError, match="too many files are on their way"):
        begin()
    parts = list((product.folder / "takes").glob(".incoming-*"))
    for part in parts[1:]:
        os.utime(part, (time.time() - KEPT_S - 60,) * 2)
    begin()
    left = list((product.folder / "takes").glob(".incoming-*"))
    assert parts[0] in left and len(left) == 2


def test_a_filmed_take_is_told_how_long_it_is_when_it_arrives(
    product: Product, config: StudioConfig, live: Path
) -> None:
    with live.open("rb") as file:
        take = product.receive("take.webm", file, config)
    assert states_length(take)
    assert (product.source / "recording.webm").samefile(take)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page_server(tmp_path_factory.mktemp("page")) as server:
        yield server


def test_parts_by_http(page: Page, made: Path) -> None:
    content = (made / "pitch.mp4").read_bytes()
    half, size = len(content) // 2, len(content)
    address = f"/files/20260101-0123456789ab/{'a' * 32}"
    with httpx.Client(base_url=page.url, timeout=LIMIT_S) as client:

        def put(at: int, until: int, **more: Any) -> httpx.Response:
            values = {"name": "take.mp4", "size": size, "at": at, **more}
            return client.put(address, params=values, content=content[at:until])

        assert client.get(address).json() == {"has": 0}
        assert put(0, half).json() == {"has": half}
        assert client.get(address).json() == {"has": half}
        other = put(half, size, owner="of somebody else")
        assert (other.status_code, other.json()) == (403, {"other": True})
        assert put(half, size).json() == {"kept": "take-1.mp4", "size": size}
        wrong = client.get("/files/20260101-0123456789ab/x", headers={"accept-language": "zh"})
        assert (wrong.status_code, wrong.json()["told"]) == (422, "没有这个文件；请再选一次。")


# --- what is used of a take -------------------------------------------------------------------


class NoWork:
    """A jobs in which nothing is done."""

    def job(self, owner: str, slug: str) -> None:
        return None


@pytest.fixture
def session(product: Product, config: StudioConfig, made: Path) -> Session:
    with (made / "pitch.mp4").open("rb") as file:
        product.receive("pitch.mp4", file, config)
    jobs: Any = NoWork()
    app = App(config=config, jobs=jobs, uploads=config.out)
    return Session(app, "", product)


def recordings(session: Session) -> list[str]:
    return sorted(path.name for path in session.product.source.iterdir())


def cut(session: Session) -> None:
    """What the process that works does first."""
    take = session.product.choices.take
    make_recording(session.product.run, take, session.product.choices.cuts.get(take), "x264")


def test_a_part_of_a_take_is_what_is_listened_to(session: Session) -> None:
    film.trim(session, "take-1.mp4", 1500, 4000)
    assert media_of(session) == {"path": "takes/take-1.mp4", "is_sound": False}  # not cut yet
    cut(session)
    assert recordings(session) == ["recording-take-1-1500-4000.mp4"]
    assert media_of(session) == {
        "path": "product/recording-take-1-1500-4000.mp4",
        "is_sound": False,
    }
    assert heard_s(session.product.source / recordings(session)[0]) == pytest.approx(2.5, abs=0.05)
    film.trim(session, "take-1.mp4", 0, 0)
    assert (recordings(session), dict(session.product.choices.cuts)) == (["recording.mp4"], {})


def test_a_part_goes_with_its_take(session: Session, made: Path, config: StudioConfig) -> None:
    film.trim(session, "take-1.mp4", 1500, 0)
    with (made / "pitch.mp4").open("rb") as file:
        session.product.receive("pitch.mp4", file, config)
    assert (recordings(session), session.product.choices.take) == (["recording.mp4"], "take-2.mp4")
    session.product.drop("take-1.mp4")
    assert dict(session.product.choices.cuts) == {}
    with pytest.raises(InputError, match="this take is not there any more"):
        film.trim(session, "take-1.mp4", 1500, 0)


def test_a_part_without_words_is_refused(session: Session) -> None:
    with pytest.raises(InputError, match="what is left of the take is shorter than a second"):
        film.trim(session, "take-1.mp4", 1500, 2000)


def test_another_part_is_listened_to_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[Callable[[], object]] = []
    monkeypatch.setattr(Session, "submit", lambda self, action, then: done.append(then))
    listened = []
    for start_ms in (0, 1500, 1600, 1600):
        film.trim(session, "take-1.mp4", start_ms, 0)
        film.listen(session)
        done[-1]()
        listened.append(session.product.choices.heard)
    assert len({str(heard) for heard in listened}) == 3

"""What each user may keep on the page: products, bytes, files on their way; what is removed."""

from __future__ import annotations

import asyncio
import io
import os
import secrets
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from starlette.requests import ClientDisconnect

from merchant_studio import StudioConfig
from merchant_studio.errors import InputError, StudioError
from merchant_studio.messages import Notice, say
from merchant_studio.run import SHARED
from merchant_studio.webui.actions import sheet
from merchant_studio.webui.api_uploads import Sent, remove_broken
from merchant_studio.webui.jobs import Job, JobQueue
from merchant_studio.webui.page import press_button
from merchant_studio.webui.products import Product, Products
from merchant_studio.webui.quota import COMING_S, GIGABYTE, Limits, Quota, Quotas
from merchant_studio.webui.session import App
from merchant_studio.webui.tasks import Task
from merchant_studio.webui.uploads import KEPT_S, SENT_S, Incoming, remove_abandoned
from merchant_studio.webui.wording import tell
from tests.page import Page, page_server
from tests.waiting import LIMIT_S

FULL = "with this file you would keep more than"
Make = Callable[..., Products]


@pytest.fixture
def config(tmp_path: Path) -> StudioConfig:
    return StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")


@pytest.fixture
def products(config: StudioConfig) -> Make:
    def make(**limits: int) -> Products:
        return Products(config, "anna", Quotas(Limits(**limits)))

    return make


def new(products: Products) -> Product:
    return products.product(products.new_name())


def part_of(product: Product) -> Path:
    return product.folder / "takes" / f".incoming-{secrets.token_hex(16)}.mp4"


def old(path: Path, by_s: float) -> None:
    os.utime(path, (time.time() - by_s - 60,) * 2)


# --- products ---------------------------------------------------------------------------------


def test_the_last_product_that_is_allowed_is_kept_and_no_other(products: Make) -> None:
    mine = products(products=2)
    first, second, third = new(mine), new(mine), new(mine)
    first.choose(name="杯")
    second.choose(name="灯")
    with pytest.raises(InputError, match="you have 2 products, and no more are kept; delete a"):
        third.choose(name="伞")
    assert not third.folder.exists()
    first.choose(name="保温杯")  # what is there may be changed
    mine.delete(second)
    third.choose(name="伞")
    assert len(mine.all()) == 2


def test_no_other_way_makes_a_product_more(app: App) -> None:
    kept, other = app.new_session(""), app.new_session("")
    kept.product.choose(name="杯")
    attempts: list[Callable[[], object]] = [
        lambda: other.choose("choices", languages=("en",)),
        lambda: other.remember({"act": "line"}),
        lambda: sheet.fill_in(other, "price", "9元"),
        lambda: sheet.copy_product(kept),
        lambda: other.product.receive("p.mp4", io.BytesIO(b"x"), app.config),
        lambda: other.product.quota.take_in(part_of(other.product), 1),
    ]
    for attempt in attempts:
        with pytest.raises(InputError, match="you have 1 products, and no more are kept"):
            attempt()
    made = [path.name for path in app.config.out.iterdir() if path.name != SHARED]
    assert made == [kept.product.id]
    locks = {path.stem for path in (app.config.out / SHARED).iterdir()}
    assert locks <= {kept.product.id, "shop"}, "of what was not made no lock is left"


def test_two_at_once_never_get_the_same_last_place(products: Make) -> None:
    mine = products(products=4, uploads=50)
    ready, kept = threading.Barrier(12), []

    def begin(product: Product) -> None:
        ready.wait()
        try:
            product.quota.take_in(part_of(product), 10)
        except InputError:
            return
        kept.append(product.id)

    in_threads(begin, [new(mine) for _ in range(12)])
    assert sorted(kept) == sorted(path.name for path in mine.folder.iterdir())
    assert len(kept) == 4


def in_threads(work: Callable[[Any], None], each: list[Any]) -> None:
    threads = [threading.Thread(target=work, args=(one,)) for one in each]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- bytes ------------------------------------------------------------------------------------


def send(product: Product, content: bytes, size: int, token: str, at: int = 0) -> dict[str, Any]:
    """Send a part as the browser does."""

    async def body() -> AsyncIterator[bytes]:
        yield content

    sent = Incoming(product, token).write("take.mp4", size, at, body(), StudioConfig())
    return asyncio.run(sent)


def test_a_file_fits_to_the_byte(products: Make) -> None:
    mine = products(bytes=1000)
    product = new(mine)
    (product.folder / "en").mkdir(parents=True)
    (product.folder / "en" / "video.mp4").write_bytes(bytes(400))
    (product.folder / "also.mp4").hardlink_to(product.folder / "en" / "video.mp4")  # counts once
    with pytest.raises(InputError, match=f"{FULL} 1e-06 GB; delete a product that you do not"):
        send(product, b"x", 601, "a" * 32)
    assert send(product, b"x" * 10, 600, "b" * 32) == {"has": 10}
    with pytest.raises(InputError, match=FULL):
        send(new(mine), b"x", 1, "c" * 32)  # 10 bytes are here, but 600 were announced
    with pytest.raises(InputError, match=FULL):
        send(product, b"x", 601, "b" * 32, at=10)  # it grows beyond what was announced
    with pytest.raises(InputError, match="more arrived than the browser had said"):
        send(product, b"x" * 591, 600, "b" * 32, at=10)
    assert send(product, b"x" * 100, 600, "b" * 32, at=10) == {"has": 110}


def test_two_at_once_never_get_the_same_last_room(products: Make) -> None:
    mine, kept = products(bytes=1050, uploads=50), []
    begun, ready = [new(mine) for _ in range(12)], threading.Barrier(12)

    def begin(product: Product) -> None:
        ready.wait()
        try:
            product.quota.take_in(part_of(product), 100)
        except InputError:
            return
        kept.append(product.id)

    in_threads(begin, begun)
    assert len(kept) == 10


def test_room_that_nobody_fills_is_given_to_others(products: Make) -> None:
    mine = products(bytes=1000)
    product = new(mine)
    slow = part_of(product)
    product.quota.take_in(slow, 1000)
    with pytest.raises(InputError, match=FULL):
        product.quota.take_in(part_of(product), 1)
    old(slow, COMING_S)
    product.quota.take_in(part_of(product), 999)
    with pytest.raises(InputError, match=FULL):
        product.quota.take_in(slow, 1000)  # it comes back too late


def test_users_do_not_share_a_limit(config: StudioConfig) -> None:
    quotas = Quotas(Limits(products=1, bytes=100))
    for user in ("anna", "bob"):
        products = Products(config, user, quotas)
        new(products).quota.take_in(part_of(new(products)), 100)


# --- files on their way -----------------------------------------------------------------------


def test_so_many_files_are_on_their_way_and_no_more(products: Make) -> None:
    mine = products(uploads=2)
    product = new(mine)
    for token in ("a" * 32, "b" * 32, "a" * 32):  # one that goes on counts once
        send(product, b"x", 9, token)
    with pytest.raises(InputError, match="2 files are on their way already; wait until one of"):
        send(new(mine), b"x", 9, "c" * 32)
    first = next((product.folder / "takes").glob(f".incoming-{'a' * 32}*"))
    old(first, COMING_S)
    send(product, b"x", 9, "c" * 32)
    with pytest.raises(InputError, match="2 files are on their way already"):
        send(product, b"x", 9, "a" * 32, at=1)


def test_what_has_arrived_is_not_on_its_way(products: Make, made: Path) -> None:
    mine = products(uploads=1)
    for number in (1, 2):
        with (made / "pitch.mp4").open("rb") as file:
            assert new(mine).receive("a.mp4", file, StudioConfig()).name == "take-1.mp4", number


# --- what is pressed on the page --------------------------------------------------------------


@pytest.fixture
def app(config: StudioConfig, tmp_path: Path) -> Iterator[App]:
    jobs = Idle(config)
    limits = Limits(products=1, bytes=1_000_000)
    yield App(config=config, jobs=jobs, uploads=tmp_path, quotas=Quotas(limits))
    jobs.close()


def test_one_product_more_is_refused_where_it_is_begun(app: App) -> None:
    session = app.new_session("")
    session.product.choose(name="杯")
    shown = press_button(app, {"act": "new", "product": session.product.id}, "", "zh")
    assert "已经有 1 个产品，不能再多了；请先删掉一个不用的产品。" in shown["notice"]
    assert session.product.id in shown["body"]  # he still sees the one that he had before him


class Idle(JobQueue):
    """A jobs in which all work fails at once."""

    def submit(self, owner: str, task: Task, then: Callable[[], object] | None = None) -> Job:
        job = Job(task=task, number=1, then=then, state="failed", error=StudioError("it broke"))
        self._jobs[owner, task.slug] = job
        return job


def test_videos_are_refused_only_before_they_are_begun(app: App) -> None:
    session = app.new_session("")
    session.product.choose(heard="h", languages=["en"], take="take-1.mp4", step=3)
    video = session.product.folder / "video.mp4"

    def press(act: str) -> str:
        return press_button(app, {"act": act, "product": session.product.id}, "", "en")["notice"]

    full = "Your 0.001 GB are full, so no more videos are made; delete a product that you do not"
    video.write_bytes(b"x" * 1_000_000)
    assert full in press("render")
    assert session.product.choices.step == 3 and session.job is None
    video.unlink()
    assert press("render") == "" and session.job
    first = session.job
    video.write_bytes(b"x" * 1_000_000)
    assert full in press("again") and session.job is first
    video.unlink()
    assert press("again") == "" and session.job is not first


@pytest.mark.parametrize(
    ("notice", "chinese"),
    [
        (
            say(
                "with this file you would keep more than {gigabytes} GB; delete a product that "
                "you do not need any more",
                gigabytes=200,
            ),
            "加上这个文件会超过 200 GB；请先删掉一个不用的产品，再传一次。",
        ),
        (
            say(
                "{uploads} files are on their way already; wait until one of them has arrived",
                uploads=20,
            ),
            "已经有 20 个文件正在上传；请等一个传完，再传一次。",
        ),
        (
            say(
                "all your {gigabytes} GB are full, so no more videos are made; delete a product "
                "that you do not need any more",
                gigabytes=200,
            ),
            "200 GB 空间已经用满，不能再做视频；请先删掉一个不用的产品。",
        ),
    ],
)
def test_what_is_refused_is_told_in_the_pages_language(notice: Notice, chinese: str) -> None:
    assert tell(notice, "zh") == chinese
    assert tell(notice, "en") != notice


def test_the_usual_limits_are_those_that_are_documented() -> None:
    told = (Path(__file__).parents[1] / "SECURITY.md").read_text(encoding="utf-8")
    usual = Limits()
    assert f"{usual.products} products, {usual.bytes // GIGABYTE} GB" in told
    assert f"{usual.uploads} files on their way" in told


# --- what nobody goes on with -----------------------------------------------------------------


def test_what_nobody_goes_on_with_is_removed(products: Make, config: StudioConfig) -> None:
    mine = products()
    left, kept, begun = new(mine), new(mine), new(mine)
    for product in (left, kept, begun):
        send(product, b"xxx", 9, "a" * 32)
    kept.choose(name="杯")
    uploads = config.out.parent / "uploads"
    for name in ("old", "new"):
        (uploads / name).mkdir(parents=True)
        (uploads / name / "pitch.mp4").write_bytes(b"x")
    for product in (left, kept):
        for path in (next((product.folder / "takes").iterdir()), product.folder / "takes"):
            old(path, KEPT_S)
        old(product.folder, KEPT_S)
    old(uploads / "old", SENT_S)
    remove_abandoned(config.out, uploads)
    assert not left.folder.exists()
    assert kept.choices.name == "杯" and not list((kept.folder / "takes").glob(".*"))
    assert Incoming(begun, "a" * 32).state() == {"has": 3}
    assert [path.name for path in uploads.iterdir()] == ["new"]


# --- by HTTP ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("quota")
    limits = ("--max-products", "1", "--max-gigabytes", "1", "--max-uploads", "1")
    with page_server(folder, *limits) as server:
        yield server


def test_a_full_list_by_http(page: Page, made: Path) -> None:
    content, zh = (made / "pitch.mp4").read_bytes(), {"accept-language": "zh"}
    first, second = "20260101-0123456789ab", "20260101-ba9876543210"
    with httpx.Client(base_url=page.url, timeout=LIMIT_S) as client:

        def put(product: str, size: int, token: str = "a" * 32) -> httpx.Response:
            values: dict[str, Any] = {"name": "take.mp4", "size": size, "at": 0}
            address = f"/files/{product}/{token}"
            return client.put(address, params=values, content=content, headers=zh)

        begun = client.post(f"/files/{first}", params={"name": "take.mp4"}, content=content)
        assert begun.status_code == 404 and not list(page.out.glob("2026*"))
        full = put(first, 1_000_000_001)
        assert (full.status_code, full.json()["told"]) == (
            422,
            "加上这个文件会超过 1 GB；请先删掉一个不用的产品，再传一次。",
        )
        assert put(first, len(content)).json()["kept"] == "take-1.mp4"
        more = client.post(f"/files/{first}", params={"name": "take.mp4"}, content=content)
        assert more.json()["kept"] == "take-2.mp4"
        told = put(second, len(content)).json()["told"]
        assert told == "已经有 1 个产品，不能再多了；请先删掉一个不用的产品。"
        assert not (page.out / second).exists()
        sent = client.post("/gradio_api/upload", content=(one for one in (b"x",)))
        assert sent.status_code == 411


def test_a_program_is_told_in_one_sentence(page: Page, made: Path) -> None:
    patient = {"timeout": LIMIT_S}
    studio = Client(page.url, verbose=False, analytics_enabled=False, httpx_kwargs=patient)
    for _ in range(2):  # what a product did not take is no file on its way
        with pytest.raises(AppError, match="you have 1 products, and no more are kept; delete a"):
            studio.predict(
                handle_file(str(made / "pitch.mp4")), "", "", "zh", api_name="/new_product"
            )
    with pytest.raises(AppError, match="you have 1 products, and no more are kept"):
        studio.predict("", "price", "9元", api_name="/set_sheet")


def test_what_is_sent_to_the_api_counts_until_it_is_taken(tmp_path: Path) -> None:
    quota, sent = Quota(tmp_path / "products", Limits(bytes=100, uploads=1)), tmp_path / "pitch.mp4"
    answers: list[dict[str, Any]] = []

    async def gradio(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        with pytest.raises(StudioError, match="1 files are on their way already"):
            quota.hold(tmp_path / ".coming-other", 1)
        sent.write_bytes(b"x" * 60)
        body = f'["{sent}"]'.encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body[:5], "more_body": True})
        await send({"type": "http.response.body", "body": body[5:]})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        answers.append(message)

    def upload(size: int) -> int:
        answers.clear()
        headers = [(b"content-length", str(size).encode())]
        scope = {"type": "http", "method": "POST", "path": "/gradio_api/upload", "headers": headers}
        asyncio.run(Sent(gradio, lambda _: quota, tmp_path)(scope, receive, send))
        return int(answers[0]["status"])

    assert [upload(101), upload(100), upload(41)] == [422, 200, 422]
    assert FULL.encode() in answers[1]["body"]
    quota.give(sent.resolve())
    assert upload(41) == 200
    sent.unlink()
    assert upload(100) == 200
    assert not list(tmp_path.glob(".coming-*"))


def test_an_upload_that_broke_off_counts_until_its_part_is_removed(
    products: Make, tmp_path: Path
) -> None:
    quota = products(bytes=100).quota
    part = tmp_path / "tmp1234"

    async def gradio(scope: dict[str, Any], receive: Callable[..., Any], send: Any) -> None:
        while (message := await receive())["type"] == "http.request":
            part.write_bytes(message["body"])
        raise ClientDisconnect

    async def receive() -> dict[str, Any]:
        if part.exists():
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"x" * 40, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        raise AssertionError("nobody is there any more")

    scope = {
        **{"type": "http", "method": "POST", "path": "/gradio_api/upload"},
        "headers": [(b"content-length", b"80")],
    }
    asyncio.run(Sent(gradio, lambda _: quota, tmp_path)(scope, receive, send))
    with pytest.raises(InputError, match=FULL):
        quota.hold(tmp_path / ".coming-other", 21)
    remove_broken(tmp_path)
    assert part.exists(), "it may still be on its way"
    for left in tmp_path.glob("*"):
        if left.is_file():
            old(left, COMING_S)
    remove_broken(tmp_path)
    assert not part.exists() and not list(tmp_path.glob(".coming-*"))
    quota.hold(tmp_path / ".coming-other", 100)

"""What the page's server gives to whom; what users, products and words are made of."""

from __future__ import annotations

import asyncio
import io
import os
import re
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from string import Formatter
from threading import Thread
from typing import Any

import httpx
import pytest
from click.testing import CliRunner

from merchant_studio import StudioConfig
from merchant_studio.cli import main
from merchant_studio.errors import EngineFailedError, InputError, RecordingError, UsageError
from merchant_studio.messages import Notice, name_of, say
from merchant_studio.read import check_typed
from merchant_studio.records import Finding
from merchant_studio.webui import address, users
from merchant_studio.webui.guard import Guard
from merchant_studio.webui.login import Tokens
from merchant_studio.webui.products import Products
from merchant_studio.webui.texts import FOLDER, choose_language, texts
from merchant_studio.webui.wording import tell
from tests.page import Page, page_server
from tests.waiting import LIMIT_S

HTML = {"accept": "text/html", "accept-language": "zh-CN,zh;q=0.9"}


# --- users and sessions -----------------------------------------------------------------------


@pytest.fixture
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "COST", 2**4)


@pytest.mark.usefixtures("quick_hash")
def test_a_user_is_known_by_the_password_only(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    users.add_user(file, "李梅", "correct horse")
    users.add_user(file, "bob", "battery staple")
    known = users.Users(file)
    assert known.knows("李梅", "correct horse")
    assert not known.knows("李梅", "battery staple")
    assert not known.knows("nobody", "correct horse")
    assert "correct" not in file.read_text(encoding="utf-8")
    assert os.stat(file).st_mode & 0o077 == 0
    users.add_user(file, "李梅", "another one")
    assert known.knows("李梅", "another one") and not known.knows("李梅", "correct horse")


@pytest.mark.usefixtures("quick_hash")
def test_a_user_is_added_on_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    typed = "correct horse\ncorrect horse\n"
    done = CliRunner().invoke(main, ["users", "add", str(file), "anna"], input=typed)
    assert done.exit_code == 0
    assert done.output.endswith(
        f"anna may use the page now; start it with: merchant-studio ui --auth {file}\n"
    )
    assert "correct horse" not in done.output
    assert users.Users(file).knows("anna", "correct horse")
    done = CliRunner().invoke(main, ["users", "add", str(file), "anna"], input="short\nshort\n")
    assert (done.exit_code, users.Users(file).knows("anna", "correct horse")) == (2, True)


def test_others_reach_the_page_only_where_they_log_in() -> None:
    done = CliRunner().invoke(main, ["ui", "--host", "0.0.0.0"])
    assert done.exit_code == 2
    assert "on 0.0.0.0 others can reach the page; give the file" in done.output


def test_a_port_of_another_program_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        # It says nothing, which is not how our page answers.
        other.settimeout(LIMIT_S)
        Thread(target=lambda: other.accept()[0].close(), daemon=True).start()
        done = CliRunner().invoke(main, ["ui", "--port", str(port)])
    assert (done.exit_code, done.output) == (
        2,
        f"merchant-studio: another program is at port {port}; choose another one, such as "
        f"--port {port + 1}\n",
    )


def test_an_address_that_this_machine_does_not_have_is_told() -> None:
    with pytest.raises(UsageError, match=r"the page cannot be at 192\.0\.2\.1, port 7860 \("):
        address.take_port("192.0.2.1", 7860, "")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("shop.example", "http://shop.example:80"),
    ],
)
def test_a_browser_on_this_machine_asks_at_an_address_that_it_reaches(host: str, url: str) -> None:
    assert address.url_of(host, 80, is_secure=False) == url


def test_where_there_is_no_browser_the_address_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    address.open_browser("http://127.0.0.1:7860")
    assert capsys.readouterr().err == "open http://127.0.0.1:7860 in your browser\n"


def test_the_cost_of_a_hash_is_the_recommended_one() -> None:
    assert (users.COST, users.BLOCKS, users.PARALLEL) == (131072, 8, 1)


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("a:b", "long enough", "a name has 1 to 64 characters and no colon"),
        ("", "long enough", "a name has 1 to 64 characters and no colon"),
        ("bob", "short", "a password has at least 8 characters"),
    ],
)
def test_a_name_or_password_that_cannot_be(
    tmp_path: Path, name: str, password: str, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        users.add_user(tmp_path / "users.txt", name, password)
    assert str(caught.value) == message


def test_a_file_of_users_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    with pytest.raises(InputError, match="does not exist; run: merchant-studio users add"):
        users.Users(file)
    file.write_text("bob:plain password\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 1 is no user"):
        users.Users(file)


def test_a_session_is_its_users_until_it_ends() -> None:
    sessions = Tokens()
    token = sessions.start("bob", "stamp")
    found = sessions.find(token)
    assert found and (found.user, found.stamp) == ("bob", "stamp")
    assert sessions.find(token + "x") is None and sessions.find(None) is None
    sessions.end(token)
    assert sessions.find(token) is None


# --- products ---------------------------------------------------------------------------------


def test_two_users_never_share_a_folder(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path)
    names = ["li mei", "li-mei", "../li-mei", "", "李梅", "LI MEI"]
    folders = {Products(config, name).folder for name in names}
    assert len(folders) == len(names)
    assert all(folder == tmp_path or folder.parent == tmp_path for folder in folders)


@pytest.mark.parametrize(
    "name", ["..", "../x", "/etc", "20260101-abc", "a/b", "", "20260101-ABCDEF123456"]
)
def test_only_names_made_here_are_products(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="there is no such product"):
        Products(StudioConfig(out=tmp_path)).product(name)


def test_a_link_is_no_product(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path / "out")
    products = Products(config)
    name = products.new_name()
    config.out.mkdir()
    (config.out / name).symlink_to(tmp_path)
    with pytest.raises(InputError):
        products.product(name)


def test_a_files_name_is_no_path(tmp_path: Path, made: Path) -> None:
    config = StudioConfig(out=tmp_path / "out")
    products = Products(config)
    product = products.product(products.new_name())
    for name in ("../../evil.mp4", "C:\\evil.mp4", "/etc/evil.mp4", "..mp4.mp4"):
        with (made / "pitch.mp4").open("rb") as file:
            product.receive(name, file, config)
    with (made / "photo.jpg").open("rb") as file:
        product.receive("../../logo.jpg", file, config)
    assert [path.name for path in product.takes()] == [f"take-{n}.mp4" for n in (1, 2, 3, 4)]
    assert [path.name for path in product.photos()] == ["logo.jpg"]
    assert product.choices.take == "take-4.mp4"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
    product.drop("take-4.mp4")
    assert product.choices.take == "take-3.mp4"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("note.txt", b"hello", "note.txt is no recording and no photo; choose another file"),
        ("page.html", b"<script>", "page.html is no recording and no photo; choose another file"),
        ("drawing.svg", b"<svg>", "drawing.svg is no recording and no photo; choose another file"),
        ("pitch.mp4", b"#EXTM3U\n/etc/passwd",
         "pitch.mp4 is not a recording that can be read; give one of: aac, flac, m4a, m4v, mkv, "
         "mov, mp3, mp4, ogg, opus, wav, webm"),
        ("pitch.mp4", b"", "pitch.mp4 is empty (0 bytes); copy it from the phone again"),
        ("size.png", b"no picture", "size.png is not a photo that can be read; remove it"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told_and_not_kept(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    config = StudioConfig(out=tmp_path)
    product = Products(config).product(Products(config).new_name())
    with pytest.raises(InputError) as caught:
        product.receive(name, io.BytesIO(content), config)
    assert str(caught.value) == message
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_more_is_taken_in_than_is_allowed(tmp_path: Path) -> None:
    config = StudioConfig(out=tmp_path, max_megabytes=1)
    product = Products(config).product(Products(config).new_name())
    with pytest.raises(InputError, match=r"pitch\.mp4 is larger than 1 MB"):
        product.receive("pitch.mp4", io.BytesIO(b"0" * 2_000_000), config)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# --- words ------------------------------------------------------------------------------------


def test_both_languages_say_the_same_with_the_same_parts() -> None:
    english, chinese = texts("en"), texts("zh")
    assert set(english) == set(chinese)

    def parts(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [key for key in english if parts(english[key]) != parts(chinese[key])] == []


def test_the_templates_use_words_that_there_are() -> None:
    known = texts("en")
    used = set()
    for path in FOLDER.glob("*.html"):
        used |= set(re.findall(r"""\bt\(["']([\w.]+)["'][,)]""", path.read_text(encoding="utf-8")))
    assert used and used <= set(known)


def test_the_chinese_page_has_no_english_words() -> None:
    allowed = {"MB", "https", "zip", "TikTok", "Instagram", "Reels", "YouTube", "Shorts"}
    odd = {
        key: words
        for key, text in texts("zh").items()
        if (words := set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w*\}", "", text))) - allowed)
    }
    assert odd == {}


def on_line(problem: Notice) -> Notice:
    return Finding.of_line("facts", "block", "en", 3, problem).message


def of_language(problem: Notice) -> Notice:
    return say("{language}: {problem}", language="ru", problem=problem)


def typed(key: str, text: str) -> Notice:
    doubt = check_typed(key, text, "zh").doubt
    assert doubt
    return doubt.told


RUSSIAN = {"key": name_of("material"), "name": name_of("Russian")}


@pytest.mark.parametrize(
    ("notice", "chinese"),
    [
        (
            say(
                "at {at} {text!r} is heard, but the sheet says {key}: {value}; the sheet is used",
                at="0:05",
                text="18块5",
                key=name_of("price"),
                value="19 CNY",
            ),
            "在 0:05 听到“18块5”，和您填的价格不一样；采用您填的。",
        ),
        (
            typed("price", "abc"),
            "价格：“abc”看不懂；请写金额加货币，如 18.5元、12-15元、36元/打。",
        ),
        (
            typed("price", "100个: 18元"),
            "价格：只有一行，两个以上价格才用这个表；请写每档的数量和价格。",
        ),
        (on_line(say("<{key}> is missing", key=name_of("price"))), "少了价格"),
        (on_line(say("{number} is not a fact", number=99)), "99 不是已确认的信息"),
        (of_language(say("{key} is not said", key=name_of("moq"))), "没有说到起订量。"),
        (
            RecordingError(
                Path("pitch.mp4"), say("has no sound; record it again with the microphone on")
            ).message,
            "pitch.mp4 没有声音；请打开麦克风重新录。",
        ),
    ],
)  # fmt: skip
def test_the_core_speaks_chinese(notice: Notice, chinese: str) -> None:
    assert tell(notice, "zh") == chinese


@pytest.mark.parametrize(
    "notice",
    [
        say(
            "you perhaps say more ({said}); no language says it until product.yaml has what is "
            "right of it: points: [{meant}]",
            said="送人很好, 洗不掉",
            meant='"送人很合适", "不掉色"',
        ),
        say("only a capable writer could say: {said}; choose one with --writer", said="盖子, 把手"),
        say(
            "{key}: {value} is only heard (at {at}), so no video says it; {step}",
            key=name_of("price"),
            value="18.5 CNY per piece",
            at="0:05",
            step=say("confirm it in product.yaml, in brief.json or with --accept-heard"),
        ),
        of_language(
            say(
                "{key} has no label in {name}, so a card shows only its value; add one to "
                "product.yaml (labels: {{word}})",
                word="handle: {ru: ...}",
                **RUSSIAN,
            )
        ),
        of_language(
            say(
                "{key} has no word for {name}, so it is not said; add one to product.yaml ({word})",
                word="material: {ru: ...}",
                **RUSSIAN,
            )
        ),
        of_language(
            say(
                "{key} has a model's word for {name} ({word}); put it right in names.json, or add "
                "yours to product.yaml ({label}: {{code}: ...})",
                word="кружка",
                label="name",
                code="ru",
                **RUSSIAN,
            )
        ),
        of_language(
            EngineFailedError(
                "kokoro",
                say(
                    "it has no voice for {language}; --draft-voice takes a robotic one, --voice "
                    "original makes captions only",
                    language=name_of("Russian"),
                ),
            ).message
        ),
        say("try again later, or allow more with --timeout"),
    ],
)
def test_the_page_advises_no_file_and_no_option_of_the_command_line(notice: Notice) -> None:
    for language in ("en", "zh"):
        told = tell(notice, language)
        assert told != notice and not re.search(r"\.yaml|\.json| --|产品表", told), told


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("fr-FR,zh;q=0.5,en;q=0.4", "zh"),
        ("en;q=0.1, zh-TW", "zh"),
        ("fr", "en"),
        ("", "en"),
        ("zh;q=x", "en"),
    ],
)
def test_the_page_speaks_the_browsers_language(accepted: str, language: str) -> None:
    assert choose_language(accepted) == language


# --- the server -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def open_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with page_server(tmp_path_factory.mktemp("open"), "--max-megabytes", "5") as page:
        yield page


@pytest.fixture(scope="module")
def closed_page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("closed")
    for name in ("anna", "bob"):
        users.add_user(folder / "users.txt", name, f"password of {name}")
    with page_server(folder, "--auth", str(folder / "users.txt")) as page:
        yield page


@contextmanager
def log_in(page: Page, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=page.url, timeout=LIMIT_S) as client:
        answer = client.post("/login", data={"username": name, "password": f"password of {name}"})
        assert answer.json() == {"success": True}
        yield client


def upload(client: httpx.Client, product: str, path: Path) -> httpx.Response:
    """Send a file as the page does, which thereby begins a product."""
    content = path.read_bytes()
    values: dict[str, str | int] = {"name": path.name, "size": len(content), "at": 0}
    address = f"/files/{product}/{secrets.token_hex(16)}"
    return client.put(address, params=values, content=content)


def test_only_what_is_offered_of_a_product_is_served(open_page: Page, made: Path) -> None:
    product = "20260101-0123456789ab"
    secret = open_page.out.parent / "secret.mp4"
    secret.write_bytes(b"secret")
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        kept = {"kept": "take-1.mp4", "size": (made / "pitch.mp4").stat().st_size}
        assert upload(client, product, made / "pitch.mp4").json() == kept
        take = client.get(f"/media/{product}/takes/take-1.mp4", headers={"range": "bytes=0-9"})
        assert (take.status_code, len(take.content)) == (206, 10)
        (open_page.out / product / "takes" / "take-2.mp4").symlink_to(secret)
        (open_page.out / product / "en").mkdir()
        for path in (
            "page.json",
            "product/product.yaml",
            "takes/take-2.mp4",
            "takes/../page.json",
            "takes/..%2f..%2f..%2fsecret.mp4",
            "..%2f..%2fsecret.mp4",
            "%2fetc%2fpasswd",
            "/etc/passwd",
            "en/script.json",
            "en/.video.mp4",
            "en%00/video.mp4",
        ):
            assert client.get(f"/media/{product}/{path}").status_code == 404, path
        for path in (f"/zip/{product}/..%2f..", f"/zip/{product}/takes", f"/zip/{product}/"):
            assert client.get(path, follow_redirects=True).status_code == 404, path
        for path in ("..", "..%2f..", "20260101-ffffffffffff", "user-x"):
            assert client.get(f"/media/{path}/takes/take-1.mp4").status_code == 404, path


def test_gradio_serves_no_file_and_asks_no_other_server(open_page: Page) -> None:
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        for path in (
            "/gradio_api/file=/etc/passwd",
            "/gradio_api/file/etc/passwd",
            f"/gradio_api/file={open_page.out}",
            "//gradio_api/file=/etc/passwd",
            "/gradio_api/proxy=http://127.0.0.1:1/",
            "/gradio_api/deep_link?session_hash=x",
            "/gradio_api/vibe-code/",
            "/monitoring",
        ):
            assert client.get(path).status_code == 404, path


def test_another_site_cannot_use_the_page(open_page: Page) -> None:
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        other = {"origin": "https://evil.example"}
        assert client.post("/gradio_api/queue/join", headers=other, json={}).status_code == 403
        assert client.post("/files/20260101-0123456789ab", headers=other).status_code == 403
        assert client.get("/", headers={"host": "evil.example"}).status_code == 400
        page = client.get("/", headers=HTML)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-content-type-options"] == "nosniff"


def test_no_body_is_read_beyond_its_bound(open_page: Page) -> None:
    def chunks(size: int) -> Iterator[bytes]:
        yield from (b"x" * 1000 for _ in range(size // 1000))

    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        for path, most in (
            ("/login", 8 * 1024),
            ("/press", 256 * 1024),
            ("/sheet/20260101-0123456789ab", 256 * 1024),
            ("/gradio_api/queue/join", 256 * 1024),
            ("/gradio_api/call/set_fact", 256 * 1024),
        ):
            answer = client.post(path, content=b"x" * (most + 1))
            assert (answer.status_code, "make it smaller" in answer.text) == (413, True), path
            assert client.post(path, content=chunks(most + 2000)).status_code == 413, path
            assert client.post(path, content=b"x" * 100).status_code != 413, path


def test_a_file_brings_no_more_than_it_said(open_page: Page) -> None:
    """`Content-Length: 5` beside chunks that never end kept 20 MB of an allowed one."""
    product = "20260101-0123456789ad"
    host, port = open_page.url.removeprefix("http://").strip("/").split(":")
    head = (
        f"PUT /files/{product}/{'0' * 32}?name=take.webm&size=5&at=0 HTTP/1.1\r\n"
        f"Host: {host}:{port}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=LIMIT_S) as line:
        line.sendall(head.encode())
        with suppress(OSError):  # it may be ended before all is sent
            for _ in range(200):
                line.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
            line.sendall(b"0\r\n\r\n")
        with suppress(OSError):
            line.recv(1000)
    kept = [path.stat().st_size for path in (open_page.out / product).rglob("*") if path.is_file()]
    assert sum(kept) < 10_000


def test_nobody_says_by_which_name_the_page_is_asked(open_page: Page) -> None:
    """One request with `x-forwarded-host` would be kept for all in the API's description."""
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        told = {"x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
        assert "evil.example" not in client.get("/gradio_api/info", headers=told).text
        assert "evil.example" not in client.get("/config", headers=told).text
        assert "evil.example" not in client.get("/gradio_api/info").text


def test_a_known_proxy_says_no_name_to_gradio_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server itself reads what a known proxy says; Gradio would believe it of anybody."""
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.1")
    passed: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.extend(name for name, _ in scope["headers"])

    headers = [(b"host", b"shop.example"), (b"X-Forwarded-Host", b"evil.example")]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers, "query_string": b""}
    asyncio.run(Guard(app, lambda _: "anna", only_local=False)(scope, None, None))
    assert passed == [b"host"]


def test_a_call_names_only_files_that_its_caller_has_sent(closed_page: Page, made: Path) -> None:
    """Gradio would fetch an address, and take the file of whoever knows its path."""

    def call(client: httpx.Client, path: str) -> tuple[int, str]:
        file = {"path": path, "meta": {"_type": "gradio.FileData"}}
        told = client.post("/gradio_api/call/add_take", json={"data": [file, "no product"]})
        return told.status_code, told.text

    refused = (422, '{"detail":"upload the recording first, and give the path that you get"}')
    with log_in(closed_page, "anna") as anna, log_in(closed_page, "bob") as bob:
        with (made / "photo.jpg").open("rb") as file:
            (path,) = anna.post("/gradio_api/upload", files={"files": file}).json()
        for named in (f"{closed_page.url}page.css", "/etc/hostname", "photo.jpg"):
            assert call(anna, named) == refused, named
        assert call(bob, path) == refused
        assert call(anna, path)[0] == 200


def test_what_is_no_text_and_no_number_is_told(open_page: Page, closed_page: Page) -> None:
    lone, digits = b"username=%ED%A0%80&password=%ED%A0%80", b'{"text": ' + b"1" * 4301 + b"}"
    form = {"content-type": "application/x-www-form-urlencoded"}
    with httpx.Client(base_url=closed_page.url, timeout=LIMIT_S) as client:
        assert client.post("/login", content=lone, headers=form).status_code == 401
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S) as client:
        for path in ("/press", "/shop", "/sheet/20260101-0123456789ab", "/gradio_api/call/facts"):
            assert client.post(path, content=digits).status_code == 422, path
            assert client.post(path, content=b"[" * 100_000).status_code == 422, path


def test_an_upload_that_is_too_large_or_wrong_is_told_in_the_browsers_language(
    open_page: Page, tmp_path: Path
) -> None:
    large, wrong = tmp_path / "large.mp4", tmp_path / "wrong.mp4"
    large.write_bytes(b"0" * 6_000_000)
    wrong.write_text("not a video", encoding="utf-8")
    with httpx.Client(base_url=open_page.url, timeout=LIMIT_S, headers=HTML) as client:
        answer = upload(client, "20260101-0123456789ac", large)
        assert answer.status_code == 413
        assert answer.json()["told"] == "large.mp4 超过了 5 MB；请压缩或剪短后再传。"
        answer = upload(client, "20260101-0123456789ac", wrong)
        assert answer.status_code == 422
        assert answer.json()["told"].startswith("wrong.mp4 不是能读取的录像或录音；")


def test_whoever_is_not_logged_in_gets_nothing(closed_page: Page) -> None:
    with httpx.Client(base_url=closed_page.url, timeout=LIMIT_S) as client:
        answer = client.get("/", headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
        for path in ("/config", "/gradio_api/info", "/media/x/y", "/zip/x", "/assets/x"):
            assert client.get(path).status_code == 401, path
        for path in ("/gradio_api/upload", "/gradio_api/queue/join", "/files/x", "/logout"):
            assert client.post(path).status_code == 401, path
        page = client.get("/login", headers=HTML)
        assert "登录后查看您的产品。" in page.text
        wrong = client.post("/login", data={"username": "anna", "password": "x"}, headers=HTML)
        assert wrong.status_code == 401 and "用户名或密码不对。" in wrong.text
        assert "set-cookie" not in wrong.headers


def test_a_user_gets_nothing_of_another(closed_page: Page, made: Path) -> None:
    product = "20260101-0123456789ad"
    with log_in(closed_page, "anna") as anna, log_in(closed_page, "bob") as bob:
        assert upload(anna, product, made / "pitch.mp4").status_code == 200
        path = f"/media/{product}/takes/take-1.mp4"
        assert anna.get(path).status_code == 200
        assert bob.get(path).status_code == 404
        # The same name is another product on Bob's list.
        assert upload(bob, product, made / "photo.jpg").status_code == 200
        assert anna.get(f"/media/{product}/product/photo-1.jpg").status_code == 404
        assert len(closed_page.products()) == 2
        anna.post("/logout")
        assert anna.get(path).status_code == 401

"""The page for several people: guessing is slow, a session ends with its password, all is noted."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from merchant_studio.cli import main
from merchant_studio.errors import InputError, UnknownNameError
from merchant_studio.webui import users
from merchant_studio.webui.audit import Audit
from merchant_studio.webui.guard import Owners, _host_in
from merchant_studio.webui.login import WAITING, LoginThrottle, TooManyTriesError
from tests.page import Page, page_server
from tests.waiting import LIMIT_S

HTML = {"accept": "text/html"}


@pytest.fixture
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "COST", 2**4)


# --- guessing -------------------------------------------------------------------------------


def test_each_wrong_password_makes_the_next_answer_slower_and_shuts_nobody_out() -> None:
    now = [0.0]
    tries = LoginThrottle(now=lambda: now[0])
    waits = []
    for _ in range(10):
        waits.append(tries.delay_s("10.0.0.1"))
        tries.failed("10.0.0.1")
    assert waits == [0, 0, 0, 0.5, 1, 2, 4, 8, 10, 10]
    assert tries.delay_s("10.0.0.2") == 0  # the owner, elsewhere
    now[0] += 901
    assert tries.delay_s("10.0.0.1") == 0


def test_many_at_once_wait_for_no_password_to_be_checked() -> None:
    async def guess() -> tuple[int, int]:
        tries, checked, most, go_on = LoginThrottle(), [0], [0], asyncio.Event()

        async def one(address: str) -> bool:
            try:
                async with tries.turn(address):
                    checked[0] += 1
                    most[0] = max(most[0], checked[0])
                    await go_on.wait()
                    await asyncio.sleep(0)
                    checked[0] -= 1
            except TooManyTriesError:
                return False
            return True

        tasks = [asyncio.create_task(one("10.0.0.1")) for _ in range(40)]
        while sum(task.done() for task in tasks) < 40 - WAITING:
            await asyncio.sleep(0)
        go_on.set()
        same = await asyncio.gather(*tasks)
        others = await asyncio.gather(*(one(f"10.0.1.{n}") for n in range(20)))
        assert all(others)
        return sum(same), most[0]

    assert asyncio.run(guess()) == (WAITING, 2)


# --- users ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("quick_hash")
def test_a_user_is_removed_and_gets_a_new_password_on_the_command_line(tmp_path: Path) -> None:
    file, run = tmp_path / "users.txt", CliRunner().invoke
    for name in ("anna", "bob"):
        done = run(
            main, ["users", "add", str(file), name, "--password-stdin"], input="long enough\n"
        )
        assert done.exit_code == 0, done.output
    known = users.Users(file)
    before = known.stamp("anna")
    done = run(main, ["users", "passwd", str(file), "anna"], input="something new\n" * 2)
    assert done.exit_code == 0
    assert "anna has a new password; sessions with the old one have ended" in done.output
    assert known.knows("anna", "something new") and known.stamp("anna") != before
    done = run(main, ["users", "remove", str(file), "anna"])
    assert done.output == "anna may not use the page any more; what was made stays in OUT\n"
    assert known.stamp("anna") is None and known.stamp("bob")
    for command in ("remove", "passwd"):
        done = run(main, ["users", command, str(file), "anna"])
        assert (done.exit_code, "there is no user 'anna'" in done.output) == (2, True)
    with pytest.raises(UnknownNameError):
        users.remove_user(file, "anna")


def test_a_password_is_never_an_argument() -> None:
    done = CliRunner().invoke(main, ["users", "add", "users.txt", "anna", "--password", "secret!!"])
    assert done.exit_code == 2 and "No such option" in done.output


@pytest.mark.usefixtures("quick_hash")
def test_a_line_that_is_none_of_ours_shuts_nobody_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "users.txt"
    users.add_user(file, "anna", "long enough")
    known = users.Users(file)
    file.write_text(file.read_text("utf-8") + "bob:plain\n", encoding="utf-8")
    assert known.knows("anna", "long enough") and known.stamp("anna")
    assert "line 2 is no user" in capsys.readouterr().err
    file.unlink()
    assert known.stamp("anna") is None
    with pytest.raises(InputError):
        users.Users(file)


# --- the server -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("shared")
    for name in ("anna", "bob"):
        users.add_user(folder / "users.txt", name, f"password of {name}")
    with page_server(folder, "--auth", str(folder / "users.txt")) as page:
        yield page


@contextmanager
def logged_in(page: Page, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=page.url, timeout=LIMIT_S) as client:
        answer = client.post("/login", data={"username": name, "password": f"password of {name}"})
        assert answer.status_code == 200
        yield client


def test_whoever_is_logged_out_is_sent_to_the_login_page_once(shared: Page) -> None:
    with httpx.Client(base_url=shared.url, follow_redirects=True, timeout=LIMIT_S) as client:
        place = "/media/20260101-0123456789ab/en/video.mp4"
        answer = client.get(place, headers=HTML)
        assert (answer.status_code, len(answer.history)) == (200, 1)
        assert answer.url.path == "/login"


def test_a_session_ends_with_its_password(shared: Page) -> None:
    file = shared.out.parent / "users.txt"
    with logged_in(shared, "bob") as bob, logged_in(shared, "anna") as anna:
        assert bob.get("/config").status_code == 200
        users.add_user(file, "bob", "another password")
        assert bob.get("/config").status_code == 401
        assert anna.get("/config").status_code == 200
        users.add_user(file, "bob", "password of bob")
        assert bob.get("/config").status_code == 401  # the old session is not back


def test_what_happens_is_noted_for_its_owner_only(shared: Page) -> None:
    with logged_in(shared, "anna") as anna:
        anna.post("/login", data={"username": "eve", "password": "wrong"})
        anna.post("/logout")
    log = shared.out / "audit.log"
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    told = [(line["what"], line["user"], line["address"]) for line in lines]
    for what in (("log in", "anna"), ("wrong password", "eve"), ("log out", "anna")):
        assert (*what, "127.0.0.1") in told
    assert stat.S_IMODE(os.stat(log).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(shared.out).st_mode) == 0o700
    assert "password of" not in log.read_text("utf-8")


def test_a_log_that_has_grown_steps_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("merchant_studio.webui.audit.LARGEST_BYTES", 100)
    audit = Audit(tmp_path / "audit.log")
    for n in range(5):
        audit.note("download", user="anna", address="10.0.0.1", of=f"p/{n}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["audit.log", "audit.log.1"]
    Audit(None).note("log in", user="anna", address="")


def test_what_is_fetched_again_pushes_no_log_in_out(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "audit.log")
    audit.note("log in", user="anna", address="10.0.0.1")
    for _ in range(1000):
        audit.note("download", user="bob", address="10.0.0.2", of="p/en")
    audit.note("wrong password", user="\ud800", address="10.0.0.2")
    lines = (tmp_path / "audit.log").read_text(encoding="utf-8").splitlines()
    assert [line.partition('"what": ')[2] for line in lines] == [
        '"log in"}',
        '"download", "of": "p/en"}',
        '"wrong password"}',
    ]


def test_another_site_reads_nothing(shared: Page) -> None:
    with logged_in(shared, "anna") as anna:
        for origin in ("http://localhost:3000", "null", "https://evil.example"):
            answer = anna.get("/config", headers={"origin": origin})
            assert (answer.status_code, answer.text) == (403, "asked by another site")
        own = f"http://{anna.base_url.host}:{anna.base_url.port}"
        assert anna.get("/config", headers={"origin": own}).status_code == 200


def test_a_name_that_is_no_host_is_no_fault_of_the_server(shared: Page) -> None:
    assert _host_in("//[127.0.0.1]") == "" and _host_in("//[::1]:80") == "::1"
    url = httpx.URL(shared.url)
    with socket.create_connection((url.host, url.port), timeout=LIMIT_S) as one:
        one.sendall(b"GET /page.css HTTP/1.1\r\nHost: [127.0.0.1]\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: one.recv(65536), b""))
    assert answer.split()[1] in (b"200", b"400")


def test_an_event_is_of_who_asked_for_it(shared: Page) -> None:
    with logged_in(shared, "anna") as anna, logged_in(shared, "bob") as bob:
        event = anna.post("/gradio_api/call/languages", json={"data": []}).json()["event_id"]
        assert bob.get(f"/gradio_api/call/languages/{event}").status_code == 404
        assert anna.get(f"/gradio_api/call/languages/{event}").status_code == 200


def test_a_session_of_the_page_is_of_who_used_it_first() -> None:
    owners = Owners()
    asked = {"session_hash": "abc"}
    assert owners.may("anna", "/gradio_api/queue/data", asked)
    assert not owners.may("bob", "/gradio_api/queue/data", asked)
    assert not owners.may("bob", "/gradio_api/heartbeat/abc", {})
    owners.learn("anna", b'{"event_id": "e1"}')
    owners.learn("anna", b"no json")
    assert not owners.may("bob", "/gradio_api/call/facts/e1", {})
    assert owners.may("bob", "/media/x", {})

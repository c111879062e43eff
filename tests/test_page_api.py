"""The page's HTTP API, as a program and as an agent (MCP) use it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from merchant_studio.errors import UsageError
from merchant_studio.webui.users import add_user
from tests.page import Page, page_server
from tests.waiting import LIMIT_S, run

pytestmark = pytest.mark.thorough

TOOLS = {
    *("new_product", "facts", "set_fact", "set_point", "write_scripts", "set_line", "set_look"),
    *("make_videos", "undo", "redo", "progress", "stop", "products", "languages"),
    *("set_sheet", "add_take", "copy_product", "use_part"),
    *("set_sentence", "split_sentence", "join_sentences"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("api")
    for name in ("anna", "bob"):
        add_user(folder / "users.txt", name, f"password of {name}")
    with page_server(folder, "--auth", str(folder / "users.txt")) as server:
        yield server


def client_of(page: Page, name: str) -> Client:
    auth = (name, f"password of {name}")
    patient = {"timeout": LIMIT_S}
    return Client(page.url, auth=auth, verbose=False, analytics_enabled=False, httpx_kwargs=patient)


def test_a_program_makes_videos(page: Page, made: Path) -> None:
    anna = client_of(page, "anna")
    heard: dict[str, Any] = anna.predict(
        handle_file(str(made / "pitch.mp4")), "不锈钢保温杯", "", "zh", api_name="/new_product"
    )
    product = heard["product"]
    assert {(f["key"], f["confirmed"]) for f in heard["facts"]} == {
        ("name", True), ("capacity", False), ("price", False), ("moq", False),
        ("lead_time", False),
    }  # fmt: skip
    for key, value in (("单价", "19 CNY"), ("moq", ""), ("lead_time", ""), ("model", "A203")):
        facts = anna.predict(product, key, value, api_name="/set_fact")
    known = {fact["key"]: fact["value"] for fact in facts["facts"] if fact["confirmed"]}
    assert known == {
        "name": "stainless steel vacuum flask",
        "price": "CNY\u00a019 per piece",
        "moq": "100 pieces",
        "lead_time": "7 days",
        "model": "A203",
    }
    part = anna.predict(product, 1500, 0, api_name="/use_part")
    assert {fact["key"] for fact in part["facts"] if fact["confirmed"]} == set(known)
    (run,) = page.products()
    (recording,) = (run / "product").glob("recording*")
    assert recording.name == "recording-take-1-1500-0.mp4"
    with pytest.raises(AppError, match="what is left of the take is shorter than a second"):
        anna.predict(product, 1500, 2000, api_name="/use_part")
    with pytest.raises(AppError, match="price cannot be read: 'cheap'; write an amount"):
        anna.predict(product, "price", "cheap", api_name="/set_fact")
    said = anna.predict(product, 4, "欢迎扫码联系我们。", False, api_name="/set_sentence")
    assert (said["heard"][3], said["typed"]) == ("欢迎扫码联系我们。", [4])
    assert said["facts"] == facts["facts"]
    assert anna.predict(product, 4, 4, api_name="/split_sentence")["heard"][3:] == [
        "欢迎扫码", "联系我们。",
    ]  # fmt: skip
    assert anna.predict(product, 4, api_name="/join_sentences")["heard"] == said["heard"]
    assert anna.predict(product, 4, "", True, api_name="/set_sentence")["typed"] == []
    scripts = anna.predict(product, "en,es", api_name="/write_scripts")["scripts"]
    assert list(scripts) == ["en", "es"] and scripts["en"]["findings"] == []
    changed = anna.predict(product, "en", 1, "Hello, only 9 yuan!", api_name="/set_line")
    assert next(f["severity"] for f in changed["scripts"]["en"]["findings"]) == "block"
    undone = anna.predict(product, api_name="/undo")
    assert undone["told"] == "Undone: English, line 1" and undone["redo"] == "English, line 1"
    assert anna.predict(product, api_name="/redo")["redo"] == ""
    anna.predict(product, "en", 1, "Welcome to our booth.", api_name="/set_line")
    look = anna.predict(product, "box", "top", "1:1", "", "off", api_name="/set_look")
    assert look["look"] == {
        "shape": "1:1", "style": "box", "caption place": "top", "card per fact": "on",
        "end card": "off",
    }  # fmt: skip
    with httpx.Client(base_url=page.url, timeout=LIMIT_S) as web:
        assert web.get(look["stills"]["en"][2]).status_code == 401
        web.post("login", data={"username": "bob", "password": "password of bob"})
        assert web.get(look["stills"]["en"][2]).status_code == 404
        web.post("logout")
        web.post("login", data={"username": "anna", "password": "password of anna"})
        still = web.get(look["stills"]["en"][2])
        assert (still.status_code, still.headers["content-type"]) == (200, "image/jpeg")
        assert web.get(f"{look['stills']['en'][2]}?style=/etc/passwd").status_code == 422
    with pytest.raises(AppError, match="cards is 'yes'; choose one of: on, off"):
        anna.predict(product, "", "", "", "yes", "", api_name="/set_look")
    with pytest.raises(AppError, match="there is no style 'own"):
        anna.predict(product, "own.toml", "", "", "", "", api_name="/set_look")
    videos = anna.predict(product, "", api_name="/make_videos")["videos"]
    assert [(made["made"], made["old"]) for made in videos.values()] == [(True, "")] * 2
    assert anna.predict(product, api_name="/progress")["state"] == "done"
    assert [one["product"] for one in anna.predict(api_name="/products")] == [product]
    address = videos["en"]["files"]["video.mp4"]
    film = httpx.get(page.url + address, cookies=dict(anna.cookies), timeout=LIMIT_S)
    (run,) = page.products()
    assert film.content == (run / "en" / "video.mp4").read_bytes()

    with httpx.Client(base_url=page.url, cookies=dict(anna.cookies), timeout=LIMIT_S) as raw:
        for path in (run / "takes" / "take-1.mp4", "/etc/passwd"):
            stolen = {"path": str(path), "meta": {"_type": "gradio.FileData"}}
            call = {"data": [stolen, "", "", "zh"]}
            assert raw.post("/gradio_api/call/new_product", json=call).status_code == 422
    assert len(page.products()) == 1

    bob = client_of(page, "bob")
    assert bob.predict(api_name="/products") == []
    assert bob.predict(product, api_name="/facts")["facts"] == []
    assert (
        httpx.get(page.url + address, cookies=dict(bob.cookies), timeout=LIMIT_S).status_code == 404
    )
    with pytest.raises(AppError, match="there is no such product"):
        bob.predict("../" + product, api_name="/facts")


def test_a_program_fills_in_a_sheet_and_copies_it(page: Page, made: Path) -> None:
    anna = client_of(page, "anna")
    begun: dict[str, Any] = anna.predict("", "名称", "不锈钢保温杯", api_name="/set_sheet")
    product = begun["product"]
    told = anna.predict(product, "price", "19.9", api_name="/set_sheet")
    assert (told["offers"][0], told["unread"]) == ("19.9元", {"price": "19.9"})
    anna.predict(product, "单价", "19.9元", api_name="/set_sheet")
    anna.predict(product, "certificates", "CE FDA", api_name="/set_sheet")
    filled = anna.predict(product, "whatsapp", "+86 138 0013 8000", api_name="/set_sheet")
    assert filled["sheet"] == {
        "name": {"zh": "不锈钢保温杯"},
        "price": "19.9元",
        "certificates": ["CE", "FDA"],
        "whatsapp": "+86 138 0013 8000",
    }
    heard = anna.predict(handle_file(str(made / "pitch.mp4")), product, api_name="/add_take")
    known = {fact["key"]: fact["value"] for fact in heard["facts"] if fact["confirmed"]}
    assert known["price"] == "CNY\u00a019.90" and known["certificates"] == "CE, FDA"
    assert [f["key"] for f in heard["findings"] if f["check"] == "disagreement"] == ["price"]
    other = anna.predict(product, api_name="/copy_product")
    assert other["product"] != product and other["sheet"]["certificates"] == ["CE", "FDA"]
    new = anna.predict("", "point", "不掉色", api_name="/set_sheet")
    assert new["sheet"] == {"whatsapp": "+86 138 0013 8000", "points": ["does-not-fade"]}
    with pytest.raises(AppError, match="there is no such product"):
        client_of(page, "bob").predict("../" + product, "moq", "1", api_name="/set_sheet")


def test_the_api_has_what_is_documented(page: Page) -> None:
    anna = client_of(page, "anna")
    described = anna.view_api(return_format="dict", print_info=False)
    assert isinstance(described, dict)
    assert set(described["named_endpoints"]) == {f"/{name}" for name in TOOLS}
    told = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in told for name in TOOLS)


def test_curl_is_enough(page: Page, tmp_path: Path) -> None:
    jar = tmp_path / "jar"

    def curl(*arguments: str) -> str:
        command = ["curl", "-s", "-b", jar, "-c", jar, *arguments]
        done = run(command, check=True, env={**os.environ, "no_proxy": "127.0.0.1"})
        return done.stdout

    login = curl("-d", "username=anna", "-d", "password=password of anna", f"{page.url}login")
    assert json.loads(login) == {"success": True}
    call = f"{page.url}gradio_api/call/languages"
    event = json.loads(curl("-H", "content-type: application/json", "-d", '{"data": []}', call))
    answer = curl(f"{call}/{event['event_id']}")
    assert '{"code": "ar", "name": "Arabic"}' in answer


def test_an_agent_sees_the_tools(tmp_path: Path) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def ask(url: str) -> tuple[dict[str, str], str]:
        async with (
            httpx.AsyncClient(timeout=LIMIT_S) as http,
            streamable_http_client(f"{url}gradio_api/mcp/", http_client=http) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            answer = await session.call_tool("languages", {})
            return {tool.name: tool.description or "" for tool in tools}, str(answer.content[0])

    with page_server(tmp_path, "--mcp") as local:
        tools, answer = asyncio.run(ask(local.url))
    assert set(tools) == TOOLS
    assert tools["make_videos"].startswith("Render a product's videos")
    assert "Arabic" in answer


def test_agents_cannot_log_in(tmp_path: Path) -> None:
    from merchant_studio.webui import serve

    with pytest.raises(UsageError, match="agents cannot log in"):
        serve(users=tmp_path / "users.txt", mcp=True)
    with pytest.raises(UsageError, match=r"on 0\.0\.0\.0 others can reach the page"):
        serve(host="0.0.0.0")

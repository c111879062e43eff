"""What a model was asked in a run, and what that cost: in the report and in the last line."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from merchant_studio import Studio, StudioConfig
from merchant_studio.cli import commands as cli
from merchant_studio.engines import Spending, Usage
from merchant_studio.engines.weights import Price
from merchant_studio.webui import actions, templates
from merchant_studio.webui.jobs import JobQueue
from merchant_studio.webui.session import App
from merchant_studio.webui.wording import tell
from tests.api_server import KEY, Served, fails, says, serving
from tests.asking import ENGLISH, pitch_answer
from tests.waiting import LIMIT_S, done

LINES = json.dumps(pitch_answer(*ENGLISH))
USAGE = {
    "prompt_tokens": 1000,
    "prompt_cache_hit_tokens": 400,
    "prompt_cache_miss_tokens": 600,
    "completion_tokens": 50,
}
ONCE = {
    "model": "deepseek-flash",
    "calls": 2,
    "prompt_tokens": 2000,
    "cached_tokens": 800,
    "answer_tokens": 100,
    # two times 600 x 0.30 + 400 x 0.006 + 50 x 1.20 for a million, rounded up
    "cost": {"amount": "0.0005", "currency": "USD", "price_of": "2026-11-15"},
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setenv("DEEPSEEK_API_KEY", KEY)
    with serving() as served:
        served.answer = says(LINES, usage=USAGE)
        yield served


@pytest.fixture
def config(tmp_path: Path, server: Served) -> StudioConfig:
    return StudioConfig(
        out=tmp_path / "out",
        recognizer="fake",
        writer=f"deepseek:{server.url}",
        writer_model="deepseek-flash",
        timeout=int(LIMIT_S),
        preset="ultrafast",
        crf=40,
    )


@pytest.fixture
def run(tmp_path: Path, server: Served) -> Callable[..., Result]:
    """Run a command with the fake recognizer and this server as DeepSeek."""
    out = ("--out", str(tmp_path / "out"), "--recognizer", "fake")
    writer = ("--writer", f"deepseek:{server.url}", "--writer-model", "deepseek-flash")
    fast = ("--preset", "ultrafast", "--crf", "40")

    def invoke(*arguments: str | Path) -> Result:
        named = [*map(str, arguments), *out, *writer, *fast]
        return CliRunner().invoke(cli.main, named)

    return invoke


def asked_of(config: StudioConfig) -> Any:
    """What stands in the report of the run."""
    file = config.out / "stainless-steel-vacuum-flask" / "report.json"
    return json.loads(file.read_text(encoding="utf-8")).get("asked")


# --- a run ---------------------------------------------------------------------------------


def test_the_report_of_a_run_says_what_it_asked_and_what_that_cost(
    config: StudioConfig, product: Path
) -> None:
    Studio(config).run(product, ["en"])
    assert asked_of(config) == ONCE


def test_scripts_that_are_in_the_folder_cost_nothing(config: StudioConfig, product: Path) -> None:
    studio = Studio(config)
    studio.run(product, ["en"])
    studio.run(product, ["en"])
    assert (asked_of(config), studio.spending) == (None, None)
    studio.run(product, ["en", "de"])
    # Its name, German, and German again: its lines were English.
    assert asked_of(config)["calls"] == 3


def test_what_cost_something_but_could_not_be_used_is_counted_too(
    server: Served, config: StudioConfig, product: Path
) -> None:
    server.answer = says("  ", usage=USAGE)
    (release,) = Studio(config).run(product, ["en"])
    assert release.blocked
    assert asked_of(config) == ONCE | {
        "calls": 2,
        "prompt_tokens": 2000,
        "cached_tokens": 800,
        "answer_tokens": 100,
        "cost": {"amount": "0.0005", "currency": "USD", "price_of": "2026-11-15"},
    }


def test_a_server_without_a_card_has_tokens_and_no_cost(
    server: Served, config: StudioConfig, product: Path
) -> None:
    server.answer = says(LINES, usage={"prompt_tokens": 1000, "completion_tokens": 50})
    own = replace(config, writer=f"ollama:{server.url}", writer_model="qwen3:4b-instruct")
    Studio(own).run(product, ["en"])
    assert asked_of(config) == {
        "model": "qwen3:4b-instruct",
        "calls": 2,
        "prompt_tokens": 2000,
        "cached_tokens": None,
        "answer_tokens": 100,
    }


@pytest.mark.parametrize("writer", ["fake", "none"])
def test_nothing_is_said_where_no_model_was_asked(
    config: StudioConfig, product: Path, writer: str
) -> None:
    Studio(replace(config, writer=writer, writer_model="")).run(product, ["en"])
    assert asked_of(config) is None


def test_a_server_that_gave_no_answer_was_not_asked(
    server: Served, config: StudioConfig, product: Path
) -> None:
    server.answer = fails(401)
    Studio(config).run(product, ["en"])
    assert asked_of(config) is None


# --- the command line ----------------------------------------------------------------------

LAST = (
    "asked deepseek-flash 2 times: 2,000 tokens (800 cached), 100 answered, "
    "at most USD 0.0005 by the prices of 2026-11-15"
)


def test_the_last_line_of_a_run_says_it(run: Callable[..., Result], product: Path) -> None:
    first = run("run", product, "--to", "en").stdout.splitlines()
    again = run("run", product, "--to", "en").stdout.splitlines()
    assert (first[-1], again) == (LAST, first[:-1])


def test_a_plan_says_it_before_the_next_step(run: Callable[..., Result], product: Path) -> None:
    said, step = run("plan", product, "--to", "en").stdout.splitlines()[-2:]
    assert said == LAST and step.startswith("edit ")


def test_a_batch_says_what_all_its_products_cost_and_no_file_of_it_does(
    run: Callable[..., Result], product: Path, tmp_path: Path
) -> None:
    place = tmp_path / "products"
    for name in ("A1", "A2"):
        shutil.copytree(product, place / name)
    result = run("batch", place, "--to", "en", "--workers", "1")
    *_, last = result.stdout.splitlines()
    assert last == (
        "asked deepseek-flash 4 times: 4,000 tokens (1,600 cached), 200 answered, "
        "at most USD 0.0010 by the prices of 2026-11-15"
    )
    for file in (tmp_path / "out").rglob("*.json"):
        assert "asked" not in json.loads(file.read_text(encoding="utf-8")), file


# --- the page ------------------------------------------------------------------------------


def test_the_page_says_what_scripts_cost_and_still_does_when_they_are_rendered(
    config: StudioConfig, product: Path
) -> None:
    jobs = JobQueue(config)
    try:
        app = App(config=config, jobs=jobs, uploads=config.out)
        session = app.new_session("")
        session.product.choose(take="pitch.mp4", languages=("en",))
        shutil.copytree(product, session.product.source)
        for work in (actions.scripts.write, actions.videos.render):
            done(work(session))
            assert f'<p class="soft">A{LAST[1:]}</p>' in templates.body(session, "en")
    finally:
        jobs.close()
    assert templates.body(session, "zh").count(
        "调用了 deepseek-flash 2 次：输入 2,000 token（其中缓存 800），输出 100 token；"
        "按 2026-11-15 的价格，最多 USD 0.0005"
    )


# --- in words ------------------------------------------------------------------------------

PRICE = Price(
    of=date(2026, 11, 15),
    page="https://example.org/prices",
    currency="USD",
    input=Decimal("0.30"),
    cached_input=Decimal("0.006"),
    output=Decimal("1.20"),
)
SOME = Usage(prompt_tokens=1500, cached_tokens=1000, answer_tokens=400)
UNTOLD = Usage(prompt_tokens=1500, answer_tokens=400)


@pytest.mark.parametrize(
    ("usages", "price", "said"),
    [
        (
            [SOME] * 9,
            PRICE,
            "asked m 9 times: 13,500 tokens (9,000 cached), 3,600 answered, "
            "at most USD 0.0058 by the prices of 2026-11-15",
        ),
        ([SOME], None, "asked m once: 1,500 tokens (1,000 cached), 400 answered"),
        # A server that tells cached tokens only where there are some.
        ([UNTOLD, SOME], None, "asked m 2 times: 3,000 tokens (1,000 cached), 800 answered"),
        (
            [UNTOLD],
            PRICE,
            "asked m once: 1,500 tokens, 400 answered, "
            "at most USD 0.0010 by the prices of 2026-11-15",
        ),
        ([SOME, None], PRICE, "asked m 2 times; it does not tell how many tokens that took"),
    ],
)
def test_what_was_asked_in_words(
    usages: list[Usage | None], price: Price | None, said: str
) -> None:
    told = Spending(model="m", usages=tuple(usages), price=price).told
    assert told == said
    chinese = tell(told, "zh")
    assert chinese.startswith("调用了 m ")
    assert not re.search("[a-z]{4}", chinese.replace("token", ""))

"""What the program tells is data: each template has its Chinese, and records keep what was told."""

from __future__ import annotations

import ast
import pickle
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merchant_studio.cli import main
from merchant_studio.errors import (
    DownloadError,
    RecordError,
    ServiceError,
    SheetError,
    StorageError,
    StudioError,
    UnknownNameError,
)
from merchant_studio.messages import NOTHING, Notice, joined, listed, name_of, plain, reworded, say
from merchant_studio.records import Finding, from_json, to_json
from merchant_studio.telling import FOLDER, message_languages, system_language, teller, templates
from merchant_studio.webui.texts import own_templates, page_languages
from tests.conftest import FAKE

PACKAGE = Path(__file__).parents[1] / "merchant_studio"


# --- the catalogues ---------------------------------------------------------------------------


def said() -> Iterator[str]:
    """Each template that the package gives to `say`."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "say":
                template = node.args[0]
                if isinstance(template, ast.Constant):
                    yield template.value


def holes(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?:!r)?\}", template))


@pytest.mark.parametrize("language", message_languages()[1:])
def test_every_template_has_a_form_and_every_form_is_used(language: str) -> None:
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    rows = [
        row for name, table in tables.items() if name not in ("names", "comma") for row in table
    ]
    assert sorted(rows) == sorted({*said()} - {*own_templates(language)} | {*rows} & {*said()})


@pytest.mark.parametrize("language", page_languages())
def test_the_page_says_only_what_is_said(language: str) -> None:
    assert {*own_templates(language)} <= {*said()}


@pytest.mark.parametrize("forms", [templates("zh"), own_templates("zh"), own_templates("en")])
def test_a_form_has_only_the_holes_of_its_template(forms: dict[str, str]) -> None:
    assert [one for one, form in forms.items() if holes(form) - holes(one)] == []


# --- whole sentences --------------------------------------------------------------------------

LINE = joined([say("<{key}> is missing", key=name_of("price")), say("it is not finished")])
SENTENCES = [
    (
        Finding.of_line("facts", "block", "en", 3, LINE).message,
        "en, line 3: <price> is missing; it is not finished",
        "en 第 3 行：少了“价格”；句子没有说完",
    ),
    (
        SheetError(
            Path("product.yaml"),
            "price",
            say("cannot be read: {text!r}", text="abc"),
            say(
                "an amount and a currency such as 18.5 CNY, 12-15 CNY or 36 CNY per dozen",
            ),
        ).message,
        "product.yaml: price cannot be read: 'abc'; write an amount and a currency such as "
        "18.5 CNY, 12-15 CNY or 36 CNY per dozen",
        "product.yaml 里的“price”看不懂：'abc'；请写金额加货币，如 18.5元、12-15元、36元/打",
    ),
    (
        ServiceError(
            "deepseek",
            say("its key is missing"),
            say(
                "set {key} in the environment, or name a file of keys with --key-file",
                key="DEEPSEEK_API_KEY",
            ),
        ).message,
        "deepseek: its key is missing; set DEEPSEEK_API_KEY in the environment, or name a file of "
        "keys with --key-file",
        "deepseek：缺少密钥；请设置环境变量 DEEPSEEK_API_KEY，或用 --key-file 给出密钥文件",
    ),
    (
        StorageError.from_os_error(Path("out"), OSError(28, "No space left on device")).message,
        "out cannot be written: the disk is full; free some space and run the same command again",
        "out 写不进去：硬盘满了；请清出空间，再运行同一条命令",
    ),
    (
        DownloadError("whisper-base", say("HTTP {status}", status=500)).message,
        "whisper-base could not be downloaded (HTTP 500); what has arrived is kept: check the "
        "connection and run again: merchant-studio models pull whisper-base",
        "whisper-base 没有下载成功（HTTP 500）；已下载的部分保留着：请检查网络，"
        "再运行：merchant-studio models pull whisper-base",
    ),
    (
        RecordError(Path("brief.json"), plain("Input should be a valid string")).message,
        "brief.json cannot be read (Input should be a valid string); mend it, or delete it to make "
        "it new",
        "brief.json 读取不了（Input should be a valid string）；请修复，或删掉它重新生成",
    ),
    (
        UnknownNameError("platform", "x", ["tiktok", "wechat"]).message,
        "there is no platform 'x'; choose one of: tiktok, wechat",
        "没有平台“x”；可以选：tiktok, wechat",
    ),
    (
        say("rendering {what}", what=name_of("English", "Arabic")),
        "rendering English, Arabic",
        "正在制作英语、阿拉伯语视频",
    ),
    (
        listed([say("{count} made", count=2), say("{count} failed", count=1)]),
        "2 made, 1 failed",
        "做好 2 个，没做成 1 个",
    ),
    (say("nobody has translated {what}", what="this"), *["nobody has translated this"] * 2),
]


@pytest.mark.parametrize(
    ("notice", "english", "chinese"), SENTENCES, ids=[e for _, e, _ in SENTENCES]
)
def test_a_sentence_in_both_languages(notice: Notice, english: str, chinese: str) -> None:
    assert (notice, teller("en").tell(notice), teller("zh").tell(notice)) == (
        *(english, english),
        chinese,
    )


def test_what_others_say_has_no_holes_and_steers_no_terminal() -> None:
    name = "{file}\x1b[31m.mp4"
    notice = say("{file} is silent; record it again with the microphone on", file=name)
    assert notice == "{file}\ufffd[31m.mp4 is silent; record it again with the microphone on"
    assert plain(name) == "{file}\ufffd[31m.mp4"


def test_a_path_is_told_otherwise_wherever_it_stands() -> None:
    problem = say("{path} may not be read; change its permissions", path="/tmp/w/a.mp4")
    error = say("the music cannot be used: {why}", why=StudioError(problem))
    told = reworded(error, lambda text: text.replace("/tmp/w", "s3://bucket"))
    assert told == (
        "the music cannot be used: s3://bucket/a.mp4 may not be read; change its permissions"
    )
    assert teller("zh").tell(told) == "音乐不能用：s3://bucket/a.mp4 不允许读取；请修改它的权限"


# --- what is kept of them ---------------------------------------------------------------------


@pytest.mark.parametrize("notice", [notice for notice, _, _ in SENTENCES])
def test_a_sentence_goes_to_another_process_and_into_a_record(notice: Notice) -> None:
    error = pickle.loads(pickle.dumps(StudioError(notice)))
    finding = Finding(check="facts", severity="warn", where="es", message=notice)
    kept = to_json(finding)
    assert kept["message"] == notice
    for told in (error.message, from_json(Finding, kept, Path("report.json")).message):
        assert (told, told.values) == (notice, notice.values)
        assert teller("zh").tell(told) == teller("zh").tell(notice)


def test_a_record_of_an_older_version_is_told_as_it_stands() -> None:
    older = {"check": "facts", "severity": "warn", "where": "es", "message": "es: {price} is odd"}
    finding = from_json(Finding, older, Path("report.json"))
    assert teller("zh").tell(finding.message) == "es: {price} is odd"
    assert finding.message.values == NOTHING.values


# --- the command line ---------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["--lang", "zh", *map(str, arguments)])

    return invoke


def test_a_run_is_told_in_chinese(run: Callable[..., Result], product: Path) -> None:
    result = run("run", product, "--to", "en", *FAKE)
    assert result.stderr == ("正在读取 flask\n正在听 pitch.mp4\n正在写英语文案\n正在制作英语视频\n")
    assert result.stdout == (
        "en     out/stainless-steel-vacuum-flask/en/video.mp4  "
        "6 项信息无误；句子：标准句 3 句，机器翻译 2 句\n"
        "买家会问WhatsApp、微信、电话、邮箱；请写进 product.yaml\n"
    )
    assert run("check", "out/stainless-steel-vacuum-flask").stdout == (
        "out/stainless-steel-vacuum-flask：0 处有错，0 处要看一下\n"
    )


@pytest.mark.parametrize(
    ("arguments", "chinese"),
    [
        (("run", "nothing", "--to", "en"), "找不到 nothing；请给出产品文件夹或录像"),
        (("render", "out/flask"), "out/flask 不是制作过的文件夹；请给出如 out/flask 的文件夹"),
        (("batch", "nothing", "--to", "en"), "找不到 nothing；请给出产品文件夹，或 CSV、XLSX 表格"),
    ],
)
def test_an_error_is_told_in_chinese(
    run: Callable[..., Result], arguments: tuple[str, ...], chinese: str
) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"merchant-studio: {chinese}")


def test_what_a_batch_would_make_is_told_in_chinese(
    run: Callable[..., Result], product: Path
) -> None:
    (product.parent / "empty").mkdir()
    (product.parent / "empty" / "product.yaml").write_text("price: 2 CNY\n", encoding="utf-8")
    result = run("batch", product.parent, "--to", "en", "--dry-run", *FAKE)
    assert result.stdout.splitlines()[0] == "flask：要做"
    assert result.stdout.splitlines()[1].startswith("empty：没做成：")
    assert result.stdout.splitlines()[1].endswith("webm）")
    assert result.stdout.splitlines()[2] == "要做 1 个，已做好 0 个，有问题 1 个"


def test_an_unknown_language_is_refused(run: Callable[..., Result], product: Path) -> None:
    result = run("run", product, "--to", "xx", *FAKE)
    assert result.stderr.startswith("merchant-studio: 没有语言“xx”；可以选：ar, de")
    refused = CliRunner().invoke(main, ["--lang", "xx", "languages"])
    assert (refused.exit_code, "choose one of: en, zh" in refused.stderr) == (2, True)


def test_json_stays_english(run: Callable[..., Result]) -> None:
    assert '"name": "Spanish"' in run("languages", "--json").stdout


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({}, "en"),
    ],
)
def test_the_command_line_speaks_the_systems_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize("name", ["zh_CN", "Chinese (Simplified)_China", "Chinese_China"])
def test_windows_names_its_language(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: (name, "cp936"))
    assert system_language() == "zh"

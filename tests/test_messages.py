"""What the program tells, in Chinese: every sentence of the code has a pattern in the catalogue."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner, Result

from merchant_studio.cli import main
from merchant_studio.messages import (
    ENGLISH,
    FOLDER,
    catalogue,
    message_languages,
    patterns,
    system_language,
)
from tests.conftest import FAKE

PACKAGE = Path(__file__).parents[1] / "merchant_studio"
TOLD = (
    *(
        "errors.py",
        "config.py",
        "encoders.py",
        "media.py",
        "pipeline.py",
        "batch",
        "check",
        "cli",
        "engines",
    ),
    *("facts/deals.py", "files.py", "intake.py", "read/sheet"),
    *("hear/transcript.py", "picture", "probe"),
    *("publish/checking.py", "publish/release.py", "read/brief.py", "records", "run", "speak"),
    *(
        "settings.py",
        "setup",
        "webui/address.py",
        "webui/commands.py",
        "webui/serving.py",
        "webui/users.py",
    ),
)
"""Files and rooms whose sentences a merchant may read in the terminal."""
UNTOLD = {
    "check/judge.py": "what a model is asked",
    "engines/asking.py": "what a model is asked",
    "engines/fake.py": "for tests",
    "engines/phonemes.py": "letters and how they are read",
    "engines/weights/catalogue.py": "what is wrong with a card, for who writes one",
    "probe/answers.py": "what is wrong with a helper's answer, for who writes one",
    "picture/render/conversion.py": "a table of colors, for FFmpeg",
    "picture/render/videos.py": "what is wrong with a timeline, for who writes code",
    "picture/render/mp4.py": "what stands in a video's file",
}
"""Files among them of which he reads nothing, each with why."""
NOT_YET = (Path(__file__).parent / "data" / "messages-not-yet.txt").read_text("utf-8").splitlines()
"""Strings that have no Chinese: names and commands, which need none, and what is not yet said in
Chinese. The list may only get shorter."""
_CODE = re.compile(r"[\\^|$]|\)\?|\{[a-z]+[:}]|--output_dir|--local")


def sentences(path: Path) -> Iterator[str]:
    """Each string of a file that is told: three words or more, with `{}` for what varies."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # docstrings
            apart.add(id(node.value))
        elif isinstance(node, ast.keyword) and node.arg in ("help", "metavar", "epilog"):
            apart.update(map(id, ast.walk(node.value)))
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in ("option", "ValueError"):
            apart.update(map(id, ast.walk(node)))  # help of options; errors of who writes code
        elif isinstance(node, ast.JoinedStr):
            apart.update(id(part) for part in ast.walk(node) if part is not node)
    for node in ast.walk(tree):
        if id(node) in apart or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        texts = (str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        text = "".join(texts)
        if len(re.findall(r"[A-Za-z]+", text)) > 2 and " " in text and not _CODE.search(text):
            yield text.strip("; \n")


def told() -> Iterator[tuple[str, str]]:
    """Every sentence that a merchant may read in the terminal, after its file."""
    for place in TOLD:
        path = PACKAGE / place
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            name = file.relative_to(PACKAGE).as_posix()
            if name not in UNTOLD:
                yield from ((name, sentence) for sentence in sentences(file))


def is_covered(text: str) -> bool:
    """Whether a pattern holds a sentence, or each of its parts; `{}` may be some of its words."""

    def is_held(part: str) -> bool:
        form = re.compile(".+?".join(map(re.escape, part.split("{}"))))
        return len(re.findall("[A-Za-z]{2,}", part)) < 2 or any(map(form.search, patterns("zh")))

    return is_held(text) or all(map(is_held, text.split("; ")))


def test_every_sentence_of_the_code_has_a_chinese_pattern() -> None:
    assert sorted({text for _, text in told() if not is_covered(text)}) == NOT_YET


def test_a_file_of_which_nothing_is_read_is_there() -> None:
    assert all((PACKAGE / name).is_file() for name in UNTOLD)


@pytest.mark.parametrize("language", message_languages()[1:])
def test_every_pattern_fills_its_translation(language: str) -> None:
    for english, form in patterns(language).items():
        holes = len(re.findall(r"\{[=*!]?\}", english))
        numbers = [int(name) for _, name, _, _ in Formatter().parse(form) if name]
        assert all(number < holes for number in numbers), english
        assert english not in ("{!}", "{=}", "{*}", "{}"), "it would fit everything"


CHINESE = [
    ("en, line 3: <price> is missing; it is not finished", "en 第 3 行：少了“价格”；句子没有说完"),
    (
        "at 0:05 '18块5' is heard, but the sheet says price: 19 CNY; the sheet is used",
        "在 0:05 听到“18块5”，但您的表里价格是 19 CNY；按表里的",
    ),
    (
        "product.yaml: Unit price may mean price or retail_price, and its value does not tell; "
        "write one of them",
        "product.yaml 里的“Unit price”可能是价格、零售价，从内容看不出来；请写其中一个",
    ),
    (
        "product.yaml: price cannot be read: 'abc'; write an amount and a currency such as "
        "18.5 CNY, 12-15 CNY or 36 CNY per dozen",
        "product.yaml 里的“price”看不懂：'abc'；请写金额加货币，如 18.5元、12-15元、36元/打",
    ),
    (
        "deepseek: its key is missing; set DEEPSEEK_API_KEY in the environment, or name a file of "
        "keys with --key-file",
        "deepseek：缺少密钥；请设置环境变量 DEEPSEEK_API_KEY，或用 --key-file 给出密钥文件",
    ),
    (
        "out cannot be written: the disk is full; free some space and run the same command again",
        "out 写不进去：硬盘满了；请清出空间，再运行同一条命令",
    ),
    (
        "12 facts kept; 9 of 9 points said; lines: 4 phrasebook, 6 points, 1 silent",
        "12 项信息无误；9 个卖点说了 9 个；句子：标准句 4 句，卖点目录 6 句，不说话 1 句",
    ),
    ("rendering English, Arabic", "正在制作英语、阿拉伯语视频"),
    ("loading whisper-base on cpu, int8", "正在加载 whisper-base（cpu, int8）"),
    (
        'de, line 3: Germany: "bester" needs proof; say less (UWG; no legal advice)',
        "de 第 3 行：Germany：要说“bester”，需要：proof；可以这样：say less（UWG；不是法律意见）",
    ),
    (
        "examined 2026-11-28: whole pitches in en, es; may judge",
        "2026-11-28 考过：可写整篇文案：en, es；可以审核",
    ),
    (
        "examined 2026-12-02 by Ming: whole pitches in en, not in ja; may not judge",
        "2026-12-02 由 Ming 考过：可写整篇文案：en；不能写：ja；不能审核",
    ),
    ("scripts in es: 2 of 2 right, passed", "es 文案：2 题答对 2 题，及格"),
    ("wrong lines found: 0 of 3 right, failed", "找出错句：3 题答对 0 题，不及格"),
    ("understanding: 1 of 2 right, not sure yet", "理解：2 题答对 1 题，还说不准"),
    (
        "vllm was not examined in es, vi, so no line of it is checked for meaning; run: "
        "merchant-studio models exam --to es,vi",
        "vllm 没有考过 es, vi，所以它写的话，意思都没有核对过；"
        "请运行：merchant-studio models exam --to es,vi",
    ),
    ("2 made, 1 failed", "做好 2 个，没做成 1 个"),
    ("a sentence that nobody has translated", "a sentence that nobody has translated"),
]


@pytest.mark.parametrize(("sentence", "chinese"), CHINESE, ids=[said for said, _ in CHINESE])
def test_a_sentence_in_chinese(sentence: str, chinese: str) -> None:
    assert catalogue("zh").say(sentence) == chinese
    assert catalogue("en").say(sentence) == sentence


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


@pytest.mark.parametrize("code", [code for code in message_languages() if code != ENGLISH])
def test_every_pattern_is_said_when_its_holes_are_filled(code: str) -> None:
    known, own = patterns(code), catalogue(code)
    whole = next(english for english in known if "{" not in english)
    for english, form in known.items():
        filled = re.sub(r"\{([=*!]?)\}", lambda hole: whole if hole[1] == "!" else "x1", english)
        assert own.knows(filled), english
        assert not re.search(r"\{[=*!0-9]?\}", own.say(filled)), english
        assert own.say(filled) != filled or re.sub(r"\{\d\}", "x1", form) == filled, english


@pytest.mark.parametrize("code", [code for code in message_languages() if code != ENGLISH])
def test_no_sentence_has_two_patterns(code: str) -> None:
    tables = tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    rows = [each for name, table in tables.items() if name != "comma" for each in table]
    assert len(rows) == len(set(rows))

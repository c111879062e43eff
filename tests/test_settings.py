"""The options that a user always wants, and which of two says more."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merchant_studio import Studio, StudioConfig, user_config
from merchant_studio.cli import commands as cli
from merchant_studio.config import options
from merchant_studio.errors import StorageError, UsageError
from merchant_studio.settings import keep_settings, settings_file

ONE_OF = ", ".join(item.name for item in options())


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's file, which is not there yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MERCHANT_STUDIO_CONFIG", str(tmp_path / "own" / "config.toml"))
    (tmp_path / "own").mkdir()
    return tmp_path / "own" / "config.toml"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(each) for each in arguments])


def test_without_a_file_it_lies_where_the_system_keeps_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MERCHANT_STUDIO_CONFIG")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert settings_file().is_relative_to(tmp_path)
    assert settings_file().name == "config.toml"
    assert (user_config(), user_config().choosers) == (StudioConfig(), {})


def test_an_option_says_more_than_the_environment_and_that_more_than_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text(
        'tone = "lively"\ncrf = 30\nout = "videos"\naccept_heard = true\nwriter = "deepseek"\n'
    )
    monkeypatch.setenv("MERCHANT_STUDIO_CRF", "31")
    monkeypatch.setenv("MERCHANT_STUDIO_STRICT", "yes")
    monkeypatch.setenv("MERCHANT_STUDIO_VOICE", "")
    config = user_config(writer="none")
    assert config == StudioConfig(
        tone="lively", crf=31, out=Path("videos"), accept_heard=True, strict=True, writer="none"
    )
    assert config.choosers == {
        "out": "config.toml",
        "tone": "config.toml",
        "accept_heard": "config.toml",
        "strict": "MERCHANT_STUDIO_STRICT",
        "writer": "option",
        "crf": "MERCHANT_STUDIO_CRF",
    }
    assert config.chooser("preset") == "default"


def test_the_model_of_one_engine_is_not_that_of_another(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text('speaker_model = "kokoro-82m-int8"\n')
    assert user_config(speaker="espeak").speaker_model == ""
    file.write_text('writer = "deepseek"\nwriter_model = "deepseek-flash"\n')
    assert user_config(writer="llama.cpp").writer_model == ""
    assert user_config(writer="deepseek").writer_model == "deepseek-flash"
    monkeypatch.setenv("MERCHANT_STUDIO_WRITER", "ollama")
    assert user_config().writer_model == ""
    assert user_config(writer_model="qwen3").writer_model == "qwen3"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("writer = ", "cannot be read: Invalid value (at end of document); write lines such as "
         'writer = "deepseek"'),
        ('writr = "x"', f"there is no option 'writr'; write one of: {ONE_OF}"),
        ("chosen_by = {}", f"there is no option 'chosen_by'; write one of: {ONE_OF}"),
        ('voice = "dubb"', "voice is 'dubb'; choose one of: original, dub, clone"),
        ("writer = 3", "writer is 3; write a text"),
        ('crf = "low"', "crf is 'low'; write a whole number, 0 to 51"),
        ("crf = true", "crf is True; write a whole number, 0 to 51"),
        ("crf = 99", "crf is 99; give 0 to 51"),
        ('strict = "yes"', "strict is 'yes'; write true or false"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_one_sentence(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    result = run("doctor")
    between = " " if told.startswith("cannot") else ": "
    assert result.stderr == f"merchant-studio: {file}{between}{told}\n"
    assert result.exit_code == 2
    assert run("run", "--help").exit_code == run("languages").exit_code == 0


@pytest.mark.parametrize("content", [b'writer = "\xff"', None])
def test_a_file_that_is_no_text(file: Path, content: bytes | None) -> None:
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=r"config\.toml cannot be read; mend it, or delete it"):
        user_config()


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("STRICT", "perhaps", "strict is 'perhaps'; write true or false"),
        ("CRF", "-1", "crf is -1; give 0 to 51"),
        ("CRF", "1.5", "crf is '1.5'; write a whole number, 0 to 51"),
        ("TONE", "loud", "tone is 'loud'; choose one of: plain, lively, formal"),
    ],
)
def test_what_is_wrong_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, told: str
) -> None:
    monkeypatch.setenv(f"MERCHANT_STUDIO_{name}", text)
    with pytest.raises(UsageError) as error:
        user_config()
    assert str(error.value) == f"MERCHANT_STUDIO_{name}: {told}"


def test_options_that_exclude_each_other_are_told_with_who_chose_them(file: Path) -> None:
    file.write_text('script = "pitch"\n')
    with pytest.raises(UsageError, match=r"add --voice dub.*; no option chose: script by config"):
        user_config()


def test_an_engine_that_does_not_exist_is_told_with_who_chose_it(file: Path) -> None:
    file.write_text('writer = "gpt"\n')
    said = run("doctor").stderr
    assert said.startswith("merchant-studio: config.toml: there is no writer 'gpt'; choose one of:")


def test_doctor_says_who_chose_each_engine(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('recognizer = "fake"\nspeaker = "gpt"\n')
    monkeypatch.setenv("MERCHANT_STUDIO_WRITER", "fake")
    shown = run("doctor", "--voice", "dub", "--speaker", "fake").stdout.splitlines()[3:7]
    assert shown[0] == "ok  recognizer  fake (config.toml): ready: fake"
    assert shown[1] == "ok  writer      fake (MERCHANT_STUDIO_WRITER): ready: fake"
    assert shown[3] == "ok  speaker     fake (option): ready: fake"


FAKES = 'recognizer = "fake"\nwriter = "fake"\npreset = "ultrafast"\ncrf = 40\n'
BY_FILE = dict.fromkeys(("recognizer", "writer", "crf", "preset"), "config.toml")


def test_command_line_batch_and_python_use_it_and_the_report_says_so(
    file: Path, product: Path, tmp_path: Path
) -> None:
    file.write_text(FAKES)
    slug, catalogue = "stainless-steel-vacuum-flask", tmp_path / "products"

    def report(out: str) -> object:
        return json.loads((tmp_path / out / slug / "report.json").read_text("utf-8"))["chosen_by"]

    assert run("run", product, "--to", "en", "--out", "one").exit_code == 0
    assert report("one") == BY_FILE
    assert run("render", Path("one") / slug).exit_code == 0
    assert report("one") == BY_FILE

    Studio().run(product, ["en"])
    assert report("out") == BY_FILE

    catalogue.mkdir()
    product.rename(catalogue / product.name)
    file.write_text(f'{FAKES}out = "many"\n')
    done = run("batch", catalogue, "--to", "en", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "many" / "report.html").exists()


def test_the_page_uses_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from merchant_studio.webui import serving

    seen: list[StudioConfig] = []
    file.write_text(FAKES)

    def started(config: StudioConfig, *others: object) -> None:
        seen.append(config)
        raise UsageError("stop")

    monkeypatch.setattr(serving, "PageServer", started)
    monkeypatch.setattr(serving, "take_port", lambda *place: ["a port"])
    with pytest.raises(UsageError):
        serving.serve()
    assert run("ui").stderr.endswith("\nmerchant-studio: stop\n")
    assert [config.choosers for config in seen] == [BY_FILE, BY_FILE]


def test_what_is_chosen_on_the_page_is_no_choice_of_the_file(file: Path) -> None:
    file.write_text('voice = "dub"\ntone = "lively"\n')
    config = user_config().changed(voice="original", tone="lively", shape="1:1")
    assert config.choosers == {"shape": "option", "tone": "config.toml"}


def test_a_flag_can_be_taken_back(file: Path) -> None:
    file.write_text('recognizer = "gpt"\nstrict = true\nwriter = "none"\n')
    seen: list[StudioConfig] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cli, "_run", lambda config, *others: seen.append(config))
        run("run", ".", "--to", "en", "--no-strict", "--recognizer", "fake")
    assert (seen[0].strict, seen[0].recognizer, seen[0].writer) == (False, "fake", "none")


def test_settings_are_kept_beside_what_is_there(file: Path) -> None:
    file.write_text('# mine\ntone = "lively"  # always\nwriter="none"\n')
    odd = r'C:\keys "of" mine\k.txt'
    assert keep_settings({"writer": "deepseek", "key_file": odd}) == file
    assert file.read_text().startswith('# mine\ntone = "lively"  # always\nwriter = "deepseek"\n')
    assert user_config() == StudioConfig(tone="lively", writer="deepseek", key_file=odd)
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(f'writer_model = "deepseek-flash"\n{file.read_text()}')
    keep_settings({"writer": "none"})
    assert user_config() == StudioConfig(tone="lively", writer="none", key_file=odd)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_settings_of_several_lines_are_left_alone(file: Path) -> None:
    file.write_text('consent = """\nwriter = Li Mei\n"""\n')
    before = file.read_text()
    with pytest.raises(UsageError, match="has a value of several lines"):
        keep_settings({"writer": "none"})
    assert file.read_text() == before


def test_settings_that_cannot_be_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(half: str, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(StorageError, match="Permission denied; set MERCHANT_STUDIO_CONFIG to a"):
        keep_settings({"writer": "none"})
    assert list(file.parent.iterdir()) == []

"""The command line as a merchant meets it: what it prints, and what it returns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from merchant_studio import StudioConfig
from merchant_studio.cli import commands as cli
from merchant_studio.cli import doctor
from merchant_studio.engines import weights
from tests.conftest import FAKE, ffmpeg

ASKED = "buyers will ask for whatsapp, wechat, phone or email; add it to product.yaml"
READABLE = "aac, flac, m4a, m4v, mkv, mov, mp3, mp4, ogg, opus, wav, webm"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command in an empty folder; results go to `out` there."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str | Path) -> Result:
        return CliRunner().invoke(cli.main, [str(each) for each in arguments])

    return invoke


def test_a_run_prints_where_the_videos_are_and_who_wrote_the_lines(
    run: Callable[..., Result], product: Path
) -> None:
    result = run("run", product, "--to", "en,ar", *FAKE)
    assert result.stdout == (
        "en     out/stainless-steel-vacuum-flask/en/video.mp4  "
        "6 facts kept; lines: 3 phrasebook, 2 translator\n"
        "ar     out/stainless-steel-vacuum-flask/ar/video.mp4  "
        "6 facts kept; lines: 3 phrasebook, 2 silent\n"
        f"{ASKED}\n"
    )
    assert result.stderr == (
        "reading flask\nlistening to pitch.mp4\nwriting English\nwriting Arabic\n"
        "rendering English, Arabic\n"
    )
    assert result.exit_code == 0


def test_json_is_one_document(run: Callable[..., Result], product: Path) -> None:
    result = run("run", product, "--to", "en", "--json", *FAKE)
    (release,) = json.loads(result.stdout)
    assert (release["language"], release["blocked"]) == ("en", False)
    assert release["files"][0] == "video.mp4"


def test_plan_then_edit_then_render(run: Callable[..., Result], product: Path) -> None:
    planned = run("plan", product, "--to", "en", *FAKE)
    assert planned.exit_code == 0
    assert planned.stdout.splitlines()[0] == "en  English"
    assert planned.stdout.splitlines()[1] == "   1 [translator] Literal line."
    folder = Path("out/stainless-steel-vacuum-flask")
    script = folder / "en" / "script.json"
    script.write_text(script.read_text("utf-8").replace("Literal line.", "Welcome!"), "utf-8")
    rendered = run("render", folder)
    assert rendered.exit_code == 0, rendered.output
    assert "2 merchant, 3 phrasebook" in rendered.stdout
    assert run("check", folder).stdout == f"{folder}: 0 wrong, 0 to look at\n"


def test_a_blocked_language_is_exit_1_and_the_others_are_made(
    run: Callable[..., Result], product: Path
) -> None:
    run("plan", product, "--to", "en,ar", *FAKE)
    script = Path("out/stainless-steel-vacuum-flask/en/script.json")
    script.write_text(script.read_text("utf-8").replace("is <moq>", "is 10 pieces"), "utf-8")
    result = run("run", product, "--to", "en,ar", *FAKE)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "en     blocked",
        "ar     out/stainless-steel-vacuum-flask/ar/video.mp4  "
        "6 facts kept; lines: 3 phrasebook, 2 silent",
        "block: en, line 3: 100 is missing",
        "block: en, line 3: 10 is not a fact",
        "warn: en, line 3: a caption shows 25 characters a second, and a viewer reads 20; "
        "shorten the line",
        ASKED,
    ]
    assert run("check", "out/stainless-steel-vacuum-flask").exit_code == 1


def playlist(path: Path) -> None:
    secret = path.with_name("secret.ts")
    secret.write_bytes(b"G" * 188 * 20)
    path.write_text(f"#EXTM3U\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n")


def silence(path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "anullsrc=d=2", path)


def no_sound(path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", path)


def no_speech(path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "sine=duration=2", path)
    path.with_suffix(".txt").write_text("", encoding="utf-8")


def broken_off(path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "sine=duration=20", "-movflags", "+faststart", path)
    path.write_bytes(path.read_bytes()[:40_000])


@pytest.mark.parametrize(
    ("name", "make", "problem"),
    [
        ("zero.mp4", Path.touch, "is empty (0 bytes); copy it from the phone again"),
        (
            "text.mp4",
            lambda path: path.write_text("a text"),
            f"is not a recording that can be read; give one of: {READABLE}",
        ),
        ("list.mp4", playlist, f"is not a recording that can be read; give one of: {READABLE}"),
        ("silent.mp4", silence, "is silent; record it again with the microphone on"),
        ("film.mp4", no_sound, "has no sound; record it again with the microphone on"),
        ("tone.wav", no_speech, "has no speech in it; record it again, closer"),
    ],
)
def test_a_recording_that_cannot_be_used_is_one_sentence_and_exit_2(
    run: Callable[..., Result], name: str, make: Callable[[Path], object], problem: str
) -> None:
    make(Path(name))
    result = run("run", name, "--to", "en", *FAKE)
    assert result.stderr.splitlines()[-1] == f"merchant-studio: {name} {problem}"
    assert (result.exit_code, result.stdout) == (2, "")
    assert not Path("out").exists()


def test_a_recording_that_breaks_off(run: Callable[..., Result]) -> None:
    broken_off(Path("cut.m4a"))
    result = run("run", "cut.m4a", "--to", "en", *FAKE)
    assert " of 20.0 seconds; copy it from the phone again\n" in result.stderr
    assert (result.exit_code, Path("out").exists()) == (2, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("run", "missing.mp4", "--to", "en"),
            "missing.mp4 does not exist; give a product folder or a recording",
        ),
        (
            ("run", ".", "--to", "en"),
            f". has no recording; put one into it ({READABLE})",
        ),
        (
            ("run", ".", "--to", "en,xx"),
            "there is no language 'xx'; choose one of: ar, de, en, es, fr, hi, id, it, ja, ko, "
            "pt, ru, th, tr, vi, zh",
        ),
        (("run", ".", "--to", ","), "no language is asked for; name at least one, such as --to "
         "en,es"),
        (
            ("models", "pull", "gpt"),
            "there is no model 'gpt'; choose one of: "
            + ", ".join(card.id for card in weights.cards()),
        ),
        (("render", "."), ". is not a run's folder; give one such as out/flask"),
    ],
)  # fmt: skip
def test_bad_usage_is_one_sentence_and_exit_2(
    run: Callable[..., Result], arguments: tuple[str, ...], message: str
) -> None:
    result = run(*arguments)
    assert result.stderr.splitlines()[-1] == f"merchant-studio: {message}"
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_sheet_that_cannot_be_read_names_file_and_key(
    run: Callable[..., Result], product: Path
) -> None:
    (product / "product.yaml").write_text("moq: 100 pices\n", encoding="utf-8")
    result = run("run", product, "--to", "en", *FAKE)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(
        "merchant-studio: product.yaml: moq cannot be read: '100 pices'; write a number and a unit"
    )


def test_weights_that_are_not_here_are_exit_1_with_the_command(
    run: Callable[..., Result], product: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "nothing"))
    result = run("run", product, "--to", "en")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        "merchant-studio: the weights of whisper-base and qwen2.5-coder-1.5b are not here yet; "
        "run: merchant-studio models pull whisper-base qwen2.5-coder-1.5b"
    )


def test_a_file_that_does_not_fit_leaves_nothing_half_written(
    product: Path, tmp_path: Path
) -> None:
    """A limit on the size of files stands for a disk that has no room for the video."""
    program = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (160_000, 160_000))\n"
        "from merchant_studio.cli import main\n"
        "main()"
    )
    command = [sys.executable, "-c", program, "run", str(product), "--to", "en", "--out", "out"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    result = subprocess.run(
        [*command, *FAKE], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        "merchant-studio: out/stainless-steel-vacuum-flask/en/video.mp4 cannot be written: "
        "the file is too large for this disk; choose a folder on another disk with --out"
    )
    left = {p.name for p in (tmp_path / "out").rglob("*") if p.is_file() and p.suffix != ".lock"}
    assert left == {"run.json", "transcript.json", "brief.json", "message.json", "script.json"}


def test_a_missing_system_library_is_named_with_the_command(product: Path, tmp_path: Path) -> None:
    program = "import sys; sys.modules['skia'] = None; import merchant_studio.cli as c; c.main()"
    command = [sys.executable, "-c", program, "run", str(product), "--to", "en", *FAKE]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert result.stderr.splitlines()[-1] == (
        "merchant-studio: captions cannot be drawn (import of skia halted; None in sys.modules); "
        "on Debian or Ubuntu run: apt-get install libegl1 libgl1"
    )
    assert result.returncode == 1


def test_debug_shows_the_traceback(run: Callable[..., Result]) -> None:
    result = run("--debug", "run", "missing.mp4", "--to", "en")
    assert type(result.exception).__name__ == "InputError"


def test_lists(run: Callable[..., Result]) -> None:
    assert [row["code"] for row in json.loads(run("languages", "--json").stdout)] == [
        *("ar", "de", "en", "es", "fr", "hi", "id", "it"),
        *("ja", "ko", "pt", "ru", "th", "tr", "vi", "zh"),
    ]
    assert {row["id"] for row in json.loads(run("models", "list", "--json").stdout)} == {
        card.id for card in weights.cards()
    }
    assert {(r["role"], r["name"]) for r in json.loads(run("engines", "--json").stdout)} == {
        *(("recognizer", name) for name in ("faster-whisper", "openai", "vllm", "fake")),
        *(("recognizer", name) for name in ("sherpa-onnx", "siliconflow")),
        *(("writer", name) for name in ("llama.cpp", "transformers", "deepseek", "ollama")),
        *(("writer", name) for name in ("vllm", "sglang", "llama-server", "openai", "fake")),
        ("writer", "siliconflow"),
        *(("translator", name) for name in ("ctranslate2", "llama.cpp", "fake")),
        *(("speaker", name) for name in ("kokoro", "espeak", "fake", "openai")),
        *(("speaker", name) for name in ("vllm", "siliconflow", "chatterbox")),
        *(("encoder", name) for name in ("x264", "openh264", "videotoolbox", "mediafoundation")),
    }
    assert run("languages").stdout.splitlines()[2] == "en   English      English"


def test_doctor_says_what_is_missing(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path))
    rows = {row["what"]: row for row in json.loads(run("doctor", "--json").stdout)}
    assert rows["fonts"] == {
        "what": "fonts",
        "well": True,
        "found": "all 16 languages can be drawn",
    }
    assert rows["codecs"]["well"] and rows["python"]["well"] and rows["gpu"]["well"]
    assert rows["recognizer"] == {
        "what": "recognizer",
        "well": False,
        "found": "faster-whisper (default): the weights of whisper-base are not here yet; "
        "run: merchant-studio models pull whisper-base",
    }
    assert "translator" not in rows and "speaker" not in rows


def test_doctor_looks_at_every_engine_that_a_run_would_use(
    run: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCHANT_STUDIO_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)
    named = ("--recognizer", "fake", "--writer", "deepseek", "--voice", "dub", "--speaker", "fake")
    more = ("--translator", "ctranslate2:nllb-200-distilled-600m")
    result = run("doctor", *named, *more, "--out", str(tmp_path / "results"))
    place = tmp_path / "cache" / "models" / "nllb-200-distilled-600m"
    assert result.exit_code == 1
    assert result.stdout.splitlines()[3:8] == [
        "ok  recognizer  fake (option): ready: fake",
        "no  writer      deepseek (option): its key is missing; set DEEPSEEK_API_KEY in the "
        "environment, or name a file of keys with --key-file",
        "no  translator  ctranslate2 (option): the weights of nllb-200-distilled-600m are not "
        "here, and no hashes are known to pull them by; run: ct2-transformers-converter "
        "--model facebook/nllb-200-distilled-600M --quantization int8 "
        f"--copy_files sentencepiece.bpe.model --output_dir {place}",
        "ok  speaker     fake (option): ready: fake",
        "ok  voice       high can speak",
    ]


@pytest.mark.parametrize(
    ("whisper", "llama", "torch", "device", "row"),
    [
        (0, False, False, "auto", (True, "none that can be used: models run on the CPU")),
        (0, False, False, "cuda", (False, "none that can be used; install its driver, or "
                                   "--device cpu")),
        (1, False, True, "cuda", (True, "used by Whisper and transformers")),
        (0, True, False, "auto", (True, "used by llama.cpp")),
    ],
)  # fmt: skip
def test_doctor_says_which_engines_would_use_a_gpu(
    monkeypatch: pytest.MonkeyPatch,
    whisper: int,
    llama: bool,
    torch: bool,
    device: Any,
    row: tuple[bool, str],
) -> None:
    from merchant_studio.engines import devices, llama_cpp, transformers

    monkeypatch.setattr(devices, "cuda_devices", lambda: whisper)
    monkeypatch.setattr(llama_cpp, "has_gpu", lambda library: llama)
    monkeypatch.setattr(transformers, "sees_gpu", lambda: torch)
    assert doctor._gpu(StudioConfig(device=device)) == doctor.Row("gpu", *row)


def test_doctor_refuses_an_engine_that_does_not_exist(run: Callable[..., Result]) -> None:
    result = run("doctor", "--writer", "gpt")
    assert result.exit_code == 2
    assert result.stderr.startswith("merchant-studio: there is no writer 'gpt'; choose one of: ")


@pytest.mark.parametrize(
    ("free", "writable", "found"),
    [
        (1_000_000_000, True, "(1.0 GB free) is nearly full; free some space, or {step}"),
        (5_000_000_000, False, "(5.0 GB free) may not be written; {step}"),
        (5_000_000_000, True, "(5.0 GB free)"),
    ],
)
def test_doctor_looks_at_the_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, writable: bool, found: str
) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda place: SimpleNamespace(free=free))
    monkeypatch.setattr(doctor.os, "access", lambda place, mode: writable)
    row = doctor._place("cache", tmp_path / "none" / "yet", "move it")
    told = found.format(step="move it")
    assert row == doctor.Row(
        "cache", told == "(5.0 GB free)", f"{tmp_path / 'none' / 'yet'} {told}"
    )


@pytest.mark.parametrize(
    "code",
    [
        "import merchant_studio",
        "import merchant_studio.picture.render",
        "import merchant_studio.cli as c; c.main(['--help'])",
    ],
)
def test_importing_and_help_load_no_model_library(code: str) -> None:
    heavy = ("av", "faster_whisper", "gradio", "moviepy", "numpy", "skia", "torch", "xllamacpp")
    program = (
        "import sys\ntry:\n    " + code + "\nexcept SystemExit:\n    pass\n"
        f"print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment
    )
    assert result.stderr == "[]\n"


def test_the_fake_recognizer_needs_its_text(run: Callable[..., Result], product: Path) -> None:
    (product / "pitch.txt").unlink()
    result = run("run", product, "--to", "en", *FAKE)
    assert result.stderr.splitlines()[-1] == (
        "merchant-studio: fake: pitch.txt is missing; write what is said into it"
    )

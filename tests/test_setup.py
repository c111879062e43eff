"""`merchant-studio setup`: what it proposes, what it does, and what becomes of it when it stops.

The hubs are local servers; the exam and the trial are fakes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from merchant_studio import StudioConfig, user_config
from merchant_studio import setup as room
from merchant_studio.cli import commands as cli
from merchant_studio.cli.setup import SETS as NAMES
from merchant_studio.config import options
from merchant_studio.engines import ChosenEngines, Exam, devices, keep_exam, known_keys, weights
from merchant_studio.engines.weights import catalogue, transfer
from merchant_studio.errors import StorageError, UsageError
from merchant_studio.records import Finding
from merchant_studio.settings import VARIABLE, settings_file
from merchant_studio.setup import Machine, Speed, example, keep_key, propose, sets, steps
from merchant_studio.setup.speed import foretell_exam_s, foretell_s

from .conftest import SPOKEN
from .hub_server import Fault, Hub, serving

BODIES = {name: name.encode() * 40_000 for name in ("ear", "pen", "quill")}
SETS = """
[embedded]
says = "Says your facts."
recognizer = "fake"
writer = "none"
memory_gb = 2
models = ["ear"]

[local]
says = "Understands what you mean."
recognizer = "fake"
writer = "fake"
memory_gb = 8
gpu_gb = 0
models = ["ear", "pen"]
key = ""

[large]
says = "Writes best."
recognizer = "fake"
writer = "fake"
memory_gb = 8
gpu_gb = 12
models = ["ear", "quill"]

[service]
says = "A service writes."
recognizer = "fake"
writer = "deepseek:deepseek-flash"
memory_gb = 2
models = ["ear"]
key = "DEEPSEEK_API_KEY"
"""
MACHINE = Machine(
    memory_gb=8.2, cores=2, gpu_gb=0, free_gb=50, answering=("hf", "modelscope"), keys=()
)
SPEED = Speed(gflop_s=1000, read_gb_s=100)
LOCAL = (
    "local: Understands what you mean. 0.0 GB to fetch, 8 GB of memory; a pitch of 30 s in five "
    "languages takes about 1 min here.\n"
    "  not large: it needs a GPU of 12 GB that llama.cpp can use, and none is here"
)
ALL = ["trial product fake fake", "exam"]
"""What is done for the set `local`."""


def card_of(name: str, kind: str) -> str:
    body, role = BODIES[name], "recognizer" if name == "ear" else "writer"
    digest = hashlib.sha256(body).hexdigest()
    return (
        f'id = "{name}"\nrole = "{role}"\nengine = "fake"\ntitle = "{name}"\nlicence = "MIT"\n'
        f'commercial = true\nlanguages = ["en"]\nram_mb = 1\n[[files]]\npath = "model.bin"\n'
        f'bytes = {len(body)}\nsha256 = "{digest}"\n[[sources]]\nkind = "{kind}"\n'
        f'repo = "maker/{name}"\nrevision = "main"\n'
    )


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub({f"maker/{name}": {"model.bin": b} for name, b in BODIES.items()})) as each:
        yield each


@pytest.fixture
def home(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home directory; the ear comes from ModelScope, all else from Hugging Face."""
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / "sets.toml").write_text(SETS)
    for name in BODIES:
        kind = "modelscope" if name == "ear" else "hf"
        (cards / f"{name}.toml").write_text(card_of(name, kind))
    for place in (catalogue, weights):
        monkeypatch.setattr(place, "card_folder", lambda: cards)
    monkeypatch.setattr(transfer, "sleep", lambda seconds: None)
    monkeypatch.setattr(room, "measure", lambda: SPEED)
    monkeypatch.delenv("DEEPSEEK_API_KEY", raising=False)
    monkeypatch.delenv("MERCHANT_STUDIO_CONFIG")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        **dict.fromkeys(("HF_ENDPOINT", "MODELSCOPE_ENDPOINT"), hub.address),
        "HOME": str(tmp_path / "home"),
        "XDG_CONFIG_HOME": str(tmp_path / "home" / "config"),
        "MERCHANT_STUDIO_CACHE": str(tmp_path / "cache"),
    }.items():
        monkeypatch.setenv(name, value)
    here(monkeypatch)
    return tmp_path / "home"


def here(monkeypatch: pytest.MonkeyPatch, **found: Any) -> None:
    """Let this machine be MACHINE but for what was found; its keys are real."""

    def look(key_file: str) -> Machine:
        return replace(MACHINE, keys=known_keys(Path(key_file) if key_file else None), **found)

    monkeypatch.setattr(room, "look", look)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The exams and trials that were made."""
    made: list[str] = []

    def take_exam(writer: Any, languages: Sequence[str], tell: Any) -> Any:
        made.append("exam")
        tell(SimpleNamespace(part="understanding", done=1, total=2))
        exam = Exam(taken="2026-11-28", pitch=tuple(languages), judge=True)
        keep_exam(writer, exam)
        return SimpleNamespace(of=writer.stamp, exam=lambda: exam)

    class Trial:
        def __init__(self, config: StudioConfig, tell: Any) -> None:
            self.config = config

        def run(self, path: Path, languages: list[str], slug: str) -> Any:
            made.append(f"trial {path.name} {self.config.recognizer} {self.config.writer}")
            folder = self.config.out / slug / "en"
            folder.mkdir(parents=True)
            (folder / "video.mp4").touch()
            (folder.parent / "report.json").write_text('{"schema": 1}')
            return (SimpleNamespace(blocked=False, findings=()),)

    monkeypatch.setattr(steps, "take_exam", take_exam)
    monkeypatch.setattr(steps, "Studio", Trial)
    monkeypatch.setattr(steps, "short_example", lambda folder: folder)
    return made


def run(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(cli.main, [str(each) for each in arguments], input=typed)


def last(result: Result) -> str:
    return result.stderr.splitlines()[-1]


# ------------------------------------------------------------------------------ what it does


def test_yes_in_a_fresh_home_ends_with_what_a_run_uses(
    home: Path, done: list[str], product: Path, hub: Hub
) -> None:
    result = run("setup", "--yes")
    assert result.exit_code == 0, result.output
    file = settings_file()
    assert file.is_relative_to(home)
    assert result.stdout == f"{LOCAL}\nlocal is set up; every run uses it: {file}\n"
    assert file.read_text() == 'recognizer = "fake"\nwriter = "fake"\n'
    assert done == ALL
    assert weights.is_present("ear") and weights.is_present("pen")

    run("run", product, "--to", "en", "--preset", "ultrafast", "--out", "out")
    report = json.loads(next(Path("out").glob("*/report.json")).read_text("utf-8"))
    assert report["chosen_by"]["recognizer"] == report["chosen_by"]["writer"] == "config.toml"

    before = hub.sent_bytes
    assert run("setup", "--yes").exit_code == 0
    assert (done, hub.sent_bytes) == (ALL, before)


@pytest.mark.parametrize("step", ["pull", "take_exam", "keep_settings", "try_out"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_stopped_at_any_step_it_goes_on(
    home: Path, done: list[str], monkeypatch: pytest.MonkeyPatch, hub: Hub, step: str, when: str
) -> None:
    """`after`: the step was done, of the pulls the first one, and nothing came after it."""
    place: Any = {"pull": weights, "try_out": room}.get(step, steps)
    real = getattr(place, step)

    def stopped(*arguments: Any) -> None:
        if when == "after":
            real(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(place, step, stopped)
        result = run("setup", "--yes")
    assert result.exit_code == 130
    assert last(result) == "merchant-studio: stopped; run the same command again to go on"
    kept = step == "take_exam" or (step == "keep_settings" and when == "after")
    assert settings_file().exists() == kept
    assert run("setup", "--yes").exit_code == 0
    assert user_config().writer == "fake"
    assert done.count(ALL[0]) == 1
    assert done.count("exam") == 1
    assert hub.sent_bytes == len(BODIES["ear"]) + len(BODIES["pen"])


def test_a_download_that_breaks_off_goes_on(home: Path, done: list[str], hub: Hub) -> None:
    hub.faults = [Fault(), Fault(cut=1000), *[Fault(status=503)] * 9]
    assert run("setup", "--yes").exit_code == 1
    assert hub.sent_bytes == len(BODIES["ear"]) + 1000
    hub.faults = []
    assert run("setup", "--yes").exit_code == 0
    assert hub.sent_bytes == len(BODIES["ear"]) + len(BODIES["pen"])


FAULTS = {
    "blocked": (Fault(status=403), "pen could not be fetched (hf: "),
    "lying": (Fault(body=b"x" * len(BODIES["pen"])), "model.bin of pen came with wrong bytes"),
    "breaking off": (Fault(cut=0), "pen could not be fetched (hf: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hub_that_fails_is_one_sentence_and_the_next_best_set_is_offered(
    home: Path, done: list[str], hub: Hub, fault: str
) -> None:
    weights.pull("ear")
    wrong, told = FAULTS[fault]
    hub.faults = [wrong] * 99
    result = run("setup", "--yes")
    assert result.exit_code == 1
    assert last(result).startswith(f"merchant-studio: local cannot be set up: {told}")
    assert last(result).endswith("; the next best set: merchant-studio setup --set embedded")
    assert (done, settings_file().exists()) == ([], False)

    declined = run("setup", typed="y\nn\n")
    assert declined.exit_code == 1
    assert "\nembedded: Says your facts. All of it is here, 2 GB" in declined.stdout
    assert last(declined).endswith("nothing was changed")
    assert not settings_file().exists()

    assert run("setup", typed="y\ny\n").exit_code == 0
    assert user_config().writer == "none"


def test_without_hubs_it_ends_with_embedded_and_says_what_would_bring_more(
    home: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    weights.pull("ear")
    here(monkeypatch, answering=())
    result = run("setup", "--yes")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1] == (
        "  not local: pen cannot be fetched: Hugging Face does not answer; set HF_ENDPOINT to a "
        f"mirror that does, or copy its files into {weights.cache_dir() / 'models' / 'pen'}"
    )
    assert user_config() == StudioConfig(recognizer="fake", writer="none")

    named = run("setup", "--yes", "--set", "local")
    assert named.exit_code == 1
    assert last(named).startswith("merchant-studio: local cannot be set up: pen cannot be fetched")
    assert last(named).endswith("; the next best set: merchant-studio setup --set embedded")


def test_where_nothing_can_be_had_it_says_so(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch, answering=("hf",))
    result = run("setup", "--yes")
    assert result.exit_code == 1
    assert last(result).startswith(
        "merchant-studio: no set can be had here: ear cannot be fetched: ModelScope does not "
        "answer; check the connection, or copy its files into "
    )


def test_a_model_that_was_copied_by_hand_is_taken(
    home: Path, done: list[str], monkeypatch: pytest.MonkeyPatch, hub: Hub
) -> None:
    weights.pull("ear")
    here(monkeypatch, answering=())
    folder = weights.cache_dir() / "models" / "pen"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(BODIES["pen"])
    before = hub.sent_bytes
    assert run("setup", "--yes").exit_code == 0
    assert (user_config().writer, hub.sent_bytes) == ("fake", before)


def test_an_exam_that_was_kept_is_not_taken_again(home: Path, done: list[str]) -> None:
    writer = ChosenEngines(StudioConfig(writer="fake")).writer
    assert writer is not None
    keep_exam(writer, Exam(taken="2026-11-28", pitch=("en",), failed=("vi",), judge=False))
    assert run("setup", "--yes", "--to", "en,vi").exit_code == 0
    assert done == ALL[:1]
    assert run("setup", "--yes", "--to", "en,vi,ru").exit_code == 0
    assert done == ALL  # in one language it was not taken yet


def test_a_trial_that_makes_no_video_chooses_nothing(
    home: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding(
        check="line", severity="block", where="en", message="en, line 1: 18.5 is missing"
    )
    blocked = SimpleNamespace(blocked=True, findings=(finding,))
    studio = SimpleNamespace(run=lambda *arguments, **named: (blocked,))
    monkeypatch.setattr(steps, "Studio", lambda config, tell: studio)
    result = run("setup", "--yes")
    assert last(result) == (
        "merchant-studio: local: the trial made no video: en, line 1: 18.5 is missing"
    )
    assert (result.exit_code, settings_file().exists()) == (1, False)


def test_the_trial_makes_a_video_of_the_examples_first_seconds(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import av

    def with_words(folder: Path) -> Path:
        example.short_example(folder)
        (folder / "pitch.txt").write_text(SPOKEN, encoding="utf-8")
        return folder

    monkeypatch.setattr(steps, "short_example", with_words)
    chosen, seen = sets.model_sets()["embedded"], list[str]()
    video = steps.try_out(chosen, "", lambda step: seen.append(step.stage))
    with av.open(str(video.parents[2] / "product" / "pitch.mp4")) as container:
        assert container.duration is not None
        assert 7.5 < container.duration / 1e6 < 8.5
    assert video.stat().st_size > 0 and "render" in seen
    seen.clear()
    assert steps.try_out(chosen, "", lambda step: seen.append(step.stage)) == video
    assert seen == []


# -------------------------------------------------------------------------- what it proposes


def test_show_changes_nothing(home: Path, done: list[str], hub: Hub) -> None:
    assert run("setup", "--show").stdout == f"{LOCAL}\n"
    shown = json.loads(run("setup", "--show", "--json", "--set", "embedded").stdout)
    assert (shown["set"], shown["recognizer"], shown["notes"]) == ("embedded", "fake", [])
    assert shown["fetch_bytes"] == len(BODIES["ear"])
    assert shown["machine"]["answering"] == ["hf", "modelscope"]
    assert (done, hub.sent_bytes, home.exists()) == ([], 0, False)


def test_json_is_one_document(home: Path, done: list[str]) -> None:
    result = run("setup", "--yes", "--json", "--set", "embedded")
    assert json.loads(result.stdout)["config"] == str(settings_file())
    assert last(run("setup", "--json")).endswith("--json asks nothing; add --show or --yes")


@pytest.mark.parametrize(
    ("found", "chosen", "note"),
    [
        ({"gpu_gb": 16.0}, "large", ""),
        ({"gpu_gb": 8.0}, "local", "not large: it needs a GPU of 12 GB that llama.cpp can use, "
         "and 8 GB are here"),
        ({"memory_gb": 4.1}, "embedded", "not local: it needs 8 GB of memory, and 4.1 GB are here"),
        ({"keys": ("DEEPSEEK_API_KEY",)}, "local", "DEEPSEEK_API_KEY is here: merchant-studio "
         "setup --set service would use it, which costs money and sends what is said to the "
         "service"),
        ({"free_gb": 0.0001}, "embedded", "not local: 0.0001 GB are free on the disk and 0.00012 "
         "GB are to be fetched; free some, or set MERCHANT_STUDIO_CACHE to a folder on another "
         "disk"),
    ],
)  # fmt: skip
def test_the_best_that_fits_is_proposed(
    home: Path, found: dict[str, Any], chosen: str, note: str
) -> None:
    weights.pull("ear")
    proposal = propose(replace(MACHINE, **found), SPEED)
    assert proposal.chosen.name == chosen
    assert note in ("", *proposal.notes)


def test_a_set_that_is_named_may_be_too_large(home: Path, done: list[str]) -> None:
    result = run("setup", "--yes", "--set", "large")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1] == (
        "  it needs a GPU of 12 GB that llama.cpp can use, and none is here"
    )
    assert last(run("setup", "--set", "huge")).endswith(
        "no set of models 'huge'; choose one of: embedded, local, large, service"
    )


def test_the_sets_of_the_project_are_sets() -> None:
    known = sets.model_sets()
    assert list(known) == NAMES.split("|")
    for each in known.values():
        assert all(weights.card(model).files for model in each.models)
        assert each.config().recognizer == each.recognizer


def test_the_readme_has_them_with_what_is_to_be_fetched() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \| ([\d.]+ GB) \|$", text, re.M)
    assert rows == [
        (name, f"{sum(weights.card(model).total_bytes for model in each.models) / 1e9:.1f} GB")
        for name, each in sets.model_sets().items()
    ]


def test_a_broken_list_of_sets_is_told(home: Path) -> None:
    (weights.card_folder() / "sets.toml").write_text("[embedded]\nsays = 1\n")
    with pytest.raises(UsageError, match=r"sets\.toml cannot be read"):
        sets.model_sets()


# --------------------------------------------------------------------------- keys of services


def test_the_key_of_a_service_is_asked_for_once_and_only_its_owner_reads_it(
    home: Path, done: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "my keys.txt"
    file.write_text("# mine\nOPENAI_API_KEY=other\nDEEPSEEK_API_KEY=")
    file.chmod(0o644)
    refused = run("setup", "--yes", "--set", "service")
    assert refused.exit_code == 2
    assert last(refused) == (
        "merchant-studio: service needs a key; set DEEPSEEK_API_KEY in the environment, or leave "
        "--yes out to be asked for it"
    )
    asked = run("setup", "--set", "service", typed=f"y\nsk-secret\n{file}\n")
    assert asked.exit_code == 0, asked.output
    assert "sk-secret" not in asked.output
    assert file.read_text() == "# mine\nOPENAI_API_KEY=other\nDEEPSEEK_API_KEY=sk-secret\n"
    config = user_config()
    assert (config.writer, config.key_file) == ("deepseek:deepseek-flash", str(file))
    assert {path.stat().st_mode & 0o777 for path in (file, settings_file())} == {0o600}
    assert "sk-secret" not in settings_file().read_text()
    assert run("setup", "--yes", "--set", "service").exit_code == 0  # it is known from now on
    assert user_config() == config
    # Whoever goes back to his own machine keeps the file of keys.
    assert run("setup", "--yes", "--set", "local").exit_code == 0
    assert (user_config().writer, user_config().key_file) == ("fake", str(file))


def test_a_key_in_the_environment_is_stored_nowhere(
    home: Path, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", "sk-secret")
    assert run("setup", "--yes", "--set", "service").exit_code == 0
    assert user_config().key_file == ""
    texts = [path.read_bytes() for path in home.parent.rglob("*") if path.is_file()]
    assert not any(b"sk-secret" in text for text in texts)


@pytest.mark.parametrize("key", [" ", "two\nlines", "a\x00b"])
def test_what_is_no_key_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="DEEPSEEK_API_KEY must be one line"):
        keep_key(tmp_path / "keys", "DEEPSEEK_API_KEY", key)
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"Dear Li Mei,\n", b"\xff\xfe"])
def test_a_file_that_is_not_of_keys_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"letter\.txt is no file of keys; name another"):
        keep_key(file, "DEEPSEEK_API_KEY", "sk")
    assert file.read_bytes() == content


def test_a_key_that_cannot_be_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(half: str, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(StorageError, match="Permission denied; name another file"):
        keep_key(tmp_path / "keys", "DEEPSEEK_API_KEY", "sk")
    assert not any(tmp_path.iterdir())


# ---------------------------------------------------------------------- what the machine has


def test_a_machine_is_looked_at_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "answering", lambda within_s: ("npm",) if within_s == 5 else ())
    monkeypatch.setenv("DEEPSEEK_API_KEY", "sk")
    found = room.look()
    assert found.answering == ("npm",)
    assert "DEEPSEEK_API_KEY" in found.keys
    assert found.memory_gb > 0.5 and found.cores >= 1 and found.free_gb >= 0


@pytest.mark.parametrize(("limit", "memory"), [("max\n", 8), ("3\n", 3), ("", 8)])
def test_a_container_has_the_memory_that_it_may_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, memory: int
) -> None:
    import xllamacpp

    kinds = xllamacpp.ggml_backend_dev_type
    found = [
        {"type": kinds.GGML_BACKEND_DEVICE_TYPE_CPU, "memory_total": 8},
        {"type": kinds.GGML_BACKEND_DEVICE_TYPE_GPU, "memory_total": 12},
        {"type": kinds.GGML_BACKEND_DEVICE_TYPE_GPU, "memory_total": 16},
    ]
    monkeypatch.setattr(xllamacpp, "get_device_info", lambda: found)
    monkeypatch.setattr(devices, "CONTAINER_LIMIT", tmp_path / "memory.max")
    if limit:
        (tmp_path / "memory.max").write_text(limit)
    assert devices.memory_bytes() == (memory, 16)


def test_time_is_foretold_by_what_the_models_weigh(monkeypatch: pytest.MonkeyPatch) -> None:
    slow, fast = Speed(gflop_s=80, read_gb_s=10), Speed(gflop_s=800, read_gb_s=100)
    config, served = StudioConfig(), StudioConfig(writer="deepseek")
    embedded = foretell_s(config, slow, on_gpu=False)
    # 94 s for the pictures, 4.4 s to listen, and nobody writes: its exam says so.
    assert embedded == pytest.approx(98, abs=1)
    assert foretell_exam_s(config, slow, 5, on_gpu=False) == 0
    assert foretell_s(config, fast, on_gpu=False) == pytest.approx(embedded / 10)
    assert foretell_s(served, slow, on_gpu=False) == pytest.approx(embedded + 26)
    unexamined = weights.card("qwen2.5-coder-1.5b").model_copy(update={"exam": None})
    whisper = weights.card("whisper-base")
    monkeypatch.setattr(weights, "cards", lambda: (whisper, unexamined))
    written = foretell_s(config, slow, on_gpu=False) - embedded
    assert written == pytest.approx(478 + 872, rel=0.01)
    assert foretell_s(config, slow, on_gpu=True) < (embedded + written) / 5


def test_a_machine_is_measured_in_a_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("merchant_studio.setup.speed.MEASURED_S", 0.01)
    speed = room.measure()
    assert speed.gflop_s > 0.1 and speed.read_gb_s > 0.1


# -------------------------------------------------------------------------------- beside it


def test_no_option_is_named_as_another_variable_of_the_project() -> None:
    taken = {"MERCHANT_STUDIO_CONFIG", "MERCHANT_STUDIO_CACHE", "MERCHANT_STUDIO_LANG"}
    assert not taken & {f"{VARIABLE}{item.name.upper()}" for item in options()}


def test_the_demo_names_setup_to_those_who_have_chosen_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_run", lambda *arguments, **named: None)
    monkeypatch.setattr("merchant_studio.engines.needed_models", lambda config: ())
    told = "better results with better models: merchant-studio setup\n"
    assert run("demo").stdout == told
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text('writer = "fake"\n')
    assert run("demo").stdout == ""

"""What six languages cost the LLM, beside the pure decoding of the same number of tokens.

    python -m benchmarks.script [--pitches 6] [--languages en,es,fr,pt,ru,vi] [--json]
    python -m benchmarks.script --shaped 36         a model in the shape of Qwen3 4B instead

Pitch follows pitch, as in a catalogue: all share the instructions, and a pitch's languages share
the pitch, so both are evaluated once; what is left to pay is the decoding. The first ratio is the
whole time over llama.cpp's own time for decoding the same tokens; the second over decoding as many
tokens without a grammar from a prompt of one word.

With `--shaped`, a model of random weights and so many layers is made in a temporary folder. Told
are tokens a second on one core, and the most memory: as the engine runs it, and with one thing
changed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.facts import cases
from benchmarks.shapes import QWEN3_4B, SETTINGS, make, measure
from benchmarks.survival import perfect_transcript, silent
from merchant_studio.engines import EngineOptions, Skills
from merchant_studio.engines.llama_cpp import LlamaCpp
from merchant_studio.engines.models import find_model
from merchant_studio.languages import profile
from merchant_studio.read.brief import make_brief
from merchant_studio.write import plan_lines, write_script

EVALUATED, ANSWERED = 7300, 10_900
"""Tokens of a pitch in five languages, on average of the recorded ones of `benchmarks.pitch`: of
its 8 questions without what was evaluated before, and of their answers; as Qwen2.5 counts them."""


class Meter:
    """A server between the engine and llama.cpp's that counts tokens and seconds."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.seconds = self.decode_seconds = 0.0
        self.decoded = self.evaluated = 0

    def handle_chat_completions(
        self, request: Mapping[str, Any], take: Callable[[Any], bool] | None = None
    ) -> Any:
        """The server's answer; one that is told to `take` part by part ends with what it took."""
        started = time.perf_counter()
        answer = last = None
        if take is None:
            answer = last = self._server.handle_chat_completions(request)
        else:

            def passed_on(part: Any) -> bool:
                nonlocal last
                last = part
                return take(part)

            self._server.handle_chat_completions(request, passed_on)
        self.seconds += time.perf_counter() - started
        timings = last["timings"]
        self.decode_seconds += timings["predicted_ms"] / 1000
        self.decoded += timings["predicted_n"]
        self.evaluated += timings["prompt_n"]
        return answer


def run(count: int, languages: Sequence[str], model: str) -> dict[str, Any]:
    """All figures, over `count` pitches."""
    writer = LlamaCpp(EngineOptions(model=model, seed=7, threads=0))
    server = writer._load()
    skills = Skills(writes=frozenset(languages))
    decode(server, 16)  # loads the weights into memory
    meter = writer._server = Meter(server)
    for case in cases(count):
        pitch = silent(case.name, case.gold)
        transcript = perfect_transcript(case.written)
        brief = make_brief(pitch, transcript, accept_heard=False, strict=False)
        lines = plan_lines(transcript, brief, transcript.segments[-1].span.end_ms)
        for code in languages:
            write_script(
                lines, brief, profile(code), tag=code, tone="plain", writer=writer, skills=skills
            )
    bare_s = decode(server, meter.decoded)  # at the end: it drives everything else out of the cache
    return {
        "languages": list(languages),
        "pitches": count,
        "six_languages_vs_decode": round(meter.seconds / meter.decode_seconds, 3),
        "six_languages_vs_bare_decode": round(meter.seconds / bare_s, 3),
        "tokens_per_s": round(meter.decoded / meter.decode_seconds, 1),
        "decoded_tokens": meter.decoded,
        "prompt_tokens": meter.evaluated,
    }


def shaped(layers: int, prompt: int, answer: int, words: str) -> dict[str, Any]:
    """The figures of every setting; of the first also the minutes of a pitch in five languages."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shaped.gguf"
        make(replace(QWEN3_4B, layers=layers), find_model(words, "writer").path("*.gguf"), file)
        told = {setting: measure(file, setting, prompt, answer) for setting in SETTINGS}
    usual = told[SETTINGS[0]]
    seconds = EVALUATED / usual["prompt_tokens_per_s"] + ANSWERED / usual["answer_tokens_per_s"]
    return {**told, "pitch_minutes_on_one_core": round(seconds / 60, 1)}


def decode(server: Any, tokens: int) -> float:
    """Seconds that it takes to decode so many tokens in pieces of at most 500, and nothing else."""
    seconds = 0.0
    while tokens > 0:
        piece = min(tokens, 500)
        started = time.perf_counter()
        server.handle_completions(
            {"prompt": "The", "n_predict": piece, "ignore_eos": True, "temperature": 0}
        )
        seconds += time.perf_counter() - started
        tokens -= piece
    return seconds


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pitches", type=int, default=6)
    parser.add_argument("--languages", default="en,es,fr,pt,ru,vi")
    parser.add_argument("--model", default="qwen2.5-coder-1.5b")
    parser.add_argument("--shaped", type=int, metavar="LAYERS", help="of 36 that Qwen3 4B has")
    parser.add_argument("--prompt", type=int, default=1700, help="tokens, with --shaped")
    parser.add_argument("--answer", type=int, default=32, help="tokens, with --shaped")
    parser.add_argument("--json", action="store_true")
    return parser


def main() -> None:
    """Run, print, and with `--json` the figures as the last line."""
    given = command_line().parse_args()
    if given.shaped:
        figures = shaped(given.shaped, given.prompt, given.answer, given.model)
    else:
        figures = run(given.pitches, given.languages.split(","), given.model)
    for name, value in figures.items():
        print(f"{name:26} {value}")
    if given.json:
        print(json.dumps(figures))


if __name__ == "__main__":
    main()

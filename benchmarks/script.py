"""What six languages cost the LLM, beside the pure decoding of the same number of tokens.

    python -m benchmarks.script [--pitches 6] [--languages en,es,fr,pt,ru,vi] [--json]

Pitch follows pitch, as in a catalogue: all share the instructions, and a pitch's languages share
the pitch, so both are evaluated once; what is left to pay is the decoding. The first ratio is the
whole time over llama.cpp's own time for decoding the same tokens; the second over decoding as many
tokens without a schema from a prompt of one word.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.facts import cases
from benchmarks.frame import options, tell
from benchmarks.survival import perfectly_heard
from merchant_studio.engines import EngineOptions
from merchant_studio.engines.llama_cpp import LlamaCpp
from merchant_studio.languages import profile
from merchant_studio.read import recognized_message
from merchant_studio.write import ScriptJob, plan_lines
from merchant_studio.write.pitch import write_pitch


class Meter:
    """A server between the engine and llama.cpp's that counts tokens and seconds."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.seconds = self.decode_seconds = 0.0
        self.decoded = self.evaluated = 0

    def handle_chat_completions(self, request: Mapping[str, Any]) -> Any:
        """The server's answer."""
        started = time.perf_counter()
        answer = self._server.handle_chat_completions(request)
        self.seconds += time.perf_counter() - started
        timings = answer["timings"]
        self.decode_seconds += timings["predicted_ms"] / 1000
        self.decoded += timings["predicted_n"]
        self.evaluated += timings["prompt_n"]
        return answer


def run(count: int, languages: Sequence[str], model: str) -> dict[str, Any]:
    """All figures, over `count` pitches."""
    writer = LlamaCpp(EngineOptions(model=model, seed=7, threads=0))
    server = writer._load()
    decode(server, 16)  # loads the weights into memory
    meter = writer._server = Meter(server)
    for case in cases(count):
        _, transcript, brief = perfectly_heard(case.name, case.gold, case.written)
        message = recognized_message(transcript, brief)
        end_ms = transcript.segments[-1].span.end_ms
        jobs = [
            ScriptJob(
                source=plan_lines(transcript, brief, end_ms, message=message),
                brief=brief,
                profile=profile(code),
                tag=code,
                tone="plain",
                message=message,
            )
            for code in languages
        ]
        write_pitch(jobs, writer, None)
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


OPTIONS = options(
    __doc__,
    pitches=6,
    languages=("en", "es", "fr", "pt", "ru", "vi"),
    model="qwen2.5-coder-1.5b",
    json=False,
)


def main() -> None:
    """Run, print, and with `--json` the figures as the last line."""
    given = OPTIONS.parse_args()
    figures = run(given.pitches, given.languages, given.model)
    table = "\n".join(f"{name:28} {value}" for name, value in figures.items())
    tell(figures, table, as_json=given.json)


if __name__ == "__main__":
    main()

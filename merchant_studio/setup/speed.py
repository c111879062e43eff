"""How long a pitch of 30 s in five languages will take here, foretold from two measurements.

A machine multiplies matrices for a second and reads memory for a second. Listening and reading a
prompt are as fast as the first, writing an answer as fast as the second, for each token of it
reads all weights of the model once. The time comes out within a factor of two or three: programs
that run beside it, caches and the length of the answers are not looked at. A GPU and a service
are not measured; for them stand figures of usual ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from ..config import StudioConfig
from ..engines import RECOGNIZERS, SERVICES, WRITERS, Choice, choices, weights

MEASURED_S = 1.0
"""For each of the two measurements."""
LANGUAGE = "zh"
"""Of the recording."""
PASSES = 2400
"""How often Whisper goes through its weights for 30 s of speech, if each were as fast as in a
product of matrices: 1500 moments in the encoder, and 150 tokens of five beams in the decoder, which
are slower. Whisper base took 20 s for the example's 35 s where it multiplied 22 GFLOP a second."""
PIECE_PASSES = 750
"""The same for the models of sherpa-onnx: a token or none every 40 ms."""
PROMPT_TOKENS, ANSWER_TOKENS = 10_600, 7_800
"""Of a pitch in five languages by a writer of whole pitches: `python -m benchmarks.pitch --only
cotton-socks,bath-mat --languages en,es,vi,ru,ar` says 21,274 and 15,699 for two."""
EXAM_TOKENS = 4_600, 2_350
LANGUAGE_TOKENS = 240, 250
"""Of prompts, what they share once, and of answers: of an exam that is passed at once, and of the
two scripts in each language. Counted with the tokenizer of Qwen2.5 and a writer who answers all
rightly."""
BYTES_PER_WEIGHT = 0.62
"""Of a GGUF file in Q4_K_M: Qwen3 4B has 2.50 GB and 4.02 billion weights."""
RENDER_GFLOP = 7_500
"""Of five videos of 30 s in 1080x1920, as if they were matrices: with listening, the example in
five languages took 105 s of the time of two cores that multiplied 170 GFLOP a second."""
SERVICE_TOKENS_S = 300
"""Of a service that writes several languages at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How fast a machine is."""

    gflop_s: float
    """Billions of multiplications and additions a second, 32-bit."""
    read_gb_s: float
    """Gigabytes of memory that it reads a second."""


GPU = Speed(gflop_s=15_000, read_gb_s=250)
"""A GPU of 12 GB of the middle class, less than half of what its maker says."""


def measure() -> Speed:
    """The speed of this machine, in about three seconds."""
    import numpy as np

    one = np.ones((768, 768), dtype=np.float32)
    large = np.ones((8192, 8192), dtype=np.float32)  # 268 MB: more than any cache
    multiplied = _shortest_s(lambda: one @ one)
    read = _shortest_s(lambda: large @ large[0])
    return Speed(
        gflop_s=2 * one.shape[0] ** 3 / multiplied / 1e9, read_gb_s=large.nbytes / read / 1e9
    )


def foretell_s(config: StudioConfig, speed: Speed, *, on_gpu: bool) -> float:
    """Seconds for a pitch of 30 s in five languages with these engines."""
    fast = GPU if on_gpu else speed
    listening = sum(
        _listening_s(choice, fast) for roles, choice in choices(config) if roles is RECOGNIZERS
    )
    writing = _writing_s(config, fast, PROMPT_TOKENS, ANSWER_TOKENS)
    return listening + writing + RENDER_GFLOP / speed.gflop_s


def foretell_exam_s(config: StudioConfig, speed: Speed, languages: int, *, on_gpu: bool) -> float:
    """Seconds for the exam of the writer in so many languages, if it passes; 0: a card says that it
    has failed.
    """
    prompt, answer = (
        all_ + languages * each for all_, each in zip(EXAM_TOKENS, LANGUAGE_TOKENS, strict=True)
    )
    return _writing_s(config, GPU if on_gpu else speed, prompt, answer)


def _listening_s(chosen: Choice, speed: Speed) -> float:
    if chosen.model not in {card.id for card in weights.cards()}:
        return 0.0
    card = weights.card(chosen.model)
    parameters = (card.parameters_m or 0) * 1e6 or card.total_bytes / 2  # 16 bits each
    passes = PASSES if card.engine == "faster-whisper" else PIECE_PASSES
    return 2 * parameters * passes / 1e9 / speed.gflop_s


def _writing_s(config: StudioConfig, speed: Speed, prompt: int, answer: int) -> float:
    """Seconds for so many tokens; 0 where nobody is asked, as a writer that failed its exam."""
    known = {card.id: card for card in weights.cards()}
    for roles, choice in choices(config):
        card = known.get(choice.model)
        if roles is WRITERS and choice.name in SERVICES:
            return answer / SERVICE_TOKENS_S
        if roles is WRITERS and card and (card.exam is None or card.exam.pitch):
            size = card.total_bytes
            read_s = prompt * 2 * size / BYTES_PER_WEIGHT / 1e9 / speed.gflop_s
            return read_s + answer * size / 1e9 / speed.read_gb_s
    return 0.0


def _shortest_s(work: Callable[[], object]) -> float:
    """Seconds of the shortest of several rounds: the one that others disturbed the least."""
    shortest, end = float("inf"), time.perf_counter() + MEASURED_S
    while time.perf_counter() < end:
        began = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - began)
    return shortest

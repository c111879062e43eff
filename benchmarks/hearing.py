"""How well are recordings of people heard, beside the plain library with the same weights?

    python -m benchmarks.hearing --folder DIR [--spliced 35] [--noise 10] [--telephone]
        [--files 20] [--recognizer faster-whisper] [--model whisper-base] [--json]

DIR holds recordings and `transcripts.tsv`, a table with a row for each: its `file` and the `text`
that is said in it; other columns are passed over. Each is heard by merchant_studio as a pitch
without a sheet and, in the same run, by faster-whisper as its README shows it, with one thread.

Characters are compared without marks, traditional ones and case; numerals count by their value, so
十八 is 18. With `--spliced` the recordings are joined, as they stand in the table, to ones of so
many seconds. `--noise` adds other recordings of the folder, so many decibels below the speech;
`--telephone` leaves what a telephone lets through. A recording is lost if less than 40 % of its
characters are heard, and silently so if nothing is told; a loop is a run of words that stands four
times in the transcript and not in the text. Clear are the recordings in which nothing was so
doubtful that it was listened to a second time. Asserted are the facts of `--accept-heard`; not said
are those whose number the text does not have.
"""

from __future__ import annotations

import csv
import re
import tempfile
import time
import wave
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.frame import options, tell
from merchant_studio.config import StudioConfig
from merchant_studio.engines import RECOGNIZERS, EngineOptions, Recognizer, weights
from merchant_studio.facts import summary
from merchant_studio.facts.numbers import NUMERAL, digits_only, read_numeral
from merchant_studio.hear import silences, transcribe_pitch
from merchant_studio.languages import profile
from merchant_studio.read import make_brief, read_pitch
from merchant_studio.records import Brief, Transcript

Samples = NDArray[np.float32]

RATE_HZ = 16_000
TABLE = "transcripts.tsv"
GAP_S = 0.4
"""Of silence between recordings that are joined."""
TELEPHONE_HZ = (300, 3400)
VOICES_IN_NOISE = 5
LEAST_KEPT = 0.4
"""The share of characters below which a recording is lost."""
LOOP = re.compile(r"(.{1,12}?)\1{3,}")
SOURCE = profile("zh")
_NOTHING = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording and what is said in it."""

    name: str
    text: str
    samples: Samples


@dataclass(slots=True)
class Heard:
    """What one listener made of all recordings."""

    wrong: int = 0
    """Characters: missing, added, or others."""
    numbers: int = 0
    lost: list[str] = field(default_factory=list)
    loops: list[str] = field(default_factory=list)
    cpu_s: float = 0.0

    def count(self, clip: Clip, transcript: str) -> None:
        """Compare a transcript with what was said."""
        said, heard = plain(clip.text), plain(transcript)
        self.wrong += distance(said, heard)
        self.numbers += (numbers(clip.text) & numbers(transcript)).total()
        blocks = SequenceMatcher(None, said, heard, autojunk=False).get_matching_blocks()
        if sum(block.size for block in blocks) < LEAST_KEPT * len(said):
            self.lost.append(clip.name)
        if any(found[0] not in said for found in LOOP.finditer(heard)):
            self.loops.append(clip.name)


# --- recordings -----------------------------------------------------------------------------


def clips(folder: Path, most: int | None) -> list[Clip]:
    """The recordings of a folder in the order of its table."""
    from faster_whisper.audio import decode_audio

    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[:most]
    return [
        Clip(row["file"], row["text"], decode_audio(str(folder / row["file"]), RATE_HZ))
        for row in rows
    ]


def spliced(parts: Sequence[Clip], seconds: float) -> Iterator[Clip]:
    """The recordings joined, with short silences, to ones of at least so many seconds."""
    gap, joined = np.zeros(round(GAP_S * RATE_HZ), np.float32), list[Clip]()
    for clip in parts:
        joined.append(clip)
        if sum(len(each.samples) for each in joined) >= seconds * RATE_HZ or clip is parts[-1]:
            samples = np.concatenate([part for each in joined for part in (each.samples, gap)])
            yield Clip(joined[0].name, "。".join(each.text for each in joined), samples)
            joined = []


def in_noise(clip: Clip, others: Sequence[Clip], below_db: float, seed: int) -> Clip:
    """The recording with other voices behind it."""
    draw = np.random.default_rng(seed)
    noise = np.zeros_like(clip.samples)
    for at in draw.choice(len(others), VOICES_IN_NOISE):
        noise += np.resize(others[at].samples, len(noise))
    levels = [float(np.sqrt((sound**2).mean())) for sound in (clip.samples, noise)]
    noise *= levels[0] / levels[1] * 10 ** (-below_db / 20)
    return Clip(clip.name, clip.text, clip.samples + noise)


def by_telephone(clip: Clip) -> Clip:
    """The recording in the band of a telephone."""
    spectrum = np.fft.rfft(clip.samples)
    hz = np.fft.rfftfreq(len(clip.samples), 1 / RATE_HZ)
    spectrum[(hz < TELEPHONE_HZ[0]) | (hz > TELEPHONE_HZ[1])] = 0
    samples = np.fft.irfft(spectrum, len(clip.samples)).astype(np.float32)
    return Clip(clip.name, clip.text, samples)


# --- what is compared -----------------------------------------------------------------------


def plain(text: str) -> str:
    """The text without marks, in simplified characters, each numeral as its value."""
    valued = re.sub(NUMERAL, lambda found: _valued(found[0]), _simplified(text))
    return _NOTHING.sub("", valued.casefold())


def numbers(text: str) -> Counter[str]:
    """The numerals of a text by their value, but for a bare 一, which is seldom a number."""
    found = (found for found in re.findall(NUMERAL, _simplified(text)) if found not in "一1")
    return Counter(_valued(each) for each in found)


def _simplified(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def _valued(numeral: str) -> str:
    value = read_numeral(numeral)
    return digits_only(numeral) if value is None else f"{value.normalize():f}"


def distance(one: str, other: str) -> int:
    """The least number of characters to add, remove or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


# --- the run --------------------------------------------------------------------------------


@contextmanager
def recorded(clip: Clip) -> Iterator[Path]:
    """The recording as a WAV file."""
    with tempfile.TemporaryDirectory() as place:
        wav = Path(place) / "pitch.wav"
        with wave.open(str(wav), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((clip.samples.clip(-1, 1) * 32767).astype("<i2").tobytes())
        yield wav


def listened(wav: Path, recognizer: Recognizer) -> tuple[Transcript, Brief, float]:
    """What merchant_studio hears, the facts that it would assert, and its CPU time in seconds."""
    pitch = read_pitch(wav, StudioConfig())
    began = time.process_time()
    transcript = transcribe_pitch(pitch, recognizer, SOURCE, lambda ms: None, silences(wav))
    spent = time.process_time() - began
    brief = make_brief(pitch, transcript, accept_heard=True, strict=False)
    return transcript, brief, spent


def as_its_readme_shows(wav: Path, library: Any) -> tuple[str, float]:
    """What the plain library hears, and its CPU time in seconds."""
    began = time.process_time()
    parts, _ = library.transcribe(str(wav), language=SOURCE.code)
    text = "".join(part.text for part in parts)
    return text, time.process_time() - began


def measured(
    heard_by: Sequence[Clip], recognizer: Recognizer, library: Any
) -> dict[str, float | int | list[str]]:
    """Both listeners over all recordings, of which the first is heard once more to begin with."""
    with recorded(heard_by[0]) as wav:
        listened(wav, recognizer)  # which loads the model
    ours, theirs = Heard(), Heard()
    characters = stated = clear = 0
    clear_s = plain_clear_s = 0.0
    silently, asserted, unsaid = list[str](), list[str](), list[str]()
    for clip in heard_by:
        characters += len(plain(clip.text))
        stated += numbers(clip.text).total()
        with recorded(clip) as wav:
            transcript, brief, spent = listened(wav, recognizer)
            plain_text, plain_spent = as_its_readme_shows(wav, library)
        text = "".join(segment.text for segment in transcript.segments)
        if not (transcript.others or transcript.unclear):
            clear, clear_s, plain_clear_s = clear + 1, clear_s + spent, plain_clear_s + plain_spent
        ours.cpu_s += spent
        ours.count(clip, text)
        theirs.cpu_s += plain_spent
        theirs.count(clip, plain_text)
        if clip.name in ours.lost and not any(each.check == "unheard" for each in brief.findings):
            silently.append(clip.name)
        for fact in brief.facts:
            where = fact.heard_in[0].text if fact.heard_in else ""
            told = f"{clip.name}: {fact.key} {summary(fact.value)} ({where})"
            asserted.append(told)
            if not numbers(where) <= numbers(clip.text):
                unsaid.append(told)
    return {
        "errors": round(ours.wrong / characters, 4),
        "plain_errors": round(theirs.wrong / characters, 4),
        "numbers": ours.numbers,
        "plain_numbers": theirs.numbers,
        "numbers_said": stated,
        "lost": ours.lost,
        "lost_silently": silently,
        "plain_lost": theirs.lost,
        "loops": ours.loops,
        "plain_loops": theirs.loops,
        "asserted": asserted,
        "asserted_unsaid": unsaid,
        "cpu_vs_plain": round(ours.cpu_s / theirs.cpu_s, 3),
        "clear": clear,
        "clear_cpu_vs_plain": round(clear_s / plain_clear_s, 3) if clear else 0.0,
    }


OPTIONS = options(
    __doc__,
    folder=Path,
    spliced=0.0,
    noise=float,
    telephone=False,
    files=int,
    recognizer="faster-whisper",
    model="whisper-base",
    json=False,
)


def main() -> None:
    """Print what was heard, and with --json one document."""
    from faster_whisper import WhisperModel

    args = OPTIONS.parse_args()
    if args.folder is None:
        OPTIONS.error("name the folder with the recordings: --folder DIR")
    single = clips(args.folder, args.files)
    heard_by = list(spliced(single, args.spliced)) if args.spliced else single
    if args.noise is not None:
        heard_by = [in_noise(clip, single, args.noise, at) for at, clip in enumerate(heard_by)]
    if args.telephone:
        heard_by = [by_telephone(clip) for clip in heard_by]
    options = EngineOptions(model=args.model, seed=7, threads=1)
    recognizer: Recognizer = RECOGNIZERS.load(args.recognizer, options)
    folder = weights.locate("whisper-base")
    library = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=1)
    figures = measured(heard_by, recognizer, library)
    table = "\n".join(f"{name:16} {value}" for name, value in figures.items())
    tell(figures, table, as_json=args.json)


if __name__ == "__main__":
    main()

"""Everything that runs a model: who hears, writes, translates and speaks, and the weights.

| noun | file |
|---|---|
| what each kind of engine does, and the values that go in and out | `interfaces.py` |
| what a chat model is asked, and what it answers | `asking.py`, JSON in `answers/` |
| what a run asked, and what it cost | `spending.py` |
| what exams have shown that a writer may do | `exams.py` |
| who writes a language: a capable writer, a translator, or neither | `authors.py` |
| the tables of engines by name | `registry.py` |
| the engines of a run, as its options choose them | `chosen.py` |
| one engine: an adapter | `faster_whisper.py`, `llama_cpp.py`, `kokoro.py`, ...; `fake.py` |
| how facts go through a model that only translates | `literal.py` |
| servers that speak OpenAI's protocol, by name | `services.py` |
| whether an engine can be used on this machine | `readiness.py`, `devices.py` |
| a text as Kokoro's sounds | `phonemes.py` |
| a recording as samples, in pieces, and its words with times | `sound.py` |
| the weights of the models | `weights/` |

To add an engine, add a file and a line in its table in `registry.py`: it is imported only when it
is chosen. `fake.py` ships: it is what tests and dry runs use.
"""

from __future__ import annotations

from . import weights
from .asking import Answer, Form, Question, Usage, together
from .authors import Authors, Role
from .chosen import ChosenEngines, check_weights, choices, exam_command, needed_models
from .devices import engines_with_gpu, memory_bytes
from .exams import Exam, answers_of, exam_file, exam_of, keep_exam
from .interfaces import (
    Engine,
    Languages,
    Recognition,
    Recognizer,
    Reference,
    Sound,
    Speaker,
    Timing,
    Translator,
    Utterance,
    Voice,
    Writer,
)
from .phonemes import sounds_of
from .readiness import readiness_of
from .registry import (
    RECOGNIZERS,
    SPEAKERS,
    TRANSLATORS,
    WRITERS,
    Adapter,
    Choice,
    Device,
    EngineOptions,
    Precision,
    Registry,
)
from .services import SERVICES, known_keys
from .sound import part, samples_of, segment_of, speech_in
from .spending import Spending

__all__ = [
    "RECOGNIZERS",
    "SERVICES",
    "SPEAKERS",
    "TRANSLATORS",
    "WRITERS",
    "Adapter",
    "Answer",
    "Authors",
    "Choice",
    "ChosenEngines",
    "Device",
    "Engine",
    "EngineOptions",
    "Exam",
    "Form",
    "Languages",
    "Precision",
    "Question",
    "Recognition",
    "Recognizer",
    "Reference",
    "Registry",
    "Role",
    "Sound",
    "Speaker",
    "Spending",
    "Timing",
    "Translator",
    "Usage",
    "Utterance",
    "Voice",
    "Writer",
    "answers_of",
    "check_weights",
    "choices",
    "engines_with_gpu",
    "exam_command",
    "exam_file",
    "exam_of",
    "keep_exam",
    "known_keys",
    "memory_bytes",
    "needed_models",
    "part",
    "readiness_of",
    "samples_of",
    "segment_of",
    "sounds_of",
    "speech_in",
    "together",
    "weights",
]

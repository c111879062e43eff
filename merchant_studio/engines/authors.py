"""Who writes a language: a capable writer, a translator, or neither. It is decided here alone.

| author | what it writes | what reads it |
|---|---|---|
| capable | whole pitches | code; a judge, if the writer has passed the exam as one |
| translator | literal lines, fact for fact | code |
| none | nothing: the catalogue and the phrasebook speak | code |

A writer is capable in all languages but those in which it has failed its exam: where nobody has
examined it, it may write, and whoever reads is told. One whose languages the merchant names may
write those, whatever its exam says. No judge reads the lines unless the writer has passed as one,
and then each line is marked as unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..languages import language_codes
from .exams import Exam
from .interfaces import Languages, Translator, Writer

Role: TypeAlias = Literal["capable", "translator", "none"]
"""What may be asked of the engines of a run in one language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The engines that may write, and what is known of them."""

    writer: Writer | None = None
    exam: Exam | None = None
    """What the writer has passed; None: nobody has examined it."""
    writes: Languages = None
    """Where the writer may write; see `writer_languages`."""
    translator: Translator | None = None
    translates: Languages = None
    """Where the translator's lines may be taken."""

    @property
    def judge(self) -> Writer | None:
        """Who judges whether lines say what the merchant means; None: nobody may."""
        return self.writer if self.exam and self.exam.judge else None

    def role(self, language: str, source: str) -> Role:
        """Who writes a language (its code) out of the language of the pitch."""
        if language == source:
            return "none"  # it is what the merchant said
        if self.writer and _has(self.writes, language):
            return "capable"
        return "translator" if self.translates_into(language, source) else "none"

    def translates_into(self, language: str, source: str) -> bool:
        """Whether the translator knows both languages, and its lines may be taken."""
        translator = self.translator
        return (
            translator is not None
            and translator.knows(source, language)
            and _has(self.translates, language)
        )

    def understands(self, language: str, source: str) -> bool:
        """Whether an exam has shown that the writer knows a language well enough to say what a
        line in it tells.
        """
        passed = self.exam is not None and language in self.exam.pitch
        return self.judge is not None or (passed and self.role(language, source) == "capable")


def writer_languages(exam: Exam | None, named: Languages) -> Languages:
    """Where a writer may write: where the merchant says, else where it has not failed its exam."""
    if named is not None or exam is None:
        return named
    may = exam.understands is not False
    return frozenset(language_codes()).difference(exam.failed) if may else frozenset()


def _has(languages: Languages, language: str) -> bool:
    return languages is None or language in languages

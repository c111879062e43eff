"""NLLB, M2M100, MADLAD and OPUS-MT through CTranslate2, from a converted folder.

A folder holds what `ct2-transformers-converter` makes, and the model's sentencepiece file. How
facts go through such models: `literal.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import EngineFailedError, UsageError
from ..messages import say
from . import EngineOptions, Languages
from .devices import place
from .literal import through_codes, unknown_pair
from .models import Model, ModelEngine

NAME = "ctranslate2"
END = "</s>"
BEAMS = 4
LONGEST = 256
"""Tokens of a line; a loop ends there."""
CODES = ("QX{}", "[{}]", "#{}#")
"""What stands for the tags on their way, tried in this order."""
FLORES: Mapping[str, str] = {
    "ar": "arb_Arab", "de": "deu_Latn", "en": "eng_Latn", "es": "spa_Latn", "fr": "fra_Latn",
    "hi": "hin_Deva", "id": "ind_Latn", "it": "ita_Latn", "ja": "jpn_Jpan", "ko": "kor_Hang",
    "pt": "por_Latn", "ru": "rus_Cyrl", "th": "tha_Thai", "tr": "tur_Latn", "vi": "vie_Latn",
    "zh": "zho_Hans",
}  # fmt: skip
"""NLLB's names of languages: those of FLORES-200. OPUS-MT's are their first three letters."""
NON_COMMERCIAL = "CC-BY-NC-4.0"
"""NLLB's licence (facebook/nllb-200-*)."""


@dataclass(frozen=True, slots=True)
class _Family:
    """One family of translation models, and the tokens that name its languages."""

    name: str
    mark: re.Pattern[str]
    """What its tokens for languages look like."""
    licence: str = ""
    """Its licence, when it does not allow business."""
    in_source: bool = False
    """The target's token leads the source; else it leads the answer, and the source's its own."""
    leads_text: bool = False
    """It is written before the text, and becomes a token with it; else it is put before them."""

    def tokens(self, language: str) -> tuple[str, ...]:
        """The names that a language may have in the vocabulary."""
        flores = FLORES.get(language, language)
        return {
            "nllb": (flores,),
            "m2m100": (f"__{language}__",),
            "madlad": (f"<2{language}>",),
            "opus-mt": (f">>{flores[:3]}<<", f">>{flores}<<", f">>{language}<<"),
        }[self.name]


FAMILIES = (
    _Family("nllb", re.compile(r"[a-z]{3}_[A-Z][a-z]{3}"), licence=NON_COMMERCIAL),
    _Family("m2m100", re.compile(r"__[a-z]{2,3}__")),
    _Family("madlad", re.compile(r"<2[a-z]{2,3}>"), in_source=True, leads_text=True),
)
OPUS_MT = _Family("opus-mt", re.compile(r">>\w+<<"), in_source=True)


class CTranslate2(ModelEngine):
    """A translation model; lines go through it in one batch."""

    kind, name = "translator", NAME

    def __init__(self, options: EngineOptions) -> None:
        super().__init__(options)
        licence = self._folder.family.licence
        if licence and not self._model.licence:
            self._model = replace(self._model, licence=licence, commercial=False)

    @property
    def writes(self) -> Languages:
        """What its card certifies; every language where no card tells that it was measured."""
        return self._model.writes

    def knows(self, source: str, target: str) -> bool:
        """Whether the vocabulary, or an OPUS-MT folder's name, has both languages."""
        return self._folder.pair(source, target) is not None

    def translate(self, lines: Sequence[str], *, source: str, target: str) -> tuple[str, ...]:
        """A literal line per line; see `engines.Translator`."""
        pair = self._folder.pair(source, target)
        if pair is None:
            raise unknown_pair(NAME, self._model.name, source, target)
        return through_codes(lines, CODES, lambda hidden, _code: self._translated(hidden, pair))

    def _translated(self, lines: Sequence[str], pair: tuple[str, str]) -> list[str]:
        folder, (lead, prefix) = self._folder, pair
        try:
            answers = self._translator.translate_batch(
                [folder.tokens(line, lead) for line in lines],
                target_prefix=[[prefix]] * len(lines) if prefix else None,
                beam_size=BEAMS,
                max_decoding_length=LONGEST,
                no_repeat_ngram_size=6,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineFailedError(
                NAME, say("{model} failed ({why})", model=self._model.name, why=error)
            ) from error
        said = [answer.hypotheses[0] for answer in answers]
        return [
            folder.target.decode([token for token in each if token not in (prefix, END)])
            for each in said
        ]

    @cached_property
    def _folder(self) -> _Folder:
        return _Folder(self._model)

    @cached_property
    def _translator(self) -> Any:
        import ctranslate2

        device, precision = place(self._options.device, self._options.precision)
        self._tell(f"{device}, {precision}")
        try:
            return ctranslate2.Translator(
                str(self._folder.path),
                device=device,
                compute_type=precision,
                intra_threads=self._options.threads,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineFailedError(
                NAME, say("{model} cannot be loaded", model=self._model.name)
            ) from error


class _Folder:
    """What a model's folder says about it."""

    def __init__(self, model: Model) -> None:
        self.path: Path = model.path()
        vocabularies = [*self.path.glob("*vocabulary.json"), *self.path.glob("*vocabulary.txt")]
        if not (self.path / "model.bin").exists() or not vocabularies:
            raise UsageError(
                say(
                    "{model} is no CTranslate2 model; make one of a Hugging Face folder: "
                    "ct2-transformers-converter --model FOLDER --output_dir NEW --copy_files "
                    "*.model",
                    model=model.name,
                )
            )
        self.words = frozenset(word for file in vocabularies for word in _words(file))
        settings = json.loads((self.path / "config.json").read_text(encoding="utf-8"))
        self.adds_end = bool(settings.get("add_source_eos"))
        pieces = sorted([*self.path.glob("*.spm"), *self.path.glob("*.model")])
        if not pieces:
            raise UsageError(
                say(
                    "{model} lacks its sentencepiece file; copy it into the folder",
                    model=model.name,
                )
            )
        own = {file.stem: file for file in pieces}
        self.source = _pieces(own.get("source", pieces[0]))
        self.target = _pieces(own.get("target", pieces[0]))
        two = "source" in own and "target" in own
        found = (each for each in FAMILIES if any(each.mark.fullmatch(w) for w in self.words))
        self.family = OPUS_MT if two else next(found, OPUS_MT)

    def tokens(self, line: str, lead: str) -> list[str]:
        """A line as the model was trained to read it, after the token that leads it, if any."""
        end = [] if self.adds_end else [END]
        if lead and self.family.leads_text:  # a word of the text: the space before it is a token
            return [*self.source.encode(f"{lead} {line}", out_type=str), *end]
        return [*([lead] if lead else []), *self.source.encode(line, out_type=str), *end]

    def pair(self, source: str, target: str) -> tuple[str, str] | None:
        """The token before the source and the one before the answer; None: not this pair."""

        def token(language: str) -> str:
            return next((t for t in self.family.tokens(language) if t in self.words), "")

        if not self.family.in_source:
            pair = token(source), token(target)
            return pair if all(pair) else None
        if token(target):
            return token(target), ""
        named = re.search(r"(?:^|-)([a-z]{2,3})-([a-z]{2,3})$", self.path.name)
        fits = named is not None and self.family is OPUS_MT and named.groups() == (source, target)
        return ("", "") if fits else None


def _words(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return json.loads(text) if file.suffix == ".json" else text.split("\n")


def _pieces(file: Path) -> Any:
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(file))
    except (RuntimeError, OSError) as error:
        raise UsageError(
            say("{file} is no sentencepiece file; copy it again", file=file.name)
        ) from error

"""The engines of a run: those that the configuration names, each loaded once, when first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ..config import StudioConfig
from ..errors import EngineFailedError, UnknownNameError, UsageError
from ..languages import profile
from ..messages import NOTHING, Notice, name_of, say
from . import weights
from .asking import Usage
from .authors import Authors, writer_languages
from .exams import exam_of
from .interfaces import Languages, Recognizer, Speaker, Translator, Writer
from .registry import (
    RECOGNIZERS,
    SPEAKERS,
    TRANSLATORS,
    WRITERS,
    Choice,
    EngineOptions,
    Precision,
    Registry,
)
from .spending import Spending

NOBODY = "none"
"""What `writer` and `translator` say when there is to be none."""
_Engine = TypeVar("_Engine")


def choices(config: StudioConfig) -> tuple[tuple[Registry[Any], Choice], ...]:
    """Every engine that a configuration names, with the registry of its role.

    Raises:
        UnknownNameError: there is no such engine.
    """
    named: list[tuple[Registry[Any], str, str]] = [
        (RECOGNIZERS, config.recognizer, config.recognizer_model)
    ]
    if config.writer != NOBODY:
        named.append((WRITERS, config.writer, config.writer_model))
    if config.translator != NOBODY:
        named.append((TRANSLATORS, config.translator, ""))
    if config.voice != "original":
        named.append((SPEAKERS, config.speaker, config.speaker_model))
    return tuple((roles, _choice(config, roles, name, model)) for roles, name, model in named)


def _choice(config: StudioConfig, roles: Registry[Any], named: str, model: str) -> Choice:
    """The engine, model and address of an option.

    Raises:
        UsageError: there is no such engine; if no option named it, says what did.
    """
    try:
        return roles.choose(named, model)
    except UnknownNameError as error:
        if roles.role not in config.chosen_by:
            raise
        raise UsageError(
            say("{place}: {problem}", place=config.chosen_by[roles.role], problem=error)
        ) from error


def check_weights(config: StudioConfig) -> None:
    """Stop before the work begins if the weights of a chosen model were not pulled.

    Raises:
        UnknownNameError: there is no such engine.
        WeightsMissingError: models of this project were not pulled; it names all of them.
    """
    weights.require(*needed_models(config))


def needed_models(config: StudioConfig) -> tuple[str, ...]:
    """The cards of all models that a run needs here, as far as merchant_studio pulls them.

    Raises:
        UnknownNameError: there is no such engine.
    """
    pulled = {card.id for card in weights.cards() if card.files}
    named = [
        model
        for roles, choice in choices(config)
        for model in (choice.model, *roles.adapter(choice.name).companions)
    ]
    return tuple(model for model in dict.fromkeys(named) if model in pulled)


class ChosenEngines:
    """The engines that hear, write, translate and speak; loaded once, kept from run to run.

    An engine's library or server that is missing raises EngineError, a name that does not exist
    UnknownNameError, as soon as it is asked for.
    """

    def __init__(
        self, config: StudioConfig, on_load: Callable[[Notice], None] = lambda what: None
    ) -> None:
        """`on_load` is told which model is loaded, where, and how precisely."""
        self._config, self._on_load = config, on_load
        self._speakers: dict[str, Speaker] = {}
        self._usages: list[Usage | None] = []
        """Of each answer of the writer since `count_anew`."""

    def count_anew(self) -> None:
        """Forget what the writer was asked so far: another run begins."""
        self._usages.clear()

    @property
    def spending(self) -> Spending | None:
        """What the writer was asked since `count_anew`; None: nothing."""
        if self.writer is None or not self._usages:
            return None
        made_by = self.writer.stamp
        card = weights.card_of_service(made_by.name, made_by.model)
        price = card.price if card else None
        return Spending(model=made_by.model, usages=tuple(self._usages), price=price)

    @property
    def examined(self) -> Notice:
        """What exams have shown of the writer, or how it takes one; empty: there is no writer.

        Errors as in `check`.
        """
        if self.writer is None:
            return NOTHING
        exam = exam_of(self.writer)
        step = exam_command(self._config, ("LANGUAGES",))
        return exam.told if exam else say("not examined; run: {command}", command=step)

    def unexamined(self, languages: Sequence[str]) -> Notice:
        """That nobody examined the writer in some of these languages, and what to do; or empty.

        It writes whole pitches there all the same. Where it has passed as a judge, it reads them.
        Errors as in `check`.
        """
        authors, source = self.authors, profile(self._config.source).code
        if authors.writer is None or authors.judge:
            return NOTHING
        known = {*authors.exam.pitch, *authors.exam.failed} if authors.exam else set[str]()
        codes = dict.fromkeys(profile(tag).code for tag in languages)
        due = [c for c in codes if c not in known and authors.role(c, source) == "capable"]
        if not due:
            return NOTHING
        name, command = authors.writer.stamp.name, exam_command(self._config, due)
        if not known:
            return say(
                "{writer} was not examined, so no line of it is checked for meaning; "
                "run: {command}",
                writer=name,
                command=command,
            )
        return say(
            "{writer} was not examined in {languages}, so no line of it is checked for meaning; "
            "run: {command}",
            writer=name,
            languages=", ".join(due),
            command=command,
        )

    def check(self) -> None:
        """Stop before the work begins if one of them cannot be used.

        Raises:
            UnknownNameError: there is no such engine or language.
            EngineError: a library, a key or a server is missing, or nobody hears the language.
            WeightsError: a model's weights are not here.
        """
        for engine in (self.recognizer, self.authors.writer, self.authors.translator):
            if engine is not None:
                _ = engine.stamp
        check_weights(self._config)
        source = profile(self._config.source)
        if not self.recognizer.hears(source.code):
            model = self.recognizer.stamp.model
            problem = say(
                "{model} does not hear {language}; choose another with --recognizer",
                model=model,
                language=name_of(source.name),
            )
            raise EngineFailedError(self.recognizer.stamp.name, problem)

    @cached_property
    def recognizer(self) -> Recognizer:
        """Who hears."""
        config = self._config
        return self._load(
            RECOGNIZERS, config.recognizer, config.recognizer_model, config.recognizer_precision
        )

    def listener(self, language: str) -> Recognizer:
        """Who listens to a dub in a language (its code): who hears, or Whisper if he cannot."""
        return self.recognizer if self.recognizer.hears(language) else self._whisper

    @cached_property
    def _whisper(self) -> Recognizer:
        return self._load(RECOGNIZERS, "faster-whisper")

    @cached_property
    def writer(self) -> Writer | None:
        """Who writes; None: the translator or the phrasebook."""
        config = self._config
        if config.writer == NOBODY:
            return None
        return self._load(WRITERS, config.writer, config.writer_model, config.writer_precision)

    @cached_property
    def translator(self) -> Translator | None:
        """Who translates literally, if anybody."""
        if self._config.translator == NOBODY:
            return None
        return self._load(TRANSLATORS, self._config.translator)

    @cached_property
    def authors(self) -> Authors:
        """Writer and translator, each with the languages that it may write."""
        writer, translator, config = self.writer, self.translator, self._config
        exam = exam_of(writer) if writer else None
        translates = _named(config.translator_languages)
        if translates is None and translator:
            translates = translator.writes
        return Authors(
            writer=writer,
            exam=exam,
            writes=writer_languages(exam, _named(config.writer_languages)),
            translator=translator,
            translates=translates,
        )

    def speaker(self, named: str) -> Speaker:
        """Who speaks: the configured one with its configured model, or another by its name."""
        if named not in self._speakers:
            model = self._config.speaker_model if named == self._config.speaker else ""
            self._speakers[named] = self._load(SPEAKERS, named, model)
        return self._speakers[named]

    def _load(
        self,
        registry: Registry[_Engine],
        named: str,
        model: str = "",
        precision: Precision = "auto",
    ) -> _Engine:
        choice = _choice(self._config, registry, named, model)
        return registry.load(choice.name, self.options(choice, precision))

    def options(self, choice: Choice, precision: Precision = "auto") -> EngineOptions:
        """What the configuration tells an engine."""
        config = self._config
        return EngineOptions(
            model=choice.model,
            url=choice.url,
            seed=config.seed,
            threads=config.threads,
            key_file=Path(config.key_file).expanduser() if config.key_file else None,
            timeout_s=config.timeout,
            device=config.device,
            precision=precision,
            on_load=self._on_load,
            on_answer=lambda answer: self._usages.append(answer.usage),
        )


def exam_command(config: StudioConfig, languages: Sequence[str]) -> str:
    """What examines the writer: `merchant-studio models exam --to es,vi --writer ollama`."""
    usual = StudioConfig()
    named = (("writer", config.writer), ("writer-model", config.writer_model))
    flags = [f" --{flag} {said}" for flag, said in named if said not in ("", usual.writer)]
    return f"merchant-studio models exam --to {','.join(languages)}{''.join(flags)}"


def _named(languages: str) -> Languages:
    """The codes of the languages that an option names: en,de; None: it names none."""
    if not languages:
        return None
    return frozenset(profile(tag.strip()).code for tag in languages.split(","))

"""Tells whether an engine can be used here, without loading its model; a server is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Any

from ..errors import EngineFailedError, ServiceError, StudioError
from ..messages import Notice, joined, say
from . import weights
from .registry import Choice, EngineOptions, Registry
from .services import SERVICES

LOOK_S = 3
"""How long a server may take to say which models it has."""
MODELS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether an engine can be used, and what was found, or the one line that would help."""

    ready: bool
    found: Notice


def readiness_of(roles: Registry[Any], choice: Choice, options: EngineOptions) -> Readiness:
    """Whether a run with these options could use the engine; if not, what would help.

    Raises:
        UnknownNameError: there is no such engine.
    """
    adapter = roles.adapter(choice.name)
    if adapter.library and find_spec(adapter.library) is None:
        package = f"'merchant-studio[{adapter.extra}]'" if adapter.extra else "merchant-studio"
        return Readiness(False, say("pip install {package}", package=package))
    options = replace(options, name=choice.name, model=choice.model, url=choice.url)
    try:
        if choice.name in SERVICES:
            return Readiness(True, _served(options))
        if not choice.model:
            return Readiness(
                True,
                say(
                    "ready with a model: --{role} {choice}:FOLDER",
                    role=roles.role,
                    choice=choice.name,
                ),
            )
        engine = roles.load(choice.name, options)
        made_by = engine.stamp
        if roles.role == "speaker":
            engine.voices("en")  # tells whether a program that it calls is there
        known = {card.id for card in weights.cards()}
        for needed in filter(known.__contains__, (choice.model, *adapter.companions)):
            weights.locate(needed)
    except StudioError as error:
        return Readiness(False, _unready(error))
    ready = say("ready: {model}", model=made_by.model)
    return Readiness(True, joined(filter(None, (ready, made_by.restriction))))


def _unready(error: StudioError) -> Notice:
    """What is wrong with an engine that is named beside it."""
    match error:
        case ServiceError():
            return joined([error.problem, error.next_step])
        case EngineFailedError():
            return error.problem
    return error.message


def _served(options: EngineOptions) -> Notice:
    """Where a server is and what it has.

    Raises:
        ServiceError: it cannot be asked, or does not have the model.
        UsageError: its address or the file of keys cannot be used.
    """
    from .openai_api import Server

    server = Server(replace(options, timeout_s=LOOK_S, tries=1))
    models = server.models()
    some = ", ".join(models[:MODELS_SHOWN]) or "none"
    if options.model and options.model not in models:
        problem = say("{url} has no model {model!r}", url=server.url, model=options.model)
        raise ServiceError(options.name, problem, say("it has: {models}", models=some))
    return say("ready at {url}: {models}", url=server.url, models=some)

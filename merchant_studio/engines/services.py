"""The servers known by name, such as `deepseek` or `ollama`, and where their keys are.

A key is read where it is needed and goes into the request's header only: no option, record, log
line or error holds one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from ..errors import ServiceError, UsageError
from ..files import read_text
from ..messages import say
from .asking import NO_THOUGHTS

Decoding = Literal["schema", "json", "text"]
"""How a server can be held to what it is asked for: by a JSON schema, to JSON, or not at all (the
checks alone)."""
Cloning = Literal["", "ref_audio", "references", "library"]
"""How a server takes the speech whose voice it is to speak with: in the field of vLLM-Omni or of
SiliconFlow, uploaded first under a name (Chatterbox TTS API), or not at all."""
_TEMPLATE: Mapping[str, Any] = {"chat_template_kwargs": NO_THOUGHTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One kind of server."""

    url: str
    """Where it usually is; empty: it has no usual place."""
    key: str
    """The environment variable of its key."""
    needs_key: bool = False
    decoding: Decoding = "text"
    no_thoughts: Mapping[str, Any] = field(default_factory=dict)
    """The fields of a request that tell a model which may think not to; empty: nothing does."""
    start: str = ""
    """The command that starts it on this machine; empty: it is somebody else's."""
    at_once: int = 4
    """Languages that are asked for at the same time."""
    cloning: Cloning = ""
    voices: tuple[str, ...] = ()
    """Its own voices if it has no list of them; empty: those of OpenAI's. `{model}` stands for
    the model's name."""


SERVICES: Mapping[str, Service] = {
    "deepseek": Service(
        url="https://api.deepseek.com",
        key="DEEPSEEK_API_KEY",
        needs_key=True,
        decoding="json",
        no_thoughts={"thinking": {"type": "disabled"}},
    ),
    "openai": Service(url="https://api.openai.com/v1", key="OPENAI_API_KEY"),
    "ollama": Service(
        url="http://localhost:11434/v1",
        key="OLLAMA_API_KEY",
        decoding="schema",
        no_thoughts={"reasoning_effort": "none"},
        start="ollama serve",
        at_once=1,
    ),
    "vllm": Service(
        url="http://localhost:8000/v1",
        key="VLLM_API_KEY",
        decoding="schema",
        no_thoughts=_TEMPLATE,
        start="vllm serve MODEL",
        at_once=8,
        cloning="ref_audio",
    ),
    "sglang": Service(
        url="http://localhost:30000/v1",
        key="SGLANG_API_KEY",
        decoding="schema",
        no_thoughts=_TEMPLATE,
        start="python -m sglang.launch_server --model-path MODEL",
        at_once=8,
    ),
    "llama-server": Service(
        url="http://localhost:8080/v1",
        key="LLAMA_API_KEY",
        decoding="schema",
        no_thoughts=_TEMPLATE,
        start="llama-server -m MODEL.gguf",
        at_once=1,
    ),
    "siliconflow": Service(
        url="https://api.siliconflow.cn/v1",
        key="SILICONFLOW_API_KEY",
        needs_key=True,
        decoding="json",
        no_thoughts=NO_THOUGHTS,
        cloning="references",
        voices=tuple(
            f"{{model}}:{name}"
            for name in ("anna", "alex", "bella", "benjamin", "claire", "charles", "diana", "david")
        ),
    ),
    "chatterbox": Service(
        url="http://localhost:4123/v1",
        key="CHATTERBOX_API_KEY",
        start="uv run main.py in the folder of chatterbox-tts-api",
        cloning="library",
    ),
}


def address(name: str, url: str) -> str:
    """The base URL of a service: the given one, else `NAME_BASE_URL`'s, else the usual one.

    Raises:
        UsageError: it holds a password or a query, where a key could stand.
    """
    variable = f"{name.upper().replace('-', '_')}_BASE_URL"
    found = (url or os.environ.get(variable, "") or SERVICES[name].url).rstrip("/")
    parts = urlsplit(found)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise UsageError(
            say(
                "the address of {name} holds more than a place; give http://HOST:PORT/v1, and the "
                "key in {key}",
                name=name,
                key=SERVICES[name].key,
            )
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            say("the address of {name} is no http address; give http://HOST:PORT/v1", name=name)
        )
    return found


def read_key(name: str, url: str, key_file: Path | None) -> str:
    """The key of a service, from the file or the environment; empty when it needs none.

    Raises:
        ServiceError: it needs one and there is none.
        UsageError: the file cannot be read.
    """
    service = SERVICES[name]
    key = _keys(key_file).get(service.key, "") or os.environ.get(service.key, "")
    usual = urlsplit(url).hostname == urlsplit(service.url).hostname
    needed = service.needs_key or (usual and not service.start)
    if needed and not key.strip():
        step = say(
            "set {key} in the environment, or name a file of keys with --key-file", key=service.key
        )
        raise ServiceError(name, say("its key is missing"), step)
    return key.strip()


def known_keys(key_file: Path | None) -> tuple[str, ...]:
    """The variables of services' keys that the file or the environment has: DEEPSEEK_API_KEY.

    Raises:
        UsageError: the file cannot be read.
    """
    found = {**os.environ, **_keys(key_file)}
    names = dict.fromkeys(service.key for service in SERVICES.values())
    return tuple(name for name in names if found.get(name, "").strip())


def _keys(key_file: Path | None) -> dict[str, str]:
    """The lines NAME=VALUE of a file; `#` begins a comment line."""
    if key_file is None:
        return {}
    try:
        lines = read_text(key_file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            say("the file of keys {file} cannot be read; check --key-file", file=key_file)
        ) from error
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {
        name.removeprefix("export ").strip(): value.strip().strip("\"'") for name, _, value in pairs
    }

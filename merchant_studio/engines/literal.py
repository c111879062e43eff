"""What literal translators share: facts go through a model as codes that it copies.

Models that only translate know nothing of tags such as `<price>`: each is replaced by a code that
they copy like a model number, and a line in which one is lost or doubled is tried again with
another code, then given up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..errors import EngineFailedError
from ..messages import say

MAX_TAGS = 9
"""The number of a tag in its line is one digit."""
_TAG = re.compile(r"<(\w+)>")


def through_codes(
    lines: Sequence[str],
    codes: Sequence[str],
    translated: Callable[[Sequence[str], str], Sequence[str]],
) -> tuple[str, ...]:
    """One translation per line, each with the tags of its line once; else it is empty.

    `codes` stand for the tags, tried in this order; `{}` in one is the tag's number in its line.
    `translated` gets lines with codes, and which one they have, and gives an answer for each.
    Empty lines are not asked for.
    """
    done: dict[int, str] = {i: "" for i, line in enumerate(lines) if not line.strip()}
    for code in codes:
        left = [i for i in range(len(lines)) if i not in done]
        hidden = [hide(lines[i], code) for i in left]
        answers = translated(hidden, code) if hidden else ()
        for i, answer in zip(left, answers, strict=True):
            shown = show(answer, lines[i], code)
            if shown is not None:
                done[i] = shown
    return tuple(done.get(i, "") for i in range(len(lines)))


def hide(line: str, code: str) -> str:
    """The line with a code for each tag."""
    tags = iter(range(1, 100))
    return _TAG.sub(lambda tag: f" {code_of(code, next(tags))} ", line).strip()


def code_of(code: str, number: int) -> str:
    """The code of a line's first, second ... tag: `QX1` for `QX{}`."""
    return code.replace("{}", str(number))


def show(answer: str, line: str, code: str) -> str | None:
    """The answer with the line's tags put back; None unless it holds each code once."""
    tags = _TAG.findall(line)
    if len(tags) > MAX_TAGS or _TAG.search(answer):  # what looks like a tag is a control token
        return None
    before, _, after = (re.escape(part) for part in code.partition("{}"))
    found = re.compile(rf"{before}\s?(\d){after}(?!\d)", re.I)
    if sorted(found.findall(answer)) != [str(n + 1) for n in range(len(tags))]:
        return None
    return found.sub(lambda each: f"<{tags[int(each[1]) - 1]}>", answer).strip()


def unknown_pair(engine: str, model: str, source: str, target: str) -> EngineFailedError:
    """That a model does not translate between two languages (their codes)."""
    return EngineFailedError(
        engine,
        say(
            "{model} does not know {source} and {target}",
            model=model,
            source=source,
            target=target,
        ),
    )

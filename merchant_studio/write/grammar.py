"""Locked decoding: a GBNF grammar under which no tag can be lost and no digit invented.

Each numbered line holds each of its tags exactly once, in any order, around bounded stretches
of the language's own letters, and ends like a sentence. There is one rule per set of tags that
is still to come, so a line with n tags takes 2**n rules; with many tags the order is fixed.

A stretch may be as long as the whole line may be. The bound only stops a model that repeats itself
for ever; a line that reaches it is too long, which the check tells.
"""

from __future__ import annotations

from .request import LineRequest, WritingRequest

MAX_FREE_TAGS = 6
"""So many tags may stand in any order (64 rules); more stand in the order of the source."""


def locked_lines(request: WritingRequest) -> str:
    """The grammar of all lines of a request: `1. ...`, `3. ...`, one line each."""
    rules = [
        "root ::= "
        + ' "\\n" '.join(f'"{line.number}. " l{line.number}' for line in request.lines)
        + ' "\\n"'
    ]
    for line in request.lines:
        rules += _line_rules(f"l{line.number}", line, request.punctuation)
    inner = "".join(c for c in request.punctuation if c not in request.sentence_end)
    letters = request.letters
    rules.append(f"c ::= [{letters}{_escape(inner)}]")
    rules.append(f"w ::= [{letters}]")
    rules.append(f"e ::= [{_escape(request.sentence_end)}]")
    return "\n".join(rules)


def _escape(characters: str) -> str:
    """Characters for a GBNF class; the hyphen goes last, where it is no range."""
    plain = "".join(c for c in characters if c not in "-]\\^")
    return (
        plain
        + "".join("\\" + c for c in "]\\" if c in characters)
        + ("-" if "-" in characters else "")
    )


def _line_rules(name: str, line: LineRequest, punctuation: str) -> list[str]:
    """The rules of one line; each is named for the tags that are said: `l2-0` after the first."""
    bound = line.max_chars
    stretch = f"w c{{0,{bound}}}"
    if " " in punctuation:
        # After a tag comes the end, a comma, or a space and more: never a letter glued to it.
        comma = "،" if "،" in punctuation else ","
        before = f'({stretch} " ")?'
        between = f'(" " | "{comma} ") {before}'
        last = f'(" " {stretch})?'
    else:
        before, between, last = f"({stretch})?", f"c{{0,{bound}}}", f"c{{0,{bound}}}"
    rules: dict[str, str] = {}

    def rule(rest: tuple[str, ...]) -> str:
        said = [tag for tag in line.tags if tag not in rest]
        own = "-".join([name, *(str(line.tags.index(tag)) for tag in said)])
        if own in rules:
            return own
        rules[own] = ""  # keeps its place before the rules that it names
        lead = between if said else before
        following = rest if len(line.tags) <= MAX_FREE_TAGS else rest[:1]
        rules[own] = " | ".join(
            f'{lead} "<{tag}>" {rule(tuple(other for other in rest if other != tag))}'
            for tag in following
        ) or (f"{last} e" if said else f"{stretch} e")
        return own

    rule(line.tags)
    return [f"{own} ::= {body}" for own, body in rules.items()]

"""Locked decoding: a GBNF grammar under which no tag can be lost and no digit invented.

Each numbered line holds each of its tags exactly once, in any order, around bounded stretches
of the language's own letters, and ends like a sentence. There is one rule per set of tags that
is still to come, so a line with n tags takes 2**n rules.
"""

from __future__ import annotations

from . import LineRequest, WritingRequest

MAX_TAGS = 6
"""Tags that one line may hold: 64 rules."""
_SLACK = 3
"""The bound on a stretch is this many times its share of the line: it only stops loops. A line
that is too long for its time is found by the check, which does not cut words."""


def locked_lines(request: WritingRequest) -> str:
    """The grammar of all lines of a request: `1. ...`, `2. ...`, one line each."""
    spaced = " " in request.punctuation
    rules = [
        "root ::= "
        + ' "\\n" '.join(f'"{n}. " l{n}' for n in range(1, len(request.lines) + 1))
        + ' "\\n"'
    ]
    for n, line in enumerate(request.lines, start=1):
        rules += _line_rules(f"l{n}", line, spaced)
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


def _line_rules(name: str, line: LineRequest, spaced: bool) -> list[str]:
    bound = max(12, line.max_chars * _SLACK // (len(line.tags) + 1))
    space = '" " ' if spaced else ""
    before = f"(w c{{0,{bound}}} {space})?"
    # After a tag comes the end, punctuation, or a space and more: never a letter glued to it.
    between = f'(" " | ", ") (w c{{0,{bound}}} {space})?' if spaced else f"c{{0,{bound}}}"
    last = f'(" " w c{{0,{bound}}})?' if spaced else f"c{{0,{bound}}}"
    rules: list[str] = []

    def rule(rest: tuple[str, ...], first: bool) -> str:
        said = [tag for tag in line.tags if tag not in rest]
        own = "-".join([name, *(str(line.tags.index(tag)) for tag in said)])
        if any(r.startswith(f"{own} ::=") for r in rules):
            return own
        at = len(rules)
        rules.append(f"{own} ::=")
        if not rest:
            body = f"w c{{0,{bound}}} e" if first else f"{last} e"
        else:
            lead = before if first else between
            body = " | ".join(
                f'{lead} "<{tag}>" {rule(tuple(t for t in rest if t != tag), False)}'
                for tag in rest
            )
        rules[at] = f"{own} ::= {body}"
        return own

    rule(line.tags, True)
    return rules

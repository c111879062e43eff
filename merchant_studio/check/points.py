"""Does a script say every selling point, and has anybody read whether it says what was meant?"""

from __future__ import annotations

from ..records import Finding, Script


def check_points(script: Script, *, strict: bool) -> tuple[Finding, ...]:
    """A `warn` that names the points which no line says, in the merchant's words; else nothing.

    With `strict` it is a `block`.
    """
    missing = script.missing
    if not missing:
        return ()
    named = "; ".join(f"{point.quote} ({point.text})" for point in missing)
    said = f"{len(script.points) - len(missing)} of {len(script.points)}"
    return (
        Finding(
            check="points",
            severity="block" if strict else "warn",
            where=script.language,
            message=f"{script.language}: {said} selling points are said; missing: {named}",
        ),
    )


def check_meaning(script: Script) -> tuple[Finding, ...]:
    """A `warn` about lines of a whole pitch whose meaning no judge has read; else nothing."""
    unread = [
        line
        for line in script.lines
        if line.text and line.author in ("llm", "llm-retry") and line.meaning == "unchecked"
    ]
    if not script.whole or not unread:
        return ()
    lines = "1 line" if len(unread) == 1 else f"{len(unread)} lines"
    return (
        Finding(
            check="meaning",
            severity="warn",
            where=script.language,
            message=f"{script.language}: the meaning of {lines} is not checked",
        ),
    )

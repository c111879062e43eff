"""Does a script say every selling point, and has anybody read whether it says what was meant?"""

from __future__ import annotations

import re

from ..languages import LanguageProfile
from ..messages import name_of, say
from ..records import Brief, Finding, Script, Term

_STEM = 3
"""Letters that a word keeps in all its forms, at least: a shorter word is taken whole."""


def check_points(script: Script, *, strict: bool) -> tuple[Finding, ...]:
    """A `warn` that names the points which no line says, in the merchant's words; else nothing.

    With `strict` it is a `block`.
    """
    missing = script.missing
    if not missing:
        return ()
    named = "; ".join(f"{point.quote} ({point.text})" for point in missing)
    return (
        Finding(
            check="points",
            severity="block" if strict else "warn",
            where=script.language,
            message=say(
                "{language}: {said} of {all} selling points are said; missing: {missing}",
                language=script.language,
                said=len(script.wanted) - len(missing),
                all=len(script.wanted),
                missing=named,
            ),
        ),
    )


def check_meaning(script: Script) -> tuple[Finding, ...]:
    """A `warn` about a whole pitch's lines that no judge has read, and one for each that breaks it.

    A line breaks its script where its "it" has no noun, or where it follows the farewell.
    """
    if not script.whole:
        return ()
    own = [line for line in script.lines if line.text and line.author in ("llm", "llm-retry")]
    found = []
    unread = sum(line.meaning == "unchecked" for line in own)
    if unread:
        message = (
            say("{language}: the meaning of 1 line is not checked", language=script.language)
            if unread == 1
            else say(
                "{language}: the meaning of {count} lines is not checked",
                language=script.language,
                count=unread,
            )
        )
        where = script.language
        found.append(Finding(check="meaning", severity="warn", where=where, message=message))
    for line in own:
        if line.why:
            number = line.index + 1
            found.append(Finding.of_line("meaning", "warn", script.language, number, line.why))
    return tuple(found)


def check_order(script: Script, brief: Brief, profile: LanguageProfile) -> tuple[Finding, ...]:
    """A `warn` about a script that keeps the merchant's order where a seller's was asked for.

    Nobody may change the order of a script in the merchant's own language.
    """
    if script.free or profile.code == brief.source_language:
        return ()
    message = say(
        "{language}: it keeps your sentences in your order, for no writer has passed the exam for "
        "pitches in {name}; see merchant-studio models exam",
        language=script.language,
        name=name_of(profile.name),
    )
    where = script.language
    return (Finding(check="order", severity="warn", where=where, message=message),)


def check_name(script: Script, brief: Brief, profile: LanguageProfile) -> tuple[Finding, ...]:
    """A `warn` about a whole pitch that never names its product; else nothing."""
    named = next((fact for fact in brief.facts if fact.key == "name" and fact.must_say), None)
    if not script.whole or named is None or not isinstance(named.value, Term):
        return ()
    name = named.value.translations.get(profile.code, "")
    if not name or is_named(name, " ".join(line.text for line in script.lines)):
        return ()
    message = say(
        "{language}: no line names the product ({name}); write its name into one",
        language=script.language,
        name=name,
    )
    where = script.language
    return (Finding(check="name", severity="warn", where=where, key="name", message=message),)


def is_named(name: str, text: str) -> bool:
    """Whether a text has a word of a product's name, whatever its ending is."""
    words, said = re.split(r"[\s'’·-]+", name.casefold()), text.casefold()
    return any(word[: max(_STEM, len(word) - 2)] in said for word in words if len(word) > 1)

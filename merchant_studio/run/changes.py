"""What a change was, seen from the records before and after it: a price, a line, a selling point.

A value that `History` keeps beside the change, to be told by whoever offers to take it back:
`{"act": "revise", "was": <the price>, "now": <the price>}`.
"""

from __future__ import annotations

from typing import Any

from ..records import Brief, Fact, Script, to_json

What = dict[str, Any]


def of_facts(before: Brief, after: Brief) -> What:
    """The change between two briefs; the first one, if there are more."""
    old = {fact.key: fact for fact in (*before.facts, *before.unconfirmed)}
    new = {fact.key: fact for fact in (*after.facts, *after.unconfirmed)}
    gone = [fact for key, fact in old.items() if key not in new]
    come = [fact for key, fact in new.items() if key not in old]
    other = [(old[key], fact) for key, fact in new.items() if key in old and _differs(old, fact)]
    if other or (gone and come):
        was, now = other[0] if other else (gone[0], come[0])
        return {"act": "revise", "was": to_json(was), "now": to_json(now)}
    if come or gone:
        return {"act": "add" if come else "remove", "fact": to_json((come or gone)[0])}
    open_keys = {fact.key for fact in after.unconfirmed}
    sure = [fact for fact in before.unconfirmed if fact.key not in open_keys]
    if sure:
        return {"act": "confirm", "fact": to_json(sure[0]), "count": len(sure)}
    taken = [point for point in after.points if point not in before.points]
    struck = [point for point in before.points if point not in after.points]
    if taken or struck:
        point = (taken or struck)[0]
        return {"act": "take" if taken else "strike", "point": to_json(point)}
    return {"act": "facts"}


def of_script(before: Script, after: Script) -> What:
    """The first line that reads otherwise."""
    texts = [line.text for line in before.lines]
    lines = (line.index for line in after.lines if line.text not in texts[line.index :][:1])
    return {"act": "line", "language": after.language, "line": next(lines, 0) + 1}


def _differs(old: dict[str, Fact], fact: Fact) -> bool:
    return old[fact.key].value != fact.value

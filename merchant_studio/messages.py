"""What the program tells a merchant, as data: a sentence knows its template and its values.

    say("{file} is silent; record it again with the microphone on", file="pitch.mp4")

is the English text "pitch.mp4 is silent; record it again with the microphone on" wherever a text is
wanted. Who speaks another language (`telling.py`) looks up the template and fills in the values
anew; a value that is a sentence itself, or the name of a fact or a language, is told in it, too.

A hole is `{file}`, or `{file!r}` where English puts a text in quotes. Other braces are braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, TypeAlias

_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What would move a terminal's cursor, change its colors or turn its text around."""
_NOT_UTF8 = re.compile("[^/\\s]*[\ud800-\udfff][^/\\s]*")
"""A name with bytes that are not UTF-8, as Python keeps them: 0xB1 is \\udcb1."""
_HOLE = re.compile(r"\{(\w+)(!r)?\}")

Value: TypeAlias = "str | int | float | Notice | tuple[Value, ...]"
"""What stands in a hole: a text that is kept as it is, a number, a sentence or a name that is told,
or several of them, with commas between them."""


class Notice(str):
    """A sentence in English that can be told in any language: it knows its template and its values.

    Without values it is its own template: "it is not finished".
    """

    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, values: Mapping[str, Value] | None = None) -> Notice:
        """The template with the values in its holes."""
        held = values or {}
        notice = super().__new__(cls, filled(template, held, str, ", "))
        notice.template, notice.values = template, held
        return notice

    def __str__(self) -> Notice:
        """The sentence itself, so that `str` loses nothing of it."""
        return self

    @property
    def english(self) -> str:
        """The sentence as a plain text."""
        return str.__str__(self)

    def __reduce__(self) -> tuple[Any, ...]:
        """Its template and its values, for another process."""
        return Notice, (self.template, self.values)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """How records keep it: with its values; a sentence that has none, as a plain text."""
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            read_back, serialization=core_schema.plain_serializer_function_ser_schema(stored)
        )


def say(template: str, /, **values: object) -> Notice:
    """What is told: `say("{file} is silent", file=path.name)`.

    An error among the values is what it tells; of a text is left out what would steer a terminal.
    """
    return Notice(template, {name: _held(value) for name, value in values.items()})


def name_of(*names: str) -> Notice:
    """A name that every language has a word for: a fact (`price`), a language; or several."""
    if len(names) > 1:
        return Notice("{names}", {"names": tuple(map(name_of, names))})
    return names[0] if isinstance(names[0], Notice) else Notice(names[0])


def plain(text: str) -> Notice:
    """What others say, such as the system; it is told as it stands."""
    return text if isinstance(text, Notice) else Notice(shown(text))


def listed(notices: Iterable[Notice]) -> Notice:
    """Several things in one sentence: "2 made, 1 failed"."""
    return reduce(lambda one, other: say("{one}, {other}", one=one, other=other), notices)


def joined(notices: Iterable[Notice]) -> Notice:
    """Several sentences as one: "it is too long; write less"; none: nothing."""
    told = list(notices)
    if not told:
        return NOTHING
    return reduce(lambda one, other: say("{one}; {other}", one=one, other=other), told)


def all_of(names: Iterable[Notice]) -> Notice:
    """Names in one sentence: "ModelScope and Hugging Face"."""
    return reduce(lambda one, other: say("{one} and {other}", one=one, other=other), names)


def either(notices: Iterable[Notice]) -> Notice:
    """What else may be done: "wait some minutes or set HF_TOKEN anew"."""
    return reduce(lambda one, other: say("{one} or {other}", one=one, other=other), notices)


def reworded(notice: Notice, change: Callable[[str], str]) -> Notice:
    """The same sentence, with each text that is kept as it is changed: a path, say."""

    def changed(value: Value) -> Value:
        match value:
            case Notice():
                return reworded(value, change)
            case str():
                return change(value)
            case tuple():
                return tuple(map(changed, value))
        return value

    if not notice.values:
        return Notice(change(notice.template))
    return Notice(notice.template, {name: changed(each) for name, each in notice.values.items()})


def filled(
    template: str, values: Mapping[str, Value], tell: Callable[[Notice], str], comma: str
) -> str:
    """The template with its values, those that can be told as `tell` tells them."""

    def told(value: Value) -> str:
        if isinstance(value, tuple):
            return comma.join(map(told, value))
        return tell(value) if isinstance(value, Notice) else str(value)

    def fill(hole: re.Match[str]) -> str:
        if hole[1] not in values:
            return hole[0]
        value = values[hole[1]]
        return repr(told(value)) if hole[2] and isinstance(value, str) else told(value)

    return _HOLE.sub(fill, template)


def shown(text: str) -> str:
    """A text with names of files in it, as it may be told: one line, no escapes, no lone bytes.

    A name in GBK, as a Chinese Windows packs it into a ZIP, is read as GBK: 保温杯.
    """
    told = re.sub(r"[\t-\r]", " ", _NOT_UTF8.sub(_read_as_gbk, text))
    return _UNSHOWN.sub("\ufffd", told)


def _read_as_gbk(found: re.Match[str]) -> str:
    try:
        raw = found[0].encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a letter of UTF-16: bytes of no name
        raw = found[0].encode("utf-8", "replace")
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def stored(notice: str) -> Any:
    """The sentence as JSON keeps it, so that it can be told in any language later."""
    if not isinstance(notice, Notice):
        return notice
    return _stored(notice) if notice.values else notice.english


def read_back(value: Any) -> Notice:
    """What `stored` gave; a plain text, as older records have it, is told as it stands.

    Raises:
        ValueError: it is neither a text nor a template with values.
    """
    if isinstance(value, Notice):
        return value
    if isinstance(value, str):
        return Notice(value)
    if not isinstance(value, dict) or not isinstance(value.get("template"), str):
        raise ValueError("it is neither a text nor a template with values")
    values = value.get("values", {})
    if not isinstance(values, dict):
        raise ValueError("its values are no object")
    return Notice(value["template"], {name: _read_back(each) for name, each in values.items()})


def _held(value: object) -> Value:
    match value:
        case Notice() | int() | float():
            return value
        case str():
            return shown(value)
        case list() | tuple():
            return tuple(map(_held, value))
        case BaseException():
            return _held(getattr(value, "message", None) or str(value))
    return shown(str(value))


def _stored(value: Value) -> Any:
    if isinstance(value, tuple):
        return [_stored(each) for each in value]
    if not isinstance(value, Notice):
        return value
    values = {name: _stored(each) for name, each in value.values.items()}
    return {"template": value.template, **({"values": values} if values else {})}


def _read_back(value: Any) -> Value:
    match value:
        case str() | int() | float():
            return value
        case list():
            return tuple(_read_back(each) for each in value)
    return read_back(value)


NOTHING = Notice("")
"""Where nothing is to be told."""

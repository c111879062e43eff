"""The table of all that a user can do: one row for each action, from which everything else is made.

A row is a function whose first parameter is the session, and the others are its typed arguments:

    @press()
    def strike(session: Session, point: str) -> None: ...

How to add an action: write the function in the file of its panel, and say who may ask for it.

1. `@press` is a button of the page: `data-act="strike"` sends it, with `data-point="..."`.
2. `@field` is what a field of the sheet sends while it is filled in; `shows` is what changes
   beside it.
3. `@endpoint` is for programs: an endpoint of the HTTP API, which is a tool for agents (MCP), too.
   Its docstring is what they read; `answers` names an answer of `answers.py`. Arguments that have
   a default are asked of the page alone.

`tests/test_page_actions.py` holds every row to this.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, TypeAlias, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])
Source: TypeAlias = Literal["page", "field", "program"]
"""Who asks: a button of the page, a field of its sheet, or a program."""
Target: TypeAlias = Literal["product", "new", "product or new", "products", "nothing"]
"""What a program has to name first, and the function's first parameter is made of."""
Upload: TypeAlias = Annotated[str, "upload"]
"""The path of a file that was sent to the API."""
Number: TypeAlias = Annotated[int, "number"]
"""Which line or sentence it is, 0 for the first; programs count from 1."""
Tongue: TypeAlias = Annotated[str, "tongue"]
"""The language of a script; on the page that which the tab shows."""
MAX_DIGITS = 15
"""More than a moment in milliseconds has, and fewer than Python refuses to read."""
Texts: TypeAlias = Mapping[str, str]
"""All texts that were sent, by the names of their fields."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One row."""

    name: str
    """As the page or a program calls it."""
    source: Source
    function: Callable[..., Any]
    shows: str
    """What it changes, and who asked is shown or answered then: `page`, `sheet`, `facts` ..."""
    target: Target = "product"
    holds: bool = True
    """Whether nobody else changes the session's product meanwhile."""

    @cached_property
    def arguments(self) -> Mapping[str, inspect.Parameter]:
        """The parameters that a caller gives, by name; their annotations are types."""
        known = inspect.signature(self.function, eval_str=True).parameters
        first = 0 if self.target == "nothing" else 1
        return dict(list(known.items())[first:])

    @property
    def asked(self) -> Mapping[str, inspect.Parameter]:
        """The parameters that a program gives."""
        given = self.arguments.items()
        return {name: each for name, each in given if each.default is inspect.Parameter.empty}

    def run(self, session: Any, values: Mapping[str, Any]) -> Any:
        """Do it with what a browser sent, and return what the function returns.

        What is missing, or is of another type, counts as empty.
        """
        given = {
            name: session.tongue
            if each.annotation is Tongue
            else READERS[each.annotation](values, name)
            for name, each in self.arguments.items()
        }
        return self.do(session, given)

    def do(self, session: Any, given: Mapping[str, Any]) -> Any:
        """Do it with its arguments to what is there once those before him have changed it."""
        if not self.holds:
            return self.function(session, **given)
        with session.run.changing():
            return self.function(session, **given)


ACTIONS: dict[tuple[Source, str], Action] = {}
"""All rows, by who asks and the name."""


def press(name: str = "", *, holds: bool = True) -> Callable[[Function], Function]:
    """A button of the page; a function that returns a session opens that one's product.

    `holds` is False where another product is changed than the one that the tab shows.
    """
    return _row("page", name, "page", holds=holds)


def field(name: str = "", *, shows: str = "sheet") -> Callable[[Function], Function]:
    """What a field of the sheet sends; the function returns what may be wrong with its text."""
    return _row("field", name, shows)


def endpoint(
    name: str = "", *, answers: str = "returned", target: Target = "product"
) -> Callable[[Function], Function]:
    """An endpoint for programs, which wait for the job that the function returns, if it does."""
    return _row("program", name, answers, target)


def _row(
    source: Source, name: str, shows: str, target: Target = "product", *, holds: bool = True
) -> Callable[[Function], Function]:
    def put(function: Function) -> Function:
        row = Action(
            name=name or function.__name__,
            source=source,
            function=function,
            shows=shows,
            target=target,
            holds=holds,
        )
        if (source, row.name) in ACTIONS:
            raise ValueError(f"two actions of the {source} are called {row.name}")
        ACTIONS[source, row.name] = row
        return function

    return put


def text_of(values: Mapping[str, Any], name: str) -> str:
    """A text that was sent, or empty."""
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def number_of(values: Mapping[str, Any], name: str) -> int:
    """A number of zero and up that was sent, or 0."""
    text = text_of(values, name)
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else 0


def _texts_of(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The texts of a list that was sent, such as the languages that are ticked."""
    found = values.get(name, [])
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()


READERS: Mapping[Any, Callable[[Mapping[str, Any], str], Any]] = {
    str: text_of,
    int: number_of,
    Number: number_of,
    str | None: lambda values, name: text_of(values, name) if name in values else None,
    bool | None: lambda values, name: bool(_texts_of(values, name)) if name in values else None,
    Sequence[str]: _texts_of,
    Texts | None: lambda values, name: {key: text_of(values, key) for key in values},
}
"""How an argument of each type is read from what a browser sent; a box that is ticked is a list."""

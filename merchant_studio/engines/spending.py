"""What a model was asked in one run: how often, how many tokens that took, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from typing import Any

from ..messages import NOTHING, Notice, say
from .asking import Usage
from .weights import Price

_PRICED_TOKENS = 1_000_000
_SMALLEST = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """The answers of one model in a run; for example 9 answers of `deepseek-flash`."""

    model: str
    usages: tuple[Usage | None, ...]
    """Of each answer; None: the engine did not tell."""
    price: Price | None
    """None: it costs nothing, or no card says what."""

    @classmethod
    def total(cls, spendings: Sequence[Spending]) -> Spending | None:
        """All of them as one, of runs with the same model; None: there is none."""
        usages = tuple(usage for spending in spendings for usage in spending.usages)
        return replace(spendings[0], usages=usages) if spendings else None

    @property
    def prompt_tokens(self) -> int | None:
        """Tokens of all prompts; None: not all are known."""
        return _sum(None if usage is None else usage.prompt_tokens for usage in self.usages)

    @property
    def answer_tokens(self) -> int | None:
        """Tokens of all answers; None: not all are known."""
        return _sum(None if usage is None else usage.answer_tokens for usage in self.usages)

    @property
    def cached_tokens(self) -> int | None:
        """Tokens of prompts that came from a cache; None: unknown. Some tell them only if any."""
        told = [usage.cached_tokens for usage in self.usages if usage is not None]
        known = [tokens for tokens in told if tokens is not None]
        return sum(known) if known else None

    @property
    def cost(self) -> Decimal | None:
        """The most that it cost, rounded up to 0.0001; None: tokens or price are unknown."""
        price, prompt, answer = self.price, self.prompt_tokens, self.answer_tokens
        if price is None or prompt is None or answer is None:
            return None
        cached = self.cached_tokens or 0
        cost = (prompt - cached) * price.input + cached * price.cached_input + answer * price.output
        return (cost / _PRICED_TOKENS).quantize(_SMALLEST, rounding=ROUND_UP)

    @property
    def values(self) -> dict[str, Any]:
        """All of it, JSON-ready."""
        values = {
            "model": self.model,
            "calls": len(self.usages),
            "prompt_tokens": self.prompt_tokens,
            "cached_tokens": self.cached_tokens,
            "answer_tokens": self.answer_tokens,
        }
        if self.price is None or self.cost is None:
            return values
        day, currency = self.price.of.isoformat(), self.price.currency
        return {
            **values,
            "cost": {"amount": str(self.cost), "currency": currency, "price_of": day},
        }

    @property
    def told(self) -> Notice:
        """`asked deepseek-flash 9 times: 14,210 tokens (9,800 cached), 3,950 answered, ...`."""
        asked = {"model": self.model, "calls": len(self.usages), "tokens": self._tokens}
        if len(self.usages) == 1:
            return say("asked {model} once{tokens}", **asked)
        return say("asked {model} {calls} times{tokens}", **asked)

    @property
    def _tokens(self) -> Notice:
        """How many tokens that took, and what they cost at most."""
        if self.prompt_tokens is None or self.answer_tokens is None:
            return say("; it does not tell how many tokens that took")
        cached, price = self.cached_tokens, self.price
        return say(
            ": {prompt} tokens{cached}, {answer} answered{cost}",
            prompt=f"{self.prompt_tokens:,}",
            cached=NOTHING if cached is None else say(" ({count} cached)", count=f"{cached:,}"),
            answer=f"{self.answer_tokens:,}",
            cost=NOTHING
            if price is None or self.cost is None
            else say(
                ", at most {currency} {cost} by the prices of {day}",
                currency=price.currency,
                cost=self.cost,
                day=price.of,
            ),
        )


def _sum(tokens: Iterable[int | None]) -> int | None:
    """Their sum; None: not all are known."""
    told = list(tokens)
    known = [each for each in told if each is not None]
    return sum(known) if len(known) == len(told) else None

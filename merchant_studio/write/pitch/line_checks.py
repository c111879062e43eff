"""What is wrong with a capable writer's line, as far as code can tell, and what it only suspects.

Code knows facts, tags, numbers, letters, lengths, and claims that some market's law asks about.
Whether a word may stand there takes understanding: a "two" that counts no unit, a "nobody" where
he denies nothing, "wood" for a tree. Such a doubt is put to the judge by name; without one the line
is refused. A weaker hint, such as a thing that nobody speaks of, is right in one line of ten: where
nobody judges, it has a line asked for again and is shown beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from ...check import (
    Said,
    check_claims,
    check_concepts,
    check_negation,
    check_sale,
    check_strength,
    licensed,
    proofread,
    spoken_of,
)
from ...facts import with_parts
from ...facts.numbers import numbers_said
from ...languages import REFERENCE, TAG, plain_letters, profile, ruled_families
from ...messages import Notice, name_of, say
from ...records import Code, SellingPoint, Term
from ..fallback import FallbackChain
from ..writing import ScriptJob

_LATIN = re.compile("[A-Za-z]{2,}")
_MOST_LOOSE = 2
"""Words for one and two are as often grammar as numbers: both, doubles as, one of them."""


@dataclass(frozen=True, slots=True)
class _NumberWord:
    """Words of a line that state a number."""

    start: int
    end: int
    text: str
    is_said: bool
    """He says that number there."""
    is_loose: bool
    """It is at most two and counts no unit, so it may be grammar: "the two of us"."""


class LineChecks:
    """The checks of one language's lines, by their indices.

    `near` gives the lines whose words may stand in a line, `tells` whether a line is there to say a
    point.
    """

    def __init__(
        self,
        job: ScriptJob,
        book: FallbackChain,
        *,
        near: Callable[[int], Iterable[int]],
        tells: Callable[[int, SellingPoint], bool],
    ) -> None:
        self.job, self.profile = job, job.profile
        self.points = job.message.points if job.message else ()
        self._book, self._near, self._tells = book, near, tells
        said = [
            said
            for line in (job.message.lines if job.message else ())
            for said in (line.heard, line.meant)
        ]
        meant = [point.text for point in self.points]
        self._claims = licensed(said, job.brief.source_language, job.brief.facts)
        self._claims |= licensed(meant, REFERENCE, ())
        """Families of claims that the merchant makes, in his words, his sheet or his points."""
        values = [fact.value for fact in job.brief.facts]
        self._sheet_words = [
            value.translations.get(job.brief.source_language, "")
            for value in values
            if isinstance(value, Term)
        ]
        self._concepts = spoken_of([*self._said(range(len(job.source))), *self._named()])
        """What the merchant speaks of anywhere, or his sheet does."""

    def problems(self, i: int, text: str) -> tuple[Notice, ...]:
        """Why a text for line `i` is refused; empty if it stands, though a judge may refuse it."""
        source = self._book.source[i]
        if not text:
            return tuple(say("<{key}> is missing", key=name_of(tag)) for tag in source.tags)
        wrong = self._book.check(i, text, self.spare(i, text), freely=True)
        if wrong:
            return wrong
        unsaid, ruled = check_claims(text, self.profile, self._claims), ruled_families()
        sure = (*(unsaid[each] for each in unsaid if each in ruled), *self._terms(i, text))
        return sure or (() if self.job.judged else self.doubts(i, text))

    def doubts(self, i: int, text: str) -> tuple[Notice, ...]:
        """What is suspect in a text that passes `problems`; who understands it can tell."""
        unsaid, ruled = check_claims(text, self.profile, self._claims), ruled_families()
        loose = [each for each in self._numbers(i, text) if each.is_loose and not each.is_said]
        return (
            *(say("it writes a number ({text})", text=each.text) for each in loose[:1]),
            *(unsaid[each] for each in unsaid if each not in ruled),
            *self._denials(i, text),
            *check_strength(text, self.profile, self._said(self._near(i))),
            *proofread.other_language(TAG.sub(" ", text), self.profile),
        )

    def hints(self, i: int, text: str) -> tuple[Notice, ...]:
        """What may be wrong with a text that no judge will read; empty if one will."""
        if self.job.judged:
            return ()
        own, near, anywhere = self._said([i]), self._said(self._near(i)), self._concepts
        return tuple(check_concepts(text, self.profile, own=own, near=near, anywhere=anywhere))

    def spare(self, i: int, text: str) -> tuple[str, ...]:
        """The words of a line that are no fact of it: a number or a name that he says there.

        Where a judge reads the line, also a number that may be none.
        """
        near = [TAG.sub(" ", self.job.source[at].text) for at in self._near(i)]
        names = {word for said in (*near, *self._sheet_words) for word in _LATIN.findall(said)}
        spare = [word for word in _LATIN.findall(self._bare(text)) if word in names]
        spare += [
            each.text
            for each in self._numbers(i, text)
            if each.is_said or (each.is_loose and self.job.judged)
        ]
        return tuple(dict.fromkeys(spare))

    def _numbers(self, i: int, text: str) -> Sequence[_NumberWord]:
        """The words of a line that state a number, without those that touch a fact."""
        bare, near, source = self._bare(text), list(self._near(i)), self.job.brief.source_language
        told = [(TAG.sub(" ", self.job.source[at].text), source) for at in near]
        is_free = "free" in licensed([text for text, _ in told], source, ())
        told += [(point.text, REFERENCE) for point in self._points_of(near)]
        said = frozenset[Decimal]().union(*(numbers_said(n, profile(code)) for n, code in told))
        found = [
            _NumberWord(
                *(each.start, each.end, each.text),
                is_said=is_free if each.values is None else said.issuperset(each.values),
                is_loose=not each.counts and max(each.values or (inf,)) <= _MOST_LOOSE,
            )  # without a value: "free", which the checks take for a number
            for each in proofread.number_words_in(bare, self.profile)
        ]
        for each in proofread.read_quantities(bare, self.profile):  # قطعتان: two pieces
            word = bare[each.start : each.end]
            if not any(map(str.isdigit, word)):
                found = [one for one in found if one.end <= each.start or each.end <= one.start]
                is_said = said.issuperset(each.amounts)
                found.append(_NumberWord(each.start, each.end, word, is_said, is_loose=False))
        return [each for each in found if not _touches(bare, each.start, each.end)]

    def _bare(self, text: str) -> str:
        """A line without its tags: a null stands for each number of a fact."""
        named = {fact.key for fact in self.job.brief.facts if isinstance(fact.value, Term | Code)}
        return TAG.sub(lambda tag: " " if tag[1] in named else "\x00", plain_letters(text))

    def _terms(self, i: int, text: str) -> tuple[Notice, ...]:
        """Terms of the sale that nobody stated."""
        heard = [line.heard for line in self.job.message.lines] if self.job.message else []
        pitch = [
            " ".join([TAG.sub(" ", line.text), *(heard[at] for at in line.says if at < len(heard))])
            for line in self.job.source
        ]
        return check_sale(
            text,
            self.profile,
            {fact.key: fact for fact in with_parts(self.job.brief.facts)},
            near=[pitch[at] for at in self._near(i)],
            anywhere=[*pitch, *self._sheet_words],
            own=profile(self.job.brief.source_language),
        )

    def _denials(self, i: int, text: str) -> tuple[Notice, ...]:
        """A denial in a line beside which the merchant denies nothing."""
        near = list(self._near(i))
        if any(point.negated for point in self._points_of(near)):
            return ()
        said = [self.job.source[at].text for at in near]
        return check_negation(text, self.profile, said, self.job.brief.source_language)

    def _said(self, lines: Iterable[int]) -> list[Said]:
        """The merchant's words for lines, and what they mean."""
        lines, source = list(lines), self.job.brief.source_language
        return [
            *((TAG.sub(" ", self.job.source[i].text), source) for i in lines),
            *((point.text, REFERENCE) for point in self._points_of(lines)),
        ]

    def _points_of(self, lines: Sequence[int]) -> list[SellingPoint]:
        return [p for p in self.points if any(self._tells(i, p) for i in lines)]

    def _named(self) -> Iterator[Said]:
        """The words of the sheet, and what the product is called."""
        known = {self.job.brief.source_language, REFERENCE, self.profile.code}
        for fact in self.job.brief.facts:
            yield fact.key.replace("_", " "), REFERENCE
            if isinstance(fact.value, Term):
                words = fact.value.translations
                yield from ((words[code], code) for code in known if code in words)
        if self.job.name:
            yield f"{self.job.name.name} {self.job.name.noun}", self.profile.code


def _touches(bare: str, start: int, end: int) -> bool:
    """Whether a number there stands right beside a tag, which is a null: "two <price>"."""
    return bare[:start].rstrip().endswith("\x00") or bare[end:].lstrip().startswith("\x00")

"""The text that goes with a video, whole and for each platform.

A platform's text is made shorter by leaving out whole lines, never by cutting one: first those of
the script (the ones without a fact before the others), for the list of facts says them too; then
facts, those that a buyer needs least before the price.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from ..facts import can_say, capitalized, listed, sayable, written
from ..languages import TAG, LanguageProfile, PostLimits, lexicon, platform, platform_names
from ..picture.typeset import LEFT_TO_RIGHT
from ..points import Stated, hashtags_of, sentences
from ..records import Brief, PlatformPost, PostLine, Script, SellingPoint, Term
from .draft import Draft

MAX_BULLETS = 3
MAX_BULLET_CHARS = 48
"""A longer text is read in the captions."""
_ASKS = ("invitation", "courtesy")
"""Kinds of points that say nothing of the product."""


def bullets(script: Script, profile: LanguageProfile) -> tuple[str, ...]:
    """The best points that a language can say shortly, three at most, without their full stops.

    The merchant's sheet has them in his order; behind its points come those that he speaks of.
    """
    own = [point for point in script.wanted if point.kind not in _ASKS]
    ranked = sorted(own, key=lambda point: point.source != "sheet")
    texts = (_short(point, script, profile) for point in ranked)
    return tuple(dict.fromkeys(filter(None, texts)))[:MAX_BULLETS]


def unsaid(script: Script, profile: LanguageProfile) -> tuple[str, ...]:
    """The catalogue's sentence of each point for which no line of the script had time."""
    return tuple(text for point in script.missing for text in _catalogued(point, profile)[:1])


def _short(point: SellingPoint, script: Script, profile: LanguageProfile) -> str:
    ends = profile.text.sentence_end
    texts = (text.rstrip(ends) for text in (*_catalogued(point, profile), *_lines(point, script)))
    return next((text for text in texts if text and len(text) <= MAX_BULLET_CHARS), "")


def _catalogued(point: SellingPoint, profile: LanguageProfile) -> Sequence[str]:
    stated = Stated.of(point.catalogue) if point.catalogue else None
    return sentences(stated, profile) if stated else ()


def _lines(point: SellingPoint, script: Script) -> Iterator[str]:
    """The lines that say this point, and neither another one nor a fact."""
    for line in script.lines:
        if line.points == (point.id,) and not TAG.search(line.text):
            yield line.text


LEFT_TO_RIGHT_MARK = "\u200e"

KEPT_LONGEST = ("price", "moq", "lead_time", "whatsapp", "wechat", "email", "phone", "website")
"""Facts without which a post sells nothing, the one that is kept longest first."""
MAX_HASHTAG_CHARS = 30
"""Nobody looks for a longer one."""


def title_of(brief: Brief, profile: LanguageProfile) -> str:
    """The product's name in the language, with a capital as in titles; empty if it has none."""
    for fact in brief.facts:
        if fact.key == "name" and sayable(fact, profile):
            return capitalized(written(fact.value, profile), profile)
    return ""


def write_posts(
    script: Script, brief: Brief, profile: LanguageProfile, texts: Sequence[str]
) -> tuple[PlatformPost, ...]:
    """A post for every platform, within its limits; `texts` are the script's finished lines."""
    title, told = title_of(brief, profile), _told(script, texts, profile)
    facts, tags = _facts(brief, profile), hashtags(brief, profile, script.points)
    return tuple(_post(name, title, told, facts, tags) for name in platform_names())


def post_of(draft: Draft) -> dict[str, Any]:
    """`post.json`: title, text, facts and hashtags, and the same as each platform takes them."""
    brief, profile = draft.brief, draft.profile
    return {
        "language": draft.tag,
        "title": title_of(brief, profile),
        "text": "\n".join(line.text for line in _told(draft.script, draft.texts, profile)),
        "points": list(bullets(draft.script, profile)),
        "facts": [line.text for line in _facts(brief, profile)],
        "hashtags": list(hashtags(brief, profile, draft.script.points)),
        "platforms": {
            post.platform: {
                **({"title": post.title} if post.title else {}),
                "text": post.text,
                "hashtags": list(post.hashtags),
            }
            for post in draft.posts
        },
    }


def hashtags(
    brief: Brief, profile: LanguageProfile, points: Sequence[SellingPoint] = ()
) -> tuple[str, ...]:
    """The product's own words, then the language's usual hashtags, each once, with their `#`.

    Its own words are its name and its material; its selling points have some, too.
    """
    usual = profile.post.hashtags
    joint = "_" if any("_" in tag for tag in usual) else ""
    own = (hashtag(word, joint) for word in _product_words(brief, profile))
    about = _hashtags_of(points, profile)
    known = {tag.casefold(): f"#{tag}" for tag in (*filter(None, own), *about, *usual)}
    return tuple(known.values())


def hashtag(words: str, joint: str = "") -> str:
    """Words as one hashtag without its `#`; empty where they make none.

    Vowel signs stay, or Hindi, Thai and Arabic could not be read; invisible joiners are removed.
    """
    seen = (
        c for c in unicodedata.normalize("NFC", words.lower()) if unicodedata.category(c) != "Cf"
    )
    pieces = ["".join(run) for inside, run in groupby(seen, key=_is_inside) if inside]
    tag = joint.join(pieces)
    fits = len(tag) <= MAX_HASHTAG_CHARS and any(c.isalpha() for c in tag)
    return tag if fits else ""


def _is_inside(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _product_words(brief: Brief, profile: LanguageProfile) -> Iterator[str]:
    """The product's name, what kind of thing it is, and what it is made of."""
    terms = {fact.key: fact for fact in brief.facts if isinstance(fact.value, Term)}
    for key in ("name", "material"):
        if key in terms and sayable(terms[key], profile):
            yield written(terms[key].value, profile)
    name, source = terms["name"].value if "name" in terms else None, brief.source_language
    if isinstance(name, Term):
        for word in lexicon.found_in(name.translations.get(source, ""), source):
            yield lexicon.translate(word, source, profile.code) or ""


def _hashtags_of(points: Sequence[SellingPoint], profile: LanguageProfile) -> Iterator[str]:
    """Those of the points that praise the product: for whom it is, where it is used."""
    praises = (Stated.of(point.catalogue) for point in points if not point.negated)
    for stated in filter(None, praises):
        yield from hashtags_of(stated, profile)


def _in_order(text: str, profile: LanguageProfile) -> str:
    """The text with an invisible mark before left-to-right parts, or posts would reverse them."""
    if profile.direction == "ltr":
        return text
    return LEFT_TO_RIGHT.sub(lambda found: LEFT_TO_RIGHT_MARK + found[0], text)


def _told(script: Script, texts: Sequence[str], profile: LanguageProfile) -> tuple[PostLine, ...]:
    """The lines of the script, each with the keys of its facts, and points that have no line."""
    lines = [(text, line.tags) for line, text in zip(script.lines, texts, strict=True) if text]
    lines += [(text, ()) for text in unsaid(script, profile)]
    return tuple(PostLine(text=_in_order(text, profile), keys=keys) for text, keys in lines)


def _facts(brief: Brief, profile: LanguageProfile) -> tuple[PostLine, ...]:
    """The facts that every language must say, one per line: "Minimum order: 100 pieces"."""
    return tuple(
        PostLine(text=_in_order(listed(fact, brief, profile), profile), keys=(fact.key,))
        for fact in brief.facts
        if fact.must_say and fact.key != "name" and can_say(fact, brief, profile)
    )


def _post(
    name: str, title: str, told: Sequence[PostLine], facts: Sequence[PostLine], tags: Sequence[str]
) -> PlatformPost:
    limits = platform(name).post
    lines = [*told, *facts]
    if title and not limits.title_chars:  # where a post has no title, its text begins with it
        lines.insert(0, PostLine(text=title, keys=("name",)))
    kept = PlatformPost(
        platform=name,
        title=title if len(title) <= limits.title_chars else "",
        lines=tuple(lines),
        hashtags=tuple(tags[: limits.hashtags]),
    )
    for line in _dispensable(told, facts):
        if _fits(kept, limits):
            break
        kept = kept.without(line)
    return kept


def _dispensable(told: Sequence[PostLine], facts: Sequence[PostLine]) -> list[PostLine]:
    """The lines in the order in which they are left out."""

    def rank(line: PostLine) -> int:
        key = line.keys[0]
        return -KEPT_LONGEST.index(key) if key in KEPT_LONGEST else -len(KEPT_LONGEST)

    fillers = [line for line in told if not line.keys]
    others = [line for line in told if line.keys]
    return [*fillers[::-1], *others[::-1], *sorted(facts[::-1], key=rank)]


def _fits(post: PlatformPost, limits: PostLimits) -> bool:
    return limits.length(post.whole) <= limits.text_chars

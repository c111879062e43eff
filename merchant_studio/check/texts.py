"""Check the finished texts for wrong facts, missing glyphs and broken limits; check the video."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..facts import fill, is_said, label, listed, sayable, spoken, with_parts, written
from ..languages import LanguageProfile, platform
from ..records import (
    Brief,
    EngineStamp,
    Fact,
    FactValue,
    Finding,
    PlatformPost,
    Script,
    ScriptLine,
    Term,
    Timeline,
    Variants,
)
from . import proofread

MAX_DRIFT_MS = 100
"""How much a finished video may be longer or shorter than its timeline."""


def check_licences(made_by: Sequence[EngineStamp], tag: str) -> tuple[Finding, ...]:
    """A `warn` for each model that was used and whose licence forbids commercial use."""
    return tuple(
        Finding(check="licence", severity="warn", where=tag, message=stamp.restriction)
        for stamp in made_by
        if stamp.restriction
    )


def check_script(script: Script, brief: Brief, profile: LanguageProfile) -> tuple[Finding, ...]:
    """Problems of a script's text, as it is read and as it is spoken; a `block` stops a render."""
    facts = {fact.key: fact for fact in with_parts(brief.facts)}
    findings: list[Finding] = []
    told: set[str] = {"name"} if script.whole else set()
    for line in script.lines:
        number = line.index + 1
        stated = [facts[tag] for tag in line.tags if tag in facts]
        told.update(line.tags)
        own = line.author == "merchant" and profile.code == brief.source_language
        problems = [f"<{tag}> is no fact" for tag in line.tags if tag not in facts]
        problems += check_facts(
            line.text,
            stated,
            brief,
            profile,
            merchants_own=own,
            spare=line.spare,
            freely=script.whole and line.author != "merchant",
        )
        problems += proofread.swapped_roles(line.text, line.tags, profile)
        for problem in dict.fromkeys(problems):
            findings.append(Finding.of_line("facts", "block", script.language, number, problem))
        if line.author == "merchant" and not own and not problems:
            findings += _doubts(line, facts, profile, script.language)
    for fact in brief.facts:
        name = label(fact.key, brief, profile)
        if sayable(fact, profile):
            # A label may hold a brand's letters: WhatsApp.
            posted = proofread.check_filled(
                listed(fact, brief, profile), [fact], profile, rates=brief.rates, merchants_own=True
            )
            where = f"{script.language}, the post's {fact.key}"
            findings += _blocks("facts", where, posted, fact.key)
        if not sayable(fact, profile):
            missing = _untranslated(fact.key, script.language, profile, "it is not said")
            findings.append(_of_variant(missing, fact.value, profile))
        elif not name and (fact.must_say or fact.heard_in):
            only = "a card shows only its value"
            findings.append(_untranslated(fact.key, script.language, profile, only, named=False))
        elif fact.must_say and not is_said(fact, told):
            unsaid = (f"{fact.key} is not said",)
            findings += _blocks("facts", script.language, unsaid, fact.key)
        elif isinstance(fact.value, Term) and profile.code not in fact.value.translations:
            other = "the video shows a word of another language"
            findings.append(_untranslated(fact.key, script.language, profile, other))
        else:
            findings += _guessed(fact, script.language, profile)
    return tuple(findings)


def check_facts(
    text: str,
    stated: Sequence[Fact],
    brief: Brief,
    profile: LanguageProfile,
    *,
    merchants_own: bool = False,
    spare: Sequence[str] = (),
    freely: bool = False,
) -> tuple[str, ...]:
    """What is wrong with a line in which its facts are filled in, as it is read and as spoken.

    For the options see `proofread.check_filled`.
    """
    return tuple(
        problem
        for voice in (False, True)
        for problem in proofread.check_filled(
            fill(text, brief.facts, profile, rates=brief.rates, voice=voice),
            stated,
            profile,
            rates=brief.rates,
            merchants_own=merchants_own,
            spare=spare,
            freely=freely,
        )
    )


def _blocks(
    check: str, where: str, problems: Iterable[str], key: str | None = None
) -> tuple[Finding, ...]:
    """A `block` for each problem."""
    return tuple(
        Finding(check=check, severity="block", where=where, key=key, message=f"{where}: {problem}")
        for problem in problems
    )


def _doubts(
    line: ScriptLine, facts: Mapping[str, Fact], profile: LanguageProfile, tag: str
) -> list[Finding]:
    """A `warn` for each problem in a merchant's line that a model would have to correct."""
    values = {
        key: f"{written(fact.value, profile)} {spoken(fact.value, profile)}"
        for key, fact in facts.items()
    }
    problems = proofread.check_line(
        line.text, tags=line.tags, facts=facts, values=values, profile=profile
    )
    return [Finding.of_line("line", "warn", tag, line.index + 1, each) for each in problems]


def _untranslated(
    key: str, tag: str, profile: LanguageProfile, result: str, *, named: bool = True
) -> Finding:
    lacks = f"no word for {profile.name}" if named else f"no label in {profile.name}"
    word = f"{key}: {{{profile.code}: ...}}"
    return Finding(
        check="untranslated",
        severity="warn",
        where=tag,
        key=key,
        message=f"{tag}: {key} has {lacks}, so {result}; "
        f"add one to product.yaml ({word if named else f'labels: {{{word}}}'})",
    )


def _of_variant(found: Finding, value: FactValue, profile: LanguageProfile) -> Finding:
    """The finding with the place of a variant's word: colors: {渐变红: {en: ...}}."""
    if not isinstance(value, Variants):
        return found
    names = (each.name for each in value.options if profile.code not in each.name)
    name = next((next(iter(each.values())) for each in names), "")
    own = f"{{{profile.code}: ...}}"
    return replace(found, message=found.message.replace(own, f"{{{name}: {own}}}"))


def _guessed(fact: Fact, tag: str, profile: LanguageProfile) -> Iterator[Finding]:
    """A finding for each word of a fact that is a model's."""
    code, value = profile.code, fact.value
    words = [value.translations[code]] if isinstance(value, Term) and code in value.guessed else []
    if isinstance(value, Variants):
        words = [each.name[code] for each in value.options if code in each.guessed]
    for word in words:
        yield Finding(
            check="untranslated",
            severity="warn",
            where=tag,
            key=fact.key,
            message=f"{tag}: {fact.key} has a model's word for {profile.name} ({word}); put it "
            f"right in names.json, or add yours to product.yaml ({fact.key}: {{{code}: ...}})",
        )


def check_glyphs(
    texts: Sequence[str], tag: str, missing_glyphs: Callable[[str], str]
) -> tuple[Finding, ...]:
    """A `block` when a text of the picture has a character that no font can draw."""
    missing = "".join(dict.fromkeys("".join(missing_glyphs(text) for text in texts)))
    problem = f"no font has {missing}; write it in other characters"
    return _blocks("glyphs", tag, [problem] if missing else ())


def check_posts(
    posts: Sequence[PlatformPost], brief: Brief, profile: LanguageProfile, tag: str
) -> tuple[Finding, ...]:
    """A `block` for every line of a post that does not state its facts, and for every limit broken.

    The letters of the lines are not checked here: `check_script` has done that.
    """
    facts = {fact.key: fact for fact in with_parts(brief.facts)}
    problems: dict[str, None] = {}
    for line in dict.fromkeys(line for post in posts for line in post.lines):
        stated = [facts[key] for key in line.keys if key in facts]
        found = proofread.check_filled(
            line.text, stated, profile, rates=brief.rates, merchants_own=True
        )
        problems |= dict.fromkeys(f"the post: {problem}" for problem in found)
    known = " ".join(written(fact.value, profile) for fact in brief.facts)
    for post in posts:
        limits = platform(post.platform).post
        if len(post.title) > limits.title_chars:
            problems[f"the title of the post for {post.platform} is too long"] = None
        if limits.length(post.whole) > limits.text_chars:
            problems[f"the post for {post.platform} is too long"] = None
        if len(post.hashtags) > limits.hashtags:
            problems[f"the post for {post.platform} has too many hashtags"] = None
        usual = {f"#{tag}" for tag in profile.post.hashtags}
        for hashtag in (tag for tag in post.hashtags if tag not in usual):
            odd = [number for number in re.findall(r"\d+", hashtag) if number not in known]
            odd += re.findall(r"\s", hashtag)
            problems |= dict.fromkeys(f"{hashtag}: {part!r} is no fact" for part in odd)
    return _blocks("post", tag, problems)


def check_video(path: Path, timeline: Timeline) -> tuple[Finding, ...]:
    """A `block` when the finished file is not what its timeline says."""
    import av

    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio
        size = (video.width, video.height)
        duration_ms = int((container.duration or 0) // 1000)
    problems = []
    if size != (timeline.width_px, timeline.height_px):
        problems.append(f"the picture is {size[0]}x{size[1]}")
    if abs(duration_ms - timeline.duration_ms) > MAX_DRIFT_MS:
        problems.append(f"it is {duration_ms} ms long instead of {timeline.duration_ms}")
    if not sound:
        problems.append("it has no sound")
    return _blocks("video", timeline.captions.language, problems)

"""Check the finished texts for wrong facts, missing glyphs and broken limits; check the video."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..facts import fill, is_said, label, listed, sayable, spoken, with_parts, written
from ..languages import LanguageProfile, platform
from ..messages import Notice, name_of, say
from ..records import (
    Brief,
    EngineStamp,
    Fact,
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
        problems = [
            say("<{key}> is no fact", key=name_of(tag)) for tag in line.tags if tag not in facts
        ]
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
            findings += (
                Finding(
                    check="facts",
                    severity="block",
                    where=where,
                    key=fact.key,
                    message=say(
                        "{language}, the post's {key}: {problem}",
                        language=script.language,
                        key=name_of(fact.key),
                        problem=problem,
                    ),
                )
                for problem in posted
            )
        if not sayable(fact, profile):
            problem = say(
                "{key} has no word for {name}, so it is not said; add one to product.yaml ({word})",
                **_lacks(fact, profile),
            )
            findings.append(_untranslated(fact.key, script.language, problem))
        elif not name and (fact.must_say or fact.heard_in):
            problem = say(
                "{key} has no label in {name}, so a card shows only its value; add one to "
                "product.yaml (labels: {{word}})",
                **_lacks(fact, profile),
            )
            findings.append(_untranslated(fact.key, script.language, problem))
        elif fact.must_say and not is_said(fact, told):
            unsaid = (say("{key} is not said", key=name_of(fact.key)),)
            findings += _blocks("facts", script.language, unsaid, fact.key)
        elif isinstance(fact.value, Term) and profile.code not in fact.value.translations:
            problem = say(
                "{key} has no word for {name}, so the video shows a word of another language; add "
                "one to product.yaml ({word})",
                **_lacks(fact, profile),
            )
            findings.append(_untranslated(fact.key, script.language, problem))
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
) -> tuple[Notice, ...]:
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
    check: str, tag: str, problems: Iterable[Notice], key: str | None = None
) -> tuple[Finding, ...]:
    """A `block` for each problem of a language."""
    return tuple(
        Finding(
            check=check,
            severity="block",
            where=tag,
            key=key,
            message=say("{language}: {problem}", language=tag, problem=problem),
        )
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


def _untranslated(key: str, tag: str, problem: Notice) -> Finding:
    """A `warn` about a word that a language lacks."""
    message = say("{language}: {problem}", language=tag, problem=problem)
    return Finding(check="untranslated", severity="warn", where=tag, key=key, message=message)


def _lacks(fact: Fact, profile: LanguageProfile) -> Mapping[str, str]:
    """Which fact lacks a word in which language, and how the sheet gives it one.

    Of a variant the place is within it: colors: {渐变红: {en: ...}}.
    """
    place = f"{{{profile.code}: ...}}"
    if isinstance(fact.value, Variants) and not sayable(fact, profile):
        names = (each.name for each in fact.value.options if profile.code not in each.name)
        name = next((next(iter(each.values())) for each in names), "")
        place = f"{{{name}: {place}}}"
    return {
        "key": name_of(fact.key),
        "name": name_of(profile.name),
        "word": f"{fact.key}: {place}",
    }


def _guessed(fact: Fact, tag: str, profile: LanguageProfile) -> Iterator[Finding]:
    """A finding for each word of a fact that is a model's."""
    code, value = profile.code, fact.value
    words = [value.translations[code]] if isinstance(value, Term) and code in value.guessed else []
    if isinstance(value, Variants):
        words = [each.name[code] for each in value.options if code in each.guessed]
    for word in words:
        problem = say(
            "{key} has a model's word for {name} ({word}); put it right in names.json, or add "
            "yours to product.yaml ({label}: {{code}: ...})",
            key=name_of(fact.key),
            name=name_of(profile.name),
            word=word,
            label=fact.key,
            code=code,
        )
        yield _untranslated(fact.key, tag, problem)


def check_glyphs(
    texts: Sequence[str], tag: str, missing_glyphs: Callable[[str], str]
) -> tuple[Finding, ...]:
    """A `block` when a text of the picture has a character that no font can draw."""
    missing = "".join(dict.fromkeys("".join(missing_glyphs(text) for text in texts)))
    problem = say("no font has {missing}; write it in other characters", missing=missing)
    return _blocks("glyphs", tag, [problem] if missing else ())


def check_posts(
    posts: Sequence[PlatformPost], brief: Brief, profile: LanguageProfile, tag: str
) -> tuple[Finding, ...]:
    """A `block` for every line of a post that does not state its facts, and for every limit broken.

    The letters of the lines are not checked here: `check_script` has done that.
    """
    facts = {fact.key: fact for fact in with_parts(brief.facts)}
    problems: dict[Notice, None] = {}
    for line in dict.fromkeys(line for post in posts for line in post.lines):
        stated = [facts[key] for key in line.keys if key in facts]
        found = proofread.check_filled(
            line.text, stated, profile, rates=brief.rates, merchants_own=True
        )
        problems |= dict.fromkeys(say("the post: {problem}", problem=problem) for problem in found)
    known = " ".join(written(fact.value, profile) for fact in brief.facts)
    for post in posts:
        limits = platform(post.platform).post
        if len(post.title) > limits.title_chars:
            problem = say(
                "the title of the post for {platform} is too long", platform=post.platform
            )
            problems[problem] = None
        if limits.length(post.whole) > limits.text_chars:
            problems[say("the post for {platform} is too long", platform=post.platform)] = None
        if len(post.hashtags) > limits.hashtags:
            problem = say("the post for {platform} has too many hashtags", platform=post.platform)
            problems[problem] = None
        usual = {f"#{tag}" for tag in profile.post.hashtags}
        for hashtag in (tag for tag in post.hashtags if tag not in usual):
            odd = [number for number in re.findall(r"\d+", hashtag) if number not in known]
            odd += re.findall(r"\s", hashtag)
            problems |= dict.fromkeys(
                say("{hashtag}: {part!r} is no fact", hashtag=hashtag, part=part) for part in odd
            )
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
        problems.append(say("the picture is {width}x{height}", width=size[0], height=size[1]))
    if abs(duration_ms - timeline.duration_ms) > MAX_DRIFT_MS:
        problem = say(
            "it is {duration_ms} ms long instead of {wanted_ms}",
            duration_ms=duration_ms,
            wanted_ms=timeline.duration_ms,
        )
        problems.append(problem)
    if not sound:
        problems.append(say("it has no sound"))
    return _blocks("video", timeline.captions.language, problems)

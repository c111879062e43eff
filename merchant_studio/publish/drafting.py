"""The stages between a script and its render: narration, captions, timeline, and their checks.

They are fast, so their results are not stored; those depend on the arguments alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..check import (
    check_glyphs,
    check_licences,
    check_markets,
    check_meaning,
    check_name,
    check_order,
    check_points,
    check_posts,
    check_script,
)
from ..config import StudioConfig, choices_of
from ..facts import fill
from ..files import sha256
from ..languages import LanguageProfile, markets_for, safe_area
from ..picture.caption import SecondLanguage, check_pace, lay_captions
from ..picture.compose import (
    Shown,
    compose_timeline,
    end_of_lines_ms,
    frame_rate,
    frame_size,
    keys_on_cards,
)
from ..picture.typeset import Typesetter, style, texts_of
from ..records import (
    Brief,
    CaptionTrack,
    Code,
    Finding,
    Pitch,
    PlatformPost,
    Script,
    ScriptLine,
    Term,
    Timeline,
    Transcript,
    to_json,
)
from ..run import PROGRAM, MadeFrom
from ..speak import Dub, shorter_lines
from .draft import Draft
from .post import bullets, title_of, write_posts


def make_draft(
    pitch: Pitch,
    transcript: Transcript,
    brief: Brief,
    language: LanguageProfile,
    dub: Dub,
    second: tuple[LanguageProfile, Script] | None,
    config: StudioConfig,
    heard: tuple[Finding, ...] = (),
) -> Draft:
    """One language, ready to be rendered; `second` is the language under its captions.

    `heard` is what was found when its dub was listened to.
    """
    script, narration = dub.script, dub.narration
    timeline = lay_timeline(pitch, transcript, brief, language, dub, second, config)
    setter = _setter(pitch, config)
    texts = _texts(script, brief, language)
    posts = write_posts(script, brief, language, texts)
    made_by = (
        transcript.made_by,
        script.made_by,
        *script.helped_by,
        *((narration.voice.made_by,) if narration.voice else ()),
    )
    captions = timeline.captions
    drawn = ["".join(cue.rows + cue.second_rows) for cue in captions.cues]
    drawn += [timeline.title, *texts_of(timeline)]
    return Draft(
        written=dub.written,
        script=script,
        brief=brief,
        profile=language,
        timeline=timeline,
        texts=texts,
        posts=posts,
        findings=(
            *_check_texts(script, brief, language, second, posts),
            *check_points(script, strict=config.strict),
            *check_meaning(script),
            *check_markets(
                *(script, texts, brief, language, markets_for(script.language, config.market)),
                strict=config.strict,
            ),
            *check_name(script, brief, language),
            *(check_order(script, brief, language) if config.script == "pitch" else ()),
            *heard,
            *check_glyphs(drawn, script.language, lambda t: setter.missing_glyphs(t, language)),
            *check_pace(captions, script, language),
            *check_licences(made_by, script.language),
        ),
        made_by=made_by,
        inputs=_inputs(pitch, transcript, brief, script, timeline, config),
        recording=transcript.recording,
        frames={shape: "{}x{}".format(*frame_size(pitch, shape)) for shape in choices_of("shape")},
        look=look_of(config),
        encoder=config.encoder,
    )


def lay_timeline(
    pitch: Pitch,
    transcript: Transcript,
    brief: Brief,
    language: LanguageProfile,
    dub: Dub,
    second: tuple[LanguageProfile, Script] | None,
    config: StudioConfig,
) -> Timeline:
    """What is seen and heard of one language, and when."""
    setter, script = _setter(pitch, config), dub.script
    shown = Shown(cards=config.cards, ending=config.end_card)
    return compose_timeline(
        pitch,
        dub.narration,
        _captions(setter, pitch, transcript, brief, language, dub, second, shown),
        script=script,
        brief=brief,
        profile=language,
        transcript=transcript,
        width_px=setter.width_px,
        height_px=setter.height_px,
        title=title_of(brief, language),
        points=bullets(script, language),
        style=config.style,
        fill=config.fill,
        captions_at=config.captions,
        shown=shown,
    )


def look_of(config: StudioConfig) -> dict[str, str]:
    """What a merchant chooses of how a video looks; kept in its report."""
    return {
        "shape": config.shape,
        "style": Path(config.style).stem,
        "caption place": config.captions,
        "card per fact": "on" if config.cards else "off",
        "end card": "on" if config.end_card else "off",
    }


def _setter(pitch: Pitch, config: StudioConfig) -> Typesetter:
    return Typesetter(style(config.style, config.captions), *frame_size(pitch, config.shape))


def _check_texts(
    script: Script,
    brief: Brief,
    language: LanguageProfile,
    second: tuple[LanguageProfile, Script] | None,
    posts: Sequence[PlatformPost],
) -> list[Finding]:
    """Findings of the brief, the scripts and, where none of those blocks, the posts."""
    found = [*brief.findings, *check_script(script, brief, language)]
    if second:  # its captions are read by buyers, too
        found += check_script(second[1], brief, second[0])
    if not any(finding.severity == "block" for finding in found):
        found += check_posts(posts, brief, language, script.language)
    return found


def _inputs(
    pitch: Pitch,
    transcript: Transcript,
    brief: Brief,
    script: Script,
    timeline: Timeline,
    config: StudioConfig,
) -> MadeFrom:
    """Everything that decides how the video looks and sounds."""
    return MadeFrom(
        {
            PROGRAM: [__version__],
            "timeline": [_without_places(to_json(timeline))],
            "recording": [[item.sha256 for item in pitch.footage]],
            "logo": [pitch.logo and sha256(pitch.logo)],
            "facts": [brief],
            "script": [script],
            "style": [style(config.style).model_dump(mode="json")],
            "quality": [[config.encoder, config.crf, config.preset]],
            "picture": [str(safe_area(timeline.width_px, timeline.height_px))],
            "recognizer": [transcript.made_by],
        },
        lasts=True,
    )


def _captions(
    setter: Typesetter,
    pitch: Pitch,
    transcript: Transcript,
    brief: Brief,
    language: LanguageProfile,
    dub: Dub,
    second: tuple[LanguageProfile, Script] | None,
    shown: Shown,
) -> CaptionTrack:
    terms = _terms(brief, language)
    return lay_captions(
        dub.script,
        dub.narration,
        language,
        fill=lambda text: fill(text, brief.facts, language, rates=brief.rates),
        wrap=lambda text: setter.wrap(text, language, terms=terms),
        apart=lambda text: setter.wrap(text, language, terms=terms, apart=True),
        divide=lambda text, shares: setter.divide(text, shares, language, terms=terms),
        shorter=_shorter(pitch, brief, language, dub, shown),
        transcript=transcript,
        frame_rate=frame_rate(pitch.footage),
        second=second and _second_language(setter, brief, *second),
    )


def _shorter(
    pitch: Pitch, brief: Brief, profile: LanguageProfile, dub: Dub, shown: Shown
) -> Callable[[ScriptLine], list[str]]:
    """A function that gives ever shorter captions for a line: "Price: CNY 18.50".

    If no words are shorter, facts that a card shows too are left out; one always stays. Lines of
    the merchant, and those that say more than facts, are not replaced.
    """
    script, narration = dub.script, dub.narration
    end_ms = end_of_lines_ms(pitch, script, narration)
    carded = keys_on_cards(script, narration, brief, profile, end_ms=end_ms, shown=shown)

    def texts(line: ScriptLine) -> list[str]:
        if line.points or not line.tags:
            return []
        found = [each.text for each in shorter_lines(line, brief, profile)]
        kept = line.tags
        for key in carded[line.index][: len(line.tags) - 1]:
            kept = tuple(tag for tag in kept if tag != key)
            fewer = shorter_lines(replace(line, tags=kept), brief, profile)
            found += [each.text for each in fewer[-1:]]
        return found

    return texts


def _second_language(
    setter: Typesetter, brief: Brief, profile: LanguageProfile, script: Script
) -> SecondLanguage:
    texts = _texts(script, brief, profile)
    return SecondLanguage(
        tag=script.language,
        profile=profile,
        text=lambda index: texts[index],
        wrap=lambda text: setter.wrap(text, profile, second=True),
        divide=lambda text, shares: setter.divide(text, shares, profile, second=True),
    )


def _texts(script: Script, brief: Brief, profile: LanguageProfile) -> tuple[str, ...]:
    return tuple(fill(line.text, brief.facts, profile, rates=brief.rates) for line in script.lines)


def _terms(brief: Brief, profile: LanguageProfile) -> list[str]:
    """Words that a caption should not break: names, materials, phone numbers."""
    terms: list[str] = []
    for fact in brief.facts:
        if isinstance(fact.value, Term) and profile.code in fact.value.translations:
            terms.append(fact.value.translations[profile.code])
        elif isinstance(fact.value, Code):
            terms += fact.value.codes
    return terms


def _without_places(values: Any) -> Any:
    """JSON values without the folders of files: moving a product makes no new video."""
    if isinstance(values, dict):
        return {
            key: _names(item) if key in ("path", "photos", "logo") else _without_places(item)
            for key, item in values.items()
        }
    return [_without_places(item) for item in values] if isinstance(values, list) else values


def _names(paths: Any) -> Any:
    if isinstance(paths, list):
        return [_names(path) for path in paths]
    return Path(paths).name if paths else paths

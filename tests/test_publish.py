"""Covers and posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from merchant_studio.check import check_posts
from merchant_studio.check.proofread import check_filled
from merchant_studio.languages import language_codes, profile
from merchant_studio.languages.platforms import PLATFORMS_FOLDER, platform, safe_area
from merchant_studio.picture.render import picture_of
from merchant_studio.publish import Draft, cover_shot, title_of, write_posts
from merchant_studio.publish.cover import best_moment_ms, saliency, save_cover
from merchant_studio.publish.post import bullets, hashtag, hashtags, post_of, unsaid
from merchant_studio.records import (
    Brief,
    Code,
    Count,
    EngineStamp,
    Fact,
    FactValue,
    Finding,
    Money,
    PlatformPost,
    PostLine,
    Script,
    ScriptLine,
    SellingPoint,
    Shot,
    Span,
    Term,
    Timeline,
    seal,
)
from merchant_studio.run import MadeFrom
from tests import media

STAMP = EngineStamp(kind="writer", name="fake", model="fake", revision="", seed=0)
NAMES = {
    "zh": "不锈钢保温杯",
    "en": "stainless steel vacuum flask",
    "ar": "قارورة حافظة للحرارة",
    "hi": "वैक्यूम फ़्लास्क",
    "th": "กระบอกน้ำ",
}
FACTS: dict[str, FactValue] = {
    "name": Term(translations=NAMES),
    "model": Code(codes=("A203",)),
    "price": Money(amount=Decimal("18.5"), currency="CNY"),
    "moq": Count(amount=Decimal(100), unit="piece"),
}
TOLD = (
    ("Welcome to our booth.", ()),
    ("Let us introduce our <name>, model <model>.", ("name", "model")),
    ("The price is <price>. The minimum order is <moq>.", ("price", "moq")),
    ("Write to us.", ()),
)
TEXTS = (
    "Welcome to our booth.",
    "Let us introduce our stainless steel vacuum flask, model A203.",
    "The price is CNY\u00a018.50. The minimum order is 100 pieces.",
    "Write to us.",
)


def brief() -> Brief:
    facts = (Fact(key=k, value=v, must_say=True, source="sheet") for k, v in FACTS.items())
    return Brief(source_language="zh", facts=tuple(facts))


def script(language: str = "en") -> Script:
    lines = (
        ScriptLine(
            index=index,
            text=text,
            tags=tags,
            says=(),
            budget=Span(start_ms=0, end_ms=1),
            made_by="llm",
            seal=seal(text),
        )
        for index, (text, tags) in enumerate(TOLD)
    )
    return Script(language=language, lines=tuple(lines), made_by=STAMP)


def draft(timeline: Timeline, language: str = "en") -> Draft:
    return Draft(
        written=script(language),
        script=script(language),
        brief=brief(),
        profile=profile(language),
        timeline=timeline,
        texts=TEXTS,
        posts=write_posts(script(language), brief(), profile(language), TEXTS),
        findings=(),
        made_by=(),
        inputs=MadeFrom({}),
    )


# --- posts ---------------------------------------------------------------------------------


def test_a_post_for_every_platform(tmp_path: Path) -> None:
    said = "\n".join(TEXTS)
    listed = "Model: A203\nPrice: CNY\u00a018.50\nMinimum order: 100 pieces"
    name = NAMES["en"].capitalize()
    tags = ["#stainlesssteelvacuumflask", "#wholesale", "#madeinchina", "#factory", "#supplier"]
    more = [*tags, "#b2b", "#sourcing"]
    made = media.timeline(tmp_path / "none.wav", media.shot("plain", 0, 400))
    assert post_of(draft(made)) == {
        "language": "en",
        "title": name,
        "text": said,
        "points": [],
        "facts": listed.splitlines(),
        "hashtags": more,
        "platforms": {
            "reels": {"text": f"{name}\n{said}\n{listed}", "hashtags": tags},
            "shorts": {"title": name, "text": f"{said}\n{listed}", "hashtags": more},
            "tiktok": {"text": f"{name}\n{said}\n{listed}", "hashtags": tags},
            "wechat": {"text": f"{said}\n{listed}", "hashtags": more},
        },
    }


LINES = [
    *TEXTS,
    "Model: A203",
    "Price: CNY\u00a018.50",
    "Minimum order: 100 pieces",
]


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        (239, LINES),
        (225, LINES[:3] + LINES[4:]),
        (203, LINES[1:3] + LINES[4:]),
        (150, [LINES[1], *LINES[4:]]),
        (90, LINES[4:]),
        (70, LINES[5:]),
        (50, LINES[5:6]),
        (5, []),
    ],
)
def test_a_post_is_shortened_by_whole_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int, kept: list[str]
) -> None:
    (tmp_path / "tiny.toml").write_text(
        (PLATFORMS_FOLDER / "shorts.toml")
        .read_text(encoding="utf-8")
        .replace("text_chars = 5000", f"text_chars = {room}")
        .replace("hashtags = 15", "hashtags = 1")
    )
    monkeypatch.setattr("merchant_studio.languages.platforms.PLATFORMS_FOLDER", tmp_path)
    monkeypatch.setattr("merchant_studio.publish.post.platform", platform.__wrapped__)
    monkeypatch.setattr("merchant_studio.publish.post.platform_names", lambda: ("tiny",))
    monkeypatch.setattr("merchant_studio.languages.platforms.platform_names", lambda: ("tiny",))
    (post,) = write_posts(script(), brief(), profile("en"), TEXTS)
    assert post.text.splitlines() == kept


@pytest.mark.parametrize(
    ("words", "joint", "made"),
    [
        ("Stainless-steel flask", "", "stainlesssteelflask"),
        ("فولاذ مقاوم للصدأ", "_", "فولاذ_مقاوم_للصدأ"),
        ("वैक्यूम फ़्लास्क", "", "वैक्यूमफ़्लास्क"),
        ("กระบอกน้ำ", "", "กระบอกน้ำ"),
        ("304", "", ""),
        ("a" * 31, "", ""),
    ],
)
def test_a_hashtag_is_one_word_of_letters_marks_and_digits(
    words: str, joint: str, made: str
) -> None:
    assert hashtag(words, joint) == made


@pytest.mark.parametrize("code", language_codes())
def test_every_language_has_hashtags_that_platforms_take(code: str) -> None:
    made = hashtags(brief(), profile(code))
    assert len(made) >= 5
    assert all(tag == f"#{hashtag(tag, '_')}" or "_" in tag for tag in made)
    assert not any(character.isspace() for tag in made for character in tag)


def test_a_proper_post_has_no_finding() -> None:
    posts = write_posts(script(), brief(), profile("en"), TEXTS)
    assert check_posts(posts, brief(), profile("en"), "en") == ()


def test_a_post_with_another_price_is_blocked() -> None:
    post = PlatformPost(
        platform="wechat",
        title="a title of seventeen",
        lines=(PostLine(text="Price: CNY\u00a019.50", keys=("price",)),),
        hashtags=("#305steel",),
    )
    found = check_posts([post], brief(), profile("en"), "en")
    assert {finding.severity for finding in found} == {"block"}
    assert _messages(found)[-2:] == [
        "en: the title of the post for wechat is too long",
        "en: #305steel: '305' is no fact",
    ]
    assert len(found) > 2


def _messages(found: Sequence[Finding]) -> list[str]:
    return [finding.message for finding in found]


# --- covers --------------------------------------------------------------------------------

Picture = NDArray[np.uint8]


def scene(seed: int = 0, *, blur: int = 0, light: float = 1.0) -> Picture:
    """A checkered thing in front of gray."""
    picture = np.full((160, 96, 3), 110, np.float32)
    checks = (np.indices((64, 48)) // 6).sum(axis=0) % 2 * 160 + 50
    picture[48 : 48 + 64, 24 : 24 + 48] = checks[..., None]
    for _ in range(blur):
        picture = (picture + np.roll(picture, 2, 1) + np.roll(picture, -2, 1)) / 3
    return (picture * light + seed % 2).clip(0, 255).astype(np.uint8)


def film(folder: Path) -> Path:
    """6 s: blurred, dark, restless, and good from 4 s on; blurred again at the end."""
    restless = [np.roll(scene(), 9 * (n % 3), 1) for n in range(10)]
    pictures = [
        *[scene(blur=6)] * 15,
        *[scene(light=0.05)] * 15,
        *restless,
        *[scene(n) for n in range(10)],
        *[scene(blur=6)] * 10,
    ]
    return media.make_video(folder / "film.mp4", pictures, rate=Fraction(10), gop=5)


def test_the_cover_shows_the_best_moment(tmp_path: Path) -> None:
    path = film(tmp_path)
    chosen = best_moment_ms(path, 0, 6000)
    assert 4000 <= chosen < 5000
    assert best_moment_ms(path, 0, 6000) == chosen


def test_what_the_cover_shows(tmp_path: Path) -> None:
    frame = Span(start_ms=0, end_ms=40)
    recording, photo = film(tmp_path), tmp_path / "photo.png"
    Image.fromarray(scene()).save(photo)
    sound = tmp_path / "none.wav"
    plain = media.timeline(sound, media.shot("plain", 0, 400))
    photos = media.timeline(
        sound, media.shot("plain", 0, 400), media.shot("photo", 400, 800, photo, zoom_end=1.1)
    )
    pitch = media.timeline(
        sound, media.shot("photo", 0, 400, photo), media.shot("recording", 400, 6400, recording)
    )
    assert cover_shot(plain) == Shot(span=frame, kind="plain", path=None)
    assert cover_shot(photos) == Shot(span=frame, kind="photo", path=photo)
    chosen = cover_shot(pitch)
    assert (chosen.kind, chosen.path) == ("recording", recording)
    assert 4000 <= chosen.source_start_ms < 5000


def test_a_title_stands_in_the_safe_area_and_off_the_product(tmp_path: Path) -> None:
    path = film(tmp_path)
    made = media.timeline(
        tmp_path / "none.wav", media.shot("recording", 0, 6000, path), size=(192, 320)
    )
    picture = picture_of(made, cover_shot(made))
    assert picture.shape == (320, 192, 3)
    for code in ("en", "ar", "hi", "th", "zh"):
        target = tmp_path / f"{code}.jpg"
        save_cover(picture, NAMES[code], (), draft(replace(made, style="outline"), code), target)
        cover = np.asarray(Image.open(target)).astype(int)
        white = (cover.min(axis=2) > 235) & (picture.max(axis=2) < 230)
        rows, columns = np.nonzero(white)
        safe = safe_area(192, 320)
        assert len(rows) > 50
        assert safe.top <= rows.min() and rows.max() < safe.bottom
        assert safe.left <= columns.min() and columns.max() < safe.right


def test_the_eye_is_drawn_to_the_thing() -> None:
    found = saliency(scene()[..., 0].astype(np.float32) / 255)
    assert found.shape == (64, 64)
    assert found[20:46, 16:50].mean() > 2 * found[:12].mean()


@pytest.mark.parametrize(
    ("tag", "name", "title"),
    [
        ("en", "stainless steel flask", "Stainless steel flask"),
        ("en", "iPad case", "iPad case"),
        ("tr", "ince bardak", "İnce bardak"),
        ("ru", "термос", "Термос"),
        ("zh", "保温杯", "保温杯"),
    ],
)
def test_a_title_begins_with_a_capital(tag: str, name: str, title: str) -> None:
    value = Term(translations={tag: name})
    named = Fact(key="name", value=value, must_say=True, source="sheet")
    language = profile(tag)
    assert title_of(replace(brief(), facts=(named,)), language) == title
    assert check_filled(title, [named], language, merchants_own=True) == ()


def test_a_post_shows_a_telephone_number_in_its_order_between_arabic_words() -> None:
    value = Code(codes=("+86 138 0000 0000",))
    number = Fact(key="phone", value=value, must_say=True, source="sheet")
    known, language = replace(brief(), facts=(number,)), profile("ar")
    (line,) = write_posts(replace(script("ar"), lines=()), known, language, ())[0].lines
    assert line.text == f"{language.labels['phone']}: \u200e+86 138 0000 0000"
    assert check_filled(line.text, [number], language, merchants_own=True) == ()


def test_the_best_points_are_short_texts_of_the_catalogue_or_of_a_line() -> None:
    def point(name: str, **other: Any) -> SellingPoint:
        values = {"text": name, "kind": "feature", "quote": name, "segments": ()} | other
        return SellingPoint(id=name, negated=False, **values)

    points = (
        point("heard", source="speech"),
        point("contact-us", kind="invitation", source="sheet", catalogue="contact-us"),
        point("does-not-leak", source="sheet", catalogue="does-not-leak"),
        point("own", source="sheet"),
        point("unsaid", source="sheet"),
        point("good-gift", source="sheet", catalogue="good-gift"),
    )
    said = replace(script().lines[0], text="Grandpa's name is engraved.", tags=(), points=("own",))
    both = replace(said, index=1, text="It folds, and it rolls.", points=("heard", "good-gift"))
    told = replace(script(), lines=(said, both), points=points)
    english = profile("en")
    assert bullets(told, english) == ("Will not leak", "Grandpa's name is engraved", "A great gift")
    assert unsaid(told, english) == ("Contact us if you are interested.", "Will not leak.")
    posts = write_posts(told, brief(), english, tuple(line.text for line in told.lines))
    assert "Will not leak." in posts[0].text


def test_the_cover_has_as_many_points_as_one_row_holds(tmp_path: Path) -> None:
    path = film(tmp_path)
    made = media.timeline(
        tmp_path / "none.wav", media.shot("recording", 0, 6000, path), size=(192, 320)
    )
    picture = picture_of(made, cover_shot(made))
    one, two = "Folds flat", "Very easy to clean and to carry along"

    def cover(*points: str) -> bytes:
        target = tmp_path / "cover.jpg"
        save_cover(picture, NAMES["en"], points, draft(replace(made, style="outline")), target)
        return target.read_bytes()

    assert cover(one) != cover()
    assert cover(one, two) == cover(one)
    assert cover(two * 2) == cover()


def test_hashtags_tell_for_whom_and_where_but_not_what_is_denied() -> None:
    def about(stated: str, *, negated: bool = False) -> SellingPoint:
        return SellingPoint(
            id=stated,
            text=stated,
            kind="use",
            negated=negated,
            quote=stated,
            segments=(),
            catalogue=stated,
        )

    points = (
        about("suits-place: kitchen"),
        about("not-for-place: office", negated=True),
        about("does-not-leak", negated=True),
        about("good-gift"),
    )
    own = hashtags(brief(), profile("en"))
    assert set(hashtags(brief(), profile("en"), points)) - set(own) == {"#kitchen", "#giftideas"}

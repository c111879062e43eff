"""Breaking texts into captions, and captions as bitmaps."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from runpy import run_path
from textwrap import dedent

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from merchant_studio.errors import InputError, RenderError, UnknownNameError
from merchant_studio.languages import LanguageProfile, language_codes, profile
from merchant_studio.languages.platforms import safe_area
from merchant_studio.languages.tables import CaptionRules
from merchant_studio.picture.typeset import (
    Bitmap,
    CaptionStyle,
    Typesetter,
    characters,
    fonts,
    pieces,
    reading_length,
    style,
    style_names,
)
from merchant_studio.picture.typeset.styles import STYLES_FOLDER

VERTICAL, HORIZONTAL = (720, 1280), (1920, 1080)


def made_up(code: str, script: str, *, chars: int = 42, breaks: str = "") -> LanguageProfile:
    """A profile with these caption rules, whether or not the language has a file yet."""
    rules = {
        "max_rows": 2,
        "max_chars_per_row": chars,
        "max_chars_per_second": 17,
        "phrase_breaks": breaks,
    }
    return profile("en").model_copy(
        update={
            "code": code,
            "name": code,
            "script": script,
            "direction": "rtl" if script == "Arab" else "ltr",
            "captions": CaptionRules.model_validate(rules),
        }
    )


PROFILES = {
    "en": profile("en"),
    "es": made_up("es", "Latn"),
    "fr": made_up("fr", "Latn"),
    "vi": made_up("vi", "Latn"),
    "ru": made_up("ru", "Cyrl"),
    "ar": made_up("ar", "Arab"),
    "hi": made_up("hi", "Deva"),
    "th": made_up("th", "Thai", chars=35, breaks="th"),
    "ko": made_up("ko", "Kore", chars=16),
    "ja": made_up("ja", "Jpan", chars=13, breaks="ja"),
    "zh": made_up("zh", "Hans", chars=16, breaks="zh-hans"),
}
SAMPLES = {
    "en": "This is our stainless steel vacuum flask A203, from 100 pieces.",
    "es": "¡Hola! El precio es 18,50 ¥ y el pedido mínimo es de 100 piezas.",
    "fr": "Bonjour ! Le prix est de 18,50 ¥ ; à partir de 100 pièces.",
    "vi": "Ế ẫm Ộ Ữ Ẵ ỹ: bình giữ nhiệt giá 18,50 ¥ từ 100 chiếc.",
    "ru": "Цена 18,50 ¥ за штуку, минимальный заказ от 100 штук.",
    "ar": "السعر 18.50 يوان للقطعة A203، والحد الأدنى للطلب 100 قطعة.",
    "hi": "ज्ञान श्रृंखला: क्षमता 500 मिलीलीटर, न्यूनतम ऑर्डर 100 पीस।",
    "th": "ที่สุดปั๊มน้ำนี้ให้ผู้ใหญ่ ราคาชิ้นละ 18.50 หยวน สั่งขั้นต่ำ 100 ชิ้น",
    "ko": "가격은 개당 18.50위안이고 최소 주문 수량은 100개입니다.",
    "ja": "価格は1個18.50元、最小注文数は「100個」からです。",
    "zh": "我们的304不锈钢保温杯，每个18.50元，100个起订。",
}


@cache
def setter(look: str = "outline", frame: tuple[int, int] = VERTICAL) -> Typesetter:
    return Typesetter(style(look), *frame)


def rows_of(captions: tuple[tuple[str, ...], ...]) -> list[str]:
    return [row for caption in captions for row in caption]


# --- whole wraps ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "en",
            "Hello, and welcome to our booth! This is our stainless steel vacuum flask A203. "
            "The price is ¥18.50 each and the minimum order is 100 pieces.",
            (
                ("Hello, and welcome", "to our booth!"),
                ("This is our stainless", "steel vacuum flask A203."),
                ("The price is ¥18.50 each",),
                ("and the minimum", "order is 100 pieces."),
            ),
        ),
        (
            "es",
            "¡Hola y bienvenidos a nuestro stand! Este es nuestro termo de acero inoxidable.",
            (
                ("¡Hola y bienvenidos", "a nuestro stand!"),
                ("Este es nuestro termo", "de acero inoxidable."),
            ),
        ),
        (
            "ru",
            "Здравствуйте! Цена 18,50 ¥ за штуку, минимальный заказ от 100 штук.",
            (
                ("Здравствуйте!",),
                ("Цена 18,50 ¥ за штуку,",),
                ("минимальный", "заказ от 100 штук."),
            ),
        ),
        (
            "ar",
            "السعر 18.50 يوان للقطعة، والحد الأدنى للطلب 100 قطعة. المقاس 30 × 45 cm.",
            (
                ("السعر 18.50 يوان", "للقطعة، والحد الأدنى"),
                ("للطلب 100 قطعة.", "المقاس 30 × 45 cm."),
            ),
        ),
        (
            "th",
            "ราคาชิ้นละ 18.50 หยวน สั่งขั้นต่ำ 100 ชิ้น เก็บร้อนได้นานถึง 12 ชั่วโมง",
            (
                ("ราคาชิ้นละ 18.50 หยวน", "สั่งขั้นต่ำ 100 ชิ้น"),
                ("เก็บร้อนได้นานถึง 12 ชั่วโมง",),
            ),
        ),
        (
            "ko",
            "안녕하세요, 저희 부스에 오신 것을 환영합니다!",
            (("안녕하세요, 저희 부스에", "오신 것을 환영합니다!"),),
        ),
        (
            "ja",
            "こんにちは、私たちのブースへようこそ！価格は1個18.50元、最小注文数は100個からです。",
            (
                ("こんにちは、私たちの", "ブースへようこそ！"),
                ("価格は1個18.50元、",),
                ("最小注文数は", "100個からです。"),
            ),
        ),
        (
            "zh",
            "大家好，欢迎来到我们的展位！这款不锈钢保温杯每个18.50元，100个起订，容量500毫升。",
            (
                ("大家好，欢迎", "来到我们的展位！"),
                ("这款不锈钢保温杯每个", "18.50元，100个起订，"),
                ("容量500毫升。",),
            ),
        ),
    ],
)
def test_captions_of_a_text(code, text, expected):
    assert setter().wrap(text, PROFILES[code]) == expected


def test_a_wide_picture_takes_what_the_language_allows_in_a_row():
    text = "It measures 30 × 45 cm, and it keeps drinks hot for 12 hours."
    assert setter(frame=HORIZONTAL).wrap(text, PROFILES["en"]) == (
        ("It measures 30 × 45 cm,", "and it keeps drinks hot for 12 hours."),
    )


def test_nothing_makes_no_caption():
    assert setter().wrap("", PROFILES["en"]) == ()
    assert setter().wrap(" \n\u3000\u2060", PROFILES["zh"]) == ()


def test_the_last_caption_is_not_left_lonely():
    text = "our new very large and very light stainless steel vacuum flask for the office and home"
    captions = setter().wrap(text, PROFILES["en"])
    lengths = [len(" ".join(rows)) for rows in captions]
    assert len(captions) == 2
    assert min(lengths) > max(lengths) * 0.6


def test_a_word_longer_than_a_row_is_cut_between_graphemes():
    word = "ที่สุด" * 30
    rows = rows_of(setter().wrap(word, made_up("th", "Thai", chars=35)))
    assert "".join(rows) == word
    assert characters.graphemes(word) == tuple(
        grapheme for row in rows for grapheme in characters.graphemes(row)
    )


def test_a_chain_of_numbers_longer_than_a_row_is_cut_at_its_spaces():
    text = " ".join(["100 200 300"] * 9)
    rows = rows_of(setter().wrap(text, PROFILES["en"]))
    assert " ".join(rows) == text


def test_terms_are_kept_whole():
    th, text = PROFILES["th"], "นี่คือกระติกน้ำสแตนเลสสุญญากาศรุ่นใหม่ล่าสุดของเราค่ะ"
    terms = ("สแตนเลส", "สุญญากาศ", "รุ่นใหม่", "ล่าสุด")
    rows = rows_of(setter().wrap(text, th, terms=terms))
    assert len(rows) > 1
    for term in terms:
        assert any(term in row for row in rows)


@pytest.mark.parametrize(
    "pair",
    [
        "18.50 yuan",
        "100 pieces",
        "500 ml",
        "30 × 45 cm",
        "30 x 45 x 10 cm",
        "¥ 18.50",
        "R$ 18,50",
        "USD 18.50",
        "Rp 18.500",
        "20 000 mAh",
        "5 %",
        "80 °C",
        "№ 5",
        "+86 138 0000 0000",
        "10 – 20 kg",
        "100\u00a0US\u00a0dollars",
        "Bonjour !",
        "« Oui »",
    ],
)
def test_what_belongs_together_stays_together(pair):
    for words in range(1, 9):
        text = "word " * words + pair + " and more words after it"
        assert any(pair in row for row in rows_of(setter().wrap(text, PROFILES["fr"]))), text


@pytest.mark.parametrize(
    "pair", ["100个", "18.50元", "500毫升", "30厘米", "IP65", "¥18.50", "A203"]
)
def test_what_belongs_together_stays_together_in_chinese(pair):
    for words in range(1, 12):
        text = "好" * words + pair + "，欢迎来到我们的展位看看样品"
        assert any(pair in row for row in rows_of(setter().wrap(text, PROFILES["zh"]))), text


def test_a_word_joiner_holds_and_does_not_appear():
    text = "我们的新款移动电源容量是20000\u2060毫\u2060安\u2060时支持快充"
    rows = rows_of(setter().wrap(text, PROFILES["zh"]))
    assert any("20000毫安时" in row for row in rows)
    assert "\u2060" not in "".join(rows)


@pytest.mark.parametrize(
    ("text", "clusters"),
    [
        ("abc", ["a", "b", "c"]),
        ("e\u0301a", ["e\u0301", "a"]),
        ("ที่น้ำ", ["ที่", "น้ำ"]),
        ("क्षत्रिय", ["क्ष", "त्रि", "य"]),
        ("한국", ["한", "국"]),
        ("葛\U000e0100飾", ["葛\U000e0100", "飾"]),
    ],
)
def test_graphemes(text, clusters):
    assert list(characters.graphemes(text)) == clusters


def test_columns_count_full_width_characters_as_the_language_does():
    assert characters.columns("不锈钢A203，", full_width=True) == 12
    assert characters.columns("18,50 ¥", full_width=False) == 7
    assert characters.columns("e\u0301\u2060", full_width=False) == 1


# --- properties of every wrap --------------------------------------------------------------

WORDS = {
    "en": ["the", "price", "flask,", "welcome!", "(new)", "100 pieces", "¥18.50", "A203", "a"],
    "fr": ["le", "prix :", "« bon »", "pièces", "18,50\u00a0¥", "20\u202f000 mAh", "été !"],
    "ar": ["السعر", "قطعة.", "100 قطعة", "A203", "مرحبًا،", "30 × 45 cm", "و"],
    "hi": ["क्षमता", "श्रृंखला।", "500 मिलीलीटर", "की", "ज्ञान,"],
    "th": ["ที่สุด", "กระติกน้ำ", " ", "100 ชิ้น", "ราคา", "ๆ", "A203"],
    "ko": ["가격은 ", "100개 ", "스테인리스 ", "그리고, ", "(새) "],
    "ja": ["ステンレス", "です。", "「水筒」", "1個18.50元", "、", "キャップ", "は"],
    "zh": ["不锈钢", "，", "100个", "保温杯", "。", "（新款）", "的", "500毫升", "A203"],
}
JOINT = {"th": "", "ja": "", "zh": "", "ko": ""}
TEXTS = st.sampled_from(sorted(WORDS)).flatmap(
    lambda code: st.tuples(
        st.just(code),
        st.lists(st.sampled_from(WORDS[code]), min_size=1, max_size=40).map(
            JOINT.get(code, " ").join
        ),
    )
)
PATIENT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def letters(text: str) -> str:
    return re.sub(r"[ \u3000\u200b\u2060]", "", unicodedata.normalize("NFC", text))


@PATIENT
@given(TEXTS, st.sampled_from([VERTICAL, HORIZONTAL, (480, 480)]))
def test_a_wrap_keeps_the_text_and_the_limits(sample, frame):
    code, text = sample
    language, typesetter = PROFILES[code], setter("outline", frame)
    script = fonts.script_setting(language.script)
    captions = typesetter.wrap(text, language)
    rows = rows_of(captions)
    assert letters("".join(rows)) == letters(text)
    assert all(1 <= len(caption) <= language.captions.max_rows for caption in captions)
    limit = language.captions.max_chars_per_row * (2 if script.full_width else 1)
    size_px = typesetter.caption_size_px(script)
    for row in rows:
        assert row and row == row.strip()
        assert characters.columns(row, full_width=script.full_width) <= limit
        width_px = fonts.width_px(row, script, language.code, size_px)
        slack = 1.01 if len(row.split()) > 1 else pieces.LONG_WORD
        assert width_px <= typesetter.safe_width_px * slack


@PATIENT
@given(TEXTS)
def test_no_row_starts_or_ends_with_the_wrong_mark(sample):
    code, text = sample
    text = re.sub(r"^[^\w]+", "", text)
    rows = rows_of(setter().wrap(text, PROFILES[code]))
    for before, after in pairwise(rows):
        assert after[0] not in "，。、！？）」ๆ»!,.:;।،)"
        assert before[-1] not in "（「«("


@PATIENT
@given(st.sampled_from(sorted(PROFILES)), st.text(max_size=120))
def test_no_text_breaks_the_wrap(code, text):
    rows = rows_of(setter().wrap(text, PROFILES[code]))
    assert letters(re.sub(r"\s", "", "".join(rows))) == letters(re.sub(r"\s", "", text))


# --- bitmaps -------------------------------------------------------------------------------


def assert_sound(bitmap: Bitmap, frame: tuple[int, int]) -> None:
    """Inside the frame, tight, even, premultiplied."""
    height, width, channels = bitmap.pixels.shape
    assert channels == 4 and bitmap.pixels.dtype == np.uint8
    assert bitmap.pixels.flags.c_contiguous
    assert bitmap.left_px >= 0 and bitmap.left_px + width <= frame[0]
    assert bitmap.top_px >= 0 and bitmap.top_px + height <= frame[1]
    assert bitmap.left_px % 2 == bitmap.top_px % 2 == width % 2 == height % 2 == 0
    ink = bitmap.pixels[..., 3] > 0
    for edge in (ink[:2], ink[-2:], ink[:, :2], ink[:, -2:]):
        assert edge.any()
    assert (bitmap.pixels[..., :3] <= bitmap.pixels[..., 3:]).all()


@pytest.mark.parametrize("frame", [VERTICAL, HORIZONTAL, (1080, 1080), (128, 72)])
@pytest.mark.parametrize("look", style_names())
def test_captions_are_tight_and_inside_the_frame(look, frame):
    typesetter = setter(look, frame)
    for code, text in SAMPLES.items():
        for rows in typesetter.wrap(text, PROFILES[code]):
            assert_sound(typesetter.draw_caption(rows, PROFILES[code]), frame)
        assert_sound(typesetter.draw_title(text, PROFILES[code]), frame)


@pytest.mark.parametrize("frame", [VERTICAL, HORIZONTAL, (1080, 1080), (405, 719)])
@pytest.mark.parametrize("look", style_names())
def test_texts_stand_in_the_safe_area(look, frame):
    """Captions at its bottom, in one language or two; only a shadow may reach beyond."""
    crisp = style(look).model_copy(update={"shadow": None})
    typesetter, safe = Typesetter(crisp, *frame), safe_area(*frame)
    for code, text in SAMPLES.items():
        language = PROFILES[code]
        rows = typesetter.wrap(text, language)[0]
        under = typesetter.divide(SAMPLES["ar"], [1.0], PROFILES["ar"], second=True)[0]
        for second in ((), under):
            bitmap = typesetter.draw_caption(rows, language, second, PROFILES["ar"])
            left, top, right, bottom = edges(bitmap)
            assert safe.left - 1 <= left and right <= safe.right + 1, code
            assert safe.top < top and bottom <= safe.bottom + 1, code
            # Letters may lack a descent, and a row leaves room for every descent and mark.
            assert bottom > safe.bottom - 0.6 * typesetter.caption_size_px(fonts.SCRIPTS["Deva"])
        left, top, right, bottom = edges(typesetter.draw_title(text, language))
        assert safe.left - 1 <= left and right <= safe.right + 1, code
        assert safe.top <= top and bottom <= safe.bottom, code


def edges(bitmap: Bitmap) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the ink in the frame."""
    ink = bitmap.pixels[..., 3] > 32
    columns, lines = np.flatnonzero(ink.any(axis=0)), np.flatnonzero(ink.any(axis=1))
    return (
        bitmap.left_px + int(columns[0]),
        bitmap.top_px + int(lines[0]),
        bitmap.left_px + int(columns[-1]) + 1,
        bitmap.top_px + int(lines[-1]) + 1,
    )


def test_a_title_and_a_caption_in_two_languages_do_not_meet():
    title = "Stainless steel vacuum flask with a bamboo lid and a strainer for tea"
    for frame in (VERTICAL, HORIZONTAL, (1080, 1080)):
        typesetter = setter("box", frame)
        caption = typesetter.draw_caption(
            ("two long rows", "of one language"),
            PROFILES["hi"],
            ("and two", "more"),
            PROFILES["ar"],
        )
        above = typesetter.draw_title(title, PROFILES["hi"])
        assert above.top_px + above.pixels.shape[0] <= caption.top_px


# --- two languages -----------------------------------------------------------------------------


def test_a_text_is_divided_as_often_as_the_other_language():
    text = "Hello, and welcome to our booth! The price is ¥18.50 each, from 100 pieces."
    divide = partial(setter().divide, text, profile=PROFILES["en"], second=True)
    assert divide([1.0]) == (
        ("Hello, and welcome to our booth! The", "price is ¥18.50 each, from 100 pieces."),
    )
    assert divide([1.0, 1.0]) == (
        ("Hello, and welcome to our booth!",),
        ("The price is ¥18.50 each,", "from 100 pieces."),
    )
    assert divide([1.0, 0.6, 0.6]) == (
        ("Hello, and welcome to our booth!",),
        ("The price is ¥18.50 each,",),
        ("from 100 pieces.",),
    )


def test_where_there_are_too_few_words_a_caption_stays():
    divide = partial(setter().divide, profile=PROFILES["en"])
    assert divide("Hello there", [1, 1, 1]) == (("Hello",), ("Hello",), ("there",))
    assert divide("", [1, 1]) == ((), ())


def test_the_second_language_is_smaller_and_below():
    blocks = setter().lay_out(("Hello",), PROFILES["en"], ("您好", "欢迎"), PROFILES["zh"])
    assert [block.locale for block in blocks] == ["en", "zh"]
    assert blocks[1].size_px == pytest.approx(0.72 * blocks[0].size_px)
    assert blocks[0].bottom_px < blocks[1].top_px
    with pytest.raises(ValueError, match="profile"):
        setter().lay_out(("Hello",), PROFILES["en"], ("您好",))
    with pytest.raises(RenderError, match="in the zh text"):
        setter().draw_caption(("Hello",), PROFILES["en"], ("😀",), PROFILES["zh"])


def test_a_long_word_is_set_smaller_and_not_cut():
    word = "Mindestbestellmengenangabe"
    rows = rows_of(setter().wrap(f"Unsere {word} gilt.", PROFILES["en"]))
    assert word in rows
    left, _, right, _ = edges(setter().draw_caption((word,), PROFILES["en"]))
    assert right - left <= setter().safe.width


@pytest.mark.parametrize(
    ("code", "rows", "length"),
    [("en", ("The price is", "¥18.50."), 19), ("zh", ("容量500毫升。",), 6.5), ("th", ("ที่นี่",), 2)],
)
def test_what_a_viewer_reads(code, rows, length):
    assert reading_length(rows, PROFILES[code]) == length


def test_captions_are_centered():
    for frame in (VERTICAL, HORIZONTAL):
        bitmap = setter("box", frame).draw_caption(("Hello",), PROFILES["en"])
        assert abs(2 * bitmap.left_px + bitmap.pixels.shape[1] - frame[0]) <= 6


def test_rows_do_not_run_into_each_other():
    bare = style("outline").model_copy(update={"outline": None})
    tallest = {
        "vi": "ẾỘỮgjpqyụ",
        "th": "ปั๊มน้ำผู้ใหญ่ญู่",
        "hi": "श्रृंखला ऑर्डर",
        "ar": "مرحبًا جناح",
    }
    for code, row in tallest.items():
        bitmap = Typesetter(bare, *VERTICAL).draw_caption((row, row), PROFILES[code])
        height = bitmap.pixels.shape[0]
        middle = bitmap.pixels[height // 4 : -height // 4, :, 3].any(axis=1)
        assert not middle.all(), code


def test_a_row_that_is_too_wide_is_set_smaller():
    row = "a row that the merchant wrote without thinking of the width of a telephone"
    bitmap = setter().draw_caption((row,), PROFILES["en"])
    assert_sound(bitmap, VERTICAL)
    usual = setter().draw_caption(("a row",), PROFILES["en"])
    assert bitmap.pixels.shape[0] < usual.pixels.shape[0]


def test_a_long_title_is_set_smaller_and_in_rows():
    short = setter().draw_title("Flask", PROFILES["en"])
    long = setter().draw_title("Stainless steel vacuum flask with a bamboo lid", PROFILES["en"])
    assert long.pixels.shape[0] > short.pixels.shape[0]
    assert_sound(setter().draw_title("word " * 80, PROFILES["en"]), VERTICAL)
    assert_sound(setter().draw_title("x" * 300, PROFILES["en"]), VERTICAL)


def test_nothing_cannot_be_drawn():
    with pytest.raises(ValueError, match="no text"):
        setter().draw_caption((), PROFILES["en"])
    with pytest.raises(ValueError, match="no text"):
        setter().draw_title(" ", PROFILES["en"])
    with pytest.raises(ValueError, match="63x1000"):
        Typesetter(style("box"), 63, 1000)


def test_drawing_is_the_same_from_many_threads():
    def draw(code: str) -> bytes:
        typesetter = Typesetter(style("shadow"), *VERTICAL)
        rows = typesetter.wrap(SAMPLES[code], PROFILES[code])[0]
        return typesetter.draw_caption(rows, PROFILES[code]).pixels.tobytes()

    expected = [draw(code) for code in SAMPLES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw, [*SAMPLES] * 3)) == expected * 3


# --- order of bidirectional rows ---------------------------------------------------------------


def ink(row: str, language: LanguageProfile) -> np.ndarray:
    """The row's alpha in letters without effects, cut to its ink."""
    bare = style("outline").model_copy(update={"outline": None})
    alpha = Typesetter(bare, 2000, 1200).draw_caption((row,), language).pixels[..., 3]
    columns, lines = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
    return alpha[lines[0] : lines[-1] + 1, columns[0] : columns[-1] + 1].astype(float) / 255


def place(needle: str, row: str, code: str = "ar") -> float:
    """Where a word's picture is found in the row's picture: 0 is the left end, 1 the right."""
    left_to_right = PROFILES[code].model_copy(update={"direction": "ltr"})
    small, large = ink(needle, left_to_right), ink(row, PROFILES[code])
    best, where = 1.0, -1.0
    spread = large.shape[1] - small.shape[1]
    for top in range(large.shape[0] - small.shape[0] + 1):
        for left in range(spread + 1):
            window = large[top : top + small.shape[0], left : left + small.shape[1]]
            error = np.abs(window - small).sum() / small.sum()
            if error < best:
                best, where = error, left / spread
    assert best < 0.12, f"{needle} is not in {row}"
    return where


def test_an_arabic_row_starts_at_the_right():
    assert place("ABC", "ABC السعر") > 0.95
    assert place("ABC", "السعر ABC") < 0.05
    assert place("A203", "السعر A203 يوان") == pytest.approx(0.5, abs=0.25)


@pytest.mark.parametrize(
    "piece",
    ["IP65", "A203", "18.50", "¥18.50", "30 × 45 cm", "500 ml", "-5 °C", "+86 138 0000 0000"],
)
def test_codes_and_measures_run_left_to_right_in_an_arabic_row(piece):
    assert 0.05 < place(piece, f"السعر {piece} يوان") < 0.95


@pytest.mark.parametrize("piece", ["A203 USB", "US$18.50", "USB-C 3.0"])
def test_a_number_after_letters_is_not_torn_off(piece):
    assert 0.05 < place(piece, f"السعر {piece} يوان") < 0.95


def test_a_latin_row_starts_at_the_left():
    assert place("ABC", "ABC def", "en") < 0.05


# --- weight and fonts ----------------------------------------------------------------------


def stems(letter: str) -> set[int]:
    """Widths in pixels of the strokes that a line through the letter meets."""
    alpha = ink(letter, PROFILES["en"])
    line = alpha[alpha.shape[0] * 7 // 10] > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]])))
    return set((edges[1::2] - edges[::2]).tolist())


def test_all_letters_have_the_same_weight():
    widths = [width for letter in "Hlti1nu" for width in stems(letter)]
    assert max(widths) - min(widths) <= 2
    size_px = style("outline").size * 1200
    assert min(widths) > 0.115 * size_px  # Regular has 0.092, SemiBold 0.128


def test_han_characters_take_the_shape_of_the_language():
    shapes = [ink("直骨", PROFILES[code]) for code in ("zh", "ja")]
    assert shapes[0].shape != shapes[1].shape or not np.allclose(*shapes)


def test_every_phrase_of_every_language_can_be_drawn():
    for code in language_codes():
        language = profile(code)
        text = "".join((*language.sentences(), *language.labels.values()))
        assert setter().missing_glyphs(text, language) == "", code


def test_a_character_that_no_font_has_is_an_error():
    text = "Welcome 😀 to our booth \x07😀"
    assert setter().missing_glyphs(text, PROFILES["en"]) == "😀\x07"
    for draw in (
        lambda: setter().draw_caption((text,), PROFILES["en"]),
        lambda: setter().draw_title(text, PROFILES["en"]),
    ):
        with pytest.raises(RenderError) as caught:
            draw()
        assert str(caught.value) == (
            "no font can draw 😀 (U+1F600), U+0007 in the English text; replace it"
        )


def test_a_script_without_a_font_is_an_error():
    with pytest.raises(RenderError, match="no font is known for the script Grek"):
        setter().wrap("Καλημέρα", made_up("el", "Grek"))


def test_loading_is_late_and_silent():
    code = dedent("""
        import sys
        from merchant_studio.languages import profile
        from merchant_studio.picture.typeset import Typesetter, style
        typesetter = Typesetter(style("outline"), 720, 1280)
        assert not {"skia", "numpy", "budoux"} & set(sys.modules)
        typesetter.draw_caption(("Hello 直骨 مرحبًا ที่",), profile("en"))
        """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- styles --------------------------------------------------------------------------------


def test_the_styles():
    assert style_names() == ("box", "outline", "shadow")
    for name in style_names():
        assert isinstance(style(name), CaptionStyle)
    assert style("outline").outline is not None
    assert style("shadow").shadow is not None
    assert style("box").box is not None


def test_an_unknown_style_says_which_there_are():
    with pytest.raises(UnknownNameError) as caught:
        style("neon")
    assert str(caught.value) == "there is no style 'neon'; choose one of: box, outline, shadow"
    with pytest.raises(UnknownNameError):
        style("../styles/box")


def test_a_style_of_ones_own(tmp_path: Path):
    own = tmp_path / "mine.toml"
    text = (STYLES_FOLDER / "box.toml").read_text(encoding="utf-8")
    own.write_text(text.replace("#FFFFFF", "#FFCC00"), encoding="utf-8")
    assert style(str(own)).color == "#FFCC00"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("#FFFFFF", "white", "is not valid: color: String should match pattern"),
        ("opacity", "opacitty", "is not valid: box.opacity: Field required"),
        ("size = 0.052", "size = 52", "is not valid: size: Input should be less than"),
        ("[box]", "[box", "is not TOML"),
    ],
)
def test_a_wrong_style_says_what_is_wrong(tmp_path: Path, old: str, new: str, problem: str):
    own = tmp_path / "mine.toml"
    text = (STYLES_FOLDER / "box.toml").read_text(encoding="utf-8")
    assert old in text
    own.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(f"the style file mine.toml {problem}")):
        style(str(own))


def test_a_style_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(InputError, match=r"gone\.toml cannot be read"):
        style(str(tmp_path / "gone.toml"))


# --- the gallery ---------------------------------------------------------------------------


@pytest.mark.parametrize("look", style_names())
def test_every_caption_of_the_gallery_keeps_its_languages_limits(look):
    gallery = run_path(str(Path(__file__).parents[1] / "docs" / "make_gallery.py"))
    typesetter, shown_px = setter(look, gallery["FRAME_PX"]), gallery["BAND_PX"]
    for code in language_codes():
        language = profile(code)
        captions = gallery["captions"](typesetter, language)
        assert captions
        for rows in captions:
            assert 1 <= len(rows) <= language.captions.max_rows
            for row in rows:
                assert reading_length((row,), language) <= language.captions.max_chars_per_row
            (block,) = typesetter.lay_out(rows, language)
            usual_px = typesetter.caption_size_px(block.script)
            assert block.size_px == pytest.approx(usual_px), f"{code} is set smaller"
            _, top, _, bottom = edges(typesetter.draw_caption(rows, language))
            assert shown_px[0] < top and bottom < shown_px[1], f"{code} is not wholly shown"
        assert (gallery["GALLERY"] / f"{code}-{look}.png").is_file()

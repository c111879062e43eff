"""A number is heard for sure if two listenings heard it, however each of them wrote it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.listenings import DOUBTED, agreed, doubts, with_doubts
from merchant_studio.records import Segment, Span, Word


def doubted(first: str, second: str) -> list[str]:
    return [first[start:end] for start, end in doubts(first, second)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("出厂价18块5", "出场加18.5"),
        ("五千个以上", "5000个以上"),
        ("电压85-265伏", "电压八十五到二百六十五伏"),
        ("2万毫安", "20000毫安"),
        ("含棉百分之三十", "寒年30%"),
        ("定金百分之三十。三十五天", "定金百分之三十三十五天"),
        ("打九五折", "打95折"),
        # Characters of the same sound, and marks that mean nothing.
        ("厚四毫米", "厚丝毫米"),
        ("三十二块五一根", "32块5亿根"),
        ("五块四一打", "5块4-1打"),
        ("一箱八十打", "一箱8-10打"),
        ("十一块二 三百片", "11块2,300片"),
        ("防水IP67", "防水IP6-7"),
        ("防水IP67", "防水艾批六七"),
        ("型号BP602 前头", "型号BP602前头"),
        ("型号BP602 前头", "型号BP六零二前头"),
        ("MOQ200个", "艾姆OQ两百个"),
        ("一箱六个", "以箱六个"),
        ("质量很好", "治疗很好"),
        # Digits that one of them ran together.
        ("打样费150，三天寄出", "打样费1503天寄出"),
        ("我这儿33一台", "我这儿331台"),
        ("规格3.5x25毫米", "规格3.5x25mm"),
        ("灰咖两种", "灰卡梁种"),
        ("十一块八，六百只起做", "11块8600只起做"),
        ("批发价16块8200条", "批发价16.8，200条"),
        ("50把起发", "五十八起发"),
        ("一箱八把", "一相八百"),
        ("一卷30米", "1.30米"),
        ("一小盒72把一箱", "一小盒72.1箱"),
        # No letter before it makes a number with a dot a code.
        ("5W 3.7V", "5W3.7V"),
        ("零点一八毫米", "领点一八毫米"),
        ("", ""),
    ],
)
def test_the_same_number_is_no_doubt(first: str, second: str) -> None:
    assert doubted(first, second) == []


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("价格56块", "价格46块", ["56"]),
        ("样品费三十四天打好", "样品费30-4天打好", ["三十四"]),
        ("长67公分败", "长67公分半", ["67"]),
        ("十二天", "二十二天", ["十二"]),
        ("二十二天", "十二天", ["二十二"]),
        ("15天", "50天", ["15"]),
        ("质保1年", "质保10年", ["1"]),
        ("质保一年", "质保七年", ["一"]),
        ("十把打一箱", "18袋一箱", ["十"]),
        ("打九五折", "打八五折", ["九五"]),
        ("重30公斤", "重公斤", ["30"]),
        ("500个，7天", "500个", ["7"]),
        ("三公斤八", "三公斤五", ["三", "八"]),
        ("15块八", "15块五", ["15", "八"]),
        # These may be what was said: 1.25, 130, 72.1.
        ("一箱25公斤", "1.25公斤", ["25"]),
        ("一卷30米", "130米", ["30"]),
        ("72斤一箱", "72.1斤", ["72"]),
        ("零点一八毫米", "七点一八毫米", ["零点一八"]),
    ],
)
def test_another_number_is_a_doubt(first: str, second: str, expected: list[str]) -> None:
    assert doubted(first, second) == expected


AMOUNTS = st.integers(min_value=2, max_value=99_999)


@given(AMOUNTS)
def test_no_number_is_doubted_that_is_heard_twice(amount: int) -> None:
    text = f"起订量{amount}个，交货快。"
    assert doubted(text, text) == []


@given(AMOUNTS, AMOUNTS)
def test_every_other_number_is_doubted(one: int, other: int) -> None:
    expected = [] if one == other else [str(one)]
    assert doubted(f"起订量{one}个，交货快。", f"起订量{other}个，交货快。") == expected


@given(st.decimals(min_value=Decimal("0.1"), max_value=Decimal(999), places=1))
def test_a_price_is_the_same_in_any_writing(price: Decimal) -> None:
    whole, _, dimes = f"{price:f}".partition(".")
    first, second = f"出厂价{whole}块{dimes}一个", f"出厂价{whole}.{dimes}元一个"
    assert doubted(first, second) == ([] if dimes != "0" else doubted(first, second))


@given(
    st.text(alphabet="0123456789一十百万半块个点-,。%折Pp 亿", max_size=24), st.text(max_size=12)
)
def test_doubts_are_places_of_the_first_text(first: str, second: str) -> None:
    for start, end in doubts(first, second):
        assert 0 <= start < end <= len(first)


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(
        Word(text=text, span=Span(start_ms=i * 100, end_ms=i * 100 + 90), probability=0.9)
        for i, text in enumerate(texts)
    )


def segment(*texts: str) -> Segment:
    spoken = words(*texts)
    span = Span(start_ms=0, end_ms=spoken[-1].span.end_ms)
    return Segment(index=0, span=span, text="".join(texts), words=spoken)


def test_words_of_a_doubted_number_say_so() -> None:
    first = (segment("起", "订", "300", "个"), segment("一", "箱", "2", "4", "个"))
    second = (segment("起", "订", "三", "百", "个"), segment("一", "箱", "44", "个"))
    heard = agreed(first, second)
    assert [[word.probability for word in part.words] for part in heard] == [
        [0.9, 0.9, 0.9, 0.9],
        [0.9, 0.9, DOUBTED, DOUBTED, 0.9],
    ]
    assert [part.text for part in heard] == [part.text for part in first]


def test_a_span_doubts_each_word_that_it_touches() -> None:
    assert [w.probability for w in with_doubts(words("一", "18", "块", "酒"), [(1, 4)])] == [
        0.9,
        DOUBTED,
        DOUBTED,
        0.9,
    ]

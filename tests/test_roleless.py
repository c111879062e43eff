"""Words beside a value that nothing names, known by what the reader makes of it."""

from __future__ import annotations

import pytest

from merchant_studio.homophones import roleless
from merchant_studio.languages import profile
from merchant_studio.records import Segment, Span, Word

PROFILE = profile("zh")


def segments(*sentences: str) -> list[Segment]:
    """Sentences without pauses inside, one word a character."""
    result, at_ms = list[Segment](), 0
    for index, text in enumerate(sentences):
        words = []
        for character in text:
            span = Span(start_ms=at_ms, end_ms=at_ms + 200)
            words.append(Word(text=character, span=span, probability=1.0))
            at_ms = span.end_ms
        whole = Span(start_ms=words[0].span.start_ms, end_ms=at_ms)
        result.append(Segment(index=index, span=whole, text=text, words=tuple(words)))
        at_ms += 400
    return result


def put_right(*sentences: str) -> list[str]:
    texts = list(sentences)
    found = roleless.repairs(segments(*sentences), PROFILE.cues, PROFILE.hearing.named)
    for place, repair in found:
        text = texts[place]
        texts[place] = text[: repair.start] + repair.meant + text[repair.end :]
    return texts


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # One syllable, right before the value, that sounds exactly so.
        ("晚上量12个钟头", "晚上亮12个钟头"),
        ("挫购100个", "挫够100个"),
        # A word of two, by its sound, also with other words between.
        ("充一次电量8个钟头", "充一次点亮8个钟头"),
        ("库里头线城的还有2400床", "库里头现成的还有2400床"),
        ("库里线有2400套", "库里现有2400套"),
        ("大或要18天", "大货要18天"),
        ("月禅十万个", "月产十万个"),
        # After it.
        ("30天胶货", "30天交货"),
        # Almost so, and no word.
        ("箱中24把", "箱装24把"),
    ],
)
def test_a_word_is_known_by_what_the_value_would_be(heard: str, meant: str) -> None:
    assert put_right(heard) == [meant]


@pytest.mark.parametrize(
    "said",
    [
        # The value is another's, or of nothing.
        "去年卖了两万个",
        "一口气定了好几千套",
        "送您两支笔4颗磁钉",
        "路上走三天",
        "认识他十年了",
        "隔壁卖三十块",
        "三天量一次",
        "电量显示8格",
        # Words that may well be meant, and sound only nearly so.
        "高亮4小时，低亮12小时",
        "最长1米28，四节接起来的",
        "付了款第二天就能装车",
        "印花加2块，另外算",
        "大会开3天",
        "相中24把就拿走",
        # The kind does not fit.
        "晚上量12公斤",
        "箱中3年",
        # A word already names it.
        "保修量2年",
        "线长5米",
        "倒一趟管凉3天",
        "50个一大箱毛重11.2公斤",
        "最少做一前两百束",
    ],
)
def test_what_may_well_be_meant_stays(said: str) -> None:
    assert put_right(said) == [said]


def test_a_role_that_another_value_has_is_not_given_again() -> None:
    said = ["库存3000套", "库里线有2400套"]
    assert put_right(*said) == said


def test_money_needs_another_price() -> None:
    assert put_right("单价4块半", "打杨200块") == ["单价4块半", "打样200块"]

"""Words with the sound of an expected one are put right; everything else stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merchant_studio.engines import weights
from merchant_studio.engines.weights import Habits
from merchant_studio.hear.repairs import Repair, distance, numerals, repairs, unclear, volts
from merchant_studio.hear.repairs.quantities import _pattern
from merchant_studio.languages import lexicon

from .speech import heard

NOTHING, HEARING = Habits(), weights.habits(weights.card("whisper-base"), "zh")
EVERYDAY = [
    line
    for line in (Path(__file__).parent / "data/speech-everyday.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
SHEET = ("不锈钢保温杯", "304不锈钢", "陶瓷")


def repaired(text: str, sheet: tuple[str, ...] = SHEET) -> list[tuple[str, str]]:
    return [(r.heard, r.meant) for r in repairs(text, sheet, lexicon.words("zh"), NOTHING)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("这款不秀钢宝温杯", [("不秀钢宝温杯", "不锈钢保温杯")]),
        ("步秀刚的杯子", [("步秀刚", "不锈钢")]),
        ("是淘瓷的", [("淘瓷", "陶瓷")]),
        ("不锈钢保温杯", []),
        ("龟胶手机壳", [("龟胶手机壳", "硅胶手机壳")]),
        ("彩合包装，出场价", [("彩合包装", "彩盒包装"), ("出场价", "出厂价")]),
        # A word that may be meant as it stands is left alone.
        ("我们义务送货", []),
        ("水平很高，口碑好", []),
        ("红色的被子", []),
        ("跟您交代清楚", []),
        # Numbers are never touched, whatever they sound like.
        ("四斤三百二十克", []),
        ("三四十块，五颜六色", []),
        ("", []),
        ("ABC 123", []),
    ],
)
def test_what_is_repaired(text: str, expected: list[tuple[str, str]]) -> None:
    assert repaired(text) == expected


def test_a_repair_says_where_and_by_what() -> None:
    assert repairs("这款不秀钢杯", SHEET, (), NOTHING) == (
        Repair(start=2, end=5, heard="不秀钢", meant="不锈钢", expected_by="the sheet"),
    )
    assert repairs("出场价18块", (), lexicon.words("zh"), NOTHING) == (
        Repair(start=0, end=3, heard="出场价", meant="出厂价", expected_by="the trade lexicon"),
    )


def test_sounds_that_many_speakers_do_not_tell_apart_are_one_for_the_sheet_only() -> None:
    assert repaired("我们的蓝牙音箱", ("南牙音箱",)) == []
    assert repaired("森皮手套", ("真皮手套",)) == []
    assert repaired("整皮手套", ("真皮手套",)) == [("整皮手套", "真皮手套")]
    assert repairs("整皮手套", (), ("真皮手套",), NOTHING) == ()


NUMERALS = "零一二两三四五六七八九十百千万亿点半"


@given(st.text(alphabet=NUMERALS + "刚秀不温宝杯钢锈保淘瓷块个", max_size=24))
def test_no_numeral_is_ever_changed(text: str) -> None:
    for repair in repairs(text, SHEET, lexicon.words("zh"), NOTHING):
        assert len(repair.heard) == len(repair.meant) == repair.end - repair.start
        assert text[repair.start : repair.end] == repair.heard
        assert not set(repair.heard) & set(NUMERALS)


@given(st.text(alphabet="刚秀不温宝杯钢锈保淘瓷的我们", max_size=24))
def test_a_repaired_text_needs_no_repair(text: str) -> None:
    for repair in repairs(text, SHEET, (), NOTHING):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert repairs(text, SHEET, (), NOTHING) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电压220幅", "电压220伏"),
        ("能装20圣", "能装20升"),
        ("功率五娃", "功率五瓦"),
        ("一箱17公斤板", "一箱17公斤半"),
        ("乡重16公斤", "箱重16公斤"),
        ("两百个起座", "两百个起做"),
        ("供率66瓦", "功率66瓦"),
        # Where nothing says what is measured, or no number stands before, it stays.
        ("画了220幅", "画了220幅"),
        ("一生一世", "一生一世"),
        ("20圣", "20圣"),
        ("公斤板", "公斤板"),
    ],
)
def test_units_and_roles_are_known_by_their_sound(text: str, expected: str) -> None:
    expected_words = (*lexicon.words("zh"), *HEARING.cues)
    for repair in repairs(text, (), expected_words, HEARING):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert text == expected


def beside_numbers(text: str) -> str:
    for repair in reversed(repairs(text, (), (), HEARING)):
        assert text[repair.start : repair.end] == repair.heard
        text = text[: repair.start] + repair.meant + text[repair.end :]
    return text


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # The name of what has this unit, when it sounds like it or nearly so.
        ("公立66瓦", "功率66瓦"),
        ("现场1米2", "线长1米2"),
        ("寒年百分之八十五", "含棉百分之八十五"),
        ("行后T808", "型号T808"),
        ("转位A203", "展位A203"),
        ("十速二十五公里", "时速二十五公里"),
        ("交七二十五天", "交期二十五天"),
        ("五个驰马十二个颜色", "五个尺码十二个颜色"),
        # Units, counters and the words between two numbers.
        ("尺寸二十一成十四成十六公分", "尺寸二十一乘十四乘十六公分"),
        ("500盒以上打酒八折", "500盒以上打九八折"),
        ("12.6亿盏", "12.6一盏"),
        ("内存四个季", "内存四个G"),
        ("89块亿顶，高1米亿", "89块一顶，高1米一"),
        ("一枪30个，三枪起订", "一箱30个，三箱起订"),
        ("以相六百双，一箱24格两箱起", "一箱六百双，一箱24个两箱起"),
        ("先负百分之三十定金", "先付百分之三十定金"),
        ("大样一百五", "打样一百五"),
        ("七个骂", "七个码"),
        # Numbers that were written as words of the same sound.
        ("以前个起批", "一千个起批"),
        ("起订实台", "起订十台"),
        ("两百五实个起订，三百武十克，重二时五公斤", "两百五十个起订，三百五十克，重二十五公斤"),
        ("量百套起做，一箱三实六个，最少舞百双", "两百套起做，一箱三十六个，最少五百双"),
        ("厚丝毫米，高一百五时公分", "厚四毫米，高一百五十公分"),
        ("两百定起订", "两百顶起订"),
        ("48霜一箱，三百各起批，二十章起", "48双一箱，三百个起批，二十张起"),
        ("箱重20公进，高35公份，厚4好米", "箱重20公斤，高35公分，厚4毫米"),
        ("充满3个笑时，做一个行期，时速25公礼", "充满3个小时，做一个星期，时速25公里"),
        ("打样3填，重220可，颜色8各", "打样3天，重220克，颜色8个"),
        ("一讨里头24件，一讨12支", "一套里头24件，一套12支"),
        ("长100蜜，质保2念，26筷8一套", "长100米，质保2年，26块8一套"),
        ("打9着，定金三城，钉金30%", "打9折，定金三成，定金30%"),
        ("起钉1000只，器订200套", "起订1000只，起订200套"),
        ("1000件椅上打9折，零售家168", "1000件以上打9折，零售价168"),
        ("种了三百亩田，一共两百哥们", "种了三百亩田，一共两百哥们"),
        ("批发加价5块，加送3个，单加5毛", "批发加价5块，加送3个，单价5毛"),
        ("10克可用，三公斤可以，有3田", "10克可用，三公斤可以，有3田"),
        ("6.8刀一套，说一千道一万", "6.8刀一套，说一千道一万"),
        ("送到您门口，您门店里，我门做的", "送到您门口，您门店里，我们做的"),
        ("就十公斤，是十公斤，装酒十公斤", "就十公斤，是十公斤，装酒十公斤"),
        ("前三百个起订送样，小时三公斤", "前三百个起订送样，小时三公斤"),
        ("十把打一箱，一起个，时天气好", "十把打一箱，一起个，时天气好"),
        ("平时三百个起订，五米宽是毫米", "平时三百个起订，五米宽是毫米"),
        ("二十和起步，50平一箱之内", "二十和起步，50平一箱之内"),
        ("高时公分，毛重时期公斤，时天交货", "高十公分，毛重十七公斤，十天交货"),
        ("交75天", "交期15天"),
        ("15块掰一套，8块白一双，价格18块久", "15块八一套，8块八一双，价格18块九"),
        ("自重三公斤鲤", "自重三公斤六"),
        ("4块81只，4.8E只", "4块8一只，4.8一只"),
        ("三块白一块黑，能装5公斤酒，23块吧", "三块白一块黑，能装5公斤酒，23块吧"),
        ("5块11个，4块81只起", "5块11个，4块81只起"),
        ("有以前个样子，时天气好，交20天", "有以前个样子，时天气好，交20天"),
        # Units, and what they are of.
        ("宽两里米", "宽两厘米"),
        ("功率66万，3斤6-2毛重4斤", "功率66瓦，3斤6两毛重4斤"),
        ("口径8公分版，48个异乡", "口径8公分半，48个一箱"),
        ("外相装36套，一个采箱一颗", "外箱装36套，一个彩箱一颗"),
        ("沉重五十斤，尽含量240克", "承重五十斤，净含量240克"),
        ("T发价29块9", "批发价29块9"),
        ("起P24纸，200条几批", "起批24只，200条起批"),
        ("一百米旗舰，五百米期间", "一百米起剪，五百米起剪"),
        ("一个月除30万米", "一个月出30万米"),
        ("一串涨10米", "一串长10米"),
        ("一年职内", "一年之内"),
        ("零售价168厘任你自己算", "零售价168，利润你自己算"),
        ("花形150款", "花型150款"),
        ("身高1.80米，绳长1.50米", "身高1.80米，绳长1.50米"),
        ("加钱两块，每月初五发，毛重8.2。", "加钱两块，每月初五发，毛重8.2。"),
        ("一块能洗60次，相当于两瓶洗发水", "一块能洗60次，相当于两瓶洗发水"),
        ("涨价5块，提价8块，上涨5厘米", "涨价5块，提价8块，上涨5厘米"),
        ("单相220伏，分几批发，好几批", "单相220伏，分几批发，好几批"),
        ("宽是两百个", "款式两百个"),
        # Clauses that run on.
        ("箱子58×40×45公分17公斤", "箱子58×40×45公分，17公斤"),
        ("55一套100套起，五十五一套一百套起", "55一套，100套起，五十五一套，一百套起"),
        ("出厂19.8起批100套，19块8起批100套", "出厂19.8，起批100套，19块8，起批100套"),
        ("批发价16.8200条起批", "批发价16.8，200条起批"),
        ("十一块八六百只起做", "十一块八，六百只起做"),
        ("最低二十四套八套一箱", "最低二十四套，八套一箱"),
        ("起批一箱不同款可以混装一箱", "起批一箱，不同款可以混装一箱"),
        ("净重三斤六两毛重四斤", "净重三斤六两，毛重四斤"),
        ("十一块六百只起，二十一套起批", "十一块六百只起，二十一套起批"),
        ("16块8200条起批，1.250公斤", "16块8200条起批，1.250公斤"),
        ("这款是200个一箱，加价彩印", "这款是200个一箱，加价彩印"),
        ("外围掌124，宽68，涨40公分宽25", "外围长124，宽68，长40公分宽25"),
        ("央鸡费230元", "样机费230元"),
        ("四店三寸屏，零点五上下", "四点三寸屏，零点五上下"),
        ("耐温0下5度，临下20度", "耐温零下5度，零下20度"),
        ("首批100个起，售单再98折，老颗反单让三个点", "首批100个起，首单再98折，老客返单让三个点"),
        ("先打三层，余款发货前结", "先打三成，余款发货前结"),
        ("220服务刷电机，1大72块", "220伏无刷电机，1打72块"),
        # What is right, and what no such number follows, stays.
        ("外形四十乘二十九乘六公分", "外形四十乘二十九乘六公分"),
        ("这个10加仑，高30公分", "这个10加仑，高30公分"),
        ("包装尺寸一百二十乘二十八乘十二", "包装尺寸一百二十乘二十八乘十二"),
        ("最长一米二八，人才重310克", "最长一米二八，人才重310克"),
        ("一个一斤三两重，一公斤三重，您门脸儿里卖", "一个一斤三两重，一公斤三重，您门脸儿里卖"),
        ("不到一百台不接单，一个总共三十克", "不到一百台不接单，一个总共三十克"),
        ("送四个磁钉，装上不会砰一声", "送四个磁钉，装上不会砰一声"),
        ("功率66瓦，线长1米2", "功率66瓦，线长1米2"),
        ("公立医院", "公立医院"),
        ("现场看货", "现场看货"),
        ("一个向导，一相情愿", "一个向导，一相情愿"),
        ("收纳盒4格", "收纳盒4格"),
        ("一共500克", "一共500克"),
        ("优惠三成五百个起", "优惠三成五百个起"),
        ("一大箱十二双", "一大箱十二双"),
        ("出口美平方米", "出口美平方米"),
        ("有一亿个", "有一亿个"),
        ("下午七点二十五天黑", "下午七点二十五天黑"),
    ],
)
def test_words_beside_a_number_are_known_by_it(heard: str, meant: str) -> None:
    assert beside_numbers(heard) == meant


@given(
    st.text(
        alphabet="0123456789一十百亿七成大箱枪米厘克块个速样起先负折打，电压瓦娃公立转位A",
        max_size=30,
    )
)
def test_repairs_beside_numbers_never_overlap(text: str) -> None:
    found = repairs(text, SHEET, lexicon.words("zh"), HEARING)
    assert all(text[repair.start : repair.end] == repair.heard for repair in found)
    ends = [0, *(repair.end for repair in found)]
    assert all(end <= repair.start for end, repair in zip(ends, found, strict=False))


@pytest.mark.parametrize("sentence", EVERYDAY)
def test_everyday_sentences_stay_as_they_are(sentence: str) -> None:
    assert repairs(sentence, (), (*lexicon.words("zh"), *HEARING.cues), HEARING) == ()


def test_there_are_enough_everyday_sentences() -> None:
    assert len(set(EVERYDAY)) >= 200


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        # Sides of a thing, where the clause begins with one.
        ("一支涨五十二公分，厚四毫米", "一支长五十二公分，厚四毫米"),
        ("六十成四十公分，后五毫米", "六十乘四十公分，厚五毫米"),
        ("全涨15米，管境16毫米", "全长15米，管径16毫米"),
        ("三十厘米成二十二点五厘米", "三十厘米乘二十二点五厘米"),
        # Cartons, counters, times.
        ("圣乡72个，60打4打一项", "整箱72个，60打4打一箱"),
        ("相规一百零五成五十成四十公分", "箱规一百零五乘五十乘四十公分"),
        ("88块一斩，50斩起批", "88块一盏，50盏起批"),
        ("一大十六块八，现货三千达", "一打十六块八，现货三千打"),
        ("六个中头充满，受命五万小时", "六个钟头充满，寿命五万小时"),
        ("交728天，交七十二到十五天", "交期28天，交期十二到十五天"),
        ("定金负百分之三十，先付两层定金", "定金付百分之三十，先付两成定金"),
        # What belongs to a number is no part of a word.
        ("一支重十二克，单个重一公斤", "一支重十二克，单个重一公斤"),
        ("不到100台不接单", "不到100台不接单"),
        ("起码40对，最少三百件", "起码40对，最少三百件"),
        ("一件装30个，一件30个", "一件装30个，一件30个"),
    ],
)
def test_sentences_of_pitches_that_nobody_tuned_the_first_table_on(heard: str, meant: str) -> None:
    text = heard
    for repair in reversed(repairs(text, (), (*lexicon.words("zh"), *HEARING.cues), HEARING)):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert text == meant


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("艾姆欧秋200个", "MOQ200个"),
        ("爱福欧币深圳", "FOB深圳"),
        ("iFoB深圳", "FOB深圳"),
        ("西衣爱福西西，二欧爱纸爱丝都做了", "CE、FCC，RoHS都做了"),
        ("西益跟阿尔欧爱持爱斯的证书", "CE跟RoHS的证书"),
        ("防护等级艾批六七", "防护等级IP67"),
        ("型号爱斯提903，型号爱尺P608", "型号ST903，型号HP608"),
        # Two letters need a witness, and what is written right stays.
        ("西衣很好看", "西衣很好看"),
        ("我爱必胜客", "我爱必胜客"),
        ("MOQ200个，FOB宁波，CE认证", "MOQ200个，FOB宁波，CE认证"),
        ("型号齐全，型号有三十多种", "型号齐全，型号有三十多种"),
    ],
)
def test_letters_are_known_by_how_they_sound(heard: str, meant: str) -> None:
    text = heard
    for repair in reversed(repairs(text, (), (), HEARING)):
        text = text[: repair.start] + repair.meant + text[repair.end :]
    assert text == meant


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("一个18块酒带吸管", ["18块酒"]),
        ("1.65克，一升期，跌1.260克", ["一升期", "1.65克", "1.260克"]),
        ("含棉70%，六，涤纶", ["70%，六，"]),
        ("一个一公斤三种，29块，九一件，3块21券", ["一公斤三种", "29块，九一件", "3块21券"]),
        ("砰一升，最少60块半", ["砰一升", "最少60块半"]),
        ("型号iCB617，货号TI4208", ["型号iCB6", "货号TI4"]),
        # Sizes in numerals, and prices in words, are as clear as those in digits.
        ("外箱六十三乘五十二乘五十一公分", []),
        ("机身十八乘九点五乘六公分", []),
        ("一块一毛5一根，两块二一团，两块一一包，批发43块一樘", []),
        ("单价1180块，起订一百块板，一个六两重", []),
        ("才5公斤散，一个人就装上", ["5公斤散"]),
        ("到我这里拿23块吧", ["23块吧"]),
        ("一个纸箱百六个", ["百六个"]),
        ("一券五米宽是毫米", ["五米宽"]),
        ("型号按武620", ["型号按武620"]),
        ("18块5，5公斤3，五米宽，一百六十个，型号A203", []),
    ],
)
def test_numbers_that_may_go_on_are_not_clear(text: str, places: list[str]) -> None:
    assert [text[start:end] for start, end in unclear(text, HEARING)] == places


@pytest.mark.parametrize(
    ("sentences", "meant"),
    [
        (["220幅的功率才200瓦"], ["220伏的功率才200瓦"]),
        (["五服供电", "内置电池5000毫安"], ["五伏供电", "内置电池5000毫安"]),
        (["电瓶12斧8安时"], ["电瓶12伏8安时"]),
        # Pictures, a word, an unusual voltage, and what is right.
        (["画了220幅"], ["画了220幅"]),
        (["插电的", "12服务点，30付一箱，220伏"], ["插电的", "12服务点，30付一箱，220伏"]),
    ],
)
def test_volts_are_known_by_the_number_and_the_pitch(
    sentences: list[str], meant: list[str]
) -> None:
    said = list(sentences)
    for place, repair in volts.repairs([heard(text) for text in sentences]):
        said[place] = said[place][: repair.start] + repair.meant + said[place][repair.end :]
    assert said == meant


def test_sounds_that_are_near_are_nearer_than_others() -> None:
    assert distance("现场", "线长") == distance("知包", "质保") == 0
    nearer = [("四", "十"), ("圣", "整"), ("停", "瓶"), ("年", "棉"), ("我", "价"), ("驼", "升")]
    distances = [distance(*pair) for pair in nearer]
    assert distances == sorted(distances)
    assert distance("行", "想") > 0 == distance("长", "涨")


@given(st.text(alphabet="刚秀不温宝杯钢锈行长重升瓦", min_size=1, max_size=4))
def test_a_word_sounds_like_itself(word: str) -> None:
    assert distance(word, word) == 0


@given(st.sampled_from("刚秀温杯锈行长升瓦天机"), st.sampled_from("刚秀温杯锈行长升瓦天机"))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)


def test_every_expression_of_the_table_can_be_read() -> None:
    for slot in HEARING.slots:
        for expression in (slot.before, slot.after, slot.said, slot.heard):
            _pattern(expression)
    for expression in (*HEARING.measured, *HEARING.followed, *HEARING.unclear):
        _pattern(expression)
    re.compile(HEARING.spelled_beside)


@given(
    st.text(
        alphabet="0123456789一二三四五六七八九十百千万块毫米克个箱天交期打折成涨后重酒吧爱福欧币西，",
        max_size=30,
    )
)
def test_no_repair_changes_a_number(text: str) -> None:
    """But for the few that the table names, where a number makes no sense: 10速, 交728天.

    What sounds like a numeral beside one becomes one (十期块); the numerals that were heard stay.
    """
    named = {slot.meant for slot in HEARING.slots if slot.heard}
    for repair in repairs(text, SHEET, lexicon.words("zh"), HEARING):
        if repair.meant in named:
            continue
        if repair.expected_by == numerals.EXPECTED_BY:
            for heard, meant in zip(repair.heard, repair.meant, strict=True):
                assert heard not in "0123456789" + NUMERALS or meant == heard, repair
        else:
            digits = [c for c in repair.heard if c in "0123456789" + NUMERALS]
            assert digits == [c for c in repair.meant if c in "0123456789" + NUMERALS], repair

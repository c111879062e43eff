"""What the clauses beside a value say of it: 起订量呢，五百个. 五百个，少了不做."""

from __future__ import annotations

import re
from decimal import Decimal

from ..records import Count, Duration, Measure, Money, Size
from .cues import ASKS, COLOR, SAMPLE_PIECE, TOPIC
from .fits import fits
from .foreign import is_vetoed
from .line import Line
from .orders import LESS
from .tiers import MANY
from .words import Cue, words_in

_SAMPLE = re.compile(
    f"打个?[样版板]|样[品板]|{SAMPLE_PIECE}|小样|拿样|开样|寄样|样机|取样|[看要买]样"
)
_FREE = re.compile("免(?!不了)|(?<![要收])不[收要用]|没有|送")
_ASKED_FOR = re.compile(
    "[的呢啊吧了也就收要只您你个一等做能可以好有出]|费用|拿到|看到|给[您你我]?[看寄]"
)
_MOST_BESIDE = 2
"""Characters that may stand right before a length that the clause before announced."""
_KILOGRAMS = {
    "mass-kilogram": Decimal(1),
    "mass-gram": Decimal("0.001"),
    "mass-tonne": Decimal(1000),
}
HEAVY_KG = 5
"""What one of several pieces in a carton hardly weighs."""
_TOO_HEAVY_KG = 500
"""What is an order, where nothing says that it is a weight."""
_COLORS_NAMED = re.compile(f"{COLOR}[色的]*")
_BESIDE_COLORS = re.compile("[的色、，,和跟有是就么嘛呢啊\\s]|还有|颜色|一共|总共")
_KINDS = {
    "colors": "颜色|花色|色[号系]|^色",
    "styles": "款式|花型|图案|花样|造型",
    "sizes": "尺码|尺寸|规格|码",
}
_OF_THE_GOODS = re.compile(
    "(?![^的]{0,6}[不没别讲还砍降涨加运有])(?:[这那][个款件把条只台张种支双套批块顶盏])?[\u4e00-\u9fffA-Za-z]{0,4}|(?:我(?:们)?(?:这[里儿]?)?)?(?:仓库|库里|店里|厂里|手上)?(?:还?有)?(?:[这那](?:[个款件把条只台张种支双套批块顶盏])?)?[\u4e00-\u9fffA-Za-z]{0,6}(?:的|这个|它的)|(?:老板|大哥|大姐|朋友|兄弟|姐|哥)?[要您你大家]*(?:先|来|再)?(?:看|问|说|论|讲|摸|瞧|比|谈|讲究)[一下到起]*(?:这[个款件把条只台张种支双套批块顶盏]?|它的?)?"
)
"""What may stand before the word that a clause ends with: 项链的长度，四十五公分."""
_CARTON_ALONE = re.compile(
    "(?:^|[，、])(?:我们?|这个?|它的?)?(?:外箱|纸箱|大箱|包装箱|出口箱|打包箱|箱子)(?:的?(?:长宽高|尺寸|规格|大小))?(?:呢|嘛|啊|么)?[，：,:]"
)
_TOGETHER = re.compile("(?:总共|一共|加起来|合计|里[面头]?|全|都|就|是|有)*")
_SET = re.compile("(?:[一整全这]套|套装|成套)[^#，。卖起订送]{0,4}$")
_HOLDS = ("set", "box", "pack", "bag")
_THIS = re.compile("^(?:这|它)[个款件把条只台张种支双套批]?[\u4e00-\u9fff]{0,5}?的")
_LESS = re.compile(LESS)
_REPLACED = re.compile(
    "(?:(?:要是|如果|有|出)*(?:坏了?|(?:质量)?问题|毛病|故障)(?:的话|的)?)?(?:直接|免费|随时|我们?|都|统统|一律)*(?:包换|换新|给[您你]?换|管换|包[赔退修]|免费[换修]|[管给]修|赔)"
)
_WITHIN = re.compile("(?:里头?|里面|内|之内|以内)(?!.*[不没])")
_GOODS_NAMED = re.compile(
    "(?!.*[量装承填充加克料布绒棉含送蛋糖米水油粉力用减少差重载拉提拎吊举吃喝买拿每一能可得住会要有是被把让撑压顶扛体人罐袋鱼])[\u4e00-\u9fff]{2,5}"
)
"""What may stand before a weight that is that of the goods: 吹风机三百克."""
_WHOLE = re.compile(
    "[的呢啊吧了也就大约重左右哈嘛整净是才有]|正好|装好|打包好?|称下来|过[秤磅]|上秤|毛重|连箱子?|带箱子?|一箱|总共|一共"
)
_CLOTH = re.compile("[绒毛]毯|毯子|卫衣|T恤|[帆绒棉]布(?!袋)|面料")
CARTON = re.compile("[一每整外大纸装]箱|箱[子规长]")


def announced(line: Line, i: int) -> str | None:
    """The key that the clause before announces: 起订量呢，五百个. 几天交货？七天."""
    said, itself = line.announcement(i), line.clause(i)[0]
    asks = re.search(ASKS, said)
    measured = isinstance(line.taken[i].value, Measure)
    if measured and not asks and len(re.sub(TOPIC, "", itself)) > _MOST_BESIDE:
        return None  # 刮得是厚，离叶子三十公分
    said = re.sub("多(?=[长高宽厚重])", "", said)
    carton = CARTON.search(said)
    said = (
        re.sub("(?:[呢嘛么啊呀啦哈吧哦]|的话)+$", "", re.sub(f"(?:{ASKS})[个天块件钱]?", "", said))
        + "#"
    )
    keys: dict[str, int] = {}
    for word in words_in(said):
        name, before, after = said[word.start : word.end], said[: word.start], said[word.end : -1]
        if word.kind or word.side in ("after", "weak") or not fits(line, i, word.key, name):
            continue
        if word.key == "colors" and re.fullmatch(COLOR, name) and not name.endswith("色"):
            continue  # 绿茶、咖啡，一共四款
        own = _OF_THE_GOODS.fullmatch(before) and not is_vetoed(line, i, before)
        bare = own or not re.sub(TOPIC, "", before).strip("\x00")
        if asks or (bare and not re.sub(TOPIC, "", after).strip("\x00")):
            keys[word.key] = max(keys.get(word.key, 0), len(name))
    longest = [key for key, length in keys.items() if length == max(keys.values())]
    key = longest[0] if len(longest) == 1 else None
    return f"carton_{key}" if carton and key in ("weight", "size") else key


def named_after(line: Line, i: int) -> str | None:
    """The key that the next clause is: 五百个，起订."""
    said = line.next_clause(i)
    if isinstance(line.taken[i].value, Count) and _LESS.match(said):
        return "moq" if fits(line, i, "moq", said) else None
    if _REPLACED.match(said) and _WITHIN.match(line.clause(i)[1]):
        return "warranty" if fits(line, i, "warranty", said) else None
    said = said if re.match("这是|全是|都是", said) else _THIS.sub("", said)
    for word in words_in(said):
        if not word.kind and word.side in ("near", "sure") and fits(line, i, word.key, said):
            bare = said[: word.start] + said[word.end :]
            if not re.sub("[啊呢哈的了吧就可以准时点保证肯定一全都是这我们的价钱格货]", "", bare):
                return word.key
    return None


def of_what_kinds(line: Line, i: int) -> str | None:
    """Of what so many kinds are: 颜色有白的灰的，一共五种."""
    said = line.sentence_before(i).rpartition("#")[2]
    found = [key for key, words in _KINDS.items() if re.search(words, said)]
    return found[0] if len(found) == 1 else None


def sums_up_colors(line: Line, i: int) -> bool:
    """黑的、白的、灰的，三个: so many as are named."""
    value, said = line.taken[i].value, line.sentence_before(i).rpartition("#")[2]
    named = len(_COLORS_NAMED.findall(said))
    bare = _BESIDE_COLORS.sub("", _COLORS_NAMED.sub("", said))
    exact = isinstance(value, Count) and named > 1 and value.amount == named
    return exact and not bare and not line.clause(i)[1].strip("的啊呢吧 ")


def after_a_sample(line: Line, i: int) -> str | None:
    """The key of a value that is all that follows a clause about samples: 打样五十块，两天就有."""
    value, last = line.taken[i].value, line.last_said(i)
    key = {"duration": "sample_time", "money": "sample_fee"}.get(value.kind if value else "")
    more = _ASKED_FOR.sub("", "".join(line.clause(i))).strip() or "大货" in line.around(i)
    # 样品费五十，十八块一个
    told = i and type(line.taken[i - 1].value) is type(value) and "#" in last
    free = key == "sample_fee" and _FREE.search(last)
    return None if more or told or free or not _SAMPLE.search(last) else key


def is_of_samples(line: Line, i: int, cue: Cue) -> bool:
    """打样免费，三天出: not of the whole order."""
    if cue.key not in ("lead_time", "delivery_time"):
        return False
    if not cue.after:  # 样品做出来要十五天
        first = line.clause(i)[0]
        made = re.search("做出来|做[好完]|赶出来", line.masked[cue.start : cue.end])
        return bool(made and _SAMPLE.search(first) and "大货" not in first)
    said = line.masked[cue.start : cue.end] + line.clause(i)[1]
    if cue.key == "lead_time" and re.search("大货|交|发货|出货|生产|装柜|提货|货期|工期", said):
        return False
    before = line.sentence_before(i)
    if line.goes_on(i) and len(before) == line.taken[i].start:
        before = line.said_before + before
    samples = max((found.end() for found in _SAMPLE.finditer(before)), default=0)
    orders = (found.end() for found in re.finditer("大货|下单|交期|现货", before))
    return samples > max(orders, default=0)


def follows_sample_time(line: Line, i: int) -> bool:
    """打样五天一百块: the time of a sample, and then its price."""
    before = line.taken[i - 1] if i else None
    if before is None or before.end != line.window(i)[0]:
        return False
    said = line.clause(i - 1)[0]
    return isinstance(before.value, Duration) and bool(_SAMPLE.search(said))


def after_carton(line: Line, i: int) -> bool:
    """外箱，长五十公分，宽四十公分: the sides of the carton."""
    said = re.split("[。！？；]", line.masked[: line.taken[i].start])[-1]
    return bool(_CARTON_ALONE.search(said)) and not line.goods.boxes


def in_a_set(line: Line, i: int) -> bool:
    """打开一套，十四件. 一包一块三，里头六个."""
    value, before = line.taken[i].value, line.clause(i)[0]
    piece = isinstance(value, Count) and value.unit == "piece"
    price = line.taken[i - 1].value if i else None
    held = isinstance(price, Money) and price.per in _HOLDS and before.startswith("里")
    return piece and bool(_TOGETHER.fullmatch(before) and (held or _SET.search(line.last_said(i))))


def follows_carton(line: Line, i: int) -> bool:
    """箱子不大，四十三乘四十三乘二十五公分."""
    said = line.last_clause(i)
    if i and re.fullmatch("[毛净]?重?#+重?", said) and in_kilograms(line, i - 1) >= HEAVY_KG:
        said += line.last_clause(i - 1)  # 二十套一箱，二十公斤，五十乘四十乘三十五公分
    one = re.match("的?[一每][片张个只条块双包]", line.clause(i)[1])
    return not one and not line.clause(i)[0].strip(" 重") and "箱" in said


def in_kilograms(line: Line, i: int) -> Decimal:
    """The weight that a value is; 0 of anything else."""
    value = line.taken[i].value
    if not isinstance(value, Measure):
        return Decimal(0)
    return value.amount * _KILOGRAMS.get(value.unit, Decimal(0))


def is_of_kinds(line: Line, i: int) -> bool:
    """花色三十多个，常备十二个: so many kinds, not pieces."""
    value = line.taken[i].value
    few = isinstance(value, Count) and value.unit == "piece" and value.amount < MANY
    return few and bool(re.search("色|款|花型|图案|规格|尺码", line.last_clause(i)))


def weight_after_carton(line: Line, i: int) -> str | None:
    """Whether a weight that follows a carton's size, or its pieces, is the carton's."""
    value, said = line.taken[i].value, line.last_clause(i)
    if not isinstance(value, Measure) or value.unit != "mass-kilogram":
        return "weight"
    sized = i > 0 and isinstance(line.taken[i - 1].value, Size)
    counted = "箱子" in said or re.search("[一每整]箱.{0,3}#|#.{0,2}[一每]箱", said)
    return "carton_weight" if sized or (counted and value.amount >= HEAVY_KG) else None


def weight_alone(line: Line, i: int) -> str | None:
    """The weight that a whole clause is: 八两, or after 一箱二十个 that of the box."""
    before, after = line.clause(i)
    noun = _GOODS_NAMED.fullmatch(before) and not _WHOLE.sub("", after)
    packed = _WHOLE.sub("", before + after)
    light = in_kilograms(line, i) < HEAVY_KG
    if noun and light and not is_vetoed(line, i, before) and not line.goods.boxes:
        return "weight"
    if packed or in_kilograms(line, i) >= _TOO_HEAVY_KG:
        return None
    said = line.last_clause(i)
    told = set(re.findall("毛重|净重", line.sentence_before(i).rpartition("#")[2]))
    if len(told) == 1:
        return "gross_weight" if told == {"毛重"} else "net_weight"
    if re.match("(?:这|那|就)+是.{0,3}箱", line.next_clause(i)):
        return None
    if said.rstrip("呢嘛啊吧").endswith("一箱") and in_kilograms(line, i) >= HEAVY_KG:
        return "carton_weight"
    if i and isinstance(line.taken[i - 1].value, Size):
        said += line.last_clause(i - 1)  # 一箱十二台，六十乘四十乘五十公分，十五公斤
    if _CLOTH.search(said) and after.startswith("的") and line.text[line.taken[i].end - 1] == "克":
        return "fabric_weight"  # 法兰绒毯子，二百八十克的
    if CARTON.search(said):
        key = weight_after_carton(line, i)
        return key if key == "carton_weight" else None
    return None if re.search("箱|门幅|幅宽|面料|装|承|填|充|加|包裹|行李", said) else "weight"

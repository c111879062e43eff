"""The usual fact keys: what kind of value each has, and which are trade terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """What is known about a usual key of the sheet."""

    kinds: tuple[str, ...]
    """Kinds of value it may have, as in records.FactValue; the first is the usual one."""
    unit: str | None = None
    """Trade unit of a bare number."""
    trade: bool = False
    """A trade term (price, order quantity ...): said in phrasebook sentences unless the writer
    is certified for the language."""
    cues: tuple[str, ...] = ()
    """Words of Chinese speech that name the key."""
    units: tuple[str, ...] = ()
    """Beginnings of the CLDR units that a measure of it may have; empty: any."""


_QUANTITY = ("count", "measure")
_GOODS = ("length-", "area-", "volume-", "mass-")
_LENGTH = ("length-",)
_MASS = ("mass-",)

KEYS: dict[str, Key] = {
    "name": Key(("term",)),
    "price": Key(("money",), trade=True, cues=("单价", "价格", "出厂价", "售价", "报价", "价")),
    "wholesale_price": Key(("money",), trade=True, cues=("批发价", "批发")),
    "retail_price": Key(("money",), trade=True, cues=("零售价", "零售", "建议零售")),
    "sample_fee": Key(("money",), trade=True, cues=("样品费", "打样费", "样品")),
    "sample_time": Key(("duration",), trade=True, cues=("打样", "样品", "样品时间", "出样")),
    "moq": Key(
        _QUANTITY,
        "piece",
        trade=True,
        units=_GOODS,
        cues=("起订", "起定", "起批", "起卖", "起拿", "最小订", "起做"),
    ),
    "lead_time": Key(
        ("duration",),
        trade=True,
        cues=("交货", "交期", "货期", "工期", "生产周期", "生产时间", "出货", "发货", "下单后"),
    ),
    "delivery_time": Key(("duration",), trade=True, cues=("送达", "运输", "到货")),
    "discount": Key(("discount", "percent"), trade=True, cues=("折", "优惠")),
    "payment": Key(("term",), trade=True),
    "deposit": Key(("percent", "money"), trade=True, cues=("定金", "订金", "预付")),
    "trade_terms": Key(("code", "term"), trade=True),
    "port": Key(("term", "code"), trade=True),
    "shipping": Key(("term",), trade=True),
    "stock": Key(_QUANTITY, "piece", trade=True, units=_GOODS, cues=("现货", "库存")),
    "monthly_output": Key(
        _QUANTITY,
        "piece",
        trade=True,
        units=_GOODS,
        cues=("月产", "每月产", "产能", "月产量"),
    ),
    "packing": Key(("term",), trade=True),
    "carton_quantity": Key(
        _QUANTITY,
        "piece",
        trade=True,
        units=_GOODS,
        cues=("一箱装", "每箱", "装箱数", "一箱", "箱装"),
    ),
    "carton_size": Key(("size",), trade=True, cues=("外箱尺寸", "箱规", "外箱")),
    "carton_weight": Key(("measure",), trade=True, units=_MASS, cues=("箱重", "整箱重")),
    "pieces_per_set": Key(("count",), "piece", cues=("一套有", "每套", "一套")),
    "size": Key(("size", "measure"), units=_LENGTH, cues=("尺寸", "规格", "大小")),
    "length": Key(("measure",), units=_LENGTH, cues=("长度", "长")),
    "width": Key(("measure",), units=_LENGTH, cues=("宽度", "宽")),
    "height": Key(("measure",), units=_LENGTH, cues=("高度", "高")),
    "diameter": Key(("measure",), units=_LENGTH, cues=("直径", "口径")),
    "thickness": Key(("measure",), units=_LENGTH, cues=("厚度", "厚")),
    "weight": Key(("measure",), units=_MASS, cues=("重量", "重")),
    "net_weight": Key(("measure",), units=_MASS, cues=("净重", "净含量")),
    "gross_weight": Key(("measure",), units=_MASS, cues=("毛重",)),
    "fabric_weight": Key(
        ("measure",), units=("mass-", "x-gram-per-square-meter"), cues=("面料克重", "克重")
    ),
    "capacity": Key(
        ("measure", "count"),
        units=("volume-", "mass-", "x-milliampere-hour", "energy-"),
        cues=("容量", "容积", "能装", "可装"),
    ),
    "material": Key(("term",)),
    "lining": Key(("term",)),
    "cotton": Key(("percent",), cues=("含棉", "棉", "全棉")),
    "colors": Key(("count",), "color", cues=("颜色", "色")),
    "styles": Key(("count",), "style", cues=("款式", "花型", "图案")),
    "sizes": Key(("count",), "size", cues=("尺码", "码数")),
    "model": Key(("code",), cues=("型号", "货号", "款号")),
    "brand": Key(("code", "term"), cues=("品牌",)),
    "origin": Key(("term",)),
    "certificates": Key(("code",), cues=("认证", "证书")),
    "warranty": Key(("duration",), cues=("质保", "保修", "保用")),
    "age": Key(("age",), cues=("岁", "适合年龄")),
    "power": Key(("measure",), units=("power-",), cues=("功率",)),
    "voltage": Key(("measure",), units=("electric-volt",), cues=("电压",)),
    "battery": Key(("measure",), units=("x-milliampere-hour", "energy-"), cues=("电池", "电量")),
    "charging_time": Key(("duration",), cues=("充电", "充满")),
    "working_time": Key(("duration",), cues=("续航", "待机", "可用", "工作时间")),
    "lifespan": Key(("duration",), cues=("寿命", "使用年限")),
    "temperature": Key(("measure",), units=("temperature-",), cues=("温度", "耐温", "耐高温")),
    "keeps_hot": Key(("duration",), cues=("保温", "保热")),
    "keeps_cold": Key(("duration",), cues=("保冷",)),
    "waterproof": Key(("code",), cues=("防水", "防护等级")),
    "screen": Key(("measure",), units=_LENGTH, cues=("屏", "屏幕", "屏幕尺寸")),
    "memory": Key(("measure",), units=("digital-",), cues=("内存", "存储")),
    "range": Key(("measure",), units=_LENGTH, cues=("距离", "射程", "续航里程")),
    "speed": Key(
        ("measure",), units=("speed-", "x-revolution-per-minute"), cues=("速度", "时速", "转速")
    ),
    "layers": Key(("count",), "layer", cues=("层",)),
    "people": Key(("count",), "person", cues=("人用", "供")),
    "customization": Key(("term",)),
    "contact": Key(("code",)),
    "whatsapp": Key(("code",)),
    "wechat": Key(("code",)),
    "email": Key(("code",)),
    "phone": Key(("code",)),
    "website": Key(("code",)),
    "booth": Key(("code",), cues=("展位号", "摊位号", "门牌号")),
    "address": Key(("code", "term")),
}

ROLE_BY_KIND: dict[str, str] = {
    "money": "price",
    "size": "size",
    "discount": "discount",
    "age": "age",
}
"""The key that a value heard without a cue has, by its kind."""

ROLE_BY_UNIT: dict[str, str] = {
    "volume-milliliter": "capacity",
    "volume-liter": "capacity",
    "power-watt": "power",
    "power-kilowatt": "power",
    "electric-volt": "voltage",
    "x-milliampere-hour": "battery",
    "digital-gigabyte": "memory",
    "digital-terabyte": "memory",
    "color": "colors",
    "style": "styles",
    "size": "sizes",
    "layer": "layers",
}
"""The same by the unit of a measure or of a number."""

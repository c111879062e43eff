"""Names by which sheets and speech call units: alias -> trade unit or CLDR unit identifier."""

from __future__ import annotations

from functools import cache
from typing import Any

TRADE_UNITS: dict[str, tuple[str, ...]] = {
    "piece": (
        "pcs", "pc", "piece", "pieces", "个", "只", "件", "支", "把", "条", "颗", "粒", "枚", "顶",
        "团",
        "盏", "串", "口", "根", "部", "架", "幅", "床", "面", "朵", "株", "棵", "头", "座", "尊",
        "具", "枝", "节", "份", "柄", "扇", "挂", "块", "樘",
    ),
    "pair": ("pair", "pairs", "prs", "双", "对", "副"),
    "set": ("set", "sets", "套", "组"),
    "dozen": ("dozen", "dozens", "dz", "doz", "打"),
    "box": ("box", "boxes", "盒"),
    "carton": ("carton", "cartons", "ctn", "ctns", "箱"),
    "case": ("case", "cases"),
    "pack": ("pack", "packs", "pk", "包"),
    "bag": ("bag", "bags", "袋"),
    "roll": ("roll", "rolls", "卷"),
    "bottle": ("bottle", "bottles", "瓶"),
    "can": ("can", "cans", "罐", "听"),
    "jar": ("jar", "jars"),
    "barrel": ("barrel", "barrels", "桶"),
    "sheet": ("sheet", "sheets", "张", "片"),
    "bundle": ("bundle", "bundles", "捆", "扎", "束"),
    "pallet": ("pallet", "pallets", "托", "托盘"),
    "container": ("container", "containers", "集装箱", "货柜", "柜"),
    "tray": ("tray", "trays", "盘"),
    "tube": ("tube", "tubes", "管"),
    "book": ("book", "books", "本", "册"),
    "vehicle": ("vehicle", "vehicles", "辆"),
    "machine": ("unit", "units", "台"),
    "color": (
        "color", "colors", "colour", "colours", "种颜色", "个颜色", "色", "个色",
        "种色", "个色号", "种色号", "色号",
    ),
    "style": (
        "style", "styles", "款", "种款式", "个款式", "个款", "种款", "种图案", "个图案", "款图案",
        "个花型", "种花型", "款花型", "种花色", "个花色", "款花色", "个造型", "种造型", "款造型",
        "个样式", "种样式", "个花样", "种花样", "款式",
    ),
    "size": (
        "size", "sizes", "码", "个码", "个尺码", "种尺码", "个尺寸", "种尺寸", "个规格", "种规格",
        "个号码", "个码数", "个号",
    ),
    "layer": ("layer", "layers", "层"),
    "order": ("order", "orders", "单"),
    "person": ("person", "people", "persons", "个人"),
    "time": ("time", "times", "次"),
}  # fmt: skip

CURRENCIES: dict[str, tuple[str, ...]] = {
    "CNY": ("CNY", "RMB", "¥", "￥", "yuan", "元", "块", "块钱", "元钱", "人民币", "蚊"),
    "USD": ("USD", "US$", "$", "dollar", "dollars", "美元", "美金", "美刀", "刀"),
    "EUR": ("EUR", "€", "euro", "euros", "欧元"),
    "GBP": ("GBP", "£", "英镑"),
    "JPY": ("JPY", "日元"),
    "KRW": ("KRW", "₩", "韩元"),
    "INR": ("INR", "₹", "卢比"),
    "RUB": ("RUB", "₽", "卢布"),
    "VND": ("VND", "₫", "越南盾"),
    "THB": ("THB", "฿", "泰铢"),
    "IDR": ("IDR", "Rp"),
    "BRL": ("BRL", "R$", "雷亚尔"),
    "TRY": ("TRY", "₺", "里拉"),
    "SAR": ("SAR", "里亚尔"),
    "AED": ("AED", "迪拉姆"),
    "MXN": ("MXN", "MX$", "比索"),
}

DURATIONS: dict[str, tuple[str, ...]] = {
    "second": ("second", "seconds", "sec", "s", "秒", "秒钟"),
    "minute": ("minute", "minutes", "min", "mins", "分钟"),
    "hour": ("hour", "hours", "hr", "hrs", "h", "小时", "个小时", "钟头", "个钟头", "个钟"),
    "day": ("day", "days", "d", "天", "日"),
    "week": ("week", "weeks", "wk", "周", "星期", "个星期", "礼拜", "个礼拜"),
    "month": ("month", "months", "个月", "月"),
    "year": ("year", "years", "yr", "yrs", "年"),
}

MEASURES: dict[str, tuple[str, ...]] = {
    "volume-milliliter": ("ml", "milliliter", "millilitre", "毫升"),
    "volume-liter": ("l", "liter", "litre", "升"),
    "volume-cubic-meter": (
        "m3",
        "cubic meter",
        "cubic meters",
        "m³",
        "cbm",
        "立方米",
        "立方",
        "方",
    ),
    "volume-fluid-ounce": ("fl oz", "floz"),
    "volume-gallon": ("gal", "gallon", "gallons", "加仑"),
    "length-micrometer": ("um", "µm", "μm", "微米"),
    "length-millimeter": ("mm", "millimeter", "millimeters", "毫米"),
    "length-centimeter": ("cm", "centimeter", "centimeters", "厘米", "公分"),
    "length-meter": ("m", "meter", "metre", "meters", "metres", "米"),
    "length-kilometer": ("km", "kilometer", "kilometers", "公里", "千米"),
    "length-inch": ("in", "inch", "inches", '"', "英寸", "寸"),
    "length-foot": ("ft", "foot", "feet", "英尺"),
    "length-yard": ("yd", "yds", "yard", "yards", "码布"),
    "area-square-meter": (
        "m2",
        "square meter",
        "square meters",
        "m²",
        "sqm",
        "平方米",
        "平方",
        "平米",
    ),
    "area-square-centimeter": ("cm2", "cm²", "平方厘米"),
    "mass-milligram": ("mg", "毫克"),
    "mass-gram": ("g", "gram", "grams", "克"),
    "mass-kilogram": ("kg", "kilo", "kilos", "kgs", "kilogram", "kilograms", "公斤", "千克"),
    "mass-tonne": ("t", "ton", "tons", "tonne", "tonnes", "吨"),
    "mass-pound": ("lb", "lbs", "pound", "pounds", "磅"),
    "mass-ounce": ("oz", "ounce", "ounces", "盎司"),
    "power-watt": ("w", "watt", "watts", "瓦", "瓦特"),
    "power-kilowatt": ("kw", "kilowatt", "kilowatts", "千瓦"),
    "electric-volt": ("v", "volt", "volts", "伏", "伏特"),
    "electric-ampere": ("a", "amp", "amps", "安", "安培"),
    "electric-milliampere": ("ma", "milliamp", "milliamps", "毫安"),
    "x-milliampere-hour": ("mah", "milliamp hour", "milliamp hours", "毫安时", "毫安培时"),
    "energy-kilowatt-hour": ("kwh", "kilowatt hour", "kilowatt hours", "度电"),
    "frequency-hertz": ("hz", "赫兹"),
    "light-lumen": ("lm", "lumen", "lumens", "流明"),
    "temperature-celsius": ("°c", "celsius", "degrees celsius", "℃", "c", "摄氏度", "度"),
    "angle-degree": ("°",),
    "digital-gigabyte": ("gb", "gigabyte", "gigabytes", "g内存"),
    "digital-terabyte": ("tb", "terabyte", "terabytes"),
    "digital-megabyte": ("mb", "兆"),
    "graphics-megapixel": ("mp", "万像素"),
    "speed-kilometer-per-hour": ("km/h", "kilometers per hour", "公里每小时", "公里/小时"),
    "speed-meter-per-second": ("m/s", "米每秒", "米/秒"),
    "x-revolution-per-minute": ("rpm", "转每分", "转每分钟", "转/分", "转/分钟", "转"),
    "x-gram-per-square-meter": (
        *("gsm", "gram per square meter", "grams per square meter"),
        *("g/m2", "g/m²", "克平方", "克平米"),
        *(f"克{per}{area}" for per in "每/一" for area in ("平方米", "平方", "平米", "平")),
    ),
    "x-denier": ("denier", "旦"),
    "pressure-bar": ("bar",),
}

MEMORY_LETTERS = {
    **{"m": "digital-megabyte", "g": "digital-gigabyte", "t": "digital-terabyte"},
    **{"g存储": "digital-gigabyte", "g闪存": "digital-gigabyte"},
}
"""Short names of what a memory holds (4G, 1T); of anything else they are meters, grams, tonnes."""

PER_UNITS = (
    "length-meter",
    "length-yard",
    "area-square-meter",
    "volume-cubic-meter",
    "volume-liter",
    "mass-kilogram",
    "mass-gram",
    "mass-tonne",
    "duration-day",
    "duration-month",
)
"""Units, beside the trade's own, that a price may be for: the language files' `per` table."""

OWN_SYMBOLS: dict[str, str] = {
    "x-milliampere-hour": "mAh",
    "x-revolution-per-minute": "rpm",
    "x-gram-per-square-meter": "g/m²",
    "x-denier": "D",
}
"""Units of the trade that CLDR does not have: the same symbol in every language."""


def _aliases(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {alias.lower(): unit for unit, aliases in table.items() for alias in aliases}


TRADE_ALIASES = _aliases(TRADE_UNITS)
CURRENCY_ALIASES = _aliases(CURRENCIES)
DURATION_ALIASES = _aliases(DURATIONS)
UNIT_NAMES = frozenset(
    name
    for names in (*MEASURES.values(), TRADE_ALIASES, DURATION_ALIASES, CURRENCY_ALIASES)
    for name in names
)
"""Whatever a unit is called in speech."""


@cache
def measure_aliases() -> dict[str, str]:
    """Every English and Chinese name of a measure -> CLDR unit; the CLDR identifiers too.

    Letters that mean several units, by their case alone (mW, MW), mean none here.
    """
    from babel import Locale

    names: dict[str, set[str]] = {}
    patterns: dict[str, Any] = Locale.parse("en")._data["unit_patterns"]
    for unit, lengths in patterns.items():
        called = [unit, unit.partition("-")[2]]
        for forms in lengths.values():
            called += [
                pattern.replace("{0}", "").strip().lower()
                for category, pattern in forms.items()
                if category in ("one", "other")
            ]
        for name in called:
            names.setdefault(name, set()).add(unit)
    clear = {name: min(units) for name, units in names.items() if name and len(units) == 1}
    return clear | _aliases(MEASURES)

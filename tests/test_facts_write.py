"""Values as buyers read and hear them, in every language and market."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merchant_studio.check.proofread import check_filled
from merchant_studio.facts import fill, label, spoken, written
from merchant_studio.facts.numbers.units import CURRENCIES, MEASURES, PER_UNITS, TRADE_UNITS
from merchant_studio.languages import language_codes, profile
from merchant_studio.languages.tables import SpokenWords
from merchant_studio.records import (
    Age,
    Brief,
    Code,
    Count,
    Discount,
    Duration,
    Fact,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
    Term,
)


def number(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def money(
    amount: str, currency: str = "CNY", per: str | None = None, *, high: str | None = None
) -> Money:
    return Money(amount=Decimal(amount), high=number(high), currency=currency, per=per)


def count(amount: str, unit: str | None = "piece", *, high: str | None = None) -> Count:
    return Count(amount=Decimal(amount), high=number(high), unit=unit)


def measure(amount: str, unit: str, *, high: str | None = None) -> Measure:
    return Measure(amount=Decimal(amount), high=number(high), unit=unit)


def lasting(amount: str, unit: str, *, high: str | None = None) -> Duration:
    return Duration(amount=Decimal(amount), high=number(high), unit=unit)  # type: ignore[arg-type]


def percent(amount: str, *, high: str | None = None) -> Percent:
    return Percent(amount=Decimal(amount), high=number(high))


def shown(text: str) -> str:
    """The text with its unseen characters: ␣ does not break, ␢ neither and is narrow, ⟩ is RLM."""
    return text.replace("\u00a0", "␣").replace("\u202f", "␢").replace("\u200f", "⟩")


# --- whole texts in every language ---------------------------------------------------------

VALUES: list[FactValue] = [
    money("18.5"),
    money("12", high="15.5"),
    money("1234", "USD", "dozen"),
    money("2.75", "EUR", "mass-kilogram"),
    money("10000", "AED"),
    count("1", "carton"),
    count("2", "pair"),
    count("1234567"),
    count("10", "box", high="20000"),
    count("8", "color"),
    lasting("10", "day", high="15"),
    lasting("2.5", "hour"),
    lasting("1", "year"),
    measure("500", "volume-milliliter"),
    measure("20000", "x-milliampere-hour"),
    measure("0", "temperature-celsius", high="60"),
    measure("6.7", "length-inch"),
    Size(amounts=(Decimal(30), Decimal(45), Decimal("7.5")), unit="length-centimeter"),
    percent("12.5"),
    Discount(percent=Decimal(5)),
    Discount(percent=Decimal(5), threshold=count("10000")),
    Age(amount=Decimal(3)),
    Age(amount=Decimal(3), high=Decimal(6)),
    Age(amount=Decimal(6), unit="month"),
    Age(amount=Decimal(12), high=Decimal(36), unit="month"),
    Discount(percent=Decimal(3), threshold=measure("500", "length-meter")),
]
TEXTS = {
    "ar": """
        ١٨٫٥٠␣يوان | ١٨٫٥٠ يوان
        من ١٢٫٠٠ إلى ١٥٫٥٠␣يوان | من ١٢ إلى ١٥٫٥٠ يوان
        ١٬٢٣٤␣دولارًا␣أمريكيًا للدزينة | ١٬٢٣٤ دولارًا أمريكيًا للدزينة
        ⟩٢٫٧٥␣€ للكيلوغرام | ٢٫٧٥ يورو للكيلوغرام
        ⟩١٠٬٠٠٠␣د.إ | ١٠٬٠٠٠ درهم إماراتي
        كرتونة واحدة
        زوجان
        ١٬٢٣٤٬٥٦٧ قطعة
        من ١٠ إلى ٢٠٬٠٠٠ علبة
        ٨ ألوان
        من ١٠ إلى ١٥ يومًا
        ٢٫٥ ساعة
        سنة واحدة
        ٥٠٠ مل | ٥٠٠ مليلتر
        ٢٠٬٠٠٠␣مللي أمبير ساعة | ٢٠٬٠٠٠ مللي أمبير ساعة
        من ٠ إلى ٦٠ درجة مئوية
        ٦٫٧ بوصة
        ٣٠ × ٤٥ × ٧٫٥ سم | ٣٠ في ٤٥ في ٧٫٥ سنتيمتر
        ١٢٫٥٪
        خصم ٥٪
        خصم ٥٪ على كل طلب كميته ١٠٬٠٠٠ قطعة فأكثر
        من سن ٣ فما فوق
        من سن ٣ إلى ٦
        ٦ أشهر فأكثر
        من ١٢ إلى ٣٦ شهرًا
        خصم ٣٪ على كل طلب كميته ٥٠٠ متر فأكثر
    """,
    "de": """
        18,50␣CNY | 18,50 Yuan
        12,00–15,50␣CNY | 12 bis 15,50 Yuan
        1.234␣USD pro Dutzend | 1.234 US-Dollar pro Dutzend
        2,75␣€ pro Kilogramm | 2,75 Euro pro Kilogramm
        10.000␣AED | 10.000 VAE-Dirham
        1 Karton
        2 Paar
        1.234.567 Stück
        10–20.000 Schachteln | 10 bis 20.000 Schachteln
        8 Farben
        10–15 Tage | 10 bis 15 Tage
        2,5 Stunden
        1 Jahr
        500␣ml | 500␣Milliliter
        20.000␣mAh | 20.000 Milliamperestunden
        0–60 °C | 0 bis 60 Grad Celsius
        6,7 Zoll
        30 × 45 × 7,5 cm | 30 mal 45 mal 7,5 Zentimeter
        12,5␣%
        5␣% Rabatt
        5␣% Rabatt ab 10.000 Stück
        ab 3 Jahren
        3 bis 6 Jahre
        mindestens 6 Monate
        12–36 Monate | 12 bis 36 Monate
        3␣% Rabatt ab 500 m | 3␣% Rabatt ab 500 Meter
    """,
    "en": """
        CNY␣18.50 | 18.50 yuan
        CNY␣12.00–15.50 | 12 to 15.50 yuan
        US$1,234 per dozen | 1,234 US dollars per dozen
        €2.75 per kilogram | 2.75 euros per kilogram
        AED␣10,000 | 10,000 dirhams
        1 carton
        2 pairs
        1,234,567 pieces
        10–20,000 boxes | 10 to 20,000 boxes
        8 colors
        10–15 days | 10 to 15 days
        2.5 hours
        1 year
        500 mL | 500 milliliters
        20,000␣mAh | 20,000 milliamp hours
        0–60 °C | 0 to 60 degrees Celsius
        6.7 inches
        30 × 45 × 7.5 cm | 30 by 45 by 7.5 centimeters
        12.5%
        5% off
        5% off orders of 10,000 pieces or more
        3 years and up
        3 to 6 years
        6 months and up
        12–36 months | 12 to 36 months
        3% off orders of 500 m or more | 3% off orders of 500 meters or more
    """,
    "es": """
        18,50␣CNY | 18,50 yuanes
        12,00–15,50␣CNY | 12 a 15,50 yuanes
        1234␣US$ por docena | 1234 dólares por docena
        2,75␣€ por kilo | 2,75 euros por kilo
        10.000␣AED | 10.000 dírhams
        1 caja máster
        2 pares
        1.234.567 unidades
        10–20.000 cajas | 10 a 20.000 cajas
        8 colores
        10–15 días | 10 a 15 días
        2,5 horas
        1 año
        500 ml | 500 mililitros
        20.000␣mAh | 20.000 miliamperios hora
        0–60 °C | 0 a 60 grados Celsius
        6,7 pulgadas
        30 × 45 × 7,5 cm | 30 por 45 por 7,5 centímetros
        12,5␣%
        5␣% de descuento
        5␣% de descuento a partir de 10.000 unidades
        a partir de 3 años
        de 3 a 6 años
        a partir de 6 meses
        12–36 meses | 12 a 36 meses
        3␣% de descuento a partir de 500 m | 3␣% de descuento a partir de 500 metros
    """,
    "fr": """
        18,50␣CNY | 18,50 yuans
        12,00–15,50␣CNY | 12 à 15,50 yuans
        1␢234␣USD par douzaine | 1␢234 dollars américains par douzaine
        2,75␣€ par kilo | 2,75 euros par kilo
        10␢000␣AED | 10␢000 dirhams émiratis
        1 carton
        2 paires
        1␢234␢567 pièces
        10–20␢000 boîtes | 10 à 20␢000 boîtes
        8 couleurs
        10–15␣jours | 10 à 15␣jours
        2,5␣heures
        1␣an
        500 ml | 500 millilitres
        20␢000␣mAh | 20␢000 milliampères-heures
        0–60␢°C | 0 à 60␣degrés Celsius
        6,7␣pouces
        30 × 45 × 7,5␢cm | 30 sur 45 sur 7,5␣centimètres
        12,5␣%
        5␣% de remise
        5␣% de remise à partir de 10␢000 pièces
        dès 3 ans
        de 3 à 6 ans
        à partir de 6␣mois
        12–36␣mois | 12 à 36␣mois
        3␣% de remise à partir de 500␢m | 3␣% de remise à partir de 500␣mètres
    """,
    "hi": """
        18.50␣युआन | 18.50 युआन
        12.00 से 15.50␣युआन | 12 से 15.50 युआन
        US$1,234 प्रति दर्जन | 1,234 अमेरिकी डॉलर प्रति दर्जन
        €2.75 प्रति किलोग्राम | 2.75 यूरो प्रति किलोग्राम
        AED␣10,000 | 10,000 दिरहम
        1 कार्टन
        2 जोड़ी
        12,34,567 पीस
        10 से 20,000 बॉक्स
        8 रंग
        10 से 15 दिन
        2.5 घंटे
        1 वर्ष
        500 ml | 500 मिलीलीटर
        20,000␣mAh | 20,000 एमएएच
        0 से 60 °C | 0 से 60 डिग्री सेल्सियस
        6.7 इंच
        30 × 45 × 7.5 cm | 30 गुणा 45 गुणा 7.5 सेंटीमीटर
        12.5%
        5% की छूट
        10,000 पीस या उससे अधिक के ऑर्डर पर 5% की छूट
        3 साल और उससे अधिक
        3 से 6 साल
        कम से कम 6 महीने
        12 से 36 महीने
        500 मीटर या उससे अधिक के ऑर्डर पर 3% की छूट
    """,
    "id": """
        RMB␣18,50 | 18,50 yuan
        RMB␣12,00–15,50 | 12 sampai 15,50 yuan
        US$1.234 per lusin | 1.234 dolar AS per lusin
        €2,75 per kilogram | 2,75 euro per kilogram
        AED␣10.000 | 10.000 dirham
        1 karton
        2 pasang
        1.234.567 pcs
        10–20.000 kotak | 10 sampai 20.000 kotak
        8 warna
        10–15 hari | 10 sampai 15 hari
        2,5 jam
        1 tahun
        500 mL | 500 mililiter
        20.000␣mAh | 20.000 miliampere jam
        0–60 °C | 0 sampai 60 derajat Celsius
        6,7 inci
        30 × 45 × 7,5 cm | 30 kali 45 kali 7,5 sentimeter
        12,5%
        diskon 5%
        diskon 5% untuk pembelian minimal 10.000 pcs
        3 tahun ke atas
        3–6 tahun | 3 sampai 6 tahun
        6 bulan ke atas
        12–36 bulan | 12 sampai 36 bulan
        diskon 3% untuk pembelian minimal 500 m | diskon 3% untuk pembelian minimal 500 meter
    """,
    "it": """
        18,50␣CNY | 18,50 yuan
        12,00–15,50␣CNY | da 12 a 15,50 yuan
        1234␣USD alla dozzina | 1234 dollari alla dozzina
        2,75␣€ al chilo | 2,75 euro al chilo
        10.000␣AED | 10.000 dirham
        1 cartone
        2 paia
        1.234.567 pezzi
        10–20.000 scatole | da 10 a 20.000 scatole
        8 colori
        10–15 giorni | da 10 a 15 giorni
        2,5 ore
        1 anno
        500 ml | 500 millilitri
        20.000␣mAh | 20.000 milliampere ora
        0–60 °C | da 0 a 60 gradi Celsius
        6,7 pollici
        30 × 45 × 7,5 cm | 30 per 45 per 7,5 centimetri
        12,5%
        5% di sconto
        5% di sconto a partire da 10.000 pezzi
        da 3 anni in su
        da 3 a 6 anni
        a partire da 6 mesi
        12–36 mesi | da 12 a 36 mesi
        3% di sconto a partire da 500 m | 3% di sconto a partire da 500 metri
    """,
    "ja": """
        18.50元 | 18.5元
        12.00～15.50元 | 12元から15.5元
        1ダースあたり1,234米ドル
        1キログラムあたり€2.75 | 1キログラムあたり2.75ユーロ
        AED␣10,000 | 10,000ディルハム
        1カートン
        2ペア
        1,234,567個
        10～20,000箱 | 10箱から20,000箱
        8色
        10～15日 | 10日から15日
        2.5時間
        1年
        500mL | 500ミリリットル
        20,000mAh | 20,000ミリアンペアアワー
        0～60°C | 摂氏0から60度
        6.7インチ
        30 × 45 × 7.5cm | 30かける45かける7.5センチメートル
        12.5%
        5%引き
        10,000個以上は5%引き
        3歳以上
        3歳から6歳
        6か月以上
        12～36か月 | 12か月から36か月
        500m以上は3%引き | 500メートル以上は3%引き
    """,
    "ko": """
        18.50위안 | 18.5위안
        12.00~15.50위안 | 12위안에서 15.5위안
        다스당 1,234달러
        킬로그램당 €2.75 | 킬로그램당 2.75유로
        AED␣10,000 | 10,000디르함
        1카톤
        2켤레
        1,234,567개
        10~20,000박스 | 10박스에서 20,000박스
        8가지
        10~15일 | 10일에서 15일
        2.5시간
        1년
        500mL | 500밀리리터
        20,000mAh | 20,000밀리암페어시
        0~60°C | 섭씨 0에서 60도
        6.7인치
        30 × 45 × 7.5cm | 30 곱하기 45 곱하기 7.5센티미터
        12.5%
        5% 할인
        10,000개 이상 주문 시 5% 할인
        3세 이상
        3세에서 6세
        6개월 이상
        12~36개월 | 12개월에서 36개월
        500m 이상 주문 시 3% 할인 | 500미터 이상 주문 시 3% 할인
    """,
    "pt": """
        CNY␣18,50 | 18,50 yuans
        CNY␣12,00–15,50 | 12 a 15,50 yuans
        US$␣1.234 por dúzia | 1.234 dólares por dúzia
        €␣2,75 por quilo | 2,75 euros por quilo
        AED␣10.000 | 10.000 dirhams
        1 caixa master
        2 pares
        1.234.567 peças
        10–20.000 caixas | 10 a 20.000 caixas
        8 cores
        10–15 dias | 10 a 15 dias
        2,5 horas
        1 ano
        500 ml | 500 mililitros
        20.000␣mAh | 20.000 miliamperes-hora
        0–60 °C | 0 a 60 graus Celsius
        6,7 polegadas
        30 × 45 × 7,5 cm | 30 por 45 por 7,5 centímetros
        12,5%
        5% de desconto
        5% de desconto a partir de 10.000 peças
        a partir de 3 anos
        de 3 a 6 anos
        a partir de 6 meses
        12–36 meses | 12 a 36 meses
        3% de desconto a partir de 500 m | 3% de desconto a partir de 500 metros
    """,
    "ru": """
        18,50␣юаня | 18,50 юаня
        12,00–15,50␣юаня | от 12 до 15,50 юаня
        1␣234␣USD за дюжину | 1␣234 доллара США за дюжину
        2,75␣€ за килограмм | 2,75 евро за килограмм
        10␣000␣AED | 10␣000 дирхамов ОАЭ
        1 короб
        2 пары
        1␣234␣567 штук
        10–20␣000 коробок
        8 цветов
        10–15 дней
        2,5 часа
        1 год
        500 мл | 500 миллилитров
        20␣000␣мА·ч | 20␣000 миллиампер-часов
        0–60 °C | 0–60 градусов Цельсия
        6,7 дюйма
        30 × 45 × 7,5 см | 30 на 45 на 7,5 сантиметра
        12,5␣%
        скидка 5␣%
        скидка 5␣% при объёме заказа 10␣000 штук и более
        от 3 лет
        от 3 до 6 лет
        6 месяцев и старше
        12–36 месяцев
        скидка 3␣% при объёме заказа 500 м и более | скидка 3␣% при объёме заказа 500 метров и более
    """,
    "th": """
        18.50␣หยวน | 18.50 หยวน
        12.00–15.50␣หยวน | 12 ถึง 15.50 หยวน
        โหลละ 1,234␣ดอลลาร์สหรัฐ | โหลละ 1,234 ดอลลาร์สหรัฐ
        กิโลกรัมละ €2.75 | กิโลกรัมละ 2.75 ยูโร
        AED␣10,000 | 10,000 เดอร์แฮม
        1 ลัง
        2 คู่
        1,234,567 ชิ้น
        10–20,000 กล่อง | 10 ถึง 20,000 กล่อง
        8 สี
        10–15 วัน | 10 ถึง 15 วัน
        2.5 ชั่วโมง
        1 ปี
        500 มล. | 500 มิลลิลิตร
        20,000␣mAh | 20,000 มิลลิแอมป์ชั่วโมง
        0–60 °C | 0 ถึง 60 องศาเซลเซียส
        6.7 นิ้ว
        30 × 45 × 7.5 ซม. | 30 คูณ 45 คูณ 7.5 เซนติเมตร
        12.5%
        ลด 5%
        ลด 5% เมื่อสั่งซื้อ 10,000 ชิ้นขึ้นไป
        3 ปีขึ้นไป
        3–6 ปี | 3 ถึง 6 ปี
        6 เดือนขึ้นไป
        12–36 เดือน | 12 ถึง 36 เดือน
        ลด 3% เมื่อสั่งซื้อ 500 เมตรขึ้นไป
    """,
    "tr": """
        18,50␣CNY | 18,50 yuan
        12,00–15,50␣CNY | 12 ila 15,50 yuan
        düzine başına 1.234␣USD | düzine başına 1.234 ABD doları
        kilogram başına 2,75␣€ | kilogram başına 2,75 euro
        AED␣10.000 | 10.000 dirhem
        1 koli
        2 çift
        1.234.567 adet
        10–20.000 kutu | 10 ila 20.000 kutu
        8 renk
        10–15 gün | 10 ila 15 gün
        2,5 saat
        1 yıl
        500 ml | 500 mililitre
        20.000␣mAh | 20.000 miliamper saat
        0–60 °C | 0 ila 60 santigrat derece
        6,7 inç
        30 × 45 × 7,5 cm | 30 çarpı 45 çarpı 7,5 santimetre
        %12,5
        %5 indirim
        10.000 adet ve üzeri siparişlerde %5 indirim
        3 yaş ve üzeri
        3–6 yaş | 3 ila 6 yaş
        6 ay ve üzeri
        12–36 ay | 12 ila 36 ay
        500 m ve üzeri siparişlerde %3 indirim | 500 metre ve üzeri siparişlerde %3 indirim
    """,
    "vi": """
        18,50␣tệ | 18,50 nhân dân tệ
        12,00–15,50␣tệ | 12 đến 15,50 nhân dân tệ
        1.234␣USD/tá | 1.234 đô la Mỹ mỗi tá
        2,75␣€/kg | 2,75 euro mỗi kg
        10.000␣AED | 10.000 dirham UAE
        1 thùng
        2 đôi
        1.234.567 chiếc
        10–20.000 hộp | 10 đến 20.000 hộp
        8 màu
        10–15 ngày | 10 đến 15 ngày
        2,5 giờ
        1 năm
        500 ml | 500 mililít
        20.000␣mAh | 20.000 mili ampe giờ
        0–60 °C | 0 đến 60 độ C
        6,7 inch
        30 × 45 × 7,5 cm | 30 nhân 45 nhân 7,5 xentimét
        12,5%
        giảm 5%
        giảm 5% cho đơn hàng từ 10.000 chiếc trở lên
        từ 3 tuổi trở lên
        từ 3 đến 6 tuổi
        từ 6 tháng trở lên
        12–36 tháng | 12 đến 36 tháng
        giảm 3% cho đơn hàng từ 500 m trở lên | giảm 3% cho đơn hàng từ 500 mét trở lên
    """,
    "zh": """
        18.50元 | 18.5元
        12.00～15.50元 | 12到15.5元
        每打1,234美元
        每公斤€2.75 | 每公斤2.75欧元
        AED␣10,000 | 10,000迪拉姆
        1箱
        2双
        1,234,567件
        10～20,000盒 | 10到20,000盒
        8种颜色
        10～15天 | 10到15天
        2.5小时
        1年
        500毫升
        20,000mAh | 20,000毫安时
        0～60°C | 0到60摄氏度
        6.7英寸
        30 × 45 × 7.5厘米 | 30乘45乘7.5厘米
        12.5%
        优惠5%
        满10,000件优惠5%
        3岁以上
        3到6岁
        6个月以上
        12～36个月 | 12到36个月
        满500米优惠3%
    """,
}
"""One line a value: as it is written, and after the bar as it is spoken where that differs."""


def test_every_language_has_its_texts() -> None:
    assert sorted(TEXTS) == list(language_codes())


@pytest.mark.parametrize("code", TEXTS)
def test_a_value_of_every_kind(code: str) -> None:
    own = profile(code)
    lines = []
    for value in VALUES:
        read, heard = written(value, own), spoken(value, own)
        lines.append(shown(read if read == heard else f"{read} | {heard}"))
    assert "\n".join(lines) == dedent(TEXTS[code]).strip()


# --- plurals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("en", ["0 pieces", "1 piece", "1.5 pieces", "2 pieces", "5 pieces"]),
        ("fr", ["0 pièce", "1 pièce", "1,5 pièce", "2 pièces", "5 pièces"]),
        ("pt", ["0 peça", "1 peça", "1,5 peça", "2 peças", "5 peças"]),
        ("ru", ["0 штук", "1 штука", "1,5 штуки", "2 штуки", "5 штук"]),
        ("ar", ["٠ قطعة", "قطعة واحدة", "١٫٥ قطعة", "قطعتان", "٥ قطع"]),
        ("de", ["0 Stück", "1 Stück", "1,5 Stück", "2 Stück", "5 Stück"]),
        ("id", ["0 pcs", "1 pcs", "1,5 pcs", "2 pcs", "5 pcs"]),
        ("tr", ["0 adet", "1 adet", "1,5 adet", "2 adet", "5 adet"]),
    ],
)
def test_a_trade_unit_by_cldr_plural(code: str, texts: list[str]) -> None:
    amounts = ["0", "1", "1.5", "2", "5"]
    assert [written(count(amount), profile(code)) for amount in amounts] == texts


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1", "1 набор"), ("2", "2 набора"), ("5", "5 наборов"), ("11", "11 наборов"),
        ("21", "21 набор"), ("22", "22 набора"), ("101", "101 набор"), ("111", "111 наборов"),
    ],
)  # fmt: skip
def test_russian_counts_by_the_last_digits(amount: str, text: str) -> None:
    assert written(count(amount, "set"), profile("ru")) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("3", "٣ أيام"), ("10", "١٠ أيام"), ("11", "١١ يومًا"), ("99", "٩٩ يومًا"),
        ("100", "١٠٠ يوم"), ("103", "١٠٣ أيام"),
    ],
)  # fmt: skip
def test_arabic_counts_by_the_last_digits(amount: str, text: str) -> None:
    assert written(lasting(amount, "day"), profile("ar")) == text


def test_arabic_weeks_agree_with_their_number() -> None:
    texts = ["أسبوع واحد", "أسبوعان", "٣ أسابيع", "١١ أسبوعًا", "١٠٠ أسبوع"]
    amounts = ["1", "2", "3", "11", "100"]
    assert [written(lasting(amount, "week"), profile("ar")) for amount in amounts] == texts


@pytest.mark.parametrize("code", language_codes())
def test_a_unit_that_cldr_calls_otherwise_is_written(code: str) -> None:
    value = measure("5", "pressure-gasoline-energy-density")
    assert written(value, profile(code)) and spoken(value, profile(code))


def test_a_range_takes_the_plural_of_its_end() -> None:
    assert written(lasting("1", "day", high="2"), profile("ru")) == "1–2 дня"
    assert written(count("2", "box", high="5"), profile("ru")) == "2–5 коробок"


def test_arabic_says_one_and_two_by_the_noun() -> None:
    own = profile("ar")
    assert [written(lasting(n, "hour"), own) for n in ("1", "2", "3", "1.5")] == [
        *("ساعة واحدة", "ساعتان", "٣ ساعات", "١٫٥ ساعة"),
    ]
    assert spoken(money("2", "USD"), own) == "دولاران أمريكيان"
    assert spoken(money("1", "USD", high="2"), own) == "من ١ إلى ٢ دولار أمريكي"


# --- prices --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (money("18"), ["CNY␣18", "18 yuan"]),
        (money("18.00"), ["CNY␣18", "18 yuan"]),
        (money("18.5"), ["CNY␣18.50", "18.50 yuan"]),
        (money("18.55"), ["CNY␣18.55", "18.55 yuan"]),
        (money("0.355"), ["CNY␣0.355", "0.355 yuan"]),
        (money("0.3550"), ["CNY␣0.355", "0.355 yuan"]),
        (money("1200.5"), ["CNY␣1,200.50", "1,200.50 yuan"]),
        (money("99.5", "JPY"), ["JPY␣99.5", "99.5 yen"]),
        (money("1", "USD"), ["US$1", "1 US dollar"]),
        (money("1", "SAR"), ["SAR␣1", "1 riyal"]),
        (money("12", high="15"), ["CNY␣12–15", "12 to 15 yuan"]),
        (money("12", high="15.5"), ["CNY␣12.00–15.50", "12 to 15.50 yuan"]),
        (money("36", per="set"), ["CNY␣36 per set", "36 yuan per set"]),
        (money("3", "USD", "length-yard"), ["US$3 per yard", "3 US dollars per yard"]),
        (money("300", per="mass-tonne"), ["CNY␣300 per metric ton", "300 yuan per metric ton"]),
    ],
)
def test_a_price(value: Money, texts: list[str]) -> None:
    own = profile("en")
    assert [shown(written(value, own)), shown(spoken(value, own))] == texts


@pytest.mark.parametrize("code", language_codes())
def test_a_price_may_be_for_any_trade_unit(code: str) -> None:
    own = profile(code)
    for per in (*TRADE_UNITS, *PER_UNITS):
        text = written(money("36", per=per), own)
        assert written(money("36"), own) in text
        assert "{" not in text


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("currency", CURRENCIES)
def test_every_currency_is_told_apart(code: str, currency: str) -> None:
    own = profile(code)
    prices = {c: (written(money("7", c), own), spoken(money("7", c), own)) for c in CURRENCIES}
    read, heard = prices.pop(currency)
    assert all(read != other[0] and heard != other[1] for other in prices.values())


# --- markets -------------------------------------------------------------------------------

MARKET_VALUES = [
    money("1234.5"),
    money("12000000", "USD"),
    count("1234567"),
    percent("12.5"),
    measure("1500.5", "volume-milliliter"),
]


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("es", ["1234,50␣CNY", "12.000.000␣US$", "1.234.567 unidades", "12,5␣%", "1500,5 ml"]),
        ("es-MX", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 unidades", "12.5%", "1,500.5 ml"]),
        ("es-AR", ["CNY␣1.234,50", "US$12.000.000", "1.234.567 unidades", "12,5%", "1.500,5 ml"]),
        ("pt", ["CNY␣1.234,50", "US$␣12.000.000", "1.234.567 peças", "12,5%", "1.500,5 ml"]),
        ("pt-PT", ["1234,50␣CNY", "12␣000␣000␣US$", "1␣234␣567 peças", "12,5%", "1500,5 ml"]),
        ("en", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 pieces", "12.5%", "1,500.5 mL"]),
        ("en-GB", ["CNY␣1,234.50", "US$12,000,000", "1,234,567 pieces", "12.5%", "1,500.5 ml"]),
        ("en-IN", ["CNY␣1,234.50", "US$1,20,00,000", "12,34,567 pieces", "12.5%", "1,500.5 ml"]),
        ("en-ZA", ["CNY␣1␣234,50", "US$12␣000␣000", "1␣234␣567 pieces", "12,5%", "1␣500,5 ml"]),
        ("ar", ["١٬٢٣٤٫٥٠␣يوان", "١٢٬٠٠٠٬٠٠٠␣دولار␣أمريكي",
         "١٬٢٣٤٬٥٦٧ قطعة", "١٢٫٥٪", "١٬٥٠٠٫٥ مل"]),
        ("ar-AE", ["1,234.50␣يوان", "12,000,000␣دولار␣أمريكي",
         "1,234,567 قطعة", "12.5%", "1,500.5 مل"]),
        ("de", ["1.234,50␣CNY", "12.000.000␣USD", "1.234.567 Stück", "12,5␣%", "1.500,5␣ml"]),
        ("de-CH", ["CNY␣1’234.50", "USD␣12’000’000", "1’234’567 Stück", "12.5%", "1’500.5␣ml"]),
        ("fr-CA", ["1␣234,50␣CNY", "12␣000␣000␣USD", "1␣234␣567 pièces", "12,5␣%", "1␣500,5 ml"]),
        ("hi", ["1,234.50␣युआन", "US$1,20,00,000", "12,34,567 पीस", "12.5%", "1,500.5 ml"]),
    ],
)  # fmt: skip
def test_a_market_has_its_own_numbers(tag: str, texts: list[str]) -> None:
    assert [shown(written(value, profile(tag))) for value in MARKET_VALUES] == texts


def test_a_voice_groups_digits_like_its_market() -> None:
    assert spoken(money("1234567.5"), profile("hi")) == "12,34,567.50 युआन"
    assert spoken(money("1234567.5"), profile("en-IN")) == "12,34,567.50 yuan"
    assert spoken(money("1234.5"), profile("es")) == "1234,50 yuanes"


# --- units ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("unit", MEASURES)
def test_every_unit_has_a_name_beside_its_number(code: str, unit: str) -> None:
    own = profile(code)
    for write in (written, spoken):
        text = write(measure("7", unit), own)
        name = text.replace("7", "").replace("٧", "").strip(" \u00a0\u202f")
        assert name and "{" not in text and not name.startswith("x-") and unit not in text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ja", "摂氏0から60度"),
        ("ko", "섭씨 0에서 60도"),
        ("ru", "0–60 градусов Цельсия"),
        ("fr", "0 à 60\u00a0degrés Celsius"),
    ],
)
def test_a_unit_may_stand_on_both_sides_of_a_range(code: str, text: str) -> None:
    assert spoken(measure("0", "temperature-celsius", high="60"), profile(code)) == text


# --- words, codes, labels, lines -----------------------------------------------------------


@pytest.mark.parametrize(
    ("translations", "text"),
    [
        ({"zh": "不锈钢", "en": "steel", "es": "acero"}, "acero"),
        ({"zh": "不锈钢", "en": "steel"}, "steel"),
        ({"zh": "不锈钢", "fr": "acier"}, "不锈钢"),
    ],
)
def test_a_word_in_the_language_else_in_english_else_as_it_is(
    translations: dict[str, str], text: str
) -> None:
    assert written(Term(translations=translations), profile("es")) == text


def test_codes_are_the_same_everywhere() -> None:
    codes = Code(codes=("A203", "304", "+86 138 0000 0000"))
    texts = {write(codes, profile(c)) for c in language_codes() for write in (written, spoken)}
    assert texts == {f"A203{mark}304{mark}+86 138 0000 0000" for mark in (", ", "、", "، ")}


@pytest.mark.parametrize(
    ("key", "labels", "text"),
    [
        ("price", {}, "Precio"),
        ("price", {"price": {"es": "Tarifa"}}, "Tarifa"),
        ("tines", {"tines": {"es": "Púas", "en": "Tines"}}, "Púas"),
        ("tines", {"tines": {"en": "Tines"}}, ""),
        ("tines", {}, ""),
        ("tines", {"tines": {"en": "Teeth"}}, "Dientes"),
        ("max_load", {}, "Carga máxima"),
        ("承重", {}, "Carga máxima"),
        ("telegram", {}, "Telegram"),
    ],
)
def test_a_label(key: str, labels: dict[str, dict[str, str]], text: str) -> None:
    brief = Brief(source_language="zh", facts=(), labels=labels)
    assert label(key, brief, profile("es")) == text


@pytest.mark.parametrize(
    ("key", "code", "text"),
    [
        ("glow_rings", "en", "Glow rings"),
        ("glow_rings", "zh", ""),
        ("发光圈", "zh", "发光圈"),
        ("发光圈", "en", ""),
        ("glow_2", "en", ""),
        ("double_glow", "en", ""),
        ("glow_dollars", "en", ""),
        ("一圈", "zh", ""),
        ("双层光圈", "zh", ""),
        ("万向轮", "zh", "轮子"),
        ("needles", "tr", "İğneler"),
        ("legs", "tr", "Ayaklar"),
        ("wheels", "de", "Räder"),
    ],
)
def test_a_key_of_ones_own_is_named_for_who_reads_its_words(key: str, code: str, text: str) -> None:
    assert label(key, Brief(source_language="zh", facts=()), profile(code)) == text


FACTS = [
    Fact(key="price", value=money("18.5"), must_say=True, source="sheet"),
    Fact(key="screen", value=measure("500", "mass-pound"), must_say=True, source="sheet"),
    Fact(key="company", value=Code(codes=("Flask Co., Ltd.",)), must_say=True, source="sheet"),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The price is <price>.", "The price is CNY\u00a018.50."),
        ("<price>, <price>!", "CNY\u00a018.50, CNY\u00a018.50!"),
        ("<moq> stays, and so does <b>.", "<moq> stays, and so does <b>."),
        ("We are <company>.", "We are Flask Co., Ltd."),
        ("We are <company>!", "We are Flask Co., Ltd.!"),
    ],
)
def test_a_line_is_filled(text: str, expected: str) -> None:
    assert fill(text, FACTS, profile("en")) == expected


def test_a_line_is_filled_for_a_voice() -> None:
    assert fill("It costs <price>.", FACTS, profile("en"), voice=True) == "It costs 18.50 yuan."


# --- whatever the value --------------------------------------------------------------------

TAGS = [*language_codes(), "es-MX", "pt-PT", "en-GB", "en-IN", "ar-AE", "de-CH", "fr-CA"]
AMOUNTS = st.one_of(
    st.integers(1, 20).map(Decimal),
    st.integers(1, 10**7).map(Decimal),
    st.decimals(min_value="0.01", max_value=10**6, places=2),
    st.decimals(min_value="0.001", max_value=10**4, places=3),
)


def ends(data: st.DataObject) -> tuple[Decimal, Decimal | None]:
    """An amount, or the two ends of a range."""
    low = data.draw(AMOUNTS)
    return low, low + data.draw(AMOUNTS) if data.draw(st.booleans()) else None


def a_count(data: st.DataObject) -> Count:
    low, high = ends(data)
    return Count(amount=low, high=high, unit=data.draw(st.sampled_from(sorted(TRADE_UNITS))))


def an_order(data: st.DataObject) -> Count | Measure:
    if data.draw(st.booleans()):
        return a_count(data)
    unit = data.draw(st.sampled_from(["length-meter", "length-yard", "mass-kilogram"]))
    return Measure(amount=data.draw(AMOUNTS), unit=unit)


def any_value(kind: str, data: st.DataObject) -> FactValue:
    low, high = ends(data)
    match kind:
        case "price":
            per = data.draw(st.sampled_from([None, *TRADE_UNITS, *PER_UNITS]))
            currency = data.draw(st.sampled_from(sorted(CURRENCIES)))
            return Money(amount=low, high=high, currency=currency, per=per)
        case "moq":
            return a_count(data)
        case "capacity":
            unit = data.draw(st.sampled_from(sorted(MEASURES)))
            return Measure(amount=low, high=high, unit=unit)
        case "lead_time":
            unit = data.draw(st.sampled_from(["second", "minute", "hour", "day", "week", "year"]))
            return Duration(amount=low, high=high, unit=unit)
        case "cotton":
            return Percent(amount=low, high=high)
        case "size":
            return Size(amounts=(low, data.draw(AMOUNTS)), unit="length-centimeter")
        case "discount":
            threshold = None if high else replace(an_order(data), high=None)
            return Discount(percent=low % 100 + 1, threshold=threshold)
        case _:
            unit = data.draw(st.sampled_from(["month", "year"]))
            return Age(amount=low // 1, high=None if high is None else high // 1 + 1, unit=unit)


@settings(max_examples=400, deadline=None)
@given(
    tag=st.sampled_from(TAGS),
    kind=st.sampled_from(
        ["price", "moq", "capacity", "lead_time", "cotton", "size", "discount", "age"]
    ),
    voice=st.booleans(),
    data=st.data(),
)
def test_the_reader_finds_every_value_that_the_writer_wrote(
    tag: str, kind: str, voice: bool, data: st.DataObject
) -> None:
    own = profile(tag)
    fact = Fact(key=kind, value=any_value(kind, data), must_say=True, source="sheet")
    text = fill(own.phrases.facts[kind], [fact], own, voice=voice)
    assert check_filled(text, [fact], own) == (), text


# --- what a voice says for symbols ---------------------------------------------------------

SPOKEN = SpokenWords.model_validate(
    {
        "measures": {
            "x-milliampere-hour": {"one": "{0} milliamp hour", "other": "{0} milliamp hours"},
            "x-revolution-per-minute": "{0} revolutions per minute",
            "x-gram-per-square-meter": {"other": "{0} grams per square meter"},
            "x-denier": {"other": "{0} denier"},
        },
        "range": "{low} to {high}",
        "times": " by ",
    }
)


@pytest.mark.parametrize(
    ("value", "read", "without", "said"),
    [
        (measure("20000", "x-milliampere-hour"), "20,000␣mAh", "20,000␣mAh",
         "20,000 milliamp hours"),
        (measure("1", "x-milliampere-hour"), "1␣mAh", "1␣mAh", "1 milliamp hour"),
        (measure("4500", "x-revolution-per-minute"), "4,500␣rpm", "4,500␣rpm",
         "4,500 revolutions per minute"),
        (measure("180", "x-gram-per-square-meter"), "180␣g/m²", "180␣g/m²",
         "180 grams per square meter"),
        (measure("600", "x-denier"), "600␣D", "600␣D", "600 denier"),
        (measure("110", "electric-volt", high="240"), "110–240 V", "110–240 volts",
         "110 to 240 volts"),
        (measure("300", "x-milliampere-hour", high="500"), "300–500␣mAh", "300–500␣mAh",
         "300 to 500 milliamp hours"),
        (money("12", high="15.5"), "CNY␣12.00–15.50", "12–15.50 yuan", "12 to 15.50 yuan"),
        (Percent(amount=Decimal(80), high=Decimal(85)), "80–85%", "80–85%", "80 to 85%"),
        (Size(amounts=(Decimal(30), Decimal(45), Decimal(10)), unit="length-centimeter"),
         "30 × 45 × 10 cm", "30 × 45 × 10 centimeters", "30 by 45 by 10 centimeters"),
    ],
)  # fmt: skip
def test_a_voice_says_names_where_the_language_has_them(
    value: FactValue, read: str, without: str, said: str
) -> None:
    bare = profile("en").model_copy(update={"spoken": SpokenWords.model_validate({})})
    own = bare.model_copy(update={"spoken": SPOKEN})
    assert [shown(written(value, own)), shown(written(value, bare))] == [read, read]
    assert [shown(spoken(value, bare)), shown(spoken(value, own))] == [without, said]


@pytest.mark.parametrize(
    "table",
    [
        {"measures": {"x-milliampere-hour": {"one": "{0} milliamp hour"}}},
        {"milliampere-hour": {"other": "{0} milliamp hours"}},
        {"range": "{low} to"},
        {"range": "{high} down to {low}"},
        {"times": ""},
    ],
)
def test_a_table_for_the_voice_is_checked(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="SpokenWords"):
        SpokenWords.model_validate(table)


# --- below zero ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "read", "said"),
    [
        ("en", "−20 °C", "-20 degrees Celsius"),
        ("de", "−20 °C", "-20 Grad Celsius"),
        ("ja", "−20°C", "摂氏-20度"),
        ("zh", "−20°C", "-20摄氏度"),
    ],
)
def test_a_temperature_below_zero(code: str, read: str, said: str) -> None:
    value = measure("-20", "temperature-celsius")
    assert [shown(written(value, profile(code))), spoken(value, profile(code))] == [read, said]


# No dash beside a minus: words, or the signs that the language's typography has for a range.
BELOW_ZERO = {
    "ar": ["من −٢٠ إلى −١٠ درجات مئوية", "من -٢٠ إلى -١٠ درجات مئوية"],
    "de": ["−20 bis −10 °C", "-20 bis -10 Grad Celsius"],
    "en": ["−20 to −10 °C", "-20 to -10 degrees Celsius"],
    "es": ["−20 a −10 °C", "-20 a -10 grados Celsius"],
    "fr": ["−20 à −10␢°C", "-20 à -10␣degrés Celsius"],
    "hi": ["−20 से −10 °C", "-20 से -10 डिग्री सेल्सियस"],
    "id": ["−20 sampai −10 °C", "-20 sampai -10 derajat Celsius"],
    "it": ["da −20 a −10 °C", "da -20 a -10 gradi Celsius"],
    "ja": ["−20～−10°C", "摂氏-20から-10度"],
    "ko": ["−20~−10°C", "섭씨 -20에서 -10도"],
    "pt": ["−20 a −10 °C", "-20 a -10 graus Celsius"],
    "ru": ["−20…−10 °C", "-20…-10 градусов Цельсия"],
    "th": ["−20 ถึง −10 °C", "-20 ถึง -10 องศาเซลเซียส"],
    "tr": ["−20 ila −10 °C", "-20 ila -10 santigrat derece"],
    "vi": ["−20 đến −10 °C", "-20 đến -10 độ C"],
    "zh": ["−20～−10°C", "-20到-10摄氏度"],
}


def test_every_language_has_its_range_below_zero() -> None:
    assert set(BELOW_ZERO) == set(language_codes())


@pytest.mark.parametrize(("code", "texts"), BELOW_ZERO.items())
def test_a_range_of_temperatures_below_zero(code: str, texts: list[str]) -> None:
    value = measure("-20", "temperature-celsius", high="-10")
    own = profile(code)
    assert [shown(written(value, own)).replace("⟩", ""), shown(spoken(value, own))] == texts


@pytest.mark.parametrize("code", language_codes())
@pytest.mark.parametrize("voice", [False, True])
@pytest.mark.parametrize("ends", [("-20", "-10"), ("-20", "60"), ("-5.5", "0")])
def test_a_range_from_below_zero_on_is_read_again(
    code: str, voice: bool, ends: tuple[str, str]
) -> None:
    own = profile(code)
    value = measure(ends[0], "temperature-celsius", high=ends[1])
    fact = Fact(key="temperature", value=value, must_say=True, source="sheet")
    text = fill(own.phrases.facts["temperature"], [fact], own, voice=voice)
    assert not re.search("[-–—] ?[-−]", text)
    assert check_filled(text, [fact], own) == ()
    without = re.sub("[-−]", "", text, count=1)
    assert check_filled(without, [fact], own) != (), without


def test_a_temperature_from_below_zero_on() -> None:
    value = measure("-20", "temperature-celsius", high="120")
    assert [written(value, profile(code)) for code in ("en", "zh", "hi", "ru")] == [
        "−20 to 120 °C",
        "−20～120°C",
        "−20 से 120 °C",
        "−20…+120 °C",
    ]


@pytest.mark.parametrize("code", language_codes())
def test_every_language_writes_a_minus(code: str) -> None:
    own = profile(code)
    below = written(measure("-20", "temperature-celsius"), own)
    assert below != written(measure("20", "temperature-celsius"), own)
    assert any(c in below for c in "-\u2212")

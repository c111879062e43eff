"""Values as they are typed: what can hardly be right, why, and what may be meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from merchant_studio.read import check_typed, read_sheet
from merchant_studio.records import Code


@pytest.mark.parametrize(
    ("key", "text", "told", "offers"),
    [
        ("whatsapp", "138000", "has 6 digits, but with its country's code a number has 8", ()),
        ("whatsapp", "13800138000", "has no country's code", ("+86 138 0013 8000",)),
        ("phone", "0579-85123456", "has no country's code", ("+86 57985123456",)),
        ("whatsapp", "+86 1380013800", "its country's code or a digit is wrong", ()),
        ("whatsapp", "+999 1234 5678", "its country's code or a digit is wrong", ()),
        ("phone", "call me", "is no telephone number", ()),
        ("email", "lihua@gmail", "is no mail address", ()),
        ("email", "sales＠example。com", "is no mail address", ("sales@example.com",)),
        ("website", "our shop", "is no address of a page", ()),
        ("wechat", "li", "is no WeChat ID", ()),
        ("trade_terms", "CIF鹿特丹", "has a place that nobody abroad can read", ()),
        ("trade_terms", "FOG Ningbo", "is no term of trade", ()),
        ("certificates", "CE, FDQ", "'FDQ' is no certificate that is known", ("CE, FDA",)),
        ("price", "18.5", "has no currency; write 18.5元", ("18.5元", "18.5美元")),
        ("price", "0元", "'0 CNY' is hardly right", ()),
        ("price", "99999999元", "'99999999 CNY' is hardly right", ()),
        ("price", "很便宜", "price cannot be read: '很便宜'", ()),
        ("moq", "2.5个", "is hardly right", ()),
        ("name", "<b>杯", "has '<', which cannot stand in it", ("b杯",)),
        ("name", "杯\u202e子", "has an invisible sign", ("杯子",)),
        ("name", "🔥保温杯", "has '🔥', which no video can show", ("保温杯",)),
        ("name", "杯" * 121, "has 121 letters, and 120 at most", ()),
    ],
)
def test_what_can_hardly_be_right_is_asked_about(
    key: str, text: str, told: str, offers: tuple[str, ...]
) -> None:
    doubt = check_typed(key, text, "zh").doubt
    assert doubt and told in doubt.told
    assert doubt.offers == offers


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("whatsapp", "+86 138 0013 8000"),
        ("whatsapp", "8613800138000"),
        ("phone", "+1 (213) 555-0100"),
        ("phone", "0086 10 8888 8888"),
        ("phone", "+44 20 7946 0958"),
        ("wechat", "lihua_88"),
        ("wechat", "13800138000"),
        ("email", "li.hua+fair@mail.example.com"),
        ("website", "https://example.com/cups"),
        ("certificates", "CE FDA LFGB"),
        ("certificates", "ISO 9001、EN 71, GB/T 4806.9"),
        ("price", "12-15元"),
        ("moq", "1.5 dozen"),
        ("name", "保温杯‹1› ™"),
        ("name", "ترمس"),
    ],
)
def test_what_is_right_is_not_asked_about(key: str, text: str) -> None:
    found = check_typed(key, text, "zh")
    assert found.value is not None and found.doubt is None


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("CE FDA", ("CE", "FDA")),
        ("CE FDQ", ("CE", "FDQ")),
        ("CE、FDA/LFGB", ("CE", "FDA", "LFGB")),
        ("ISO 9001 CE", ("ISO 9001", "CE")),
        ("FDQ ISO 9001", ("FDQ", "ISO 9001")),
        ("food grade", ("food grade",)),
        ("[CE FDA, RoHS]", ("CE", "FDA", "RoHS")),
    ],
)
def test_certificates_are_read_one_by_one(tmp_path: Path, typed: str, codes: object) -> None:
    sheet = tmp_path / "product.yaml"
    sheet.write_text(f"certificates: {typed}", encoding="utf-8")
    assert read_sheet(sheet, "zh").values["certificates"] == Code(codes=codes)

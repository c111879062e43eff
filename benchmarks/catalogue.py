"""What a catalogue of many products costs: seconds and memory of its PDF and its XLSX.

    python -m benchmarks.catalogue [--products 300] [--language ar] [--photo FILE]

Each product has prices by quantity, three colors with prices, packing, terms, contacts and the
photo; every offer is drawn anew.
"""

from __future__ import annotations

import datetime
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.frame import options, table, tell
from merchant_studio.facts import completed, translated
from merchant_studio.languages import profile
from merchant_studio.quote import offer_of, write_catalogue, write_catalogue_book
from merchant_studio.read import read_value
from merchant_studio.records import Brief, Fact

VALUES = {
    "price": "100-499个 18.5元, 500-999个 17元, 1000个以上 15.8元",
    "colors": "红色 18元, 蓝色 19元, 黑色 20.5元",
    "moq": "100个",
    "lead_time": "7天",
    "capacity": "500毫升",
    "material": "304不锈钢",
    "packing": "彩盒",
    "carton_quantity": "24个",
    "carton_size": "50x40x35厘米",
    "whatsapp": "+86 138 0000 0000",
}
OPTIONS = options(
    __doc__, products=300, language="ar", photo="examples/flask/photo-1.jpg", json=False
)


def main() -> None:
    """Write both files, and print what they cost."""
    asked = OPTIONS.parse_args()
    facts = [
        Fact(
            key=key, value=translated(read_value(key, text, "zh"), "zh"), must_say=True,
            source="sheet",
        )
        for key, text in VALUES.items()
    ]  # fmt: skip
    brief = Brief(source_language="zh", facts=completed(facts, facts))
    offers = [
        offer_of(
            brief,
            profile(asked.language),
            title=f"{profile(asked.language).labels['name']} {number}",
            day=datetime.date(2026, 12, 2),
            photo=Path(asked.photo),
        )
        for number in range(1, asked.products + 1)
    ]
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, write in (("pdf", write_catalogue), ("xlsx", write_catalogue_book)):
            file, start = Path(folder) / f"catalogue.{name}", time.perf_counter()
            write(offers, file)
            seconds = round(time.perf_counter() - start, 1)
            most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            size_mb = round(file.stat().st_size / 1e6, 1)
            rows.append({"file": name, "seconds": seconds, "most MB": most_mb, "MB": size_mb})
    tell({"rows": rows}, table(rows), as_json=asked.json)


if __name__ == "__main__":
    main()

"""`OUT/report.json` and `OUT/report.html`: what became of every product of a batch."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..records import SCHEMA, to_json
from ..run import RunFolder
from .ledger import Ledger, outcome_of
from .products import Product
from .store import REPORT

PAGE = "report.html"
WAITING = "waiting"
"""Status of a product that nothing has become of yet."""
STATUSES = ("made", "blocked", "failed", WAITING)


def write_reports(products: Sequence[Product], statuses: Mapping[str, str], ledger: Ledger) -> None:
    """Write and store both reports; `statuses` by slug, for those that are known.

    Products are read from the ledger and written one after the other: memory stays flat.

    Raises:
        StudioError: OUT cannot be written.
    """
    head = {
        "schema": SCHEMA,
        "languages": list(ledger.job.languages),
        "counts": counts(products, statuses),
    }
    template = (files("merchant_studio") / "data" / PAGE).read_text(encoding="utf-8")
    before, after = template.split("{{DATA}}")
    out = RunFolder(ledger.store.path)
    with ledger.writing():
        with out.replacing(REPORT) as temporary, temporary.open("w", encoding="utf-8") as file:
            entries = _entries(products, statuses, ledger)
            told = (json.dumps(each, ensure_ascii=False) for each in entries)
            file.writelines(_parts(head, told))
        with out.replacing(PAGE) as temporary, temporary.open("w", encoding="utf-8") as file:
            file.write(before)
            pictured = (
                _script_json({**each, "thumbnail": _picture(ledger.thumbnail(each["slug"]))})
                for each in _entries(products, statuses, ledger)
            )
            file.writelines(_parts(head, pictured))
            file.write(after)
        ledger.sweep()
    for name in (REPORT, PAGE):
        ledger.store.push(name)


def counts(products: Sequence[Product], statuses: Mapping[str, str]) -> dict[str, int]:
    """How many products have each status."""
    found = Counter(statuses.get(product.slug, WAITING) for product in products)
    return {status: found[status] for status in STATUSES}


def _entries(
    products: Sequence[Product], statuses: Mapping[str, str], ledger: Ledger
) -> Iterator[dict[str, Any]]:
    for product in products:
        status = statuses.get(product.slug, WAITING)
        outcome = ledger.read(product.slug) or outcome_of(product, "failed")
        values: dict[str, Any] = to_json(outcome)
        del values["inputs"]
        for language, each in outcome.languages.items():
            values["languages"][language]["findings"] = each.findings
        yield {**values, "status": status, "reason": outcome.reason if status != WAITING else ""}


def _parts(head: Mapping[str, Any], products: Iterable[str]) -> Iterator[str]:
    """The report as JSON, piece by piece: its head, then a line for each product."""
    yield json.dumps(head)[:-1] + ', "products": ['
    for index, product in enumerate(products):
        yield f"{',' if index else ''}\n{product}"
    yield "\n]}\n"


def _script_json(values: Any) -> str:
    """JSON that may stand in a page's script: nothing in it can end the script."""
    text = json.dumps(values, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _picture(path: Path) -> str:
    """A picture as a data address; empty when there is none."""
    try:
        return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode()
    except OSError:
        return ""

"""Many products: a folder of product folders, or a CSV or XLSX with a row each.

| noun | file |
|---|---|
| a batch, from the folder to the report | `run.py` |
| its products; the rows of a table; where they are | `products.py`, `rows.py`, `catalogue.py` |
| what is looked at before any model starts | `preflight.py` |
| what became of each product, and its lock; in a store | `ledger.py`, `storeledger.py` |
| what changes while a batch watches | `watch.py` |
| the schedule, a worker | `pool.py`, `worker.py` |
| workers as processes, or on the machines of a cluster | `processes.py`, `cluster.py` |
| where a worker makes products; a temporary folder | `site.py`, `scratch.py` |
| `report.json` and `report.html` | `report.py` |
"""

from .cluster import Actors
from .ledger import Outcome
from .pool import Workers
from .preflight import Looked
from .processes import Processes
from .report import REPORT
from .run import Batch, BatchResult

__all__ = [
    "REPORT",
    "Actors",
    "Batch",
    "BatchResult",
    "Looked",
    "Outcome",
    "Processes",
    "Workers",
]

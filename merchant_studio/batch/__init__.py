"""Many products: a folder of product folders, or a CSV or XLSX with a row each.

| noun | file |
|---|---|
| a batch, from the folder to the report | `run.py` |
| what it is asked for | `job.py` |
| its products; the rows of a table; the cells of a row | `products.py`, `rows.py`, `cells.py` |
| where products and results are: folders, buckets | `store.py`, `bucket.py`, `claim.py` |
| what is looked at before any model starts | `preflight.py` |
| what became of each product, and its lock | `ledger.py` |
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
from .run import Batch, BatchResult
from .store import REPORT

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

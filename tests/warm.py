"""What a worker does before its first product, done once for all workers of the tests.

Reading a pitch compiles some 600 patterns and loads the learnt weights: 3 s of a worker's time. A
test that wants workers, not their start, has them forked from a process that imported this module
(see `warm_workers` in `batches.py`).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import merchant_studio.batch.processes  # noqa: F401  (what a worker runs)
from merchant_studio import Studio, StudioConfig
from tests.batches import add_product, make_pitch

with tempfile.TemporaryDirectory() as place:
    folder = Path(place)
    product = add_product(folder, "warm", make_pitch(folder))
    config = StudioConfig(out=folder / "out", recognizer="fake", writer="none", translator="fake")
    Studio(config).plan(product, ["en", "ar"])

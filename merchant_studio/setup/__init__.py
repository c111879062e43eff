"""The right models for a machine: looks at it, proposes a set of models, and sets it up.

| noun | file |
|---|---|
| what a machine has: memory, cores, disk, hubs that answer, keys | `machine.py` |
| the sets of models (`models/sets.toml`), and which one fits | `sets.py` |
| how long a pitch will take, foretold from a short measurement | `speed.py` |
| fetching, trying, keeping and examining a set | `steps.py` |
| the file that holds the key of a service | `keys.py` |
| the example, whole or its beginning | `example.py` |

Nothing here asks anybody anything: the command line does.
"""

from .example import example_folder
from .keys import keep_key
from .machine import Machine, look
from .sets import ModelSet, Proposal, cannot_be_had, model_sets, next_best, propose
from .speed import Speed, measure
from .steps import examine, fetch, keep, try_out

__all__ = [
    "Machine",
    "ModelSet",
    "Proposal",
    "Speed",
    "cannot_be_had",
    "examine",
    "example_folder",
    "fetch",
    "keep",
    "keep_key",
    "look",
    "measure",
    "model_sets",
    "next_best",
    "propose",
    "try_out",
]

"""`product.yaml`: what a merchant writes about his product, read strictly.

| noun | file |
|---|---|
| the whole sheet | `reading.py` |
| a value that he types on the page | `typed.py` |
| several prices, each with what else is its own | `deals.py` |
| one value: an amount and a currency, a size | `values.py` |
| the YAML beneath, within bounds | `structure.py` |
| what may be wrong with a value that can be read | `checked.py` |
"""

from .checked import Checked, Doubt, check_typed, doubts
from .reading import read_sheet
from .typed import key_of, read_table, read_value

__all__ = [
    "Checked",
    "Doubt",
    "check_typed",
    "doubts",
    "key_of",
    "read_sheet",
    "read_table",
    "read_value",
]

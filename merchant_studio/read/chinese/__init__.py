"""Facts read out of Chinese speech: values by a grammar, their roles by learned weights.

| noun | file |
|---|---|
| everything that a segment states | `reading.py` |
| what is a value: a price, a size | `grammar.py`, over `amounts.py`, `sizes.py` |
| codes and ways to reach the merchant | `codes.py` |
| units as they are said | `spoken_units.py` |
| clauses that the recognizer ran together | `parting.py` |
| prices by quantity; of colors, sizes and models | `ladders.py`, `variants.py` |
| prices told by what they differ: 贵两块 | `differences.py` |
| the values of a pitch, compared with each other | `whole_pitch.py` |
"""

from .reading import read_chinese, states_number_chinese

__all__ = ["read_chinese", "states_number_chinese"]

"""One language's script: what the merchant said, written by an engine or from the phrasebook.

source.py    the lines as they were said, facts replaced by their tags
fallback.py  one language's script: the writer's lines, or else the translator's or phrasebook's
writing.py   the scripts of several languages together
again.py     one line in other words, or from the phrasebook
"""

from .again import phrase_line, rewrite_line
from .kept import make_scripts
from .source import SourceLine, plan_lines
from .writing import ScriptJob, write_script, write_scripts

__all__ = [
    "ScriptJob",
    "SourceLine",
    "make_scripts",
    "phrase_line",
    "plan_lines",
    "rewrite_line",
    "write_script",
    "write_scripts",
]

"""One language's script: what the merchant said, written by an engine or from the phrasebook.

source.py    the lines as they were said, facts replaced by their tags
fallback.py  one language's script: the writer's lines, or else the translator's or phrasebook's
lines.py     how a writer is asked for lines, under `grammar.py`
planning.py  which language is written line by line, and which as a whole pitch
pitch/       whole scripts by a capable writer, judged; the exam that tells who is one
writing.py   the scripts of several languages together
kept.py      which scripts stand as they are, and which are written
refitting.py which lines do not fit the changed value of a fact
showing.py   a script as far as it is written
again.py     one line in other words, or from the phrasebook
"""

from .again import phrase_line, rewrite_line
from .kept import make_scripts
from .pitch import ExamResult, ExamStep, take_exam
from .planning import Said, Wanted, plan_jobs
from .refitting import fits_facts
from .showing import Writing
from .source import SourceLine, plan_lines, retold
from .writing import ScriptJob, write_script, write_scripts

__all__ = [
    "ExamResult",
    "ExamStep",
    "Said",
    "ScriptJob",
    "SourceLine",
    "Wanted",
    "Writing",
    "fits_facts",
    "make_scripts",
    "phrase_line",
    "plan_jobs",
    "plan_lines",
    "retold",
    "rewrite_line",
    "take_exam",
    "write_script",
    "write_scripts",
]

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
keeping.py   which lines of a script stay when it is written again
again.py     one line in other words, or in the standard ones, if they say all that it says
back.py      what each line says, in the merchant's language
"""

from .again import job_again, rewrite_line, standard_line
from .back import Back, backs, kept_backs, translate_back
from .kept import make_scripts
from .pitch import ExamResult, ExamStep, take_exam
from .planning import Said, Wanted, plan_jobs
from .refitting import fits_facts
from .showing import Writing
from .source import SourceLine, plan_lines, retold
from .writing import ScriptJob, write_script, write_scripts

__all__ = [
    "Back",
    "ExamResult",
    "ExamStep",
    "Said",
    "ScriptJob",
    "SourceLine",
    "Wanted",
    "Writing",
    "backs",
    "fits_facts",
    "job_again",
    "kept_backs",
    "make_scripts",
    "plan_jobs",
    "plan_lines",
    "retold",
    "rewrite_line",
    "standard_line",
    "take_exam",
    "translate_back",
    "write_script",
    "write_scripts",
]

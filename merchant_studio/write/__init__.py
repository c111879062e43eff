"""One language's script: what the merchant said, written by an engine or from the phrasebook.

Who writes a language is decided in `engines/authors.py`.

source.py    the lines as they were said, facts replaced by their tags
pitch/       whole scripts by a capable writer, judged; the exam that tells who is one
writing.py   scripts of a translator's lines, or of the catalogue's and the phrasebook's sentences
fallback.py  the checks of a line, and what is said where no capable writer's line stands
planning.py  which language is written as a whole pitch
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
from .planning import Said, Wanted, known_inputs, plan_jobs
from .refitting import fits_facts
from .showing import Writing
from .source import SourceLine, plan_lines, retold
from .writing import ScriptJob, write_lines

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
    "known_inputs",
    "make_scripts",
    "plan_jobs",
    "plan_lines",
    "retold",
    "rewrite_line",
    "standard_line",
    "take_exam",
    "translate_back",
    "write_lines",
]

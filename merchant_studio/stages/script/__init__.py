"""One language's script: what the merchant said, written by an engine or from the phrasebook.

source.py    the lines as they were said, facts replaced by their tags
ladder.py    one language's way up: locked decoding, check, retry, literal line, phrasebook
writing.py   the scripts of several languages together
"""

from .source import SourceLine, plan_lines
from .writing import Authors, ScriptJob, write_script, write_scripts

__all__ = ["Authors", "ScriptJob", "SourceLine", "plan_lines", "write_script", "write_scripts"]

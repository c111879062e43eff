"""Check what buyers will read, hear and see: the finished texts, the dub and the video file.

| noun | file |
|---|---|
| facts in every text, glyphs, posts, the finished file | `texts.py` |
| selling points that nobody says, lines that nobody has judged | `points.py` |
| claims that nobody made, denials where nobody denied | `claims.py`, `negation.py` |
| terms of the sale: what a price is for, the least order, certificates | `sale.py` |
| things that nobody speaks of, the opposite of what is said | `concepts.py`, `mentions.py` |
| what of the pitch a language does not say, why, and what would bring it | `unsaid.py` |
| what a finished line says, read by a model in a fresh context | `judge.py` |
| what a market's rules say of a claim | `markets.py` |
| a dub: its times, its sound, and the numbers that are heard in it | `dub.py` |
"""

from . import proofread
from .claims import check_claims, claims_of, licensed
from .concepts import check_concepts, check_strength
from .dub import APART_MS, LISTENING_PROMPT, Unheard, check_dub, check_heard, sound_of_line, unheard
from .judge import Judgement, Place, Verdict, in_turns, judgement, read_judgements
from .markets import check_markets
from .mentions import Said, spoken_of
from .negation import check_negation
from .points import check_meaning, check_name, check_order, check_points, is_named
from .sale import check_sale
from .texts import check_facts, check_glyphs, check_licences, check_posts, check_script, check_video
from .unsaid import BY_BOOK, Help, Unsaid, beside_points, unsaid

__all__ = [
    "APART_MS",
    "BY_BOOK",
    "LISTENING_PROMPT",
    "Help",
    "Judgement",
    "Place",
    "Said",
    "Unheard",
    "Unsaid",
    "Verdict",
    "beside_points",
    "check_claims",
    "check_concepts",
    "check_dub",
    "check_facts",
    "check_glyphs",
    "check_heard",
    "check_licences",
    "check_markets",
    "check_meaning",
    "check_name",
    "check_negation",
    "check_order",
    "check_points",
    "check_posts",
    "check_sale",
    "check_script",
    "check_strength",
    "check_video",
    "claims_of",
    "in_turns",
    "is_named",
    "judgement",
    "licensed",
    "proofread",
    "read_judgements",
    "sound_of_line",
    "spoken_of",
    "unheard",
    "unsaid",
]

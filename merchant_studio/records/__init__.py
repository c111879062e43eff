"""Every value that is passed between stages, and its JSON form.

All records are frozen; times are integer milliseconds; paths are relative to the run folder or
are the merchant's own files; arrays of samples or pixels never stand in a record.
"""

from __future__ import annotations

from .forms import SCHEMA, digest, from_json, seal, to_json
from .given import AudioFile, Footage, Gender, Pitch, Rates, Sheet, Span
from .heard import (
    Correction,
    EngineKind,
    EngineStamp,
    Segment,
    Transcript,
    Word,
)
from .message import Change, Grammar, Message, Names, PointKind, ProductName, SaidLine, SellingPoint
from .said import Author, Brief, Fact, Finding, Mention, Script, ScriptLine, mention
from .seen import (
    CaptionTrack,
    Card,
    Cue,
    EndCard,
    Narration,
    PlatformPost,
    PostLine,
    Release,
    Shot,
    SpokenLine,
    Synthetic,
    Timeline,
)
from .values import (
    Age,
    Code,
    Count,
    Discount,
    Duration,
    FactValue,
    Measure,
    Money,
    Percent,
    Size,
    Term,
)

__all__ = [
    "SCHEMA",
    "Age",
    "AudioFile",
    "Author",
    "Brief",
    "CaptionTrack",
    "Card",
    "Change",
    "Code",
    "Correction",
    "Count",
    "Cue",
    "Discount",
    "Duration",
    "EndCard",
    "EngineKind",
    "EngineStamp",
    "Fact",
    "FactValue",
    "Finding",
    "Footage",
    "Gender",
    "Grammar",
    "Measure",
    "Mention",
    "Message",
    "Money",
    "Names",
    "Narration",
    "Percent",
    "Pitch",
    "PlatformPost",
    "PointKind",
    "PostLine",
    "ProductName",
    "Rates",
    "Release",
    "SaidLine",
    "Script",
    "ScriptLine",
    "Segment",
    "SellingPoint",
    "Sheet",
    "Shot",
    "Size",
    "Span",
    "SpokenLine",
    "Synthetic",
    "Term",
    "Timeline",
    "Transcript",
    "Word",
    "digest",
    "from_json",
    "mention",
    "seal",
    "to_json",
]

"""What was said and what it means, kept in the run folder with all that the merchant changed.

A new listening, another name in the sheet or a corrected sentence make transcript and brief anew.
What he typed, confirmed, added or left out goes into the new ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import __version__
from ..config import StudioConfig
from ..read import Missing, brief_of, missing
from ..records import Brief, EngineStamp, Segment, Sheet, Transcript, from_json, to_json
from .carried import carried, is_overruled
from .folder import RunFolder
from .made_from import PROGRAM, MadeFrom
from .retyped import adopted, back, kept_of, with_kept
from .revisions import doubted_open

TRANSCRIPT, BRIEF = "transcript.json", "brief.json"
TYPED = "transcript.typed.json"
"""The sentences that the merchant changed, by the sha256 of the recording in which he said them."""


def kept_transcript(
    folder: RunFolder,
    recording: str,
    words: Sequence[object],
    recognizer: EngineStamp,
    make: Callable[[], Transcript],
) -> Transcript:
    """What is said in a recording, with the sentences that the merchant put right.

    Those of another recording stay in the folder, for the time that he goes back to it.

    `recording` is its sha256; `words` are what the recognizer is told of language and sheet.

    Raises:
        RecordError: the file is there and was made from the same, but cannot be read.
        StorageError: the folder cannot be written.
    """

    def carry(new: Transcript, made: Transcript, before: Transcript) -> Transcript:
        remember_typed(folder, adopted(before, made))
        return with_kept(new, typed_in(folder, recording))

    inputs = MadeFrom(
        {
            PROGRAM: [__version__],
            "recording": [recording],
            "words": [words],
            "recognizer": [recognizer],
        },
        lasts=True,
    )
    stands = folder.record_carried(TRANSCRIPT, Transcript, inputs, make, carry)
    own = adopted(stands, folder.as_made(TRANSCRIPT, Transcript))
    if own != stands:
        folder.edit(TRANSCRIPT, own)
    return own


def change_transcript(folder: RunFolder, change: Callable[[Transcript], Transcript]) -> Transcript:
    """The transcript in the folder, changed by the merchant: by `retyped.split`, say.

    Raises:
        RecordError: there is none, or it cannot be read.
        StorageError: the folder cannot be written.
    """
    heard = folder.as_made(TRANSCRIPT, Transcript)
    new = change(adopted(folder.stored(TRANSCRIPT, Transcript), heard))
    folder.edit(TRANSCRIPT, new)
    remember_typed(folder, new)
    return new


def heard_again(folder: RunFolder, transcript: Transcript, index: int) -> Transcript:
    """The transcript with a sentence as it was heard; errors as in `retyped.back`."""
    heard = folder.as_made(TRANSCRIPT, Transcript)
    return transcript if heard is None else back(transcript, heard, index)


def typed_in(folder: RunFolder, recording: str) -> tuple[Segment, ...]:
    """The sentences of a recording that the merchant changed, as they were kept last."""
    known = (folder.read_json(TYPED) or {}).get(recording, [])
    return tuple(from_json(Segment, each, folder.path / TYPED) for each in known)


def remember_typed(folder: RunFolder, transcript: Transcript) -> None:
    """Keep the sentences that the merchant changed in a recording, whatever comes after it."""
    known: dict[str, Any] = folder.read_json(TYPED) or {}
    kept = [to_json(each) for each in kept_of(transcript)]
    if transcript.recording and known.get(transcript.recording, []) != kept:
        folder.write_json(TYPED, {**known, transcript.recording: kept})


def kept_brief(
    sheet: Sheet, transcript: Transcript, folder: RunFolder, config: StudioConfig
) -> Brief:
    """The facts of sheet and speech, with all that the merchant decided about them.

    Raises:
        RecordError: the file is there and was made from the same, but cannot be read.
        StorageError: the folder cannot be written.
    """
    accept, strict = config.accept_heard, config.strict

    def make() -> Brief:
        return brief_of(sheet, transcript, accept_heard=accept, strict=strict)

    def carry(new: Brief, made: Brief, before: Brief) -> Brief:
        if is_overruled(new, made, before):
            folder.set_aside(BRIEF, ["sheet"])
        return carried(new, made, before, transcript)

    inputs = MadeFrom(
        {
            PROGRAM: [__version__],
            "sheet": [sheet],
            "transcript": [transcript],
            "options": [accept, strict],
        }
    )
    return folder.record_carried(BRIEF, Brief, inputs, make, carry)


def leave_doubted_open(folder: RunFolder) -> None:
    """Leave unconfirmed in the folder's brief what can hardly be right, for the page to ask about.

    Errors as in `change_transcript`.
    """
    brief = folder.stored(BRIEF, Brief)
    asking = doubted_open(brief)
    if asking != brief:
        folder.edit(BRIEF, asking)


def missing_in(folder: RunFolder) -> tuple[Missing, ...]:
    """What buyers will ask for, by the brief and the transcript of a run; see `read.missing`.

    Raises:
        RecordError: a record cannot be read.
    """
    brief, said = folder.find(BRIEF, Brief), folder.find(TRANSCRIPT, Transcript)
    return missing(brief, said) if brief and said else ()

"""Ask a writer for lines, as a script does."""

from __future__ import annotations

from merchant_studio.engines import Writer
from merchant_studio.errors import EngineError
from merchant_studio.write.lines import ask_for_lines
from merchant_studio.write.request import WritingRequest, WrittenLine


def written(writer: Writer, request: WritingRequest) -> tuple[WrittenLine, ...]:
    """The lines of one request; the error of one that failed is raised."""
    (lines,) = ask_for_lines(writer, [request])
    if isinstance(lines, EngineError):
        raise lines
    return lines

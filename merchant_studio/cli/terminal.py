"""The terminal of a command: it may lack letters, and be closed while the command works."""

from __future__ import annotations

import errno
import io
import signal
import sys
from typing import Any


class _Terminal(io.FileIO):
    """A terminal that takes what nobody can read any more."""

    def write(self, data: Any, /) -> int:
        """Write the bytes; once the terminal is closed, they are lost.

        Raises:
            OSError: any other failure.
        """
        try:
            return super().write(data)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return memoryview(data).nbytes


def prepare_terminal() -> None:
    """Let no letter and no closed terminal make a command fail.

    Letters that the console lacks become question marks: a Chinese Windows writes into files and
    pipes in GBK, which has no Arabic. A terminal that is closed stops the work as Ctrl-C does;
    where that signal is ignored, as under nohup, the work goes on to its end.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if hasattr(signal, "SIGHUP") and stream.isatty():
            terminal = io.BufferedWriter(_Terminal(stream.fileno(), "wb", closefd=False))
            stream = io.TextIOWrapper(terminal, encoding=stream.encoding, line_buffering=True)
            setattr(sys, name, stream)
        stream.reconfigure(errors="replace")
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)

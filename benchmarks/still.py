"""How long a still takes: the first one, another line, and after a change.

    python -m benchmarks.still [RECORDING]

It hears the example's words and writes with the phrasebook, so that it needs no models.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from merchant_studio import Studio, StudioConfig
from merchant_studio.publish import Stills, moment_of, to_jpeg
from merchant_studio.records import Script
from merchant_studio.run import RunFolder
from merchant_studio.run.revisions import edit_line

SPOKEN = """\
大家好，看看这款不锈钢保温杯，容量500毫升。
能保温12小时，有8种颜色可以选。
倒过来放也不会漏水，开口很大，里面很好清洗。
装了热水外面也不烫手，手感也很好。
单价18块5，100个起订，7天交货。"""
EXAMPLE = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
LANGUAGES = ("en", "ar", "th", "ja")
SEEN_PX = 900


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("recording", type=Path, nargs="?", default=EXAMPLE)
    return parser


def main() -> None:
    """Print milliseconds."""
    recording = command_line().parse_args().recording
    with tempfile.TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.txt"
        spoken.write_text(SPOKEN, encoding="utf-8")
        config = StudioConfig(
            out=Path(folder), recognizer=f"fake:{spoken}", writer="none", accept_heard=True
        )
        place, _, _ = Studio(config).plan(recording, LANGUAGES)
        run, stills = RunFolder(place), Stills()

        def still(language: str, line: int, options: StudioConfig) -> None:
            timeline = stills.timeline(run, recording, language, options)
            to_jpeg(stills.draw(timeline, moment_of(timeline, line)), SEEN_PX)

        measure("the first one", partial(still, "en", 2, config))
        for language in LANGUAGES:
            measure(f"another line, {language}", partial(still, language, 3, config))
            name = f"{language}/script.json"
            script = run.stored(name, Script)
            run.edit(name, edit_line(script, 3, script.lines[3].text + "!"))
            measure("  its text changed", partial(still, language, 3, config))
        for change in ({"style": "box"}, {"captions": "top"}, {"shape": "1:1"}, {"shape": "9:16"}):
            measure(f"{change}", partial(still, "en", 3, config.changed(**change)))


def measure(what: str, make: Callable[[], None]) -> None:
    """Make a still and print how long it took."""
    started = time.perf_counter()
    make()
    print(f"{what:24} {1000 * (time.perf_counter() - started):6.0f} ms")


if __name__ == "__main__":
    main()

"""How many of a merchant's selling points does the catalogue say, end to end, in each language?

    python -m benchmarks.points_said [--pitches DIR]

No model is asked. The pitches are those of `data/points/unseen`, as if perfectly heard. Of the
three points that he is offered for a clause, the merchant takes the one that is right
(`confirmed`), or he only lets the tool run (`alone`). The share is that of all selling points,
those that no catalogue has included.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.pitch import Given, write
from benchmarks.points import DATA, Clause, pitches
from merchant_studio.config import StudioConfig
from merchant_studio.engines import ChosenEngines
from merchant_studio.points import candidates
from merchant_studio.points.recognizing import passed_over
from merchant_studio.records import Script

LANGUAGES = ("en", "es", "fr", "pt", "de", "ru", "vi", "id", "th", "ar", "hi", "ja", "ko")


def confirmed(sentences: Sequence[Sequence[Clause]]) -> list[tuple[str, ...]]:
    """For each selling point of a pitch what its merchant confirms of what he is offered."""
    found = []
    for sentence in sentences:
        over = passed_over(clause.text for clause in sentence)
        for clause, skipped in zip(sentence, over, strict=True):
            if clause.is_point:
                offered = () if skipped else candidates(clause.text, "zh")
                found.append(tuple(str(each) for each in offered if each.id in clause.right))
    return found


def command_line() -> argparse.ArgumentParser:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pitches", type=Path, default=DATA / "unseen", metavar="DIR")
    return parser


def main() -> None:
    """Print the shares."""
    asked = command_line().parse_args()
    said = {way: dict.fromkeys(LANGUAGES, 0) for way in ("confirmed", "alone")}
    total = lines = 0
    engines = ChosenEngines(StudioConfig(writer="none"), on_load=lambda what: None)
    with tempfile.TemporaryDirectory() as place:
        for number, (_, sentences) in enumerate(pitches(asked.pitches)):
            points = confirmed(sentences)
            total += len(points)
            heard = tuple("".join(clause.text for clause in sentence) for sentence in sentences)
            for way, counts in said.items():
                named = [point for own in points for point in own] if way == "confirmed" else []
                sheet = f"name: {{zh: 产品, en: product}}\npoints: {json.dumps(named)}\n"
                given = Given(f"{way}-{number}", sheet, "zh", heard, ())
                for code, script in write(given, LANGUAGES, engines, Path(place)).items():
                    if isinstance(script, Script):
                        catalogued = {point.id: point.catalogue for point in script.wanted}
                        told = {
                            catalogued.get(point, "")
                            for line in script.lines
                            for point in line.points
                        }
                        counts[code] += sum(bool(told & set(own)) for own in points)
                        lines += len(script.lines)
    shares = {
        way: {code: round(count / total, 3) for code, count in counts.items()}
        for way, counts in said.items()
    }
    print(json.dumps({"points": total, "lines": lines, "said": shares}))


if __name__ == "__main__":
    main()

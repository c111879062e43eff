"""Changes files at random and runs the program on them: `python -m tests.hostile.fuzz --seed 7`.

What it finds is printed with the seed of the one file; `--only 7-123` makes it again, and it
becomes a case in `cases/`.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from benchmarks.frame import options
from tests.hostile.making import (
    FORMS,
    SHEET,
    SHEET_END,
    SHEET_HEAD,
    make_product,
    photo,
    recording,
    row,
    xlsx,
)
from tests.hostile.running import FAKE, OUT, Case, run_case

Dice = random.Random
INTERESTING = (b"\x00", b"\xff", b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00", b"\xff" * 8, b"\x00" * 8)
WORDS = (
    *("price: ", "moq: ", "name: ", "{", "}", "[", "]", "- ", ": ", "\n", "&a ", "*a"),
    *("!!int ", "|", "18.5 CNY", "1e400", "-1", "NaN", "9" * 50, "\u200d", "\u202e", "\x1b[31m"),
    *("<price>", "\ud83d", "product,", "recording,", "pitch.mp4", "/", "..", '"', ";", "\t"),
    *("=1+1", "名", "'"),
)
RECORDS = ("run.json", "transcript.json", "brief.json", "message.json", "en/script.json")


def finds(seed: int, minutes: float, only: str = "") -> Iterator[tuple[str, str]]:
    """Each file over which the program failed: its seed, and how."""
    until, number = time.monotonic() + minutes * 60, 0
    with tempfile.TemporaryDirectory() as place:
        made = _made_run(Path(place))
        while time.monotonic() < until:
            name = only or f"{seed}-{number}"
            folder = Path(place) / "case"
            folder.mkdir()
            try:
                run_case(_case(name, made), folder)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                yield name, "".join(traceback.format_exception(error)[-3:])
            shutil.rmtree(folder)
            number += 1
            if only:
                return


def _case(name: str, made: Path) -> Case:
    """The file of a seed, and the command that reads it."""
    dice = Dice(name)
    kind = dice.choice([_recording, _recording, _photo, _sheet, _table, _spreadsheet, _record])

    def make(folder: Path) -> list[str | Path]:
        shutil.copytree(made.parent / "flask", folder / "flask")
        return kind(folder, dice, made)

    return Case(name=name, make=make, codes=(0, 1, 2), is_whole=True)


def _made_run(place: Path) -> Path:
    """A run that is well; its records are changed later."""
    folder = place / "made"
    make_product(folder / "flask")

    def make(_: Path) -> list[str | Path]:
        return ["run", folder / "flask", "--to", "en", "--out", folder / OUT, *FAKE]

    (place / "first").mkdir()
    run_case(Case(name="the run", make=make, codes=(0,), is_whole=True), place / "first")
    return folder / OUT


def _bytes(raw: bytes, dice: Dice) -> bytes:
    """A file with a few changes, most of them near its head, where its structure is."""
    changed = bytearray(raw)
    for _ in range(dice.choice([1, 2, 4, 16, 64])):
        reach = len(changed) if dice.random() < 0.5 else min(len(changed), 800)
        at = dice.randrange(max(1, reach))
        match dice.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                new = dice.choice(INTERESTING)
                changed[at : at + len(new)] = new
            case 2:
                del changed[at : at + dice.choice([1, 4, 100])]
            case 3:
                changed[at:at] = changed[at : at + dice.choice([1, 8, 300])]
            case 4:
                if dice.random() < 0.1:
                    del changed[at:]
    return bytes(changed)


def _text(text: str, dice: Dice) -> str:
    for _ in range(dice.choice([1, 2, 4, 12])):
        at = dice.randrange(len(text) + 1)
        end = at + dice.choice([0, 0, 1, 5, 30])
        text = text[:at] + dice.choice(WORDS) * dice.choice([1, 1, 1, 3, 40]) + text[end:]
    return text


def _told(command: str, place: str | Path) -> list[str | Path]:
    return [command, place, "--to", "en", "--out", OUT, *FAKE]


def _recording(folder: Path, dice: Dice, _: Path) -> list[str | Path]:
    form = dice.choice(list(FORMS))
    (folder / "flask" / "pitch.mp4").unlink()
    path = folder / "flask" / f"pitch.{form}"
    path.write_bytes(_bytes(recording(form, **FORMS[form]), dice))
    return _told("run", "flask")


def _photo(folder: Path, dice: Dice, _: Path) -> list[str | Path]:
    form, suffix = dice.choice([("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
    name = dice.choice(["photo", "logo"])
    (folder / "flask" / f"{name}.{suffix}").write_bytes(_bytes(photo(form), dice))
    return _told("run", "flask")


def _sheet(folder: Path, dice: Dice, _: Path) -> list[str | Path]:
    text = _text(SHEET, dice).encode("utf-8", "surrogatepass")
    raw = _bytes(text, dice) if dice.random() < 0.1 else text
    (folder / "flask" / "product.yaml").write_bytes(raw)
    return _told("plan", "flask")


def _table(folder: Path, dice: Dice, _: Path) -> list[str | Path]:
    text = "product,recording,price,moq,name.en\nx,flask,18.5 CNY,100 pcs,flask\n"
    (folder / "t.csv").write_bytes(_text(text, dice).encode("utf-8", "surrogatepass"))
    return [*_told("batch", "t.csv"), "--dry-run"]


def _spreadsheet(folder: Path, dice: Dice, _: Path) -> list[str | Path]:
    rows = row(1, "product", "recording", "price") + row(2, "x", "flask", "18.5 CNY")
    sheet = SHEET_HEAD + rows + SHEET_END
    if dice.random() < 0.7:
        text = _text(sheet, dice).encode("utf-8", "replace").decode()
        (folder / "t.xlsx").write_bytes(xlsx(text))
    else:
        (folder / "t.xlsx").write_bytes(_bytes(xlsx(sheet), dice))
    return [*_told("batch", "t.xlsx"), "--dry-run"]


def _record(folder: Path, dice: Dice, made: Path) -> list[str | Path]:
    """A record of a run, edited badly."""
    shutil.copytree(made, folder / OUT)
    run = next(path for path in (folder / OUT).iterdir() if path.name[0] != ".")
    record = run / dice.choice([name for name in RECORDS if (run / name).exists()])
    text = record.read_text(encoding="utf-8")
    record.write_bytes(_text(text, dice).encode("utf-8", "surrogatepass"))
    return [dice.choice(["render", "check"]), run]


def main() -> None:
    """Change files for some minutes; exit 1 if one was a find."""
    asked = options(__doc__, seed=1, minutes=1.0, only="").parse_args()
    found = 0
    for name, how in finds(asked.seed, asked.minutes, asked.only):
        found += 1
        print(f"== {name}\n{how}", flush=True)
    print(f"{found} finds of seed {asked.seed} in {asked.minutes} minutes")
    sys.exit(bool(found))


if __name__ == "__main__":
    os.environ.setdefault("MERCHANT_STUDIO_LANG", "en")
    main()

"""Make pitch.mp4, photo-1.jpg and photo-2.jpg of this example, all of them drawn and spoken here.

Needs, beside merchant_studio:

    pip install "misaki[zh]==0.9.4" onnxruntime
    merchant-studio models pull kokoro-82m-int8 kokoro-voices

and then, from anywhere:

    python examples/flask/make_media.py [--out FOLDER] [--model FILE --voices FOLDER]

`--model` is Kokoro-82M v1.0 for onnxruntime (kokoro-v1.0.int8.onnx), `--voices` a folder with its
voices as float32 tables (zf_xiaobei.bin); without them the weights cache of merchant_studio is
used. Takes about three minutes on two cores. Nothing is random: every seed is fixed, so the same
libraries on the same kind of processor give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from drawing import film, photos, voice
from drawing.booth import Beats, Booth

MODEL_FILE = "kokoro-v1.0.int8.onnx"


def main(arguments: list[str] | None = None) -> None:
    """Write the three files and say when each sentence is spoken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--model", type=Path, help=MODEL_FILE)
    parser.add_argument("--voices", type=Path, help="folder of the voices")
    chosen = parser.parse_args(arguments)
    model = chosen.model or _located("kokoro-82m-int8", MODEL_FILE)
    voices = chosen.voices or _located("kokoro-voices")
    chosen.out.mkdir(parents=True, exist_ok=True)

    speech = voice.speak(model, voices)
    for (start, end), sentence in zip(speech.spans_ms, voice.PITCH, strict=True):
        print(f"{start / 1000:6.2f} - {end / 1000:5.2f} s  {sentence}")
    film.write_film(
        chosen.out / "pitch.mp4", _frames(speech), speech.samples, voice.RATE_HZ, "不锈钢保温杯"
    )
    film.write_photo(chosen.out / "photo-1.jpg", photos.colours_photo())
    film.write_photo(chosen.out / "photo-2.jpg", photos.open_photo())


def _frames(speech: voice.Speech) -> Iterator[np.ndarray]:
    """The booth while the pitch is spoken; what is spoken of is what is seen."""
    starts = [start / 1000 for start, _ in speech.spans_ms]
    product, warmth, upside_down, opening, _, _, carried, gift, price, farewell = starts
    warmth_end = speech.spans_ms[1][1] / 1000
    scene = Booth(
        Beats(
            flask=product + 0.8,
            warmth=warmth - 1.1,  # the lid is off when the words come
            colours=warmth + 0.48 * (warmth_end - warmth),
            upside_down=upside_down,
            opening=opening,
            carried=carried,
            gift=gift,
            price=price,
            farewell=farewell,
            end=speech.samples.size / voice.RATE_HZ,
        )
    )
    total = film.frame_count(speech.samples, voice.RATE_HZ)
    for number in range(total):
        if number % film.FRAME_RATE == 0:
            print(f"\rframe {number} of {total}", end="", file=sys.stderr, flush=True)
        yield scene.frame(number / film.FRAME_RATE)
    print(file=sys.stderr)


def _located(model_id: str, *inside: str) -> Path:
    from merchant_studio.engines import weights

    return weights.locate(model_id).joinpath(*inside)


if __name__ == "__main__":
    main()

"""Draw `docs/demo.jpg`: a moment of each of the demo's videos; and `docs/quote.jpg`: its offer.

Run it from the project root after `make demo`, when the look has changed, and look at the picture:
`python docs/make_demo.py`.
"""

from __future__ import annotations

from pathlib import Path

import av
import pypdfium2
from PIL import Image

VIDEOS = Path("out")
PICTURE = Path(__file__).parent / "demo.jpg"
MOMENTS_MS = {"en": 12_300, "es": 31_000, "vi": 23_000, "ar": 49_500}
"""A selling point while it is said, the price, another point, and the end card."""
HEIGHT_PX = 480
QUOTE = Path(__file__).parent / "quote.jpg"
QUOTES, QUOTE_PX = ("en", "ar"), 900
"""Languages whose offers stand beside the prices on their card, and how high."""


def frame_at(video: Path, time_ms: int, height_px: int = HEIGHT_PX) -> Image.Image:
    """What the video shows then, so high."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time * 1000 >= time_ms:
                picture = frame.to_image()
                width_px = picture.width * height_px // picture.height
                return picture.resize((width_px, height_px), Image.Resampling.LANCZOS)
    raise ValueError(f"{video} is shorter than {time_ms} ms")


def main() -> None:
    """Write the picture."""
    (folder,) = VIDEOS.glob("*flask")
    frames = [frame_at(folder / tag / "video.mp4", at_ms) for tag, at_ms in MOMENTS_MS.items()]
    side_by_side(frames).save(PICTURE, quality=88)
    prices = frame_at(folder / "en" / "video.mp4", MOMENTS_MS["es"], QUOTE_PX)
    offers = [page_of(folder / tag / "quote.pdf") for tag in QUOTES]
    side_by_side([prices, *offers]).save(QUOTE, quality=82)


def page_of(offer: Path) -> Image.Image:
    """The first page of an offer, `QUOTE_PX` high."""
    page = pypdfium2.PdfDocument(offer)[0]
    picture = page.render(scale=QUOTE_PX / page.get_height()).to_pil()
    return picture.convert("RGB").resize((picture.width * QUOTE_PX // picture.height, QUOTE_PX))


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Pictures of one height as one."""
    whole = Image.new("RGB", (sum(each.width for each in pictures), pictures[0].height))
    left_px = 0
    for each in pictures:
        whole.paste(each, (left_px, 0))
        left_px += each.width
    return whole


if __name__ == "__main__":
    main()

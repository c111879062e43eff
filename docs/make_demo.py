"""Draw `docs/demo.jpg`: a moment of each of the demo's videos, side by side.

Run it from the project root after `make demo`, when the look has changed, and look at the picture:
`python docs/make_demo.py`.
"""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

VIDEOS = Path("out")
PICTURE = Path(__file__).parent / "demo.jpg"
MOMENTS_MS = {"en": 12_300, "es": 31_000, "vi": 23_000, "ar": 49_500}
"""A selling point while it is said, the price, another point, and the end card."""
HEIGHT_PX = 480


def frame_at(video: Path, time_ms: int) -> Image.Image:
    """What the video shows then, `HEIGHT_PX` high."""
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time * 1000 >= time_ms:
                picture = frame.to_image()
                width_px = picture.width * HEIGHT_PX // picture.height
                return picture.resize((width_px, HEIGHT_PX), Image.Resampling.LANCZOS)
    raise ValueError(f"{video} is shorter than {time_ms} ms")


def main() -> None:
    """Write the picture."""
    (folder,) = VIDEOS.glob("*flask")
    frames = [frame_at(folder / tag / "video.mp4", at_ms) for tag, at_ms in MOMENTS_MS.items()]
    whole = Image.new("RGB", (sum(frame.width for frame in frames), HEIGHT_PX))
    left_px = 0
    for frame in frames:
        whole.paste(frame, (left_px, 0))
        left_px += frame.width
    whole.save(PICTURE, quality=88)


if __name__ == "__main__":
    main()

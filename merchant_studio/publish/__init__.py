"""The release folder of one language: video, sidecars, cover, post copy and report.

| noun | file |
|---|---|
| a language that is ready to be rendered | `draft.py`, made by `drafting.py` |
| its video, and its folder | `release.py` |
| the picture and the title of `cover.jpg` | `cover.py` |
| `post.json`, for every platform | `post.py` |
| `quote.pdf`, `quote.xlsx`; the catalogue of all products | `quotes.py`, drawn in `quote/` |
| `report.json`, of a language and of a run | `report.py` |
| the texts of a finished run, checked again | `checking.py` |
| a still of a video that is not rendered | `still.py` |
| whether a video still says what its script and facts say | `outdated.py` |
"""

from .checking import check_run
from .cover import cover_shot
from .draft import COVER, VIDEO, Draft
from .drafting import look_of, make_draft
from .outdated import Outdated, outdated
from .post import title_of, write_posts
from .quotes import catalogue, quote_again, write_catalogues
from .release import (
    checked,
    failed_release,
    is_published,
    keep_release,
    publish_release,
    render_drafts,
)
from .report import summary_report
from .still import Stills, close_up, moment_of, to_jpeg

__all__ = [
    "COVER",
    "VIDEO",
    "Draft",
    "Outdated",
    "Stills",
    "catalogue",
    "check_run",
    "checked",
    "close_up",
    "cover_shot",
    "failed_release",
    "is_published",
    "keep_release",
    "look_of",
    "make_draft",
    "moment_of",
    "outdated",
    "publish_release",
    "quote_again",
    "render_drafts",
    "summary_report",
    "title_of",
    "to_jpeg",
    "write_catalogues",
    "write_posts",
]

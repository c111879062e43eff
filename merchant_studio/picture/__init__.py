"""What is seen: captions in time, text as pixels, cards, the timeline, and the video.

| noun | package |
|---|---|
| captions, their rows and times | `caption` |
| text as pixels, cards | `typeset` |
| shots and cards on a timeline | `compose` |
| timelines as video files | `render` |
"""

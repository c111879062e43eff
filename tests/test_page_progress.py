"""What the fourth step says while videos are made: one share, and the same on chips and cards."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from merchant_studio import Studio, StudioConfig
from merchant_studio.pipeline import Step
from merchant_studio.webui import actions, templates
from merchant_studio.webui.jobs import Job
from merchant_studio.webui.session import App, Session
from merchant_studio.webui.tasks import Task
from merchant_studio.webui.views.live import live_view
from merchant_studio.webui.views.scripts import scripts_view
from merchant_studio.webui.views.videos import videos_view
from merchant_studio.write import Writing

TAGS = ("en", "es", "fr")


class Bench:
    """A jobs with one job, which is worked at by the test."""

    def __init__(self) -> None:
        self.now: Job | None = None

    def job(self, *place: str) -> Job | None:
        """The job."""
        return self.now

    def ahead(self, job: Job) -> int:
        """Nobody is before it."""
        return 0

    def submit(self, owner: str, task: Task, then: object) -> Job:
        """Take a task; it waits."""
        self.now = Job(task=task, number=1)
        return self.now


@pytest.fixture
def session(tmp_path: Path, product: Path) -> Session:
    """A product whose scripts are written."""
    config = StudioConfig(out=tmp_path / "out", recognizer="fake", writer="none", translator="fake")
    app = App(config=config, jobs=Bench(), uploads=config.out)  # type: ignore[arg-type]
    one = app.new_session("")
    one.product.choose(take="pitch.mp4", heard="x", languages=TAGS, step=4)
    shutil.copytree(product, one.product.source)
    Studio(config).prepare(one.product.source, TAGS, slug=one.product.id)
    return one


def rendering(done: int, *languages: str) -> Step:
    return Step(stage="render", what="videos", done=done, total=10, languages=languages)


def chips(session: Session) -> dict[str, str]:
    return {
        one["tag"]: "made" if one["is_made"] else "working" if one["is_now"] else "due"
        for one in live_view(session, "en")["languages"]
    }


def cards(session: Session) -> dict[str, str]:
    return {card["tag"]: card["state"] for card in videos_view(session, "en")["cards"]}


def test_a_language_with_a_wrong_fact_is_never_in_the_making(session: Session) -> None:
    actions.scripts.edit_line(session, "es", 1, "Cuesta 99 CNY.")
    look = scripts_view(session, "en")
    assert look["blocked"] == ["es"]
    page = templates.body(session.app.session("", session.product.id, 3), "en")
    assert "Make the videos (2)" in page
    assert "Not made until you put right what is red: Spanish" in page
    job = actions.videos.render(session)
    job.state = "working"
    assert chips(session) == {"en": "due", "fr": "due"}
    assert cards(session) == {"en": "due", "es": "blocked", "fr": "due"}
    job.show(rendering(5, "en"))
    assert chips(session) == {"en": "working", "fr": "due"}
    assert cards(session) == {"en": "working", "es": "blocked", "fr": "due"}
    assert live_view(session, "en")["share"] == 25
    job.state = "stopped"
    assert videos_view(session, "en")["missing"] == ["en", "fr"]
    page = templates.body(session, "en")  # the button to go on stands above already
    assert "Not made yet: English, French" in page and 'data-act="render"' not in page


def test_the_share_of_videos_never_falls(session: Session) -> None:
    job = actions.videos.render(session)
    assert live_view(session, "en")["stage"] == "start"  # nobody waits before it
    job.state = "working"
    told = list[tuple[str, int | None]]()

    def see(step: Step, *made: str) -> None:
        job.made = (*job.made, *made)
        job.show(step)
        look = live_view(session, "en")
        told.append((look["stage"], look["share"]))

    see(Step(stage="script", what="French", done=3, total=3, languages=("fr",)))
    see(rendering(0, "en"))
    see(rendering(9, "en"))
    see(rendering(0, "es", "fr"))  # it is made, and not yet told
    see(rendering(5, "es", "fr"), "en")
    see(rendering(10, "es", "fr"))
    renders = [("render", share) for share in (0, 30, 30, 66, 100)]
    assert told == [("start", None), *renders]


def test_the_share_of_scripts_never_falls(session: Session) -> None:
    job = session.submit("write", TAGS)
    job.state = "working"
    shares = list[int]()
    for tag, due in (("en", (1,)), ("en", ()), ("es", (0, 1, 2)), ("fr", ())):
        script = session.script(tag)
        assert script
        step = Step(stage="script", what=tag, total=3, languages=(tag,))
        job.show(replace(step, writing=Writing(script=script, due=due)))
        shares.append(live_view(session, "en")["share"])
    assert shares == sorted(shares) and shares[1] == 33

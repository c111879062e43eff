"""A minute's natural pitch on the real models: misheard, put right, and changed after its videos.

The pitch was written by a language model, and Kokoro speaks it. No sheet says what it is about.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import HTTPException

from merchant_studio import StudioConfig
from merchant_studio.engines import SPEAKERS, EngineOptions, Sound, Utterance
from merchant_studio.publish.checking import check_run
from merchant_studio.speak import write_wav
from merchant_studio.webui.actions import facts, film, scripts, transcript, videos
from merchant_studio.webui.serving import _zipped
from merchant_studio.webui.session import Session
from tests.conftest import ffmpeg
from tests.page import app_of
from tests.waiting import done

pytestmark = [pytest.mark.weights, pytest.mark.thorough]
PITCH = """\
各位老板好，我是义乌国际商贸城的小陈。
今天给大家看看我们家这款折叠收纳箱。
它是用加厚的塑料做的，很结实，一个大人站上去都没有问题。
不用的时候一折就平了，很省地方。
盖子是密封的，下雨天放在外面也不进水。
容量是五十五升，放衣服，放玩具，放在车里都可以。
颜色有白色，灰色和蓝色三种。
单价二十二块钱一个，六十个起订，七天可以发货。
我们自己有工厂，做了十二年，质量您放心。
可以印您的商标，包装也可以按您的要求做。
想要样品的老板，加我微信，样品免费寄给您。
欢迎来我们展位看看。"""
MISHEARD = {
    "一个大人站上去": "它是用加厚的塑料做的，很结实，一个大人站上去都没有问题。",
    "不用的时候": "不用的时候一折就平了，很省地方。",
}
"""Two sentences of which Whisper base hears other words, by a piece that it hears."""
PAUSE_S = 0.45
LANGUAGES = ("en", "es")
SHAPES = ("", "1:1")
FOLDERS = ("en", "es", "also/1x1/en", "also/1x1/es")
OLD = {"en": ("cny 22 per piece", "sturdy"), "es": ("22 cny por unidad", "resistente")}
NEW = {"en": ("cny 25 per piece", "space"), "es": ("25 cny por unidad", "espacio")}
"""What the videos say before the change and after it: the price and a selling point."""


@pytest.fixture(scope="module")
def pitch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pitch as a recording of 70 s."""
    folder = tmp_path_factory.mktemp("pitch")
    model = SPEAKERS.choose("kokoro").model
    speaker = SPEAKERS.load("kokoro", EngineOptions(model=model, seed=7, threads=0))
    voice, rate, samples = speaker.voices("zh")[0].name, 0, b""
    for sentence in PITCH.splitlines():
        said = speaker.speak(Utterance(text=sentence, language="zh", voice=voice))
        rate = said.sample_rate_hz
        samples += said.samples + bytes(2 * int(rate * PAUSE_S))
    write_wav(Sound(samples=samples, sample_rate_hz=rate), folder / "said.wav")
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=size=180x320:rate=10", "-i", folder / "said.wav"),
        *("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", folder / "pitch.mp4"),
    )
    return folder / "pitch.mp4"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    config = StudioConfig(out=tmp_path / "out", preset="ultrafast", crf=40)
    with app_of(config) as app:
        yield app.new_session("")


def sentence_with(session: Session, piece: str) -> int:
    assert session.transcript
    (number,) = (n for n, one in enumerate(session.transcript.segments) if piece in one.text)
    return number


def plain(text: str) -> str:
    """In small letters, with one common space wherever there is any."""
    return " ".join(text.casefold().split())


def old(session: Session) -> dict[str, str]:
    """What is old in which video."""
    return {folder: plain(told) for folder in FOLDERS if (told := session.old(folder))}


def offered(session: Session) -> set[str]:
    """The folders whose videos the page hands out."""
    body = Path(_zipped(session, "").path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name.split("/", 1)[1].rpartition("/")[0] for name in archive.namelist()}


def read_by_a_buyer(session: Session, folder: str) -> str:
    """All words of a video's captions and of the posts beside it."""
    place = session.run.path / folder
    rows = (place / "captions.srt").read_text(encoding="utf-8").splitlines()
    post = json.loads((place / "post.json").read_text(encoding="utf-8"))
    words = [row for row in rows if "-->" not in row and not row.isdigit()]
    return plain(" ".join([*words, json.dumps(post, ensure_ascii=False)]))


def test_a_minutes_pitch_is_put_right_and_no_video_says_what_has_changed(
    session: Session, pitch: Path
) -> None:
    with pitch.open("rb") as recording:
        session.product.receive("pitch.mp4", recording, session.app.config)
    session.product.choose(languages=LANGUAGES, name="折叠收纳箱")
    done(film.listen(session))
    for piece, said in MISHEARD.items():
        number = sentence_with(session, piece)
        assert session.transcript and session.transcript.segments[number].text != said
        transcript.retype(session, number, said)
    facts.confirm(session)
    for words in ("很结实", "包装可以定做"):
        facts.add_point(session, words)
    done(scripts.write(session))
    for shape in SHAPES:
        done(videos.render(session, shape=shape))
    assert old(session) == {}
    assert offered(session) == {"en", "es", "1x1/en", "1x1/es"}
    for folder in FOLDERS:
        said = read_by_a_buyer(session, folder)
        assert [words in said for words in (*OLD[folder[-2:]], *NEW[folder[-2:]])] == [
            *(True, True),
            *(False, False),
        ]

    # Nothing was made again: each video says that it is old, and none is handed out.
    facts.revise(session, "price", "price", "25元")
    facts.strike_point(session, "sturdy")
    facts.add_point(session, "不占地方")
    assert set(old(session)) == set(FOLDERS)
    for folder, told in old(session).items():
        assert OLD[folder[-2:]][0] in told and NEW[folder[-2:]][0] in told
    with pytest.raises(HTTPException):
        offered(session)
    assert {one.where for one in check_run(session.run.path) if one.check == "old"} == set(
        LANGUAGES
    )

    # One shape is made again: it is new, and the other one is still old.
    for shape, still_old in (("", FOLDERS[2:]), ("1:1", ())):
        done(videos.render(session, shape=shape))
        assert set(old(session)) == set(still_old)
        for folder in set(FOLDERS) - set(still_old):
            said = read_by_a_buyer(session, folder)
            assert [words for words in OLD[folder[-2:]] if words in said] == []
            assert [words for words in NEW[folder[-2:]] if words not in said] == []
    assert offered(session) == {"en", "es", "1x1/en", "1x1/es"}

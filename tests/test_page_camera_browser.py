"""Filming in a browser: no take is lost, and what helps while he films."""

from __future__ import annotations

import os
import random
import re
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, Route, expect
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page as Tab

from tests.browsing import (
    LAPTOP,
    PHONE,
    READABLE,
    film_on,
    is_narrow_enough,
    pass_by,
    person,
    product_of,
    until_in,
)
from tests.conftest import ffmpeg
from tests.page import Page, page_server

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
SMALL: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 640}}
PARTS = "**/files/**"
SEVERAL_PARTS = 700_000
"""A take of so many bytes is sent in more than one."""


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """A camera whose picture changes so much that a take is of many parts; and a steady tone."""
    folder = tmp_path_factory.mktemp("camera")
    film, sound = folder / "film.y4m", folder / "sound.wav"
    noise = "nullsrc=size=480x640:rate=8:duration=3,geq=random(1)*255:128:128"
    ffmpeg("-f", "lavfi", "-i", noise, "-pix_fmt", "yuv420p", film)
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=330:duration=4,volume=4", "-ac", "1", sound)
    return f"--use-file-for-fake-video-capture={film}", f"--use-file-for-fake-audio-capture={sound}"


def open_page(context: BrowserContext, address: str) -> Tab:
    tab: Tab = context.new_page()
    tab.goto(address)
    tab.wait_for_selector(".step[data-step='1'] h1")
    return tab


def begin_filming(tab: Tab) -> None:
    tab.click("[data-camera-open]")
    tab.wait_for_selector(".stage.on")
    if tab.get_attribute("[data-camera-count]", "aria-pressed") == "true":
        tab.click("[data-camera-count]")
    tab.click("[data-camera-start]")


def film(tab: Tab, size: int = 0) -> None:
    """Film three seconds and so many bytes; on a slow machine a camera gives few pictures."""
    begin_filming(tab)
    film_on(tab, 3)
    is_filmed(tab, size=size)
    tab.click("[data-camera-stop]")


COUNTED = """() => {
  const counting = document.querySelector(".counting");
  window.counted = [];
  new MutationObserver(() => window.counted.push(counting.textContent))
    .observe(counting, { childList: true });
}"""
STOPPED = """() => {
  const [minutes, seconds] = document.querySelector(".clock").textContent.split(":").map(Number);
  document.querySelector("[data-camera-stop]").click();
  return 60 * minutes + seconds;
}"""
"""Stops, and gives the seconds that the clock shows in that moment."""
HELD_COUNT = """() => {
  const later = window.setTimeout;
  window.setTimeout = (work, ms, ...rest) => ms === 1000 ? 1 : later(work, ms, ...rest);
}"""
"""No timer of a second ends."""


def kept_in(tab: Tab) -> list[int]:
    """How many takes and parts the browser keeps, and how many bytes the parts have."""
    counts: list[int] = tab.evaluate(
        """() => new Promise((done, fail) => {
          const request = indexedDB.open("merchant-studio", 1);
          request.onerror = fail;
          request.onsuccess = () => {
            const look = request.result.transaction(["takes", "parts"]), seen = [];
            look.objectStore("takes").count().onsuccess = (e) => seen.push(e.target.result);
            look.objectStore("parts").getAll().onsuccess = ({ target: { result: parts } }) => seen
              .push(parts.length, parts.reduce((sum, part) => sum + part.bytes.byteLength, 0));
            look.oncomplete = () => { request.result.close(); done(seen); };
          };
        })"""
    )
    return counts


def is_filmed(tab: Tab, parts: int = 0, size: int = 0) -> None:
    """Until the browser keeps so many seconds and bytes."""

    def is_there() -> bool:
        _, has_parts, has_size = kept_in(tab)
        return has_parts >= parts and has_size >= size

    until_in(tab, f"{parts} parts of {size} bytes in the browser", is_there)


def test_a_take_whose_sending_fails_is_kept_and_sent_again(
    playwright: Playwright, page: Page, tmp_path: Path, camera: tuple[str, ...]
) -> None:
    """Finding 7: the connection breaks at random; the take says so, and arrives whole."""
    chance = random.Random(7)
    broken = True

    def on_the_way(route: Route) -> None:
        if broken or chance.random() < 0.4:
            route.abort()
        else:
            route.continue_()

    with person(playwright, tmp_path / "phone", camera) as context:
        tab = open_page(context, f"{page.url}?product=new")
        tab.route(PARTS, on_the_way)
        film(tab, size=SEVERAL_PARTS)
        take = tab.locator("[data-take]")
        expect(take).to_contain_text("已存在本机，上传到 0 %；连上网后自动继续。")
        assert "已保存" not in tab.content() and not tab.locator(".takes li").count()
        assert take.locator("video").evaluate(
            "v => v.readyState >= 1 || new Promise(d => v.onloadedmetadata = () => d(true))"
        )
        with tab.expect_download() as saved:
            take.locator("a", has_text="存到本机").click()
        filmed = Path(saved.value.path()).read_bytes()
        assert re.fullmatch(r"录像-[-\d]+\.(webm|mp4)", saved.value.suggested_filename)
        assert len(filmed) >= SEVERAL_PARTS
        broken = False
        take.locator("[data-take-does=again]").click()
        expect(tab.locator(".takes li.used")).to_be_visible()
        expect(take).to_have_count(0)
        assert kept_in(tab) == [0, 0, 0]
        product = product_of(tab)
    (memo,) = (page.out / product / "takes").glob(".kept-*")
    assert f'"size": {len(filmed)}' in memo.read_text(encoding="utf-8")


def test_a_take_outlives_server_and_browser(
    playwright: Playwright, tmp_path: Path, camera: tuple[str, ...]
) -> None:
    """Finding 7: both are killed while it is being sent, and started again."""
    sent: list[str] = []

    with (
        page_server(tmp_path / "server") as first,
        person(playwright, tmp_path / "phone", camera) as context,
    ):
        tab = open_page(context, first.url)

        def one_part_only(route: Route) -> None:
            if route.request.method == "PUT":
                if sent:
                    return  # it never arrives
                sent.append(route.request.url)
            route.continue_()

        tab.route(PARTS, one_part_only)
        film(tab, size=SEVERAL_PARTS)
        product = product_of(tab)
        takes = first.out / product / "takes"
        expect(tab.locator("[data-take] .says")).to_contain_text(re.compile(r"正在上传 [1-9]\d? %"))
        (part,) = takes.glob(".incoming-*")
        has = part.stat().st_size
        assert has == 500_000
        os.kill(first.pid, signal.SIGKILL)
        tab.unroute(PARTS)
        assert kept_in(tab)[0] == 1
        context.close()
        port = int(first.url.rsplit(":", 1)[1].strip("/"))
        with (
            page_server(tmp_path / "server", port=port),
            person(playwright, tmp_path / "phone", camera) as again,
        ):
            # Whatever product the page begins with: the take goes to its own.
            asked: list[str] = []
            again.on("request", lambda r: r.method == "PUT" and asked.append(r.url))
            tab = open_page(again, f"{first.url}?product={product}")
            expect(tab.locator(".takes li.used")).to_be_visible()
            assert f"at={has}" in asked[0], "it goes on where it was"
            assert kept_in(tab) == [0, 0, 0]
    assert [path.stem for path in takes.glob("take-*")] == ["take-1"]


def test_a_take_of_another_product_is_sent_wherever_he_is(
    playwright: Playwright, page: Page, tmp_path: Path
) -> None:
    with person(playwright, tmp_path / "phone") as context:
        tab = open_page(context, f"{page.url}?product=new")
        tab.route(PARTS, lambda route: route.abort())
        film(tab)
        expect(tab.locator("[data-take]")).to_be_visible()
        product = product_of(tab)
        tab.click("[data-act=new]")
        expect(tab.locator(".elsewhere")).to_have_text("另一个产品还有 1 条没传完")
        expect(tab.locator("[data-take]")).to_have_count(0)
        tab.unroute(PARTS)
        expect(tab.locator(".local")).to_be_hidden()
        assert list((page.out / product / "takes").glob("take-1.*"))


def test_what_was_filmed_before_a_crash_is_offered(
    playwright: Playwright, page: Page, tmp_path: Path
) -> None:
    """The tab dies while he films; at the next visit he keeps what was filmed, or not."""
    with person(playwright, tmp_path / "phone") as context:
        for choice in ("drop", "keep"):
            tab = open_page(context, f"{page.url}?product=new")
            product = product_of(tab)
            begin_filming(tab)
            is_filmed(tab, parts=3)
            # Nothing answers for a tab that died; that it died is what is waited for.
            with tab.expect_event("crash"), suppress(BrowserError):
                tab.goto("chrome://crash", timeout=5000)
            tab = open_page(context, f"{page.url}?product={product}")
            take = tab.locator("[data-take]")
            expect(take).to_contain_text(re.compile(r"有一条 (0:0[2-9]|0:[1-5]\d) 的没有拍完。"))
            assert not list((page.out / product).glob("takes/*"))
            tab.once("dialog", lambda dialog: dialog.accept())
            take.locator(f"[data-take-does={choice}]").click()
            expect(take).to_have_count(0)
            expect(tab.locator(".takes li.used")).to_have_count(int(choice == "keep"))
            assert kept_in(tab) == [0, 0, 0]


def test_a_large_file_goes_on_after_the_connection_broke(
    visit: Callable[..., Tab], page: Page, made: Path, tmp_path: Path
) -> None:
    noisy = tmp_path / "noisy.mp4"
    noise = "nullsrc=size=320x320:rate=10:duration=9,geq=random(1)*255:128:128"
    ffmpeg("-f", "lavfi", "-i", noise, "-i", made / "pitch.mp4", "-map", "0:v", "-map", "1:a",
           "-preset", "ultrafast", "-shortest", noisy)  # fmt: skip
    tab = visit()
    starts: list[str] = []

    def on_the_way(route: Route) -> None:
        if route.request.method == "PUT":
            starts.append(re.findall(r"at=(\d+)", route.request.url)[0])
            if len(starts) == 3:
                route.abort()
                return
        route.continue_()

    tab.route(PARTS, on_the_way)
    tab.locator("[data-upload]").first.set_input_files(noisy)
    expect(tab.locator(".takes li.used")).to_be_visible()
    assert starts[:4] == ["0", "500000", "1000000", "1000000"]


def test_he_is_counted_in_and_pauses(playwright: Playwright, page: Page, tmp_path: Path) -> None:
    with person(playwright, tmp_path / "phone") as context:
        tab = open_page(context, f"{page.url}?product=new")
        tab.click("[data-camera-open]")
        tab.wait_for_selector(".stage.on")
        assert tab.locator(".stage video").evaluate("v => getComputedStyle(v).transform") != "none"
        tab.evaluate(COUNTED)
        tab.click("[data-camera-start]")
        film_on(tab, 2)
        expect(tab.locator(".counting")).to_be_hidden()
        assert tab.evaluate("window.counted") == ["3", "2", "1"]
        tab.click("[data-camera-pause]")
        expect(tab.locator(".camera-says")).to_have_text("已暂停，现在说的不会录进去。")
        pass_by(tab, 200)  # the clock is drawn ten times a second
        paused = tab.inner_text(".clock")
        pass_by(tab, 3000)  # a pause is time: on a slow machine it is a longer one
        assert tab.inner_text(".clock") == paused
        tab.click("[data-camera-resume]")
        film_on(tab, 4)
        filmed_s = float(tab.evaluate(STOPPED))
        player = tab.locator(".takes li.used video")
        length = player.evaluate(
            "v => v.duration || new Promise(d => v.onloadedmetadata = () => d(v.duration))"
        )
        assert abs(length - filmed_s) < 2, "what is said in a pause is not in it"
        # A tap begins at once: here the count stays at 3.
        tab.evaluate(HELD_COUNT)
        tab.click("[data-camera-start]")
        tab.click(".counting")
        expect(tab.locator(".clock")).to_be_visible()
        tab.click("[data-camera-stop]")
        expect(tab.locator("[data-take], .takes li:nth-child(2)").first).to_be_visible()


def test_no_sound_is_told_while_he_films_and_the_level_is_seen(
    playwright: Playwright, page: Page, tmp_path: Path, camera: tuple[str, ...]
) -> None:
    silence = tmp_path / "silence.wav"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono", "-t", "3", silence)
    mute = camera[0], f"--use-file-for-fake-audio-capture={silence}"
    for sound, warned, level in ((mute, "听不到声音，请检查麦克风。", 0), (camera, "", 30)):
        with person(playwright, tmp_path / f"phone-{level}", sound) as context:
            tab = open_page(context, f"{page.url}?product=new")
            begin_filming(tab)
            film_on(tab, 5)
            expect(tab.locator(".camera-warns")).to_have_text(warned)
            # The points wait while nothing is heard.
            if level:
                tab.wait_for_function(IS_HEARD, arg=level)
            else:
                assert not tab.evaluate(IS_HEARD, 1)
                assert tab.get_attribute(".meter", "aria-valuenow") == "0"
            tab.click("[data-camera-stop]")
            if not level:  # the server refuses it, and the take says so itself
                alert = tab.locator("[data-take] [role=alert]")
                expect(alert).to_contain_text("录像.webm 是静音的；请打开麦克风重新录。")
                expect(tab.locator("[data-take] a[download]")).to_be_visible()


IS_HEARD = """(level) => {
  const { at = 0, share = 0 } = document.querySelector(".prompter").dataset;
  return Number(document.querySelector(".meter").ariaValueNow) >= level
    && Number(at) + Number(share) > 0;
}"""
"""Whether it is so loud, and the points have moved."""


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ("color=0x101010:size=240x320", "画面太暗，请面向光线。"),
        ("color=white:size=240x320,drawbox=60:50:120:200:0x151515:fill", "背光了，请换个方向。"),
        ("color=0xa0a0a0:size=240x320", ""),
    ],
)
def test_bad_light_is_told_before_he_films(
    playwright: Playwright, page: Page, tmp_path: Path, camera: Any, picture: str, told: str
) -> None:
    film = tmp_path / "film.y4m"
    ffmpeg("-f", "lavfi", "-i", f"{picture},fps=8", "-t", "2", "-pix_fmt", "yuv420p", film)
    shown = f"--use-file-for-fake-video-capture={film}", camera[1]
    with person(playwright, tmp_path / "phone", shown) as context:
        tab = open_page(context, f"{page.url}?product=new")
        tab.click("[data-camera-open]")
        tab.wait_for_selector(".stage.on")
        tab.wait_for_function("document.querySelector('.stage video').videoWidth > 0")
        pass_by(tab, 3500)  # it looks once a second, and hears three before it judges
        expect(tab.locator(".camera-warns")).to_have_text(told)


PROMPTED = """async (steps) => {
  const prompter = window.studio.prompter, box = document.querySelector(".prompter");
  prompter.begin();
  prompter.show(true);
  const seen = [];
  for (const [ms, speaks] of steps) {
    for (let at = 0; at < ms; at += 100) prompter.tick(100, speaks);
    prompter.show(true);
    seen.push(Number(box.dataset.at) + Number(box.dataset.share));
  }
  return [seen, Number(box.dataset.pace)];
}"""
"""Speaks and is silent for so many milliseconds: which line it is then, and how much of it."""


def test_the_points_move_by_his_voice_and_wait_when_he_is_silent(
    visit: Callable[..., Tab],
) -> None:
    tab = visit(size=PHONE)
    tab.fill("textarea[name=points]", "\n".join(["一二三四五六七八九"] * 5))
    usual = tab.evaluate(PROMPTED, [[1000, True], [5000, False], [1000, True]])
    assert usual == [[0.33, 0.33, 0.67], 3]
    # He is slower: the pause stands just behind the line's end, so the line comes back to him.
    (first, after, second, *_), pace = tab.evaluate(
        PROMPTED, [[3600, True], [700, False], [2250, True], [700, False]]
    )
    assert first == 1.2 and after == 1.0 and pace < 3
    assert 1.4 < second < 2, "the next line goes at his pace"
    # He is quicker: a pause near the line's end is its end.
    (first, after), pace = tab.evaluate(PROMPTED, [[2500, True], [700, False]])
    assert first == 0.83 and after == 1.0 and pace == 3.6
    # A tap goes on, or back.
    tab.click("[data-camera-open]")
    tab.wait_for_selector(".stage.on")
    place = tab.locator(".prompter")
    box = place.bounding_box()
    assert box
    for x, line in ((0.8, "1"), (0.8, "2"), (0.1, "1")):
        place.click(position={"x": box["width"] * x, "y": 20})
        expect(place).to_have_attribute("data-at", line)
    tab.click("[data-camera-next]")
    expect(place).to_have_attribute("data-at", "2")
    size = place.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    tab.click("[data-camera-larger]")
    assert place.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") > size


def test_both_ends_of_a_take_are_cut(visit: Callable[..., Tab], page: Page, made: Path) -> None:
    tab = visit(size=PHONE)
    tab.locator("[data-upload]").first.set_input_files(made / "pitch.mp4")
    tab.wait_for_selector(".takes li.used")
    tab.click("[data-trim] summary")
    # The handles move once the browser knows how long the take is.
    expect(tab.locator("[data-trim-end]")).to_have_attribute("max", "9500")
    tab.locator("[data-trim-start]").fill("2000")
    tab.locator("[data-trim-end]").fill("7000")
    expect(tab.locator(".times")).to_have_text("0:02.0 – 0:07.0")
    tab.locator("[data-trim-end]").fill("100")  # a second is left at least
    expect(tab.locator(".times")).to_have_text("0:02.0 – 0:03.0")
    tab.locator("[data-trim-end]").fill("7000")
    tab.evaluate("window.studio.settle()")  # the page is shown anew
    expect(tab.locator(".times")).to_have_text("0:02.0 – 0:07.0")
    tab.click("[data-trim-save]")
    expect(tab.locator("[data-trim][open] .times")).to_have_text("0:02.0 – 0:07.0")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")
    player = tab.locator("[data-player]")
    assert "recording-take-1-2000-7000.mp4" in str(player.get_attribute("src"))
    length = player.evaluate(
        "v => v.duration || new Promise(d => v.onloadedmetadata = () => d(v.duration))"
    )
    assert abs(length - 5) < 0.1
    tab.click("[data-act=go][data-step='1']")
    tab.click("[data-trim] [data-act=trim]:not([data-trim-save])")
    expect(tab.locator("[data-trim]:not([open])")).to_have_count(1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_camera_and_button_are_seen_at_once_and_never_cover_each_other(
    playwright: Playwright, page: Page, tmp_path: Path, scheme: Any
) -> None:
    """The camera was below the fold on a phone."""
    for name, size in (("phone", PHONE), ("small", SMALL), ("laptop", LAPTOP)):
        full = {**size, "color_scheme": scheme}
        with person(playwright, tmp_path / name, size=full) as context:
            tab = open_page(context, f"{page.url}?product=new")
            places = [".stage", "[data-camera-open]"]
            for part in places:
                expect(tab.locator(part)).to_be_in_viewport(ratio=1)
            problems = tab.evaluate(READABLE)
            tab.click("[data-camera-open]")
            tab.wait_for_selector(".stage.on")
            problems += tab.evaluate(READABLE)
            tab.click("[data-camera-start]")
            tab.wait_for_selector(".clock:visible")
            for part in (".stage", "[data-camera-stop]", "[data-camera-pause]"):
                expect(tab.locator(part)).to_be_in_viewport(ratio=1)
            problems += tab.evaluate(READABLE)
            assert problems == [] and is_narrow_enough(tab)
            stage = tab.locator(".stage").bounding_box()
            assert stage
            for button in tab.locator(".camera button:visible").all():
                box = button.bounding_box()
                assert box and box["height"] >= 44 and box["width"] >= 44
                assert box["y"] >= stage["y"] + stage["height"]


def test_what_is_filled_in_folds_up_on_a_phone(visit: Callable[..., Tab], page: Page) -> None:
    tab = visit(size=PHONE)
    tab.fill("input[name=name]", "不锈钢保温杯")
    tab.press("input[name=name]", "Tab")
    expect(tab.locator(".bar .name")).to_have_text("不锈钢保温杯")
    expect(tab.locator("textarea[name=points]")).to_be_visible()  # not while he fills it in
    tab.reload()
    expect(tab.locator(".about > summary")).to_contain_text("不锈钢保温杯")
    expect(tab.locator("textarea[name=points]")).to_be_hidden()
    tab.click(".about > summary")
    expect(tab.locator("textarea[name=points]")).to_be_visible()

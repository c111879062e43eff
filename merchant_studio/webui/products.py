"""The products of one user: a run folder for each, which holds everything about it.

    <user>/shop.json                          what the next product begins with (see shop.py)
    <user>/<product>/page.json                what the merchant chose
    <user>/<product>/takes/take-1.webm        what was filmed; see `uploads.py`
    <user>/<product>/product/recording.webm   the chosen take, with photos and product.yaml
    <user>/<product>/transcript.json ...      the run (see runfolder.py)
    <user>/<product>/also/1x1/<language>/     the same videos in another shape

Names of products and files are made here; none that a merchant or a browser sends becomes a path.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import yaml

from ..config import StudioConfig
from ..errors import InputError, RecordError, RecordingError, RenderError, StorageError
from ..files import put_in_place, temporary_prefix
from ..intake import LOGO_STEM, PHOTO_SUFFIXES, SHEET_NAME, probe_photo, probe_recording
from ..media import states_length, trimmed
from ..messages import reworded, say
from ..records import from_json, to_json
from ..run import History, remove, sheets
from .choices import Choices, known_choices, usual_choices
from .quota import PRODUCT, Limits, Quota, Quotas
from .reading import ReadOnce
from .recordings import SOURCE, TAKES, copy, make_recording, shown, suffix_of
from .shop import REMEMBERED, Shop

PAGE_FILE = "page.json"
ALSO = "also"
MAX_TAKES, MAX_PHOTOS = 20, 20
SEEKABLE = ".seekable-"
"""Before the token of a recording that was written anew, until it is a take."""


class Product:
    """One product of a user."""

    def __init__(
        self,
        parent: Path,
        name: str,
        config: StudioConfig,
        languages: tuple[str, ...] = (),
        quota: Quota | None = None,
    ) -> None:
        """`config`, `languages` and what the shop remembers are chosen where he has not chosen.

        `quota` says whether there is room for it.
        """
        self.id, self.folder, self._config = name, parent / name, config
        self.quota = quota or Quota(parent, Limits())
        self._languages = languages
        self.run, self.shop = ReadOnce(self.folder), Shop(parent)
        self._chosen: tuple[Mapping[str, Any], Choices] | None = None

    @property
    def exists(self) -> bool:
        """Whether anything was kept of it yet."""
        return (self.folder / PAGE_FILE).is_file()

    @property
    def choices(self) -> Choices:
        """What was chosen; the defaults where nothing was."""
        values = self.run.read_json(PAGE_FILE)
        if values is None:
            new = usual_choices(self._config, _now(), self._languages)
            values = {**to_json(new), **known_choices(self.shop.choices)}
            return from_json(Choices, values, self.folder / PAGE_FILE)
        if self._chosen is None or self._chosen[0] is not values:
            known = known_choices(values)
            self._chosen = values, from_json(Choices, known, self.folder / PAGE_FILE)
        return self._chosen[1]

    @property
    def is_written(self) -> bool:
        """Whether a script of a chosen language was written."""
        scripts = (self.folder / tag / "script.json" for tag in self.choices.languages)
        return any(script.is_file() for script in scripts)

    def choose(self, **changes: object) -> Choices:
        """Keep what was chosen.

        Raises:
            InputError: it is new, and there is no place for one more product.
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            self.quota.begin(self.folder)
            is_new = not self.exists
            values = {**to_json(self.choices), **changes}
            chosen = from_json(Choices, values, self.folder / PAGE_FILE)
            if is_new and self.shop.contact:
                self.write_sheet(self.shop.contact)
            if is_new:
                self.shop.give_logo(self.source)
            self.run.write_json(PAGE_FILE, to_json(chosen))
            (self.folder / PAGE_FILE).touch()  # the last one, also when it says the same
            lasting = {k: v for k, v in to_json(chosen).items() if k in REMEMBERED and k in changes}
            if lasting:
                self.shop.remember({}, lasting)
            return chosen

    @property
    def sheet(self) -> sheets.Typed:
        """What stands in its `product.yaml`; of a new product, what the shop remembers."""
        if not self.exists:
            return dict(self.shop.contact)
        return sheets.typed_sheet(self.source / SHEET_NAME)

    @property
    def source(self) -> Path:
        """The product folder that the run is made from."""
        return self.folder / SOURCE

    def takes(self) -> tuple[Path, ...]:
        """What was filmed, oldest first."""
        return tuple(sorted(_files(self.folder / TAKES, "take-"), key=_number))

    def photos(self) -> tuple[Path, ...]:
        """The photos, and the logo."""
        found = (p for p in _files(self.source) if p.suffix.lower() in PHOTO_SUFFIXES)
        return tuple(sorted(found, key=lambda path: (_number(path), path.name)))

    def receive(self, name: str, body: IO[bytes], config: StudioConfig) -> Path:
        """Take in an uploaded file: a recording becomes the take that is used, a photo is added.

        `name` tells what kind of file it is, and whether it is a logo; it is no path.

        Raises:
            InputError: it cannot be used; says why.
            StorageError: the folder cannot be written.
        """
        suffix = suffix_of(name)
        made = f"{temporary_prefix(Path('incoming'))}{secrets.token_hex(4)}{suffix}"
        temporary = self.folder / TAKES / made
        try:
            size = body.seek(0, os.SEEK_END)
            body.seek(0)
            self.quota.take_in(temporary, size)
            copy(body, temporary, config, name)
            return self.admit(temporary, name, config)
        except OSError as error:
            raise StorageError.from_os_error(temporary, error) from error
        finally:
            temporary.unlink(missing_ok=True)

    def admit(
        self,
        arrived: Path,
        name: str,
        config: StudioConfig,
        note: Callable[[Path, Path], object] = lambda made, target: None,
    ) -> Path:
        """Take in a file that has arrived in the takes folder; see `receive`.

        A recording that a browser made says nowhere how long it is; it is written anew, so that it
        does and players can seek in it. `note` is told which file is about to get which name, so
        that one who is killed right then knows afterwards whether it has it.

        Raises:
            InputError: it cannot be used; says why.
            StorageError: the folder cannot be written.
        """
        is_photo = suffix_of(name) in PHOTO_SUFFIXES
        self._check_room(is_photo)
        self._probe(arrived, is_photo, config, name)
        try:
            made = arrived if is_photo or states_length(arrived) else self._seekable(arrived)
            with self.run.changing():
                target = self._place(name, suffix_of(name), is_photo)
                target.parent.mkdir(parents=True, exist_ok=True)
                note(made, target)
                put_in_place(made, target)
        except OSError as error:
            raise StorageError.from_os_error(arrived, error) from error
        self.begin_with(target)
        return target

    def begin_with(self, placed: Path) -> None:
        """Use a take that has its place, or show a photo that has; errors as in `use`."""
        if placed.parent == self.source:
            self.choose()
        else:
            self.use(placed.name)
        if placed.stem == LOGO_STEM:
            self.shop.remember_logo(placed)

    def _seekable(self, arrived: Path) -> Path:
        """The recording written anew beside it; itself where that cannot be."""
        made = self.run.target(f"{TAKES}/{arrived.name.replace('.incoming-', SEEKABLE)}")
        try:
            trimmed(arrived, made, encoder=self._config.encoder)
        except RenderError:  # then it stays as it came
            made.unlink(missing_ok=True)
            return arrived
        return made

    def use(self, take: str) -> None:
        """Let the run be made from a take; facts that were confirmed stay, as the sheet.

        Raises:
            InputError: there is no such take.
            StorageError: the folder cannot be written.
        """
        with self.run.changing():
            if self.choices.take not in ("", take):
                History(self.run).remember({"act": "use"})
            self.put_in_place(take)
            self.choose(take=take)

    def put_in_place(self, take: str) -> None:
        """Give the run the recording of a take.

        Raises:
            InputError: there is no such take.
            StorageError: the folder cannot be written.
        """
        chosen = next((path for path in self.takes() if path.name == take), None)
        if chosen is None:
            raise InputError(say("this take is not there any more; choose another one"))
        cut = self.choices.cuts.get(take)
        if cut is None:  # a part of it is made by the process that works, for it may take a minute
            make_recording(self.run, take, cut, self._config.encoder)

    def drop(self, file: str) -> None:
        """Delete a take or a photo.

        Raises:
            InputError: it is the take that is used.
            StorageError: it cannot be deleted.
        """
        for path in (*self.takes(), *self.photos()):
            if path.name == file:
                remove(path)
                cuts = {take: cut for take, cut in self.choices.cuts.items() if take != file}
                self.choose(cuts=cuts)
                if self.choices.take == file:
                    for used in _files(self.source, "recording"):
                        remove(used)
                    left = self.takes()
                    self.choose(take="")
                    if left:
                        self.use(left[-1].name)

    def write_sheet(self, values: Mapping[str, Any]) -> None:
        """Keep what is known of the product as its sheet; nothing removes it."""
        if values:
            text = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False)
            self.run.write_text(f"{SOURCE}/{SHEET_NAME}", text)
        else:
            remove(self.source / SHEET_NAME)

    def _check_room(self, is_photo: bool) -> None:
        kept = len(self.photos() if is_photo else self.takes())
        most = MAX_PHOTOS if is_photo else MAX_TAKES
        if kept >= most:
            raise InputError(
                say("there are {most} photos already; delete one first", most=most)
                if is_photo
                else say("there are {most} takes already; delete one first", most=most)
            )

    def _place(self, name: str, suffix: str, is_photo: bool) -> Path:
        if is_photo and Path(name).stem.lower() == LOGO_STEM:
            for old in _files(self.source, LOGO_STEM):
                remove(old)
            return self.source / f"{LOGO_STEM}{suffix}"
        folder, stem, there = (
            (self.source, "photo", self.photos())
            if is_photo
            else (self.folder / TAKES, "take", self.takes())
        )
        return folder / f"{stem}-{max([0, *map(_number, there)]) + 1}{suffix}"

    def _probe(self, path: Path, is_photo: bool, config: StudioConfig, name: str) -> None:
        try:
            if is_photo:
                probe_photo(path, config)
            else:
                probe_recording(path, config)
        except RecordingError as error:
            raise InputError(say("{file} {problem}", file=name, problem=error.problem)) from error
        except InputError as error:
            told = reworded(error.message, lambda text: text.replace(path.name, shown(name)))
            raise InputError(told) from error


class Products:
    """All products of one user."""

    def __init__(self, config: StudioConfig, user: str = "", quotas: Quotas | None = None) -> None:
        """`user` is empty where nobody logs in."""
        self._config = config
        # A user's name is no path, and two names never share a folder.
        self.mark = hashlib.sha256(user.encode()).hexdigest()[:24]
        self.folder = config.out / f"user-{self.mark}" if user else config.out
        self.shop = Shop(self.folder)
        self.quota = (quotas or Quotas(Limits())).of(self.folder)

    def product(self, name: str) -> Product:
        """The product of that name, which may have nothing in it yet.

        A new one has the languages of the newest that has any.

        Raises:
            InputError: it is no product's name, or its folder is not among his products.
        """
        if not PRODUCT.fullmatch(name):
            raise InputError(say("there is no such product; choose one from the list"))
        product = self._product(name)
        if product.folder.is_symlink():
            raise InputError(say("there is no such product; choose one from the list"))
        if product.exists or "languages" in self.shop.choices:
            return product
        wanted = (chosen.languages for _, chosen in self.all())
        return self._product(name, next(filter(None, wanted), ()))

    def new_name(self) -> str:
        """A name that no product has, and nobody guesses."""
        return f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(6)}"

    def names(self) -> Iterator[str]:
        """The name of each folder that may be a product's."""
        with suppress(FileNotFoundError):
            yield from (name for name in os.listdir(self.folder) if PRODUCT.fullmatch(name))

    def all(self) -> tuple[tuple[Product, Choices], ...]:
        """All products, the newest first."""
        found: list[tuple[Product, Choices]] = []
        for name in self.names():
            product = self._product(name)
            with suppress(RecordError):
                if product.exists:
                    found.append((product, product.choices))
        return tuple(sorted(found, key=lambda each: each[1].created, reverse=True))

    def last(self) -> str:
        """The name of the product that was changed or opened last; empty: there is none."""
        found: list[tuple[int, str]] = []
        for name in self.names():
            path = f"{self.folder}/{name}"
            with suppress(OSError):
                if not os.path.islink(path):
                    found.append((os.stat(f"{path}/{PAGE_FILE}").st_mtime_ns, name))
        return max(found, default=(0, ""))[1]

    def _product(self, name: str, languages: tuple[str, ...] = ()) -> Product:
        return Product(self.folder, name, self._config, languages, self.quota)

    def delete(self, product: Product) -> None:
        """Remove a product with all its videos.

        Raises:
            StorageError: some of it cannot be removed.
        """
        try:
            with suppress(FileNotFoundError):
                shutil.rmtree(product.folder)
        except OSError as error:
            raise StorageError.from_os_error(product.folder, error) from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _number(path: Path) -> int:
    found = re.search(r"-(\d+)$", path.stem)
    return int(found[1]) if found else 0


def _files(folder: Path, start: str = "") -> Iterator[Path]:
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            if path.name.startswith(start) and not path.name.startswith("."):
                yield path

"""What a batch is asked for, as every worker is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..config import StudioConfig
from ..picture.typeset import style
from ..records import digest
from .bucket import open_store
from .rows import TABLE_SUFFIXES
from .store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The products, what is to be made of them, and where; it can be pickled."""

    config: StudioConfig
    """Its `out` is the working copy of `out`."""
    languages: tuple[str, ...]
    out: Store
    products: Store = field(default_factory=lambda: Store(Path()))
    """The folder of products, or of the table; a bucket's working copy is its outline."""
    table: str = ""
    """The table's name in it; empty: each product has a folder."""
    options: str
    """Digest of all that changes what is made, by the machine that started the batch."""

    @classmethod
    def of(
        cls, config: StudioConfig, languages: Iterable[str], place: str = "", out: str = ""
    ) -> Job:
        """The job of the products at `place`; both places are paths or URLs.

        Raises:
            UsageError: a URL that cannot be used.
        """
        table = Path(place).name if Path(place).suffix.lower() in TABLE_SUFFIXES else ""
        job = cls(
            config=config,
            languages=tuple(languages),
            out=open_store(out or str(config.out)),
            products=open_store(place.rstrip("/").removesuffix(table) if table else place),
            table=table,
            options=digest(_options(config)),
        )
        return job.at(Path())

    def at(self, folder: Path) -> Job:
        """The same for a process whose working copy of OUT is in a folder of its own."""
        out = self.out.at(folder / "out")
        return replace(self, out=out, config=replace(self.config, out=out.path))


def _options(config: StudioConfig) -> dict[str, Any]:
    """Everything that changes what is made, as JSON-ready values."""
    options = asdict(config)
    del options["out"], options["threads"], options["chosen_by"]
    models = (config.recognizer_model, config.writer_model, config.speaker_model)
    own_files = [Path(name) for name in (*models, config.music)]
    return {
        "version": __version__,
        "options": options,
        "style": style(config.style).model_dump(mode="json"),
        "files": [file_facts(path) for path in own_files if path.is_file()],
    }


def file_facts(path: Path) -> list[Any]:
    """Name, size and time of a file, by which a change of it is known."""
    stat = path.stat()
    return [path.name, stat.st_size, stat.st_mtime_ns]

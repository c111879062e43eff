"""Models whose hashes are not in their cards: where they lie, and the command that fetches them.

merchant_studio downloads only what it can check, so it does not pull them. The user fetches one
with its hub's tool, such as `hf download`, into the folder where a pulled model would lie.
"""

from __future__ import annotations

from pathlib import Path

from ...errors import UnpinnedWeightsError, UsageError
from .catalogue import Card, HubSource, ServiceSource

_METADATA = Path(".cache") / "huggingface" / "download"
"""Where `hf download` notes, in a folder that it fills, which revision each file is of."""


def is_whole(folder: Path) -> bool:
    """Whether the folder has files, none of which is still on its way."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    here = any(".cache" not in path.relative_to(folder).parts for path in files)
    return here and not any(path.suffix == ".incomplete" for path in files)


def locate_unpinned(model: Card, folder: Path) -> Path:
    """The folder, if the model was put there.

    Raises:
        UsageError: it runs on a server.
        UnpinnedWeightsError: it was not; names the command that fetches it.
    """
    for source in model.sources:
        if isinstance(source, ServiceSource):
            problem = f"{model.id} runs on a server, there is nothing to fetch"
            raise UsageError(f"{problem}; choose it with {model.choice}")
    if not is_whole(folder):
        raise UnpinnedWeightsError(model.id, how_to_fetch(model, folder))
    return folder


def how_to_fetch(model: Card, folder: Path) -> str:
    """The command that puts a model into `folder`; a second one where a mirror in China has it."""
    if model.convert:
        return f"{model.convert} --output_dir {folder}"
    ways = {
        "hf": "hf download {repo} {file}--local-dir {folder}",
        "modelscope": "modelscope download --model {repo} {file}--local_dir {folder}",
    }
    commands = [
        ways[source.kind].format(
            repo=source.repo, file=source.file and f"{source.file} ", folder=folder
        )
        for source in model.sources
        if isinstance(source, HubSource)
    ]
    return ", or: ".join(commands)


def hub_folder(repo: str) -> Path | None:
    """The newest revision of a repository that Hugging Face's own cache has; None: it has none."""
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(repo, local_files_only=True))
    except (OSError, ValueError):
        return None


def revision_of(path: Path) -> str:
    """A text that differs between two versions of a model's files.

    The commit that a hub's tool noted; else bytes and time of what changed last.
    """
    if path.parent.name == "snapshots":
        return path.name
    notes = sorted((path / _METADATA).rglob("*.metadata"))
    if notes and (lines := notes[0].read_text(encoding="utf-8").split("\n")):
        return lines[0]
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    states = [each.stat() for each in files]
    last = max((state.st_mtime_ns for state in states), default=0)
    return f"{sum(state.st_size for state in states)}-{last}"

"""An S3 server of the tests' own, and a bucket in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from merchant_studio.batch.stores import Store

SECRET = "a-secret-that-nobody-may-write-down"


@contextmanager
def s3_server() -> Iterator[dict[str, str]]:
    """The environment in which a server is found that ends with the block."""
    from moto.server import ThreadedMotoServer
    from s3fs import S3FileSystem

    S3FileSystem.clear_instance_cache()  # those of the server before, which has ended
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }
    server.stop()


def new_bucket(name: str, environment: Mapping[str, str]) -> Store:
    """An empty bucket; the environment must hold already."""
    import fsspec

    fsspec.filesystem("s3", endpoint_url=environment["AWS_ENDPOINT_URL"]).mkdir(name)
    return Store(f"s3://{name}")


def upload(bucket: Store, folder: Path) -> None:
    """Bring a folder below the current one into the bucket."""
    bucket.put({path.as_posix(): path for path in folder.rglob("*") if path.is_file()})


def download(bucket: Store, folder: str, target: Path) -> Path:
    """A folder of the bucket as a folder here."""
    facts = {f"{folder}/{name}": fact for name, fact in bucket.files(folder).items()}
    bucket.get({name: target / name.removeprefix(f"{folder}/") for name in facts}, facts)
    return target

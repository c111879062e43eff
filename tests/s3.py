"""An S3 server of the tests' own, and a bucket in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from merchant_studio.batch.bucket import Bucket

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


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """A server for the tests of a file, as `s3_server` gives it."""
    with s3_server() as environment:
        yield environment


def new_bucket(name: str, environment: Mapping[str, str]) -> Bucket:
    """An empty bucket, whose working copy is the current folder; the environment must hold."""
    import fsspec

    fsspec.filesystem("s3", endpoint_url=environment["AWS_ENDPOINT_URL"]).mkdir(name)
    return Bucket(f"s3://{name}")


def download(bucket: Bucket, folder: str, target: Path) -> Path:
    """A folder of the bucket as a folder here, hidden files included."""
    for name in bucket.files(folder):
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bucket.read(f"{folder}/{name}") or b"")
    return target

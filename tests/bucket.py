"""A bucket of this machine, as S3 keeps them, for tests."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import boto3
from django.conf import settings
from moto.server import ThreadedMotoServer

from portal.settings import bucket_bounds

NAME = "media"
KEYS = {"access_key": "a key of the tests", "secret_key": "a secret of the tests"}


@contextlib.contextmanager
def bucket() -> Iterator[str]:
    """The address of what keeps an empty bucket while the block runs."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    address = f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    try:
        keys = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
        boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys).create_bucket(Bucket=NAME)
        yield address
    finally:
        server.stop()


def fill(address: str, folder: Path) -> None:
    """Put the files of a disk into it, as who moves there does."""
    keys = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
    client = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    for path in folder.rglob("*"):
        if path.is_file():
            client.put_object(Bucket=NAME, Key=path.relative_to(folder).as_posix(), Body=path.read_bytes())


def storages(address: str) -> dict[str, dict[str, object]]:
    """The settings of a portal that keeps its uploads there."""
    options = {"bucket_name": NAME, "endpoint_url": address, "region_name": "us-east-1", "default_acl": "private", **KEYS}
    options |= {"file_overwrite": False, "max_memory_size": 5 * 1024 * 1024, "client_config": bucket_bounds()}
    return settings.STORAGES | {"default": {"BACKEND": "publishing.bucket_storage.BucketStorage", "OPTIONS": options}}

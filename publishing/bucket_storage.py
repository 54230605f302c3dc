"""The uploads in a bucket of S3’s kind, which any number of machines share.

The bucket is private: no address of it is ever given out. A file’s address is the portal’s own, which asks the rule of who may
see it and hands the bytes on. Whatever the bucket cannot do is an ``OSError``, as on a disk: what is not there is
``FileNotFoundError``, and a bucket that does not answer is ``StorageAwayError``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import IO, Any, ParamSpec, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from .bucket_paths import BucketPath, BucketStat
from .stored_files import StorageAwayError, aside_folder

MISSING = {"404", "NoSuchKey", "NotFound"}
AT_ONCE = 1000
"""Names that S3 deletes with one request at most."""
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def _as_on_a_disk(work: Callable[_Given, _Result]) -> Callable[_Given, _Result]:
    """Have what botocore raises told as a disk would."""

    @wraps(work)
    def told(*args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
        try:
            return work(*args, **kwargs)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in MISSING:
                raise FileNotFoundError("There is no such file in the bucket.") from error
            raise StorageAwayError("The bucket refuses.") from error
        except BotoCoreError as error:
            raise StorageAwayError("The bucket does not answer.") from error

    return told


class BucketStorage(S3Storage):
    """The uploads. Within ``set_aside`` what is stored goes to the folder set aside, and is read from there."""

    base_url = settings.MEDIA_URL

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return self.base_url + filepath_to_uri(name)

    def _found(self, name: str) -> str:
        """Where a file lies: aside, or in its own place."""
        aside = aside_folder()
        if isinstance(aside, BucketPath) and (aside / name).is_file():
            return (aside / name).key
        return name

    @_as_on_a_disk
    def _open(self, name: str, mode: str = "rb") -> File:
        return super()._open(self._found(name), mode)

    @_as_on_a_disk
    def _save(self, name: str, content: IO[Any]) -> str:
        aside = aside_folder()
        if isinstance(aside, BucketPath):
            super()._save((aside / name).key, content)
            return name
        return super()._save(name, content)

    @_as_on_a_disk
    def delete(self, name: str) -> None:
        aside = aside_folder()
        if not isinstance(aside, BucketPath):
            super().delete(name)
        elif (aside / name).is_file():
            super().delete((aside / name).key)

    @_as_on_a_disk
    def exists(self, name: str) -> bool:
        return super().exists(self._found(name))

    @_as_on_a_disk
    def size(self, name: str) -> int:
        return super().size(self._found(name))

    @_as_on_a_disk
    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return super().listdir(path)

    # What the working folders need (bucket_paths.py)

    @_as_on_a_disk
    def read(self, key: str) -> bytes:
        content: bytes = self.bucket.Object(key).get()["Body"].read()
        return content

    @_as_on_a_disk
    def write(self, key: str, content: IO[bytes]) -> None:
        self.bucket.put_object(Key=key, Body=content)

    @_as_on_a_disk
    def remove(self, keys: Iterable[str]) -> None:
        names = [{"Key": key} for key in keys]
        for start in range(0, len(names), AT_ONCE):
            self.bucket.delete_objects(Delete={"Objects": names[start : start + AT_ONCE], "Quiet": True})

    def stat(self, key: str) -> BucketStat | None:
        try:
            return self._stat(key)
        except FileNotFoundError:
            return None

    @_as_on_a_disk
    def _stat(self, key: str) -> BucketStat:
        found = self.bucket.Object(key)
        found.load()
        return BucketStat(found.content_length, found.last_modified.timestamp())

    def keys(self, prefix: str) -> Iterator[tuple[str, BucketStat]]:
        """Every name that begins so, with its size and time."""
        return iter(self._keys(prefix))

    @_as_on_a_disk
    def _keys(self, prefix: str) -> list[tuple[str, BucketStat]]:
        found = self.bucket.objects.filter(Prefix=prefix)
        return [(one.key, BucketStat(one.size, one.last_modified.timestamp())) for one in found]

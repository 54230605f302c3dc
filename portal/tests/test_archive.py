"""A backup that was changed, cut short or put together by somebody else is refused before anything is touched."""

from __future__ import annotations

import io
import json
import tarfile
from functools import cache

import pytest
from django.utils.translation import override

from portal.backup import archive, saving, sealed_stream
from portal.backup.archive import BackupError
from portal.backup.sealed_stream import CHUNK, MAGIC, SALT, TAG, SealedReader, SealedWriter, SealError

KEY = b"a key for the tests alone"
HEADER = len(MAGIC) + SALT


@pytest.fixture(autouse=True, scope="module")
def _drawn_once():
    """The key of a secret and a salt is the same each time, and slow to draw on purpose."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealed_stream, "_box", cache(sealed_stream._box))
        yield


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def sealed(data: bytes, key: bytes = KEY) -> bytes:
    writer = SealedWriter(out := io.BytesIO(), key)
    for begin in range(0, len(data), 50_000):
        writer.write(data[begin : begin + 50_000])
    writer.finish()
    return out.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(data), key)).read()


@pytest.fixture(scope="module")
def three_chunks() -> tuple[bytes, bytes]:
    plain = bytes(range(256)) * (3 * CHUNK // 256)
    return plain, sealed(plain)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1])
@pytest.mark.cases(5)
def test_what_was_sealed_is_read_by_who_has_the_key(size):
    plain = b"x" * size
    assert opened(sealed(plain)) == plain
    assert b"xxxx" not in sealed(plain)


def test_another_key_opens_nothing(three_chunks):
    with pytest.raises(SealError):
        opened(three_chunks[1], b"another key altogether, not this")


def _swapped(data: bytes) -> bytes:
    size = CHUNK + TAG
    return data[:HEADER] + data[HEADER + size : HEADER + 2 * size] + data[HEADER : HEADER + size] + data[HEADER + 2 * size :]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[: HEADER + CHUNK + TAG],
        lambda data: data[: HEADER + 2 * (CHUNK + TAG)],
        lambda data: data[:HEADER],
        lambda data: data[: HEADER - 3],
        lambda data: data[: HEADER + CHUNK + TAG] + data[HEADER + 2 * (CHUNK + TAG) :],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: data[: len(MAGIC)] + bytes(SALT) + data[HEADER:],
        _swapped,
    ],
)
@pytest.mark.cases(10)
def test_whatever_is_changed_cut_off_or_reordered_shows(three_chunks, spoil):
    with pytest.raises(SealError):
        opened(spoil(three_chunks[1]))


@pytest.fixture
def files(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "database.sqlite3").write_bytes(b"rows" * 1000)
    (source / "picture.jpg").write_bytes(b"pixels" * 30_000)
    return source


def made(files, path, key=None):
    with path.open("wb") as out, archive.written(out, key) as writer:
        writer.add("database.sqlite3", files / "database.sqlite3")
        writer.add("media/été/picture.jpg", files / "picture.jpg")
        writer.finish({"database": "sqlite"})
    return path


@pytest.mark.parametrize("key", [None, KEY])
def test_what_is_put_in_comes_out_and_the_manifest_names_it(files, tmp_path, key):
    path = made(files, tmp_path / "backup", key)
    manifest = archive.read(path, key, tmp_path / "out")
    assert manifest["database"] == "sqlite" and set(manifest["files"]) == {"database.sqlite3", "media/été/picture.jpg"}
    assert (tmp_path / "out/media/été/picture.jpg").read_bytes() == (files / "picture.jpg").read_bytes()
    assert archive.read(path, key) == manifest


@pytest.mark.parametrize("key", [None, KEY])
def test_cut_short_or_changed_anywhere_it_is_refused(files, tmp_path, key):
    whole = made(files, tmp_path / "backup", key).read_bytes()
    for length in (0, 700, len(whole) // 3, len(whole) // 2, len(whole) - 12_000):
        (tmp_path / "cut").write_bytes(whole[:length])
        with pytest.raises(BackupError):
            archive.read(tmp_path / "cut", key)
    for place in (2000, len(whole) // 2):
        (tmp_path / "changed").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupError):
            archive.read(tmp_path / "changed", key)


def test_a_sealed_backup_asks_for_its_key(files, tmp_path):
    path = made(files, tmp_path / "backup", KEY)
    with pytest.raises(BackupError, match="is sealed: give its key"):
        archive.read(path, None)
    with pytest.raises(BackupError, match="another one"):
        archive.read(path, b"another key altogether, not this")


@pytest.mark.parametrize("name", ["../escaped", "/absolute", "media/../../escaped"])
@pytest.mark.cases(3)
def test_no_member_is_written_outside(tmp_path, name):
    path, into = tmp_path / "backup", tmp_path / "a" / "b"
    into.mkdir(parents=True)
    with tarfile.open(path, "w") as tar:
        for member, text in ((archive.HEAD, json.dumps({"format": archive.FORMAT})), (name, "x")):
            info = tarfile.TarInfo(member)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    with pytest.raises(BackupError, match="outside its own directory"):
        archive.read(path, None, into)
    assert not list(tmp_path.rglob("escaped"))


def test_links_and_doubles_are_no_members(tmp_path):
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
        path = tmp_path / "backup"
        with tarfile.open(path, "w") as tar:
            info = tarfile.TarInfo("media/x")
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        with pytest.raises(BackupError):
            archive.read(path, None, tmp_path / "out")


def test_a_key_is_long_and_for_its_owner_alone(tmp_path):
    saving.new_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert len(saving.read_key(tmp_path / "key")) == 64
    with pytest.raises(BackupError):
        saving.new_key(tmp_path / "key")
    (tmp_path / "short").write_text("secret\n")
    with pytest.raises(BackupError, match="too short"):
        saving.read_key(tmp_path / "short")


def test_where_the_disk_is_full_nothing_bears_the_name_of_a_backup(tmp_path):
    path = tmp_path / "portal.backup"
    with pytest.raises(OSError), saving._placed(path) as file:
        file.write(b"half of it")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []
    with saving._placed(path) as file:
        file.write(b"all of it")
    assert path.read_bytes() == b"all of it" and path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupError, match="is there already"), saving._placed(path) as file:
        file.write(b"another one")
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"all of it"]


def test_old_backups_go_the_newest_stay_and_nothing_else_is_touched(tmp_path):
    names = [f"portal-2026113{day}T000000Z{saving.ENDING}" for day in range(4)]
    for name in [*names, "portal.sqlite3", "mine.portal-backup"]:
        (tmp_path / name).touch()
    gone = saving.forget_old(tmp_path, 2, tmp_path / names[3])
    assert [path.name for path in gone] == names[:2]
    assert {path.name for path in tmp_path.iterdir()} == {*names[2:], "portal.sqlite3", "mine.portal-backup"}

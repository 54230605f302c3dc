"""What a stored or just uploaded file holds, as a hash: the same content is the same file, whatever its name."""

import hashlib

from django.db.models.fields.files import FieldFile


def hash_of(file: FieldFile) -> str:
    """The SHA-256 of a file, in hexadecimal; empty where there is none, or none that can be read."""
    if not file:
        return ""
    try:
        if file._committed:  # type: ignore[attr-defined]  # Django’s, which its types leave out
            with file.storage.open(str(file.name)) as stored:
                return hashlib.file_digest(stored, "sha256").hexdigest()
        file.seek(0)
        digest = hashlib.file_digest(file.file, "sha256").hexdigest()
        file.seek(0)
    except OSError:
        return ""
    return digest

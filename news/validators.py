"""Checks of what the press room takes in. Each raises ``ValidationError``."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from proofreading.phone_numbers import LineKind, read_phone_number

ATTACHMENT_BYTES = 30 * 1024 * 1024
SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".odt": (b"PK\x03\x04",),
    ".ods": (b"PK\x03\x04",),
}


def validate_attachment(file: File) -> None:
    """A document whose beginning is what its name says: PDF, Word, Excel or OpenDocument."""
    suffix = "." + str(file.name).rsplit(".", 1)[-1].lower()
    if suffix not in SIGNATURES:
        raise ValidationError(_("Attach a PDF, Word, Excel or OpenDocument file."))
    if file.size > ATTACHMENT_BYTES:
        raise ValidationError(_("This file is larger than 30 MB. Please make it smaller."))
    start = _beginning(file)
    if not start.startswith(SIGNATURES[suffix]):
        raise ValidationError(_("This file is not what its name says. Please save it again and attach it anew."))


def _beginning(file: File) -> bytes:
    """The first bytes of a file, which is left as it was found: at its start, and closed if it was."""
    was_closed = file.closed
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if was_closed:
        file.close()
    return start


def validate_public_phone(written: str) -> None:
    """A telephone number that may be public: one whole number, in any usual spelling, that rings on no mobile."""
    number = read_phone_number(written)
    if number is None:
        raise ValidationError(_("Write one whole number, such as +33 1 99 00 12 34; outside France, with the country’s code."))
    if number.kind is LineKind.MOBILE:
        raise ValidationError(_("A mobile number is never public: give the press office’s own number."))


def validate_place(written: str) -> None:
    """A place alone: the date line is composed of it and the day, and what is typed twice is printed twice."""
    if "," in written or any(sign.isdigit() for sign in written):
        raise ValidationError(_("Write the place alone, such as “Paris”: the day and the comma are written beside it."))

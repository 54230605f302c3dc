"""Checks of what the press room takes in. Each raises ``ValidationError``."""

from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from publishing import document_files
from publishing.phone_fields import require_office_phone

ATTACHMENT_BYTES = 30 * 1024 * 1024


def validate_attachment(file: File) -> None:
    """A document that is what its name says, of a kind that the press takes along, and that holds nothing that acts."""
    suffix = PurePosixPath(str(file.name)).suffix.lower()
    if suffix not in document_files.CHECKS:
        raise ValidationError(_("Attach a PDF, Word, Excel, PowerPoint or OpenDocument file, or one of plain text or CSV."))
    if file.size > ATTACHMENT_BYTES:
        raise ValidationError(_("This file is larger than 30 MB. Please make it smaller."))
    was_closed = file.closed
    try:
        document_files.refuse_unfit(file, suffix)
    finally:
        if was_closed:
            file.close()


def validate_public_phone(written: str) -> None:
    """A telephone number that may be public."""
    require_office_phone(written, _("A mobile number is never public: give the press office’s own number."))


def validate_place(written: str) -> None:
    """A place alone: the date line is composed of it and the day, and what is typed twice is printed twice."""
    if "," in written or any(sign.isdigit() for sign in written):
        raise ValidationError(_("Write the place alone, such as “Paris”: the day and the comma are written beside it."))

"""What is kept of a person who is to be erased among the contacts of partners."""

from __future__ import annotations

from publishing.erasing import Erasure, register, rows_naming

from .models import Partner


def _erase(erasure: Erasure) -> None:
    """A contact goes whole: the telephone number is theirs, too."""
    found = rows_naming(erasure.subject, Partner, ("contact_name", "contact_email"))
    contacts = Partner.objects.filter(pk__in=[pk for pk, _columns in found])
    erasure.count(
        Partner._meta.get_field("contact_name").verbose_name, contacts.update(**dict.fromkeys(Partner.private_fields, ""))
    )


def connect() -> None:
    register("partners", _erase)

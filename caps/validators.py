"""Checks of what opportunities say. Each raises ``ValidationError``."""

from django.utils.translation import gettext_lazy as _

from publishing.phone_fields import require_office_phone


def validate_contact_phone(written: str) -> None:
    """The telephone number of a contact, which everybody reads."""
    require_office_phone(written, _("A mobile number is never public: give the number of an office."))

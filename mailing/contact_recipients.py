"""Whom a visitor may write to by name: a programme, an institution or a partner. No address of theirs is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import languages
from publishing.localized_text import localized_text
from publishing.models import Addressed

from .models import ContactMessage

WRITE_TO_PROGRAMME = _("Write to this programme")
WRITE_TO_INSTITUTION = _("Write to this institution")
WRITE_TO_PARTNER = _("Write to this partner")


@dataclass(frozen=True)
class RecipientKind:
    """A kind of record that can be written to: its name in addresses and as a column of a message, and what its link says."""

    name: str
    model: type[Addressed]
    mailboxes: str
    invitation: Promise | str


KINDS = (
    RecipientKind("programme", CAP, "programmes", WRITE_TO_PROGRAMME),
    RecipientKind("institution", Institution, "institutions", WRITE_TO_INSTITUTION),
    RecipientKind("partner", Partner, "partners", WRITE_TO_PARTNER),
)


@dataclass(frozen=True)
class ContactRecipient:
    """A public record that somebody writes to."""

    kind: RecipientKind
    record: Addressed

    @classmethod
    def of(cls, record: Addressed) -> ContactRecipient:
        return cls(next(kind for kind in KINDS if kind.model is type(record)), record)

    @classmethod
    def of_message(cls, message: ContactMessage) -> ContactRecipient | None:
        found = ((kind, getattr(message, kind.name)) for kind in KINDS)
        return next((cls(kind, record) for kind, record in found if record is not None), None)

    @classmethod
    def asked(cls, given: Mapping[str, str], language: str) -> ContactRecipient | None:
        """Whom an address or a form names (``?programme=…``), if that is public; anything else is left aside."""
        for kind in KINDS:
            slug = given.get(kind.name, "")
            if slug and "\x00" not in slug:
                things = kind.model.objects.public(language)
                record = things.filter(**{languages.column("slug", language): slug}).first()
                if record is not None:
                    return cls(kind, record)
        return None

    def slug(self, language: str) -> str:
        return self.record.slug(language) or ""

    def words(self, language: str) -> str:
        """What it is called: “09 RYDER”, an institution's or a partner's name."""
        has_name_per_language = isinstance(self.record, Institution)
        return localized_text(self.record, "name", language).words if has_name_per_language else str(self.record)

    def url(self, language: str) -> str:
        """The form, with this recipient chosen."""
        with override(language):
            return f"{reverse('contact-write')}?{urlencode({self.kind.name: self.slug(language)})}"


def columns_of(recipient: ContactRecipient | None) -> dict[str, models.Model]:
    """What a message to a recipient keeps of it."""
    return {recipient.kind.name: recipient.record} if recipient else {}
